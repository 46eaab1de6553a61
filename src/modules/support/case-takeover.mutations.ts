import type { Case as CaseRow, Job as JobRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Membership } from '../identity/membership.type.js';
import { Job } from '../operations/job.type.js';
import { decisionOf } from './case.mutations.js';
import { Case } from './case.type.js';
import { handBackCase, restartPipeline, takeOverCase } from './case-takeover.service.js';
import { PipelineStepKind } from './support-enums.type.js';

const NOW = 'The case as it is now, also after a conflict.';

const CaseTakeOverInput = builder.inputType('CaseTakeOverInput', {
  description: 'Which case, and who takes it.',
  fields: (t) => ({
    id: t.globalID({ for: Case, description: 'The case.' }),
    membershipId: t.globalID({
      for: Membership,
      required: false,
      description: 'The member who takes it; you by default. A machine has to name one.',
    }),
    expectedVersion: t.int(expectedVersion('case')),
  }),
});

builder.mutationField('caseTakeOver', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: payloadType<{ readonly case: CaseRow }>('CaseTakeOverPayload', (p) => ({
      case: p.expose('case', { type: Case, nullable: true, description: NOW }),
    })),
    description:
      'Takes a case out of the hands of the pipeline, whatever it is doing: a model that is being asked is hung up on, a draft or a change that waits is SUPERSEDED, and the case is NEEDS_HUMAN and yours.',
    args: { input: t.arg({ type: CaseTakeOverInput, description: 'Which case, and who takes it.' }) },
    resolve: (_root, { input }, context) =>
      takeOverCase(context.db, input.id.id, input.membershipId?.id ?? null, decisionOf(context, input)),
  }),
);

const restarting = (
  name: 'caseHandBack' | 'pipelineStart',
  type: 'CaseHandBack' | 'PipelineStart',
  description: string,
  restart: typeof handBackCase,
) => {
  const input = builder.inputType(`${type}Input`, {
    description: 'Which case, and from where on.',
    fields: (t) => ({
      caseId: t.globalID({ for: Case, description: 'The case.' }),
      from: t.field({
        type: PipelineStepKind,
        required: false,
        description:
          'The step to begin with, and what follows it; what was decided before it stays. By default TRIAGE where the case has not been triaged, else KNOWN_ISSUE_MATCH.',
      }),
      expectedVersion: t.int(expectedVersion('case')),
    }),
  });
  builder.mutationField(name, (t) =>
    t.withAuth({ can: 'case:write' }).field({
      type: payloadType<{ readonly case: CaseRow; readonly job: JobRow }>(`${type}Payload`, (p) => ({
        case: p.expose('case', { type: Case, nullable: true, description: NOW }),
        job: p.expose('job', { type: Job, nullable: true, description: 'The job of the new pipeline.' }),
      })),
      description,
      args: { input: t.arg({ type: input, description: 'Which case, and from where on.' }) },
      resolve: (_root, { input: { caseId, from, expectedVersion: version } }, context) =>
        restart(context.db, caseId.id, from ?? null, decisionOf(context, { expectedVersion: version })),
    }),
  );
};
restarting(
  'caseHandBack',
  'CaseHandBack',
  'Gives a case that somebody took over back to the pipeline; it is nobody’s again.',
  handBackCase,
);
restarting(
  'pipelineStart',
  'PipelineStart',
  'Lets the pipeline go through a case again from a step on. What waits for a word becomes SUPERSEDED. Refused while a pipeline is at work.',
  restartPipeline,
);

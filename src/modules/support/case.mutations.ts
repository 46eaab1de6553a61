import type { ExpectedVersion } from '../../expected-version.js';
import type { Case as CaseRow, Job as JobRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf, type ViewerContext } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Project } from '../identity/project.type.js';
import { Job } from '../operations/job.type.js';
import { type CaseDecision, closeCase, reopenCase, resolveCase } from './case.service.js';
import { Case } from './case.type.js';
import { openCase } from './case-open.service.js';
import { correctTriage } from './case-triage.service.js';
import { Channel } from './channel.type.js';
import { CaseSeverity, CaseType } from './support-enums.type.js';
import { TEXT } from './text-input.js';

const CASE_NOW = 'The case as it is now.';

/** Who decides, seen from a mutation. */
export function decisionOf(context: ViewerContext, { expectedVersion }: ExpectedVersion): CaseDecision {
  return { ...causeOf(context), expectedVersion };
}

const CaseCustomerInput = builder.inputType('CaseCustomerInput', {
  description: 'Who wrote. Somebody who wrote before is known by their address.',
  fields: (t) => ({
    email: t.field({ type: 'EmailAddress', description: 'Their address.' }),
    name: t.string({
      required: false,
      validate: { schema: TEXT.name },
      description: 'Their name, if it is known; it replaces the one known before.',
    }),
  }),
});

const CaseOpenInput = builder.inputType('CaseOpenInput', {
  description: 'A new case.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, description: 'The project it belongs to.' }),
    subject: t.string({
      validate: { schema: TEXT.subject },
      description: 'What it is about, in one line of at most 300.',
    }),
    body: t.string({
      validate: { schema: TEXT.message },
      description: 'The first message; Markdown or plain text, at most 100,000 characters.',
    }),
    customer: t.field({ type: CaseCustomerInput, description: 'Who wrote.' }),
    channelId: t.globalID({
      for: Channel,
      required: false,
      description: 'The channel by which it came: one of kind API, in use, of the same project. None by default.',
    }),
    idempotencyKey: t.string({
      required: false,
      validate: { schema: TEXT.key },
      description: 'The same key with the same request opens one case only, however often it is sent.',
    }),
  }),
});

builder.mutationField('caseOpen', (t) =>
  t.withAuth({ can: 'case:open' }).field({
    type: payloadType<{ readonly case: CaseRow; readonly job: JobRow; readonly deduplicated: boolean }>(
      'CaseOpenPayload',
      (p) => ({
        case: p.expose('case', { type: Case, nullable: true, description: 'The new case.' }),
        job: p.expose('job', {
          type: Job,
          nullable: true,
          description: 'The job of its pipeline; the jobs of the steps are its children.',
        }),
        deduplicated: p.boolean({
          description: 'True when an earlier call with the same idempotency key opened it.',
          resolve: ({ deduplicated }) => deduplicated ?? false,
        }),
      }),
    ),
    description: 'Opens a case and starts its pipeline.',
    args: { input: t.arg({ type: CaseOpenInput, description: 'The case.' }) },
    resolve: (_root, { input }, context) =>
      openCase(
        context.db,
        { ...input, projectId: input.projectId.id, channelId: input.channelId?.id },
        causeOf(context),
      ),
  }),
);

const CaseTriageCorrectInput = builder.inputType('CaseTriageCorrectInput', {
  description: "A person's word on what a case is.",
  fields: (t) => ({
    id: t.globalID({ for: Case, description: 'The case.' }),
    type: t.field({ type: CaseType, description: 'What kind of case it is.' }),
    severity: t.field({ type: CaseSeverity, description: 'How much it hurts.' }),
    expectedVersion: t.int(expectedVersion('case')),
  }),
});

builder.mutationField('caseTriageCorrect', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: payloadType<{ readonly case: CaseRow; readonly job: JobRow }>('CaseTriageCorrectPayload', (p) => ({
      case: p.expose('case', { type: Case, nullable: true, description: CASE_NOW }),
      job: p.expose('job', {
        type: Job,
        nullable: true,
        description: 'The pipeline that goes on with the case; null when none had waited for this.',
      }),
    })),
    description:
      'Decides type and severity of a case. Later triage of the project learns from it; a case that waited for it, because triage was not sure, goes on.',
    args: { input: t.arg({ type: CaseTriageCorrectInput, description: 'The case and what it is.' }) },
    resolve: (_root, { input }, context) => correctTriage(context.db, input.id.id, input, decisionOf(context, input)),
  }),
);

const decideOnCase = (name: 'Resolve' | 'Close' | 'Reopen', description: string, decide: typeof resolveCase) => {
  const input = builder.inputType(`Case${name}Input`, {
    description: 'Which case.',
    fields: (t) => ({
      id: t.globalID({ for: Case, description: 'The case.' }),
      expectedVersion: t.int(expectedVersion('case')),
    }),
  });
  builder.mutationField(`case${name}`, (t) =>
    t.withAuth({ can: 'case:write' }).field({
      type: payloadType<{ readonly case: CaseRow }>(`Case${name}Payload`, (p) => ({
        case: p.expose('case', { type: Case, nullable: true, description: CASE_NOW }),
      })),
      description,
      args: { input: t.arg({ type: input, description: 'Which case.' }) },
      resolve: async (_root, { input: { id, ...rest } }, context) => ({
        case: await decide(context.db, id.id, decisionOf(context, rest)),
      }),
    }),
  );
};

decideOnCase('Resolve', 'The problem is solved. A pipeline that is still at work is cancelled.', resolveCase);
decideOnCase('Close', 'Ends a resolved case for good.', closeCase);
decideOnCase('Reopen', 'The customer came back to a case that was answered or resolved.', reopenCase);

import { z } from 'zod';
import type { Project as ProjectRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Project } from '../identity/project.type.js';
import { decisionOf } from './case.mutations.js';
import { Case } from './case.type.js';
import { snoozeCase, wakeCase } from './case-timers.service.js';
import { changedCase } from './case-work.mutations.js';
import { CasePriority } from './case-work.type.js';
import { setSlaPolicy } from './sla-policy.service.js';

const Minutes = z.number().int().min(1).max(525_600);

const SlaTargetInput = builder.inputType('SlaTargetInput', {
  description: 'How soon cases of a priority are answered and resolved.',
  fields: (t) => ({
    priority: t.field({ type: CasePriority, description: 'Of which cases.' }),
    firstAnswerMinutes: t.int({
      required: false,
      validate: { schema: Minutes },
      description: 'Minutes until the first answer, a year at most; left out or null: nothing is promised.',
    }),
    resolutionMinutes: t.int({
      required: false,
      validate: { schema: Minutes },
      description: 'Minutes until it is resolved, a year at most; left out or null: nothing is promised.',
    }),
  }),
});

const SlaPolicySetInput = builder.inputType('SlaPolicySetInput', {
  description: 'What is promised to the customers of a project.',
  fields: (t) => ({
    projectId: t.globalID({ for: Project, description: 'The project.' }),
    targets: t.field({
      type: [SlaTargetInput],
      description: 'The whole policy, each priority once; of those that are left out nothing is promised.',
    }),
    expectedVersion: t.int(expectedVersion('project')),
  }),
});

builder.mutationField('slaPolicySet', (t) =>
  t.withAuth({ can: 'project:write' }).field({
    type: payloadType<{ readonly project: ProjectRow }>('SlaPolicySetPayload', (p) => ({
      project: p.expose('project', { type: Project, nullable: true, description: 'The project as it is now.' }),
    })),
    description:
      'Says how soon cases of a project are answered and resolved. It holds for cases that are opened or reopened, or get another priority, from then on.',
    args: { input: t.arg({ type: SlaPolicySetInput, description: 'The project and its policy.' }) },
    resolve: async (_root, { input: { projectId, ...policy } }, context) => ({
      project: await setSlaPolicy(context.db, { ...policy, projectId: projectId.id }, causeOf(context)),
    }),
  }),
);

const CaseSnoozeInput = builder.inputType('CaseSnoozeInput', {
  description: 'A case, and until when it is put off.',
  fields: (t) => ({
    id: t.globalID({ for: Case, description: 'The case.' }),
    until: t.field({ type: 'DateTime', description: 'Until when; within a year from now.' }),
    expectedVersion: t.int(expectedVersion('case')),
  }),
});

builder.mutationField('caseSnooze', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: changedCase('CaseSnoozePayload'),
    description: 'Puts a case off. It is back when its time comes, or as soon as the customer writes.',
    args: { input: t.arg({ type: CaseSnoozeInput, description: 'The case and the time.' }) },
    resolve: async (_root, { input: { id, until, ...rest } }, context) => ({
      case: await snoozeCase(context.db, id.id, until, decisionOf(context, rest)),
    }),
  }),
);

const CaseWakeInput = builder.inputType('CaseWakeInput', {
  description: 'Which case.',
  fields: (t) => ({
    id: t.globalID({ for: Case, description: 'The case.' }),
    expectedVersion: t.int(expectedVersion('case')),
  }),
});

builder.mutationField('caseWake', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: changedCase('CaseWakePayload'),
    description: 'Takes a case up again that was put off.',
    args: { input: t.arg({ type: CaseWakeInput, description: 'Which case.' }) },
    resolve: async (_root, { input }, context) => ({
      case: await wakeCase(context.db, input.id.id, decisionOf(context, input)),
    }),
  }),
);

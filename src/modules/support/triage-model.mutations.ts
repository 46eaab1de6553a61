import type { Job as JobRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { Project } from '../identity/project.type.js';
import { Job } from '../operations/job.type.js';
import { TriageModel } from './triage-model.type.js';
import { activateVersion, retireVersion, type TriageVersion, trainNow } from './triage-version.service.js';

const NOW = 'The version as it is now, also after a conflict.';

const TriageTrainInput = builder.inputType('TriageTrainInput', {
  description: 'Which project.',
  fields: (t) => ({ projectId: t.globalID({ for: Project, description: 'The project.' }) }),
});

builder.mutationField('triageTrain', (t) =>
  t.withAuth({ can: 'triage:write' }).field({
    type: payloadType<{ readonly job: JobRow }>('TriageTrainPayload', (p) => ({
      job: p.expose('job', { type: Job, nullable: true, description: 'Trains, measures and stores a new version.' }),
    })),
    description:
      "Trains a project's triage on what people have confirmed by now, as corrections and imports do by themselves. The new version is put in use when it is not worse on cases that none has learned from.",
    args: { input: t.arg({ type: TriageTrainInput, description: 'Which project.' }) },
    resolve: async (_root, { input }, context) => ({
      job: await trainNow(context.db, input.projectId.id, causeOf(context)),
    }),
  }),
);

const TriageModelActivateInput = builder.inputType('TriageModelActivateInput', {
  description: 'Which version.',
  fields: (t) => ({
    id: t.globalID({ for: TriageModel, description: 'The version.' }),
    hold: t.boolean({
      required: false,
      description:
        'Keep it in use, whatever is learned, until a person chooses again. By default so for a version that was in use before (a rollback), and not for a candidate.',
    }),
    expectedVersion: t.int(expectedVersion('triage model')),
  }),
});

builder.mutationField('triageModelActivate', (t) =>
  t.withAuth({ can: 'triage:write' }).field({
    type: payloadType<{ readonly triageModel: TriageVersion }>('TriageModelActivatePayload', (p) => ({
      triageModel: p.expose('triageModel', { type: TriageModel, nullable: true, description: NOW }),
    })),
    description:
      'Puts a candidate in use, or goes back to an earlier version. The next case is triaged by it, in every worker.',
    args: { input: t.arg({ type: TriageModelActivateInput, description: 'Which version.' }) },
    resolve: async (_root, { input: { id, hold, expectedVersion } }, context) => ({
      triageModel: await activateVersion(context.db, id.id, hold, { ...causeOf(context), expectedVersion }),
    }),
  }),
);

const TriageModelRetireInput = builder.inputType('TriageModelRetireInput', {
  description: 'Which version.',
  fields: (t) => ({
    id: t.globalID({ for: TriageModel, description: 'The version.' }),
    expectedVersion: t.int(expectedVersion('triage model')),
  }),
});

builder.mutationField('triageModelRetire', (t) =>
  t.withAuth({ can: 'triage:write' }).field({
    type: payloadType<{ readonly triageModel: TriageVersion }>('TriageModelRetirePayload', (p) => ({
      triageModel: p.expose('triageModel', { type: TriageModel, nullable: true, description: NOW }),
    })),
    description: 'Takes a version out of use: the general model triages until another is put in use.',
    args: { input: t.arg({ type: TriageModelRetireInput, description: 'Which version.' }) },
    resolve: async (_root, { input: { id, expectedVersion } }, context) => ({
      triageModel: await retireVersion(context.db, id.id, { ...causeOf(context), expectedVersion }),
    }),
  }),
);

import type { Job as JobRow, Pipeline as PipelineRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { Job } from '../operations/job.type.js';
import { Pipeline, PipelineStep } from './pipeline.type.js';
import { retryStep } from './pipeline-retry.service.js';

const PipelineStepRetryInput = builder.inputType('PipelineStepRetryInput', {
  description: 'Which step to try again.',
  fields: (t) => ({
    id: t.globalID({
      for: [PipelineStep, Pipeline],
      description: 'The step; or a pipeline, whose failed step is then meant.',
    }),
  }),
});

builder.mutationField('pipelineStepRetry', (t) =>
  t.withAuth({ can: 'case:write' }).field({
    type: payloadType<{ readonly pipeline: PipelineRow; readonly job: JobRow }>('PipelineStepRetryPayload', (p) => ({
      pipeline: p.expose('pipeline', { type: Pipeline, nullable: true, description: 'The pipeline as it is now.' }),
      job: p.expose('job', { type: Job, nullable: true, description: 'The job of the step.' }),
    })),
    description:
      'Tries a failed step again, alone: what was done before it stays, and what follows it goes on afterwards.',
    args: { input: t.arg({ type: PipelineStepRetryInput, description: 'Which step.' }) },
    resolve: (_root, { input: { id } }, context) =>
      retryStep(context.db, id.typename === 'Pipeline' ? { pipelineId: id.id } : { stepId: id.id }, causeOf(context)),
  }),
);

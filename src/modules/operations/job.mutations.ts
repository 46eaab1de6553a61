import { z } from 'zod';
import type { DeadLetter as DeadLetterRow, Job as JobRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf, type ViewerContext } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { discardDeadLetter, replayDeadLetter } from './dead-letter.service.js';
import { DeadLetter } from './dead-letter.type.js';
import { startJob } from './job.service.js';
import { Job } from './job.type.js';
import { cancelJob, type JobControl, retryJob } from './job-control.service.js';
import { Ping } from './ping.job.js';

const jobPayload = (name: `${string}Payload`) =>
  payloadType<{ readonly job: JobRow }>(name, (t) => ({
    job: t.expose('job', { type: Job, nullable: true, description: 'The job as it is now.' }),
  }));

const jobInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      id: t.globalID({ for: Job, description: 'The job.' }),
      expectedVersion: t.int(expectedVersion('job')),
    }),
  });

const JobCancelInput = jobInput('JobCancelInput', 'Which job to cancel.');
const JobRetryInput = jobInput('JobRetryInput', 'Which job to try again.');

builder.mutationField('jobCancel', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: jobPayload('JobCancelPayload'),
    description: 'Asks for the end of a job and of its parts. A running handler is told at once, wherever it runs.',
    args: { input: t.arg({ type: JobCancelInput, description: 'Which job.' }) },
    resolve: async (_root, { input }, context) => ({
      job: await cancelJob(context.db, input.id.id, control(context, input.expectedVersion)),
    }),
  }),
);

builder.mutationField('jobRetry', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: jobPayload('JobRetryPayload'),
    description: 'Starts a job again that gave up.',
    args: { input: t.arg({ type: JobRetryInput, description: 'Which job.' }) },
    resolve: async (_root, { input }, context) => ({
      job: await retryJob(context.db, input.id.id, control(context, input.expectedVersion)),
    }),
  }),
);

const JobPingInput = builder.inputType('JobPingInput', {
  description: 'How long a job that does nothing takes.',
  fields: (t) => ({
    steps: t.int({
      required: false,
      validate: { schema: z.number().int().min(1).max(10) },
      description: 'How often it reports progress, a tenth of a second apart; 3 by default, 10 at most.',
    }),
  }),
});

builder.mutationField('jobPing', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: jobPayload('JobPingPayload'),
    description: 'Starts a job that does nothing but report progress: shows that jobs run and can be followed.',
    args: { input: t.arg({ type: JobPingInput, description: 'How long it takes.' }) },
    resolve: async (_root, { input: { steps } }, context) => {
      const { actor: requestedBy, requestId } = causeOf(context);
      return { job: await startJob(context.db, Ping, { steps: steps ?? 3 }, { requestedBy, requestId }) };
    },
  }),
);

const DeadLetterReplayInput = builder.inputType('DeadLetterReplayInput', {
  description: 'Which dead letter to replay.',
  fields: (t) => ({ id: t.globalID({ for: DeadLetter, description: 'The dead letter.' }) }),
});

builder.mutationField('deadLetterReplay', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: jobPayload('DeadLetterReplayPayload'),
    description: 'Starts the job of a dead letter again.',
    args: { input: t.arg({ type: DeadLetterReplayInput, description: 'Which dead letter.' }) },
    resolve: async (_root, { input }, context) => ({
      job: await replayDeadLetter(context.db, input.id.id, control(context, null)),
    }),
  }),
);

const DeadLetterDiscardInput = builder.inputType('DeadLetterDiscardInput', {
  description: 'Which dead letter to discard.',
  fields: (t) => ({ id: t.globalID({ for: DeadLetter, description: 'The dead letter.' }) }),
});

builder.mutationField('deadLetterDiscard', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: payloadType<{ readonly deadLetter: DeadLetterRow }>('DeadLetterDiscardPayload', (p) => ({
      deadLetter: p.expose('deadLetter', { type: DeadLetter, nullable: true, description: 'The letter as it is now.' }),
    })),
    description:
      'Decides that a dead letter need not be replayed. Its job stays as it is; `jobRetry` can still start it.',
    args: { input: t.arg({ type: DeadLetterDiscardInput, description: 'Which dead letter.' }) },
    resolve: async (_root, { input }, context) => ({
      deadLetter: await discardDeadLetter(context.db, input.id.id, control(context, null)),
    }),
  }),
);

function control(context: ViewerContext, expectedVersion: number | null | undefined): JobControl {
  return { ...causeOf(context), expectedVersion };
}

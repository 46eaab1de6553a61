import { z } from 'zod';
import { JobState } from '../../generated/prisma/enums.js';
import { defineJob } from '../../jobs/define-job.js';
import { BULK_ORIGIN, BulkResult } from './bulk-origin.js';

const Span = z.object({ gte: z.iso.datetime().optional(), lt: z.iso.datetime().optional() });
const Words = z.array(z.string()).readonly().optional();

/** What is done with every job or dead letter that matches. */
const Target = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('JOBS'),
    action: z.enum(['RETRY', 'CANCEL']),
    criteria: z.object({
      kinds: Words,
      states: z.array(z.enum(JobState)).readonly().optional(),
      queuedAt: Span.optional(),
      finishedAt: Span.optional(),
      parentIds: Words,
      subjectIds: Words,
      requesterIds: Words,
      errorCodes: Words,
      /** Of the project that the request was narrowed to. */
      projectId: z.uuid().optional(),
    }),
  }),
  z.object({
    of: z.literal('LETTERS'),
    action: z.enum(['REPLAY', 'DISCARD']),
    criteria: z.object({
      kinds: Words,
      /** Only open ones can be acted on: any other state matches nothing. */
      states: z
        .array(z.enum(['OPEN', 'REPLAYED', 'DISCARDED']))
        .readonly()
        .optional(),
      errorCodes: Words,
      createdAt: Span.optional(),
    }),
  }),
]);
export type BulkTarget = z.infer<typeof Target>;

/** Does one thing with many jobs, or many dead letters. */
export const BulkAction = defineJob({
  kind: 'operations.bulk-action',
  description: 'Retries or cancels the jobs, or replays or discards the dead letters, that a filter matches.',
  payload: z.object({
    target: Target,
    ...BULK_ORIGIN,
    rights: BULK_ORIGIN.rights.default(''),
  }),
  result: BulkResult,
  stages: ['acting'],
  retry: { attempts: 5, backoffMs: 2_000 },
  timeoutMs: 60 * 60_000,
  concurrency: 2,
  tenantWindow: 2,
  cancelsAtOnce: true,
});

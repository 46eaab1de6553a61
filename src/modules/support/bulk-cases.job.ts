import { z } from 'zod';
import { CasePriority } from '../../generated/prisma/enums.js';
import { defineJob } from '../../jobs/define-job.js';
import { BULK_ORIGIN, BulkResult } from '../operations/bulk-origin.js';
import { CaseCriteria } from './case-criteria.js';

/** What is done with each case. */
const Action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ASSIGN'), membershipId: z.uuid().nullable() }),
  z.object({ kind: z.literal('CLOSE') }),
  z.object({ kind: z.literal('PRIORITY'), priority: z.enum(CasePriority).nullable() }),
  z.object({ kind: z.literal('SNOOZE'), until: z.iso.datetime() }),
  z.object({ kind: z.literal('TAG'), tags: z.array(z.string()) }),
  z.object({ kind: z.literal('UNTAG'), tags: z.array(z.string()) }),
]);
export type CaseBulkAction = z.infer<typeof Action>;

/** Does one thing with many cases. */
export const BulkCases = defineJob({
  kind: 'support.bulk-cases',
  description: 'Assigns, tags, ranks, puts off or closes the cases that are named, or that a filter matches.',
  payload: z.object({
    action: Action,
    criteria: CaseCriteria,
    errorPolicy: z.enum(['CONTINUE', 'STOP', 'ALL_OR_NOTHING']),
    ...BULK_ORIGIN,
  }),
  result: BulkResult,
  stages: ['acting'],
  retry: { attempts: 5, backoffMs: 2_000 },
  timeoutMs: 60 * 60_000,
  concurrency: 2,
  tenantWindow: 2,
  cancelsAtOnce: true,
});
export type BulkCasesPayload = z.infer<typeof BulkCases.payload>;

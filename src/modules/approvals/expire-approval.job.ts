import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

/** Runs when the time of an approval is up. */
export const ExpireApproval = defineJob({
  kind: 'approvals.expire-approval',
  description: 'Ends an approval on which nobody decided in time.',
  payload: z.object({ approvalId: z.uuid() }),
  result: z.object({}),
  stages: [],
  retry: { attempts: 5, backoffMs: 1_000 },
  timeoutMs: 30_000,
  concurrency: 4,
  tenantWindow: 16,
  cancelsAtOnce: true,
});

import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

/** Does nothing but show that jobs run; what the smoke test and a worried operator start. */
export const Ping = defineJob({
  kind: 'operations.ping',
  description: 'Reports progress a few times and changes nothing: shows that jobs are run and can be followed.',
  payload: z.object({ steps: z.number().int().min(1).max(10) }),
  result: z.object({ steps: z.number().int() }),
  stages: ['pinging'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 30_000,
  concurrency: 5,
  tenantWindow: 5,
  cancelsAtOnce: true,
});

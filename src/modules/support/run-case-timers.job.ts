import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

/** Wakes cases whose time came, and notes promises that were not kept. */
export const RunCaseTimers = defineJob({
  kind: 'support.run-case-timers',
  description: 'Wakes cases that were put off until now, and notes those not answered or resolved in time.',
  payload: z.object({}),
  result: z.object({ woken: z.number().int(), breached: z.number().int() }),
  stages: ['timers'],
  retry: { attempts: 5, backoffMs: 1_000 },
  timeoutMs: 10 * 60_000,
  concurrency: 4,
  tenantWindow: 1,
  cancelsAtOnce: true,
});

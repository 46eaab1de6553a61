import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

export const TrainTriage = defineJob({
  kind: 'support.train-triage',
  description: "Learns a project's triage from the cases whose type a person has confirmed.",
  payload: z.object({ projectId: z.uuid() }),
  result: z.object({ samples: z.number().int().min(0), version: z.string().nullable() }),
  stages: ['read', 'train', 'store'],
  retry: { attempts: 2, backoffMs: 5_000 },
  timeoutMs: 10 * 60_000,
  concurrency: 1,
  tenantWindow: 2,
  cancelsAtOnce: true,
});

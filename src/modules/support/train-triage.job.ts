import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

const Share = z.number().min(0).max(1).nullable();

/** How a version does on the held-out cases, as it is stored. */
export const HeldOutFigures = z.object({
  count: z.number().int(),
  wrong: z.number().int(),
  accuracy: Share,
  macroF1: Share,
  classes: z.array(
    z.object({
      label: z.enum(['BUG', 'FEATURE', 'QUESTION']),
      support: z.number().int(),
      predicted: z.number().int(),
      precision: Share,
      recall: Share,
      f1: Share,
    }),
  ),
});
export type HeldOutFigures = z.infer<typeof HeldOutFigures>;

export const TrainTriage = defineJob({
  kind: 'support.train-triage',
  description:
    "Learns a project's triage from the cases whose type a person has confirmed, and puts the new version in use when it is not worse.",
  payload: z.object({ projectId: z.uuid() }),
  result: z.object({
    samples: z.number().int().min(0),
    version: z.string().nullable(),
    comparedWithId: z.uuid().nullable().default(null),
    before: HeldOutFigures.nullable().default(null),
    after: HeldOutFigures.nullable().default(null),
  }),
  stages: ['read', 'train', 'measure', 'store'],
  retry: { attempts: 4, backoffMs: 2_000 },
  timeoutMs: 10 * 60_000,
  concurrency: 1,
  tenantWindow: 2,
  cancelsAtOnce: true,
});

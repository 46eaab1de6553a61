import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';
import { StepPayload } from './pipeline-steps.js';

const Line = z.string().trim().min(1);

/** What is prepared; a model has to answer it. */
export const ChangeAnswer = z.object({
  summary: Line.max(4_000),
  affectedSurfaces: z.array(Line.max(200)).max(20),
  riskLevel: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  riskReason: Line.max(1_000),
  testIdeas: z.array(Line.max(4_000)).max(12),
  confidence: z.number().min(0).max(1),
  reasons: z.array(Line.max(1_000)).max(12),
});

/** Last step of a pipeline whose case is a bug that nobody knew. */
export const PrepareChange = defineJob({
  kind: 'support.prepare-change',
  description: 'Prepares a change for a bug that no article knows: what it touches, how risky it is, how to test it.',
  payload: StepPayload,
  result: ChangeAnswer,
  stages: ['read', 'prepare'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 120_000,
  concurrency: 4,
  tenantWindow: 16,
});

import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';
import { StepPayload } from './pipeline-steps.js';

/** First step of a pipeline. */
export const TriageCase = defineJob({
  kind: 'support.triage-case',
  description: 'Decides type and severity of a case, with confidence and reasoning.',
  payload: StepPayload,
  result: z.object({
    type: z.enum(['BUG', 'FEATURE', 'QUESTION']),
    severity: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
    confidence: z.number().min(0).max(1),
    reasoning: z.string(),
    modelId: z.uuid().nullable().default(null),
  }),
  stages: ['classify'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 60_000,
  concurrency: 8,
  tenantWindow: 16,
});

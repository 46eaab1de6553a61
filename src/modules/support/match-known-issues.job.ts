import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';
import { StepPayload } from './pipeline-steps.js';

const Score = z.number().min(0).max(1);

/** Second step of a pipeline. */
export const MatchKnownIssues = defineJob({
  kind: 'support.match-known-issues',
  description: 'Finds the articles that fit a case best, by words and by meaning.',
  payload: StepPayload,
  result: z.object({
    matches: z
      .array(z.object({ articleId: z.uuid(), score: Score, lexicalScore: Score, semanticScore: Score }))
      .max(5)
      .describe('Best first.'),
  }),
  stages: ['embed', 'search'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 60_000,
  concurrency: 4,
  tenantWindow: 16,
});

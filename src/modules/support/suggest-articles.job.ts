import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

const FoundCluster = z.object({
  title: z.string(),
  members: z.array(z.object({ caseId: z.uuid(), similarity: z.number() })),
});
export type FoundCluster = z.infer<typeof FoundCluster>;

export const SuggestArticles = defineJob({
  kind: 'support.suggest-articles',
  description: 'Groups cases for which no article was found, and suggests an article for each group.',
  payload: z.object({ projectId: z.uuid() }),
  result: z.object({
    cases: z.number().int().describe('How many cases it looked at.'),
    clusters: z.array(FoundCluster).describe('Largest first.'),
  }),
  stages: ['embed', 'group'],
  retry: { attempts: 3, backoffMs: 2_000 },
  timeoutMs: 300_000,
  concurrency: 1,
  tenantWindow: 2,
  cancelsAtOnce: true,
});

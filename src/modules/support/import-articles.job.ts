import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

export const ImportedArticle = z.object({ sourceKey: z.string(), title: z.string(), body: z.string() });
export type ImportedArticle = z.infer<typeof ImportedArticle>;

export const ImportArticles = defineJob({
  kind: 'support.import-articles',
  description: 'Publishes a batch of articles; those known by their source are updated in place.',
  payload: z.object({
    projectId: z.uuid(),
    /** Emptied once the articles are stored. */
    articles: z.array(ImportedArticle),
  }),
  result: z.object({ created: z.number().int(), updated: z.number().int(), unchanged: z.number().int() }),
  stages: ['store'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 120_000,
  concurrency: 2,
  tenantWindow: 4,
  cancelsAtOnce: true,
});

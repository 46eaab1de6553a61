import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

export const EmbedArticle = defineJob({
  kind: 'support.embed-article',
  description: 'Embeds the chunks of an article that have changed, so that it is found by meaning.',
  payload: z.object({ articleId: z.uuid() }),
  result: z.object({
    embeddingModel: z.string().nullable().describe('Null when the article was not there, or not published, any more.'),
    chunks: z.number().int().optional().describe('In how many pieces the article is searched.'),
    embedded: z.number().int().optional().describe('How many of them had to be embedded.'),
  }),
  stages: ['embed'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 180_000,
  concurrency: 4,
  tenantWindow: 8,
});

/** Each text of an article is embedded once, however often it is asked for. */
export function embeddingKey({ id, version }: { readonly id: string; readonly version: number }): string {
  return `${id}@${version}`;
}

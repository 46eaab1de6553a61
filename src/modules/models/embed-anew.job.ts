import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

/** Asked for here, when another model is to embed; done by whoever holds what is searched by meaning. */
export const EmbedAnew = defineJob({
  kind: 'models.embed-anew',
  description: 'Embeds what is searched by meaning again, because another model does that from now on.',
  payload: z.object({}),
  result: z.object({
    embeddingModel: z.string().describe('The space that everything lies in now.'),
    articles: z.number().int().describe('How many articles had to be embedded again.'),
    embedded: z.number().int().describe('How many pieces of them.'),
    failed: z.number().int().default(0).describe('How many articles the model refused.'),
  }),
  stages: ['embed'],
  retry: { attempts: 5, backoffMs: 1_000 },
  timeoutMs: 3_600_000,
  concurrency: 2,
  tenantWindow: 1,
});

/** One at a time for a tenant: asking again while it waits or runs gives the same job. */
export const EMBED_ANEW_KEY = 'embeddings';

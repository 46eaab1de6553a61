import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

export const ImportArchive = defineJob({
  kind: 'support.import-archive',
  description:
    'Publishes the articles of an archive, a few at a time; those known by their source are updated in place.',
  payload: z.object({ importId: z.uuid(), projectId: z.uuid() }),
  result: z.object({
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    empty: z.number().int().describe('Files that say nothing, which were left out.'),
  }),
  stages: ['read', 'store'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 300_000,
  concurrency: 2,
  tenantWindow: 2,
  cancelsAtOnce: true,
});

import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';
import { StepPayload } from './pipeline-steps.js';

/** Last step of a pipeline. */
export const DraftReply = defineJob({
  kind: 'support.draft-reply',
  description: 'Writes the draft of a reply that cites the matched articles, streamed as it is written.',
  payload: StepPayload,
  result: z.object({
    draftId: z.uuid(),
    body: z.string(),
    citations: z.array(z.uuid()),
    frame: z.array(z.string()).default([]),
  }),
  stages: ['read', 'write'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 120_000,
  concurrency: 8,
  tenantWindow: 16,
});

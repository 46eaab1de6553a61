import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

export const ProcessInbound = defineJob({
  kind: 'support.process-inbound',
  description: 'Makes a message of a case of what was posted to a channel.',
  payload: z.object({ inboundEventId: z.uuid() }),
  result: z.object({
    outcome: z
      .enum(['CASE_OPENED', 'MESSAGE_ADDED', 'DUPLICATE', 'IGNORED', 'GONE'])
      .describe('GONE: it was processed before, or is not kept any more.'),
    caseId: z.uuid().nullable(),
  }),
  stages: ['read', 'store'],
  retry: { attempts: 8, backoffMs: 1_000 },
  timeoutMs: 60_000,
  concurrency: 8,
  tenantWindow: 20,
});

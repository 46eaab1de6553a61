import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

export const PostReply = defineJob({
  kind: 'support.post-reply',
  description: 'Posts an approved reply to the address of a chat.',
  payload: z.object({ channelMessageId: z.uuid() }),
  result: z.object({ outcome: z.enum(['SENT', 'GONE']).describe('GONE: there is nothing to send.') }),
  stages: ['send'],
  // The id of the delivery stays the same, so that the receiver can tell a repetition: it may be tried after an interruption.
  retry: { attempts: 12, backoffMs: 5_000 },
  timeoutMs: 60_000,
  concurrency: 8,
  // So that one whose receiver hangs does not keep others waiting.
  tenantWindow: 4,
});

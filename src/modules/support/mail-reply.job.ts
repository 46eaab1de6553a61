import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

export const MailReply = defineJob({
  kind: 'support.mail-reply',
  description: 'Hands an approved reply to the mail server.',
  payload: z.object({ channelMessageId: z.uuid() }),
  result: z.object({ outcome: z.enum(['SENT', 'GONE']).describe('GONE: there is nothing to send.') }),
  stages: ['send'],
  retry: { attempts: 10, backoffMs: 2_000 },
  timeoutMs: 60_000,
  concurrency: 8,
  tenantWindow: 20,
  // Nobody knows whether the server has taken it; a second one is for a person to ask for.
  ifInterrupted: 'GIVE_UP',
});

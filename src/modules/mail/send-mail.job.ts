import { z } from 'zod';
import { defineJob } from '../../jobs/define-job.js';

export const SendMail = defineJob({
  kind: 'mail.send-mail',
  description: 'Hands a mail to the mail server.',
  payload: z.object({ mailId: z.uuid() }),
  result: z.object({
    outcome: z
      .enum(['SENT', 'EXPIRED', 'GONE'])
      .describe('EXPIRED: it was of no use any more. GONE: there is nothing to send.'),
  }),
  stages: ['send'],
  retry: { attempts: 10, backoffMs: 2_000 },
  timeoutMs: 60_000,
  concurrency: 8,
  tenantWindow: 20,
  // Nobody knows whether the server has taken it; a second one is for a person to ask for.
  ifInterrupted: 'GIVE_UP',
});

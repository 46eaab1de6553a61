import { handleJob } from '../../jobs/define-job.js';
import { mailFailure } from '../mail/mail-failure.service.js';
import { replyMailOf, replyWasNotSent, replyWasSent } from './channel-send.service.js';
import { MailReply } from './mail-reply.job.js';

export const mailReply = handleJob({
  definition: MailReply,
  async run({ channelMessageId: id }, run) {
    const found = await run.db.channelMessage.findFirst({
      where: { id, state: { in: ['PENDING', 'FAILED'] } },
      include: { channel: true, thread: true, message: { select: { body: true } } },
    });
    const mail = found && replyMailOf(found.channel, found.thread, found);
    if (!found || !mail) return { outcome: 'GONE' as const };
    const { mailer } = run.ports;
    const { address: to, subject } = found;
    await run.progress({ stage: 'send', percent: 10 });
    try {
      const message = { id, to, subject: subject ?? '', text: `${found.message.body}\n`, conversation: mail };
      await mailer.send(message, { signal: run.signal });
    } catch (error) {
      throw mailFailure(error);
    }
    run.logger.info({ channelMessageId: id, channelId: found.channelId, mailer: mailer.name }, 'reply handed over');
    return { outcome: 'SENT' as const };
  },
  async apply(tx, { outcome }, { channelMessageId }) {
    if (outcome === 'SENT') await replyWasSent(tx, channelMessageId);
  },
  onGiveUp: (tx, { code }, { channelMessageId }) => replyWasNotSent(tx, channelMessageId, code),
});

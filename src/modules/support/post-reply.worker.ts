import { WebhookNotTaken } from '../../errors.js';
import { handleJob, PermanentJobError, TemporaryJobError } from '../../jobs/define-job.js';
import { chatReplyOf, replyWasNotSent, replyWasSent } from './channel-send.service.js';
import { PostReply } from './post-reply.job.js';

export const postReply = handleJob({
  definition: PostReply,
  async run({ channelMessageId: id }, run) {
    const found = await run.db.channelMessage.findFirst({
      where: { id, state: { in: ['PENDING', 'FAILED'] } },
      include: {
        channel: true,
        thread: true,
        message: { select: { body: true } },
        case: { select: { number: true } },
      },
    });
    const post = found && chatReplyOf(run.db, found);
    if (!found || !post) return { outcome: 'GONE' as const };
    await run.progress({ stage: 'send', percent: 10 });
    await run.ports.webhooks.post(post, { signal: run.signal }).catch((error: unknown) => {
      throw failureOf(error);
    });
    run.logger.info({ channelMessageId: id, channelId: found.channelId }, 'reply posted');
    return { outcome: 'SENT' as const };
  },
  async apply(tx, { outcome }, { channelMessageId }) {
    if (outcome === 'SENT') await replyWasSent(tx, channelMessageId);
  },
  onGiveUp: (tx, { code }, { channelMessageId }) => replyWasNotSent(tx, channelMessageId, code),
});

function failureOf(error: unknown): unknown {
  if (!(error instanceof WebhookNotTaken)) return error;
  const { code, message, isPermanent, retryAfterMs } = error;
  return isPermanent ? new PermanentJobError(code, message) : new TemporaryJobError(code, message, retryAfterMs);
}

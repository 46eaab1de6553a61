import { z } from 'zod';
import { transact } from '../../db/transaction.js';
import { NotFound } from '../../errors.js';
import type { Channel } from '../../generated/prisma/client.js';
import { handleJob, PermanentJobError } from '../../jobs/define-job.js';
import { type Delivery, ignoreDelivery, receiveMessage } from './channel-inbound.service.js';
import { type IgnoredMail, readMail, UnreadableMail } from './channel-mail.js';
import { type InboundMessage, readPayload } from './channel-payload.js';
import { settingsOf } from './channel-settings.js';
import { ProcessInbound } from './process-inbound.job.js';

export const processInbound = handleJob({
  definition: ProcessInbound,
  async run({ inboundEventId }, run) {
    const event = await run.db.inboundEvent.findFirst({ where: { id: inboundEventId }, include: { channel: true } });
    if (!event?.body || event.state === 'PROCESSED' || event.state === 'REJECTED') {
      return { outcome: 'GONE' as const, caseId: event?.caseId ?? null };
    }
    const { body, channel } = event;
    const delivery: Delivery = { inboundEventId, channel, requestId: null };
    try {
      await run.progress({ stage: 'read', percent: 10 });
      const read = await readDelivery(channel, body);
      await run.progress({ stage: 'store', percent: 60 });
      const received = await transact(run.db, (tx) =>
        'ignored' in read
          ? ignoreDelivery(tx, delivery, read.ignored, read.undelivered)
          : receiveMessage(tx, delivery, read),
      );
      run.logger.info({ inboundEventId, channelId: channel.id, outcome: received.outcome }, 'delivery processed');
      return received;
    } catch (error) {
      run.signal.throwIfAborted();
      const failure = failureOf(error);
      await transact(run.db, (tx) =>
        tx.inboundEvent.updateMany({
          where: { id: inboundEventId, state: { in: ['VERIFIED', 'FAILED'] } },
          data: { state: 'FAILED', errorCode: failure instanceof PermanentJobError ? failure.code : 'TEMPORARY' },
        }),
      );
      throw failure;
    }
  },
  async onGiveUp(tx, { code }, { inboundEventId }) {
    // The body stays, so that the dead letter can be replayed; `operations.prune-history` takes it away.
    await tx.inboundEvent.updateMany({
      where: { id: inboundEventId, state: { in: ['VERIFIED', 'FAILED'] } },
      data: { state: 'DEAD', errorCode: code, endedAt: new Date() },
    });
  },
});

async function readDelivery(channel: Channel, body: Uint8Array): Promise<InboundMessage | IgnoredMail> {
  const mail = settingsOf(channel, 'EMAIL');
  if (mail) return readMail(body, mail.address);
  if (channel.kind === 'API') throw new PermanentJobError('NO_DELIVERIES', 'A channel of kind API takes none.');
  return readPayload(channel.kind === 'CHAT' ? 'CHAT' : 'GENERIC', channel.id, body);
}

/** What cannot become better is not tried again. */
function failureOf(error: unknown): unknown {
  if (error instanceof UnreadableMail) return new PermanentJobError(error.code, error.message);
  if (error instanceof NotFound)
    return new PermanentJobError('PROJECT_ARCHIVED', 'The project of the channel is archived.');
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return new PermanentJobError('UNREADABLE', 'What was posted cannot be read.');
  }
  return error;
}

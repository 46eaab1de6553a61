import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { Transaction } from '../../db/transaction.js';
import type { Channel, ChannelThread } from '../../generated/prisma/client.js';
import type { InboundOutcome } from '../../generated/prisma/enums.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { lockCase } from './case.sql.js';
import { caseEvent } from './case-events.js';
import { moveCase } from './case-move.service.js';
import { attachmentRows } from './case-note.service.js';
import { openCaseIn } from './case-open.service.js';
import { wakeForCustomer } from './case-timers.service.js';
import { lockConversation, lockOpenInbound, lockThread } from './channel.sql.js';
import type { AnswerHints, InboundMessage } from './channel-payload.js';
import { replyWasNotSent } from './channel-send.service.js';

/** A delivery that is being processed. */
export interface Delivery {
  readonly inboundEventId: string;
  readonly channel: Channel;
  readonly requestId: string | null;
}

export interface Received {
  readonly outcome: InboundOutcome | 'GONE';
  readonly caseId: string | null;
}

/**
 * Adds a message from outside to its case, or opens one. Once for each delivery and once for each message, however
 * often either comes: the transaction that does it also ends the delivery.
 * @throws NotFound when the project of the channel is archived
 */
export async function receiveMessage(tx: Transaction, delivery: Delivery, message: InboundMessage): Promise<Received> {
  const { channel, inboundEventId } = delivery;
  if (!(await lockOpenInbound(tx, inboundEventId))) return { outcome: 'GONE', caseId: null };
  await lockConversation(tx, channel.id, message.threadId);
  const known = await tx.channelMessage.findFirst({
    where: { channelId: channel.id, externalId: message.externalId },
    select: { caseId: true },
  });
  if (known) return endDelivery(tx, delivery, message, { outcome: 'DUPLICATE', caseId: known.caseId });
  const thread = await findThread(tx, channel.id, message);
  // Under lock: a case that is closed at this moment is over, and the message opens another.
  const found = thread && (await lockCase(tx, thread.caseId));
  const isOver = !found || found.state === 'CLOSED';
  const caseId = isOver ? await openFor(tx, delivery, message) : found.id;
  const threadId = await keepThread(tx, delivery, message, thread, caseId);
  if (!isOver) await addMessage(tx, delivery, message, caseId);
  await tx.channelMessage.create({
    data: {
      tenantId: tx.$tenantId,
      channelId: channel.id,
      caseId,
      threadId,
      messageId: inboundEventId,
      externalId: message.externalId,
      address: message.address,
      subject: message.subject,
      references: [...(message.references ?? [])],
      attachments: message.attachments.map((attachment) => ({ ...attachment })),
      state: 'RECEIVED',
    },
  });
  await tx.caseAttachment.createMany({ data: attachmentRows(tx.$tenantId, inboundEventId, message.attachments) });
  return endDelivery(tx, delivery, message, { outcome: isOver ? 'CASE_OPENED' : 'MESSAGE_ADDED', caseId });
}

/**
 * Ends a delivery that no message follows from. A reply of ours that it says did not arrive is not SENT any more.
 * @param why a word for people who look after it
 */
export async function ignoreDelivery(
  tx: Transaction,
  { inboundEventId, channel }: Delivery,
  why: string,
  undelivered: readonly string[],
): Promise<Received> {
  if (!(await lockOpenInbound(tx, inboundEventId))) return { outcome: 'GONE', caseId: null };
  const where = { channelId: channel.id, externalId: { in: [...undelivered] }, state: 'SENT' as const };
  const returned = undelivered.length > 0 ? await tx.channelMessage.findMany({ where, select: { id: true } }) : [];
  for (const { id } of returned) await replyWasNotSent(tx, id, 'BOUNCED');
  const ended = { state: 'PROCESSED', outcome: 'IGNORED', errorCode: why, body: null, endedAt: new Date() } as const;
  await tx.inboundEvent.updateMany({ where: { id: inboundEventId, state: { not: 'PROCESSED' } }, data: ended });
  return { outcome: 'IGNORED', caseId: null };
}

async function openFor(tx: Transaction, delivery: Delivery, message: InboundMessage): Promise<string> {
  const { channel, inboundEventId } = delivery;
  const { caseId } = await openCaseIn(
    tx,
    {
      projectId: channel.projectId,
      subject: message.subject,
      body: message.body,
      customer: message.customer,
      channelId: channel.id,
      messageId: inboundEventId,
    },
    causeOf(delivery),
  );
  return caseId;
}

/** The next message of a case. Its id is that of the delivery, so that messages stand in the order in which they came in. */
async function addMessage(
  tx: Transaction,
  delivery: Delivery,
  { body, sentAt }: InboundMessage,
  caseId: string,
): Promise<void> {
  const now = new Date();
  const id = delivery.inboundEventId;
  await tx.caseMessage.create({
    data: {
      id,
      tenantId: tx.$tenantId,
      caseId,
      direction: 'INBOUND',
      body,
      sentAt: sentAt && sentAt < now ? sentAt : now,
    },
  });
  tx.$outbox(caseEvent(caseId, { type: 'CaseMessageAdded', messageId: id, direction: 'INBOUND' }));
  const subject = { type: 'Case', id: caseId };
  const cause = causeOf(delivery);
  const data = { channelId: delivery.channel.id, messageId: id };
  await recordEvent(tx, { kind: 'CASE_MESSAGE_RECEIVED', subject, ...cause, data });
  await wakeForCustomer(tx, caseId, cause);
  await moveCase(tx, caseId, { to: 'REOPENED', from: ['REPLIED', 'RESOLVED'] }, cause);
}

/** The conversation that a message belongs to, under lock. */
async function findThread(
  tx: Transaction,
  channelId: string,
  message: InboundMessage,
): Promise<ChannelThread | undefined> {
  const begun = await tx.channelThread.findFirst({ where: { channelId, externalId: message.threadId } });
  const id = (message.answers && (await answeredThread(tx, channelId, message, message.answers))) ?? begun?.id;
  return id === undefined ? undefined : lockThread(tx, id);
}

async function answeredThread(
  tx: Transaction,
  channelId: string,
  { customer }: InboundMessage,
  { tokens, messageIds, caseNumber }: AnswerHints,
): Promise<string | undefined> {
  const byToken = await tx.channelThread.findFirst({ where: { channelId, replyToken: { in: [...tokens] } } });
  if (byToken) return byToken.id;
  const referred = await tx.channelMessage.findFirst({
    where: { channelId, externalId: { in: [...messageIds] } },
    orderBy: { createdAt: 'desc' },
    select: { threadId: true },
  });
  if (referred || caseNumber === null) return referred?.threadId;
  // Anybody can write a number; that it is their own case says the address.
  const email = customer.email.trim().toLowerCase();
  const numbered = await tx.case.findFirst({
    where: { number: caseNumber, customer: { OR: [{ email }, { mergedFrom: { some: { email } } }] } },
    select: { id: true, mergedIntoId: true },
  });
  const caseId = numbered?.mergedIntoId ?? numbered?.id;
  if (caseId === undefined) return undefined;
  const newest = await tx.channelThread.findFirst({ where: { channelId, caseId }, orderBy: { createdAt: 'desc' } });
  return newest?.id;
}

/** Begins the conversation, or lets it go on with another case when its old one is closed. */
async function keepThread(
  tx: Transaction,
  { channel }: Delivery,
  { threadId }: InboundMessage,
  thread: ChannelThread | undefined,
  caseId: string,
): Promise<string> {
  if (thread) {
    if (thread.caseId !== caseId) await tx.channelThread.updateMany({ where: { id: thread.id }, data: { caseId } });
    return thread.id;
  }
  const id = newId();
  const replyToken = randomBytes(10).toString('hex');
  const place = { id, tenantId: tx.$tenantId, channelId: channel.id, caseId };
  await tx.channelThread.create({ data: { ...place, externalId: threadId, replyToken } });
  return id;
}

async function endDelivery(
  tx: Transaction,
  { inboundEventId }: Delivery,
  { attachments }: InboundMessage,
  received: Received & { readonly outcome: InboundOutcome },
): Promise<Received> {
  const { outcome, caseId } = received;
  // What was attached is nowhere else yet.
  const body = attachments.length > 0 && outcome !== 'DUPLICATE' ? {} : { body: null };
  await tx.inboundEvent.updateMany({
    where: { id: inboundEventId },
    data: { state: 'PROCESSED', outcome, caseId, errorCode: null, endedAt: new Date(), ...body },
  });
  return received;
}

function causeOf({ channel, requestId }: Delivery): Cause {
  return { actor: { kind: 'SYSTEM', id: null, label: `channel ${channel.name}` }, requestId };
}

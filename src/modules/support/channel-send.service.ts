import { signStandard } from '../../auth/webhook-signatures.js';
import type { TenantDb } from '../../db/tenant.js';
import type { Transaction } from '../../db/transaction.js';
import type { Channel, ChannelMessage, ChannelThread, ReplyDraft } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { enqueueJob } from '../operations/job.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { caseEvent } from './case-events.js';
import { moveCase } from './case-move.service.js';
import { secretsOf } from './channel-hook.service.js';
import { replyAddress, replySubject } from './channel-reply-address.js';
import { settingsOf } from './channel-settings.js';
import { MailReply } from './mail-reply.job.js';
import { PostReply } from './post-reply.job.js';

/** A reply that was let out, as it was added to its case. */
export interface ApprovedReply {
  readonly caseId: string;
  readonly draftId: string;
  readonly messageId: string;
}

/** Mails before an answer that it names; more are of no use to anybody's mail program. */
const MAX_REFERENCES = 20;
const SENDER: Cause = { actor: { kind: 'SYSTEM', id: null, label: 'channel' } };

/**
 * Sends a reply the way its case came, if, and only if, the transaction commits.
 * @returns false when there is nothing to send: the case came by no channel that replies go out by
 */
export async function sendByChannel(tx: Transaction, reply: ApprovedReply, cause: Cause): Promise<boolean> {
  const { caseId, draftId, messageId } = reply;
  const found = await tx.case.findFirstOrThrow({
    where: { id: caseId },
    select: {
      number: true,
      subject: true,
      customer: { select: { email: true, mergedFrom: { select: { email: true } } } },
      // A case may have got the conversations of others, by other channels.
      channelThreads: { orderBy: { createdAt: 'desc' }, take: 1, include: { channel: true } },
    },
  });
  const [thread] = found.channelThreads;
  const channel = thread?.channel ?? null;
  const mail = channel && settingsOf(channel, 'EMAIL');
  const isPosted = channel !== null && (settingsOf(channel, 'CHAT')?.replyUrl ?? null) !== null;
  if (!channel || !thread || !(mail || isPosted)) return false;
  const id = messageId; // one message, one sending
  const about = { subject: { type: 'Case', id: caseId }, requestedBy: cause.actor, requestId: cause.requestId };
  const job = mail
    ? await enqueueJob(tx, MailReply, { channelMessageId: id }, about)
    : await enqueueJob(tx, PostReply, { channelMessageId: id }, about);
  await tx.channelMessage.create({
    data: {
      id,
      tenantId: tx.$tenantId,
      channelId: channel.id,
      caseId,
      messageId,
      threadId: thread.id,
      externalId: mail ? `${messageId}@${mail.address.split('@').at(-1)}` : messageId,
      address: await addressOf(tx, thread, found.customer),
      subject: mail ? replySubject(found.subject, found.number) : null,
      references: mail ? await referencesOf(tx, thread) : [],
      state: 'PENDING',
      draftId,
      jobId: job.id,
    },
  });
  return true;
}

/** Where whoever began the conversation reads answers: at the address they wrote from, if it is one of the customer's. */
async function addressOf(
  tx: Transaction,
  { id }: ChannelThread,
  customer: { readonly email: string; readonly mergedFrom: readonly { readonly email: string }[] },
): Promise<string> {
  const known = customer.mergedFrom.map(({ email }) => email);
  if (known.length === 0) return customer.email;
  const first = await tx.channelMessage.findFirst({
    where: { threadId: id, state: 'RECEIVED' },
    orderBy: { id: 'asc' },
    select: { address: true },
  });
  return first && known.includes(first.address) ? first.address : customer.email;
}

/** What was said before, oldest first; ids that we have made up for mails without one are nobody else's. */
async function referencesOf(tx: Transaction, { id }: ChannelThread): Promise<string[]> {
  const before = await tx.channelMessage.findMany({
    where: { threadId: id, state: { in: ['RECEIVED', 'SENT'] } },
    orderBy: { id: 'desc' },
    take: MAX_REFERENCES,
    select: { externalId: true },
  });
  return before.flatMap(({ externalId }) => (externalId.startsWith('sha256:') ? [] : [externalId])).reverse();
}

/** Everything that a mail to a customer says besides its text. */
export interface ReplyMail {
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
}

/** The envelope of a mail that waits to be sent. */
export function replyMailOf(channel: Channel, thread: ChannelThread, message: ChannelMessage): ReplyMail | null {
  const settings = settingsOf(channel, 'EMAIL');
  if (!settings) return null;
  const { address, senderName, plusAddressing } = settings;
  return {
    messageId: message.externalId,
    from: { name: senderName || channel.name, address },
    replyTo: plusAddressing ? replyAddress(address, thread.replyToken) : address,
    inReplyTo: message.references.at(-1) ?? null,
    references: message.references,
  };
}

/** What a reply that is posted consists of. */
export interface PostedReply {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface ChatReply extends ChannelMessage {
  readonly channel: Channel;
  readonly thread: ChannelThread;
  readonly message: { readonly body: string };
  readonly case: { readonly number: number };
}

/**
 * A reply as it is posted to a chat, signed at this moment with all secrets that are good. Its body is the same however
 * often it is tried, and no message that our own hooks would take.
 * @returns null when the channel posts replies no more
 */
export function chatReplyOf(db: Pick<TenantDb, '$vault'>, reply: ChatReply): PostedReply | null {
  const url = settingsOf(reply.channel, 'CHAT')?.replyUrl;
  if (!url) return null;
  const body = JSON.stringify({
    type: 'reply.sent',
    conversation: { id: reply.thread.externalId },
    message: { id: reply.id, text: reply.message.body, sentAt: reply.createdAt.toISOString() },
    case: { number: reply.case.number },
  });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = signStandard(reply.id, timestamp, Buffer.from(body), secretsOf(db, reply.channel));
  const headers = {
    'content-type': 'application/json',
    'webhook-id': reply.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  };
  return { url, headers, body };
}

/** A reply has reached its server: the draft is SENT. A case that waited for a person because of it is REPLIED after all. */
export async function replyWasSent(tx: Transaction, channelMessageId: string): Promise<void> {
  const data = { state: 'SENT', errorCode: null, sentAt: new Date() } as const;
  const sentFrom = async (state: 'PENDING' | 'FAILED') =>
    (await tx.channelMessage.updateManyAndReturn({ where: { id: channelMessageId, state }, data }))[0];
  const atLast = await sentFrom('FAILED');
  const sent = atLast ?? (await sentFrom('PENDING'));
  if (!sent) return;
  await moveDraft(tx, sent, ['APPROVED', 'SEND_FAILED'], 'SENT');
  await record(tx, sent, 'REPLY_SENT');
  // One that went out at once leaves alone whoever has taken the case over meanwhile.
  if (atLast) await moveCase(tx, sent.caseId, { to: 'REPLIED', from: ['NEEDS_HUMAN'] }, SENDER);
}

/**
 * A reply could not be sent, came back, or nobody knows whether it was sent: a person has to look at it.
 * @param code of the failure
 */
export async function replyWasNotSent(tx: Transaction, channelMessageId: string, code: string): Promise<void> {
  const [failed] = await tx.channelMessage.updateManyAndReturn({
    where: { id: channelMessageId, state: { in: code === 'BOUNCED' ? ['SENT'] : ['PENDING', 'FAILED'] } },
    data: { state: 'FAILED', errorCode: code, sentAt: null },
  });
  if (!failed) return;
  await moveDraft(tx, failed, ['APPROVED', 'SENT'], 'SEND_FAILED');
  await record(tx, failed, 'REPLY_SEND_FAILED', code);
  await moveCase(tx, failed.caseId, { to: 'NEEDS_HUMAN', from: ['REPLIED'] }, SENDER);
}

async function moveDraft(
  tx: Transaction,
  { draftId, caseId }: ChannelMessage,
  from: readonly ReplyDraft['state'][],
  to: ReplyDraft['state'],
): Promise<void> {
  const [draft] = await tx.replyDraft.updateManyAndReturn({
    where: { id: draftId ?? caseId, state: { in: [...from] } },
    data: { state: to, version: { increment: 1 } },
  });
  if (!draft) return;
  const { id, state, version } = draft;
  tx.$outbox(caseEvent(caseId, { type: 'ReplyDraftChanged', draftId: id, state, version }));
}

async function record(
  tx: Transaction,
  { draftId, caseId, channelId }: ChannelMessage,
  kind: 'REPLY_SENT' | 'REPLY_SEND_FAILED',
  code?: string,
): Promise<void> {
  const subject = draftId === null ? { type: 'Case', id: caseId } : { type: 'ReplyDraft', id: draftId };
  await recordEvent(tx, { kind, subject, ...SENDER, data: { caseId, channelId, ...(code ? { code } : {}) } });
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { TEXT } from './text-input.js';

const Id = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((id) => !/\p{C}/u.test(id), 'It has characters that are not printed.');

const Message = z.object({
  type: z.literal('message.received'),
  /** Everything with the same id belongs to one case. */
  conversation: z.object({ id: Id, subject: z.string().trim().max(300).nullish() }),
  message: z.object({
    /** The same id is the same message, however often it comes. */
    id: Id,
    text: TEXT.message,
    /** When it was written; when it came in, by default. */
    sentAt: z.iso.datetime({ offset: true }).nullish(),
  }),
});
const Person = z.object({ email: z.email().max(254), name: TEXT.name.nullish() });
const Visitor = z.object({ id: Id, email: z.email().max(254).nullish(), name: TEXT.name.nullish() });

/** What is posted to a channel of kind CHAT; a visitor need not have an address. */
export const ChatPayload = Message.extend({ customer: z.union([Person, Visitor]) });
/** What is posted to a channel of kind GENERIC. */
export const GenericPayload = Message.extend({ customer: Person });

/** A message from outside, whatever brought it. */
export interface InboundMessage {
  /** The conversation it belongs to. */
  readonly threadId: string;
  /** Its own id outside. */
  readonly externalId: string;
  readonly subject: string;
  readonly body: string;
  readonly sentAt: Date | null;
  readonly customer: { readonly email: string; readonly name: string | null };
  /** Who wrote it, as it is shown. */
  readonly address: string;
  readonly attachments: readonly Attachment[];
  /** What a mail says that it answers. */
  readonly answers?: AnswerHints | undefined;
  /** Ids of the mails before it, oldest first. */
  readonly references?: readonly string[] | undefined;
}

/** Signs by which the case of a mail is found, the surest first. */
export interface AnswerHints {
  /** Tokens in the addresses that it was sent to. */
  readonly tokens: readonly string[];
  /** Message-IDs that it refers to. */
  readonly messageIds: readonly string[];
  /** A number in its subject; counts only for the customer of the case. */
  readonly caseNumber: number | null;
}

export interface Attachment {
  readonly name: string | null;
  readonly contentType: string;
  readonly bytes: number;
}

const SUBJECT_LENGTH = 120;

/**
 * Reads what was posted to a channel of kind CHAT or GENERIC.
 * @throws ZodError naming every fault, SyntaxError when it is no JSON
 */
export function readPayload(kind: 'CHAT' | 'GENERIC', channelId: string, body: Uint8Array): InboundMessage {
  const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  const { conversation, message, customer } = (kind === 'CHAT' ? ChatPayload : GenericPayload).parse(json);
  const email = customer.email ?? addressOfVisitor(channelId, 'id' in customer ? customer.id : '');
  return {
    threadId: conversation.id,
    externalId: message.id,
    subject: conversation.subject || firstLine(message.text),
    body: message.text,
    sentAt: message.sentAt ? new Date(message.sentAt) : null,
    customer: { email, name: customer.name ?? null },
    address: email,
    attachments: [],
  };
}

/** The first line in which something is said, cut to a length for lists. */
export function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? 'No subject';
  const plain = line.trim().replace(/\s+/g, ' ');
  return plain.length <= SUBJECT_LENGTH ? plain : `${plain.slice(0, SUBJECT_LENGTH - 1)}…`;
}

/** Somebody without an address is known by an id of their chat; the name can never be one of a real host (RFC 2606). */
function addressOfVisitor(channelId: string, id: string): string {
  const name = createHash('sha256').update(`${channelId}\n${id}`).digest('hex').slice(0, 32);
  return `visitor-${name}@chat.invalid`;
}

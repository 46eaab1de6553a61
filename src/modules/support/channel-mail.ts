import { createHash, randomUUID } from 'node:crypto';
import PostalMime, { type Address, type Email, type Mailbox } from 'postal-mime';
import { z } from 'zod';
import { type Attachment, firstLine, type InboundMessage } from './channel-payload.js';
import { addressedTo, baseAddress, caseNumberIn } from './channel-reply-address.js';

/** A mail that nothing can be made of, however often it is tried. */
export class UnreadableMail extends Error {
  override name = 'UnreadableMail';
  readonly code: 'MAIL_UNREADABLE' | 'MAIL_TOO_COMPLEX' | 'MAIL_WITHOUT_SENDER';

  constructor(code: UnreadableMail['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Why a mail opens no case and answers none: no person has written it to us. */
export interface IgnoredMail {
  readonly ignored: 'AUTO_REPLY' | 'BOUNCE' | 'BULK' | 'OWN_MAIL';
  /** Message-IDs that a report says did not arrive. */
  readonly undelivered: readonly string[];
}

const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024, maxRfc822NestingDepth: 0 } as const;
/** Lines that may begin a part, a line of a diff or a signature. */
const MAX_DASHED_LINES = 10_000;
const MAX_ATTACHMENTS = 200;
const MAX_HEADERS = 500;
const MAX_HTML = 500_000;
const MAX_TEXT = 100_000;
const MAX_REFERENCES = 50;
const MAX_REPORT = 256 * 1024;
const CUT = '\n\n[The rest was too long and is left out.]';

/** What stands at 80 to 9F there; a blank where nothing does. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

const Sender = z.email().max(254);

/**
 * Reads a raw mail that was sent to a channel.
 * @param address the channel's own
 * @throws UnreadableMail
 */
export async function readMail(raw: Uint8Array, address: string): Promise<InboundMessage | IgnoredMail> {
  const mail = await parse(raw);
  const ignored = reasonToIgnore(mail, address);
  if (ignored) return { ignored, undelivered: ignored === 'BOUNCE' ? undeliveredIn(raw) : [] };
  const sender = mailboxOf(mail.from) ?? mailboxOf(mail.sender);
  const email = Sender.safeParse(sender?.address.trim().toLowerCase());
  if (!email.success) throw new UnreadableMail('MAIL_WITHOUT_SENDER', 'The mail does not say who wrote it.');
  const externalId = idsIn(mail.messageId)[0] ?? `sha256:${createHash('sha256').update(raw).digest('hex')}`;
  const replied = idsIn(mail.inReplyTo);
  const references = [...new Set([...idsIn(mail.references), ...replied])].slice(-MAX_REFERENCES);
  const body = await textOf(mail);
  const subject = line(mail.subject ?? '', 300);
  return {
    threadId: idsIn(mail.references)[0] ?? replied[0] ?? externalId,
    externalId,
    subject: subject || firstLine(body),
    body: body || '(The mail has no text.)',
    sentAt: timeOf(mail.date),
    customer: { email: email.data, name: line(sender?.name ?? '', 200) || null },
    address: email.data,
    attachments: attachmentsOf(mail),
    references,
    answers: {
      tokens: addressedTo(recipientsOf(mail), address),
      messageIds: references,
      caseNumber: caseNumberIn(subject),
    },
  };
}

async function parse(raw: Uint8Array): Promise<Email> {
  if (countDashedLines(raw) > MAX_DASHED_LINES) throw tooComplex();
  let mail: Email;
  try {
    mail = await PostalMime.parse(raw, LIMITS);
  } catch {
    throw new UnreadableMail('MAIL_UNREADABLE', 'The mail cannot be read.');
  }
  if (mail.headers.length > MAX_HEADERS || mail.attachments.length > MAX_ATTACHMENTS) throw tooComplex();
  if (mail.headers.length === 0) throw new UnreadableMail('MAIL_UNREADABLE', 'The mail has no header.');
  return mail;
}

function tooComplex(): UnreadableMail {
  return new UnreadableMail('MAIL_TOO_COMPLEX', 'The mail has too many parts or headers.');
}

/** Counted before parsing, since each part costs more than its bytes. */
function countDashedLines(raw: Uint8Array): number {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  let count = 0;
  for (let at = bytes.indexOf('\n--'); at !== -1 && count <= MAX_DASHED_LINES; at = bytes.indexOf('\n--', at + 3))
    count += 1;
  return count;
}

/** RFC 3834 and what mail programs did before it: whoever answers these answers a machine, which may answer back. */
function reasonToIgnore(mail: Email, address: string): IgnoredMail['ignored'] | null {
  const header = (name: string) =>
    mail.headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase();
  const from = (mailboxOf(mail.from)?.address ?? '').toLowerCase();
  if (baseAddress(from) === baseAddress(address)) return 'OWN_MAIL';
  const returnPath = header('return-path');
  if (returnPath === '<>' || returnPath === '' || header('content-type')?.startsWith('multipart/report'))
    return 'BOUNCE';
  if (/^(mailer-daemon|postmaster)@/.test(from)) return 'BOUNCE';
  const submitted = header('auto-submitted');
  if (submitted !== undefined && !/^no\b/.test(submitted)) return 'AUTO_REPLY';
  if (header('x-autoreply') !== undefined || header('x-autorespond') !== undefined) return 'AUTO_REPLY';
  const precedence = header('precedence');
  if (precedence === 'auto_reply') return 'AUTO_REPLY';
  if (precedence !== undefined && /^(bulk|junk|list)$/.test(precedence)) return 'BULK';
  return header('list-id') === undefined ? null : 'BULK';
}

/** What a delivery report (RFC 3464) is about, when it says that it failed for good; ours have ids of this form. */
function undeliveredIn(raw: Uint8Array): string[] {
  const report = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, MAX_REPORT)).toString('latin1');
  if (!/^Action:[ \t]*failed\b/im.test(report)) return [];
  const ids = report.matchAll(/^Message-ID:\s*<([0-9a-f-]{36}@[\w.-]{1,253})>/gim);
  return [...new Set([...ids].map(([, id = '']) => id))].slice(0, 10);
}

/** Its text; made from its HTML where that is all there is. */
async function textOf({ text, html }: Email): Promise<string> {
  const said = text?.trim() ? text : html ? await textOfHtml(withoutStyles(html.slice(0, MAX_HTML))) : '';
  const clean = storable(said)
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+\n/g, '\n')
    .trim();
  return clean.length <= MAX_TEXT ? clean : clean.slice(0, MAX_TEXT - CUT.length) + CUT;
}

/** Style sheets are no text. Walked once, however many begin and never end. */
function withoutStyles(html: string): string {
  const [begin, end] = [/<style\b/gi, /<\/style\s*>/gi];
  let [text, at] = ['', 0];
  for (;;) {
    begin.lastIndex = at;
    const found = begin.exec(html);
    if (!found) return text + html.slice(at);
    text += html.slice(at, found.index);
    end.lastIndex = found.index;
    if (!end.exec(html)) return text;
    at = end.lastIndex;
  }
}

/** The library turns HTML into text only beside a part of text, so it is given one. */
async function textOfHtml(html: string): Promise<string> {
  const boundary = randomUUID();
  const part = (type: string, body: string) =>
    `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body).toString('base64')}\r\n`;
  const raw = `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${part('text/plain', ' ')}${part('text/html', html)}--${boundary}--\r\n`;
  return (await PostalMime.parse(raw, LIMITS)).text ?? '';
}

function attachmentsOf({ attachments }: Email): Attachment[] {
  return attachments.map(({ filename, mimeType, content }) => ({
    name: filename === null ? null : line(filename, 200),
    contentType: line(mimeType, 100),
    bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength,
  }));
}

/** Everybody it went to, as far as its headers say. */
function recipientsOf(mail: Email): string[] {
  const listed = [...(mail.to ?? []), ...(mail.cc ?? [])].flatMap((entry) => entry.group ?? [entry as Mailbox]);
  const handled = mail.headers
    .filter(({ key }) => /^(delivered-to|x-original-to|envelope-to|x-forwarded-to)$/.test(key))
    .map(({ value }) => value.trim().replace(/^<|>$/g, ''));
  return [...listed.map(({ address }) => address), ...handled].slice(0, 100);
}

function mailboxOf(address: Address | undefined): Mailbox | undefined {
  return address?.group ? address.group[0] : (address as Mailbox | undefined);
}

/** Message-IDs without their brackets. */
function idsIn(header: string | undefined): string[] {
  return [...(header ?? '').slice(0, 20_000).matchAll(/<([^<>\s]{1,500})>/g)].map(([, id = '']) => storable(id));
}

function timeOf(date: string | undefined): Date | null {
  const time = new Date(date ?? '');
  return Number.isNaN(time.getTime()) || time.getTime() < 0 ? null : time;
}

/** One line without control characters. */
function line(text: string, max: number): string {
  return storable(text)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, max);
}

/**
 * What PostgreSQL can store. Control characters from 80 to 9F are what windows-1252 calls quotes and dashes; Node 20
 * reads that charset as if it were ISO 8859-1.
 */
function storable(text: string): string {
  return text
    .replace(/[\u0080-\u009F]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? '')
    .replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
}

import { createTransport } from 'nodemailer';
import { type MailConversation, type Mailer, MailNotTaken } from '../../ports.js';

export interface SmtpSettings {
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. */
  readonly url: string;
  /** Refuses to say anything, the password above all, on a connection that is not encrypted. */
  readonly requireTls: boolean;
  readonly from: string;
  /** Domains of which a conversation may be held in the name of any address; elsewhere it is held from ours. */
  readonly senderDomains: readonly string[];
  readonly appUrl: string;
}

const CONNECT_MS = 10_000;
const GREETING_MS = 10_000;
/** How long a server may say nothing between two answers. */
const SILENCE_MS = 20_000;

/** Sends over SMTP, one connection a mail: nothing is left open, and a hanging server holds up one mail only. */
export function createSmtpMailer({ url, requireTls, from, senderDomains, appUrl }: SmtpSettings): Mailer {
  const transport = createTransport({
    url,
    requireTLS: requireTls,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: SILENCE_MS,
    dnsTimeout: CONNECT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'switchyard.invalid';
  return {
    name: 'smtp',
    appUrl: appUrl.replace(/\/$/, ''),
    async send({ id, to, subject, text, conversation }, { signal } = {}) {
      const envelope = conversation
        ? headersOf(conversation, from, senderDomains)
        : // RFC 3834: nobody's out-of-office answers it
          { from, messageId: `<${id}@${domain}>`, headers: { 'Auto-Submitted': 'auto-generated' } };
      const message = { to: { name: '', address: to }, subject, text, ...envelope };
      await transport.sendMail({ ...message, ...(signal ? { signal } : {}) }).catch((error: unknown) => {
        signal?.throwIfAborted();
        throw notTaken(error);
      });
    },
    async [Symbol.asyncDispose]() {
      transport.close();
    },
  };
}

/** A reply is written for a person, whoever wrote it; but what answers by itself shall not answer it (RFC 3834, 3.1.7). */
function headersOf(conversation: MailConversation, own: string, senderDomains: readonly string[]) {
  const { from, replyTo, messageId, inReplyTo, references } = conversation;
  const mayBeNamed = senderDomains.includes(from.address.split('@').at(-1)?.toLowerCase() ?? '');
  const ownAddress = /<([^<>]+)>\s*$/.exec(own)?.[1] ?? own.trim();
  return {
    from: { name: from.name, address: mayBeNamed ? from.address : ownAddress },
    replyTo: { name: from.name, address: replyTo },
    messageId: `<${messageId}>`,
    ...(inReplyTo ? { inReplyTo: `<${inReplyTo}>` } : {}),
    ...(references.length > 0 ? { references: references.map((id) => `<${id}>`) } : {}),
    headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
  };
}

interface SmtpFault {
  readonly code?: string;
  readonly responseCode?: number;
}

/** 5xx is the server's last word (RFC 5321, 4.2.1), except about our own password, which an operator can put right. */
function notTaken(error: unknown): MailNotTaken {
  const { code, responseCode } = error as SmtpFault;
  if (code === 'EAUTH') return new MailNotTaken('AUTHENTICATION', false);
  if (code === 'ETLS') return new MailNotTaken('TLS', false);
  if (code === 'ETIMEDOUT') return new MailNotTaken('TIMEOUT', false);
  if (responseCode) return new MailNotTaken(`SMTP_${responseCode}`, responseCode >= 500 && responseCode < 600);
  if (code === 'EENVELOPE') return new MailNotTaken('ADDRESS', true); // ours found it unfit before any server was asked
  return new MailNotTaken('CONNECTION', false);
}

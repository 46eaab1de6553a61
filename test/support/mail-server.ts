import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as the server took it. */
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly from: string;
  readonly messageId: string;
  readonly subject: string;
  /** The body, decoded. */
  readonly text: string;
  readonly raw: string;
}

/** What the server does with a mail. HANG says nothing any more once the mail was handed over. */
export type Behaviour = 'TAKE' | 'REFUSE' | 'LATER' | 'HANG';

/** A mail server on loopback that takes mails, refuses them, asks for later, or hangs. */
export class MailServer implements AsyncDisposable {
  /** What was taken, oldest first. */
  readonly received: ReceivedMail[] = [];
  readonly #attempts: string[] = [];
  readonly #plans = new Map<string, Behaviour[]>();
  readonly #server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      ...options,
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          const [first = ''] = rcptTo.map(({ address }) => address);
          this.#attempts.push(first);
          const behaviour = this.#plans.get(first)?.shift() ?? 'TAKE';
          if (behaviour === 'HANG') return;
          if (behaviour === 'REFUSE') return done(answer(550, 'No such mailbox here'));
          if (behaviour === 'LATER') return done(answer(451, 'Try again later'));
          this.received.push({
            ...parse(Buffer.concat(chunks).toString('utf8')),
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
          });
          done();
        });
      },
    });
    this.#server.on('error', () => {}); // clients that go away
  }

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const mails = new MailServer(options);
    const server = mails.#server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return mails;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** What happens to the next mails to an address, in order; after that they are taken. */
  plan(address: string, ...behaviours: Behaviour[]): void {
    this.#plans.set(address, behaviours);
  }

  /** How often somebody tried to send to an address, whether or not the mail was taken. */
  attempts(address: string): number {
    return this.#attempts.filter((attempted) => attempted === address).length;
  }

  /** What was sent to an address, oldest first. */
  to(address: string): ReceivedMail[] {
    return this.received.filter((mail) => mail.to.includes(address));
  }

  /** The token in the newest mail to an address; empty when there is none. */
  tokenFor(address: string): string {
    return /#token=([\w-]+)/.exec(this.to(address).at(-1)?.text ?? '')?.[1] ?? '';
  }

  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** Our own mails are one text part in 7bit or quoted-printable. */
function parse(raw: string): Pick<ReceivedMail, 'messageId' | 'subject' | 'text' | 'raw'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const header = (name: string) => new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(head)?.[1] ?? '';
  const body = rest.join('\n\n').replaceAll('\r\n', '\n');
  const isQuoted = /quoted-printable/i.test(header('Content-Transfer-Encoding'));
  return { messageId: header('Message-ID'), subject: header('Subject'), text: isQuoted ? unquote(body) : body, raw };
}

function unquote(text: string): string {
  const joined = text.replace(/=\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogMailer } from '../../../src/adapters/mail/log-mailer.js';
import { createSmtpMailer } from '../../../src/adapters/mail/smtp-mailer.js';
import type { MailMessage } from '../../../src/ports.js';
import { MailServer } from '../../support/mail-server.js';

const message: MailMessage = {
  id: '0b0e7a4e-0000-7000-8000-000000000001',
  to: 'maria@customer.test',
  subject: 'Grüße, confirm',
  text: 'Hello,\n\nhttp://app.test/verify-email#token=canary\n\n.\nlast line\n',
};
const mailerFor = (url: string, requireTls = false) =>
  createSmtpMailer({
    url,
    requireTls,
    from: 'Desk <desk@switchyard.test>',
    senderDomains: ['allowed.test'],
    appUrl: 'http://app.test/',
  });

describe('the SMTP mailer', () => {
  const open: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
  });
  async function serve(options?: Parameters<typeof MailServer.start>[0]): Promise<MailServer> {
    const server = await MailServer.start(options);
    open.push(server);
    return server;
  }

  it('hands a mail over with a Message-ID of its own', async () => {
    const server = await serve();
    await mailerFor(server.url).send(message);
    const [mail] = server.received;
    expect(mail).toMatchObject({
      from: 'desk@switchyard.test',
      to: [message.to],
      messageId: `<${message.id}@switchyard.test>`,
    });
    expect(mail?.text.trim()).toBe(message.text.trim());
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated/m);
  });

  it('holds a conversation in the name of an address only where its domain is allowed', async () => {
    const server = await serve();
    const conversation = {
      messageId: 'three@allowed.test',
      from: { name: 'Gr\u00fc\u00dfe, "Desk"', address: 'help@allowed.test' },
      replyTo: 'help+c1@allowed.test',
      inReplyTo: 'two@customer.test',
      references: ['one@customer.test', 'two@customer.test'],
    };
    const elsewhere = { ...conversation, from: { name: 'Bank', address: 'ceo@bank.test' } };
    await mailerFor(server.url).send({ ...message, conversation });
    await mailerFor(server.url).send({ ...message, conversation: elsewhere });
    const [mail, other] = server.received;
    expect(mail).toMatchObject({ from: 'help@allowed.test', messageId: '<three@allowed.test>' });
    const raw = mail?.raw.replace(/\r\n[ \t]/g, ' ');
    expect(raw).toMatch(/^In-Reply-To: <two@customer\.test>$/m);
    expect(raw).toMatch(/^References: <one@customer\.test> <two@customer\.test>$/m);
    expect(raw).toMatch(/^Reply-To: .*<help\+c1@allowed\.test>$/m);
    expect(raw).toMatch(/^Auto-Submitted: auto-replied$/m);
    expect(other?.from).toBe('desk@switchyard.test');
    expect(other?.raw).toMatch(/^From: Bank <desk@switchyard\.test>/m);
  });

  it('signs in with what the URL says', async () => {
    const seen: unknown[] = [];
    const server = await serve({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) => {
        seen.push([username, password]);
        if (password === 'p@ss') return done(null, { user: username });
        done(new Error('no'));
      },
    });
    await mailerFor(server.url.replace('smtp://', 'smtp://robot:p%40ss@')).send(message);
    expect(seen).toEqual([['robot', 'p@ss']]);
    const wrong = mailerFor(server.url.replace('smtp://', 'smtp://robot:wrong@')).send(message);
    await expect(wrong).rejects.toMatchObject({ code: 'AUTHENTICATION', isPermanent: false });
  });

  it.each([
    ['REFUSE', { code: 'SMTP_550', isPermanent: true }],
    ['LATER', { code: 'SMTP_451', isPermanent: false }],
  ] as const)('tells %s apart', async (behaviour, failure) => {
    const server = await serve();
    server.plan(message.to, behaviour);
    await expect(mailerFor(server.url).send(message)).rejects.toMatchObject(failure);
  });

  it('says nothing on a connection that does not become encrypted, when it must', async () => {
    const server = await serve();
    await expect(mailerFor(server.url, true).send(message)).rejects.toMatchObject({ code: 'TLS', isPermanent: false });
    expect(server.attempts(message.to)).toBe(0);
  });

  it('does not take a certificate that nobody vouches for', async () => {
    const server = await serve({ disabledCommands: [] }); // brings a self-signed one
    await expect(mailerFor(server.url, true).send(message)).rejects.toMatchObject({ isPermanent: false });
    expect(server.attempts(message.to)).toBe(0);
    await mailerFor(`${server.url}/?tls.rejectUnauthorized=false`, true).send(message);
    expect(server.received).toHaveLength(1);
  });

  it('leaves a server that hangs when it is told to', async () => {
    const server = await serve();
    server.plan(message.to, 'HANG');
    const stop = new AbortController();
    const sending = mailerFor(server.url).send(message, { signal: stop.signal });
    const reason = new Error('time is up');
    await Promise.all([
      expect(sending).rejects.toBe(reason),
      (async () => {
        while (server.attempts(message.to) === 0) await new Promise((resolve) => setImmediate(resolve));
        stop.abort(reason);
      })(),
    ]);
  });

  it('leaves a server that never greets by itself', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const sending = mailerFor(`smtp://127.0.0.1:${port}/?greetingTimeout=200`).send(message);
    await expect(sending).rejects.toMatchObject({ code: 'TIMEOUT', isPermanent: false });
    silent.close();
    const nobody = mailerFor(`smtp://127.0.0.1:${port}`).send(message);
    await expect(nobody).rejects.toMatchObject({ code: 'CONNECTION', isPermanent: false });
  });

  it('puts nothing of an address or a subject into other headers', async () => {
    const server = await serve();
    await mailerFor(server.url).send({ ...message, subject: 'x\r\nBcc: evil@evil.test\r\n\r\nbody' });
    expect(server.received[0]?.to).toEqual([message.to]);
    expect(server.received[0]?.raw).not.toMatch(/^Bcc:/im);
    const two = mailerFor(server.url).send({ ...message, to: 'a@a.test>, <b@b.test' });
    await two.catch(() => {});
    expect(server.received.slice(1).flatMap(({ to }) => to)).not.toContain('b@b.test');
  });
});

describe('the log mailer', () => {
  function mailer(isProduction: boolean) {
    const lines: Record<'info' | 'warn' | 'debug', string> = { info: '', warn: '', debug: '' };
    const write = (level: keyof typeof lines) => (fields: unknown) => {
      lines[level] += JSON.stringify(fields);
    };
    const log = { info: write('info'), warn: write('warn'), debug: write('debug') } as unknown as Parameters<
      typeof createLogMailer
    >[0]['log'];
    return { lines, mailer: createLogMailer({ log, appUrl: 'http://app.test', isProduction }) };
  }

  it('tells of a mail, and of its link at debug only', async () => {
    const { lines, mailer: log } = mailer(false);
    await log.send(message);
    expect(lines.info).toContain(message.to);
    expect(lines.info).not.toContain('canary');
    expect(lines.debug).toContain('#token=canary');
  });

  it('takes nothing in production and says no secret', async () => {
    const { lines, mailer: log } = mailer(true);
    await expect(log.send(message)).rejects.toMatchObject({ code: 'NO_MAIL_SERVER', isPermanent: true });
    expect(Object.values(lines).join()).not.toContain('canary');
  });
});

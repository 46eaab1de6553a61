import { describe, expect, it } from 'vitest';
import { readMail } from '../../../src/modules/support/channel-mail.js';
import { caseNumberIn, replyAddress, replySubject } from '../../../src/modules/support/channel-reply-address.js';
import { multipart, rawMail } from '../../support/raw-mail.js';

const read = (raw: string | Buffer) => readMail(Buffer.from(raw), 'Support@desk.test');
const TOKEN = '0123456789abcdef0123';

describe('a raw mail', () => {
  it('is read: who wrote, what about, when, and what it answers', async () => {
    const mail = await read(
      rawMail({
        from: '=?utf-8?Q?Zo=C3=AB_M=C3=BCller?= <Zoe@Customer.TEST>',
        subject: '=?iso-8859-1?Q?Dr=FCcker?= geht nicht [#42]',
        'message-id': '<new@customer.test>',
        'in-reply-to': '<two@desk.test>',
        references: '<one@customer.test>\r\n <two@desk.test>',
        to: `Desk <support+c${TOKEN}@DESK.test>, other@x.test`,
      }),
    );
    expect(mail).toEqual({
      threadId: 'one@customer.test',
      externalId: 'new@customer.test',
      subject: 'Drücker geht nicht [#42]',
      body: 'It does not work.',
      sentAt: new Date('2026-11-21T10:00:00Z'),
      customer: { email: 'zoe@customer.test', name: 'Zoë Müller' },
      address: 'zoe@customer.test',
      attachments: [],
      references: ['one@customer.test', 'two@desk.test'],
      answers: { tokens: [TOKEN], messageIds: ['one@customer.test', 'two@desk.test'], caseNumber: 42 },
    });
  });

  it.each([
    ['latin1', 'text/plain; charset=iso-8859-1', Buffer.from('M\u00fcller', 'latin1'), 'Müller'],
    ['windows-1252', 'text/plain; charset=windows-1252', Buffer.from([0x93, 0x68, 0x69, 0x94]), '“hi”'],
    ['shift_jis', 'text/plain; charset=shift_jis', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), '日本'],
    ['a charset that is none', 'text/plain; charset=x-unknown', Buffer.from('plain'), 'plain'],
  ])('is decoded from %s', async (_name, type, bytes, expected) => {
    const head = rawMail({ 'content-type': type }, '').trimEnd();
    expect(await read(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), bytes]))).toMatchObject({ body: expected });
  });

  it('is taken from its plain text where there is one, and else made from HTML', async () => {
    const html =
      '<style>p{}</style><p>Hello <b>you</b> &amp; all</p><script>alert(1)</script><ul><li>one</li><li>two</li></ul>';
    const both = multipart(
      'alternative',
      {},
      ['Content-Type: text/plain', 'Plain words.'],
      ['Content-Type: text/html', html],
    );
    expect(await read(both)).toMatchObject({ body: 'Plain words.' });
    const only = await read(rawMail({ 'content-type': 'text/html; charset=utf-8' }, html));
    const { body } = only as { body: string };
    expect(body).toMatch(/Hello you & all/);
    expect(body).toMatch(/one[\s\S]*two/);
    expect(body).not.toMatch(/<|alert|p\{\}/);
  });

  it('keeps names, types and sizes of what is attached, not the contents', async () => {
    const file =
      'Content-Type: application/pdf; name="../../etc/x.pdf"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64';
    const forwarded = 'Content-Type: message/rfc822';
    const mail = await read(
      multipart(
        'mixed',
        {},
        ['Content-Type: text/plain', 'See the file.'],
        [file, 'AAECAw=='],
        [forwarded, rawMail({ subject: 'inner' }, 'Inner text.')],
      ),
    );
    expect(mail).toMatchObject({
      body: 'See the file.',
      attachments: [
        { name: '../../etc/x.pdf', contentType: 'application/pdf', bytes: 4 },
        { contentType: 'message/rfc822' },
      ],
    });
  });

  it('is cut where it is too long, and stripped of what cannot be stored', async () => {
    const long = (await read(rawMail({}, 'x'.repeat(200_000)))) as { body: string };
    expect(long.body).toHaveLength(100_000);
    expect(long.body).toMatch(/left out\.\]$/);
    expect(await read(rawMail({ subject: '=?utf-8?Q?a=00b?=' }, 'a\0b'))).toMatchObject({
      subject: 'a\uFFFDb',
      body: 'a\uFFFDb',
    });
  });

  it('has an id of its own where it says none, the same however often it comes', async () => {
    const [one, two, other] = [await read(rawMail({})), await read(rawMail({})), await read(rawMail({}, 'Other.'))] as {
      externalId: string;
    }[];
    expect(one?.externalId).toMatch(/^sha256:/);
    expect(two?.externalId).toBe(one?.externalId);
    expect(other?.externalId).not.toBe(one?.externalId);
  });

  it.each([
    ['AUTO_REPLY', { 'auto-submitted': 'auto-replied' }],
    ['AUTO_REPLY', { 'auto-submitted': 'auto-generated; owner-email="x"' }],
    ['AUTO_REPLY', { 'x-autoreply': 'yes' }],
    ['AUTO_REPLY', { precedence: 'auto_reply' }],
    ['BULK', { precedence: 'bulk' }],
    ['BULK', { precedence: 'Junk' }],
    ['BULK', { 'list-id': '<news.example.com>' }],
    ['BOUNCE', { 'return-path': '<>' }],
    ['BOUNCE', { from: 'Mail Delivery System <MAILER-DAEMON@mx.test>' }],
    ['BOUNCE', { 'content-type': 'multipart/report; report-type=delivery-status; boundary=x' }],
    ['OWN_MAIL', { from: 'Desk <SUPPORT+c1@desk.test>' }],
  ])('is ignored as %s for %j', async (ignored, headers) => {
    expect(await read(rawMail(headers))).toEqual({ ignored, undelivered: [] });
  });

  it('tells which mail of ours did not arrive, when it is a report of that', async () => {
    const id = '0b0e7a4e-0000-7000-8000-000000000001@desk.test';
    const report = (action: string) =>
      multipart(
        'report; report-type=delivery-status',
        { from: 'mailer-daemon@mx.test' },
        [
          'Content-Type: message/delivery-status',
          `Reporting-MTA: dns; mx.test\r\n\r\nAction: ${action}\r\nStatus: 5.1.1`,
        ],
        ['Content-Type: text/rfc822-headers', `Message-ID: <${id}>\r\nSubject: Re: x`],
      );
    expect(await read(report('failed'))).toEqual({ ignored: 'BOUNCE', undelivered: [id] });
    expect(await read(report('delayed'))).toEqual({ ignored: 'BOUNCE', undelivered: [] });
  });

  it('is not ignored for saying that a person has written it', async () => {
    expect(await read(rawMail({ 'auto-submitted': 'no', 'return-path': '<ada@customer.test>' }))).toMatchObject({
      subject: 'The printer',
    });
  });

  it.each([
    ['MAIL_WITHOUT_SENDER', rawMail({ from: undefined })],
    ['MAIL_WITHOUT_SENDER', rawMail({ from: 'nobody at all' })],
    ['MAIL_TOO_COMPLEX', rawMail({}, '--x\n'.repeat(10_001))],
    ['MAIL_TOO_COMPLEX', rawMail(Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`x-${index}`, 'y'])))],
    ['MAIL_UNREADABLE', rawMail({ 'x-long': 'y'.repeat(300_000) })],
    ['MAIL_UNREADABLE', nested(30)],
    ['MAIL_UNREADABLE', ''],
  ])('is given up as %s', async (code, raw) => {
    await expect(read(raw)).rejects.toMatchObject({ code });
  });
});

/** Parts in parts in parts. */
function nested(depth: number): string {
  let body = 'deep';
  let type = 'text/plain';
  for (let level = 0; level < depth; level += 1) {
    body = `--b${level}\r\nContent-Type: ${type}\r\n\r\n${body}\r\n--b${level}--`;
    type = `multipart/mixed; boundary=b${level}`;
  }
  return rawMail({ 'content-type': type }, body);
}

describe('an answer of ours', () => {
  it('names its case in the subject, once', () => {
    expect(replySubject('The printer', 7)).toBe('Re: The printer [#7]');
    expect(replySubject('RE: Aw: Re: The printer [#7]', 7)).toBe('Re: The printer [#7]');
    expect(caseNumberIn(replySubject('x [#1]', 23))).toBe(23);
  });

  it('asks for answers at an address that names its conversation', () => {
    expect(replyAddress('Support@Desk.test', TOKEN)).toBe(`support+c${TOKEN}@desk.test`);
  });
});

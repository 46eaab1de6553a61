import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deliver,
  inboundOf,
  message,
  newChannel,
  post,
  standardHeaders,
  type TestChannel,
} from '../support/hook-sender.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let owner: Member;
let channel: TestChannel;
let other: TestChannel;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  owner = await app.newTenant();
  [channel, other] = [await newChannel(app, owner), await newChannel(app, await app.newTenant())];
});
afterAll(() => app[Symbol.asyncDispose]());

const now = () => Math.floor(Date.now() / 1000);
const casesOf = async (member: Member) => {
  const { rows } = await app.owner.query<{ count: string }>(`SELECT count(*) FROM "Case" WHERE "tenantId" = $1`, [
    member.tenantId,
  ]);
  return Number(rows[0]?.count);
};

const BODY = message('It does not work.');
const signed = (changes: Record<string, string | undefined> = {}, signing: object = {}) => {
  const headers: Record<string, string | undefined> = {
    ...standardHeaders(BODY, { secret: channel.secret, ...signing }),
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
};
const v1 = (headers: Record<string, string>) => (headers['webhook-signature'] ?? '').slice(3);

/** Everything that must not get in, with the status it deserves. */
const FORGERIES: readonly (readonly [
  string,
  number,
  () => { headers: Record<string, string>; body?: string; path?: string },
])[] = [
  ['no headers at all', 400, () => ({ headers: { 'content-type': 'application/json' } })],
  ['no id', 400, () => ({ headers: signed({ 'webhook-id': undefined }) })],
  ['no timestamp', 400, () => ({ headers: signed({ 'webhook-timestamp': undefined }) })],
  ['no signature', 400, () => ({ headers: signed({ 'webhook-signature': undefined }) })],
  ['an empty id', 400, () => ({ headers: signed({ 'webhook-id': '' }) })],
  ['an id with a dot', 400, () => ({ headers: standardHeaders(BODY, { secret: channel.secret, id: 'a.b' }) })],
  [
    'an id of 300 characters',
    400,
    () => ({ headers: standardHeaders(BODY, { secret: channel.secret, id: 'x'.repeat(300) }) }),
  ],
  ['a timestamp of words', 400, () => ({ headers: signed({}, { timestamp: 'now' }) })],
  ['a timestamp with a sign', 400, () => ({ headers: signed({}, { timestamp: `+${now()}` }) })],
  ['a timestamp in milliseconds', 400, () => ({ headers: signed({}, { timestamp: Date.now() }) })],
  ['a timestamp with a fraction', 400, () => ({ headers: signed({}, { timestamp: `${now()}.5` }) })],
  ['a delivery of six minutes ago', 401, () => ({ headers: signed({}, { timestamp: now() - 360 }) })],
  ['a delivery of a year ago', 401, () => ({ headers: signed({}, { timestamp: now() - 31_536_000 }) })],
  ['a delivery of the year 1970', 401, () => ({ headers: signed({}, { timestamp: 0 }) })],
  ['a delivery from the future', 401, () => ({ headers: signed({}, { timestamp: now() + 360 }) })],
  [
    'a time that was moved',
    401,
    () => ({ headers: signed({ 'webhook-timestamp': String(now() - 1) }, { timestamp: now() }) }),
  ],
  ['an id that was changed', 401, () => ({ headers: signed({ 'webhook-id': 'another' }) })],
  ['a body that was changed', 401, () => ({ headers: signed(), body: BODY.replace('not', 'now') })],
  ['a body with a blank more', 401, () => ({ headers: signed(), body: `${BODY} ` })],
  [
    'a body written in another order',
    401,
    () => ({ headers: signed(), body: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(BODY)).reverse())) }),
  ],
  ['an empty body', 401, () => ({ headers: signed(), body: '' })],
  ['the secret of another channel', 401, () => ({ headers: standardHeaders(BODY, { secret: other.secret }) })],
  [
    'the secret as text, not as bytes',
    401,
    () => {
      const headers = signed();
      const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${BODY}`;
      return {
        headers: {
          ...headers,
          'webhook-signature': `v1,${createHmac('sha256', channel.secret).update(content).digest('base64')}`,
        },
      };
    },
  ],
  ['an empty secret', 401, () => ({ headers: standardHeaders(BODY, { secret: 'whsec_' }) })],
  [
    'a signature of the body alone',
    401,
    () => ({
      headers: signed({
        'webhook-signature': `v1,${createHmac('sha256', Buffer.from(channel.secret.slice(6), 'base64'))
          .update(BODY)
          .digest('base64')}`,
      }),
    }),
  ],
  [
    'a signature with one bit turned',
    401,
    () => {
      const bytes = Buffer.from(v1(signed({}, { id: 'fixed' })), 'base64');
      bytes[7]! ^= 1;
      return { headers: signed({ 'webhook-signature': `v1,${bytes.toString('base64')}` }, { id: 'fixed' }) };
    },
  ],
  [
    'a signature that was cut',
    401,
    () => ({ headers: signed({ 'webhook-signature': `v1,${v1(signed()).slice(0, 20)}` }) }),
  ],
  ['an empty signature', 401, () => ({ headers: signed({ 'webhook-signature': 'v1,' }) })],
  [
    'a right signature of a version that is none',
    401,
    () => ({ headers: signed({ 'webhook-signature': `v2,${v1(signed({}, { id: 'i' }))}` }, { id: 'i' }) }),
  ],
  [
    'an asymmetric signature',
    401,
    () => ({ headers: signed({ 'webhook-signature': `v1a,${v1(signed({}, { id: 'i' }))}` }, { id: 'i' }) }),
  ],
  [
    'a signature without its version',
    401,
    () => ({ headers: signed({ 'webhook-signature': v1(signed({}, { id: 'i' })) }, { id: 'i' }) }),
  ],
  [
    'a signature in hex',
    401,
    () => ({
      headers: signed(
        { 'webhook-signature': `v1,${Buffer.from(v1(signed({}, { id: 'i' })), 'base64').toString('hex')}` },
        { id: 'i' },
      ),
    }),
  ],
  [
    'a hundred signatures',
    400,
    () => ({
      headers: signed({
        'webhook-signature': Array(30)
          .fill(`v1,${v1(signed())}`)
          .join(' '),
      }),
    }),
  ],
  [
    'a signature of the plain kind',
    400,
    () => ({
      headers: {
        'content-type': 'application/json',
        'x-signature-256': `sha256=${createHmac('sha256', channel.secret).update(BODY).digest('hex')}`,
      },
    }),
  ],
];

describe('what is posted to a channel', () => {
  it.each(FORGERIES)('is refused with %s', async (_what, status, forge) => {
    const before = await casesOf(owner);
    const { headers, body = BODY } = forge();
    const answer = await post(app, channel.path, body, headers);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain(channel.secret.slice(6));
    const { rows } = await app.owner.query(
      `SELECT 1 FROM "InboundEvent" WHERE "channelId" = $1 AND "state" <> 'REJECTED' AND "deliveryId" = $2`,
      [rowId(channel.id), headers['webhook-id'] ?? ''],
    );
    expect(rows).toEqual([]);
    expect(await casesOf(owner)).toBe(before);
  });

  it('is shown to operators when it was refused, without what it said, and only so much of it', async () => {
    const events = await inboundOf(app, owner, channel);
    const reasons = new Set(events.filter(({ state }) => state === 'REJECTED').map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual([
      'SIGNATURE_FORGED',
      'SIGNATURE_MALFORMED',
      'SIGNATURE_MISSING',
      'SIGNATURE_STALE',
    ]);
    for (let index = 0; index < 60; index += 1)
      await post(app, channel.path, BODY, { 'content-type': 'application/json' });
    const { rows } = await app.owner.query(
      `SELECT "body" FROM "InboundEvent" WHERE "channelId" = $1 AND "state" = 'REJECTED'`,
      [rowId(channel.id)],
    );
    expect(rows).toHaveLength(50);
    expect(rows.every(({ body }) => body === null)).toBe(true);
  });
});

describe('a channel that wants a plain HMAC', () => {
  const hmac = (body: string, secret: string, encoding: 'hex' | 'base64' = 'hex') =>
    createHmac('sha256', secret).update(body).digest(encoding);
  const json = { 'content-type': 'application/json' };

  it('takes hex and base64, with or without a prefix, and refuses the rest', async () => {
    const plain = await newChannel(app, owner, {
      kind: 'GENERIC',
      generic: { signature: 'HMAC_SHA256', signatureHeader: 'X-Sig' },
    });
    const send = (body: string, signature: string) => post(app, plain.path, body, { ...json, 'x-sig': signature });
    for (const sign of [
      (b: string) => hmac(b, plain.secret),
      (b: string) => `sha256=${hmac(b, plain.secret)}`,
      (b: string) => hmac(b, plain.secret, 'base64'),
    ]) {
      const body = message('Hello.');
      expect((await send(body, sign(body))).status).toBe(202);
    }
    expect((await send(BODY, hmac(`${BODY} `, plain.secret))).status).toBe(401);
    expect((await send(BODY, hmac(BODY, other.secret))).status).toBe(401);
    expect((await send(BODY, 'sha256=')).status).toBe(400);
    expect((await post(app, plain.path, BODY, json)).status).toBe(400);
    expect((await deliver(app, plain, BODY)).status).toBe(400);
  });

  it('takes the same body once, whatever id a replay claims', async () => {
    const plain = await newChannel(app, owner, { kind: 'GENERIC', generic: { signature: 'HMAC_SHA256' } });
    const send = (extra: object) =>
      post(app, plain.path, BODY, { ...json, 'x-signature-256': hmac(BODY, plain.secret), ...extra });
    const answers = [await send({}), await send({ 'webhook-id': 'other' })];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[1]?.text).toBe(answers[0]?.text);
  });

  it('checks the time where a header holds it', async () => {
    const generic = { signature: 'HMAC_SHA256', signatureHeader: 'x-sig', timestampHeader: 'x-time' };
    const timed = await newChannel(app, owner, { kind: 'GENERIC', generic });
    const send = (body: string, time: string, signedTime = time) =>
      post(app, timed.path, body, { ...json, 'x-time': time, 'x-sig': hmac(`${signedTime}.${body}`, timed.secret) });
    expect((await send(message('In time.'), String(now()))).status).toBe(202);
    expect((await send(BODY, String(now() - 400))).status).toBe(401);
    expect((await send(BODY, String(now()), String(now() - 400))).status).toBe(401);
    expect((await send(BODY, 'soon')).status).toBe(400);
    expect((await post(app, timed.path, BODY, { ...json, 'x-sig': hmac(BODY, timed.secret) })).status).toBe(400);
  });
});

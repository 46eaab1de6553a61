import { createHash, createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { postRaw } from '../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

type Json = Record<string, unknown>;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
const now = () => Math.floor(Date.now() / 1_000);

let app: TestApp;
let member: Member;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  member = await app.newTenant();
});
afterAll(() => app[Symbol.asyncDispose]());

/** Header and claims as the gateway writes them. */
function genuine(): { header: Json; claims: Json } {
  const [header = '', claims = ''] = member.token.split('.');
  return { header: decode(header), claims: decode(claims) };
}

/** Signed with the gateway's own key, after a change: what only a fault of ours could issue. */
function resigned(
  change: (token: { header: Json; claims: Json }) => void,
  key = Buffer.from(app.config.ACCESS_TOKEN_SECRET, 'base64'),
  hash = 'sha256',
) {
  const token = genuine();
  change(token);
  const content = `${encode(token.header)}.${encode(token.claims)}`;
  return `${content}.${createHmac(hash, key).update(content).digest('base64url')}`;
}

const unsigned = (alg: string, signature = '') => {
  const { header, claims } = genuine();
  return `${encode({ ...header, alg })}.${encode(claims)}.${signature}`;
};

/** Signed with a pair that the attacker brought along. */
function withForeignPair(extra: (jwk: Json) => Json, alg: 'RS256' | 'EdDSA' = 'RS256'): string {
  const pair = alg === 'RS256' ? generateKeyPairSync('rsa', { modulusLength: 2_048 }) : generateKeyPairSync('ed25519');
  const { header, claims } = genuine();
  const content = `${encode({ ...header, alg, ...extra(pair.publicKey.export({ format: 'jwk' }) as Json) })}.${encode(claims)}`;
  return `${content}.${sign(alg === 'RS256' ? 'sha256' : null, Buffer.from(content), pair.privateKey).toString('base64url')}`;
}

/** Sets a member, or takes it away. */
function put(target: Json, name: string, value: unknown): void {
  if (value === undefined) delete target[name];
  else target[name] = value;
}
const claim = (name: string, value: unknown) => () => resigned(({ claims }) => put(claims, name, value));
const head = (name: string, value: unknown) => () => resigned(({ header }) => put(header, name, value));

const WEAK = [
  'secret',
  'password',
  '',
  '0',
  'switchyard',
  'changeme',
  'test',
  'your-256-bit-secret',
  'jwt',
  'key',
  'admin',
  'development',
  'your-secret-key',
  'supersecret',
  '123456',
  'qwerty',
  'jwt_secret',
  'hmac',
];

const VARIANTS: Record<string, () => string> = {
  'no algorithm': () => unsigned('none'),
  'no algorithm in capitals': () => unsigned('NONE'),
  'no algorithm in mixed letters': () => unsigned('nOnE'),
  'no algorithm, old signature': () => unsigned('none', member.token.split('.')[2]),
  'no signature': () => `${member.token.split('.').slice(0, 2).join('.')}.`,
  'two parts': () => member.token.split('.').slice(0, 2).join('.'),
  'a signature cut short': () => member.token.slice(0, -6),
  'a signature with one bit flipped': () => {
    const [header, claims, signature = ''] = member.token.split('.');
    const bytes = Buffer.from(signature, 'base64url');
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    return `${header}.${claims}.${bytes.toString('base64url')}`;
  },
  'claims exchanged under an old signature': () => {
    const [header, , signature] = member.token.split('.');
    return `${header}.${encode({ ...genuine().claims, tid: randomUUID() })}.${signature}`;
  },
  'another key': () => resigned(() => {}, Buffer.alloc(48, 7)),
  'the key as text': () => resigned(() => {}, Buffer.from(app.config.ACCESS_TOKEN_SECRET)),
  'HS384 with the right key': () => resigned(({ header }) => put(header, 'alg', 'HS384'), undefined, 'sha384'),
  'HS512 with the right key': () => resigned(({ header }) => put(header, 'alg', 'HS512'), undefined, 'sha512'),
  'a key of its own in the header': () => withForeignPair((jwk) => ({ jwk })),
  'an EdDSA key of its own in the header': () => withForeignPair((jwk) => ({ jwk }), 'EdDSA'),
  'an address of keys': () => withForeignPair(() => ({ jku: 'http://127.0.0.1:1/keys' })),
  'an address of certificates': () => withForeignPair(() => ({ x5u: 'http://127.0.0.1:1/cert' })),
  'a certificate of its own': () => withForeignPair(() => ({ x5c: ['MIIB'] })),
  'a print of a certificate beside the right signature': head('x5t', 'AAAA'),
  'a payload that is not encoded': head('b64', false),
  'a key of its own beside the right signature': head('jwk', { kty: 'oct', k: 'AAAA' }),
  'another kid': head('kid', 'other'),
  'no kid': head('kid', undefined),
  'a kid that is a path': head('kid', '../../../../dev/null'),
  'a kid that is SQL': head('kid', "' OR 1=1 --"),
  'a kid of what every object has': head('kid', '__proto__'),
  'a kid that is an object': head('kid', { a: 1 }),
  'an empty kid': head('kid', ''),
  'another type': head('typ', 'JWT'),
  'no type': head('typ', undefined),
  'the type of a refresh token': head('typ', 'rt+jwt'),
  'a critical extension nobody knows': head('crit', ['exotic']),
  'another issuer': claim('iss', 'https://evil.test'),
  'no issuer': claim('iss', undefined),
  'another audience': claim('aud', 'other-api'),
  'no audience': claim('aud', undefined),
  'an end in the past': claim('exp', now() - 60),
  'no end': claim('exp', undefined),
  'an end that is text': claim('exp', 'never'),
  'a beginning in the future': claim('nbf', now() + 600),
  'no beginning': claim('nbf', undefined),
  'no time of issue': claim('iat', undefined),
  'no subject': claim('sub', undefined),
  'an unknown subject': claim('sub', randomUUID()),
  'a subject that is no id': claim('sub', 'admin'),
  'an unknown session': claim('sid', randomUUID()),
  'another tenant': claim('tid', randomUUID()),
  'a tenant that is SQL': claim('tid', `x'; DROP TABLE "User"; --`),
  'no tenant': claim('tid', undefined),
  'something that is no token': () => 'not-a-token',
  dots: () => '...',
  'what looks like an API key': () => `sw_${'a'.repeat(8)}_${'b'.repeat(43)}`,
  'a token of 8,000 characters': () => 'x'.repeat(8_000),
  ...Object.fromEntries(
    WEAK.map((secret) => [`the weak secret ${JSON.stringify(secret)}`, () => resigned(() => {}, Buffer.from(secret))]),
  ),
};

const WHO = '{ viewer { role } }';
const REFUSED = { status: 200, data: null, errors: [['Sign in first.', 'UNAUTHENTICATED']] };

async function verdictOf(headers: Record<string, string>): Promise<unknown> {
  const { status, data, errors } = await postRaw(app.url, { query: WHO }, headers);
  return { status, data, errors: errors?.map(({ message, extensions }) => [message, extensions.code]) };
}

/** The codes with which an event stream is refused; none when it answers. */
async function verdictOfStream(headers: Record<string, string>): Promise<(string | undefined)[]> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query: WHO }),
  });
  const text = await response.text();
  expect(text).not.toContain('"role"');
  return [...text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code);
}

/** What becomes of a socket whose `connection_init` brings these parameters. */
function initialise(
  params: Record<string, unknown>,
  headers: Record<string, string> = {},
  path = '/graphql',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers });
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: params })));
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data));
      if (type === 'connection_ack') {
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: WHO } }));
        return;
      }
      resolve(payload?.data?.viewer ? 'somebody' : 'nobody');
      socket.terminate();
    });
    socket.on('close', (code) => resolve(`closed ${code}`));
    socket.on('error', reject);
  });
}

describe('a token', () => {
  it('that is ours is taken everywhere', async () => {
    expect(await verdictOf({ authorization: `Bearer ${member.token}` })).toMatchObject({
      data: { viewer: { role: 'OWNER' } },
    });
    expect(await verdictOf({ authorization: `Bearer ${resigned(() => {})}` })).toMatchObject({
      data: { viewer: { role: 'OWNER' } },
    });
    expect(await initialise({ authorization: `Bearer ${member.token}` })).toBe('somebody');
  });

  it.each(Object.keys(VARIANTS))(
    'with %s is refused like any other, over HTTP, as an event stream and over the socket',
    async (name) => {
      const token = VARIANTS[name]!();
      expect(await verdictOf({ authorization: `Bearer ${token}` })).toEqual(REFUSED);
      expect(await verdictOf({ cookie: `__Host-sw-access=${token}` })).toEqual(REFUSED);
      expect(await verdictOfStream({ authorization: `Bearer ${token}` })).toEqual(['UNAUTHENTICATED']);
      expect(await initialise({ authorization: `Bearer ${token}` })).toBe('closed 4403');
      expect(await initialise({ token })).toBe('closed 4403');
    },
  );

  it('is not taken from the address, where it would end up in logs', async () => {
    const response = await fetch(
      `${app.url}/graphql?${new URLSearchParams({ query: WHO, token: member.token, access_token: member.token })}`,
    );
    expect(await response.text()).toContain('UNAUTHENTICATED');
    expect(await initialise({}, {}, `/graphql?token=${member.token}`)).toBe('nobody');
  });

  it('of another gateway is refused, though it is made the same way', async () => {
    const other = await startTestApp({ hasWorker: false });
    const foreign = await other.newTenant();
    expect(await verdictOf({ authorization: `Bearer ${foreign.token}` })).toEqual(REFUSED);
    await other[Symbol.asyncDispose]();
  });

  it('lives a quarter of an hour and says of itself only what it must', () => {
    const { header, claims } = genuine();
    expect(Object.keys(header).sort()).toEqual(['alg', 'kid', 'typ']);
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sid', 'sub', 'tid']);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(900);
    const key = createHash('sha256').update(Buffer.from(app.config.ACCESS_TOKEN_SECRET, 'base64')).digest('hex');
    expect(key.startsWith(String(header.kid))).toBe(true);
  });

  it('ends with what it stands for: the session, the membership, the person', async () => {
    const endings = [
      `UPDATE "AuthSession" SET "endedAt" = now() WHERE "userId" = $1`,
      `UPDATE "AuthSession" SET "expiresAt" = now() - interval '1 s' WHERE "userId" = $1`,
      `UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`,
      `DELETE FROM "Membership" WHERE "userId" = $1`,
    ];
    for (const ending of endings) {
      const one = await app.newColleague(await app.newTenant(), 'ADMIN');
      const headers = { authorization: `Bearer ${one.token}` };
      expect(await verdictOf(headers)).toMatchObject({ data: { viewer: { role: 'ADMIN' } } });
      await app.owner.query(ending, [genuineOf(one).sub]);
      await expect.poll(() => verdictOf(headers), { timeout: 1_500 }).toEqual(REFUSED);
    }
  });

  const genuineOf = ({ token }: Member) => decode(token.split('.')[1] ?? '');
});

import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { type FakeIssuer, signedToken, startFakeIssuer } from '../support/fake-issuer.js';
import { postRaw } from '../support/raw-graphql.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';

const now = () => Math.floor(Date.now() / 1_000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const WHO = '{ viewer { role user { email } tenant { slug } } }';

let app: TestApp;
let owner: Member;
let other: Member;
/** Joins just in time; links by e-mail; neither. */
let open: FakeIssuer;
let linking: FakeIssuer;
let closed: FakeIssuer;
let kids: Record<'RS256' | 'ES256' | 'EdDSA', string>;
beforeAll(async () => {
  [open, linking, closed] = [await startFakeIssuer(), await startFakeIssuer(), await startFakeIssuer()];
  const common = { audience: 'switchyard', algorithms: ['RS256', 'ES256', 'EdDSA'] };
  const claims = { tenant: 'orgs.*.slug', role: 'orgs.*.role' };
  const tenants = { acme: 'external-acme', beta: 'external-beta' };
  const justInTime = { role: 'VIEWER', roles: { boss: 'ADMIN', field: 'EMPLOYEE' } };
  app = await startTestApp({
    hasWorker: false,
    environment: {
      AUTH_ISSUERS: JSON.stringify([
        { ...common, issuer: open.issuer, jwksUri: open.jwksUri, claims, tenants, justInTime },
        { ...common, issuer: linking.issuer, jwksUri: linking.jwksUri, linkByEmail: true },
        {
          ...common,
          issuer: closed.issuer,
          jwksUri: closed.jwksUri,
          audience: false,
          authorizedParties: ['https://app.test'],
        },
      ]),
    },
  });
  [owner, other] = [await app.newTenant(), await app.newTenant()];
  for (const [member, slug] of [
    [owner, 'external-acme'],
    [other, 'external-beta'],
  ] as const) {
    await app.owner.query('UPDATE "Tenant" SET "slug" = $2 WHERE "id" = $1', [member.tenantId, slug]);
  }
  kids = { RS256: open.addKey('RS256'), ES256: open.addKey('ES256'), EdDSA: open.addKey('EdDSA') };
  for (const issuer of [linking, closed]) issuer.addKey('RS256', 'only');
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  for (const issuer of [open, linking, closed]) await issuer[Symbol.asyncDispose]();
});

const acme = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  sub: randomUUID(),
  orgs: { o1: { slug: 'acme', role: 'x' } },
  ...more,
});
const who = async (token: string) =>
  (await postRaw(app.url, { query: WHO }, { authorization: `Bearer ${token}` })).text;

/** The verdict over HTTP, an event stream, and a socket. */
async function verdicts(token: string): Promise<string[]> {
  const stream = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: WHO }),
  });
  const socket = await new Promise<string>((resolve, reject) => {
    const ws = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    ws.on('open', () =>
      ws.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
    );
    ws.on('message', (data) => {
      resolve(String(data).includes('connection_ack') ? 'in' : String(data));
      ws.terminate();
    });
    ws.on('close', (code) => resolve(code === 4403 || code === 4401 ? 'out' : String(code)));
    ws.on('error', reject);
  });
  const said = (text: string) => (text.includes('"role"') ? 'in' : text.includes('UNAUTHENTICATED') ? 'out' : text);
  return [said(await who(token)), said(await stream.text()), socket];
}

describe('a token of an issuer outside', () => {
  it.each(['RS256', 'ES256', 'EdDSA'] as const)('signed with %s is taken on every transport', async (algorithm) => {
    expect(await verdicts(open.token(kids[algorithm], acme()))).toEqual(['in', 'in', 'in']);
  });

  const bad: Record<string, () => string> = {
    'no algorithm': () =>
      `${encode({ alg: 'none', kid: kids.RS256 })}.${encode({ ...acme(), iss: open.issuer, aud: 'switchyard', iat: now(), exp: now() + 300 })}.`,
    'HMAC with the public key': () => {
      const pem = open.keyOf(kids.RS256).publicKey.export({ type: 'spki', format: 'pem' }) as string;
      const content = `${encode({ alg: 'HS256', typ: 'JWT', kid: kids.RS256 })}.${encode({ ...acme(), iss: open.issuer, aud: 'switchyard', iat: now(), exp: now() + 300 })}`;
      return `${content}.${createHmac('sha256', pem).update(content).digest('base64url')}`;
    },
    'the key of another algorithm': () => open.token(kids.RS256, acme(), { kid: kids.ES256 }),
    'a key nobody knows under a known id': () =>
      signedToken(
        'RS256',
        generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey,
        { kid: kids.RS256 },
        { ...acme(), iss: open.issuer, aud: 'switchyard', iat: now(), exp: now() + 300 },
      ),
    'a key it brings along': () => {
      const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
      return signedToken(
        'RS256',
        pair.privateKey,
        { kid: 'mine', jwk: pair.publicKey.export({ format: 'jwk' }) },
        { ...acme(), iss: open.issuer, aud: 'switchyard', iat: now(), exp: now() + 300 },
      );
    },
    'an address of keys': () =>
      signedToken(
        'RS256',
        closed.keyOf('only').privateKey,
        { kid: 'only', jku: closed.jwksUri, x5u: closed.jwksUri },
        { ...acme(), iss: open.issuer, aud: 'switchyard', iat: now(), exp: now() + 300 },
      ),
    'the key of another issuer': () =>
      signedToken(
        'RS256',
        linking.keyOf('only').privateKey,
        { kid: 'only' },
        { ...acme(), iss: open.issuer, aud: 'switchyard', iat: now(), exp: now() + 300 },
      ),
    'an issuer nobody knows': () => open.token(kids.RS256, acme({ iss: 'https://evil.test' })),
    'our own name as issuer': () => open.token(kids.RS256, acme({ iss: 'switchyard', aud: 'switchyard-api' })),
    'no issuer': () => open.token(kids.RS256, acme({ iss: undefined })),
    'another audience': () => open.token(kids.RS256, acme({ aud: 'somebody-else' })),
    'no audience': () => open.token(kids.RS256, acme({ aud: undefined })),
    'an end in the past': () => open.token(kids.RS256, acme({ exp: now() - 6 })),
    'no end': () => open.token(kids.RS256, acme({ exp: undefined })),
    'a beginning to come': () => open.token(kids.RS256, acme({ nbf: now() + 30 })),
    'a time of issue to come': () => open.token(kids.RS256, acme({ iat: now() + 30 })),
    'no time of issue': () => open.token(kids.RS256, acme({ iat: undefined })),
    'no subject': () => open.token(kids.RS256, acme({ sub: undefined })),
    'a subject that is an object': () => open.token(kids.RS256, acme({ sub: { a: 1 } })),
    'a subject of 100,000 characters': () =>
      open.token(kids.RS256, acme({ sub: 'x'.repeat(100_000) })).slice(0, 15_000),
    'an unknown kid': () => open.token(kids.RS256, acme(), { kid: 'unknown' }),
    'no kid': () => open.token(kids.RS256, acme(), { kid: undefined }),
    'a kid that is a path': () => open.token(kids.RS256, acme(), { kid: '../../../dev/null' }),
    'a kid that is SQL': () => open.token(kids.RS256, acme(), { kid: "' OR 1=1 --" }),
    'a kid of what every object has': () => open.token(kids.RS256, acme(), { kid: '__proto__' }),
    'a kid that is an object': () => open.token(kids.RS256, acme(), { kid: { a: 1 } }),
    'a critical extension nobody knows': () => open.token(kids.RS256, acme(), { crit: ['exotic'], exotic: 1 }),
    'no organisation': () => open.token(kids.RS256, { sub: randomUUID() }),
    'an organisation that is no tenant': () =>
      open.token(kids.RS256, acme({ orgs: { o1: { slug: 'external-acme' } } })),
    'an organisation of what every object has': () =>
      open.token(kids.RS256, acme({ orgs: { o1: { slug: '__proto__' } } })),
    'two organisations': () => open.token(kids.RS256, acme({ orgs: { o1: { slug: 'acme' }, o2: { slug: 'beta' } } })),
    'a person nobody knows, of an issuer that lets nobody join': () => linking.token('only', { sub: randomUUID() }),
    'an audience where there should be none': () => closed.token('only', { azp: 'https://app.test' }),
    'another authorized party': () => closed.token('only', { aud: undefined, azp: 'https://evil.test' }),
  };
  it.each(Object.keys(bad))('with %s is refused on every transport', async (name) => {
    expect(await verdicts(bad[name]!())).toEqual(['out', 'out', 'out']);
  });

  it('is told by its own issuer’s keys alone: addresses in headers are not asked', async () => {
    const before = closed.state.fetches;
    expect(await who(open.token(kids.RS256, acme(), { jku: closed.jwksUri, x5u: closed.jwksUri }))).toContain('VIEWER');
    await who(bad['an address of keys']!());
    expect(closed.state.fetches).toBe(before);
  });

  it('may be five seconds late', async () => {
    expect(await who(open.token(kids.RS256, acme({ nbf: now() + 3 })))).toContain('VIEWER');
  });
});

describe('an external identity', () => {
  const memberOf = async (subject: string) =>
    (
      await app.owner.query(
        `SELECT u."email", u."id" AS "userId", m."role", m."tenantId", m."id" FROM "ExternalIdentity" e JOIN "User" u ON u."id" = e."userId"
         LEFT JOIN "Membership" m ON m."userId" = u."id" WHERE e."subject" = $1`,
        [subject],
      )
    ).rows;

  it('joins its tenant once, with the role that is mapped, however many come at once', async () => {
    const claims = acme({
      email: `${randomUUID()}@new.test`,
      email_verified: true,
      orgs: { o1: { slug: 'acme', role: 'field' } },
    });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => who(open.token(kids.RS256, { ...claims, jti: n }))),
    );
    await expect.poll(() => who(open.token(kids.RS256, claims)), { timeout: 3_000 }).toContain('EMPLOYEE');
    expect(answers.some((text) => text.includes('EMPLOYEE'))).toBe(true);
    expect(await memberOf(String(claims.sub))).toMatchObject([
      { email: claims.email, role: 'EMPLOYEE', tenantId: owner.tenantId },
    ]);
    const { rows } = await app.owner.query(
      `SELECT "kind" FROM "TenantEvent" WHERE "kind" = 'MEMBERSHIP_JOINED' AND "data"->>'role' = 'EMPLOYEE'`,
    );
    expect(rows).toHaveLength(1);
  });

  it('never takes over somebody by their address, and squats on none that is not proven', async () => {
    const taken = acme({ email: owner.email, email_verified: true });
    expect(await who(open.token(kids.RS256, taken))).toContain('"role":"VIEWER"');
    const [stranger] = await memberOf(String(taken.sub));
    expect(stranger).toMatchObject({ email: expect.stringMatching(/^external-.*@users\.invalid$/), role: 'VIEWER' });
    expect(stranger.userId).not.toBe(rowId(owner.userId));
    const claimed = acme({ email: 'boss@corp.test', email_verified: false });
    await who(open.token(kids.RS256, claimed));
    expect((await memberOf(String(claimed.sub)))[0].email).toMatch(/@users\.invalid$/);
  });

  it('is linked by address only where the issuer may, and both sides have seen it proven', async () => {
    const colleague = await app.newColleague(owner, 'OPERATOR');
    const token = (email_verified: boolean) =>
      linking.token('only', {
        sub: `link-${colleague.userId}`,
        email: colleague.email,
        email_verified,
        jti: randomUUID(),
      });
    expect(await who(token(true))).toContain('UNAUTHENTICATED'); // not proven here
    await app.owner.query('UPDATE "User" SET "emailVerifiedAt" = now() WHERE "id" = $1', [rowId(colleague.userId)]);
    expect(await who(token(false))).toContain('UNAUTHENTICATED');
    expect(await who(token(true))).toContain('"role":"OPERATOR"');
    expect(await who(token(false))).toContain('"role":"OPERATOR"'); // known from now on
  });

  it('must be told which tenant when it is in several', async () => {
    const colleague = await app.newColleague(owner, 'OPERATOR');
    await app.owner.query('UPDATE "User" SET "emailVerifiedAt" = now() WHERE "id" = $1', [rowId(colleague.userId)]);
    await app.owner.query(
      `INSERT INTO "Membership" ("id", "tenantId", "userId", "role") VALUES ($1, $2, $3, 'VIEWER')`,
      [randomUUID(), other.tenantId, rowId(colleague.userId)],
    );
    expect(
      await who(linking.token('only', { sub: 'several', email: colleague.email, email_verified: true })),
    ).toContain('UNAUTHENTICATED');
  });

  it('ends within a second with the membership, on open sockets too, and does not join again', async () => {
    const claims = acme();
    const token = open.token(kids.EdDSA, claims);
    expect(await who(token)).toContain('VIEWER');
    const [{ userId, id }] = await memberOf(String(claims.sub));
    const ended = vi.fn();
    const client = app.connect({ token }, { on: { closed: ended }, lazy: false });
    const opened = vi.fn();
    client.on('connected', opened);
    await vi.waitUntil(() => opened.mock.calls.length > 0, { timeout: 5_000 });
    const revoke =
      'mutation($input: MembershipRevokeInput!) { membershipRevoke(input: $input) { userErrors { code } } }';
    const input = { id: Buffer.from(`Membership:${id}`).toString('base64') };
    const answer = await postRaw(
      app.url,
      { query: revoke, variables: { input } },
      { authorization: `Bearer ${owner.token}` },
    );
    expect(answer.text).toContain('"userErrors":[]');
    await vi.waitUntil(() => ended.mock.calls.length > 0, { timeout: 5_000 });
    for (const fresh of [token, open.token(kids.RS256, { ...claims, jti: 'fresh' })]) {
      await expect.poll(() => who(fresh), { timeout: 2_000 }).toContain('UNAUTHENTICATED');
    }
    expect((await app.owner.query('SELECT 1 FROM "Membership" WHERE "userId" = $1', [userId])).rows).toEqual([]);
    await client.dispose();
  });

  it('ends by signing out: what was issued before holds no longer', async () => {
    const claims = acme({ iat: now() - 60 });
    const token = open.token(kids.RS256, claims);
    expect(await who(token)).toContain('VIEWER');
    await postRaw(
      app.url,
      { query: 'mutation { signOut { userErrors { code } } }' },
      { authorization: `Bearer ${token}` },
    );
    await expect.poll(() => who(token), { timeout: 2_000 }).toContain('UNAUTHENTICATED');
    expect(await who(open.token(kids.RS256, { ...claims, iat: now() + 2 }))).toContain('VIEWER');
  });

  it('ends with the person', async () => {
    const claims = acme();
    const token = open.token(kids.RS256, claims);
    expect(await who(token)).toContain('VIEWER');
    await app.owner.query('UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1', [
      (await memberOf(String(claims.sub)))[0].userId,
    ]);
    await expect.poll(() => who(token), { timeout: 2_000 }).toContain('UNAUTHENTICATED');
  });
});

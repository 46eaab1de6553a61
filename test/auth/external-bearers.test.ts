import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { joinTenant } from '../modules/identity/people.js';
import { type FakeIssuer, startFakeIssuer } from '../support/fake-issuer.js';
import { codesOf, postRaw, type RawAnswer, textAt } from '../support/raw-graphql.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';
import { globalId } from '../support/walk-app.js';

/*
 * What the bearer of a token of an issuer outside may do with it here, besides working in the tenant it names.
 */

let app: TestApp;
let issuer: FakeIssuer;
let owner: Member;
let other: Member;
beforeAll(async () => {
  issuer = await startFakeIssuer();
  issuer.addKey('RS256', 'only');
  app = await startTestApp({
    hasWorker: false,
    environment: {
      AUTH_ISSUERS: JSON.stringify([
        {
          issuer: issuer.issuer,
          jwksUri: issuer.jwksUri,
          audience: 'switchyard',
          linkByEmail: true,
          claims: { tenant: 'orgs.*.slug' },
          tenants: 'AS_NAMED',
          justInTime: { role: 'VIEWER', roles: {} },
        },
      ]),
    },
  });
  [owner, other] = [await app.newTenant(), await app.newTenant()];
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

const ask = (token: string, query: string, variables: Record<string, unknown> = {}): Promise<RawAnswer> =>
  postRaw(app.url, { query, variables }, { authorization: `Bearer ${token}` });
const tokenFor = (sub: string, tenant: Member, more: Record<string, unknown> = {}) =>
  issuer.token('only', { sub, orgs: { o: { slug: tenant.tenantSlug } }, jti: randomUUID(), ...more });

/** A colleague whose address both sides have seen proven, and who is in both tenants. */
async function personInBoth() {
  const colleague = await app.newColleague(owner, 'OPERATOR');
  await joinTenant(app, colleague, other, 'ADMIN');
  await app.owner.query('UPDATE "User" SET "emailVerifiedAt" = now() WHERE "id" = $1', [rowId(colleague.userId)]);
  const claims = { email: colleague.email, email_verified: true };
  return { ...colleague, outside: (tenant: Member) => tokenFor(colleague.userId, tenant, claims) };
}
const sessionsOf = async ({ userId }: Member) =>
  (await app.owner.query('SELECT count(*)::int AS n FROM "AuthSession" WHERE "userId" = $1', [rowId(userId)])).rows[0]
    .n;

/** What a statement answers in the scope of a tenant; what it does is taken back. */
async function inTenant({ tenantId }: Member, sql: string, values: unknown[]) {
  const client = await app.owner.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
    return (await client.query(sql, values)).rows;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** Opens a socket and tells of its end. */
async function openSocket(token: string) {
  const [opened, ended] = [vi.fn(), vi.fn()];
  app.connect({ token }, { lazy: false, on: { connected: opened, closed: ended } });
  await vi.waitUntil(() => opened.mock.calls.length > 0, { timeout: 5_000 });
  return ended;
}

describe('the bearer of a token of an issuer outside', () => {
  it('gets no session in another of the person’s tenants, and is not told of them', async () => {
    const person = await personInBoth();
    const before = await sessionsOf(person);
    const who = await ask(person.outside(owner), '{ viewer { role memberships { role } } }');
    expect(who.data).toEqual({ viewer: { role: 'OPERATOR', memberships: [] } });
    const query = 'mutation($id: ID!) { tenantSwitch(input: { tenantId: $id }) { accessToken userErrors { code } } }';
    for (const tenant of [other, owner]) {
      const answer = await ask(person.outside(owner), query, { id: globalId('Tenant', tenant.tenantId) });
      expect([codesOf(answer), answer.cookies]).toEqual([['FORBIDDEN'], []]);
    }
    expect(await sessionsOf(person)).toBe(before);
    const here = await ask(person.token, query, { id: globalId('Tenant', other.tenantId) });
    expect(textAt(here, 'tenantSwitch.accessToken')).not.toBe('');
  });

  it('accepts an invitation with the account’s password alone', async () => {
    const person = await personInBoth();
    const third = await app.newTenant();
    const input = { email: person.email, role: 'VIEWER' };
    const invite =
      'mutation($input: InvitationCreateInput!) { invitationCreate(input: $input) { token userErrors { code } } }';
    const token = textAt(await ask(third.token, invite, { input }), 'invitationCreate.token');
    const before = await sessionsOf(person);
    const accept =
      'mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { accessToken userErrors { code path } } }';
    const refused = await ask(person.outside(owner), accept, { input: { token } });
    expect(refused.data).toEqual({
      invitationAccept: {
        accessToken: null,
        userErrors: [{ code: 'INVALID_CREDENTIALS', path: ['input', 'password'] }],
      },
    });
    expect([refused.cookies, await sessionsOf(person)]).toEqual([[], before]);
    const accepted = await ask(person.outside(owner), accept, { input: { token, password: person.password } });
    expect(textAt(accepted, 'invitationAccept.accessToken')).not.toBe('');
  });

  it('signs out of every tenant at once, sockets included', async () => {
    const person = await personInBoth();
    const told = await inTenant(owner, 'SELECT identity_end_external($1) AS signals', [rowId(person.userId)]);
    const signal = ({ tenantId }: Member) => ({ tenantId, body: { tenantId, userId: rowId(person.userId) } });
    const byTenant = (a: { tenantId: string }, b: { tenantId: string }) => (a.tenantId < b.tenantId ? -1 : 1);
    expect(told[0].signals.sort(byTenant)).toMatchObject([owner, other].map(signal).sort(byTenant));
    const tokens = [owner, other].map((tenant) => person.outside(tenant));
    const ended = await Promise.all(tokens.map(openSocket));
    const signOut = await ask(tokens[0]!, 'mutation { signOut { userErrors { code } } }');
    expect(signOut.data).toEqual({ signOut: { userErrors: [] } });
    await vi.waitUntil(() => ended.every(({ mock }) => mock.calls.length > 0), { timeout: 5_000 });
    for (const token of tokens) {
      await expect.poll(async () => codesOf(await ask(token, '{ viewer { role } }'))).toEqual(['UNAUTHENTICATED']);
    }
  });

  it('is not let into a further tenant once the person is disabled', async () => {
    const sub = randomUUID();
    expect((await ask(tokenFor(sub, owner), '{ viewer { role } }')).data).toEqual({ viewer: { role: 'VIEWER' } });
    const of = `"userId" IN (SELECT "userId" FROM "ExternalIdentity" WHERE "subject" = $1)`;
    await app.owner.query(
      `UPDATE "User" SET "disabledAt" = now() WHERE "id" IN (SELECT "userId" FROM "ExternalIdentity" WHERE "subject" = $1)`,
      [sub],
    );
    expect(codesOf(await ask(tokenFor(sub, other), '{ viewer { role } }'))).toEqual(['UNAUTHENTICATED']);
    const { rows } = await app.owner.query(`SELECT "tenantId" FROM "Membership" WHERE ${of}`, [sub]);
    expect(rows).toEqual([{ tenantId: owner.tenantId }]);
  });

  it('is not led to a tenant that calls itself by the id of the one that is named', async () => {
    const [named, impostor] = [await app.newTenant(), await app.newTenant()];
    const update = 'mutation($slug: String!) { tenantUpdate(input: { slug: $slug }) { userErrors { code path } } }';
    for (const slug of [named.tenantId, named.tenantId.replaceAll('-', '')]) {
      const { data } = await ask(impostor.token, update, { slug });
      expect(data).toEqual({ tenantUpdate: { userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'slug'] }] } });
    }
    // As one may be called from before that was refused.
    await app.owner.query('UPDATE "Tenant" SET "slug" = $2 WHERE "id" = $1', [impostor.tenantId, named.tenantId]);
    const token = issuer.token('only', { sub: randomUUID(), orgs: { o: { slug: named.tenantId } } });
    const who = await ask(token, '{ viewer { tenant { slug } } }');
    expect(who.data).toEqual({ viewer: { tenant: { slug: named.tenantSlug } } });
  });
});

describe('what the application asks of the database about people', () => {
  it('is done for members of the tenant it is asked in alone', async () => {
    const person = await personInBoth();
    const stranger = await app.newTenant();
    const id = rowId(person.userId);
    await ask(person.outside(owner), '{ viewer { role } }');
    expect(await inTenant(stranger, `SELECT * FROM identity_profile_update($1, 'Taken over', NULL)`, [id])).toEqual([]);
    expect(await inTenant(stranger, 'SELECT identity_end_external($1) AS signals', [id])).toEqual([{ signals: [] }]);
    expect(await inTenant(owner, `SELECT * FROM identity_profile_update($1, 'Renamed', NULL)`, [id])).toEqual([
      { version: 2 },
    ]);
  });
});

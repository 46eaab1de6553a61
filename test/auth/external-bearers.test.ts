import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
});

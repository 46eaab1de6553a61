import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphql } from '../../gql/index.js';
import { cookieHeader, postRaw, textAt } from '../../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';
import { globalId } from '../../support/walk-app.js';
import { joinTenant, SignInTo, WhoIsThis } from './people.js';

const Tenants = graphql(`
  query TenantsOfViewer { viewer { memberships { tenant { id slug name } role isCurrent joinedAt } } }
`);
const Switch = graphql(`
  mutation SwitchTenant($input: TenantSwitchInput!) {
    tenantSwitch(input: $input) {
      accessToken accessTokenExpiresAt viewer { user { email } tenant { id slug } role } userErrors { code message path }
    }
  }
`);
const Update = graphql(`
  mutation UpdateTenant($input: TenantUpdateInput!) {
    tenantUpdate(input: $input) { tenant { slug name version } userErrors { code path } }
  }
`);
const CreateKey = graphql(`
  mutation KeyOfTenant($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret } }
`);

describe('a person in several tenants', () => {
  let app: TestApp;
  let first: Member;
  let second: Member;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false });
    [first, second] = [await app.newTenant(), await app.newTenant()];
    await joinTenant(app, first, second, 'OPERATOR');
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('is shown them, and nobody else’s', async () => {
    const { viewer } = await app.run(first, Tenants, {});
    expect(viewer.memberships).toEqual([
      {
        tenant: { id: globalId('Tenant', first.tenantId), slug: first.tenantSlug, name: first.tenantSlug },
        role: 'OWNER',
        isCurrent: true,
        joinedAt: expect.any(String),
      },
      {
        tenant: { id: globalId('Tenant', second.tenantId), slug: second.tenantSlug, name: second.tenantSlug },
        role: 'OPERATOR',
        isCurrent: false,
        joinedAt: expect.any(String),
      },
    ]);
    const other = await app.run(second, Tenants, {});
    expect(other.viewer.memberships.map(({ tenant }) => tenant.slug)).toEqual([second.tenantSlug]);
  });

  it('says which one to sign in to', async () => {
    const { email, password } = first;
    const asked = await app.run(null, SignInTo, { input: { email, password } });
    expect(asked.signIn.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['input', 'tenantSlug'] }]);
    const chosen = await app.run(null, SignInTo, { input: { email, password, tenantSlug: second.tenantSlug } });
    expect(chosen.signIn.viewer).toEqual({ tenant: { slug: second.tenantSlug }, role: 'OPERATOR' });
  });

  it('switches to another, and the first session goes on', async () => {
    const tenantId = globalId('Tenant', second.tenantId);
    const answer = await postRaw(
      app.url,
      { query: Switch.toString(), variables: { input: { tenantId } } },
      { authorization: `Bearer ${first.token}`, 'user-agent': 'browser/1' },
    );
    expect(answer.data).toMatchObject({
      tenantSwitch: {
        viewer: { user: { email: first.email }, tenant: { id: tenantId, slug: second.tenantSlug }, role: 'OPERATOR' },
        userErrors: [],
      },
    });
    const token = textAt(answer, 'tenantSwitch.accessToken');
    expect((await app.run({ token }, WhoIsThis, {})).viewer.tenant.slug).toBe(second.tenantSlug);
    expect((await app.run(first, WhoIsThis, {})).viewer.tenant.slug).toBe(first.tenantSlug);
    // The cookies are those of the new tenant, and can be refreshed.
    const refreshed = await postRaw(
      app.url,
      { query: 'mutation { tokenRefresh { accessToken userErrors { code } } }' },
      { cookie: cookieHeader(answer.cookies) },
    );
    const renewed = { token: textAt(refreshed, 'tokenRefresh.accessToken') };
    expect((await app.run(renewed, WhoIsThis, {})).viewer.tenant.slug).toBe(second.tenantSlug);
    const { rows } = await app.owner.query(
      'SELECT "userAgent" FROM "AuthSession" s JOIN "User" u ON u."id" = s."userId" WHERE s."tenantId" = $1 AND u."email" = $2 ORDER BY s."createdAt" DESC',
      [second.tenantId, first.email],
    );
    expect(rows[0]).toEqual({ userAgent: 'browser/1' });
  });

  it('is refused a tenant of others like one that is none', async () => {
    const answers = [];
    for (const id of [first.tenantId, randomUUID()]) {
      answers.push(await app.run(second, Switch, { input: { tenantId: globalId('Tenant', id) } }));
    }
    expect(answers[0]?.tenantSwitch).toEqual({
      accessToken: null,
      accessTokenExpiresAt: null,
      viewer: null,
      userErrors: [{ code: 'NOT_FOUND', message: 'The tenant was not found.', path: ['input', 'tenantId'] }],
    });
    expect(answers[1]).toEqual(answers[0]);
  });

  it('cannot be switched by a key, which shows no other tenants', async () => {
    const made = await app.run(first, CreateKey, { input: { name: 'robot', scopes: ['IDENTITY_READ'] } });
    const key = { 'x-api-key': made.apiKeyCreate.secret ?? '' };
    const input = { tenantId: globalId('Tenant', second.tenantId) };
    expect(await app.request(null, Switch, { input }, key)).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect((await app.request(null, Tenants, {}, key)).data).toEqual({ viewer: { memberships: [] } });
  });

  it('is where the token says, whatever headers, sockets or variables name', async () => {
    for (const value of [second.tenantId, second.tenantSlug, globalId('Tenant', second.tenantId)]) {
      for (const name of ['x-tenant-id', 'x-tenant', 'tenant', 'x-tenant-slug', 'x-org-id', 'x-forwarded-host']) {
        const answer = await app.request(first, WhoIsThis, {}, { [name]: value });
        expect(answer.data?.viewer.tenant.slug).toBe(first.tenantSlug);
      }
      const client = app.connect(first, {
        connectionParams: { authorization: `Bearer ${first.token}`, tenantId: value, tenantSlug: value, tenant: value },
      });
      for await (const { data } of client.iterate({ query: WhoIsThis.toString() })) {
        expect(data).toMatchObject({ viewer: { tenant: { slug: first.tenantSlug } } });
      }
    }
  });

  it('who was removed from one stays in the other', async () => {
    const third = await app.newTenant();
    await joinTenant(app, first, third, 'VIEWER');
    const input = { tenantId: globalId('Tenant', third.tenantId) };
    const { tenantSwitch } = await app.run(first, Switch, { input });
    await app.owner.query('DELETE FROM "Membership" WHERE "tenantId" = $1 AND "role" = $2', [third.tenantId, 'VIEWER']);
    await expect
      .poll(() => app.request({ token: tenantSwitch.accessToken ?? '' }, WhoIsThis, {}))
      .toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect((await app.run(first, Switch, { input })).tenantSwitch.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await app.run(first, WhoIsThis, {})).viewer.role).toBe('OWNER');
  });

  it('renames a tenant, with its version, and not to a name that is taken', async () => {
    const member = await app.newTenant();
    const slug = `renamed-${randomBytes(4).toString('hex')}`;
    const renamed = await app.run(member, Update, { input: { name: ' Acme ', slug, expectedVersion: 1 } });
    expect(renamed.tenantUpdate).toEqual({ tenant: { name: 'Acme', slug, version: 2 }, userErrors: [] });
    const stale = await app.run(member, Update, { input: { name: 'Other', expectedVersion: 1 } });
    expect(stale.tenantUpdate).toEqual({
      tenant: { name: 'Acme', slug, version: 2 },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
    const taken = await app.run(member, Update, { input: { slug: second.tenantSlug } });
    expect(taken.tenantUpdate.userErrors).toEqual([{ code: 'ALREADY_EXISTS', path: ['input', 'slug'] }]);
    const bad = await app.run(member, Update, { input: { slug: 'Not OK', name: ' ' } });
    expect(bad.tenantUpdate.userErrors.map(({ path }) => path.join('.')).sort()).toEqual(['input.name', 'input.slug']);
    const operator = await app.newColleague(member, 'OPERATOR');
    expect(await app.request(operator, Update, { input: { name: 'Mine' } })).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
});

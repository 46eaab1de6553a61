import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { IdentityGate } from '../../src/auth/identity-gate.js';
import { API_SCOPES, type ApiScope } from '../../src/auth/permissions.js';
import { codesOf, postRaw, textAt } from '../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let owner: Member;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  owner = await app.newTenant();
});
afterAll(() => app[Symbol.asyncDispose]());

const CREATE = `mutation($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) { apiKey { id prefix state } secret userErrors { code path } } }`;
const asOwner = () => ({ authorization: `Bearer ${owner.token}` });

async function newKey(scopes: readonly ApiScope[], more: Record<string, unknown> = {}) {
  const answer = await postRaw(
    app.url,
    { query: CREATE, variables: { input: { name: 'key', scopes, ...more } } },
    asOwner(),
  );
  return { id: textAt(answer, 'apiKeyCreate.apiKey.id'), secret: textAt(answer, 'apiKeyCreate.secret') };
}
const ask = (secret: string, query: string) => postRaw(app.url, { query }, { 'x-api-key': secret });
const revoke = (id: string) =>
  postRaw(
    app.url,
    { query: `mutation { apiKeyRevoke(input: { id: "${id}" }) { apiKey { state } userErrors { code } } }` },
    asOwner(),
  );

const NOBODY = Buffer.from('Job:018f0000-0000-7000-8000-000000000000').toString('base64');
/** What each scope opens; a key with another scope is refused there. */
const DOORS: Record<ApiScope, readonly string[]> = {
  IDENTITY_READ: ['{ projects { totalCount } }', '{ apiKeys { totalCount } }'],
  IDENTITY_WRITE: ['mutation { projectCreate(input: { key: "made-by-key", name: "x" }) { userErrors { code } } }'],
  SUPPORT_READ: [
    '{ cases { totalCount } }',
    '{ kbArticles { totalCount } }',
    '{ kbSearch(query: "x") { nodes { id } } }',
  ],
  SUPPORT_WRITE: [
    `mutation { caseResolve(input: { id: "${Buffer.from('Case:018f0000-0000-7000-8000-000000000000').toString('base64')}" }) { userErrors { code } } }`,
  ],
  MODELS_READ: ['{ modelProviders { totalCount } }', '{ usage(groupBy: DAY) { calls } }'],
  MODELS_WRITE: ['mutation { budgetSet(input: { period: DAY, amount: "1" }) { userErrors { code } } }'],
  OPERATIONS_READ: [
    '{ jobs { totalCount } }',
    '{ queues { name } }',
    '{ deadLetters { totalCount } }',
    '{ schedules { totalCount } }',
  ],
  OPERATIONS_WRITE: [`mutation { jobCancel(input: { id: "${NOBODY}" }) { userErrors { code } } }`],
};
/** Never for a machine, whatever its scopes. */
const CLOSED = [
  'mutation { apiKeyCreate(input: { name: "more", scopes: [IDENTITY_READ] }) { secret userErrors { code } } }',
  `mutation { apiKeyRevoke(input: { id: "${Buffer.from('ApiKey:018f0000-0000-7000-8000-000000000000').toString('base64')}" }) { userErrors { code } } }`,
];
const SCOPES = Object.keys(API_SCOPES) as ApiScope[];

describe('an API key', () => {
  it.each(SCOPES)('with %s alone opens what that scope opens, and nothing else', async (scope) => {
    const { secret } = await newKey([scope]);
    for (const [other, doors] of Object.entries(DOORS)) {
      for (const door of doors) {
        const codes = codesOf(await ask(secret, door));
        expect([other, door, codes]).toEqual([other, door, other === scope ? [] : ['FORBIDDEN']]);
      }
    }
  });

  it('makes and ends no keys, with all scopes there are', async () => {
    const { secret } = await newKey(SCOPES);
    for (const door of CLOSED) expect([door, codesOf(await ask(secret, door))]).toEqual([door, ['FORBIDDEN']]);
    expect(codesOf(await ask(secret, '{ viewer { user { id } role tenant { slug } } }'))).toEqual([]);
  });

  it('gets no more than its creator has, also when the creator is demoted later', async () => {
    const admin = await app.newColleague(owner, 'ADMIN');
    const answer = await postRaw(
      app.url,
      { query: CREATE, variables: { input: { name: 'key', scopes: SCOPES } } },
      { authorization: `Bearer ${admin.token}` },
    );
    const secret = textAt(answer, 'apiKeyCreate.secret');
    const create = DOORS.IDENTITY_WRITE[0]!;
    expect(codesOf(await ask(secret, create))).toEqual([]);
    await app.owner.query(
      `UPDATE "Membership" SET "role" = 'VIEWER' WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = $1)`,
      [admin.email],
    );
    await expect.poll(async () => codesOf(await ask(secret, create)), { timeout: 1_500 }).toEqual(['FORBIDDEN']);
    await app.owner.query(`DELETE FROM "Membership" WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = $1)`, [
      admin.email,
    ]);
    await expect.poll(async () => codesOf(await ask(secret, create)), { timeout: 1_500 }).toEqual(['UNAUTHENTICATED']);
  });

  it('is refused from the moment it has expired, and before it was made', async () => {
    const past = await postRaw(
      app.url,
      {
        query: CREATE,
        variables: { input: { name: 'key', scopes: ['IDENTITY_READ'], expiresAt: '2020-01-01T00:00:00Z' } },
      },
      asOwner(),
    );
    expect(past.data).toMatchObject({
      apiKeyCreate: { secret: null, userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'expiresAt'] }] },
    });
    const { secret } = await newKey(['IDENTITY_READ'], { expiresAt: new Date(Date.now() + 1_500).toISOString() });
    expect(codesOf(await ask(secret, '{ viewer { role } }'))).toEqual([]);
    await expect
      .poll(async () => codesOf(await ask(secret, '{ viewer { role } }')), { timeout: 4_000 })
      .toEqual(['UNAUTHENTICATED']);
  });

  it('is refused at once when it was revoked, and so is everything connected with it', async () => {
    const { id, secret } = await newKey(['OPERATIONS_READ']);
    const closed = vi.fn();
    const client = app.connect(null, { connectionParams: { 'x-api-key': secret }, on: { closed } });
    const opened = vi.fn();
    client.subscribe(
      { query: 'subscription { tenantEvents { kind } }' },
      { next: opened, error: () => {}, complete: () => {} },
    );
    const stream = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-api-key': secret },
      body: JSON.stringify({ query: 'subscription { tenantEvents { kind } }' }),
    });
    // An event of somebody else shows that the socket is open and listens.
    await vi.waitUntil(async () => {
      await newKey(['IDENTITY_READ']);
      return opened.mock.calls.length > 0;
    });

    const start = performance.now();
    expect((await revoke(id)).data).toMatchObject({ apiKeyRevoke: { apiKey: { state: 'REVOKED' }, userErrors: [] } });
    expect(codesOf(await ask(secret, '{ viewer { role } }'))).toEqual(['UNAUTHENTICATED']);
    await vi.waitUntil(() => closed.mock.calls.length > 0, { timeout: 5_000 });
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(closed.mock.calls[0]?.[0]).toMatchObject({ code: 4403 });
    expect(await stream.text()).toContain('UNAUTHENTICATED'); // and its stream has ended
    expect(performance.now() - start).toBeLessThan(1_500);
    expect((await revoke(id)).data).toMatchObject({ apiKeyRevoke: { apiKey: { state: 'REVOKED' }, userErrors: [] } });
    await client.dispose();
  });

  it('is a hash in the database, with 256 bits behind a public beginning', async () => {
    const { secret } = await newKey(['IDENTITY_READ']);
    expect(secret).toMatch(/^sw_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    const { rows } = await app.owner.query(`SELECT k::text AS row FROM "ApiKey" k WHERE "prefix" = $1`, [
      secret.slice(0, 11),
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0].row).not.toContain(secret.slice(12));
  });

  it('asks for at least one scope that exists', async () => {
    const none = await postRaw(
      app.url,
      { query: CREATE, variables: { input: { name: 'key', scopes: [] } } },
      asOwner(),
    );
    expect(none.data).toMatchObject({ apiKeyCreate: { secret: null, userErrors: [{ code: 'INVALID_INPUT' }] } });
    const unknown = await postRaw(
      app.url,
      { query: CREATE, variables: { input: { name: 'key', scopes: ['EVERYTHING'] } } },
      asOwner(),
    );
    expect(unknown.status).toBe(400);
  });
});

it('signs nobody out that has not signed in, so that nobody is looked up anew for it', async () => {
  const { secret } = await newKey(['IDENTITY_READ']);
  const forget = vi.spyOn(IdentityGate.prototype, 'forget');
  const signOut = await ask(secret, 'mutation { signOut { userErrors { code } } }');
  expect(signOut.data).toEqual({ signOut: { userErrors: [] } });
  const others = 'mutation { authSessionsEndOthers { endedCount } }';
  const endOthers = await postRaw(app.url, { query: others }, asOwner());
  expect(endOthers.data).toEqual({ authSessionsEndOthers: { endedCount: 0 } });
  expect(forget).not.toHaveBeenCalled();
  forget.mockRestore();
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AccessTokens } from '../../src/auth/access-token.js';
import { postRaw } from '../support/raw-graphql.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const TENANTS = 1_000;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false, environment: { RATE_LIMITS: 'true' } });
});
afterAll(() => app[Symbol.asyncDispose]());

const metrics = async () => (await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/metrics`)).text();
const seriesOf = (text: string) => text.split('\n').filter((line) => line.startsWith('switchyard_')).length;

/** Tokens of people, each in a tenant of their own, that were made without signing up. */
async function strangers(): Promise<string[]> {
  const ids = Array.from({ length: TENANTS }, () => ({
    tenantId: randomUUID(),
    userId: randomUUID(),
    sessionId: randomUUID(),
  }));
  const columns = [
    ids.map(({ tenantId }) => tenantId),
    ids.map(({ userId }) => userId),
    ids.map(({ sessionId }) => sessionId),
  ];
  const rows = 'unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS r (tenant, person, session)';
  for (const statement of [
    `INSERT INTO "Tenant" ("id", "slug", "name") SELECT tenant, 'crowd-' || tenant, 'Crowd' FROM ${rows} WHERE session IS NOT NULL AND person IS NOT NULL`,
    `INSERT INTO "User" ("id", "email", "name") SELECT person, person || '@crowd.test', 'Crowd' FROM ${rows} WHERE session IS NOT NULL`,
    `INSERT INTO "Membership" ("id", "tenantId", "userId", "role") SELECT gen_random_uuid(), tenant, person, 'OWNER' FROM ${rows}`,
    `INSERT INTO "AuthSession" ("id", "tenantId", "userId", "expiresAt") SELECT session, tenant, person, now() + interval '1 hour' FROM ${rows}`,
  ]) {
    await app.owner.query(statement, columns);
  }
  const tokens = new AccessTokens(app.config.ACCESS_TOKEN_SECRET, 15);
  return Promise.all(ids.map(async (id) => (await tokens.sign(id)).token));
}

it('has as many time series for a thousand tenants as for one', async () => {
  const [first = '', ...others] = await strangers();
  const ask = async (token: string) => {
    const { status } = await postRaw(
      app.url,
      { query: 'query Crowd { viewer { role } }' },
      { authorization: `Bearer ${token}` },
    );
    expect(status).toBe(200);
  };
  await ask(first);
  const before = seriesOf(await metrics());
  for (let index = 0; index < others.length; index += 50) await Promise.all(others.slice(index, index + 50).map(ask));
  const text = await metrics();
  expect(seriesOf(text)).toBe(before);
  expect(text).not.toMatch(/crowd-|crowd\.test|[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(Number(/graphql_operation_seconds_count\{operation="Crowd"[^}]*\} (\d+)/.exec(text)?.[1])).toBe(TENANTS);
});

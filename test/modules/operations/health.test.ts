import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { healthProbes } from '../../../src/health-probes.js';
import {
  HEALTH_COMPONENTS,
  readSystemHealth,
  type SystemHealth,
} from '../../../src/modules/operations/system-health.service.js';
import { graphql } from '../../gql/index.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';

const Health = graphql(`
  query TestHealth { systemHealth { state components { name state latencyMs message } } }
`);

let [app, member, postgres, redis]: [TestApp, Member, TcpProxy, TcpProxy] = [] as never;
beforeAll(async () => {
  postgres = await startTcpProxy(process.env.DATABASE_URL ?? '');
  redis = await startTcpProxy(process.env.REDIS_URL ?? '');
  vi.stubEnv('DATABASE_URL', postgres.url);
  vi.stubEnv('REDIS_URL', redis.url);
  app = await startTestApp();
  member = await app.newTenant();
});
afterAll(async () => {
  vi.unstubAllEnvs(); // the next file may run in this process
  await app[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});
afterEach(async () => {
  postgres.mend();
  redis.mend();
  await expect.poll(async () => (await fetch(`${app.url}/readyz`)).status, { timeout: 15_000 }).toBe(200);
});

/** The same as the query asks, past sign-in: without PostgreSQL nobody can be signed in. */
const look = () => readSystemHealth(app.gateway.app.tenants.for(member.tenantId), healthProbes(app.gateway.app));
const statesOf = ({ components }: Pick<SystemHealth, 'components'>) =>
  Object.fromEntries(components.map(({ name, state }) => [name, state]));

function expectNoInternals(health: unknown): void {
  expect(JSON.stringify(health)).not.toMatch(/127\.0\.0\.1|ECONN|password|prisma|ioredis/i);
}

describe('system health', () => {
  it('is UP when everything works, part by part, with how long each took', async () => {
    await expect.poll(async () => statesOf(await look()).worker, { timeout: 10_000 }).toBe('UP');
    const { systemHealth } = await app.run(member, Health, {});
    expect(systemHealth.components.map(({ name }) => name)).toEqual([...HEALTH_COMPONENTS]);
    const unwell = systemHealth.components.filter(
      ({ state, message }) => state !== 'UP' && message !== 'It answers slowly.',
    );
    expect(unwell).toEqual([]);
    for (const { latencyMs } of systemHealth.components) expect(latencyMs).toBeGreaterThanOrEqual(0);
  });

  it('is DOWN while Redis is stopped or hangs, says so over the API, and is well again by itself', async () => {
    for (const stop of [redis.cut, redis.freeze]) {
      stop();
      await expect
        .poll(async () => statesOf(await look()), { timeout: 15_000 })
        .toMatchObject({ redis: 'DOWN', live: 'DOWN', worker: 'DOWN', postgres: expect.stringMatching(/UP|DEGRADED/) });
      const { systemHealth } = await app.run(member, Health, {});
      expect(systemHealth.state).toBe('DOWN');
      expect(systemHealth.components.find(({ name }) => name === 'redis')?.message).toBe('Redis does not answer.');
      expectNoInternals(systemHealth);
      redis.mend();
      await expect
        .poll(async () => statesOf(await look()), { timeout: 30_000 })
        .toMatchObject({ redis: 'UP', live: 'UP' });
    }
  });

  it('is DEGRADED where events lie undelivered', async () => {
    redis.cut(); // so that nobody delivers them
    await app.owner.query(
      `INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body", "createdAt") VALUES ($1, 'SIGNAL', 'none', '{}', now() - interval '10 minutes')`,
      [member.tenantId],
    );
    const outbox = (await look()).components.find(({ name }) => name === 'outbox');
    expect(outbox).toMatchObject({
      state: 'DEGRADED',
      message: expect.stringMatching(/^Events have waited for \d+ seconds/),
    });
  });

  it('is DOWN while PostgreSQL is stopped, names the part and nothing else', async () => {
    postgres.cut();
    const health = await look();
    expect(health.state).toBe('DOWN');
    expect(statesOf(health)).toMatchObject({ postgres: 'DOWN', outbox: 'DOWN', redis: 'UP' });
    expectNoInternals(health);
  });

  it('is DEGRADED while jobs wait for long, or a migration is missing', async () => {
    const old = `now() - interval '10 minutes'`;
    await app.owner.query(
      `INSERT INTO "Job" ("id", "tenantId", "kind", "payload", "maxAttempts", "requestedByKind", "requestedByLabel", "queuedAt")
       VALUES ($1, $2, 'operations.prune-history', '{}', 1, 'SYSTEM', 'test', ${old})`,
      [randomUUID(), member.tenantId],
    );
    const probes = healthProbes(app.gateway.app);
    const db = app.gateway.app.tenants.for(member.tenantId);
    const unwell = await readSystemHealth(db, { ...probes, countPendingMigrations: async () => 2 });
    expect(statesOf(unwell)).toMatchObject({ queues: 'DEGRADED', migrations: 'DEGRADED' });
    expect(unwell.components.find(({ name }) => name === 'migrations')?.message).toBe(
      '2 migrations have not been applied.',
    );
    await app.owner.query(
      `INSERT INTO "QueuePause" ("tenantId", "kind", "pausedByLabel") VALUES ($1, 'operations.prune-history', 'test')`,
      [member.tenantId],
    );
    expect(statesOf(await look()).queues).toBe('UP'); // what is paused is meant to wait
  });

  it('is DOWN without a worker, and DEGRADED when one of several is lost', async () => {
    const db = app.gateway.app.tenants.for(member.tenantId);
    const probes = healthProbes(app.gateway.app);
    const lost = await readSystemHealth(db, { ...probes, countWorkers: async () => ({ live: 2, lost: 1 }) });
    expect(lost.components.find(({ name }) => name === 'worker')).toMatchObject({
      state: 'DEGRADED',
      message: '1 of 3 workers have not been heard of.',
    });
    await app.worker?.jobs.close();
    expect(statesOf(await look()).worker).toBe('DOWN');
    expect((await look()).state).toBe('DOWN');
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { transact } from '../../src/db/transaction.js';
import { startTestServices, type TestServices, testEnvironment } from '../../tools/services/test-services.js';
import { openTwoTenants, type TwoTenants } from './two-tenants.js';

/** A PostgreSQL that nobody else uses, to be stopped. */
let services: TestServices;
let two: TwoTenants;
let thaw = () => {};
beforeAll(async () => {
  services = await startTestServices();
  for (const [name, value] of Object.entries(testEnvironment(services))) vi.stubEnv(name, value);
});
beforeEach(async () => {
  two = await openTwoTenants({ poolSize: 1, poolWaitMs: 1_000, statementTimeoutMs: 100, lockWaitMs: 50 });
});
afterEach(async () => {
  thaw();
  await two[Symbol.asyncDispose]();
});
afterAll(async () => {
  await services.stop();
  vi.unstubAllEnvs();
});

const session = async () => (await two.b.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]?.pid;
const project = (tenantId: string, key: string) => ({ id: randomUUID(), tenantId, key, name: key });
/** The product's sessions, as the server knows them. */
const sessions = async () =>
  (
    await two.owner.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'switchyard' AND datname = current_database()`,
    )
  ).rows.map(({ pid }) => pid);

describe('a connection whose answer was given up', () => {
  it('in a transaction is never used again: the next tenant writes in one of its own', async () => {
    const before = await session();
    const [lost, kept] = [randomUUID(), randomUUID()];
    const abandoned = transact(two.a, async (tx) => {
      await tx.project.create({ data: project(two.ids[0], lost) });
      thaw = await services.freezePostgres();
      await tx.project.create({ data: project(two.ids[0], randomUUID()) });
    });
    await expect(abandoned).rejects.toThrow();
    expect(two.database.pool.totalCount).toBe(0);
    thaw();
    await vi.waitFor(() => two.b.project.create({ data: project(two.ids[1], kept) }), { timeout: 20_000 });
    expect(await session()).not.toBe(before);
    expect(await two.a.project.count({ where: { key: lost } })).toBe(0);
    expect((await two.b.project.findMany({ where: { key: kept } })).map(({ tenantId }) => tenantId)).toEqual([
      two.ids[1],
    ]);
    const after = await session();
    await expect.poll(sessions, { timeout: 10_000 }).toEqual([after]); // the first is gone
  });

  it('outside of one neither, and its late answer reaches nobody', async () => {
    const before = await session();
    thaw = await services.freezePostgres();
    await expect(two.a.project.findMany()).rejects.toThrow('did not answer in time');
    thaw();
    const rows = await vi.waitFor(() => two.b.project.findMany(), { timeout: 20_000 });
    expect(rows.map(({ tenantId }) => tenantId)).toEqual([two.ids[1]]);
    expect(await session()).not.toBe(before);
  });

  it('during a commit leaves it open whether that happened, and nothing half done', async () => {
    const [key, other] = [randomUUID(), randomUUID()];
    const committing = transact(two.a, async (tx) => {
      await tx.project.create({ data: project(two.ids[0], key) });
      await tx.project.create({ data: project(two.ids[0], other) });
      thaw = await services.freezePostgres();
    });
    await expect(committing).rejects.toThrow();
    thaw();
    const count = await vi.waitFor(() => two.a.project.count({ where: { key: { in: [key, other] } } }), {
      timeout: 20_000,
    });
    expect([0, 2]).toContain(count);
    expect(await two.b.project.count()).toBe(1);
  });
});

describe('a database that hangs', () => {
  it('is not asked by everybody anew, and is as soon as it answers', async () => {
    const changes: boolean[] = [];
    await using watched = await openTwoTenants({
      statementTimeoutMs: 100,
      poolWaitMs: 1_000,
      observer: { statementAbandoned: () => {}, circuitChanged: (isOpen) => changes.push(isOpen) },
    });
    await watched.a.project.findMany();
    thaw = await services.freezePostgres();
    await expect(watched.a.project.findMany()).rejects.toThrow('did not answer in time');
    await expect.poll(() => changes, { timeout: 10_000 }).toEqual([true]);
    await expect(watched.b.project.findMany()).rejects.toThrow('The database does not answer.');
    await expect(transact(watched.b, async (tx) => tx.project.count())).rejects.toThrow(
      'The database does not answer.',
    );
    expect(watched.database.pool.waitingCount).toBe(0);
    thaw();
    await expect.poll(() => changes, { timeout: 10_000 }).toEqual([true, false]);
    expect((await watched.b.project.findMany()).map(({ tenantId }) => tenantId)).toEqual([watched.ids[1]]);
  });
});

describe('a table that is locked', () => {
  it('keeps those out who want it, with an error of the server, and nobody else', async () => {
    const before = await session();
    await two.owner.query('BEGIN');
    await two.owner.query('LOCK TABLE "Project" IN ACCESS EXCLUSIVE MODE');
    await expect(two.a.project.findMany()).rejects.toThrow(/lock timeout/);
    expect(await two.a.counter.count()).toBe(0);
    await two.owner.query('ROLLBACK');
    expect(await two.a.project.count()).toBe(1);
    expect(before).toBeDefined();
  });
});

describe('a server that takes no new connections', () => {
  it('keeps nobody waiting while the open ones are set free', async () => {
    await using many = await openTwoTenants({ poolSize: 5, poolWaitMs: 1_000 });
    await many.a.project.findMany();
    expect(many.database.pool.totalCount).toBe(1);
    thaw = await services.freezePostgres({ sessions: false });
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? many.a : many.b).project.findMany()),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill('fulfilled'));
    thaw();
  });
});

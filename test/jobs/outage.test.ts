import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboxMessage } from '../../src/db/outbox.js';
import type { TenantDb } from '../../src/db/tenant.js';
import { transact } from '../../src/db/transaction.js';
import { enqueueJobs, startJob } from '../../src/modules/operations/job.service.js';
import { recordEvent } from '../../src/modules/operations/tenant-event.service.js';
import { jobTopic, TENANT_TOPIC } from '../../src/realtime/topic.js';
import { startTestServices, type TestServices } from '../../tools/services/test-services.js';
import { CRASH_HANDLERS, Steady, Telling, telling } from './crash-kinds.js';
import { Rig, SOMEBODY, until } from './rig.js';

/** Services that nobody else uses, to be broken. */
let services: TestServices;
let rig: Rig;
beforeAll(async () => {
  services = await startTestServices();
  const { databaseUrl, migrationDatabaseUrl: ownerUrl, redisUrl } = services;
  rig = await Rig.open([...CRASH_HANDLERS, telling], { urls: { databaseUrl, ownerUrl, redisUrl, prefix: 'outage:' } });
  rig.startWorker();
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
  await services.stop();
});

const asked = { requestedBy: SOMEBODY };
const allDone = (db: TenantDb, count: number) =>
  until(
    async () => (await db.job.count({ where: { state: 'SUCCEEDED' } }).catch(() => 0)) === count,
    () => `${count} jobs to succeed`,
  );
/** Every job's effect happened exactly once. */
async function expectEffects(db: TenantDb, count: number): Promise<void> {
  const effects = await db.counter.findMany();
  expect(effects).toHaveLength(count);
  expect(effects.every(({ value }) => value === 1)).toBe(true);
}
const steadily = (db: TenantDb, count: number, ms: number, runAt?: Date) =>
  transact(db, (tx) =>
    enqueueJobs(
      tx,
      Steady,
      Array.from({ length: count }, () => ({ payload: { ms } })),
      { ...asked, runAt },
    ),
  );

/** Writes as a process does whose delivery never happens. */
const undelivered = async <T>(db: TenantDb, work: Parameters<typeof transact<T>>[1]): Promise<T> =>
  transact(Object.create(db, { $deliver: { value: () => {} } }) as TenantDb, work);
const by = (label: string) => ({ kind: 'SIGNED_IN', subject: null, actor: { ...SOMEBODY, label } }) as const;
/** Who did what the tenant is told of, in the order in which it is told. */
const toldOf = async (db: TenantDb) =>
  (await rig.events(db, '', TENANT_TOPIC)).map((event) => (event.actor as { label: string }).label);

describe('Redis', () => {
  it('emptied while jobs wait, run and are delayed: all finish, each effect once', async () => {
    const db = await rig.newTenant();
    await steadily(db, 40, 300);
    await steadily(db, 5, 10, new Date(Date.now() + 1_500));
    await until(async () => (await db.job.count({ where: { state: 'ACTIVE' } })) === 4);
    await rig.redis.flushall();
    await allDone(db, 45);
    await expectEffects(db, 45);
  });

  it('away while a job is asked for: the transaction succeeds, and the job runs when it is back', async () => {
    const db = await rig.newTenant();
    await rig.redis.shutdown('NOSAVE').catch(() => {}); // it hangs up instead of answering
    await until(() => rig.redis.status !== 'ready');
    await steadily(db, 5, 10);
    expect(await db.job.count({ where: { state: 'QUEUED' } })).toBe(5);
    await services.restartRedis();
    await allDone(db, 5);
    await expectEffects(db, 5);
  });

  it('back again: what another process could not tell meanwhile comes before what is written now', async () => {
    const db = await rig.newTenant();
    await services.restartRedis();
    await undelivered(db, (tx) => recordEvent(tx, by('other')));
    await until(() => rig.redis.status === 'ready');
    for (const label of ['first', 'second']) await transact(db, (tx) => recordEvent(tx, by(label)));
    await until(async () => (await db.outboxEntry.count()) === 0);
    expect(await toldOf(db)).toEqual(['other', 'first', 'second']);
  });

  it('restarted empty under running jobs: all finish, each effect once, and the stream tells the end', async () => {
    const db = await rig.newTenant();
    const jobs = await steadily(db, 8, 500);
    await until(async () => (await db.job.count({ where: { state: 'ACTIVE' } })) === 4);
    await services.restartRedis({ keepData: false });
    await allDone(db, 8);
    await expectEffects(db, 8);
    for (const { id } of jobs) {
      await until(async () => (await rig.events(db, id).catch(() => [])).at(-1)?.type === 'JobFinished');
    }
  });
});

describe('PostgreSQL', () => {
  it('restarted under running jobs: all finish, each effect once', async () => {
    const db = await rig.newTenant();
    await steadily(db, 12, 800);
    await until(async () => (await db.job.count({ where: { state: 'ACTIVE' } })) === 4);
    await services.restartPostgres();
    await allDone(db, 12);
    await expectEffects(db, 12);
  });
});

describe('a process that dies between its commit and the delivery', () => {
  it('leaves a job that runs all the same, its events in order', async () => {
    const db = await rig.newTenant();
    const [job] = await undelivered(db, (tx) => enqueueJobs(tx, Steady, [{ payload: { ms: 1 } }], asked));
    await rig.reach(db, job!.id, 'SUCCEEDED');
    expect(await rig.statesOf(db, job!.id)).toEqual(['QUEUED', 'ACTIVE', 'SUCCEEDED']);
    await expectEffects(db, 1);
  });

  it('leaves a job that tells nothing before what was told of its beginning', async () => {
    const db = await rig.newTenant();
    await undelivered(db, async (tx) => {
      await recordEvent(tx, by('asker'));
      await enqueueJobs(tx, Telling, [{ payload: { ms: 1 } }], asked);
    });
    await until(async () => (await toldOf(db).catch(() => [])).length === 2);
    expect(await toldOf(db)).toEqual(['asker', 'job']);
  });

  it('leaves an event that is delivered once, also when it had been delivered but not deleted', async () => {
    const db = await rig.newTenant();
    const event = { kind: 'SIGNED_IN', subject: null, actor: SOMEBODY } as const;
    await undelivered(db, (tx) => recordEvent(tx, event));
    const [row] = await db.outboxEntry.findMany();
    await rig.stream.append(db.$tenantId, TENANT_TOPIC, row!.body as never, { dedupeId: `outbox-${row!.id}` });
    expect(await rig.events(db, '', TENANT_TOPIC)).toHaveLength(1);
    await until(async () => (await db.outboxEntry.count()) === 0);
    expect(await rig.events(db, '', TENANT_TOPIC)).toHaveLength(1);
  });

  it('leaves a job in the queue and in the outbox: it runs once', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Steady, { ms: 1 }, asked);
    await rig.reach(db, job.id, 'SUCCEEDED');
    const again: OutboxMessage = { kind: 'JOB', target: Steady.kind, body: { jobId: job.id } };
    await db.outboxEntry.create({ data: { tenantId: db.$tenantId, ...again } });
    await until(async () => (await db.outboxEntry.count()) === 0);
    await expectEffects(db, 1);
    expect(await db.jobAttempt.count()).toBe(1);
  });

  it('in the middle of a job leaves its events to the next, which tells them first', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Steady, { ms: 400 }, asked);
    await rig.reach(db, job.id, 'ACTIVE');
    const lost = { type: 'JobStateChanged', from: 'QUEUED', to: 'ACTIVE', attempt: 99 };
    const message: OutboxMessage = { kind: 'EVENT', target: jobTopic(job.id), body: lost };
    await db.outboxEntry.create({ data: { tenantId: db.$tenantId, ...message } });
    await rig.reach(db, job.id, 'SUCCEEDED');
    const events = await rig.events(db, job.id);
    expect(events.filter(({ attempt }) => attempt === 99)).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'JobFinished' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { explain } from '../../../bench/operations/explain.js';
import type { TenantDb } from '../../../src/db/tenant.js';
import { begin } from '../../../src/jobs/begin.js';
import { defineJob, handleJob } from '../../../src/jobs/define-job.js';
import { replayDeadLetter } from '../../../src/modules/operations/dead-letter.service.js';
import { startJob } from '../../../src/modules/operations/job.service.js';
import { cancelJob, retryJob } from '../../../src/modules/operations/job-control.service.js';
import { listQueues, pauseQueue, resumeQueue } from '../../../src/modules/operations/queue.service.js';
import { countStates, endedLately, endedLatelyQuery } from '../../../src/modules/operations/queue.sql.js';
import { Rig, SOMEBODY, until } from '../../jobs/rig.js';

const shape = {
  description: 'A job of a test.',
  result: z.null(),
  stages: ['working'],
  retry: { attempts: 1, backoffMs: 20 },
  timeoutMs: 20_000,
  concurrency: 5,
  tenantWindow: 5,
} as const;
const Work = defineJob({
  ...shape,
  kind: 'test.work',
  payload: z.object({ fails: z.boolean().default(false), waitsForMs: z.number().default(0) }),
});
const Other = defineJob({ ...Work, kind: 'test.other' });
const work = handleJob({
  definition: Work,
  async run({ fails, waitsForMs }) {
    if (fails) throw new Error('secret text of a driver');
    if (waitsForMs > 0) await new Promise((resolve) => setTimeout(resolve, waitsForMs));
    return null;
  },
  async apply(tx, _result, _payload, { jobId }) {
    await tx.counter.create({ data: { tenantId: tx.$tenantId, name: jobId, value: 1 } });
  },
});
const other = handleJob({ ...work, definition: Other });

const asked = { requestedBy: SOMEBODY };
const control = { actor: SOMEBODY };
const definitions = [Work, Other];
const plain = { fails: false, waitsForMs: 0 };
let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open([work, other]);
  rig.startWorker();
});
afterAll(() => rig[Symbol.asyncDispose]());

const queueOf = async (db: TenantDb) => (await listQueues(db, definitions, rig.jobs.queues))[0]!;

/** What the sums say must be what counting says. */
async function expectSumsToBeRight(db: TenantDb): Promise<void> {
  const counted = await rig.asOwner<{ kind: string; state: string; count: number }>(
    `SELECT "kind", "state"::text AS "state", count(*)::int AS "count" FROM "Job" WHERE "tenantId" = $1 GROUP BY 1, 2
     UNION ALL SELECT "kind", 'DEAD_LETTER', count(*)::int FROM "DeadLetter"
       WHERE "tenantId" = $1 AND "replayedAt" IS NULL AND "discardedAt" IS NULL GROUP BY 1`,
    [db.$tenantId],
  );
  const sorted = (rows: readonly { kind: string; state: string; count: number }[]) =>
    rows.map(({ kind, state, count }) => `${kind} ${state} ${count}`).sort();
  expect(sorted(await countStates(db))).toEqual(sorted(counted));
}

describe('queues', () => {
  it("count the tenant's own jobs only", async () => {
    const [db, foreign] = [await rig.newTenant(), await rig.newTenant()];
    const later = new Date(Date.now() + 3_600_000);
    await startJob(db, Work, plain, { ...asked, runAt: later });
    const failed = await startJob(db, Work, { ...plain, fails: true }, asked);
    const dead = await rig.reach(db, failed.id, 'DEAD');

    expect(dead).toMatchObject({ errorCode: 'INTERNAL', errorMessage: 'The job failed unexpectedly.' });
    expect(await queueOf(db)).toMatchObject({
      name: 'test.work',
      isPaused: false,
      counts: { waiting: 0, active: 0, delayed: 1, failed: 1 },
      oldestWaitingMs: null,
    });
    expect((await queueOf(foreign)).counts).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  });

  it('keep exact sums through every way a job can take, folded or not', async () => {
    const db = await rig.newTenant();
    const [done, dead, cancelled] = [
      await startJob(db, Work, plain, asked),
      await startJob(db, Work, { ...plain, fails: true }, asked),
      await startJob(db, Work, plain, { ...asked, runAt: new Date(Date.now() + 60_000) }),
    ];
    await rig.reach(db, done.id, 'SUCCEEDED');
    await rig.reach(db, dead.id, 'DEAD');
    await cancelJob(db, cancelled.id, { ...control, definitions });
    await rig.reach(db, cancelled.id, 'CANCELLED');
    await expectSumsToBeRight(db);
    const letter = await db.deadLetter.findFirstOrThrow();
    await replayDeadLetter(db, letter.id, { ...control, definitions });
    await until(async () => (await db.deadLetter.count({ where: { replayedAt: null } })) === 1);
    await expectSumsToBeRight(db);
    await retryJob(db, dead.id, { ...control, definitions });
    expect(await rig.finder.foldJobDeltas(1)).toBeGreaterThan(0);
    await rig.reach(db, dead.id, 'DEAD');
    await until(async () => (await db.deadLetter.count({ where: { replayedAt: null } })) === 1);
    await expectSumsToBeRight(db);
    await rig.asOwner('DELETE FROM "Job" WHERE "id" = $1', [dead.id]);
    await expectSumsToBeRight(db);
    await Promise.all([rig.finder.foldJobDeltas(1), rig.finder.foldJobDeltas(1), rig.finder.foldJobDeltas(1)]);
    await expectSumsToBeRight(db);
    expect(await db.jobDelta.count()).toBe(0);
  });

  it('tell what ended lately from what was counted when it ended', async () => {
    const db = await rig.newTenant();
    const jobs = await Promise.all([false, false, true].map((fails) => startJob(db, Work, { ...plain, fails }, asked)));
    await Promise.all(jobs.map(({ id }) => rig.reach(db, id, 'SUCCEEDED', 'DEAD')));
    const [five] = (await queueOf(db)).throughput;
    expect(five).toMatchObject({ minutes: 5, succeeded: 2, failed: 1 });
    expect(five?.perMinute).toBeGreaterThan(0);
    await rig.finder.foldJobDeltas(1);
    await rig.asOwner(`UPDATE "JobThroughput" SET "minute" = "minute" - interval '20 minutes' WHERE "tenantId" = $1`, [
      db.$tenantId,
    ]);
    expect((await queueOf(db)).throughput).toMatchObject([
      { minutes: 5, succeeded: 0, failed: 0, perMinute: 0 },
      { minutes: 60, succeeded: 2, failed: 1 },
    ]);
    expect((await endedLately(db, [Work.kind], 60)).map(({ state, count }) => [state, count]).sort()).toEqual([
      ['DEAD', 1],
      ['SUCCEEDED', 2],
    ]);
  });

  it('read the last hour of a kind alone, however long jobs have been counted', async () => {
    const db = await rig.newTenant();
    await rig.asOwner(
      `INSERT INTO "JobThroughput" ("tenantId", "kind", "minute", "state", "count", "ranMs")
       SELECT $1, kind, date_trunc('minute', now()) - n * interval '1 minute', 'SUCCEEDED', 1, 1
       FROM generate_series(0, 4999) n, unnest(ARRAY['a.kind', $2, 'z.kind']) kind`,
      [db.$tenantId, Work.kind],
    );
    await rig.asOwner('ANALYZE "JobThroughput"');
    const read = await endedLately(db, [Work.kind], 60);
    expect([59, 60]).toContain(read.length); // a minute may begin in between
    expect(new Set(read.map(({ kind }) => kind))).toEqual(new Set([Work.kind]));
    for (const planned of ['CUSTOM', 'GENERIC'] as const) {
      const query = endedLatelyQuery([Work.kind, Other.kind], 60);
      const { rowsRead } = await explain(rig.urls.databaseUrl, db.$tenantId, query, planned);
      expect(rowsRead).toBeLessThanOrEqual(500);
    }
  });
});

describe('a queue that a tenant has paused', () => {
  it('accepts jobs and hands none over, and goes on where it stopped; nobody else notices', async () => {
    const [db, foreign] = [await rig.newTenant(), await rig.newTenant()];
    const running = await startJob(db, Work, { ...plain, waitsForMs: 400 }, asked);
    await rig.reach(db, running.id, 'ACTIVE');
    await pauseQueue(db, Work.kind, 'the model is down', control);
    const waiting = await Promise.all([1, 2, 3].map(() => startJob(db, Work, plain, asked)));
    const beside = await startJob(db, Other, plain, asked);
    const theirs = await startJob(foreign, Work, plain, asked);

    await rig.reach(db, running.id, 'SUCCEEDED');
    await rig.reach(db, beside.id, 'SUCCEEDED');
    await rig.reach(foreign, theirs.id, 'SUCCEEDED');
    await rig.jobs.relay.sweep();
    expect(await queueOf(db)).toMatchObject({
      isPaused: true,
      pause: { byLabel: SOMEBODY.label, reason: 'the model is down' },
      counts: { waiting: 3, active: 0 },
    });
    expect((await queueOf(db)).oldestWaitingMs).toBeGreaterThanOrEqual(0);
    expect((await queueOf(foreign)).isPaused).toBe(false);
    expect(await db.job.count({ where: { state: 'QUEUED', attempt: 0, handedOverAt: null } })).toBe(3);

    await resumeQueue(db, Work.kind, control);
    for (const { id } of waiting) await rig.reach(db, id, 'SUCCEEDED');
    expect(await db.counter.count()).toBe(5);
    const kinds = (await db.tenantEvent.findMany({ orderBy: { at: 'asc' } })).map(({ kind }) => kind);
    expect(kinds).toEqual(['QUEUE_PAUSED', 'QUEUE_RESUMED']);
  });

  it('does not start what already lay in Redis, and keeps it in its place', async () => {
    const db = await rig.newTenant();
    await rig.jobs.queues.pause(Work.kind); // so that the entries lie where a pause finds them
    const jobs = await Promise.all([1, 2, 3].map(() => startJob(db, Work, plain, asked)));
    await until(async () => (await db.job.count({ where: { handedOverAt: { not: null } } })) === 3);
    await pauseQueue(db, Work.kind, null, control);
    await rig.jobs.queues.resume(Work.kind);
    await until(async () => (await db.job.count({ where: { handedOverAt: null } })) === 3);
    expect(await db.job.count({ where: { state: 'QUEUED', attempt: 0 } })).toBe(3);
    expect(await db.outboxEntry.count({ where: { kind: 'JOB' } })).toBe(3);
    await resumeQueue(db, Work.kind, control);
    for (const { id } of jobs) expect((await rig.reach(db, id, 'SUCCEEDED')).attempt).toBe(1);
  });

  it('loses no entry when it goes on between two looks of a worker', async () => {
    const db = await rig.newTenant();
    await rig.jobs.queues.pause(Work.kind); // so that no worker of the rig takes it
    const job = await startJob(db, Work, plain, asked);
    await until(async () => (await db.job.count({ where: { handedOverAt: { not: null } } })) === 1);
    const { handedOverAt } = await db.job.findFirstOrThrow({ where: { id: job.id } });
    const entry = { tenantId: db.$tenantId, jobId: job.id, turn: handedOverAt?.getTime() ?? 0 };
    await pauseQueue(db, Work.kind, null, control);
    const resumedInBetween: TenantDb = Object.create(db, {
      $transaction: {
        value: async (run: Parameters<TenantDb['$transaction']>[0]) => {
          await resumeQueue(db, Work.kind, control);
          return db.$transaction(run);
        },
      },
    });
    const begun = await begin(resumedInBetween, work, entry, { workerId: 'between', silenceMs: 1_000 });
    expect(begun).toMatchObject({ kind: 'BEGUN', attempt: { id: job.id, attempt: 1 }, wasStalled: false });
    await rig.jobs.queues.resume(Work.kind);
    await rig.reach(db, job.id, 'DEAD'); // its only attempt was begun here, where nobody works on it
  });

  it('leaves what it holds back out of how long jobs of the kind have waited, and nothing else', async () => {
    const [pausing, waiting] = [await rig.newTenant(), await rig.newTenant()];
    const kind = 'test.nobody';
    const jobs: [TenantDb, string][] = [
      [pausing, '2 hours'],
      [waiting, '10 minutes'],
      [waiting, '1 minute'],
    ];
    for (const [{ $tenantId }, ago] of jobs) {
      await rig.asOwner(
        `INSERT INTO "Job" ("id", "tenantId", "kind", "state", "payload", "maxAttempts", "requestedByKind", "requestedByLabel", "queuedAt")
         VALUES (gen_random_uuid(), $1, $2, 'QUEUED', '{}', 1, 'SYSTEM', 'test', now() - $3::interval)`,
        [$tenantId, kind, ago],
      );
    }
    const told = async () => (await rig.finder.jobCounts()).find((row) => row.kind === kind);
    const minutes = async () => Math.floor(((await told())?.oldestSeconds ?? 0) / 60);
    expect(await minutes()).toBe(120);
    await pauseQueue(pausing, kind, null, control);
    expect(await minutes()).toBe(10);
    expect(await told()).toMatchObject({ state: 'QUEUED', count: 3 });
    await pauseQueue(waiting, kind, null, control);
    expect(await told()).toMatchObject({ count: 3, oldestSeconds: 0 });
  });

  it('stays paused for workers that start later, and a waiting job of it can be cancelled', async () => {
    const db = await rig.newTenant();
    await pauseQueue(db, Work.kind, null, control);
    await pauseQueue(db, Work.kind, 'again', control); // changes nothing
    const job = await startJob(db, Work, plain, asked);
    await rig.startWorker('late').close();
    expect((await db.job.findFirstOrThrow({ where: { id: job.id } })).state).toBe('QUEUED');
    await cancelJob(db, job.id, { ...control, definitions });
    await rig.reach(db, job.id, 'CANCELLED');
    expect((await queueOf(db)).pause?.reason).toBeNull();
    expect(await db.tenantEvent.count({ where: { kind: 'QUEUE_PAUSED' } })).toBe(1);
  });
});

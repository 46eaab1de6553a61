import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rowRights } from '../../../src/db/row-rights.js';
import type { TenantDb } from '../../../src/db/tenant.js';
import { IdempotencyMismatch, InvalidInput } from '../../../src/errors.js';
import type { JobState } from '../../../src/generated/prisma/enums.js';
import { previewBulkAction, startBulkAction } from '../../../src/modules/operations/bulk-action.service.js';
import { discardDeadLetter } from '../../../src/modules/operations/dead-letter.service.js';
import { countDeadLetters } from '../../../src/modules/operations/dead-letter.sql.js';
import { cancelJob } from '../../../src/modules/operations/job-control.service.js';
import { pauseQueue } from '../../../src/modules/operations/queue.service.js';
import { Steady } from '../../jobs/crash-kinds.js';
import { Rig, SOMEBODY, until } from '../../jobs/rig.js';
import { BULK_HANDLERS } from './bulk-kinds.js';

const FIXTURE = fileURLToPath(new URL('./bulk-kinds.ts', import.meta.url));
const control = { actor: SOMEBODY };
const by = { actor: SOMEBODY, requestId: 'bulk-request' };

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open(BULK_HANDLERS);
  rig.jobs.relay.start();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** A tenant with jobs in a state, none of which any worker takes: the kind is paused. */
async function tenantWith(count: number, state: JobState): Promise<TenantDb> {
  const db = await rig.newTenant();
  await pauseQueue(db, Steady.kind, null, control);
  const ended = state === 'DEAD' ? `now() - interval '1 minute'` : 'NULL';
  await rig.asOwner(
    `INSERT INTO "Job" ("id", "tenantId", "kind", "state", "payload", "attempt", "maxAttempts", "requestedByKind", "requestedByLabel",
       "queuedAt", "startedAt", "finishedAt", "errorCode")
     SELECT gen_random_uuid(), $1, $2, $3::"JobState", '{"ms":1}', 1, 1, 'SYSTEM', 'test', now() - n * interval '1 second',
       now(), ${ended}, 'CODE_' || n % 2 FROM generate_series(1, $4::int) n`,
    [db.$tenantId, Steady.kind, state, count],
  );
  if (state === 'DEAD') {
    await rig.asOwner(
      `INSERT INTO "DeadLetter" ("id", "tenantId", "jobId", "kind", "reason", "errorCode", "createdAt")
       SELECT gen_random_uuid(), "tenantId", "id", "kind", 'It failed.', "errorCode", now() - interval '1 minute' FROM "Job" WHERE "tenantId" = $1`,
      [db.$tenantId],
    );
  }
  return db;
}

/** Starts an action that finds something. */
async function begin(db: TenantDb, target: Parameters<typeof startBulkAction>[1]['target']) {
  const { job, matched } = await startBulkAction(db, { ...by, target });
  if (!job) throw new Error('Nothing matched');
  return { job, matched };
}

const retry = { of: 'JOBS', action: 'RETRY', criteria: { kinds: [Steady.kind] } } as const;

describe('an action on many', () => {
  it('says beforehand what it would meet, and changes nothing', async () => {
    const db = await tenantWith(30, 'DEAD');
    const preview = await previewBulkAction(db, retry);
    expect(preview.matched).toBe(30);
    expect(preview.sampleIds).toHaveLength(10);
    const one = { ...retry, criteria: { ...retry.criteria, errorCodes: ['CODE_1'] } };
    expect((await previewBulkAction(db, one)).matched).toBe(15);
    const cancel = { of: 'JOBS', action: 'CANCEL', criteria: { kinds: [Steady.kind] } } as const;
    expect((await previewBulkAction(db, cancel)).matched).toBe(0);
    expect(await db.job.count({ where: { state: 'DEAD' } })).toBe(30);
    expect(await db.tenantEvent.count({ where: { kind: 'BULK_ACTION_STARTED' } })).toBe(0);
    const foreign = await rig.newTenant();
    expect(await previewBulkAction(foreign, retry)).toEqual({ matched: 0, sampleIds: [] });
  });

  it('refuses a filter without a condition, and a key with another request', async () => {
    const db = await tenantWith(1, 'DEAD');
    const everything = { of: 'JOBS', action: 'RETRY', criteria: {} } as const;
    await expect(startBulkAction(db, { ...by, target: everything })).rejects.toThrow(InvalidInput);
    const key = randomUUID();
    const first = await startBulkAction(db, { ...by, target: retry, idempotencyKey: key });
    const second = await startBulkAction(db, { ...by, target: retry, idempotencyKey: key });
    expect(second.job?.id).toBe(first.job?.id);
    const other = { ...retry, criteria: { kinds: ['other.kind'] } };
    await expect(startBulkAction(db, { ...by, target: other, idempotencyKey: key })).rejects.toThrow(
      IdempotencyMismatch,
    );
    await cancelJob(db, first.job?.id ?? '', control);
    const nothing = { ...retry, criteria: { kinds: ['no.such'] } };
    expect(await startBulkAction(db, { ...by, target: nothing, idempotencyKey: randomUUID() })).toEqual({
      job: null,
      matched: 0,
    });
  });

  it('meets what whoever asked for it sees, and nothing else', async () => {
    const db = await tenantWith(10, 'DEAD');
    const hidden = randomUUID();
    await rig.asOwner(
      `UPDATE "Job" SET "projectId" = $2 WHERE "id" IN (SELECT "id" FROM "Job" WHERE "tenantId" = $1 LIMIT 4)`,
      [db.$tenantId, hidden],
    );
    const { job, matched } = await begin(db.$withRights(rowRights({ hiddenProjects: [hidden] }, {})), retry);
    expect(matched).toBe(6);
    const worker = rig.startWorker('bound');
    await rig.reach(db, job.id, 'SUCCEEDED');
    await worker.close();
    expect(await db.job.count({ where: { kind: Steady.kind, state: 'DEAD', projectId: hidden } })).toBe(4);
    expect(await db.job.count({ where: { kind: Steady.kind, state: 'QUEUED' } })).toBe(6);
  });

  it('goes on where it was after kill -9, does everything once, and counts what refused', async () => {
    const db = await tenantWith(120, 'DEAD');
    // One whole cannot be retried, only its parts: it refuses.
    await rig.asOwner(
      `UPDATE "Job" SET "attempt" = 0 WHERE "id" = (SELECT "id" FROM "Job" WHERE "tenantId" = $1 ORDER BY "queuedAt" LIMIT 1)`,
      [db.$tenantId],
    );
    const start = async (name: string) => {
      const child = spawn(process.execPath, ['--import', 'tsx', FIXTURE, JSON.stringify(rig.urls), name], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      return child;
    };
    const { job } = await begin(db, retry);
    const victim = await start('victim');
    try {
      await until(async () => ((await db.bulkRun.findFirst({ where: { jobId: job.id } }))?.processed ?? 0) >= 25);
    } finally {
      victim.kill('SIGKILL');
    }
    const before = await db.bulkRun.findFirstOrThrow({ where: { jobId: job.id } });
    expect(before.processed).toBeLessThan(120);
    const heir = rig.startWorker('heir');
    await rig.reach(db, job.id, 'SUCCEEDED');
    await heir.close();

    expect(await db.bulkRun.findFirstOrThrow({ where: { jobId: job.id } })).toMatchObject({
      matched: 120,
      processed: 120,
      done: 119,
      skipped: 1,
      refusals: [{ code: 'INVALID_STATE', count: 1, message: expect.stringContaining('part') }],
    });
    expect(await db.job.count({ where: { kind: Steady.kind, state: 'QUEUED' } })).toBe(119);
    const events = await db.tenantEvent.groupBy({ by: ['kind'], _count: true });
    expect(Object.fromEntries(events.map(({ kind, _count }) => [kind, _count]))).toMatchObject({
      JOB_RETRIED: 119,
      BULK_ACTION_STARTED: 1,
      BULK_ACTION_FINISHED: 1,
    });
    expect(await db.jobLog.count({ where: { jobId: job.id, level: 'WARN' } })).toBe(1);
  });

  it('cancels what waits, and can be cancelled itself', async () => {
    const db = await tenantWith(40, 'QUEUED');
    const target = { of: 'JOBS', action: 'CANCEL', criteria: { kinds: [Steady.kind] } } as const;
    const stopped = await begin(db, target);
    await cancelJob(db, stopped.job.id, control);
    await rig.reach(db, stopped.job.id, 'CANCELLED');
    expect(await db.job.count({ where: { kind: Steady.kind, state: 'QUEUED' } })).toBe(40);
    const worker = rig.startWorker('canceller');
    const { job } = await begin(db, target);
    await rig.reach(db, job.id, 'SUCCEEDED');
    await until(async () => (await db.job.count({ where: { kind: Steady.kind, state: 'CANCELLED' } })) === 40);
    await worker.close();
  });

  it('ends at the moment it was asked for by the clock of the database, and so before itself', async () => {
    const db = await tenantWith(5, 'QUEUED');
    const target = { of: 'JOBS', action: 'CANCEL', criteria: { states: ['QUEUED', 'ACTIVE'] } } as const;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
    const { job, matched } = await begin(db, target).finally(() => vi.useRealTimers());
    expect(matched).toBe(5);
    expect(job.payload).toMatchObject({ before: job.queuedAt.toISOString() });
    const worker = rig.startWorker('punctual');
    await rig.reach(db, job.id, 'SUCCEEDED');
    await worker.close();
    expect(await db.bulkRun.findFirstOrThrow({ where: { jobId: job.id } })).toMatchObject({ processed: 5, done: 5 });
  });
});

describe('dead letters', () => {
  it('are discarded one by one, and replayed or discarded by filter', async () => {
    const db = await tenantWith(12, 'DEAD');
    const letter = await db.deadLetter.findFirstOrThrow({ where: { errorCode: 'CODE_0' } });
    expect(await discardDeadLetter(db, letter.id, control)).toMatchObject({ discardedAt: expect.any(Date) });
    await expect(discardDeadLetter(db, letter.id, control)).rejects.toThrow('discarded before');
    const foreign = await rig.newTenant();
    await expect(discardDeadLetter(foreign, letter.id, control)).rejects.toThrow('was not found');

    const worker = rig.startWorker('letters');
    const of = 'LETTERS' as const;
    const replay = { of, action: 'REPLAY', criteria: { errorCodes: ['CODE_0'] } } as const;
    const replayed = await begin(db, replay);
    expect(replayed.matched).toBe(5);
    await rig.reach(db, replayed.job.id, 'SUCCEEDED');
    const discarded = await begin(db, { of, action: 'DISCARD', criteria: { kinds: [Steady.kind] } });
    await rig.reach(db, discarded.job.id, 'SUCCEEDED');
    await worker.close();
    const counts = await Promise.all(
      (['OPEN', 'REPLAYED', 'DISCARDED'] as const).map((state) => countDeadLetters(db, { states: [state] }, 100)),
    );
    expect(counts).toEqual([0, 5, 7]);
    expect(await db.job.count({ where: { kind: Steady.kind, state: 'QUEUED' } })).toBe(5);
    expect(await db.job.count({ where: { kind: Steady.kind, state: 'DEAD' } })).toBe(7);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { transact } from '../../src/db/transaction.js';
import { InvalidState, NotFound } from '../../src/errors.js';
import { defineJob, handleJob } from '../../src/jobs/define-job.js';
import { endCoordinator, openCoordinator } from '../../src/modules/operations/coordinator.service.js';
import { enqueueJob, startJob } from '../../src/modules/operations/job.service.js';
import { cancelJob, retryJob } from '../../src/modules/operations/job-control.service.js';
import { availableJobTransitions } from '../../src/modules/operations/job-states.js';
import { Rig, SOMEBODY, until } from './rig.js';

const shape = { description: 'A job of a test.', stages: ['working'], timeoutMs: 20_000, tenantWindow: 2 } as const;

/** Runs until it is told to stop. */
const Endless = defineJob({
  ...shape,
  kind: 'test.endless',
  payload: z.object({ deaf: z.boolean().default(false) }),
  result: z.null(),
  retry: { attempts: 2, backoffMs: 20 },
  concurrency: 2,
});
/** The same, and has to tidy up when it ends. */
const Tidy = defineJob({ ...Endless, kind: 'test.tidy', payload: z.object({ parentId: z.uuid().nullable() }) });
const Hasty = defineJob({ ...Endless, kind: 'test.hasty', timeoutMs: 100, cancelsAtOnce: true });

const untilAborted = (signal: AbortSignal) =>
  new Promise<null>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
const seen: string[] = [];
const endless = handleJob({
  definition: Endless,
  run: ({ deaf }, { signal }) => (deaf ? new Promise<null>(() => {}) : untilAborted(signal)),
});
const hasty = handleJob({
  definition: Hasty,
  async run(_, { signal }) {
    signal.addEventListener('abort', () => seen.push((signal.reason as { code: string }).code));
    return untilAborted(signal);
  },
});
const tidy = handleJob({
  definition: Tidy,
  run: (_, { signal }) => untilAborted(signal),
  async onGiveUp(tx, { state, code, message }, { parentId }, jobId) {
    await tx.counter.create({ data: { tenantId: tx.$tenantId, name: `${jobId} ${state}`, value: 1 } });
    if (parentId) await endCoordinator(tx, parentId, { state: 'CANCELLED', code, message });
  },
});

const by = { actor: SOMEBODY };
const definitions = [Endless, Tidy, Hasty];
const control = { actor: SOMEBODY, definitions };
let rig: Rig;
/** Another process of the same installation, without a worker. */
let elsewhere: Rig;
beforeAll(async () => {
  rig = await Rig.open([endless, tidy, hasty]);
  elsewhere = await Rig.open([endless, tidy, hasty], { urls: rig.urls });
  rig.startWorker();
});
afterAll(() => Promise.all([rig[Symbol.asyncDispose](), elsewhere[Symbol.asyncDispose]()]));

describe('cancelling', () => {
  it('reaches a handler that runs in another process', async () => {
    const db = await rig.newTenant();
    const there = elsewhere.tenants.for(db.$tenantId);
    const job = await startJob(there, Endless, { deaf: false }, { requestedBy: SOMEBODY });
    await rig.reach(db, job.id, 'ACTIVE');

    expect((await cancelJob(there, job.id, control)).state).toBe('CANCELLING');

    const cancelled = await rig.reach(db, job.id, 'CANCELLED');
    expect(cancelled).toMatchObject({ errorCode: 'CANCELLED', attempt: 1 });
    expect(availableJobTransitions(cancelled)).toEqual([]);
    expect(await rig.statesOf(db, job.id)).toEqual(['QUEUED', 'ACTIVE', 'CANCELLING', 'CANCELLED']);
    expect((await rig.events(db, job.id)).at(-1)).toMatchObject({ type: 'JobFinished', state: 'CANCELLED' });
    expect(await db.jobAttempt.findMany()).toMatchObject([{ state: 'CANCELLED' }]);
  });

  it('reaches it by the heartbeat when the signal is lost', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Endless, { deaf: false }, { requestedBy: SOMEBODY });
    await rig.reach(db, job.id, 'ACTIVE');
    await rig.asOwner(`UPDATE "Job" SET "state" = 'CANCELLING' WHERE "id" = $1`, [job.id]);
    await rig.reach(db, job.id, 'CANCELLED');
  });

  it('does not wait for a handler that does not listen', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Endless, { deaf: true }, { requestedBy: SOMEBODY });
    await rig.reach(db, job.id, 'ACTIVE');
    await cancelJob(db, job.id, control);
    await rig.reach(db, job.id, 'CANCELLED');
  });

  it('ends a waiting job through a worker, so that its handler can tidy up in the same transaction', async () => {
    const db = await rig.newTenant();
    const later = new Date(Date.now() + 3_600_000);
    const job = await startJob(db, Tidy, { parentId: null }, { requestedBy: SOMEBODY, runAt: later });
    expect((await cancelJob(db, job.id, control)).state).toBe('CANCELLING');
    await rig.reach(db, job.id, 'CANCELLED');
    expect(await db.counter.findMany()).toMatchObject([{ name: `${job.id} CANCELLED` }]);
    expect(await rig.statesOf(db, job.id)).toEqual(['CANCELLING', 'CANCELLED']);
  });

  it('ends a waiting job at once when nothing depends on it', async () => {
    const db = await rig.newTenant();
    const later = new Date(Date.now() + 3_600_000);
    const job = await startJob(db, Hasty, { deaf: false }, { requestedBy: SOMEBODY, runAt: later });
    expect((await cancelJob(db, job.id, control)).state).toBe('CANCELLED');
    expect((await cancelJob(db, job.id, control)).state).toBe('CANCELLED');
    expect(await rig.events(db, job.id)).toMatchObject([{ to: 'CANCELLED' }, { type: 'JobFinished' }]);
  });

  it('of a coordinator cancels its parts, and the last part ends the whole', async () => {
    const db = await rig.newTenant();
    const parent = await transact(db, async (tx) => {
      const opened = await openCoordinator(tx, { kind: 'test.chain', payload: {} }, { requestedBy: SOMEBODY });
      await enqueueJob(tx, Tidy, { parentId: opened.id }, { requestedBy: SOMEBODY, parentId: opened.id });
      return opened;
    });
    const part = await db.job.findFirstOrThrow({ where: { parentId: parent.id } });
    await rig.reach(db, part.id, 'ACTIVE');
    expect((await cancelJob(db, parent.id, control)).state).toBe('CANCELLING');
    await rig.reach(db, part.id, 'CANCELLED');
    await rig.reach(db, parent.id, 'CANCELLED');
    expect(await rig.statesOf(db, parent.id)).toEqual(['ACTIVE', 'CANCELLING', 'CANCELLED']);
  });

  it('finds nothing of another tenant', async () => {
    const [db, other] = [await rig.newTenant(), await rig.newTenant()];
    const later = new Date(Date.now() + 3_600_000);
    const job = await startJob(db, Endless, { deaf: false }, { requestedBy: SOMEBODY, runAt: later });
    await expect(cancelJob(other, job.id, by)).rejects.toThrow(NotFound);
    await expect(retryJob(other, job.id, by)).rejects.toThrow(NotFound);
    expect((await db.job.findFirstOrThrow()).state).toBe('SCHEDULED');
  });
});

describe('a job that takes too long', () => {
  it('is stopped with TIMEOUT, tried again, and gives up', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Hasty, { deaf: false }, { requestedBy: SOMEBODY });
    const dead = await rig.reach(db, job.id, 'DEAD');
    expect(dead).toMatchObject({ errorCode: 'TIMEOUT', attempt: 2 });
    expect(seen).toEqual(['TIMEOUT', 'TIMEOUT']);
    expect(availableJobTransitions(dead)).toEqual(['RETRY']);
    await expect(cancelJob(db, job.id, control)).rejects.toThrow(InvalidState);
  });

  it('can be retried by hand, with the attempts its kind has', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Hasty, { deaf: false }, { requestedBy: SOMEBODY });
    await rig.reach(db, job.id, 'DEAD');
    const retried = await retryJob(db, job.id, control);
    expect(retried).toMatchObject({ state: 'QUEUED', maxAttempts: 4, errorCode: null, finishedAt: null });
    await until(async () => (await db.job.findFirstOrThrow()).attempt === 4);
    await rig.reach(db, job.id, 'DEAD');
    await expect(retryJob(db, job.id, { ...control, expectedVersion: 1 })).rejects.toThrow('changed');
  });
});

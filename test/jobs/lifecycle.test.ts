import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { transact } from '../../src/db/transaction.js';
import { defineJob, handleJob, PermanentJobError, TemporaryJobError } from '../../src/jobs/define-job.js';
import { replayDeadLetter } from '../../src/modules/operations/dead-letter.service.js';
import { startJob } from '../../src/modules/operations/job.service.js';
import { TENANT_TOPIC } from '../../src/realtime/topic.js';
import { Rig, SOMEBODY } from './rig.js';

const Work = defineJob({
  kind: 'test.work',
  description: 'Fails as often as it is told to, then writes its effect.',
  payload: z.object({ key: z.string(), failures: z.number().default(0), permanent: z.boolean().default(false) }),
  result: z.object({ attempt: z.number() }),
  stages: ['working'],
  retry: { attempts: 3, backoffMs: 20 },
  timeoutMs: 20_000,
  concurrency: 5,
  tenantWindow: 10,
});

const work = handleJob({
  definition: Work,
  async run({ failures, permanent }, run) {
    await run.progress({ stage: 'working', percent: 50, counters: { attempt: run.attempt } });
    run.log.info(`attempt ${run.attempt}`);
    if (permanent) throw new PermanentJobError('NO_USE', 'It will never work.');
    if (run.attempt <= failures) throw new TemporaryJobError('NOT_YET', 'Not yet.');
    return { attempt: run.attempt };
  },
  async apply(tx, { attempt }, { key }) {
    await tx.counter.create({ data: { tenantId: tx.$tenantId, name: key, value: attempt } });
  },
  async onGiveUp(tx, { state }, { key }) {
    await tx.counter.create({ data: { tenantId: tx.$tenantId, name: `${key} ${state}`, value: 1 } });
  },
});

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open([work]);
  rig.startWorker();
});
afterAll(() => rig[Symbol.asyncDispose]());

const payload = (key: string, rest: object = {}) => Work.payload.parse({ key, ...rest });

describe('a job', () => {
  it('runs, reports each step in order, and commits its effect with its success', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Work, payload('once'), { requestedBy: SOMEBODY, requestId: 'r-1' });
    expect(job.state).toBe('QUEUED');

    const done = await rig.reach(db, job.id, 'SUCCEEDED');

    expect(done).toMatchObject({ attempt: 1, percent: 100, stage: 'working', result: { attempt: 1 }, errorCode: null });
    expect(await db.counter.findMany()).toMatchObject([{ name: 'once', value: 1 }]);
    expect(await rig.events(db, job.id)).toMatchObject([
      { type: 'JobStateChanged', from: 'SCHEDULED', to: 'QUEUED', attempt: 0 },
      { type: 'JobStateChanged', from: 'QUEUED', to: 'ACTIVE', attempt: 1 },
      { type: 'JobProgressed', percent: 50, stage: 'working', message: null, counters: { attempt: 1 } },
      { type: 'JobLogAppended', level: 'INFO', message: 'attempt 1' },
      { type: 'JobStateChanged', from: 'ACTIVE', to: 'SUCCEEDED', attempt: 1 },
      { type: 'JobFinished', state: 'SUCCEEDED', error: null },
    ]);
    expect(await db.jobLog.findMany()).toMatchObject([{ level: 'INFO', message: 'attempt 1', attempt: 1 }]);
    expect(await db.jobAttempt.findMany()).toMatchObject([{ number: 1, state: 'SUCCEEDED', workerId: 'worker-1' }]);
  });

  it('is tried again after a failure, and succeeds with its effect once', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Work, payload('third time', { failures: 2 }), { requestedBy: SOMEBODY });

    const done = await rig.reach(db, job.id, 'SUCCEEDED');

    expect(done.attempt).toBe(3);
    expect(await db.counter.findMany()).toMatchObject([{ name: 'third time', value: 3 }]);
    expect(await rig.statesOf(db, job.id)).toEqual([
      'QUEUED',
      ...['ACTIVE', 'RETRYING', 'ACTIVE', 'RETRYING', 'ACTIVE'],
      'SUCCEEDED',
    ]);
    const attempts = await db.jobAttempt.findMany({ orderBy: { number: 'asc' } });
    expect(attempts.map(({ state, errorCode }) => [state, errorCode])).toEqual([
      ['FAILED', 'NOT_YET'],
      ['FAILED', 'NOT_YET'],
      ['SUCCEEDED', null],
    ]);
  });

  it('gives up after its last attempt, lies among the dead letters, and can be replayed', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Work, payload('later', { failures: 3 }), { requestedBy: SOMEBODY });

    const dead = await rig.reach(db, job.id, 'DEAD');

    expect(dead).toMatchObject({ attempt: 3, errorCode: 'NOT_YET', errorMessage: 'Not yet.' });
    const letter = await db.deadLetter.findFirstOrThrow();
    expect(letter).toMatchObject({ jobId: job.id, kind: 'test.work', reason: 'Not yet.', replayedAt: null });
    expect((await rig.events(db, job.id)).at(-1)).toMatchObject({
      type: 'JobFinished',
      state: 'DEAD',
      error: { code: 'NOT_YET', message: 'Not yet.' },
    });
    expect(await rig.events(db, job.id, TENANT_TOPIC)).toMatchObject([{ type: 'TenantEvent', kind: 'JOB_FAILED' }]);

    await replayDeadLetter(db, letter.id, { actor: SOMEBODY });

    const done = await rig.reach(db, job.id, 'SUCCEEDED');
    expect(done.attempt).toBe(4);
    expect((await db.deadLetter.findFirstOrThrow()).replayedAt).not.toBeNull();
    expect((await db.counter.findMany()).map(({ name }) => name).sort()).toEqual(['later', 'later DEAD']);
    expect((await rig.statesOf(db, job.id)).slice(-6)).toEqual([
      'FAILED',
      'DEAD',
      'REPLAYED',
      'QUEUED',
      'ACTIVE',
      'SUCCEEDED',
    ]);
  });

  it('is not tried again after a permanent failure', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Work, payload('never', { permanent: true }), { requestedBy: SOMEBODY });
    expect(await rig.reach(db, job.id, 'DEAD')).toMatchObject({ attempt: 1, errorCode: 'NO_USE' });
  });

  it('does not exist when its transaction rolls back', async () => {
    const db = await rig.newTenant();
    const rolledBack = transact(db, async (tx) => {
      const { enqueueJob } = await import('../../src/modules/operations/job.service.js');
      await enqueueJob(tx, Work, payload('ghost'), { requestedBy: SOMEBODY });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await db.job.count()).toBe(0);
    expect(await db.outboxEntry.count()).toBe(0);
  });

  it('that is asked for again while unfinished is joined, and is a new one afterwards', async () => {
    const db = await rig.newTenant();
    const options = { requestedBy: SOMEBODY, dedupeKey: 'same', runAt: new Date(Date.now() + 300) };
    const first = await startJob(db, Work, payload('a'), options);
    const joined = await startJob(db, Work, payload('b'), { ...options, runAt: null });
    expect(joined.id).toBe(first.id);
    expect(first.state).toBe('SCHEDULED');
    await rig.reach(db, first.id, 'SUCCEEDED');
    const second = await startJob(db, Work, payload('c'), { ...options, runAt: null });
    expect(second.id).not.toBe(first.id);
    await rig.reach(db, second.id, 'SUCCEEDED');
    expect((await db.counter.findMany()).map(({ name }) => name).sort()).toEqual(['a', 'c']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantDb } from '../../src/db/tenant.js';
import { startJob } from '../../src/modules/operations/job.service.js';
import { CRASH_HANDLERS, Delicate, Poison, Steady, Toxic } from './crash-kinds.js';
import { Rig, SOMEBODY } from './rig.js';
import { WorkerProcesses } from './worker-processes.js';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open(CRASH_HANDLERS);
  rig.jobs.relay.start();
});
afterAll(() => rig[Symbol.asyncDispose]());

const asked = { requestedBy: SOMEBODY };
const effectsOf = async (db: TenantDb) =>
  Object.fromEntries((await db.counter.findMany()).map(({ name, value }) => [name, value]));

describe('a worker that is killed in the middle of a job', () => {
  it('loses nothing: another finishes the job, and its effect happens once', async () => {
    const db = await rig.newTenant();
    await using workers = new WorkerProcesses(rig.urls);
    const victim = await workers.start();
    const jobs = await Promise.all([1, 2, 3].map(() => startJob(db, Steady, { ms: 700 }, asked)));
    await Promise.all(jobs.map(({ id }) => rig.reach(db, id, 'ACTIVE')));
    await workers.kill(victim, 'SIGKILL');
    await workers.start();

    for (const { id } of jobs) {
      expect((await rig.reach(db, id, 'SUCCEEDED')).attempt).toBe(2);
      expect(await rig.statesOf(db, id)).toEqual(['QUEUED', 'ACTIVE', 'STALLED', 'QUEUED', 'ACTIVE', 'SUCCEEDED']);
    }
    expect(await effectsOf(db)).toEqual(Object.fromEntries(jobs.map(({ id }) => [id, 1])));
    const attempts = await db.jobAttempt.findMany({ where: { jobId: jobs[0]!.id }, orderBy: { number: 'asc' } });
    expect(attempts.map(({ state, workerId }) => [state, workerId])).toEqual([
      ['STALLED', 'process-1'],
      ['SUCCEEDED', 'process-2'],
    ]);
  });

  it('gives up a job that must not be repeated, for a person to decide', async () => {
    const db = await rig.newTenant();
    await using workers = new WorkerProcesses(rig.urls);
    const victim = await workers.start();
    const job = await startJob(db, Delicate, { ms: 60_000 }, asked);
    await rig.reach(db, job.id, 'ACTIVE');
    await workers.kill(victim, 'SIGKILL');
    await workers.start();
    expect(await rig.reach(db, job.id, 'DEAD')).toMatchObject({ attempt: 1, errorCode: 'INTERRUPTED' });
    expect(await effectsOf(db)).toEqual({});
  });
});

describe('a job that ends its own process', () => {
  it.each([
    ['EXIT', Poison, 2],
    ['LOOP', Toxic, 1],
    ['MEMORY', Toxic, 1],
  ] as const)(
    'by %s gives up after its last attempt and is not run for ever; other jobs finish',
    async (by, definition, attempts) => {
      const db = await rig.newTenant();
      await using workers = new WorkerProcesses(rig.urls);
      await workers.supervise();
      const poison = await startJob(db, definition, { by }, asked);
      const dead = await rig.reach(db, poison.id, 'DEAD');
      expect(dead).toMatchObject({ attempt: attempts, errorCode: 'WORKER_LOST' });
      expect(await db.deadLetter.count()).toBe(1);
      const harmless = await startJob(db, Steady, { ms: 1 }, asked);
      await rig.reach(db, harmless.id, 'SUCCEEDED');
      expect(workers.started).toBe(attempts + 1); // the first, and one after each attempt
    },
  );
});

describe('a worker that is asked to leave', () => {
  it('hands its jobs back at once, without the loss of an attempt', async () => {
    const db = await rig.newTenant();
    await using workers = new WorkerProcesses(rig.urls);
    const leaving = await workers.start();
    const job = await startJob(db, Steady, { ms: 2_000 }, asked);
    await rig.reach(db, job.id, 'ACTIVE');
    await workers.kill(leaving, 'SIGTERM');

    expect(leaving.exitCode).toBe(0);
    expect(await rig.reach(db, job.id, 'QUEUED')).toMatchObject({ attempt: 1, maxAttempts: 4, heartbeatAt: null });
    await workers.start();
    await rig.reach(db, job.id, 'SUCCEEDED');
    expect(await effectsOf(db)).toEqual({ [job.id]: 1 });
  });
});

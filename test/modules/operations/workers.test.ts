import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startJob } from '../../../src/modules/operations/job.service.js';
import { listWorkers } from '../../../src/modules/operations/worker.service.js';
import { CRASH_HANDLERS, Steady } from '../../jobs/crash-kinds.js';
import { Rig, SOMEBODY, until } from '../../jobs/rig.js';
import { WorkerProcesses } from '../../jobs/worker-processes.js';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open(CRASH_HANDLERS, { presence: { lostAfter: 1_500, forgottenAfter: 4_000 } });
  rig.jobs.relay.start();
});
afterAll(() => rig[Symbol.asyncDispose]());

describe('the list of workers', () => {
  it("shows what each is and does, and the tenant's own jobs only", async () => {
    const [db, other] = [await rig.newTenant(), await rig.newTenant()];
    const worker = rig.startWorker('listed');
    const job = await startJob(db, Steady, { ms: 60_000 }, { requestedBy: SOMEBODY });
    await rig.reach(db, job.id, 'ACTIVE');
    await until(async () => (await listWorkers(db, rig.presence)).length === 1);
    const [own] = await listWorkers(db, rig.presence);
    expect(own).toMatchObject({
      id: 'listed',
      pid: process.pid,
      state: 'ACTIVE',
      kinds: ['test.steady', 'test.poison', 'test.toxic', 'test.delicate'],
      concurrency: 16,
      activeJobs: 1,
    });
    expect(own?.memoryBytes).toBeGreaterThan(1_000_000);
    expect(own?.lastHeartbeatAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    const [theirs] = await listWorkers(other, rig.presence);
    expect(theirs).toMatchObject({ id: 'listed', activeJobs: 0 });
    expect(JSON.stringify(theirs)).not.toContain(job.id);

    const closing = worker.close(1_000);
    await until(async () => (await listWorkers(db, rig.presence))[0]?.state === 'DRAINING');
    await closing;
    expect(await listWorkers(db, rig.presence)).toEqual([]); // it left in order
  });

  it('calls a killed one lost, and forgets it', async () => {
    const db = await rig.newTenant();
    await using workers = new WorkerProcesses(rig.urls);
    const victim = await workers.start();
    await until(async () => (await listWorkers(db, rig.presence))[0]?.state === 'ACTIVE');
    await workers.kill(victim, 'SIGKILL');
    await until(async () => (await listWorkers(db, rig.presence))[0]?.state === 'LOST');
    expect(await rig.presence.count()).toBe(0);
    await until(async () => (await listWorkers(db, rig.presence)).length === 0);
  });
});

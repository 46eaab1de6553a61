import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { transact } from '../../src/db/transaction.js';
import { defineJob, handleJob } from '../../src/jobs/define-job.js';
import { type JobsObserver, NO_OBSERVER } from '../../src/jobs/observer.js';
import { queuePrefix } from '../../src/jobs/queues.js';
import { startJob } from '../../src/modules/operations/job.service.js';
import { Rig, SOMEBODY, until } from './rig.js';

const Gated = defineJob({
  kind: 'test.gated',
  description: 'Waits at a gate of the test, writes once itself and once as its effect.',
  payload: z.object({}),
  result: z.object({ by: z.number() }),
  stages: ['waiting'],
  retry: { attempts: 3, backoffMs: 20 },
  timeoutMs: 30_000,
  concurrency: 5,
  tenantWindow: 5,
});

/** Opened by the test, one for each attempt of each job. */
const gates = new Map<string, { open: () => void; opened: Promise<void>; reached: boolean; outcome?: string }>();
function gateOf(jobId: string, attempt: number) {
  const key = `${jobId}/${attempt}`;
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const gate = gates.get(key) ?? { open, opened, reached: false };
  gates.set(key, gate);
  return gate;
}

const gated = handleJob({
  definition: Gated,
  async run(_, { jobId, attempt, db }) {
    const gate = gateOf(jobId, attempt);
    gate.reached = true;
    await gate.opened;
    const write = transact(db, (tx) =>
      tx.counter.create({ data: { tenantId: tx.$tenantId, name: `inside ${attempt}`, value: 1 } }),
    );
    gate.outcome = await write.then(
      () => 'written',
      (error: Error) => error.name,
    );
    await write;
    return { by: attempt };
  },
  async apply(tx, { by }) {
    await tx.counter.create({ data: { tenantId: tx.$tenantId, name: `applied ${by}`, value: 1 } });
  },
});

const refused: string[] = [];
const observer: JobsObserver = { ...NO_OBSERVER, entryRefused: (kind) => refused.push(kind) };
let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open([gated], { observer });
  rig.startWorker('first');
});
afterAll(() => rig[Symbol.asyncDispose]());

describe('the fence', () => {
  it('keeps a stalled twin from writing anything', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Gated, {}, { requestedBy: SOMEBODY });
    await until(() => gateOf(job.id, 1).reached);
    // To everybody else the first worker looks lost: its lock and its sign of life are gone.
    const second = rig.startWorker('second');
    await rig.asOwner(
      `UPDATE "Job" SET "state" = 'ACTIVE', "attempt" = 2, "heartbeatAt" = now() + interval '1 hour' WHERE "id" = $1`,
      [job.id],
    );
    gateOf(job.id, 1).open();
    await until(() => gateOf(job.id, 1).outcome !== undefined);

    expect(gateOf(job.id, 1).outcome).toBe('FencedOff');
    expect(await db.counter.count()).toBe(0);
    expect((await db.job.findFirstOrThrow()).state).toBe('ACTIVE');
    await second.close();
  });

  it('leaves a job alone whose worker lives, although the queue gave it out again', async () => {
    const db = await rig.newTenant();
    const job = await startJob(db, Gated, {}, { requestedBy: SOMEBODY });
    await until(() => gateOf(job.id, 1).reached);
    const { handedOverAt } = await rig.reach(db, job.id, 'ACTIVE');
    const entry = { tenantId: db.$tenantId, jobId: job.id, turn: handedOverAt?.getTime() ?? 0 };
    const queue = new Queue(Gated.kind, { connection: rig.redis, prefix: queuePrefix(rig.urls.prefix) });
    await queue.add(Gated.kind, entry, { jobId: 'twin', removeOnComplete: true });
    await until(async () => (await queue.getJobState('twin')) === 'delayed');
    gateOf(job.id, 1).open();
    await rig.reach(db, job.id, 'SUCCEEDED');
    expect((await db.counter.findMany()).map(({ name }) => name).sort()).toEqual(['applied 1', 'inside 1']);
    await until(async () => (await queue.getJobState('twin')) === 'unknown');
    await queue.close();
    expect((await db.job.findFirstOrThrow()).attempt).toBe(1);
  });
});

describe('forged queue entries', () => {
  it('have no effect: wrong tenant, wrong kind, unknown job, garbage', async () => {
    const [db, other] = [await rig.newTenant(), await rig.newTenant()];
    const job = await startJob(db, Gated, {}, { requestedBy: SOMEBODY, runAt: new Date(Date.now() + 3_600_000) });
    const queue = new Queue(Gated.kind, { connection: rig.redis, prefix: queuePrefix(rig.urls.prefix) });
    const turn = Date.now();
    const forged = [
      { tenantId: other.$tenantId, jobId: job.id, turn },
      { tenantId: db.$tenantId, jobId: randomUUID(), turn },
      { tenantId: db.$tenantId, jobId: job.id, turn },
      { tenantId: "'; DROP TABLE", jobId: job.id, turn },
      { nothing: true },
      'text',
    ];
    refused.length = 0;
    await queue.addBulk(forged.map((data) => ({ name: 'x', data, opts: { removeOnComplete: true } })));
    await until(async () => (await queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')) === 0);
    await queue.close();

    expect(refused).toHaveLength(5); // the one that is right but for its turn is not forged to us, only stale
    expect(await db.job.findMany()).toMatchObject([{ state: 'SCHEDULED', attempt: 0 }]);
    expect(await other.job.count()).toBe(0);
    expect((await db.counter.count()) + (await other.counter.count())).toBe(0);
  });
});

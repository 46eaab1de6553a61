import { z } from 'zod';
import { transact } from '../../src/db/transaction.js';
import { defineJob, handleJob } from '../../src/jobs/define-job.js';
import { enqueueJobs, startJob } from '../../src/modules/operations/job.service.js';
import { startTestServices } from '../../tools/services/test-services.js';
import { Rig, SOMEBODY, until } from './rig.js';

/*
 * Prints what the engine does on this machine: `node --import tsx test/jobs/measure.ts`. Producer and worker share one
 * process here; PostgreSQL runs without fsync.
 */

const startedAt = new Map<string, number>();
const shape = {
  description: 'Does nothing.',
  payload: z.object({}),
  result: z.null(),
  stages: ['working'],
  retry: { attempts: 3, backoffMs: 1_000 },
  timeoutMs: 20_000,
  concurrency: 10,
  tenantWindow: 50,
} as const;
const Plain = defineJob({ ...shape, kind: 'measure.plain' });
const Applied = defineJob({ ...shape, kind: 'measure.applied' });
const plain = handleJob({
  definition: Plain,
  async run(_, { jobId }) {
    startedAt.set(jobId, performance.now());
    return null;
  },
});
const applied = handleJob({
  definition: Applied,
  run: async () => null,
  async apply(tx, _result, _payload, { jobId }) {
    await tx.counter.create({ data: { tenantId: tx.$tenantId, name: jobId, value: 1 } });
  },
});

const asked = { requestedBy: SOMEBODY };
await using services = await startTestServices();
const { databaseUrl, migrationDatabaseUrl: ownerUrl, redisUrl } = services;
await using rig = await Rig.open([plain, applied], {
  urls: { databaseUrl, ownerUrl, redisUrl, prefix: 'measure:' },
  sweepEveryMs: 500,
  lockMs: 15_000,
  stalledCheckMs: 10_000,
  times: { heartbeat: 2_000, silence: 10_000, recovery: 10_000, schedules: 5_000, presence: 5_000 },
});
rig.startWorker();

await latency('warm-up', 100);
await latency('commit to handler start', 300);
await throughput('no effect, one tenant', [1], Plain, 3_000);
await throughput('effect in a transaction, one tenant', [1], Applied, 1_000);
await throughput('no effect, ten tenants', Array.from({ length: 10 }), Plain, 3_000);

async function latency(what: string, count: number): Promise<void> {
  const db = await rig.newTenant();
  const waits: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const job = await startJob(db, Plain, {}, asked);
    const committedAt = performance.now();
    await until(() => startedAt.has(job.id));
    waits.push((startedAt.get(job.id) ?? 0) - committedAt);
    await rig.reach(db, job.id, 'SUCCEEDED');
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]?.toFixed(1);
  console.log(`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
}

async function throughput(what: string, places: unknown[], kind: typeof Plain, count: number): Promise<void> {
  const tenants = await Promise.all(places.map(() => rig.newTenant()));
  const items = Array.from({ length: 500 }, () => ({ payload: {} }));
  const cpu = process.cpuUsage();
  const began = performance.now();
  for (let done = 0; done < count; done += 500) {
    await transact(tenants[(done / 500) % tenants.length]!, (tx) => enqueueJobs(tx, kind, items, asked));
  }
  const enqueued = performance.now();
  await until(async () => {
    const left = await rig.asOwner<{ n: number }>('SELECT count(*)::int AS n FROM "Job" WHERE "finishedAt" IS NULL');
    return left[0]?.n === 0;
  });
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000 / count;
  const enqueuedPerSecond = count / ((enqueued - began) / 1_000);
  console.log(
    `${what}: ${(count / seconds).toFixed(0)} jobs/s, ${cpuMs.toFixed(2)} ms CPU of the process a job (enqueued at ${enqueuedPerSecond.toFixed(0)}/s)`,
  );
}

import pg from 'pg';
import { pino } from 'pino';
import { createApp } from '../../src/app.js';
import { transact } from '../../src/db/transaction.js';
import { enqueueJobs } from '../../src/modules/operations/job.service.js';
import type { BenchTenant } from '../dataset.js';
import { gatewayConfig } from '../peers/gateway-config.js';
import type { PeerSettings } from '../peers/peer.js';
import { PeerProcess } from '../peers/peer-process.js';
import { DEFINITIONS, Trivial } from './trivial.job.js';

export interface JobsFigure {
  readonly enqueued: number;
  readonly enqueueSeconds: number;
  /** Jobs a second from the first to the last one that ended while it was watched. */
  readonly finishedPerSecond: number;
  readonly finished: number;
  /** Of the worker's process, microseconds a job. */
  readonly cpuMicros: number;
}

const BATCH = 1_000;
const TENANTS = 4;
const REQUESTED_BY = { kind: 'SYSTEM', id: null, label: 'bench' } as const;
const LOOK_EVERY_MS = 50;

/** Enqueues many jobs that do nothing, a thousand in a transaction, then lets one worker run for a while. */
export async function measureJobs(
  settings: PeerSettings,
  superuserUrl: string,
  tenants: readonly BenchTenant[],
  count: number,
  seconds: number,
): Promise<JobsFigure> {
  const enqueueSeconds = await enqueueAll(settings, tenants.slice(0, TENANTS), count);
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  const worker = await PeerProcess.start('worker', settings);
  try {
    const first = await waitForFinished(client, 100, 30_000); // warm
    const before = await worker.usage();
    const startedAt = performance.now();
    await waitForFinished(client, count, seconds * 1_000);
    const last = await finishedJobs(client);
    const took = (performance.now() - startedAt) / 1_000;
    const finished = last - first;
    const cpuMicros = ((await worker.usage()).cpuMicros - before.cpuMicros) / finished;
    return { enqueued: count, enqueueSeconds, finished, finishedPerSecond: finished / took, cpuMicros };
  } finally {
    await worker[Symbol.asyncDispose]();
    await client.end();
  }
}

async function enqueueAll(settings: PeerSettings, tenants: readonly BenchTenant[], count: number): Promise<number> {
  const app = createApp(gatewayConfig(settings), pino({ level: 'silent' }), { definitions: DEFINITIONS });
  try {
    const startedAt = performance.now();
    for (let done = 0; done < count; done += BATCH) {
      const db = app.tenants.for(tenants[(done / BATCH) % tenants.length]!.id);
      const items = Array.from({ length: Math.min(BATCH, count - done) }, (_, index) => ({
        payload: { n: done + index },
      }));
      await transact(db, (tx) => enqueueJobs(tx, Trivial, items, { requestedBy: REQUESTED_BY }));
    }
    return (performance.now() - startedAt) / 1_000;
  } finally {
    await app[Symbol.asyncDispose]();
  }
}

/** Looks until so many have finished or the time is over; returns how many have. */
async function waitForFinished(client: pg.Client, wanted: number, withinMs: number): Promise<number> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const finished = await finishedJobs(client);
    if (finished >= wanted || performance.now() >= endsAt) return finished;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function finishedJobs(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) FROM "Job" WHERE "kind" = $1 AND "state" = 'SUCCEEDED'`,
    [Trivial.kind],
  );
  return Number(rows[0]?.count);
}

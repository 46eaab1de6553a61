import { DelayedError, type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { AnyJobHandler } from './define-job.js';
import type { JobRunner } from './job-runner.js';
import { queuePrefix } from './queues.js';

export interface QueueWorkerSettings {
  /** A connection for workers: it waits for Redis rather than failing (`maxRetriesPerRequest: null`). */
  readonly connection: Redis;
  readonly prefix: string;
  /** How long an entry belongs to a worker that shows no sign of life. */
  readonly lockMs: number;
  /** How often entries of lost workers are looked for. */
  readonly stalledCheckMs: number;
}

/** When an entry comes again whose job cannot be run now. */
const LATER_MS = 2_000;

/**
 * One kind's consumer. BullMQ keeps the order, the locks and the concurrency; whether a job runs, how often and what
 * comes of it is decided in Postgres. An entry is therefore always acknowledged, and never failed.
 */
export function queueWorker(
  handler: AnyJobHandler,
  runner: JobRunner,
  settings: QueueWorkerSettings,
  log: Logger,
  mayTake: () => boolean,
): Worker {
  const { kind, concurrency } = handler.definition;
  const comeAgain = async (job: Job, token: string | undefined): Promise<never> => {
    await job.moveToDelayed(Date.now() + LATER_MS, token);
    throw new DelayedError();
  };
  const worker = new Worker(
    kind,
    async (job, token) => {
      if (!mayTake()) return comeAgain(job, token);
      const outcome = await runner.run(handler, job.data).catch((error: unknown) => {
        log.error({ err: error, kind, entry: job.id }, 'an entry could not be worked on');
        return 'LATER';
      });
      if (outcome === 'LATER') await comeAgain(job, token);
    },
    {
      connection: settings.connection,
      prefix: queuePrefix(settings.prefix),
      concurrency,
      lockDuration: settings.lockMs,
      stalledInterval: settings.stalledCheckMs,
      maxStalledCount: Number.MAX_SAFE_INTEGER, // Postgres counts
      autorun: false,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
      runRetryDelay: 1_000,
      skipVersionCheck: true,
    },
  );
  // A lock that was lost while Redis was away: the job's end is in Postgres already.
  worker.on('error', (error) => log.debug({ err: error, kind }, 'queue worker'));
  worker.on('failed', (job, error) => log.debug({ err: error, kind, entry: job?.id }, 'queue entry'));
  return worker;
}

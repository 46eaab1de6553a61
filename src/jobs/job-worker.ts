import { hostname } from 'node:os';
import type { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Ports } from '../ports.js';
import { within } from '../within.js';
import { listenForCancels } from './cancellation.js';
import { runCaseTimers } from './case-timers.js';
import type { HandOver } from './hand-over.js';
import { beat } from './heartbeat.js';
import { abortJob, HeldJobs } from './held-jobs.js';
import { JobRunner } from './job-runner.js';
import { type JobsObserver, NO_OBSERVER } from './observer.js';
import type { EventAppender, SignalChannel, TenantDirectory, WorkFinder } from './ports.js';
import { type QueueWorkerSettings, queueWorker } from './queue-worker.js';
import type { JobQueues } from './queues.js';
import { recoverLostJobs } from './recovery.js';
import { redisRisks } from './redis-risks.js';
import type { JobRegistry } from './registry.js';
import type { OutboxRelay } from './relay.js';
import { runSchedules } from './schedules.js';
import { Ticker } from './ticker.js';
import type { WorkerPresence, WorkerRecord } from './worker-presence.js';

/** Milliseconds. */
export interface WorkerTimes {
  readonly heartbeat: number;
  /** After so long without a heartbeat a worker counts as lost; longer than a few heartbeats, shorter than the lock. */
  readonly silence: number;
  readonly recovery: number;
  readonly schedules: number;
  /** How late a case may be woken, or a broken promise be noted. */
  readonly timers: number;
  readonly presence: number;
  /** How often changes of counts are added to their sums. */
  readonly fold: number;
  /** How long a handler may take to end after it was told to. */
  readonly abortGrace: number;
}

const WORKER_TIMES: WorkerTimes = {
  heartbeat: 2_000,
  silence: 10_000,
  recovery: 10_000,
  schedules: 5_000,
  timers: 2_000,
  presence: 5_000,
  fold: 2_000,
  abortGrace: 1_000,
};

export interface JobWorkerParts {
  readonly workerId: string;
  /** The release it runs; shown among the workers. */
  readonly version?: string | undefined;
  readonly registry: JobRegistry;
  readonly tenants: TenantDirectory;
  readonly finder: WorkFinder;
  readonly events: EventAppender;
  readonly signals: SignalChannel;
  readonly queues: JobQueues;
  readonly relay: OutboxRelay;
  readonly handOver: HandOver;
  readonly presence: WorkerPresence;
  readonly ports: Ports;
  readonly queue: QueueWorkerSettings;
  readonly log: Logger;
  readonly observer?: JobsObserver | undefined;
  readonly times?: Partial<WorkerTimes> | undefined;
}

/** Everything a worker process does for jobs. Nothing runs before `start`. */
export class JobWorker implements AsyncDisposable {
  readonly #parts: JobWorkerParts;
  readonly #times: WorkerTimes;
  readonly #held = new HeldJobs();
  readonly #startedAt = new Date().toISOString();
  readonly #workers: Worker[] = [];
  readonly #tickers: Ticker[];
  readonly #recovery: Ticker;
  readonly #presence: Ticker;
  /** Redis was away and may have come back empty. */
  #isAllSuspect = false;
  #listening: { stop(): void } | undefined;
  #isClosing = false;
  #closed: Promise<void> | undefined;

  constructor(parts: JobWorkerParts) {
    this.#parts = parts;
    this.#times = { ...WORKER_TIMES, ...parts.times };
    const { tenants, log } = parts;
    const recovery = { ...parts, observer: parts.observer ?? NO_OBSERVER };
    const { heartbeat, silence, recovery: recover, schedules, timers, presence, fold } = this.#times;
    const ticker = (everyMs: number, what: string, task: () => Promise<unknown>) =>
      new Ticker(everyMs, task, (error) => log.warn({ err: error }, `${what} failed`));
    this.#recovery = ticker(recover, 'recovery', async () => {
      const looked = await recoverLostJobs(recovery, this.#isAllSuspect ? 0 : silence);
      if (looked) this.#isAllSuspect = false;
    });
    this.#presence = ticker(presence, 'the sign of life', () => parts.presence.show(this.#record()));
    this.#tickers = [
      ticker(heartbeat, 'a heartbeat', () => beat(tenants, this.#held)),
      this.#recovery,
      ticker(schedules, 'the schedules', () => runSchedules(parts)),
      ticker(timers, 'the timers of cases', () => runCaseTimers(parts)),
      this.#presence,
      ticker(fold, 'the sums of jobs', () => parts.finder.foldJobDeltas()),
    ];
  }

  #record(): WorkerRecord {
    const { workerId: id, version = 'unknown', registry } = this.#parts;
    return {
      id,
      host: hostname(),
      pid: process.pid,
      version,
      startedAt: this.#startedAt,
      state: this.#isClosing ? 'DRAINING' : 'ACTIVE',
      concurrency: Object.fromEntries(registry.definitions.map(({ kind, concurrency }) => [kind, concurrency])),
      memoryBytes: process.memoryUsage.rss(),
    };
  }

  /** Jobs this process works on now. */
  get running(): number {
    return this.#held.size;
  }

  /** Begins to take jobs. */
  start(): void {
    const { registry, signals, queue, log, relay } = this.#parts;
    const { silence: silenceMs, abortGrace: abortGraceMs } = this.#times;
    const held = this.#held;
    const runner = new JobRunner({ ...this.#parts, held, silenceMs, abortGraceMs });
    this.#listening = listenForCancels(signals, { ...this.#parts, held, silenceMs });
    for (const handler of registry.handlers) {
      const worker = queueWorker(handler, runner, queue, log, () => !this.#isClosing);
      this.#workers.push(worker);
      worker.run().catch((error: unknown) => log.error({ err: error }, 'a queue worker ended'));
    }
    for (const ticker of this.#tickers) ticker.start();
    relay.start();
    for (const connection of this.#connections()) connection.on('ready', this.#redisIsBack);
    redisRisks(queue.connection).then(
      (risks) => {
        for (const risk of risks) log.warn(risk);
      },
      () => {}, // a Redis that is away or does not tell is no risk of this kind
    );
    log.info({ kinds: registry.handlers.length }, 'jobs are being taken');
  }

  readonly #redisIsBack = (): void => {
    this.#isAllSuspect = true;
    this.#recovery.poke();
    this.#parts.relay.poke();
  };

  /**
   * Leaves in order: takes no more jobs, lets the running ones finish for `windowMs`, then tells them to stop and hands
   * them back. Calling it again waits for the first call.
   */
  close(windowMs = 0): Promise<void> {
    this.#closed ??= this.#close(windowMs);
    return this.#closed;
  }

  async #close(windowMs: number): Promise<void> {
    this.#isClosing = true;
    const { presence, workerId, log } = this.#parts;
    for (const connection of this.#connections()) connection.off('ready', this.#redisIsBack);
    this.#presence.poke(); // it shows itself as draining
    await Promise.all(this.#workers.map((worker) => worker.pause(true)));
    if (!(await this.#isIdleWithin(windowMs))) {
      log.info({ running: this.running }, 'the window is over: running jobs are handed back');
      for (const job of this.#held.all()) abortJob(job, 'SHUTDOWN');
      await this.#isIdleWithin(this.#times.abortGrace + 10_000);
    }
    this.#listening?.stop();
    await Promise.all(this.#tickers.map((ticker) => ticker[Symbol.asyncDispose]()));
    await Promise.all(this.#workers.map((worker) => closeWithin(worker, 3_000)));
    await presence.leave(workerId).catch(() => {});
  }

  /** Either may be the last to come back. */
  #connections(): Redis[] {
    return [this.#parts.queue.connection, this.#parts.queues.connection];
  }

  async #isIdleWithin(ms: number): Promise<boolean> {
    const deadline = Date.now() + ms;
    while (this.running > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    return this.running === 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** A worker whose Redis is away would wait for it: after a while it is let go. */
async function closeWithin(worker: Worker, ms: number): Promise<void> {
  const isClosed = await endsWithin(worker.close(), ms);
  // After a Redis that hung, even letting go may wait for an answer that never comes.
  if (!isClosed) await endsWithin(worker.disconnect(), 1_000);
}

function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const over = work.catch(() => {});
  return within(ms, over).then(
    () => true,
    () => false,
  );
}

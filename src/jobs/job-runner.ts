import type { Logger } from 'pino';
import { onBehalfOf } from '../db/request-trace.js';
import type { TenantDb } from '../db/tenant.js';
import type { Ports } from '../ports.js';
import { type BegunAttempt, isPresentAttempt } from './attempt.sql.js';
import { begin } from './begin.js';
import { conclude, type RunEnd } from './conclude.js';
import { type AnyJobHandler, type JobRun, PermanentJobError } from './define-job.js';
import { FencedOff } from './failures.js';
import type { HandOver } from './hand-over.js';
import { abortJob, type HeldJob, type HeldJobs } from './held-jobs.js';
import { type JobsObserver, NO_OBSERVER } from './observer.js';
import type { EventAppender, TenantDirectory } from './ports.js';
import { ProgressWriter } from './progress-writer.js';
import { QueueEntry } from './queue-entry.js';
import type { OutboxRelay } from './relay.js';
import { TransientEvents } from './transient-events.js';

export interface RunnerParts {
  readonly tenants: TenantDirectory;
  readonly events: EventAppender;
  readonly relay: OutboxRelay;
  readonly handOver: HandOver;
  readonly held: HeldJobs;
  readonly ports: Ports;
  readonly log: Logger;
  readonly observer?: JobsObserver | undefined;
  readonly workerId: string;
  /** After so many ms without a sign a worker counts as lost. */
  readonly silenceMs: number;
  /** How long a handler may take to end after it was told to; then it is left to itself, fenced off. */
  readonly abortGraceMs: number;
}

/** Where an attempt says what it does. */
interface Reports {
  readonly writer: ProgressWriter;
  readonly transient: TransientEvents;
}

/** Runs what comes out of the queues. */
export class JobRunner {
  readonly #parts: RunnerParts;
  readonly #observer: JobsObserver;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#observer = parts.observer ?? NO_OBSERVER;
  }

  /**
   * Does what an entry asks for, as far as Postgres agrees.
   * @returns LATER when a live worker still has the job and the entry should come again
   */
  async run(handler: AnyJobHandler, data: unknown): Promise<'DONE' | 'LATER'> {
    const { kind } = handler.definition;
    const parsed = QueueEntry.safeParse(data);
    if (!parsed.success) {
      this.#observer.entryRefused(kind);
      this.#parts.log.warn({ kind }, 'a queue entry of unknown shape was refused');
      return 'DONE';
    }
    const held = this.#parts.held.take(parsed.data.tenantId, parsed.data.jobId);
    if (!held) return 'LATER';
    try {
      return await this.#runHeld(handler, parsed.data, held);
    } finally {
      this.#parts.held.release(held);
    }
  }

  async #runHeld(handler: AnyJobHandler, entry: QueueEntry, held: HeldJob): Promise<'DONE' | 'LATER'> {
    const { tenants, relay, handOver, log } = this.#parts;
    const { kind } = handler.definition;
    const { tenantId, jobId } = entry;
    const db = tenants.for(tenantId);
    const beginning = await begin(db, handler, entry, this.#parts);
    switch (beginning.kind) {
      case 'UNKNOWN':
        this.#observer.entryRefused(kind);
        log.warn({ kind, tenantId, jobId }, 'a queue entry without a job of its tenant was refused');
        return 'DONE';
      case 'STALE':
        handOver.release(tenantId, kind);
        return 'DONE';
      case 'HELD':
        return 'LATER';
      case 'ENDED':
      case 'BEGUN':
        if (beginning.wasStalled) this.#observer.jobStalled(kind);
        relay.deliver(tenantId, beginning.deliveries);
    }
    if (beginning.kind === 'BEGUN') {
      const { attempt } = beginning;
      await onBehalfOf(attempt.requestId, () => this.#attempt(db, handler, attempt, held));
    }
    handOver.release(tenantId, kind);
    return 'DONE';
  }

  async #attempt(db: TenantDb, handler: AnyJobHandler, attempt: BegunAttempt, held: HeldJob): Promise<void> {
    const { kind } = handler.definition;
    const { relay, log } = this.#parts;
    const startedAt = performance.now();
    const logger = log.child({
      tenantId: db.$tenantId,
      jobId: attempt.id,
      kind,
      attempt: attempt.attempt,
      requestId: attempt.requestId,
    });
    held.attempt = attempt.attempt;
    this.#observer.attemptStarted(kind, Math.max(0, attempt.waitedMs));
    const reports = this.#reportsOf(db, attempt, logger);
    const { writer, transient } = reports;
    const end = await this.#work(db, handler, attempt, held, reports, logger);
    await transient.close();
    await writer.close().catch((error: unknown) => logger.warn({ err: error }, 'the last log lines were not stored'));
    const { outcome, deliveries, failure } = await conclude(db, handler, attempt, end);
    relay.deliver(db.$tenantId, deliveries);
    const durationMs = Math.round(performance.now() - startedAt);
    this.#observer.attemptEnded(kind, outcome, durationMs);
    const err = failure && end.kind === 'THREW' ? { err: end.error } : {};
    logger[failure ? 'warn' : 'info'](
      { outcome, durationMs, ...(failure ? { code: failure.code } : {}), ...err },
      'job attempt ended',
    );
  }

  #reportsOf(db: TenantDb, { id, attempt }: BegunAttempt, logger: Logger): Reports {
    const onError = (error: unknown) => logger.debug({ err: error }, 'progress could not be written');
    const { events } = this.#parts;
    return {
      writer: new ProgressWriter({ db, events, jobId: id, attempt, onError }),
      transient: new TransientEvents(events, db.$tenantId, onError),
    };
  }

  /** Runs the handler, and ends it when it has to end. */
  async #work(
    db: TenantDb,
    handler: AnyJobHandler,
    attempt: BegunAttempt,
    held: HeldJob,
    { writer, transient }: Reports,
    logger: Logger,
  ): Promise<RunEnd> {
    const { definition } = handler;
    const { signal } = held.controller;
    const payload = definition.payload.safeParse(attempt.payload);
    if (!payload.success) return threw(new PermanentJobError('INVALID_PAYLOAD', 'The payload is not of this kind.'));
    const run: JobRun = {
      jobId: attempt.id,
      requestId: attempt.requestId,
      attempt: attempt.attempt,
      db: fencedHandle(db, attempt),
      ports: this.#parts.ports,
      progress: (report) => writer.progress(report),
      reportChain: writer.chain,
      emit: transient.emit,
      log: writer.log,
      logger,
      signal,
    };
    const timer = setTimeout(() => abortJob(held, 'TIMEOUT'), definition.timeoutMs);
    const giveUpWaiting = deferred();
    const onAbort = () => giveUpWaiting.after(this.#parts.abortGraceMs, signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      signal.throwIfAborted();
      const result = await Promise.race([handler.run(payload.data, run), giveUpWaiting.promise]);
      const checked = definition.result.safeParse(result);
      if (!checked.success) return threw(new PermanentJobError('INVALID_RESULT', 'The result is not of this kind.'));
      return { kind: 'RETURNED', result: checked.data, payload: payload.data, run };
    } catch (error) {
      // Whatever a handler throws after it was told to stop, it stopped because of that.
      return threw(signal.aborted ? signal.reason : error);
    } finally {
      clearTimeout(timer);
      giveUpWaiting.clear();
      signal.removeEventListener('abort', onAbort);
    }
  }
}

/** The tenant's handle for one attempt: its transactions begin with a look at the fence. */
function fencedHandle(db: TenantDb, { id, attempt }: BegunAttempt): TenantDb {
  const $fence: NonNullable<TenantDb['$fence']> = async (tx) => {
    if (!(await isPresentAttempt(tx, id, attempt))) throw new FencedOff('Another attempt has taken over.');
  };
  // @NOTE Defined, not assigned: assignment would reach the shared handle through Prisma's proxy and fence everybody.
  return Object.create(db, { $fence: { value: $fence } }) as TenantDb;
}

function threw(error: unknown): RunEnd {
  return { kind: 'THREW', error };
}

/** A promise that rejects some time after it is asked to. */
function deferred(): { promise: Promise<never>; after(ms: number, reason: unknown): void; clear(): void } {
  let reject: (reason: unknown) => void = () => {};
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_, fail) => (reject = fail));
  promise.catch(() => {});
  return {
    promise,
    after: (ms, reason) => {
      timer = setTimeout(() => reject(reason), ms);
    },
    clear: () => clearTimeout(timer),
  };
}

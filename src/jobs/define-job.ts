import type { Logger } from 'pino';
import type { z } from 'zod';
import type { TenantDb } from '../db/tenant.js';
import type { Transaction } from '../db/transaction.js';
import type { Ports } from '../ports.js';
import type { StreamEvent, Topic } from '../realtime/topic.js';

/** How a kind of job is retried. */
export interface RetryPolicy {
  /** How often it is tried in all. */
  readonly attempts: number;
  /** Milliseconds before the second try; doubles with every further one, with jitter. */
  readonly backoffMs: number;
}

/** Where a running job stands. */
export interface ProgressReport<Stage extends string = string> {
  readonly stage: Stage;
  /** 0 to 100 over the whole job. */
  readonly percent?: number;
  readonly message?: string;
  readonly counters?: Readonly<Record<string, number>>;
}

/** Where the chain stands of which a job is a part. */
export interface ChainReport {
  /** The job that stands for the chain, a coordinator. */
  readonly jobId: string;
  /** 0 to 100 over the whole chain. */
  readonly percent: number;
  readonly stage: string;
  /** A line of the chain's log, too. */
  readonly message?: string | undefined;
}

export interface JobLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** What a handler gets besides its payload. */
export interface JobRun<Stage extends string = string> {
  readonly jobId: string;
  /** The request that asked for the job, as in the logs; null when nobody did. */
  readonly requestId: string | null;
  /** The fencing token: 1 for the first attempt. */
  readonly attempt: number;
  /** Bound to the job's tenant. Writes go through `transact`, which checks the fence. */
  readonly db: TenantDb;
  readonly ports: Ports;
  /** Reports to everyone who watches; waits while the stream is busy. */
  readonly progress: (report: ProgressReport<Stage>) => Promise<void>;
  /** Reports to those who watch the whole chain, within a moment. Does nothing once the chain has ended. */
  readonly reportChain: (report: ChainReport) => void;
  /**
   * Shows an event to those who watch a topic and stores it nowhere: for what is soon overtaken by an event that is
   * stored. It may get lost.
   */
  readonly emit: (topic: Topic, event: StreamEvent) => void;
  /** Lines for those who watch, kept in Postgres. */
  readonly log: JobLog;
  /** The process's own log, bound to job, tenant and request id. */
  readonly logger: Logger;
  /** Aborts on cancel, on timeout, and when the worker shuts down. */
  readonly signal: AbortSignal;
}

/** One kind of job: everything a producer and an operator need to know. Imports nothing heavy. */
export interface JobDefinition<Payload, Result, Stage extends string> {
  /** `module.verb-noun`; also the name of its queue. */
  readonly kind: string;
  readonly description: string;
  readonly payload: z.ZodType<Payload>;
  readonly result: z.ZodType<Result>;
  readonly stages: readonly Stage[];
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
  /** Jobs of this kind one worker process runs at once. */
  readonly concurrency: number;
  /** Jobs of one tenant handed to the queue at once; the rest wait their turn in Postgres, so no tenant fills it. */
  readonly tenantWindow: number;
  /**
   * Nothing but the job itself depends on it (its handler has no `onGiveUp`), so that a waiting job of this kind is
   * CANCELLED in the transaction of whoever cancels it. Without this, a worker ends it a moment later.
   */
  readonly cancelsAtOnce?: boolean;
  /**
   * What happens when the worker that ran it was lost: it is tried again (the default), or it gives up with the code
   * INTERRUPTED, for work that must not be repeated without a person's decision.
   */
  readonly ifInterrupted?: 'RETRY' | 'GIVE_UP';
}

/** How a kind of job is done. */
export interface JobHandler<Payload, Result, Stage extends string> {
  readonly definition: JobDefinition<Payload, Result, Stage>;
  /** The work. May run more than once; what it writes itself goes through `transact(run.db, …)`. */
  run(payload: Payload, run: JobRun<Stage>): Promise<Result>;
  /** The effect. Commits in one transaction with the job's success, so it happens exactly once. */
  apply?(tx: Transaction, result: Result, payload: Payload, run: JobRun<Stage>): Promise<void>;
  /** Commits in one transaction with the job's end when it fails for good or is cancelled. */
  onGiveUp?(tx: Transaction, failure: JobFailure, payload: Payload, jobId: string): Promise<void>;
}

export interface JobFailure {
  readonly state: 'DEAD' | 'CANCELLED';
  readonly code: string;
  readonly message: string;
}

/** A job that must not be tried again, with a code its watchers see. */
export class PermanentJobError extends Error {
  override name = 'PermanentJobError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A failure that may pass; its code and message are for the job's watchers, and the job is tried again. */
export class TemporaryJobError extends Error {
  override name = 'TemporaryJobError';
  readonly code: string;
  /** Milliseconds to wait at least before the next try. */
  readonly retryAfterMs: number;

  constructor(code: string, message: string, retryAfterMs = 0) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * A job that cannot be done now through no fault of its own: it waits for something without using up an attempt.
 * Whoever brings what it waits for calls `operations_wake_postponed` with its code.
 */
export class JobPostponed extends Error {
  override name = 'JobPostponed';
  readonly code: string;
  /**
   * Milliseconds it still has to wait, asked in the transaction that puts it aside. It locks what the job waits for: so
   * either it sees that this has come, or whoever brings it sees the job waiting.
   */
  readonly remainingMs: (tx: Transaction) => Promise<number>;

  constructor(code: string, message: string, remainingMs: (tx: Transaction) => Promise<number>) {
    super(message);
    this.code = code;
    this.remainingMs = remainingMs;
  }
}

/** A handler of any payload; payloads are checked against their definition before they meet it. */
export type AnyJobHandler = JobHandler<unknown, unknown, string>;
export type AnyJobDefinition = JobDefinition<unknown, unknown, string>;

export function defineJob<Payload, Result, const Stage extends string>(
  definition: JobDefinition<Payload, Result, Stage>,
): JobDefinition<Payload, Result, Stage> {
  return definition;
}

export function handleJob<Payload, Result, Stage extends string>(
  handler: JobHandler<Payload, Result, Stage>,
): JobHandler<Payload, Result, Stage> {
  return handler;
}

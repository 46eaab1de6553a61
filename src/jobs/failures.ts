import { isConflict, isDatabaseOutage } from '../db/outage.js';
import { DomainError } from '../errors.js';
import { PermanentJobError, type RetryPolicy, TemporaryJobError } from './define-job.js';

/** Why a running handler is told to stop. */
export type AbortCode = 'CANCELLED' | 'TIMEOUT' | 'SHUTDOWN' | 'FENCED';

const ABORT_MESSAGES: Readonly<Record<AbortCode, string>> = {
  CANCELLED: 'The job was cancelled.',
  TIMEOUT: 'The job took longer than it may.',
  SHUTDOWN: 'The worker shut down.',
  FENCED: 'Another attempt has taken over.',
};

/** The reason of a job's AbortSignal. */
export class JobAborted extends Error {
  override name = 'JobAborted';
  readonly code: AbortCode;

  constructor(code: AbortCode) {
    super(ABORT_MESSAGES[code]);
    this.code = code;
  }
}

/** Thrown by the fence inside a transaction of an attempt that is no longer the present one. */
export class FencedOff extends Error {
  override name = 'FencedOff';
}

/** A failure as the job's watchers may see it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly isPermanent: boolean;
  readonly retryAfterMs: number;
}

/**
 * What of an error may be shown. Errors made for people keep their words; of any other only the fact is told, since
 * its text may hold parts of queries, addresses or secrets.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof PermanentJobError) return failure(error.code, error.message, true);
  if (error instanceof TemporaryJobError) return failure(error.code, error.message, false, error.retryAfterMs);
  if (error instanceof JobAborted) return failure(error.code, error.message, false);
  if (error instanceof DomainError) return failure(error.issues[0]?.code ?? 'FAILED', error.message, true);
  return failure('INTERNAL', 'The job failed unexpectedly.', false);
}

function failure(code: string, message: string, isPermanent: boolean, retryAfterMs = 0): Failure {
  return { code, message, isPermanent, retryAfterMs };
}

const LONGEST_BACKOFF_MS = 60 * 60_000;

/** Milliseconds before the next try: doubles with each attempt, ±25 % so that what failed together returns apart. */
export function backoffMs({ backoffMs: first }: RetryPolicy, attempt: number, random = Math.random()): number {
  const exponential = Math.min(LONGEST_BACKOFF_MS, first * 2 ** (attempt - 1));
  return Math.round(exponential * (0.75 + random / 2));
}

/**
 * Repeats work that the database could not do, for as long as `patienceMs`, with growing pauses.
 * @throws the last error; any that is not transient at once
 */
export async function withPatience<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (let pauseMs = 50; ; pauseMs = Math.min(2_000, pauseMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!(isDatabaseOutage(error) || isConflict(error)) || Date.now() + pauseMs > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

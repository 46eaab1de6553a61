import type { OutboxDelivery } from '../db/outbox.js';
import type { TenantDb } from '../db/tenant.js';
import { transact } from '../db/transaction.js';
import { jobFinished, stateChanged } from '../modules/operations/job-messages.js';
import { type BegunAttempt, type Settlement, settleAttempt } from './attempt.sql.js';
import { type AnyJobHandler, JobPostponed, type JobRun, PermanentJobError } from './define-job.js';
import { backoffMs, type Failure, FencedOff, failureOf, JobAborted, withPatience } from './failures.js';
import { giveUp } from './give-up.js';
import type { AttemptOutcome } from './observer.js';

/** What a handler's run came to. */
export type RunEnd =
  | { readonly kind: 'RETURNED'; readonly result: unknown; readonly payload: unknown; readonly run: JobRun }
  | { readonly kind: 'THREW'; readonly error: unknown };

export interface Conclusion {
  readonly outcome: AttemptOutcome;
  readonly deliveries: OutboxDelivery[];
  /** What the attempt failed with, if it did. */
  readonly failure: Failure | null;
}

/** How long the end of an attempt waits for a database that is away. */
const PATIENCE_MS = 30_000;

/**
 * Commits how an attempt ended. A cancel that came meanwhile wins over any other end; when another attempt has taken
 * over, nothing is written at all.
 */
export async function conclude(
  db: TenantDb,
  handler: AnyJobHandler,
  attempt: BegunAttempt,
  end: RunEnd,
): Promise<Conclusion> {
  const settle = async (): Promise<Conclusion> => {
    if (end.kind === 'RETURNED') return succeed(db, handler, attempt, end);
    return fail(db, handler, attempt, end.error);
  };
  try {
    return await withPatience(PATIENCE_MS, settle);
  } catch (error) {
    // The effect itself failed (`apply` threw), so the attempt did.
    if (end.kind !== 'RETURNED' || error instanceof FencedOff) throw error;
    return withPatience(PATIENCE_MS, () => fail(db, handler, attempt, error));
  }
}

async function succeed(
  db: TenantDb,
  handler: AnyJobHandler,
  attempt: BegunAttempt,
  { result, payload, run }: RunEnd & { kind: 'RETURNED' },
): Promise<Conclusion> {
  const { id, attempt: number } = attempt;
  const durationMs = Math.max(0, Date.now() - attempt.startedAt.getTime());
  const settlement: Settlement = {
    ...basicsOf(handler, attempt),
    to: 'SUCCEEDED',
    attemptState: 'SUCCEEDED',
    error: null,
    result: result ?? null,
    events: [
      stateChanged(id, 'ACTIVE', 'SUCCEEDED', number),
      jobFinished(id, { state: 'SUCCEEDED', durationMs, error: null }),
    ],
  };
  const deliveries = handler.apply
    ? await transact(db, async (tx) => {
        const settled = await settleAttempt(tx, settlement);
        if (settled) await handler.apply?.(tx, result, payload, run);
        return settled;
      })
    : await settleAttempt(db, settlement);
  return deliveries ? { outcome: 'succeeded', deliveries, failure: null } : overtaken(db, handler, attempt);
}

async function fail(db: TenantDb, handler: AnyJobHandler, attempt: BegunAttempt, error: unknown): Promise<Conclusion> {
  if (error instanceof FencedOff || (error instanceof JobAborted && error.code !== 'TIMEOUT')) {
    return error instanceof JobAborted && error.code === 'SHUTDOWN'
      ? handBack(db, handler, attempt)
      : overtaken(db, handler, attempt);
  }
  if (error instanceof JobPostponed) return postpone(db, handler, attempt, error);
  const { definition } = handler;
  const failure = failureOf(error);
  const told = { code: failure.code, message: failure.message };
  if (failure.isPermanent || attempt.attempt >= attempt.maxAttempts) {
    const job = { ...attempt, state: 'ACTIVE' as const };
    const deliveries = await transact(db, (tx) => giveUp(tx, handler, job, { to: 'DEAD', error: told }));
    return deliveries ? { outcome: 'dead', deliveries, failure } : overtaken(db, handler, attempt);
  }
  const deliveries = await settleAttempt(db, {
    ...basicsOf(handler, attempt),
    to: 'RETRYING',
    attemptState: 'FAILED',
    error: told,
    delayMs: Math.max(failure.retryAfterMs, backoffMs(definition.retry, attempt.attempt)),
    events: [stateChanged(attempt.id, 'ACTIVE', 'RETRYING', attempt.attempt)],
  });
  return deliveries ? { outcome: 'retrying', deliveries, failure } : overtaken(db, handler, attempt);
}

/** The job waits for something: it is tried again when that has come, and the attempt does not count. */
async function postpone(
  db: TenantDb,
  handler: AnyJobHandler,
  attempt: BegunAttempt,
  { code, message, remainingMs }: JobPostponed,
): Promise<Conclusion> {
  const deliveries = await transact(db, async (tx) =>
    settleAttempt(tx, {
      ...basicsOf(handler, attempt),
      to: 'RETRYING',
      attemptState: 'FAILED',
      error: { code, message },
      delayMs: await remainingMs(tx),
      extraAttempts: 1,
      events: [stateChanged(attempt.id, 'ACTIVE', 'RETRYING', attempt.attempt)],
    }),
  );
  return deliveries ? { outcome: 'postponed', deliveries, failure: null } : overtaken(db, handler, attempt);
}

/** The worker leaves: the job waits again, and the attempt does not count. What must not be repeated gives up. */
async function handBack(db: TenantDb, handler: AnyJobHandler, attempt: BegunAttempt): Promise<Conclusion> {
  if (handler.definition.ifInterrupted === 'GIVE_UP') {
    return fail(db, handler, attempt, new PermanentJobError('INTERRUPTED', 'The worker that ran it was shut down.'));
  }
  const deliveries = await settleAttempt(db, {
    ...basicsOf(handler, attempt),
    to: 'QUEUED',
    attemptState: 'STALLED',
    error: null,
    extraAttempts: 1,
    events: [
      stateChanged(attempt.id, 'ACTIVE', 'STALLED', attempt.attempt),
      stateChanged(attempt.id, 'STALLED', 'QUEUED', attempt.attempt),
    ],
  });
  return deliveries ? { outcome: 'handed_back', deliveries, failure: null } : overtaken(db, handler, attempt);
}

/** The job is not ACTIVE in this attempt any more: it is being cancelled, or it is somebody else's. */
async function overtaken(db: TenantDb, handler: AnyJobHandler, attempt: BegunAttempt): Promise<Conclusion> {
  const job = { ...attempt, state: 'CANCELLING' as const };
  const deliveries = await transact(db, (tx) => giveUp(tx, handler, job, { to: 'CANCELLED' }));
  return deliveries
    ? { outcome: 'cancelled', deliveries, failure: null }
    : { outcome: 'fenced', deliveries: [], failure: null };
}

function basicsOf({ definition }: AnyJobHandler, { id, attempt }: BegunAttempt) {
  return { jobId: id, kind: definition.kind, attempt, from: ['ACTIVE'] as const };
}

import type { OutboxDelivery, OutboxMessage } from '../db/outbox.js';
import type { Transaction } from '../db/transaction.js';
import type { Job } from '../generated/prisma/client.js';
import { jobFinished, stateChanged } from '../modules/operations/job-messages.js';
import { recordEvent } from '../modules/operations/tenant-event.service.js';
import { settleAttempt } from './attempt.sql.js';
import type { AnyJobHandler, JobFailure } from './define-job.js';

export type GivingUp =
  | { readonly to: 'CANCELLED' }
  | {
      readonly to: 'DEAD';
      readonly error: { readonly code: string; readonly message: string };
      /** Its worker was lost, rather than its handler having failed. */
      readonly wasStalled?: boolean;
    };

/** The part of a job that its end depends on. */
export interface EndingJob extends Pick<Job, 'id' | 'attempt' | 'startedAt' | 'state'> {
  readonly payload: unknown;
}

const CANCELLED = { code: 'CANCELLED', message: 'The job was cancelled.' };

/**
 * Ends a job for good in the caller's transaction, together with what its handler does about it (`onGiveUp`).
 * @returns what is to be delivered after the commit, or undefined when the job is no longer as it was said to be
 */
export async function giveUp(
  tx: Transaction,
  handler: AnyJobHandler,
  job: EndingJob,
  end: GivingUp,
): Promise<OutboxDelivery[] | undefined> {
  const { definition } = handler;
  const error = end.to === 'DEAD' ? end.error : CANCELLED;
  const settled = await settleAttempt(tx, {
    jobId: job.id,
    kind: definition.kind,
    attempt: job.attempt,
    from: [job.state],
    to: end.to,
    attemptState: end.to === 'CANCELLED' ? 'CANCELLED' : end.wasStalled ? 'STALLED' : 'FAILED',
    error,
    events: farewell(job, end, error),
  });
  if (!settled) return undefined;
  if (end.to === 'DEAD') {
    await recordEvent(tx, {
      kind: 'JOB_FAILED',
      subject: { type: 'Job', id: job.id },
      actor: { kind: 'SYSTEM', id: null, label: definition.kind },
      data: { kind: definition.kind, ...error },
    });
  }
  const payload = definition.payload.safeParse(job.payload);
  const failure: JobFailure = { state: end.to, ...error };
  // A payload that is not (or no longer) of its kind was never worked on; there is nothing to take back.
  if (payload.success) await handler.onGiveUp?.(tx, failure, payload.data, job.id);
  return settled;
}

function farewell(job: EndingJob, end: GivingUp, error: { code: string; message: string }): OutboxMessage[] {
  const { id, attempt, state, startedAt } = job;
  const durationMs = startedAt ? Math.max(0, Date.now() - startedAt.getTime()) : 0;
  const finished = jobFinished(id, { state: end.to, durationMs, error });
  if (end.to === 'CANCELLED') return [stateChanged(id, state, 'CANCELLED', attempt), finished];
  const way = end.wasStalled
    ? [stateChanged(id, state, 'STALLED', attempt), stateChanged(id, 'STALLED', 'FAILED', attempt)]
    : [stateChanged(id, state, 'FAILED', attempt)];
  return [...way, stateChanged(id, 'FAILED', 'DEAD', attempt), finished];
}

import { transact } from '../../db/transaction.js';
import { type JobRun, PermanentJobError, TemporaryJobError } from '../../jobs/define-job.js';
import { ModelCallFailed, type ModelFailureReason } from '../../ports.js';
import { endInterrupted, INTERRUPTED } from './call-record.js';
import { isFreeRoute, type Route } from './model-route.service.js';

/** What trying again later cannot mend. */
const FOR_GOOD: ReadonlySet<ModelFailureReason> = new Set(['UNAUTHORIZED', 'REJECTED', 'DECLINED']);

/** Runs the part of a job that asks models; what a model failed with becomes the job's own failure. */
export async function withModels<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ModelCallFailed)) throw error;
    const code = `MODEL_${error.reason}`;
    if (FOR_GOOD.has(error.reason)) throw new PermanentJobError(code, error.message);
    throw new TemporaryJobError(code, error.message, error.retryAfterMs ?? 0);
  }
}

/**
 * For a job that asks several models at once: looks, before any is asked, whether an earlier attempt was lost in the
 * middle of calls.
 * @throws PermanentJobError when one of them may be billed: asking again is up to a person
 */
export async function refuseInterrupted(
  { db, jobId, attempt }: Pick<JobRun, 'db' | 'jobId' | 'attempt'>,
  routes: readonly Route[],
): Promise<void> {
  const wasInterrupted = await transact(db, (tx) => endInterrupted(tx, jobId, attempt));
  if (wasInterrupted && !routes.every(isFreeRoute)) throw new PermanentJobError('INTERRUPTED', INTERRUPTED);
}

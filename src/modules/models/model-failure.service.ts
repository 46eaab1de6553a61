import { PermanentJobError, TemporaryJobError } from '../../jobs/define-job.js';
import { ModelCallFailed, type ModelFailureReason } from '../../ports.js';

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

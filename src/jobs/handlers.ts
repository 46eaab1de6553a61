import { pruneHistory } from '../modules/operations/prune-history.worker.js';
import type { AnyJobHandler } from './define-job.js';

/** The handler of every kind of job, one line each. Only the worker process loads it. */
export const JOB_HANDLERS: readonly AnyJobHandler[] = [pruneHistory];

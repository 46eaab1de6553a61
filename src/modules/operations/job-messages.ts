import type { OutboxMessage } from '../../db/outbox.js';
import type { JobState } from '../../generated/prisma/enums.js';
import { jobTopic } from '../../realtime/topic.js';
import type { JobFinished, JobStateChanged } from './job-events.js';

/** Control channel on which workers learn that a job is to be cancelled: `{ tenantId, jobId }`. */
export const JOB_CANCEL_CHANNEL = 'jobs.cancel';

export function stateChanged(jobId: string, from: JobState, to: JobState, attempt: number): OutboxMessage {
  const body = { type: 'JobStateChanged', from, to, attempt } as const satisfies JobStateChanged;
  return { kind: 'EVENT', target: jobTopic(jobId), body };
}

export interface JobEnd {
  readonly state: JobState;
  readonly durationMs: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** The last item of a job's stream. */
export function jobFinished(jobId: string, { state, durationMs, error }: JobEnd): OutboxMessage {
  const body = {
    type: 'JobFinished',
    state,
    durationMs,
    error: error && { code: error.code, message: error.message },
  } as const satisfies JobFinished;
  return { kind: 'EVENT', target: jobTopic(jobId), body };
}

/** Hands a job to the queue of its kind once the transaction has committed. */
export function handOver(kind: string, jobId: string): OutboxMessage {
  return { kind: 'JOB', target: kind, body: { jobId } };
}

/** Tells the worker that holds the job, wherever it is, to end it. */
export function cancelSignal(tenantId: string, jobId: string): OutboxMessage {
  return { kind: 'SIGNAL', target: JOB_CANCEL_CHANNEL, body: { tenantId, jobId } };
}

import type { Job } from '../../generated/prisma/client.js';
import type { JobState } from '../../generated/prisma/enums.js';

/** Every transition of a job. FAILED and REPLAYED are passed through on the way to DEAD and back to QUEUED. */
export const JOB_TRANSITIONS: Readonly<Record<JobState, readonly JobState[]>> = {
  SCHEDULED: ['ACTIVE', 'CANCELLING', 'CANCELLED'],
  QUEUED: ['ACTIVE', 'CANCELLING', 'CANCELLED'],
  RETRYING: ['ACTIVE', 'CANCELLING', 'CANCELLED'],
  ACTIVE: ['SUCCEEDED', 'RETRYING', 'STALLED', 'FAILED', 'CANCELLING', 'CANCELLED'],
  STALLED: ['QUEUED', 'FAILED'],
  CANCELLING: ['CANCELLED'],
  FAILED: ['DEAD', 'QUEUED'],
  DEAD: ['REPLAYED'],
  REPLAYED: ['QUEUED'],
  SUCCEEDED: [],
  CANCELLED: [],
};

/** The states from which a job may enter `state`; what the guards in SQL compare with. */
export function statesBefore(state: JobState): JobState[] {
  return (Object.keys(JOB_TRANSITIONS) as JobState[]).filter((from) => JOB_TRANSITIONS[from].includes(state));
}

/** Waiting for a worker: none holds it. */
export const WAITING_STATES = ['SCHEDULED', 'QUEUED', 'RETRYING'] as const satisfies readonly JobState[];

/** What an operator may do with a job now. */
export type JobOperation = 'CANCEL' | 'RETRY';

/** A job that no worker runs: its children move it along. */
export function isCoordinator(job: Pick<Job, 'attempt' | 'startedAt'>): boolean {
  return job.attempt === 0 && job.startedAt !== null;
}

/** The operations that would be accepted in the job's present state. */
export function availableJobTransitions(job: Pick<Job, 'state' | 'attempt' | 'startedAt'>): JobOperation[] {
  if (JOB_TRANSITIONS[job.state].includes('CANCELLING')) return ['CANCEL'];
  const gaveUp = job.state === 'DEAD' || job.state === 'FAILED';
  return gaveUp && !isCoordinator(job) ? ['RETRY'] : [];
}

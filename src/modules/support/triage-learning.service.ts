import type { Transaction } from '../../db/transaction.js';
import type { Job } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { enqueueJob } from '../operations/job.service.js';
import { TrainTriage } from './train-triage.job.js';

const WAITING: ReadonlySet<string> = new Set(['SCHEDULED', 'QUEUED']);

/**
 * Asks for a project's triage to be trained on what is confirmed by now. Requests that come while a training waits
 * share it; one that has begun may have read the cases already, so another is put behind it.
 * @param delayMs how long to wait for more
 */
export async function requestTraining(
  tx: Transaction,
  projectId: string,
  { actor, requestId }: Cause,
  delayMs = 0,
): Promise<Job> {
  const runAt = delayMs > 0 ? new Date(Date.now() + delayMs) : null;
  const options = { subject: { type: 'Project', id: projectId }, requestedBy: actor, requestId, runAt };
  const job = await enqueueJob(tx, TrainTriage, { projectId }, { ...options, dedupeKey: projectId });
  if (WAITING.has(job.state)) return job;
  return enqueueJob(tx, TrainTriage, { projectId }, { ...options, dedupeKey: `${projectId}:next` });
}

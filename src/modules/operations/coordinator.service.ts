import { v7 as newId } from 'uuid';
import type { Transaction } from '../../db/transaction.js';
import type { Job, Prisma } from '../../generated/prisma/client.js';
import type { LogLevel } from '../../generated/prisma/enums.js';
import { jobTopic } from '../../realtime/topic.js';
import type { EnqueueOptions } from './job.service.js';
import { moveRow } from './job.sql.js';
import type { JobLogAppended, JobProgressed } from './job-events.js';
import { jobFinished, stateChanged } from './job-messages.js';

/*
 * A coordinator is a job that stands for a chain of others: no worker runs it, its parts (`parentId`) move it along
 * from their `apply` and `onGiveUp`. It starts ACTIVE, keeps attempt 0, and ends SUCCEEDED, FAILED or CANCELLED.
 */

export interface NewCoordinator {
  readonly kind: string;
  readonly payload: Prisma.InputJsonObject;
}

/** Opens a coordinator. Its parts are enqueued with its id as `parentId`. */
export async function openCoordinator(
  tx: Transaction,
  { kind, payload }: NewCoordinator,
  options: Omit<EnqueueOptions, 'dedupeKey' | 'runAt'>,
): Promise<Job> {
  const job = await tx.job.create({
    data: {
      id: newId(),
      tenantId: tx.$tenantId,
      kind,
      payload,
      state: 'ACTIVE',
      maxAttempts: 1,
      startedAt: new Date(),
      parentId: options.parentId ?? null,
      subjectType: options.subject?.type ?? null,
      subjectId: options.subject?.id ?? null,
      requestedByKind: options.requestedBy.kind,
      requestedById: options.requestedBy.id,
      requestedByLabel: options.requestedBy.label,
      requestId: options.requestId ?? tx.$requestId,
    },
  });
  tx.$outbox(stateChanged(job.id, 'QUEUED', 'ACTIVE', 0));
  return job;
}

export interface CoordinatorProgress {
  readonly percent: number;
  readonly stage: string;
  readonly message?: string | null;
}

/** Reports how far the chain is; does nothing once it has ended. */
export async function reportCoordinator(tx: Transaction, jobId: string, progress: CoordinatorProgress): Promise<void> {
  const { percent, stage, message = null } = progress;
  const { count } = await tx.job.updateMany({
    where: { id: jobId, finishedAt: null },
    data: { percent, stage, message },
  });
  if (count === 0) return;
  const body = { type: 'JobProgressed', percent, stage, message, counters: null } as const satisfies JobProgressed;
  tx.$outbox({ kind: 'EVENT', target: jobTopic(jobId), body });
}

/** Writes a line into the chain's log, where those who watch the whole see it. */
export async function logCoordinator(tx: Transaction, jobId: string, level: LogLevel, message: string): Promise<void> {
  await tx.jobLog.create({ data: { tenantId: tx.$tenantId, jobId, attempt: 0, level, message }, select: { id: true } });
  const body = { type: 'JobLogAppended', level, message } as const satisfies JobLogAppended;
  tx.$outbox({ kind: 'EVENT', target: jobTopic(jobId), body });
}

export type CoordinatorEnd =
  | { readonly state: 'SUCCEEDED' }
  | { readonly state: 'FAILED' | 'CANCELLED'; readonly code: string; readonly message: string };

/**
 * Ends the chain. A chain that is being cancelled ends CANCELLED whatever is asked for; one that has ended stays.
 * @returns the job as it is now, or undefined when it had ended before
 */
export async function endCoordinator(tx: Transaction, jobId: string, end: CoordinatorEnd): Promise<Job | undefined> {
  const error = end.state === 'SUCCEEDED' ? null : { code: end.code, message: end.message };
  const ended = await moveRow(tx, jobId, ['ACTIVE'], {
    to: end.state,
    isFinished: true,
    percent: end.state === 'SUCCEEDED' ? 100 : undefined,
    ...error,
  });
  if (ended) return announceEnd(tx, ended, 'ACTIVE');
  const cancelled = await moveRow(tx, jobId, ['CANCELLING'], { to: 'CANCELLED', isFinished: true, ...CANCELLED });
  return cancelled && announceEnd(tx, cancelled, 'CANCELLING');
}

/** Takes a failed chain up again, because one of its parts is being retried. Does nothing in any other state. */
export async function reopenCoordinator(tx: Transaction, jobId: string): Promise<Job | undefined> {
  const job = await moveRow(tx, jobId, ['FAILED'], { to: 'ACTIVE', isFinished: false });
  if (!job) return undefined;
  tx.$outbox(stateChanged(jobId, 'FAILED', 'QUEUED', 0));
  tx.$outbox(stateChanged(jobId, 'QUEUED', 'ACTIVE', 0));
  return job;
}

const CANCELLED = { code: 'CANCELLED', message: 'The job was cancelled.' };

function announceEnd(tx: Transaction, job: Job, from: 'ACTIVE' | 'CANCELLING'): Job {
  const durationMs = (job.finishedAt?.getTime() ?? 0) - (job.startedAt?.getTime() ?? 0);
  const error = job.errorCode === null ? null : { code: job.errorCode, message: job.errorMessage ?? '' };
  tx.$outbox(stateChanged(job.id, from, job.state, 0));
  tx.$outbox(jobFinished(job.id, { state: job.state, durationMs, error }));
  return job;
}

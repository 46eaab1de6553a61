import type { OutboxDelivery } from '../db/outbox.js';
import type { TenantDb } from '../db/tenant.js';
import { type Transaction, transact } from '../db/transaction.js';
import { stateChanged } from '../modules/operations/job-messages.js';
import {
  type BegunAttempt,
  beginAttempt,
  deliveriesOf,
  isPaused,
  type LockedJob,
  lockJob,
  putBack,
} from './attempt.sql.js';
import type { AnyJobHandler } from './define-job.js';
import { giveUp } from './give-up.js';
import type { QueueEntry } from './queue-entry.js';

/** What became of an entry that a worker took from its queue. */
export type Beginning =
  | {
      readonly kind: 'BEGUN';
      readonly attempt: BegunAttempt;
      readonly deliveries: OutboxDelivery[];
      readonly wasStalled: boolean;
    }
  /** It was ended instead of begun. */
  | { readonly kind: 'ENDED'; readonly deliveries: OutboxDelivery[]; readonly wasStalled: boolean }
  /** A worker that is alive has it: look again later. */
  | { readonly kind: 'HELD' }
  /** It is finished, or it is another entry's turn. */
  | { readonly kind: 'STALE' }
  /** The tenant has no such job of this kind. */
  | { readonly kind: 'UNKNOWN' };

export interface BeginOptions {
  readonly workerId: string;
  /** After so many ms without a sign a worker counts as lost. */
  readonly silenceMs: number;
}

/** Begins the next attempt of the job behind an entry, if this is its turn and no worker has it. */
export async function begin(
  db: TenantDb,
  handler: AnyJobHandler,
  entry: QueueEntry,
  options: BeginOptions,
): Promise<Beginning> {
  const { kind } = handler.definition;
  const attempt = await beginAttempt(db, entry, kind, options.workerId);
  if (attempt) {
    return { kind: 'BEGUN', attempt, deliveries: deliveriesOf(attempt.id, attempt), wasStalled: false };
  }
  return transact(db, async (tx): Promise<Beginning> => {
    const job = await lockJob(tx, entry.jobId, options.silenceMs);
    if (!job || job.kind !== kind) return { kind: 'UNKNOWN' };
    if (job.finishedAt !== null || job.handedOverAt?.getTime() !== entry.turn) return { kind: 'STALE' };
    if (job.isHeld) return { kind: 'HELD' };
    if (job.state === 'CANCELLING') {
      const deliveries = (await giveUp(tx, handler, job, { to: 'CANCELLED' })) ?? [];
      return { kind: 'ENDED', deliveries, wasStalled: false };
    }
    if (await isPaused(tx, kind)) {
      // Its worker was lost: whoever comes by when the kind goes on takes it over.
      if (job.state === 'ACTIVE') return { kind: 'HELD' };
      await putBack(tx, job.id);
      return { kind: 'STALE' };
    }
    if (job.state === 'ACTIVE') return takeOver(tx, handler, job, entry, options);
    // Its turn, and it waits: the kind went on between the two looks.
    const late = await beginAttempt(tx, entry, kind, options.workerId);
    if (!late) return { kind: 'HELD' };
    return { kind: 'BEGUN', attempt: late, deliveries: deliveriesOf(late.id, late), wasStalled: false };
  });
}

/** The worker that had it is lost. */
async function takeOver(
  tx: Transaction,
  handler: AnyJobHandler,
  job: LockedJob,
  entry: QueueEntry,
  { workerId }: BeginOptions,
): Promise<Beginning> {
  const { definition } = handler;
  const mayRetry = definition.ifInterrupted !== 'GIVE_UP' && job.attempt < job.maxAttempts;
  const code = definition.ifInterrupted === 'GIVE_UP' ? 'INTERRUPTED' : 'WORKER_LOST';
  const message = 'The worker that ran it was lost.';
  if (!mayRetry) {
    const deliveries = await giveUp(tx, handler, job, { to: 'DEAD', error: { code, message }, wasStalled: true });
    return { kind: 'ENDED', deliveries: deliveries ?? [], wasStalled: true };
  }
  await tx.jobAttempt.updateMany({
    where: { jobId: job.id, number: job.attempt, finishedAt: null },
    data: { state: 'STALLED', finishedAt: new Date(), errorCode: code, errorMessage: message },
  });
  await tx.job.update({
    where: { id: job.id },
    data: { state: 'QUEUED', heartbeatAt: null, version: { increment: 1 } },
  });
  // Stored here and now, so that they come before the event of the attempt that follows.
  const way = [
    stateChanged(job.id, 'ACTIVE', 'STALLED', job.attempt),
    stateChanged(job.id, 'STALLED', 'QUEUED', job.attempt),
  ];
  await tx.outboxEntry.createMany({ data: way.map((event) => ({ tenantId: tx.$tenantId, ...event })) });
  const attempt = await beginAttempt(tx, entry, definition.kind, workerId);
  if (!attempt) throw new Error(`Job ${job.id} could not be begun although it was locked`);
  return { kind: 'BEGUN', attempt, deliveries: deliveriesOf(job.id, attempt), wasStalled: true };
}

import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { Job } from '../../generated/prisma/client.js';
import { findDefinition, JOB_DEFINITIONS, type JobCatalog } from '../../jobs/definitions.js';
import { withPatience } from '../../jobs/failures.js';
import type { Cause } from './actor.js';
import { lockTree, markCancelled, requeue } from './job.sql.js';
import { cancelSignal, handOver, jobFinished, stateChanged } from './job-messages.js';
import { isCoordinator, JOB_TRANSITIONS, statesBefore, WAITING_STATES } from './job-states.js';
import { recordEvent } from './tenant-event.service.js';

export interface JobControl extends Cause, ExpectedVersion {
  /** What is known about kinds of jobs; all of the project's by default. */
  readonly definitions?: JobCatalog | undefined;
}

const PATIENCE_MS = 5_000;
const MAX_LOOKS = 10;

/**
 * Asks for the end of a job and of its unfinished parts. A waiting job that nothing depends on is CANCELLED at once;
 * any other is CANCELLING until a worker has let go of it. Asking again changes nothing.
 * @throws NotFound, Conflict, or InvalidState when the job has already ended in another way
 */
export function cancelJob(db: TenantDb, jobId: string, control: JobControl): Promise<Job> {
  // Workers lock a part and then the whole; where that crosses this, PostgreSQL ends one of the two.
  return withPatience(PATIENCE_MS, () => transact(db, (tx) => cancelJobIn(tx, jobId, control)));
}

/** `cancelJob` as a part of the caller's transaction. */
export async function cancelJobIn(tx: Transaction, jobId: string, control: JobControl): Promise<Job> {
  const tree = await lockWholeTree(tx, jobId);
  const job = tree.find(({ id }) => id === jobId);
  if (!job) throw new NotFound('The job', ['input', 'id']);
  if (job.state === 'CANCELLING' || job.state === 'CANCELLED') return job;
  checkVersion('job', { job }, control);
  if (!JOB_TRANSITIONS[job.state].includes('CANCELLING')) throw new InvalidState('The job has already ended.');
  const ending = new Map<string, 'CANCELLING' | 'CANCELLED'>();
  for (const part of tree) ending.set(part.id, endOf(part, tree, ending, control.definitions ?? JOB_DEFINITIONS));
  const moved = [
    ...(await markCancelled(tx, 'CANCELLING', idsEnding(ending, 'CANCELLING'), statesBefore('CANCELLING'))),
    ...(await markCancelled(tx, 'CANCELLED', idsEnding(ending, 'CANCELLED'), statesBefore('CANCELLED'))),
  ];
  const before = new Map(tree.map((part) => [part.id, part]));
  for (const part of moved) announceCancel(tx, before.get(part.id)!, part);
  await recordEvent(tx, { kind: 'JOB_CANCELLED', subject: { type: 'Job', id: jobId }, ...control });
  return moved.find(({ id }) => id === jobId) ?? job;
}

/**
 * Starts a job again that gave up, with as many further attempts as its kind has; its dead letter counts as replayed.
 * @throws NotFound, Conflict, or InvalidState when the job has not given up or the same work is under way already
 */
export function retryJob(db: TenantDb, jobId: string, control: JobControl): Promise<Job> {
  return transact(db, (tx) => retryJobIn(tx, jobId, control));
}

/** `retryJob` as a part of the caller's transaction. */
export async function retryJobIn(tx: Transaction, jobId: string, control: JobControl): Promise<Job> {
  const job = await tx.job.findFirst({ where: { id: jobId } });
  if (!job) throw new NotFound('The job', ['input', 'id']);
  checkVersion('job', { job }, control);
  if (job.state !== 'DEAD' && job.state !== 'FAILED') throw new InvalidState('Only a job that gave up can be retried.');
  if (isCoordinator(job)) throw new InvalidState('Retry the part that failed, not the whole.');
  if (job.dedupeKey !== null) {
    const twin = await tx.job.findFirst({ where: { kind: job.kind, dedupeKey: job.dedupeKey, finishedAt: null } });
    if (twin) throw new InvalidState('The same work is under way in another job.');
  }
  const definition = findDefinition(control.definitions ?? JOB_DEFINITIONS, job.kind);
  const queued = await requeue(tx, jobId, definition?.retry.attempts ?? job.maxAttempts, [job.state]);
  if (!queued) throw new InvalidState('The job has been retried already.');
  await tx.deadLetter.updateMany({ where: { jobId, replayedAt: null }, data: { replayedAt: new Date() } });
  if (job.state === 'DEAD') tx.$outbox(stateChanged(jobId, 'DEAD', 'REPLAYED', job.attempt));
  tx.$outbox(stateChanged(jobId, job.state === 'DEAD' ? 'REPLAYED' : 'FAILED', 'QUEUED', job.attempt));
  tx.$outbox(handOver(job.kind, jobId));
  await recordEvent(tx, { kind: 'JOB_RETRIED', subject: { type: 'Job', id: jobId }, ...control });
  return queued;
}

/** A part that ended while its lock was awaited may have been followed by a next one, which is not locked yet. */
async function lockWholeTree(tx: Transaction, jobId: string): Promise<Job[]> {
  for (let looks = 1; ; looks += 1) {
    const tree = await lockTree(tx, jobId);
    const open = tree.filter(({ id, finishedAt }) => id === jobId || finishedAt === null);
    if (open.length === tree.length || looks === MAX_LOOKS) return open;
  }
}

/** How a job of a tree ends, given how its parts (which come before it) do. */
function endOf(
  job: Job,
  tree: readonly Job[],
  ending: ReadonlyMap<string, 'CANCELLING' | 'CANCELLED'>,
  definitions: JobCatalog,
): 'CANCELLING' | 'CANCELLED' {
  if (job.state === 'CANCELLING') return 'CANCELLING';
  if (isCoordinator(job)) {
    // Its parts move it on when they end; where none is left to do so, it ends here.
    const isMoved = tree.some((part) => part.parentId === job.id && ending.get(part.id) === 'CANCELLING');
    return isMoved ? 'CANCELLING' : 'CANCELLED';
  }
  const waits = (WAITING_STATES as readonly string[]).includes(job.state);
  return waits && findDefinition(definitions, job.kind)?.cancelsAtOnce ? 'CANCELLED' : 'CANCELLING';
}

function idsEnding(ending: ReadonlyMap<string, string>, state: string): string[] {
  return [...ending].filter(([, end]) => end === state).map(([id]) => id);
}

function announceCancel(tx: Transaction, before: Job, after: Job): void {
  tx.$outbox(stateChanged(after.id, before.state, after.state, after.attempt));
  if (after.state === 'CANCELLING') {
    tx.$outbox(cancelSignal(tx.$tenantId, after.id));
    return;
  }
  const durationMs = after.startedAt ? Date.now() - after.startedAt.getTime() : 0;
  const error = { code: 'CANCELLED', message: 'The job was cancelled.' };
  tx.$outbox(jobFinished(after.id, { state: 'CANCELLED', durationMs, error }));
}

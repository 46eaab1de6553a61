import type { Transaction } from '../../db/transaction.js';
import { Conflict } from '../../errors.js';
import type { ApprovalEnd } from '../approvals/approval.service.js';
import type { Cause } from '../operations/actor.js';
import { cancelJobIn } from '../operations/job-control.service.js';
import { withdrawChange } from './change-request.service.js';
import { withdrawReply } from './reply-decision.service.js';

/** Ends what waits for a person's word about a case: its draft, its proposed change. The case stays where it is. */
export async function withdrawWaiting(
  tx: Transaction,
  caseId: string,
  end: Exclude<ApprovalEnd, 'APPROVED'>,
  cause: Cause,
): Promise<void> {
  const drafts = await tx.replyDraft.findMany({ where: { caseId, state: 'PENDING_APPROVAL' }, select: { id: true } });
  for (const { id } of drafts) await unlessDecided(withdrawReply(tx, id, end, cause));
  const changes = await tx.changeRequest.findMany({ where: { caseId, state: 'PROPOSED' }, select: { id: true } });
  for (const { id } of changes) await unlessDecided(withdrawChange(tx, id, end, cause));
}

/** What somebody decided on while its lock was awaited does not wait any more. */
async function unlessDecided(withdrawal: Promise<unknown>): Promise<void> {
  try {
    await withdrawal;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
}

/**
 * Cancels what is at work on a case. Jobs are locked before cases everywhere, so this comes first; whoever has locked the
 * case then asks again, for what has begun since.
 * @param known - jobs that were cancelled already
 * @returns the jobs of the pipelines
 */
export async function cancelPipelines(
  tx: Transaction,
  caseId: string,
  cause: Cause,
  known: readonly string[] = [],
): Promise<string[]> {
  const running = await tx.pipeline.findMany({ where: { caseId, state: 'RUNNING' }, select: { jobId: true } });
  const jobIds = running.map(({ jobId }) => jobId).filter((jobId) => !known.includes(jobId));
  for (const jobId of jobIds) await cancelJobIn(tx, jobId, cause);
  return jobIds;
}

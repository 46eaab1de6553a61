import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidInput, InvalidState, NotFound } from '../../errors.js';
import { checkVersion } from '../../expected-version.js';
import type { Case } from '../../generated/prisma/client.js';
import { withPatience } from '../../jobs/failures.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { CaseDecision } from './case.service.js';
import { caseEvent } from './case-events.js';
import { closeMerged, lockCases, lockThreadsOf } from './case-merge.sql.js';
import { moveCase, requireCase } from './case-move.service.js';
import { cancelPipelines, withdrawWaiting } from './case-withdraw.service.js';
import { abandonDrafts } from './reply-send.service.js';

export interface MergedCases {
  /** The one that is closed. */
  readonly case: Case;
  /** The one that goes on. */
  readonly into: Case;
}

const INTO = ['input', 'intoId'];
const PATIENCE_MS = 5_000;
/** The customer has been answered: nothing of theirs is open. */
const ANSWERED: readonly Case['state'][] = ['REPLIED', 'RESOLVED'];

/**
 * Merges a case into another of the same customer and project: its messages and conversations move there, what comes to
 * them later goes there, and it is CLOSED for good. Its pipeline is cancelled, its draft is rejected.
 * @throws NotFound, Conflict; InvalidInput when the two do not belong together; InvalidState when either is closed
 */
export function mergeCase(
  db: TenantDb,
  sourceId: string,
  targetId: string,
  decision: CaseDecision,
): Promise<MergedCases> {
  // Whoever takes in a message locks conversations and cases, and workers lock jobs and cases, in another order.
  return withPatience(PATIENCE_MS, () => transact(db, (tx) => mergeCaseIn(tx, sourceId, targetId, decision)));
}

async function mergeCaseIn(
  tx: Transaction,
  sourceId: string,
  targetId: string,
  { expectedVersion, ...cause }: CaseDecision,
): Promise<MergedCases> {
  const seen = await requireCase(tx, sourceId);
  checkMerge(seen, await requireCase(tx, targetId, INTO), expectedVersion);
  const cancelled = await cancelPipelines(tx, sourceId, cause);
  await lockThreadsOf(tx, sourceId);
  const locked = await lockCases(tx, [sourceId, targetId]);
  const [source, target] = [sourceId, targetId].map((wanted) => locked.find(({ id }) => id === wanted));
  if (!source || !target) throw new NotFound('The case', ['input', 'id']);
  checkMerge(source, target, expectedVersion);
  await cancelPipelines(tx, sourceId, cause, cancelled);
  // What was to be said or changed there is not any more.
  await withdrawWaiting(tx, sourceId, 'REJECTED', cause);
  await abandonDrafts(tx, { caseId: sourceId });
  const [where, data] = [{ caseId: sourceId }, { caseId: targetId }];
  await tx.caseMessage.updateMany({ where, data });
  await tx.channelMessage.updateMany({ where, data });
  await tx.channelThread.updateMany({ where, data });
  await tx.inboundEvent.updateMany({ where, data });
  const closed = (await closeMerged(tx, sourceId, targetId)) ?? source;
  const { state: from } = source;
  tx.$outbox(caseEvent(sourceId, { type: 'CaseStateChanged', from, to: 'CLOSED', version: closed.version }));
  for (const id of [sourceId, targetId]) tx.$outbox(caseEvent(id, { type: 'CaseMerged', sourceId, targetId }));
  const subject = { type: 'Case', id: sourceId };
  await recordEvent(tx, { kind: 'CASE_STATE_CHANGED', subject, ...cause, data: { from, to: 'CLOSED' } });
  await recordEvent(tx, { kind: 'CASE_MERGED', subject, ...cause, data: { intoId: targetId } });
  // What the customer said there has not been answered here.
  const reopened = ANSWERED.includes(from)
    ? undefined
    : await moveCase(tx, targetId, { to: 'REOPENED', from: ANSWERED }, cause);
  return { case: closed, into: reopened ?? (await touch(tx, targetId)) };
}

function checkMerge(source: Case, target: Case, expectedVersion: number | null | undefined): void {
  if (source.id === target.id) throw InvalidInput.at(INTO, 'A case is not merged into itself.');
  if (source.projectId !== target.projectId) throw InvalidInput.at(INTO, 'The case belongs to another project.');
  if (source.customerId !== target.customerId) throw InvalidInput.at(INTO, 'The case is of another customer.');
  checkVersion('case', { case: source }, { expectedVersion });
  if (source.state === 'CLOSED') throw new InvalidState('A closed case is not merged.');
  if (target.state === 'CLOSED') throw new InvalidState('Nothing is merged into a closed case.', INTO);
}

async function touch(tx: Transaction, id: string): Promise<Case> {
  await tx.case.updateMany({ where: { id }, data: { version: { increment: 1 }, updatedAt: new Date() } });
  return tx.case.findFirstOrThrow({ where: { id } });
}

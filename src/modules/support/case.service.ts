import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import type { ExpectedVersion } from '../../expected-version.js';
import type { Case } from '../../generated/prisma/client.js';
import { withPatience } from '../../jobs/failures.js';
import type { Cause } from '../operations/actor.js';
import { cancelJobIn } from '../operations/job-control.service.js';
import { moveCaseOrThrow, requireCase } from './case-move.service.js';
import { caseStatesBefore } from './case-states.js';
import { withdrawWaiting } from './case-withdraw.service.js';

const PATIENCE_MS = 5_000;

export interface CaseDecision extends Cause, ExpectedVersion {}

/**
 * The customer's problem is solved. A pipeline that is still at work is cancelled.
 * @throws NotFound, Conflict, InvalidState
 */
export function resolveCase(db: TenantDb, caseId: string, decision: CaseDecision): Promise<Case> {
  // Workers lock the job of a step and then the pipeline's; where this crosses that, PostgreSQL ends one of the two.
  return withPatience(PATIENCE_MS, () => transact(db, (tx) => resolveCaseIn(tx, caseId, decision)));
}

async function resolveCaseIn(
  tx: Transaction,
  caseId: string,
  { expectedVersion, ...cause }: CaseDecision,
): Promise<Case> {
  const current = await requireCase(tx, caseId);
  const running = await tx.pipeline.findFirst({ where: { caseId, state: 'RUNNING' }, select: { jobId: true } });
  // Jobs are locked before cases everywhere; the check keeps a refused request from cancelling anything.
  if (caseStatesBefore('RESOLVED').includes(current.state)) {
    if (running) await cancelJobIn(tx, running.jobId, cause);
    await withdrawWaiting(tx, caseId, 'SUPERSEDED', cause);
  }
  const moved = await moveCaseOrThrow(tx, caseId, { to: 'RESOLVED', expectedVersion }, cause);
  // Now that nobody else moves the case: one that has begun since, or was not to be cancelled where the case stood then.
  const cancelled = caseStatesBefore('RESOLVED').includes(current.state) ? running?.jobId : undefined;
  const others = await tx.pipeline.findMany({ where: { caseId, state: 'RUNNING' }, select: { jobId: true } });
  for (const { jobId } of others) if (jobId !== cancelled) await cancelJobIn(tx, jobId, cause);
  return moved;
}

/** @throws NotFound, Conflict, InvalidState */
export function closeCase(db: TenantDb, caseId: string, { expectedVersion, ...cause }: CaseDecision): Promise<Case> {
  return transact(db, (tx) => moveCaseOrThrow(tx, caseId, { to: 'CLOSED', expectedVersion }, cause));
}

/** The customer came back. @throws NotFound, Conflict, InvalidState */
export function reopenCase(db: TenantDb, caseId: string, { expectedVersion, ...cause }: CaseDecision): Promise<Case> {
  return transact(db, (tx) => moveCaseOrThrow(tx, caseId, { to: 'REOPENED', expectedVersion }, cause));
}

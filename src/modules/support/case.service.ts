import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import type { ExpectedVersion } from '../../expected-version.js';
import type { Case } from '../../generated/prisma/client.js';
import { withPatience } from '../../jobs/failures.js';
import type { Cause } from '../operations/actor.js';
import { moveCaseOrThrow, requireCase } from './case-move.service.js';
import { caseStatesBefore } from './case-states.js';
import { cancelPipelines, withdrawWaiting } from './case-withdraw.service.js';

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
  // The check keeps a refused request from cancelling anything.
  const isOpen = caseStatesBefore('RESOLVED').includes(current.state);
  const cancelled = isOpen ? await cancelPipelines(tx, caseId, cause) : [];
  if (isOpen) await withdrawWaiting(tx, caseId, 'SUPERSEDED', cause);
  const moved = await moveCaseOrThrow(tx, caseId, { to: 'RESOLVED', expectedVersion }, cause);
  await cancelPipelines(tx, caseId, cause, cancelled);
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

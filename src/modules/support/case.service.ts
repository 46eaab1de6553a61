import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import type { ExpectedVersion } from '../../expected-version.js';
import type { Case } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { cancelJobIn } from '../operations/job-control.service.js';
import { moveCaseOrThrow, requireCase } from './case-move.service.js';
import { caseStatesBefore } from './case-states.js';
import { withdrawWaiting } from './case-withdraw.service.js';

export interface CaseDecision extends Cause, ExpectedVersion {}

/**
 * The customer's problem is solved. A pipeline that is still at work is cancelled.
 * @throws NotFound, Conflict, InvalidState
 */
export function resolveCase(db: TenantDb, caseId: string, { expectedVersion, ...cause }: CaseDecision): Promise<Case> {
  return transact(db, async (tx) => {
    const current = await requireCase(tx, caseId);
    const running = await tx.pipeline.findFirst({ where: { caseId, state: 'RUNNING' }, select: { jobId: true } });
    // Jobs are locked before cases everywhere; the check keeps a refused request from cancelling anything.
    if (running && caseStatesBefore('RESOLVED').includes(current.state)) await cancelJobIn(tx, running.jobId, cause);
    if (caseStatesBefore('RESOLVED').includes(current.state)) await withdrawWaiting(tx, caseId, 'SUPERSEDED', cause);
    return moveCaseOrThrow(tx, caseId, { to: 'RESOLVED', expectedVersion }, cause);
  });
}

/** @throws NotFound, Conflict, InvalidState */
export function closeCase(db: TenantDb, caseId: string, { expectedVersion, ...cause }: CaseDecision): Promise<Case> {
  return transact(db, (tx) => moveCaseOrThrow(tx, caseId, { to: 'CLOSED', expectedVersion }, cause));
}

/** The customer came back. @throws NotFound, Conflict, InvalidState */
export function reopenCase(db: TenantDb, caseId: string, { expectedVersion, ...cause }: CaseDecision): Promise<Case> {
  return transact(db, (tx) => moveCaseOrThrow(tx, caseId, { to: 'REOPENED', expectedVersion }, cause));
}

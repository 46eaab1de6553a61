import type { Transaction } from '../../db/transaction.js';
import { InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { Case, Prisma } from '../../generated/prisma/client.js';
import type { CaseState } from '../../generated/prisma/enums.js';
import type { Actor, Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { type MovedCase, moveCaseRow } from './case.sql.js';
import { caseEvent } from './case-events.js';
import { caseStatesBefore } from './case-states.js';

/** What a step of a pipeline does, the pipeline does. */
export const PIPELINE_ACTOR: Actor = { kind: 'SYSTEM', id: null, label: 'case pipeline' };

export interface CaseTransition extends ExpectedVersion {
  readonly to: CaseState;
  /** Narrows the states it may come from. */
  readonly from?: readonly CaseState[] | undefined;
  /** Columns that change with the state. */
  readonly set?: Prisma.Sql | undefined;
}

/**
 * Moves a case if its state machine allows it, and tells everybody who watches.
 * @returns the case as it is now, or undefined when it is in another state or version
 */
export async function moveCase(
  tx: Transaction,
  caseId: string,
  transition: CaseTransition,
  cause: Cause,
): Promise<MovedCase | undefined> {
  const allowed = caseStatesBefore(transition.to);
  const from = transition.from ? allowed.filter((state) => transition.from?.includes(state)) : allowed;
  const moved = await moveCaseRow(tx, caseId, { ...transition, from });
  if (!moved) return undefined;
  tx.$outbox(
    caseEvent(caseId, { type: 'CaseStateChanged', from: moved.from, to: moved.state, version: moved.version }),
  );
  await recordEvent(tx, {
    kind: 'CASE_STATE_CHANGED',
    subject: { type: 'Case', id: caseId },
    ...cause,
    data: { from: moved.from, to: moved.state },
  });
  return moved;
}

/**
 * `moveCase` on behalf of somebody who must be told why it did not happen.
 * @throws NotFound, Conflict with the current case, or InvalidState
 */
export async function moveCaseOrThrow(
  tx: Transaction,
  caseId: string,
  transition: CaseTransition,
  cause: Cause,
): Promise<MovedCase> {
  const moved = await moveCase(tx, caseId, transition, cause);
  if (moved) return moved;
  const current = await requireCase(tx, caseId);
  checkVersion('case', { case: current }, transition);
  throw new InvalidState(`A case that is ${current.state} cannot become ${transition.to}.`);
}

/** @throws NotFound when the tenant has no such case */
export async function requireCase(
  db: Pick<Transaction, 'case'>,
  id: string,
  path: readonly string[] = ['input', 'id'],
): Promise<Case> {
  const found = await db.case.findFirst({ where: { id } });
  if (!found) throw new NotFound('The case', path);
  return found;
}

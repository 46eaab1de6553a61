import type { Permission } from '../../auth/permissions.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { APPROVAL_SUBJECTS } from '../../decidables.js';
import { Conflict, Forbidden, NotFound } from '../../errors.js';
import type { ExpectedVersion } from '../../expected-version.js';
import { checkVersion } from '../../expected-version.js';
import type { Approval } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import type { ApprovalSubject } from './approval.service.js';

export interface ApprovalVerdict extends Cause, ExpectedVersion {
  readonly note?: string | null | undefined;
  /** What whoever decides may do. */
  readonly permissions: ReadonlySet<Permission>;
}

/**
 * Approves or rejects, and does with the subject what that means.
 * @throws NotFound, Forbidden, Conflict with the current approval when somebody else decided first or it has another
 * version, or what the subject throws
 */
export function decideApproval(
  db: TenantDb,
  id: string,
  verb: 'approve' | 'reject',
  { expectedVersion, note, permissions, ...cause }: ApprovalVerdict,
): Promise<Approval> {
  return transact(db, async (tx) => {
    const approval = await tx.approval.findFirst({ where: { id } });
    const subject = approval && APPROVAL_SUBJECTS[approval.subjectType];
    if (!approval || !subject) throw new NotFound('The approval', ['input', 'id']);
    if (!permissions.has(subject.permission)) throw new Forbidden(`This asks for ${subject.permission}.`);
    checkPending(approval);
    checkVersion('approval', { approval }, { expectedVersion });
    await decide(tx, approval, (handler) =>
      handler[verb](tx, approval.subjectId, { ...cause, approvalVersion: approval.version, note }),
    );
    return tx.approval.findFirstOrThrow({ where: { id } });
  });
}

/** Ends an approval whose time is up; does nothing when somebody has decided, or has more time. */
export async function expireApproval(tx: Transaction, id: string, cause: Cause): Promise<boolean> {
  const approval = await tx.approval.findFirst({ where: { id, state: 'PENDING', expiresAt: { lte: new Date() } } });
  const subject = approval && APPROVAL_SUBJECTS[approval.subjectType];
  if (!approval || !subject) return false;
  try {
    await subject.expire(tx, approval.subjectId, cause);
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false; // decided at this very moment
    throw error;
  }
}

async function decide(
  tx: Transaction,
  approval: Approval,
  work: (handler: ApprovalSubject) => Promise<unknown>,
): Promise<void> {
  const handler = APPROVAL_SUBJECTS[approval.subjectType];
  if (!handler) throw new NotFound('The approval', ['input', 'id']);
  try {
    await work(handler);
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    // Whoever was first has changed the subject while its lock was awaited.
    checkPending(await tx.approval.findFirstOrThrow({ where: { id: approval.id } }));
    throw error;
  }
}

function checkPending(approval: Approval): void {
  if (approval.state === 'PENDING') return;
  const by = approval.decidedByLabel ?? 'somebody';
  throw new Conflict(`It is ${approval.state} already, by ${by}.`, { approval }, ['input', 'id']);
}

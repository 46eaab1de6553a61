import type { Transaction } from '../../db/transaction.js';
import type { Approval } from '../../generated/prisma/client.js';
import {
  type ApprovalEnd,
  type NewApproval,
  requestApproval,
  type Settlement,
  settleApproval,
  touchApproval,
} from '../approvals/approval.service.js';
import type { Cause } from '../operations/actor.js';
import type { Subject } from '../operations/tenant-event.service.js';
import { caseEvent } from './case-events.js';

/** Asks a person about something of a case; its settings say how long they have. */
export async function askAboutCase(
  tx: Transaction,
  caseId: string,
  wanted: Omit<NewApproval, 'projectId' | 'title' | 'hours'>,
  cause: Cause,
): Promise<void> {
  const { number, subject, projectId, project } = await tx.case.findFirstOrThrow({
    where: { id: caseId },
    select: { number: true, subject: true, projectId: true, project: { select: { approvalHours: true } } },
  });
  const title = `${wanted.kind === 'REPLY' ? 'Reply to' : 'Change for'} #${number}: ${subject}`;
  const approval = await requestApproval(tx, { ...wanted, projectId, title, hours: project.approvalHours }, cause);
  announceApproval(tx, caseId, approval);
}

/** `settleApproval` of something of a case, told to those who watch it. */
export async function settleOfCase(
  tx: Transaction,
  caseId: string,
  subject: Subject,
  to: ApprovalEnd,
  settlement: Settlement,
): Promise<void> {
  const settled = await settleApproval(tx, subject, to, settlement);
  if (settled) announceApproval(tx, caseId, settled);
}

/** `touchApproval` of something of a case, told to those who watch it. */
export async function touchOfCase(tx: Transaction, caseId: string, subject: Subject): Promise<void> {
  const touched = await touchApproval(tx, subject);
  if (touched) announceApproval(tx, caseId, touched);
}

function announceApproval(tx: Transaction, caseId: string, { id, state, version }: Approval): void {
  tx.$outbox(caseEvent(caseId, { type: 'ApprovalChanged', approvalId: id, state, version }));
}

import { v7 as newId } from 'uuid';
import type { Permission } from '../../auth/permissions.js';
import type { Transaction } from '../../db/transaction.js';
import { checkVersion } from '../../expected-version.js';
import type { Approval } from '../../generated/prisma/client.js';
import type { ApprovalKind } from '../../generated/prisma/enums.js';
import type { Cause } from '../operations/actor.js';
import { enqueueJob } from '../operations/job.service.js';
import { recordEvent, type Subject } from '../operations/tenant-event.service.js';
import { ExpireApproval } from './expire-approval.job.js';

const MAX_TITLE_CHARS = 300;
const MAX_REASON_CHARS = 2_000;
const HOUR_MS = 3_600_000;

export interface NewApproval {
  readonly kind: ApprovalKind;
  /** What is to be decided on: a type of the schema and the row's id. It waits once at a time. */
  readonly subject: Subject;
  readonly projectId: string;
  /** One line for the inbox. */
  readonly title: string;
  /** Why a person is asked. */
  readonly reason: string;
  /** How sure whoever asks is, 0 to 1. */
  readonly confidence: number | null;
  /** The job that asks. */
  readonly jobId: string | null;
  /** Hours a person has; null: as long as it takes. */
  readonly hours: number | null;
}

/** How something that waited came to its end. */
export type ApprovalEnd = 'APPROVED' | 'REJECTED' | 'EXPIRED' | 'SUPERSEDED';

export interface Settlement extends Cause {
  /** The version of the approval that whoever decides has seen. */
  readonly approvalVersion?: number | null | undefined;
  readonly note?: string | null | undefined;
}

/**
 * What happens to something when its approval is decided on. Each locks the subject, changes it and settles the
 * approval (`settleApproval`), all in the transaction that it is given, and throws a DomainError when it cannot.
 */
export interface ApprovalSubject {
  /** Asked for besides `approval:decide`. */
  readonly permission: Permission;
  approve(tx: Transaction, subjectId: string, settlement: Settlement): Promise<unknown>;
  reject(tx: Transaction, subjectId: string, settlement: Settlement): Promise<unknown>;
  /** Nobody decided in time. */
  expire(tx: Transaction, subjectId: string, settlement: Settlement): Promise<unknown>;
}

/** By type of the schema. */
export type ApprovalSubjects = Readonly<Record<string, ApprovalSubject>>;

type ApprovalEvent = `APPROVAL_${ApprovalEnd | 'REQUESTED'}`;
const EVENT_OF_END: Readonly<Record<ApprovalEnd, ApprovalEvent>> = {
  APPROVED: 'APPROVAL_APPROVED',
  REJECTED: 'APPROVAL_REJECTED',
  EXPIRED: 'APPROVAL_EXPIRED',
  SUPERSEDED: 'APPROVAL_SUPERSEDED',
};

/** Asks for a person's word, in the transaction that makes what is to be decided on. */
export async function requestApproval(tx: Transaction, wanted: NewApproval, cause: Cause): Promise<Approval> {
  const { subject, title, reason, hours, actor, ...columns } = { ...wanted, actor: cause.actor };
  const expiresAt = hours === null ? null : new Date(Date.now() + hours * HOUR_MS);
  const approval = await tx.approval.create({
    data: {
      id: newId(),
      tenantId: tx.$tenantId,
      ...columns,
      subjectType: subject.type,
      subjectId: subject.id,
      title: title.slice(0, MAX_TITLE_CHARS),
      reason: reason.slice(0, MAX_REASON_CHARS),
      requestedByKind: actor.kind,
      requestedById: actor.id,
      requestedByLabel: actor.label,
      expiresAt,
    },
  });
  await announce(tx, approval, 'APPROVAL_REQUESTED', cause);
  if (expiresAt) {
    const about = { subject, requestedBy: actor, requestId: cause.requestId, runAt: expiresAt };
    await enqueueJob(tx, ExpireApproval, { approvalId: approval.id }, about);
  }
  return approval;
}

/**
 * Ends what waits for a word about a subject, in the transaction that does what was decided. Whoever calls holds the
 * lock of the subject, so that of two who decide at once one finds nothing that waits.
 * @returns the approval as it is now; undefined when none waited
 * @throws Conflict with the current approval when it has another version than the one that was seen
 */
export async function settleApproval(
  tx: Transaction,
  subject: Subject,
  to: ApprovalEnd,
  { approvalVersion, note, ...cause }: Settlement,
): Promise<Approval | undefined> {
  const approval = await tx.approval.findFirst({
    where: { subjectType: subject.type, subjectId: subject.id, state: 'PENDING' },
  });
  if (!approval) return undefined;
  checkVersion('approval', { approval }, { expectedVersion: approvalVersion });
  const { actor } = cause;
  await tx.approval.updateMany({
    where: { id: approval.id, state: 'PENDING' },
    data: {
      state: to,
      version: { increment: 1 },
      decidedByKind: actor.kind,
      decidedById: actor.id,
      decidedByLabel: actor.label,
      decidedAt: new Date(),
      note: note ?? null,
    },
  });
  const settled = await tx.approval.findFirstOrThrow({ where: { id: approval.id } });
  await announce(tx, settled, EVENT_OF_END[to], cause);
  return settled;
}

/** What waits was changed: who has seen it before has to look again. Returns it as it is now. */
export async function touchApproval(tx: Transaction, subject: Subject): Promise<Approval | undefined> {
  const [touched] = await tx.approval.updateManyAndReturn({
    where: { subjectType: subject.type, subjectId: subject.id, state: 'PENDING' },
    data: { version: { increment: 1 } },
  });
  return touched;
}

async function announce(tx: Transaction, approval: Approval, kind: ApprovalEvent, cause: Cause): Promise<void> {
  const { id, projectId, kind: of, subjectType, subjectId, reason, note } = approval;
  const data = { approvalKind: of, subjectType, subjectId, reason, ...(note === null ? {} : { note }) };
  const { actor, requestId } = cause;
  await recordEvent(tx, { kind, subject: { type: 'Approval', id }, actor, requestId, projectId, data });
}

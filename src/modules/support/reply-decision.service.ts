import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { Conflict, InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import { Prisma, type ReplyDraft } from '../../generated/prisma/client.js';
import type { ApprovalEnd, Settlement } from '../approvals/approval.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { CaseDecision } from './case.service.js';
import { settleOfCase, touchOfCase } from './case-approval.service.js';
import { moveCaseOrThrow, requireCase } from './case-move.service.js';
import { announceDraft, type SentReply, sendReply } from './reply-send.service.js';

/**
 * A person lets a draft go out as it is.
 * @throws NotFound, Conflict with the current draft when it was decided on already, InvalidState while it is written
 */
export function approveReply(db: TenantDb, draftId: string, decision: CaseDecision): Promise<SentReply> {
  return transact(db, (tx) => approveReplyIn(tx, draftId, decision));
}

/** `approveReply` as a part of the caller's transaction. */
export async function approveReplyIn(
  tx: Transaction,
  draftId: string,
  { expectedVersion, ...settlement }: Settlement & ExpectedVersion,
): Promise<SentReply> {
  const draft = await lockWaitingDraft(tx, draftId, { expectedVersion });
  const subject = { type: 'ReplyDraft', id: draftId };
  const { actor, requestId } = settlement;
  await settleOfCase(tx, draft.caseId, subject, 'APPROVED', settlement);
  const isEdited = draft.originalBody !== null;
  await recordEvent(tx, {
    kind: 'REPLY_APPROVED',
    subject,
    actor,
    requestId,
    data: { caseId: draft.caseId, isEdited },
  });
  return sendReply(tx, draft, { actor, requestId });
}

/**
 * A person refuses a draft: nothing is sent, and a person takes over the case.
 * @throws NotFound, Conflict with the current draft when it was decided on already, InvalidState while it is written
 */
export function rejectReply(db: TenantDb, draftId: string, decision: CaseDecision): Promise<SentReply> {
  return transact(db, (tx) => endReply(tx, draftId, 'REJECTED', decision));
}

/** A draft is not sent, since it was refused or nobody decided in time; the case needs a person. */
export async function endReply(
  tx: Transaction,
  draftId: string,
  end: Exclude<ApprovalEnd, 'APPROVED'>,
  settlement: Settlement & ExpectedVersion,
): Promise<SentReply> {
  const replyDraft = await withdrawReply(tx, draftId, end, settlement);
  const { actor, requestId } = settlement;
  const move = { to: 'NEEDS_HUMAN', from: ['AWAITING_APPROVAL'] } as const;
  return { replyDraft, case: await moveCaseOrThrow(tx, replyDraft.caseId, move, { actor, requestId }) };
}

/** A draft that waits ends unsent; its case stays where it is. */
export async function withdrawReply(
  tx: Transaction,
  draftId: string,
  end: Exclude<ApprovalEnd, 'APPROVED'>,
  { expectedVersion, ...settlement }: Settlement & ExpectedVersion,
): Promise<ReplyDraft> {
  const { caseId } = await lockWaitingDraft(tx, draftId, { expectedVersion });
  const state = end === 'REJECTED' ? 'REJECTED' : 'SUPERSEDED';
  const ended = await changeDraft(tx, draftId, { state, decidedAt: new Date() });
  const subject = { type: 'ReplyDraft', id: draftId };
  const cause = { actor: settlement.actor, requestId: settlement.requestId };
  await settleOfCase(tx, caseId, subject, end, settlement);
  if (end === 'REJECTED') await recordEvent(tx, { kind: 'REPLY_REJECTED', subject, ...cause, data: { caseId } });
  return ended;
}

/**
 * A person changes the text of a draft before it goes out; what it said at first is kept.
 * @throws NotFound, Conflict with the current draft when it was decided on already, InvalidState while it is written
 */
export function editReply(db: TenantDb, draftId: string, body: string, decision: CaseDecision): Promise<ReplyDraft> {
  return transact(db, async (tx) => {
    const { originalBody, body: said, caseId } = await lockWaitingDraft(tx, draftId, decision);
    const edited = await changeDraft(tx, draftId, { body, originalBody: originalBody ?? said, editedAt: new Date() });
    await touchOfCase(tx, caseId, { type: 'ReplyDraft', id: draftId });
    return edited;
  });
}

/** The draft under lock, if it waits for a decision. */
async function lockWaitingDraft(tx: Transaction, draftId: string, decision: ExpectedVersion): Promise<ReplyDraft> {
  const [draft] = await tx.$queryRaw<ReplyDraft[]>(
    Prisma.sql`SELECT * FROM "ReplyDraft" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${draftId}::uuid FOR UPDATE`,
  );
  if (!draft) throw new NotFound('The draft', ['input', 'id']);
  checkVersion('draft', { replyDraft: draft }, decision);
  if (draft.state === 'PENDING_APPROVAL') return draft;
  if (draft.state === 'GENERATING') throw new InvalidState('A draft is not decided on while it is written.');
  const current = { replyDraft: draft, case: await requireCase(tx, draft.caseId) };
  throw new Conflict(`It is ${draft.state} already.`, current, ['input', 'id']);
}

async function changeDraft(tx: Transaction, id: string, data: Prisma.ReplyDraftUpdateManyMutationInput) {
  await tx.replyDraft.updateMany({ where: { id }, data: { ...data, version: { increment: 1 } } });
  const draft = await tx.replyDraft.findFirstOrThrow({ where: { id } });
  announceDraft(tx, draft);
  return draft;
}

import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import { Prisma, type ReplyDraft } from '../../generated/prisma/client.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { CaseDecision } from './case.service.js';
import { moveCaseOrThrow } from './case-move.service.js';
import { announceDraft, type SentReply, sendReply } from './reply-send.service.js';

/**
 * A person lets a draft go out as it is.
 * @throws NotFound, Conflict with the current draft, or InvalidState when it does not wait for approval
 */
export function approveReply(db: TenantDb, draftId: string, decision: CaseDecision): Promise<SentReply> {
  const { expectedVersion, ...cause } = decision;
  return transact(db, async (tx) => {
    const draft = await lockWaitingDraft(tx, draftId, { expectedVersion });
    const subject = { type: 'ReplyDraft', id: draftId };
    await recordEvent(tx, { kind: 'REPLY_APPROVED', subject, ...cause, data: { caseId: draft.caseId } });
    return sendReply(tx, draft, cause);
  });
}

/**
 * A person refuses a draft: nothing is sent, and a person takes over the case.
 * @throws NotFound, Conflict with the current draft, or InvalidState when it does not wait for approval
 */
export function rejectReply(db: TenantDb, draftId: string, decision: CaseDecision): Promise<SentReply> {
  const { expectedVersion, ...cause } = decision;
  return transact(db, async (tx) => {
    const { caseId } = await lockWaitingDraft(tx, draftId, { expectedVersion });
    const rejected = await changeDraft(tx, draftId, { state: 'REJECTED', decidedAt: new Date() });
    const subject = { type: 'ReplyDraft', id: draftId };
    await recordEvent(tx, { kind: 'REPLY_REJECTED', subject, ...cause, data: { caseId } });
    const moved = await moveCaseOrThrow(tx, caseId, { to: 'NEEDS_HUMAN', from: ['AWAITING_APPROVAL'] }, cause);
    return { replyDraft: rejected, case: moved };
  });
}

/**
 * A person changes the text of a draft before it goes out.
 * @throws NotFound, Conflict with the current draft, or InvalidState when it does not wait for approval
 */
export function editReply(db: TenantDb, draftId: string, body: string, decision: CaseDecision): Promise<ReplyDraft> {
  return transact(db, async (tx) => {
    const { originalBody, body: said } = await lockWaitingDraft(tx, draftId, decision);
    return changeDraft(tx, draftId, { body, originalBody: originalBody ?? said, editedAt: new Date() });
  });
}

/** The draft under lock, if it waits for a decision. */
async function lockWaitingDraft(tx: Transaction, draftId: string, decision: ExpectedVersion): Promise<ReplyDraft> {
  const [draft] = await tx.$queryRaw<ReplyDraft[]>(
    Prisma.sql`SELECT * FROM "ReplyDraft" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${draftId}::uuid FOR UPDATE`,
  );
  if (!draft) throw new NotFound('The draft', ['input', 'id']);
  checkVersion('draft', { replyDraft: draft }, decision);
  if (draft.state !== 'PENDING_APPROVAL') throw new InvalidState(`A draft that is ${draft.state} is not decided on.`);
  return draft;
}

async function changeDraft(tx: Transaction, id: string, data: Prisma.ReplyDraftUpdateManyMutationInput) {
  await tx.replyDraft.updateMany({ where: { id }, data: { ...data, version: { increment: 1 } } });
  const draft = await tx.replyDraft.findFirstOrThrow({ where: { id } });
  announceDraft(tx, draft);
  return draft;
}

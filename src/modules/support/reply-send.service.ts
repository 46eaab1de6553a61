import type { Transaction } from '../../db/transaction.js';
import type { Case, ReplyDraft } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { caseEvent } from './case-events.js';
import { moveCaseOrThrow } from './case-move.service.js';
import { sendByChannel } from './channel-send.service.js';

export interface SentReply {
  readonly replyDraft: ReplyDraft;
  readonly case: Case;
}

/**
 * Approves a draft that waits and sends it: the message is added to the case, which is REPLIED. Where the case came by
 * a channel that replies go out by, the draft is APPROVED until that has happened; elsewhere it is SENT at once.
 */
export async function sendReply(tx: Transaction, draft: ReplyDraft, cause: Cause): Promise<SentReply> {
  const { id, caseId, body } = draft;
  const message = await tx.caseMessage.create({
    data: { tenantId: tx.$tenantId, caseId, direction: 'OUTBOUND', body },
    select: { id: true },
  });
  const isOnItsWay = await sendByChannel(tx, { caseId, draftId: id, messageId: message.id }, cause);
  await tx.replyDraft.updateMany({
    where: { id },
    data: { state: isOnItsWay ? 'APPROVED' : 'SENT', decidedAt: new Date(), version: { increment: 1 } },
  });
  const decided = await tx.replyDraft.findFirstOrThrow({ where: { id } });
  announceDraft(tx, { ...decided, state: 'APPROVED' });
  tx.$outbox(caseEvent(caseId, { type: 'CaseMessageAdded', messageId: message.id, direction: 'OUTBOUND' }));
  if (!isOnItsWay) {
    announceDraft(tx, decided);
    const subject = { type: 'ReplyDraft', id };
    await recordEvent(tx, { kind: 'REPLY_SENT', subject, ...cause, data: { caseId } });
  }
  const from = ['REPLY_DRAFTED', 'AWAITING_APPROVAL'] as const;
  return { replyDraft: decided, case: await moveCaseOrThrow(tx, caseId, { to: 'REPLIED', from }, cause) };
}

/** Gives up drafts that are being written: nothing of them is kept, and those who watch are told that this is the end. */
export async function abandonDrafts(
  tx: Transaction,
  where: { readonly caseId: string; readonly stepId?: string },
): Promise<void> {
  const drafts = await tx.replyDraft.findMany({ where: { ...where, state: 'GENERATING' } });
  await tx.replyDraft.deleteMany({ where: { id: { in: drafts.map(({ id }) => id) }, state: 'GENERATING' } });
  for (const draft of drafts) announceDraft(tx, { ...draft, state: 'ABANDONED', version: draft.version + 1 });
}

/** Tells those who watch the case about its draft. */
export function announceDraft(tx: Transaction, { id: draftId, caseId, state, version }: ReplyDraft): void {
  tx.$outbox(caseEvent(caseId, { type: 'ReplyDraftChanged', draftId, state, version }));
}

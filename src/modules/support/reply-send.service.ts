import type { Transaction } from '../../db/transaction.js';
import type { Case, ReplyDraft } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { caseEvent } from './case-events.js';
import { moveCaseOrThrow } from './case-move.service.js';

export interface SentReply {
  readonly replyDraft: ReplyDraft;
  readonly case: Case;
}

/** Approves a draft that waits and sends it: the message is added to the case, which is REPLIED. */
export async function sendReply(tx: Transaction, draft: ReplyDraft, cause: Cause): Promise<SentReply> {
  const { id, caseId, body } = draft;
  await tx.replyDraft.updateMany({
    where: { id },
    data: { state: 'SENT', decidedAt: new Date(), version: { increment: 1 } },
  });
  const sent = await tx.replyDraft.findFirstOrThrow({ where: { id } });
  const message = await tx.caseMessage.create({
    data: { tenantId: tx.$tenantId, caseId, direction: 'OUTBOUND', body },
    select: { id: true },
  });
  announceDraft(tx, { ...sent, state: 'APPROVED' });
  announceDraft(tx, sent);
  tx.$outbox(caseEvent(caseId, { type: 'CaseMessageAdded', messageId: message.id, direction: 'OUTBOUND' }));
  const subject = { type: 'ReplyDraft', id };
  await recordEvent(tx, { kind: 'REPLY_SENT', subject, ...cause, data: { caseId } });
  return { replyDraft: sent, case: await moveCaseOrThrow(tx, caseId, { to: 'REPLIED' }, cause) };
}

/** Tells those who watch the case about its draft. */
export function announceDraft(tx: Transaction, { id: draftId, caseId, state, version }: ReplyDraft): void {
  tx.$outbox(caseEvent(caseId, { type: 'ReplyDraftChanged', draftId, state, version }));
}

import { claimKey } from '../../db/idempotency.js';
import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { InvalidInput, NotFound } from '../../errors.js';
import type { Case, CaseMessage } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { lockCase } from './case.sql.js';
import { caseEvent } from './case-events.js';
import { requireCase } from './case-move.service.js';
import type { Attachment } from './channel-payload.js';

export interface NewNote {
  readonly caseId: string;
  /** Markdown or plain text. */
  readonly body: string;
  /** What is attached: descriptions, whose contents uploads bring. */
  readonly attachments?: readonly Attachment[] | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

const OPERATION = 'caseNoteAdd';
const MAX_ATTACHMENTS = 20;

/**
 * Adds a note to a case, or to the one that goes on in its place: a message that stays in the house. It is handed to no channel and moves no state.
 * @throws NotFound, IdempotencyMismatch
 */
export function addNote(
  db: TenantDb,
  { idempotencyKey: key, ...note }: NewNote,
  cause: Cause,
): Promise<{ readonly case: Case; readonly message: CaseMessage }> {
  return transact(db, async (tx) => {
    const { caseId, body, attachments } = note;
    if ((attachments?.length ?? 0) > MAX_ATTACHMENTS) {
      throw InvalidInput.at(['input', 'attachments'], `A note has ${MAX_ATTACHMENTS} attachments at most.`);
    }
    // Under lock: a case that is merged at this moment takes its messages along, and this one with them.
    const asked = await lockCase(tx, caseId);
    if (!asked) throw new NotFound('The case', ['input', 'id']);
    const found = asked.mergedIntoId === null ? asked : await requireCase(tx, asked.mergedIntoId);
    const { id, isRepeated } = await claimKey(tx, { operation: OPERATION, key, request: note });
    if (isRepeated) return { case: found, message: await tx.caseMessage.findFirstOrThrow({ where: { id } }) };
    const { kind, id: authorId, label } = cause.actor;
    const place = { id, tenantId: tx.$tenantId, caseId: found.id, direction: 'INTERNAL', body } as const;
    const message = await tx.caseMessage.create({
      data: { ...place, authorKind: kind, authorId, authorLabel: label },
    });
    const described = attachmentRows(tx.$tenantId, id, attachments ?? []);
    if (described.length > 0) await tx.caseAttachment.createMany({ data: described });
    tx.$outbox(caseEvent(found.id, { type: 'CaseMessageAdded', messageId: id, direction: 'INTERNAL' }));
    const data = { messageId: id };
    await recordEvent(tx, { kind: 'CASE_NOTE_ADDED', subject: { type: 'Case', id: found.id }, ...cause, data });
    return { case: found, message };
  });
}

/** What is attached to a message, as rows. Where it lies is never said by who sends it. */
export function attachmentRows(tenantId: string, messageId: string, attachments: readonly Attachment[]) {
  return attachments.map(({ name, contentType, bytes }, position) => {
    return { tenantId, messageId, position, name, contentType, bytes };
  });
}

import { v7 as newId } from 'uuid';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import type { ReplyDraft } from '../../generated/prisma/client.js';
import type { JobFailure } from '../../jobs/define-job.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { moveCaseOrThrow, PIPELINE_ACTOR } from './case-move.service.js';
import { continuePipeline } from './pipeline.service.js';
import { finishStep, giveUpStep } from './pipeline-step.service.js';
import type { StepPayload } from './pipeline-steps.js';
import { announceDraft, sendReply } from './reply-send.service.js';

const CAUSE: Cause = { actor: PIPELINE_ACTOR };

/** The draft that is being written: a new one, or the one that an earlier attempt began. */
export function beginDraft(db: TenantDb, caseId: string): Promise<ReplyDraft> {
  return transact(db, async (tx) => {
    const begun = await tx.replyDraft.findFirst({ where: { caseId, state: 'GENERATING' }, orderBy: { id: 'desc' } });
    const draft = begun ?? (await tx.replyDraft.create({ data: { id: newId(), tenantId: tx.$tenantId, caseId } }));
    announceDraft(tx, draft);
    return draft;
  });
}

export interface WrittenReply {
  readonly draftId: string;
  readonly body: string;
  /** Ids of the articles it cites, in the order of their numbers. */
  readonly citations: readonly string[];
}

/**
 * The effect of the reply step: the draft waits for a person, or is sent at once where the project says so. A draft
 * that cites nothing always waits: nobody has looked at what it is founded on.
 */
export async function applyDraft(
  tx: Transaction,
  jobId: string,
  step: StepPayload,
  reply: WrittenReply,
): Promise<void> {
  const { caseId } = step;
  const { draftId, body, citations } = reply;
  await finishStep(tx, jobId, step);
  const present = await tx.kbArticle.findMany({ where: { id: { in: [...citations] } }, select: { id: true } });
  const known = new Set(present.map(({ id }) => id));
  const tenantId = tx.$tenantId;
  await tx.replyCitation.createMany({
    data: citations.flatMap((articleId, position) =>
      known.has(articleId) ? [{ tenantId, draftId, articleId, position }] : [],
    ),
  });
  await tx.replyDraft.updateMany({ where: { id: draftId }, data: { state: 'PENDING_APPROVAL', body } });
  const draft = await tx.replyDraft.findFirstOrThrow({ where: { id: draftId } });
  announceDraft(tx, draft);
  await recordEvent(tx, {
    kind: 'REPLY_DRAFTED',
    subject: { type: 'ReplyDraft', id: draftId },
    ...CAUSE,
    data: { caseId, citations: known.size },
  });
  await moveCaseOrThrow(tx, caseId, { to: 'REPLY_DRAFTED' }, CAUSE);
  const { project } = await tx.case.findFirstOrThrow({
    where: { id: caseId },
    select: { project: { select: { replyMode: true } } },
  });
  if (project.replyMode === 'SEND' && known.size > 0) await sendReply(tx, draft, CAUSE);
  else await moveCaseOrThrow(tx, caseId, { to: 'AWAITING_APPROVAL' }, CAUSE);
  await continuePipeline(tx, 'AUTO_REPLY', step);
}

/** A draft that was never finished is of no use to anybody. */
export async function giveUpDraft(
  tx: Transaction,
  failure: JobFailure,
  step: StepPayload,
  jobId: string,
): Promise<void> {
  await tx.replyDraft.deleteMany({ where: { caseId: step.caseId, state: 'GENERATING' } });
  await giveUpStep(tx, failure, step, jobId);
}

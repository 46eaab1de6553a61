import { v7 as newId } from 'uuid';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import type { ReplyDraft } from '../../generated/prisma/client.js';
import type { JobFailure } from '../../jobs/define-job.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { askAboutCase } from './case-approval.service.js';
import { recordDecision } from './case-decision.service.js';
import { moveCaseOrThrow, PIPELINE_ACTOR } from './case-move.service.js';
import { continuePipeline } from './pipeline.service.js';
import { finishStep, giveUpStep } from './pipeline-step.service.js';
import type { StepPayload } from './pipeline-steps.js';
import { decideReply } from './reply-mode.js';
import { abandonDrafts, announceDraft, sendReply } from './reply-send.service.js';
import { settingsOfCase } from './support-settings.service.js';

const CAUSE: Cause = { actor: PIPELINE_ACTOR };

/** The draft that is being written: a new one, or the one that an earlier attempt began. */
export function beginDraft(db: TenantDb, caseId: string, stepId: string): Promise<ReplyDraft> {
  return transact(db, async (tx) => {
    const begun = await tx.replyDraft.findFirst({ where: { stepId, state: 'GENERATING' }, orderBy: { id: 'desc' } });
    const data = { id: newId(), tenantId: tx.$tenantId, caseId, stepId };
    const draft = begun ?? (await tx.replyDraft.create({ data }));
    announceDraft(tx, draft);
    return draft;
  });
}

export interface WrittenReply {
  readonly draftId: string;
  readonly body: string;
  /** Ids of the articles it cites, in the order of their numbers. */
  readonly citations: readonly string[];
  /** Sentences that stand in every reply and claim nothing. */
  readonly frame: readonly string[];
}

/**
 * The effect of the reply step: the draft waits for a person, or is sent at once where the project says so, it is sure
 * enough and every sentence rests on what it cites (`decideReply`).
 */
export async function applyDraft(
  tx: Transaction,
  jobId: string,
  step: StepPayload,
  reply: WrittenReply,
): Promise<void> {
  const { caseId } = step;
  const { draftId, body, citations, frame } = reply;
  await finishStep(tx, jobId, step);
  const present = await tx.kbArticle.findMany({
    where: { id: { in: [...citations] }, state: 'PUBLISHED' },
    select: { id: true, title: true, body: true, matches: { where: { caseId }, select: { score: true } } },
  });
  const known = new Set(present.map(({ id }) => id));
  const cited = present.map(({ matches, ...article }) => ({ ...article, score: matches[0]?.score ?? 0 }));
  const settings = await settingsOfCase(tx, caseId);
  const decision = decideReply(settings, { body, frame, cited });
  const { confidence } = decision;
  const tenantId = tx.$tenantId;
  await tx.replyCitation.createMany({
    data: citations.flatMap((articleId, position) =>
      known.has(articleId) ? [{ tenantId, draftId, articleId, position }] : [],
    ),
  });
  await tx.replyDraft.updateMany({ where: { id: draftId }, data: { state: 'PENDING_APPROVAL', body, confidence } });
  const draft = await tx.replyDraft.findFirstOrThrow({ where: { id: draftId } });
  announceDraft(tx, draft);
  await recordEvent(tx, {
    kind: 'REPLY_DRAFTED',
    subject: { type: 'ReplyDraft', id: draftId },
    ...CAUSE,
    data: { caseId, citations: known.size, confidence },
  });
  await recordDecision(tx, jobId, step, decision);
  await moveCaseOrThrow(tx, caseId, { to: 'REPLY_DRAFTED' }, CAUSE);
  if (decision.outcome === 'SEND') await sendReply(tx, draft, CAUSE);
  else {
    const subject = { type: 'ReplyDraft', id: draftId };
    const reason = decision.reasons.join(' ');
    await askAboutCase(tx, caseId, { kind: 'REPLY', subject, reason, confidence, jobId }, CAUSE);
    await moveCaseOrThrow(tx, caseId, { to: 'AWAITING_APPROVAL' }, CAUSE);
  }
  await continuePipeline(tx, 'AUTO_REPLY', step);
}

/** A draft that was never finished is of no use to anybody. */
export async function giveUpDraft(
  tx: Transaction,
  failure: JobFailure,
  step: StepPayload,
  jobId: string,
): Promise<void> {
  await abandonDrafts(tx, { caseId: step.caseId, stepId: step.stepId });
  await giveUpStep(tx, failure, step, jobId);
}

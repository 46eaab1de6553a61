import type { Transaction } from '../../db/transaction.js';
import { caseEvent } from './case-events.js';
import { moveCase, PIPELINE_ACTOR } from './case-move.service.js';
import { isMatch } from './match-score.js';
import { completePipeline, continuePipeline, takeInstead } from './pipeline.service.js';
import { finishStep } from './pipeline-step.service.js';
import type { StepPayload } from './pipeline-steps.js';

export interface Match {
  readonly articleId: string;
  readonly score: number;
  readonly lexicalScore: number;
  readonly semanticScore: number;
}

/** The effect of the match step: keeps the articles with their scores and lets the pipeline go on. */
export async function applyMatches(
  tx: Transaction,
  jobId: string,
  step: StepPayload,
  matches: readonly Match[],
): Promise<void> {
  const { caseId } = step;
  await finishStep(tx, jobId, step);
  // An article may have gone since it was found.
  const present = await tx.kbArticle.findMany({
    where: { id: { in: matches.map(({ articleId }) => articleId) } },
    select: { id: true },
  });
  const kept = matches.filter(({ articleId }) => present.some(({ id }) => id === articleId));
  await tx.caseMatch.deleteMany({ where: { caseId } });
  const tenantId = tx.$tenantId;
  await tx.caseMatch.createMany({ data: kept.map((match, position) => ({ tenantId, caseId, position, ...match })) });
  const fitting = kept.filter(isMatch).length;
  const bestScore = kept[0]?.score ?? null;
  tx.$outbox(caseEvent(caseId, { type: 'CaseMatched', matches: fitting, bestScore }));
  const to = fitting > 0 ? 'MATCHED' : 'UNMATCHED';
  await moveCase(tx, caseId, { to, from: ['TRIAGED'] }, { actor: PIPELINE_ACTOR });
  const { project, type } = await tx.case.findFirstOrThrow({
    where: { id: caseId },
    select: { type: true, project: { select: { replyMode: true } } },
  });
  if (to === 'UNMATCHED' && type === 'BUG') {
    await takeInstead(tx, 'CHANGE_PREP', step, 'A bug that no article knows: a change is prepared instead of a reply');
    return continuePipeline(tx, 'KNOWN_ISSUE_MATCH', step);
  }
  if (project.replyMode !== 'OFF') return continuePipeline(tx, 'KNOWN_ISSUE_MATCH', step);
  await completePipeline(tx, step, 'The project drafts no replies');
}

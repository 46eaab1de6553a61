import type { Transaction } from '../../db/transaction.js';
import { recordDecision } from './case-decision.service.js';
import { caseEvent } from './case-events.js';
import { moveCase, PIPELINE_ACTOR, requireCase } from './case-move.service.js';
import { isMatch } from './match-score.js';
import { completePipeline, continuePipeline, takeInstead } from './pipeline.service.js';
import { finishStep } from './pipeline-step.service.js';
import type { StepPayload } from './pipeline-steps.js';
import { settingsOfCase } from './support-settings.service.js';

/** Articles that are told of in the reasons. */
const MAX_TOLD = 3;

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
    select: { id: true, title: true },
  });
  const kept = matches.filter(({ articleId }) => present.some(({ id }) => id === articleId));
  await tx.caseMatch.deleteMany({ where: { caseId } });
  const tenantId = tx.$tenantId;
  await tx.caseMatch.createMany({ data: kept.map((match, position) => ({ tenantId, caseId, position, ...match })) });
  const { matchThreshold, replyMode, preparesChanges } = await settingsOfCase(tx, caseId);
  const fitting = kept.filter((match) => isMatch(match, matchThreshold)).length;
  const bestScore = kept[0]?.score ?? null;
  tx.$outbox(caseEvent(caseId, { type: 'CaseMatched', matches: fitting, bestScore }));
  const to = fitting > 0 ? 'MATCHED' : 'UNMATCHED';
  const told = kept.slice(0, MAX_TOLD).map((match) => scoreOf(match, present));
  await recordDecision(tx, jobId, step, {
    kind: 'KNOWN_ISSUE_MATCH',
    outcome: to,
    confidence: bestScore,
    threshold: matchThreshold,
    reasons: told.length === 0 ? ['No article was found.'] : told,
  });
  const moved = await moveCase(tx, caseId, { to, from: ['TRIAGED'] }, { actor: PIPELINE_ACTOR });
  const { type } = moved ?? (await requireCase(tx, caseId));
  if (to === 'UNMATCHED' && type === 'BUG' && preparesChanges) {
    await takeInstead(tx, 'CHANGE_PREP', step, 'A bug that no article knows: a change is prepared instead of a reply');
    return continuePipeline(tx, 'KNOWN_ISSUE_MATCH', step);
  }
  if (replyMode !== 'OFF') return continuePipeline(tx, 'KNOWN_ISSUE_MATCH', step);
  const reasons = ['The project drafts no replies.'];
  await recordDecision(tx, jobId, step, { kind: 'REPLY', outcome: 'OFF', confidence: null, reasons });
  await completePipeline(tx, step, 'The project drafts no replies');
}

function scoreOf(
  { articleId, score, lexicalScore, semanticScore }: Match,
  articles: readonly { readonly id: string; readonly title: string }[],
): string {
  const title = articles.find(({ id }) => id === articleId)?.title ?? '';
  return `“${title.slice(0, 120)}” scores ${score.toFixed(2)} (words ${lexicalScore.toFixed(2)}, meaning ${semanticScore.toFixed(2)}).`;
}

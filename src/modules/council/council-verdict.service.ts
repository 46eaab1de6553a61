import type { z } from 'zod';
import type { Transaction } from '../../db/transaction.js';
import type { JobFailure } from '../../jobs/define-job.js';
import { councilEvent } from './council-events.js';
import { type CouncilSoFar, moveCouncil } from './council-progress.service.js';
import type { HoldCouncil } from './hold-council.job.js';
import { criteriaOf, scoresOf } from './rubric.js';
import { decide } from './verdict.js';

export type CouncilOutcome = z.infer<typeof HoldCouncil.result>;

/** What the votes of a council come to. */
export function outcomeOf(council: CouncilSoFar): CouncilOutcome {
  const votes = council.votes.map((vote) => ({ ...vote, scores: scoresOf(vote.scores) }));
  const judged = new Set(votes.map(({ memberId }) => memberId));
  const answers = council.members.filter(({ id }) => judged.has(id)).map(({ id, seat }) => ({ memberId: id, seat }));
  const { memberId, score, rule, reasons, standings } = decide(criteriaOf(council.criteria), answers, votes);
  return {
    winnerId: memberId,
    score,
    rule,
    reasons: reasons.map((reason) => ({ ...reason })),
    standings: standings.map((standing) => ({ memberId: standing.memberId, score: standing.score })),
  };
}

/** The effect of a council: its verdict. */
export async function applyVerdict(tx: Transaction, id: string, outcome: CouncilOutcome): Promise<void> {
  const { winnerId, score, rule, reasons, standings } = outcome;
  for (const standing of standings) {
    await tx.councilMember.updateMany({ where: { id: standing.memberId }, data: { score: standing.score } });
  }
  const council = await tx.council.findFirstOrThrow({ where: { id } });
  const data = { winnerId, verdictScore: score, verdictRule: rule, verdictReasons: reasons, finishedAt: new Date() };
  if (!(await moveCouncil(tx, council, 'DECIDED', data, 'COUNCIL_DECIDED'))) return;
  const version = council.version + 1;
  tx.$outbox(councilEvent(id, { type: 'CouncilVerdictReached', memberId: winnerId, score, version }));
  tx.$outbox(councilEvent(id, { type: 'CouncilFinished', state: 'DECIDED', errorCode: null, version }));
}

/** Ends a council whose job gave up or was cancelled. */
export async function giveUpCouncil(tx: Transaction, failure: JobFailure, id: string): Promise<void> {
  const council = await tx.council.findFirst({ where: { id } });
  if (!council) return;
  const { code: errorCode, message: errorMessage } = failure;
  const [state, kind] =
    failure.state === 'CANCELLED'
      ? (['CANCELLED', 'COUNCIL_CANCELLED'] as const)
      : (['FAILED', 'COUNCIL_FAILED'] as const);
  const data = { errorCode, errorMessage, finishedAt: new Date() };
  if (!(await moveCouncil(tx, council, state, data, kind))) return;
  tx.$outbox(councilEvent(id, { type: 'CouncilFinished', state, errorCode, version: council.version + 1 }));
}

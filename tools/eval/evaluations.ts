import { changeEvaluation } from './change.evaluation.js';
import { councilAnswerEvaluation, councilVoteEvaluation } from './council.evaluation.js';
import type { Evaluation } from './evaluation.js';
import { matchingEvaluation } from './matching.evaluation.js';
import { replyEvaluation } from './reply.evaluation.js';
import { triageEvaluation } from './triage.evaluation.js';

/** Everything that is measured. A new prompt gets a test set beside it and an evaluation here; a test asks for both. */
export const EVALUATIONS: readonly Evaluation[] = [
  triageEvaluation,
  matchingEvaluation,
  replyEvaluation,
  changeEvaluation,
  councilAnswerEvaluation,
  councilVoteEvaluation,
];

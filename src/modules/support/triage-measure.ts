import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CaseText, ModelProvider, TriageModel, TriageSample } from '../../ports.js';
import { confusionFigures, confusionOf } from './confusion.js';
import type { HeldOutFigures } from './train-triage.job.js';

/** Of 256: the share of a project's confirmed cases that no version learns from. */
const HELD_OUT_OF_256 = 51;
/** Below this nothing is held out: the figures would say nothing, and the cases teach more. */
export const MIN_HELD_OUT = 10;
/** The newest ones; more would hold up the process. */
const MAX_HELD_OUT = 300;
/** A version may have so much less macro F1 than the one before it, … */
export const MAX_LOSS = 0.02;
/** … or get fewer than so many more cases wrong: with few cases, one is much of a macro F1. */
export const MIN_MORE_WRONG = 2;
/** Cases after which other work of the process gets its turn. */
const TURN = 10;

export interface ConfirmedCase extends TriageSample {
  readonly id: string;
  readonly confirmedAt: Date;
}

/**
 * Whether a case is for measuring, and never for learning: every fifth, by its id and nothing else, so that it is so for
 * all versions, and none is measured on what an earlier or later one has seen.
 */
function isHeldOut({ id }: Pick<ConfirmedCase, 'id'>): boolean {
  return (createHash('sha256').update(id).digest()[0] ?? 0) < HELD_OUT_OF_256;
}

export interface Split {
  readonly learned: readonly ConfirmedCase[];
  /** Empty when there are too few to measure on. */
  readonly heldOut: readonly ConfirmedCase[];
}

/** Divides confirmed cases, oldest first, into those to learn from and those to measure on. */
export function splitCases(cases: readonly ConfirmedCase[]): Split {
  const heldOut = cases.filter(isHeldOut);
  const learned = cases.filter((one) => !isHeldOut(one));
  if (heldOut.length < MIN_HELD_OUT || learned.length === 0) return { learned: cases, heldOut: [] };
  return { learned, heldOut: heldOut.slice(-MAX_HELD_OUT) };
}

/** How a model tells the types of cases; null for the model means the general one. */
export async function measureTriage(
  models: ModelProvider,
  model: TriageModel | null,
  cases: readonly (CaseText & Pick<ConfirmedCase, 'type'>)[],
  signal: AbortSignal,
): Promise<HeldOutFigures> {
  const pairs = [];
  for (const [index, { title, body, type }] of cases.entries()) {
    if (index % TURN === 0) await nextTurn();
    const { type: machine } = await models.triage({ title, body }, model, { signal });
    pairs.push({ machine, person: type });
  }
  const figures = confusionFigures(['BUG', 'FEATURE', 'QUESTION'], confusionOf(pairs));
  return { ...figures, classes: [...figures.classes] };
}

/** Whether a version did worse than what was in use, on the same cases. */
export function isWorse(before: HeldOutFigures, after: HeldOutFigures): boolean {
  const lost = (before.macroF1 ?? 0) - (after.macroF1 ?? 0);
  return lost > MAX_LOSS && after.wrong - before.wrong >= MIN_MORE_WRONG;
}

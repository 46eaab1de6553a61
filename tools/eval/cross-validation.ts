import { encodeModel, TRIAGE_TYPES } from '../../src/adapters/models/offline/model-file.js';
import { OfflineTriageModel } from '../../src/adapters/models/offline/offline-triage-model.js';
import { trainTriageContent } from '../../src/adapters/models/offline/triage-training.js';
import type { TriageType } from '../../src/ports.js';
import type { LabelledCase } from '../labelled-cases.js';
import { seedCases } from '../seed-cases.js';
import { type Judged, summarise, type TriageReport } from './triage-report.js';

export interface ValidationPlan {
  readonly folds: number;
  readonly seed: number;
  /** How many confirmed cases each tenant gets. */
  readonly limit: number;
  /** Leaves a tenant's own cases out of the general model, as for any new tenant. */
  readonly isUnseen: boolean;
}

/** Small seeded generator (mulberry32), so that the folds are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fold of each case; every class of every repo is spread evenly. */
function assignFolds(cases: readonly LabelledCase[], count: number, seed: number): number[] {
  const random = randomFrom(seed);
  const order = cases.map((_, i) => ({ i, key: random() })).toSorted((a, b) => a.key - b.key);
  const seen = new Map<string, number>();
  const fold = new Array<number>(cases.length).fill(0);
  for (const { i } of order) {
    const stratum = `${cases[i]?.repo}\n${cases[i]?.type}`;
    const index = seen.get(stratum) ?? 0;
    seen.set(stratum, index + 1);
    fold[i] = index % count;
  }
  return fold;
}

/** The first `limit` cases, types in turn. */
function firstOf(own: readonly LabelledCase[], limit: number): LabelledCase[] {
  const byType = TRIAGE_TYPES.map((type) => own.filter((one) => one.type === type));
  const turns = Array.from({ length: Math.ceil(limit / TRIAGE_TYPES.length) }, (_, turn) => turn);
  return turns.flatMap((turn) => byType.flatMap((cases) => cases.slice(turn, turn + 1))).slice(0, limit);
}

interface Cost {
  trainMs: number[];
  triageMs: number[];
  modelBytes: number[];
}

function trainGeneral(cases: readonly LabelledCase[]): OfflineTriageModel {
  return new OfflineTriageModel(encodeModel(trainTriageContent([...cases, ...seedCases()], { prior: null })), null);
}

function judge(
  train: readonly LabelledCase[],
  test: readonly LabelledCase[],
  { isUnseen, limit }: ValidationPlan,
  cost: Cost,
): Judged[] {
  const all = isUnseen ? null : trainGeneral(train);
  const judged: Judged[] = [];
  for (const repo of new Set(test.map((one) => one.repo))) {
    const general = all ?? trainGeneral(train.filter((one) => one.repo !== repo));
    const own = firstOf(
      train.filter((one) => one.repo === repo),
      limit,
    );
    const started = performance.now();
    const bytes = own.length > 0 ? encodeModel(trainTriageContent(own, { prior: general.asPrior() })) : null;
    if (bytes) {
      cost.trainMs.push(performance.now() - started);
      cost.modelBytes.push(bytes.byteLength);
    }
    const model = bytes ? new OfflineTriageModel(bytes, general) : general;
    for (const one of test.filter((other) => other.repo === repo)) {
      const asked = performance.now();
      const probabilities = model.probabilities(one);
      cost.triageMs.push(performance.now() - asked);
      const confidence = Math.max(...probabilities);
      const said: TriageType = TRIAGE_TYPES[probabilities.indexOf(confidence)] ?? 'QUESTION';
      judged.push({ repo, truth: one.type, said, confidence });
    }
  }
  return judged;
}

/** Stratified cross-validation; the general model is trained on the training folds only. */
export function crossValidate(cases: readonly LabelledCase[], plan: ValidationPlan): TriageReport {
  const cost: Cost = { trainMs: [], triageMs: [], modelBytes: [] };
  const fold = assignFolds(cases, plan.folds, plan.seed);
  const judged = Array.from({ length: plan.folds }, (_, f) =>
    judge(
      cases.filter((_case, i) => fold[i] !== f),
      cases.filter((_case, i) => fold[i] === f),
      plan,
      cost,
    ),
  ).flat();
  return summarise(judged, cost);
}

/** Trained on some cases (general model and tenants), measured on others. */
export function validateOn(
  train: readonly LabelledCase[],
  test: readonly LabelledCase[],
  plan: ValidationPlan,
): TriageReport {
  const cost: Cost = { trainMs: [], triageMs: [], modelBytes: [] };
  return summarise(judge(train, test, plan, cost), cost);
}

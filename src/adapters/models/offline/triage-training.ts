import type { TriageSample, TriageType } from '../../../ports.js';
import { type FeatureVector, featuresOf } from './case-features.js';
import { addScores, CLASS_COUNT, type ClassWeights, softmaxInPlace, trainLinear } from './linear-classifier.js';
import { TRIAGE_TYPES, type TriageModelContent } from './model-file.js';

/** The newest samples win when there are more: bounds training to seconds. */
const MAX_SAMPLES = 3_000;
const GENERAL_COST = 10;
const TENANT_COST = 10;
/** Few cases say little; their pull on the general model grows as n / (n + 20). */
const HALF_TRUST = 20;
const CALIBRATION_FOLDS = 4;
/** Above this, one held-out fold is enough to find a single number. */
const ONE_FOLD_ABOVE = 800;
const MIN_CALIBRATION_SAMPLES = 24;
/** Strength of the pull towards the default temperature, in cases. */
const TEMPERATURE_PRIOR = 10;
export const DEFAULT_TEMPERATURE = 1.2;

/** A general model as far as training needs it. */
export interface Prior {
  readonly version: string;
  readonly weights: ClassWeights;
}

interface Scored {
  readonly scores: Float64Array;
  readonly label: number;
}

/** The temperature with the least log loss on held-out scores, drawn to the default when they are few. */
export function fitTemperature(held: readonly Scored[]): number {
  let best = DEFAULT_TEMPERATURE;
  let bestLoss = Number.POSITIVE_INFINITY;
  for (let step = -30; step <= 30; step += 1) {
    const temperature = DEFAULT_TEMPERATURE * 1.05 ** step;
    let loss = TEMPERATURE_PRIOR * Math.log(temperature / DEFAULT_TEMPERATURE) ** 2;
    for (const { scores, label } of held) {
      const probabilities = softmaxInPlace(scores.map((score) => score / temperature));
      loss -= Math.log(Math.max(probabilities[label]!, 1e-12));
    }
    if (loss < bestLoss) {
      bestLoss = loss;
      best = temperature;
    }
  }
  return best;
}

interface Prepared {
  readonly vectors: readonly FeatureVector[];
  readonly labels: readonly number[];
  readonly offsets: Float64Array;
}

function prepare(samples: readonly TriageSample[], prior: Prior | null, checkpoint: () => void): Prepared {
  const offsets = new Float64Array(samples.length * CLASS_COUNT);
  const vectors = samples.map((sample, i) => {
    if (i % 50 === 0) checkpoint();
    const vector = featuresOf(sample);
    if (prior) addScores(prior.weights, vector, offsets, i * CLASS_COUNT);
    return vector;
  });
  return { vectors, labels: samples.map(({ type }) => TRIAGE_TYPES.indexOf(type)), offsets };
}

function subset({ vectors, labels, offsets }: Prepared, keep: (i: number) => boolean): Prepared {
  const rows = vectors.flatMap((_, i) => (keep(i) ? [i] : []));
  return {
    vectors: rows.map((i) => vectors[i]!),
    labels: rows.map((i) => labels[i]!),
    offsets: Float64Array.from(
      rows.flatMap((i) => [...offsets.subarray(i * CLASS_COUNT, i * CLASS_COUNT + CLASS_COUNT)]),
    ),
  };
}

/** Fold of each sample, so that every class is spread evenly. */
function foldsOf(labels: readonly number[]): number[] {
  const seen = new Array<number>(CLASS_COUNT).fill(0);
  return labels.map((label) => {
    const index = seen[label]!;
    seen[label] = index + 1;
    return index % CALIBRATION_FOLDS;
  });
}

function calibrate(all: Prepared, cost: number, checkpoint: () => void): number {
  if (all.vectors.length < MIN_CALIBRATION_SAMPLES) return DEFAULT_TEMPERATURE;
  const folds = foldsOf(all.labels);
  const held: Scored[] = [];
  const rounds = all.vectors.length > ONE_FOLD_ABOVE ? 1 : CALIBRATION_FOLDS;
  for (let fold = 0; fold < rounds; fold += 1) {
    const weights = trainLinear(
      subset(all, (i) => folds[i] !== fold),
      { cost, checkpoint },
    );
    all.vectors.forEach((vector, i) => {
      if (folds[i] !== fold) return;
      const scores = all.offsets.slice(i * CLASS_COUNT, i * CLASS_COUNT + CLASS_COUNT);
      addScores(weights, vector, scores);
      held.push({ scores, label: all.labels[i]! });
    });
  }
  return fitTemperature(held);
}

function countClasses(samples: readonly TriageSample[]): Record<TriageType, number> {
  const counts = { BUG: 0, FEATURE: 0, QUESTION: 0 };
  for (const { type } of samples) counts[type] += 1;
  return counts;
}

/**
 * Trains on confirmed cases. With a prior the weights are corrections to it: the estimate is the most probable one
 * under a Gaussian centred on the prior's weights. Without one the result is a general model.
 */
export function trainTriageContent(
  samples: readonly TriageSample[],
  prior: Prior | null,
  checkpoint: () => void = () => {},
): TriageModelContent {
  const used = samples.slice(-MAX_SAMPLES);
  const prepared = prepare(used, prior, checkpoint);
  const cost = prior ? (TENANT_COST * used.length) / (used.length + HALF_TRUST) : GENERAL_COST;
  const temperature = calibrate(prepared, cost, checkpoint);
  const weights = trainLinear(prepared, { cost, checkpoint });
  return {
    basedOn: prior?.version ?? '',
    sampleCount: samples.length,
    classCounts: countClasses(samples),
    temperature,
    weights,
  };
}

import type { TriageSample, TriageType } from '../../../ports.js';
import { type FeatureVector, featuresOf } from './case-features.js';
import { addScores, CLASS_COUNT, softmaxInPlace, trainLinear } from './linear-classifier.js';
import { TRIAGE_TYPES, type TriageModelContent } from './model-file.js';
import type { StoredWeights } from './stored-weights.js';

/** The newest samples win when there are more: bounds training to seconds. */
const MAX_SAMPLES = 3_000;
const GENERAL_COST = 10;
const TENANT_COST = 20;
/** Few cases say little: what they may change grows as n / (n + 20), and so does the trust in the outcome. */
const HALF_TRUST = 20;
/** For a general model that is not calibrated on held-out groups. */
const UNCALIBRATED_TEMPERATURE = 1.1;

/** A general model as far as training needs it. */
export interface Prior {
  readonly version: string;
  readonly weights: StoredWeights;
  readonly temperature: number;
}

export interface TrainingPlan {
  /** Without one the result is a general model. */
  readonly prior: Prior | null;
  /** Group of each sample; a general model is calibrated on each group in turn with the others as training. */
  readonly groups?: readonly string[];
  /** Called now and then; throws to stop. */
  readonly checkpoint?: () => void;
}

interface Scored {
  readonly scores: Float64Array;
  readonly label: number;
}

/** The temperature with the least log loss on held-out scores. */
export function fitTemperature(held: readonly Scored[]): number {
  let best = 1;
  let bestLoss = Number.POSITIVE_INFINITY;
  for (let step = -20; step <= 40; step += 1) {
    const temperature = 1.05 ** step;
    let loss = 0;
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
    prior?.weights.addScores(vector, offsets, i * CLASS_COUNT);
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

/** How far a general model overrates itself among strangers: every group is scored by a model of the others. */
function calibrateAmongStrangers(all: Prepared, groups: readonly string[], checkpoint: () => void): number {
  const held: Scored[] = [];
  for (const group of new Set(groups)) {
    const others = subset(all, (i) => groups[i] !== group);
    const weights = trainLinear(others, { cost: GENERAL_COST, checkpoint });
    all.vectors.forEach((vector, i) => {
      if (groups[i] !== group) return;
      const scores = new Float64Array(CLASS_COUNT);
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
 * under a Gaussian centred on the prior's weights, so a tenant starts at the general model and leaves it as its own
 * cases add up. Temperature goes from the general model's to 1 (a fitted logistic regression is calibrated) likewise.
 */
export function trainTriageContent(samples: readonly TriageSample[], plan: TrainingPlan): TriageModelContent {
  const { prior, groups, checkpoint = () => {} } = plan;
  const used = prior ? samples.slice(-MAX_SAMPLES) : samples;
  const prepared = prepare(used, prior, checkpoint);
  const trust = used.length / (used.length + HALF_TRUST);
  const cost = prior ? TENANT_COST * trust : GENERAL_COST;
  const strange = groups ? calibrateAmongStrangers(prepared, groups, checkpoint) : UNCALIBRATED_TEMPERATURE;
  return {
    basedOn: prior?.version ?? '',
    sampleCount: samples.length,
    classCounts: countClasses(samples),
    temperature: prior ? 1 + (prior.temperature - 1) * (1 - trust) : strange,
    weights: trainLinear(prepared, { cost, checkpoint }),
  };
}

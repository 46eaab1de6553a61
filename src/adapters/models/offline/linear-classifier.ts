import { FEATURE_SLOTS, type FeatureVector } from './case-features.js';

export const CLASS_COUNT = 3;

/** Weights by slot and class: `weights[slot * CLASS_COUNT + class]`. */
export type ClassWeights = Float32Array;

export interface TrainingSet {
  readonly vectors: readonly FeatureVector[];
  /** Class index of each vector. */
  readonly labels: readonly number[];
  /** Scores that another model already gives (`vectors.length * CLASS_COUNT`); learning starts from them. */
  readonly offsets: Float64Array;
}

export interface TrainingOptions {
  /** How much one case counts against the prior (the inverse of the L2 penalty). */
  readonly cost: number;
  readonly maxSweeps?: number;
  /** Called between sweeps; throws to stop. */
  readonly checkpoint?: () => void;
}

const MAX_INNER_STEPS = 12;
/** Largest change of a dual variable, as a share of the cost, at which training ends. */
const TOLERANCE = 4e-3;

/** Turns scores into probabilities, in place. */
export function softmaxInPlace(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  let sum = 0;
  for (let c = 0; c < scores.length; c += 1) {
    const e = Math.exp(scores[c]! - top);
    scores[c] = e;
    sum += e;
  }
  for (let c = 0; c < scores.length; c += 1) scores[c] = scores[c]! / sum;
  return scores;
}

/** Adds the scores of `weights` for one vector to `into`, starting at `at`. */
export function addScores(weights: ClassWeights, vector: FeatureVector, into: Float64Array, at = 0): void {
  const { slots, values } = vector;
  let a = 0;
  let b = 0;
  let c = 0;
  for (let i = 0; i < slots.length; i += 1) {
    const base = slots[i]! * CLASS_COUNT;
    const value = values[i]!;
    a += weights[base]! * value;
    b += weights[base + 1]! * value;
    c += weights[base + 2]! * value;
  }
  into[at] = into[at]! + a;
  into[at + 1] = into[at + 1]! + b;
  into[at + 2] = into[at + 2]! + c;
}

function addScaled(weights: ClassWeights, vector: FeatureVector, step: Float64Array): void {
  const { slots, values } = vector;
  const [a = 0, b = 0, c = 0] = step;
  for (let i = 0; i < slots.length; i += 1) {
    const base = slots[i]! * CLASS_COUNT;
    const value = values[i]!;
    weights[base] = weights[base]! + a * value;
    weights[base + 1] = weights[base + 1]! + b * value;
    weights[base + 2] = weights[base + 2]! + c * value;
  }
}

/**
 * Multinomial logistic regression with an L2 penalty, by block coordinate ascent on its dual (the idea of Yu, Huang
 * and Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models", 2011).
 *
 * At the optimum W = Σ xᵢ aᵢᵀ with aᵢ = cost · (one-hot label − probabilities). Each visit solves that equation for
 * one case with the others fixed; ½ bounds the curvature of the softmax (Böhning 1992), so the steps are safe.
 * Cases are visited in their order: the same input gives the same weights.
 */
export function trainLinear(set: TrainingSet, options: TrainingOptions): ClassWeights {
  const { vectors, labels, offsets } = set;
  const { cost } = options;
  const weights = new Float32Array(FEATURE_SLOTS * CLASS_COUNT);
  const dual = new Float64Array(vectors.length * CLASS_COUNT);
  const lengths = vectors.map(({ values }) => values.reduce((sum, value) => sum + value * value, 0));
  const scores = new Float64Array(CLASS_COUNT);
  const start = new Float64Array(CLASS_COUNT);
  const probabilities = new Float64Array(CLASS_COUNT);
  const moved = new Float64Array(CLASS_COUNT);
  for (let sweep = 0; sweep < (options.maxSweeps ?? 80); sweep += 1) {
    options.checkpoint?.();
    let largest = 0;
    for (let i = 0; i < vectors.length; i += 1) {
      const vector = vectors[i]!;
      const at = i * CLASS_COUNT;
      const length = lengths[i]!;
      for (let c = 0; c < CLASS_COUNT; c += 1) {
        scores[c] = offsets[at + c]!;
        start[c] = dual[at + c]!;
      }
      addScores(weights, vector, scores);
      for (let step = 0; step < MAX_INNER_STEPS; step += 1) {
        probabilities.set(scores);
        softmaxInPlace(probabilities);
        let change = 0;
        for (let c = 0; c < CLASS_COUNT; c += 1) {
          const target = cost * ((labels[i] === c ? 1 : 0) - probabilities[c]!);
          const delta = (target - dual[at + c]!) / (1 + 0.5 * cost * length);
          dual[at + c] = dual[at + c]! + delta;
          scores[c] = scores[c]! + length * delta;
          change = Math.max(change, Math.abs(delta));
        }
        if (change < TOLERANCE * cost * 0.1) break;
      }
      for (let c = 0; c < CLASS_COUNT; c += 1) {
        moved[c] = dual[at + c]! - start[c]!;
        largest = Math.max(largest, Math.abs(moved[c]!));
      }
      addScaled(weights, vector, moved);
    }
    if (largest < TOLERANCE * cost) break;
  }
  return weights;
}

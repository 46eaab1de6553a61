import { FEATURE_SLOTS, type FeatureVector } from './case-features.js';
import { CLASS_COUNT, type ClassWeights } from './linear-classifier.js';

const LEVELS = 127;
const PRESENT_BYTES = FEATURE_SLOTS / 8;
/** The most that `packWeights` gives. */
export const MAX_PACKED_BYTES = PRESENT_BYTES + FEATURE_SLOTS * CLASS_COUNT;

/**
 * Square-root companding: one byte a weight keeps small weights, of which there are many, apart from zero.
 * Slots whose three weights all round to zero are left out; a bitmap tells which are present.
 */
export function packWeights(weights: ClassWeights, largest: number): Uint8Array {
  const present = new Uint8Array(PRESENT_BYTES);
  const levels = new Int8Array(FEATURE_SLOTS * CLASS_COUNT);
  let used = 0;
  for (let slot = 0; slot < FEATURE_SLOTS; slot += 1) {
    let any = 0;
    for (let c = 0; c < CLASS_COUNT; c += 1) {
      const weight = weights[slot * CLASS_COUNT + c]!;
      const level = Math.sign(weight) * Math.round(LEVELS * Math.sqrt(Math.abs(weight) / largest));
      levels[used + c] = level;
      any |= level;
    }
    if (any === 0) continue;
    present[slot >> 3] = present[slot >> 3]! | (1 << (slot & 7));
    used += CLASS_COUNT;
  }
  return Buffer.concat([present, new Uint8Array(levels.buffer, 0, used)]);
}

/** Weights as they are stored, one byte each: a quarter of what training works with, for every model that is loaded. */
export class StoredWeights {
  readonly #levels = new Int8Array(FEATURE_SLOTS * CLASS_COUNT);
  /** What each level is worth, at `level & 255`. */
  readonly #worth: Float32Array;

  /** Reads what `packWeights` gave. Throws `TypeError` when there are more or fewer weights than it says. */
  constructor(packed: Uint8Array, largest: number) {
    this.#worth = Float32Array.from({ length: 256 }, (_, byte) => {
      const level = (byte << 24) >> 24;
      return Math.sign(level) * (level / LEVELS) ** 2 * largest;
    });
    const levels = new Int8Array(packed.buffer, packed.byteOffset, packed.byteLength);
    let at = PRESENT_BYTES;
    for (let slot = 0; slot < FEATURE_SLOTS; slot += 1) {
      if ((packed[slot >> 3]! & (1 << (slot & 7))) === 0) continue;
      this.#levels.set(levels.subarray(at, at + CLASS_COUNT), slot * CLASS_COUNT);
      at += CLASS_COUNT;
    }
    if (at !== packed.byteLength) throw new TypeError('The triage model has a wrong number of weights');
  }

  /** Weight of one slot for one class. */
  at(slot: number, type: number): number {
    return this.#worth[this.#levels[slot * CLASS_COUNT + type]! & 255]!;
  }

  /** Adds the scores of one vector to `into`, starting at `at`. */
  addScores({ slots, values }: FeatureVector, into: Float64Array, at = 0): void {
    const levels = this.#levels;
    const worth = this.#worth;
    for (let i = 0; i < slots.length; i += 1) {
      const base = slots[i]! * CLASS_COUNT;
      for (let c = 0; c < CLASS_COUNT; c += 1)
        into[at + c] = into[at + c]! + worth[levels[base + c]! & 255]! * values[i]!;
    }
  }
}

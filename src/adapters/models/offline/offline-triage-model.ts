import type { CaseText, TriageModel } from '../../../ports.js';
import { type FeatureVector, featuresOf } from './case-features.js';
import { CLASS_COUNT, softmaxInPlace } from './linear-classifier.js';
import { decodeModel, type LoadedModelContent } from './model-file.js';
import type { Prior } from './triage-training.js';

/** A loaded model, general or a tenant's; the latter adds its corrections to the general one. */
export class OfflineTriageModel implements TriageModel {
  readonly version: string;
  readonly content: LoadedModelContent;
  readonly general: OfflineTriageModel | null;
  readonly #bytes: Uint8Array;

  /** Throws `TypeError` when `bytes` were trained on top of another general model than `general`. */
  constructor(bytes: Uint8Array, general: OfflineTriageModel | null) {
    const { version, ...content } = decodeModel(bytes);
    if (content.basedOn !== (general?.version ?? ''))
      throw new TypeError('The triage model corrects another general model; train it anew');
    this.version = version;
    this.content = content;
    this.general = general;
    this.#bytes = Uint8Array.from(bytes);
  }

  get sampleCount(): number {
    return this.content.sampleCount;
  }

  get classCounts(): TriageModel['classCounts'] {
    return this.content.classCounts;
  }

  serialize(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** This model as the starting point of another. */
  asPrior(): Prior {
    return { version: this.version, weights: this.content.weights, temperature: this.content.temperature };
  }

  /** Weight of one slot for one class, corrections included. */
  weight(slot: number, type: number): number {
    return this.content.weights.at(slot, type) + (this.general?.content.weights.at(slot, type) ?? 0);
  }

  /** Calibrated probabilities in the order of `TRIAGE_TYPES`. */
  probabilities(text: CaseText): Float64Array {
    return this.probabilitiesOf(featuresOf(text));
  }

  probabilitiesOf(vector: FeatureVector): Float64Array {
    const scores = new Float64Array(CLASS_COUNT);
    this.general?.content.weights.addScores(vector, scores);
    this.content.weights.addScores(vector, scores);
    for (let c = 0; c < CLASS_COUNT; c += 1) scores[c] = scores[c]! / this.content.temperature;
    return softmaxInPlace(scores);
  }
}

import type { TriageSample } from '../../../ports.js';
import { loadGeneralModel } from './general-model.js';
import { EMBEDDING_DIMENSIONS, embedText } from './hashed-embedding.js';
import { encodeModel } from './model-file.js';
import { type Prior, trainTriageContent } from './triage-training.js';

/** Work that would hold up the event loop, as plain data that crosses a thread border. */
export type HeavyWork =
  | { readonly kind: 'train'; readonly samples: readonly TriageSample[] }
  | { readonly kind: 'embed'; readonly texts: readonly string[] };

let general: Prior | null = null;

/** Does the work. Training returns a serialised model, embedding all vectors one after another. */
export function doHeavyWork(work: HeavyWork): Uint8Array {
  if (work.kind === 'train') {
    general ??= loadGeneralModel().asPrior();
    return encodeModel(trainTriageContent(work.samples, { prior: general }));
  }
  const all = new Float32Array(work.texts.length * EMBEDDING_DIMENSIONS);
  work.texts.forEach((text, i) => {
    all.set(embedText(text), i * EMBEDDING_DIMENSIONS);
  });
  return new Uint8Array(all.buffer);
}

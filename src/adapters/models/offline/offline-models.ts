import type { ModelProvider } from '../../../ports.js';
import { featuresOf } from './case-features.js';
import { proposeChange } from './change-proposal.js';
import { loadGeneralModel } from './general-model.js';
import { EMBEDDING_DIMENSIONS, EMBEDDING_MODEL, embedText } from './hashed-embedding.js';
import { TRIAGE_TYPES } from './model-file.js';
import { OfflineTriageModel } from './offline-triage-model.js';
import { explainTriage } from './reasoning.js';
import { streamReply } from './reply-draft.js';
import { severityOf } from './severity.js';
import { ThreadRunner } from './thread-runner.js';

/** Less text than this is embedded at once; sending it to the thread would take longer. */
const INLINE_EMBED_CHARS = 8_000;

/** Models that need no network: a trained classifier, hashed embeddings and replies quoted from articles. */
export function createOfflineModels(): ModelProvider {
  const general = loadGeneralModel();
  const thread = new ThreadRunner();
  return {
    name: 'offline',
    embeddingModel: EMBEDDING_MODEL,
    embeddingDimensions: EMBEDDING_DIMENSIONS,
    async trainTriage(samples, { signal } = {}) {
      if (samples.length === 0) throw new RangeError('Training needs at least one confirmed case');
      const plain = samples.map(({ title, body, type }) => ({ title, body, type }));
      return new OfflineTriageModel(await thread.run({ kind: 'train', samples: plain }, signal), general);
    },
    loadTriage: (bytes) => new OfflineTriageModel(bytes, general),
    async triage(text, model, { signal } = {}) {
      signal?.throwIfAborted();
      if (model !== null && !(model instanceof OfflineTriageModel))
        throw new TypeError('The triage model belongs to another provider');
      const chosen = model ?? general;
      const probabilities = chosen.probabilitiesOf(featuresOf(text));
      const confidence = Math.max(...probabilities);
      const type = TRIAGE_TYPES[probabilities.indexOf(confidence)] ?? 'QUESTION';
      const severity = severityOf(text, type);
      const reasoning = explainTriage(text, chosen, probabilities, severity);
      return { type, severity: severity.severity, confidence, reasoning };
    },
    async embed(texts, { signal } = {}) {
      signal?.throwIfAborted();
      const chars = texts.reduce((sum, text) => sum + text.length, 0);
      if (chars <= INLINE_EMBED_CHARS) return texts.map(embedText);
      const bytes = await thread.run({ kind: 'embed', texts }, signal);
      const all = new Float32Array(bytes.buffer, bytes.byteOffset, texts.length * EMBEDDING_DIMENSIONS);
      return texts.map((_, i) => all.slice(i * EMBEDDING_DIMENSIONS, (i + 1) * EMBEDDING_DIMENSIONS));
    },
    async prepareChange(matter, { signal } = {}) {
      signal?.throwIfAborted();
      return proposeChange(matter);
    },
    draftReply: (request, { signal } = {}) => streamReply(request, signal),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}

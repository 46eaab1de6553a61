import { type Transaction, transact } from '../../db/transaction.js';
import type { CaseText, Ports } from '../../ports.js';
import { askForVectors } from '../models/ask-model.service.js';
import { embeddingRouteOf, embeddingSpaceOf } from '../models/embedding-route.service.js';
import type { ModelAccess, ModelUse } from '../models/model-use.js';

export interface EmbedOptions {
  readonly signal?: AbortSignal | undefined;
  /** Keeps the vectors in the transaction that ends the call: what was paid for is not lost. */
  readonly keep?: ((tx: Transaction, vectors: readonly Float32Array[]) => Promise<void>) | undefined;
}

/** What turns texts into vectors of one space, of length one (or zero, for texts without words). */
export interface Embedder {
  /** Names the space; vectors of two different ones must not be compared. */
  readonly embeddingModel: string;
  /** @throws ModelCallFailed, BudgetExhausted */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<readonly Float32Array[]>;
}

/** An embedder by which articles are searched. */
export interface SearchEmbedder extends Embedder {
  /** Whether the tenant's articles are still to be embedded by it: the route may have been changed. */
  isCurrent(tx: Transaction): Promise<boolean>;
}

/** Whose models are asked, and how Switchyard's own are reached. A job's run is one. */
export type EmbeddingAccess = Omit<ModelAccess, 'ports'> & { readonly ports: Ports };

/** Characters that a remote model is given of one text: all of them read as many. */
const MAX_REMOTE_CHARS = 8_000;
/** A person who searches does not wait longer; then words alone have to do. */
const MAX_WAIT_MS = 3_000;

/** The model of Switchyard: for comparisons among cases, whose thresholds were measured with it. */
export function embedderOf({ models }: Pick<Ports, 'models'>): Embedder {
  return models;
}

/**
 * The one place where it is decided which model embeds articles and what is asked of them: that of the tenant's route
 * EMBEDDING, by default the one of Switchyard, which is not written down as a use of models.
 */
export async function searchEmbedder(
  access: EmbeddingAccess,
  about: Omit<ModelUse, 'purpose' | 'tier'>,
): Promise<SearchEmbedder> {
  const chosen = await embeddingRouteOf(access.db);
  if (!chosen) return offline(access);
  const use: ModelUse = { ...about, purpose: 'EMBEDDING', tier: 'EMBEDDING' };
  const timeoutMs = about.jobId === null ? Math.min(MAX_WAIT_MS, chosen.route.timeoutMs) : chosen.route.timeoutMs;
  const route = { ...chosen.route, timeoutMs };
  return {
    embeddingModel: chosen.space,
    isCurrent: async (tx) => (await embeddingSpaceOf(tx)) === chosen.space,
    async embed(texts, { signal, keep } = {}) {
      // An empty text is refused by most providers.
      const cut = texts.map((text) => text.slice(0, MAX_REMOTE_CHARS).trim() || '-');
      const asked = { ...access, signal: signal ?? access.signal, route };
      const { vectors } = await askForVectors(asked, use, cut, undefined, async (tx, answer) => {
        await keep?.(tx, answer.vectors.map(unit));
      });
      return vectors.map(unit);
    },
  };
}

function offline({ db, ports: { models } }: EmbeddingAccess): SearchEmbedder {
  return {
    embeddingModel: models.embeddingModel,
    isCurrent: async (tx) => (await embeddingSpaceOf(tx)) === null,
    async embed(texts, { signal, keep } = {}) {
      const vectors = await models.embed(texts, { signal });
      if (keep) await transact(db, (tx) => keep(tx, vectors));
      return vectors;
    },
  };
}

/**
 * The vector of a text with a title: title and body are embedded apart and count the same, so that a long body does
 * not drown its title. Length one; zero when there are no words.
 */
export async function embedTitled(
  models: Embedder,
  { title, body }: CaseText,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const [vector = new Float32Array()] = await embedUnderTitle(models, title, [body], { signal });
  return vector;
}

/** The same for several texts under one title, which is embedded once. */
export async function embedUnderTitle(
  models: Embedder,
  title: string,
  texts: readonly string[],
  { signal, keep }: EmbedOptions = {},
): Promise<Float32Array[]> {
  const vectors = await models.embed([title, ...texts], {
    signal,
    keep: keep && ((tx, given) => keep(tx, underTitle(given))),
  });
  return underTitle(vectors);
}

function underTitle([head = new Float32Array(), ...rest]: readonly Float32Array[]): Float32Array[] {
  return rest.map((vector) => unit(head.map((value, index) => value + (vector[index] ?? 0))));
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((squares, value) => squares + value * value, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
}

import type { CaseText, ModelProvider, Ports } from '../../ports.js';

/** What turns texts into vectors of one space. */
export type Embedder = Pick<ModelProvider, 'embed' | 'embeddingModel'>;

/** The one place where it is decided which model embeds articles, cases and questions. */
export function embedderOf({ models }: Pick<Ports, 'models'>): Embedder {
  return models;
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
  const [vector = new Float32Array()] = await embedUnderTitle(models, title, [body], signal);
  return vector;
}

/** The same for several texts under one title, which is embedded once. */
export async function embedUnderTitle(
  models: Embedder,
  title: string,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const [head = new Float32Array(), ...rest] = await models.embed([title, ...texts], { signal });
  return rest.map((vector) => joined(head, vector));
}

function joined(head: Float32Array, rest: Float32Array): Float32Array {
  const sum = head.map((value, index) => value + (rest[index] ?? 0));
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  return length === 0 ? sum : sum.map((value) => value / length);
}

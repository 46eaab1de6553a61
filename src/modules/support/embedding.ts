import type { CaseText, ModelProvider } from '../../ports.js';

/**
 * The vector of a text with a title: title and body are embedded apart and count the same, so that a long body does
 * not drown its title. Length one; zero when there are no words.
 */
export async function embedTitled(
  models: ModelProvider,
  { title, body }: CaseText,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const [head, rest] = await models.embed([title, body], { signal });
  const sum = Float32Array.from(head ?? [], (value, index) => value + (rest?.[index] ?? 0));
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  return length === 0 ? sum : sum.map((value) => value / length);
}

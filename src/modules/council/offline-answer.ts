import type { ModelProvider } from '../../ports.js';
import { nearness, type Sentence, sentencesOf, shareOf, wordsOf } from './offline-texts.js';
import { type CouncilQuestion, MAX_ANSWER_CHARS } from './prompts/answer-question.prompt.js';

/** How a member that comes with Switchyard answers. */
export type OfflineStyle = 'BRIEF' | 'THOROUGH' | 'CAUTIOUS';

/** How many sentences it quotes, how well each has to fit, and whether it says what it found nothing about. */
const STYLES: Readonly<Record<OfflineStyle, { count: number; floor: number; namesGaps: boolean }>> = {
  BRIEF: { count: 1, floor: 0.12, namesGaps: false },
  THOROUGH: { count: 5, floor: 0.12, namesGaps: false },
  CAUTIOUS: { count: 3, floor: 0.2, namesGaps: true },
};

const MAX_SENTENCES = 150;
const COVERAGE_SHARE = 0.6;
/** How much of what a sentence says may stand in those already quoted. */
const MAX_REPEATED = 0.7;
const MAX_GAPS = 6;

/**
 * Answers without a language model: by the sentences of the material that fit the question best, word for word and in
 * their order. Without material, by those of the question that are not questions themselves. The same question gives
 * the same answer.
 */
export async function answerOffline(
  models: Pick<ModelProvider, 'embed'>,
  { question, material }: CouncilQuestion,
  style: OfflineStyle,
  signal?: AbortSignal,
): Promise<string> {
  const { count, floor, namesGaps } = STYLES[style];
  const sentences = sentencesOf(material ?? question, MAX_SENTENCES).filter(({ text }) => !text.endsWith('?'));
  const asked = wordsOf(question);
  const [own, ...vectors] = await models.embed([question, ...sentences.map(({ text }) => text)], { signal });
  const fits = sentences.map(
    ({ words }, index) => COVERAGE_SHARE * shareOf(asked, words) + (1 - COVERAGE_SHARE) * nearness(own, vectors[index]),
  );
  const chosen = choose(sentences, fits, count, floor);
  const said = chosen.map(({ text }) => (material === null ? text : `> ${text}`)).join('\n');
  const gaps = gapsOf(question, chosen);
  const parts = [
    chosen.length === 0 ? 'Nothing in the text at hand answers this.' : said,
    ...(gaps.length > 0 && (namesGaps || chosen.length === 0)
      ? [`The text at hand says nothing about: ${gaps.join(', ')}.`]
      : []),
  ];
  return parts.join('\n\n').slice(0, MAX_ANSWER_CHARS);
}

/** The sentences that fit best and do not repeat each other, in their order. */
function choose(
  sentences: readonly Sentence[],
  fits: readonly number[],
  count: number,
  floor: number,
): readonly Sentence[] {
  const ranked = sentences
    .map((sentence, index) => ({ sentence, index, fit: fits[index] ?? 0 }))
    .filter(({ fit }) => fit >= floor)
    .sort((a, b) => b.fit - a.fit || a.index - b.index);
  const chosen: typeof ranked = [];
  for (const candidate of ranked) {
    if (chosen.length === count) break;
    const repeats = chosen.some(({ sentence }) => shareOf(candidate.sentence.words, sentence.words) > MAX_REPEATED);
    if (!repeats) chosen.push(candidate);
  }
  return chosen.sort((a, b) => a.index - b.index).map(({ sentence }) => sentence);
}

/** Words of the question, as they stand there, that none of the sentences holds. */
function gapsOf(question: string, chosen: readonly Sentence[]): string[] {
  const held = new Set(chosen.flatMap(({ words }) => [...words]));
  const written = question.match(/[\p{L}\p{N}]+/gu) ?? [];
  const missing = written.filter((word) => [...wordsOf(word)].some((stem) => !held.has(stem)));
  return [...new Set(missing.map((word) => word.toLowerCase()))].slice(0, MAX_GAPS);
}

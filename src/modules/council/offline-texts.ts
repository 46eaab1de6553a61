/** A sentence with the words in it that say something. */
export interface Sentence {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

const WORD = /[\p{L}\p{N}]+/gu;
const MAX_WORD_CHARS = 40;
const MAX_SENTENCE_CHARS = 600;
const SAYS_NOTHING = new Set(
  `about after all also and any are because been before being but can could did does doing for from had has have her
  here him his how into its just let may might more most must not now off once only our out over she should some such
  than that the their them then there these they this those too under until very was were what when where which while
  who whom why will with would you your`.split(/\s+/),
);

/** The words of a text that say something, without their commonest English endings. */
export function wordsOf(text: string): Set<string> {
  const found = (text.toLowerCase().match(WORD) ?? []).filter((word) => word.length > 2 && !SAYS_NOTHING.has(word));
  return new Set(found.map((word) => stemOf(word.slice(0, MAX_WORD_CHARS))));
}

/** The sentences of a text or of Markdown, in their order, at most so many; a line ends a sentence. */
export function sentencesOf(text: string, limit: number): Sentence[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((piece) => piece.replace(/^[\s#>*+-]+|^\d+[.)]\s+/g, '').trim())
    .filter((piece) => piece.length > 2 && piece.length <= MAX_SENTENCE_CHARS)
    .map((piece) => ({ text: piece, words: wordsOf(piece) }))
    .filter(({ words }) => words.size > 1)
    .slice(0, limit);
}

/** What share of some words are among others; 0 when there are none. */
export function shareOf(wanted: ReadonlySet<string>, among: ReadonlySet<string>): number {
  if (wanted.size === 0) return 0;
  return [...wanted].filter((word) => among.has(word)).length / wanted.size;
}

/** The cosine of two vectors of length one, not below 0. */
export function nearness(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) return 0;
  return Math.max(
    0,
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0),
  );
}

function stemOf(word: string): string {
  if (word.length > 5 && word.endsWith('ing')) return word.slice(0, -3);
  if (word.length > 4 && /(?:ies|ied)$/.test(word)) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:es|ed)$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1);
  return word.length > 4 && word.endsWith('e') ? word.slice(0, -1) : word;
}

import { hashRange, hashSeed, mixHash } from './hashing.js';

export const EMBEDDING_DIMENSIONS = 384;
/** Changes whenever the same text would get another vector. */
export const EMBEDDING_MODEL = 'offline-hash-384-v1';

const MAX_CHARS = 30_000;
const MAX_WORD_CHARS = 40;
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu;
const WORD_SHARE = 1;
const STEM_SHARE = 1;
const PAIR_SHARE = 0.5;
const GRAM_SHARE = 0.42;
const STOP_WORD_SHARE = 0.12;

const SEEDS = {
  word: hashSeed('word'),
  stem: hashSeed('stem'),
  pair: hashSeed('pair'),
  gram: hashSeed('gram'),
} as const;

const STOP_WORDS = new Set(
  `a about after all also am an and any are as at be because been before being but by can could did do does doing don't
  for from get got had has have he hello her hi him his how i i'm if in into is it it's its just like me more my no not
  now of on one only or other our out over please she should so some such than thank thanks that the their them then
  there these they this those to too up us use used using very want was we were what when where which while who why
  will with would you your`.split(/\s+/),
);

/** Cuts the commonest English endings, so that `crashes`, `crashed` and `crashing` meet. */
export function stemOf(word: string): string {
  if (word.length > 5 && word.endsWith('ing')) return word.slice(0, -3);
  if (word.length > 4 && (word.endsWith('ies') || word.endsWith('ied'))) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && (word.endsWith('ed') || word.endsWith('es'))) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1);
  return word.length > 4 && word.endsWith('e') ? word.slice(0, -1) : word;
}

/** Lower-case words of a text without accents, cut to a bounded length. */
export function contentWords(text: string): string[] {
  const plain = text
    .slice(0, MAX_CHARS)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('’', "'");
  return (plain.match(WORD) ?? []).map((word) => word.slice(0, MAX_WORD_CHARS));
}

export const isStopWord = (word: string): boolean => STOP_WORDS.has(word);

interface WeightedCount {
  count: number;
  readonly share: number;
}

function tally(counts: Map<number, WeightedCount>, hash: number, share: number): void {
  const known = counts.get(hash);
  if (known) known.count += 1;
  else counts.set(hash, { count: 1, share });
}

const hashText = (text: string, seed: number): number => mixHash(hashRange(text, 0, text.length, seed));

function countFeatures(words: readonly string[]): Map<number, WeightedCount> {
  const counts = new Map<number, WeightedCount>();
  let before = '';
  for (const word of words) {
    const worth = isStopWord(word) ? STOP_WORD_SHARE : /^\d+$/.test(word) ? 0.5 : 1;
    const stem = stemOf(word);
    tally(counts, hashText(word, SEEDS.word), WORD_SHARE * worth);
    tally(counts, hashText(stem, SEEDS.stem), STEM_SHARE * worth);
    if (before !== '') {
      const share = isStopWord(before) ? STOP_WORD_SHARE : 1;
      tally(counts, hashText(`${stemOf(before)} ${stem}`, SEEDS.pair), PAIR_SHARE * Math.min(worth, share));
    }
    before = word;
    if (worth < 1) continue;
    const padded = `<${word}>`;
    for (let length = 3; length <= 4; length += 1) {
      for (let i = 0; i + length <= padded.length; i += 1) {
        tally(counts, mixHash(hashRange(padded, i, i + length, SEEDS.gram)), GRAM_SHARE);
      }
    }
  }
  return counts;
}

/**
 * Embeds a text by signed hashing of words, stems, word pairs and character 3–4-grams, with sublinear counts.
 * Each feature falls on two dimensions, which lowers the noise of collisions. Texts that share wording lie close, also
 * with typing errors; synonyms do not. Length 1, or the zero vector for a text without words.
 */
export function embedText(text: string): Float32Array {
  const vector = new Float32Array(EMBEDDING_DIMENSIONS);
  for (const [hash, { count, share }] of countFeatures(contentWords(text))) {
    const value = share * (1 + Math.log(count));
    const first = hash % EMBEDDING_DIMENSIONS;
    const again = mixHash(hash ^ 0x9e3779b9);
    const second = again % EMBEDDING_DIMENSIONS;
    vector[first] = vector[first]! + (hash >>> 31 ? -value : value);
    vector[second] = vector[second]! + (again >>> 31 ? -value : value);
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector;
  const scale = 1 / Math.sqrt(squares);
  return vector.map((value) => value * scale);
}

/** Cosine of two vectors of length 1. */
export function similarity(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

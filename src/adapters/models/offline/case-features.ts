import type { CaseText } from '../../../ports.js';
import { type CaseStructure, readStructure } from './case-structure.js';
import { traitsOf } from './case-traits.js';
import { hashRange, hashSeed, mixHash } from './hashing.js';
import { charStream, wordsOf } from './words.js';

/** All features live in this many slots (signed feature hashing, Weinberger et al. 2009). */
export const FEATURE_SLOTS = 2 ** 18;
const SLOT_MASK = FEATURE_SLOTS - 1;
/** Slot 0 is the intercept; its value is small, so that class sizes alone move the score little. */
const INTERCEPT_VALUE = 0.3;
const MAX_CHAR_GRAM_SOURCE = 6_000;
const OPENING_LINES = 3;
const MIN_OPENING_LINE_CHARS = 3;
const MAX_OPENING_CHARS = 400;

/** Share of each view in the squared length of a full vector; tuned by cross-validation (docs/triage-quality.md). */
const VIEW_SHARES = {
  titleWords: 1.2,
  titleChars: 0.8,
  words: 2,
  wordPairs: 0.5,
  chars: 1,
  opening: 0.5,
  machineWords: 1,
  form: 1,
  choices: 1,
  traits: 0.6,
} as const;
type View = keyof typeof VIEW_SHARES;
const VIEWS = Object.keys(VIEW_SHARES) as View[];
const TOTAL_SHARE = Object.values(VIEW_SHARES).reduce((sum, share) => sum + share, 0);

/** A case as the classifier sees it: parallel arrays, slots ascending and unique. */
export interface FeatureVector {
  readonly slots: Int32Array;
  readonly values: Float32Array;
}

/** A feature in words, for explanations. */
export interface NamedFeature {
  readonly slot: number;
  readonly value: number;
  readonly name: string;
}

/** Counts the features of one view and remembers their names when asked. */
class ViewCounter {
  readonly counts = new Map<number, number>();
  readonly names: Map<number, string> | null;
  readonly #seed: number;

  constructor(view: View, named: boolean) {
    this.#seed = hashSeed(view);
    this.names = named ? new Map() : null;
  }

  add(text: string, name: string = text): void {
    const hash = mixHash(hashRange(text, 0, text.length, this.#seed));
    this.counts.set(hash, (this.counts.get(hash) ?? 0) + 1);
    this.names?.set(hash, name);
  }

  /** All n-grams of 3 to 5 units, hashed in one pass without cutting strings. */
  addCharGrams(stream: string): void {
    for (let start = 0; start + 3 <= stream.length; start += 1) {
      let hash = hashRange(stream, start, start + 2, this.#seed);
      for (let end = start + 3; end <= Math.min(start + 5, stream.length); end += 1) {
        hash = hashRange(stream, end - 1, end, hash);
        const mixed = mixHash(hash);
        this.counts.set(mixed, (this.counts.get(mixed) ?? 0) + 1);
      }
    }
  }
}

function addWordPairs(counter: ViewCounter, words: readonly string[], label: string): void {
  for (let i = 0; i + 1 < words.length; i += 1) {
    const pair = `${words[i]} ${words[i + 1]}`;
    counter.add(pair, `${label}“${pair}”`);
  }
}

function countTitle(words: ViewCounter, chars: ViewCounter, title: string): number {
  const titleWords = wordsOf(title);
  for (const word of titleWords) words.add(word, `“${word}” in the title`);
  addWordPairs(words, titleWords, 'in the title ');
  const first = titleWords[0];
  if (first !== undefined) {
    words.add(`^${first}`, `a title that begins with “${first}”`);
    words.add(`^${titleWords.slice(0, 2).join(' ')}`, `a title that begins with “${titleWords.slice(0, 2).join(' ')}”`);
    words.add(`${titleWords.at(-1)}$`, `a title that ends with “${titleWords.at(-1)}”`);
    chars.addCharGrams(charStream(title));
  }
  return titleWords.length;
}

function countForm(form: ViewCounter, choices: ViewCounter, structure: CaseStructure): void {
  for (const heading of structure.headings) {
    form.add(`h:${heading}`, `the heading “${heading}”`);
    for (const word of wordsOf(heading)) form.add(word, `“${word}” in a heading`);
  }
  for (const hint of structure.hints) {
    const shown = hint.slice(0, 80).toLowerCase();
    form.add(`c:${shown}`, `the form's instruction “${shown}”`);
  }
  for (const [label, answer] of structure.choices) {
    choices.add(`${label}=${answer}`, `the answer “${answer}” to “${label}”`);
    for (const word of wordsOf(answer)) choices.add(`${label}~${word}`, `“${word}” in the answer to “${label}”`);
  }
}

/** The first lines of prose, where people say what they came for. */
function openingOf({ prose }: CaseStructure): string {
  return prose
    .filter((line) => line.length > MIN_OPENING_LINE_CHARS)
    .slice(0, OPENING_LINES)
    .join(' ')
    .slice(0, MAX_OPENING_CHARS);
}

function countViews(text: CaseText, named: boolean): Record<View, ViewCounter> {
  const structure = readStructure(text.title, text.body);
  const views = Object.fromEntries(
    VIEWS.map((view) => [view, new ViewCounter(view, named && view !== 'chars' && view !== 'titleChars')]),
  ) as Record<View, ViewCounter>;
  const titleWords = countTitle(views.titleWords, views.titleChars, structure.title);
  const opening = wordsOf(openingOf(structure));
  for (const word of opening) views.opening.add(word, `“${word}” in the opening`);
  addWordPairs(views.opening, opening, 'in the opening ');
  let charBudget = MAX_CHAR_GRAM_SOURCE;
  for (const line of structure.prose) {
    const words = wordsOf(line);
    for (const word of words) views.words.add(word, `“${word}”`);
    addWordPairs(views.wordPairs, words, '');
    if (charBudget > 0) views.chars.addCharGrams(charStream(line.slice(0, charBudget)));
    charBudget -= line.length;
  }
  for (const line of structure.machine) {
    for (const word of wordsOf(line)) views.machineWords.add(word, `“${word}” in code or output`);
  }
  countForm(views.form, views.choices, structure);
  for (const trait of traitsOf(structure, titleWords)) views.traits.add(trait.key, trait.meaning);
  return views;
}

function collect(views: Record<View, ViewCounter>, visit: (slot: number, value: number, name?: string) => void): void {
  for (const view of VIEWS) {
    const { counts, names } = views[view];
    let squares = 0;
    for (const count of counts.values()) squares += (1 + Math.log(count)) ** 2;
    if (squares === 0) continue;
    const scale = Math.sqrt(VIEW_SHARES[view] / TOTAL_SHARE / squares);
    for (const [hash, count] of counts) {
      const value = (hash >>> 31 ? -scale : scale) * (1 + Math.log(count));
      visit(hash & SLOT_MASK || 1, value, names?.get(hash));
    }
  }
}

/**
 * Sublinear term counts, each view brought to its share of the length: a long log cannot drown a short title.
 * No document frequencies: they made results worse (docs/triage-quality.md).
 */
export function featuresOf(text: CaseText): FeatureVector {
  const sums = new Map<number, number>([[0, INTERCEPT_VALUE]]);
  collect(countViews(text, false), (slot, value) => sums.set(slot, (sums.get(slot) ?? 0) + value));
  const slots = Int32Array.from(sums.keys()).sort();
  return { slots, values: Float32Array.from(slots, (slot) => sums.get(slot) ?? 0) };
}

/** The features of a case that can be put into words. */
export function namedFeaturesOf(text: CaseText): NamedFeature[] {
  const named: NamedFeature[] = [];
  collect(countViews(text, true), (slot, value, name) => {
    if (name !== undefined) named.push({ slot, value, name });
  });
  return named;
}

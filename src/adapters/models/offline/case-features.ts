import type { CaseText } from '../../../ports.js';
import { type CaseStructure, readStructure } from './case-structure.js';
import { traitsOf } from './case-traits.js';
import { hashRange, hashSeed, mixHash } from './hashing.js';
import { charStream, layoutStream, wordsOf } from './words.js';

const SLOT_BITS = 18;
/** All features live in this many slots (signed feature hashing, Weinberger et al. 2009). */
export const FEATURE_SLOTS = 2 ** SLOT_BITS;
const SLOT_MASK = FEATURE_SLOTS - 1;
/** Slot 0 is the intercept; its value is small, so that class sizes alone move the score little. */
const INTERCEPT_VALUE = 0.3;
const OPENING_LINES = 3;
const MIN_OPENING_LINE_CHARS = 3;
const MAX_OPENING_CHARS = 400;
/** Sizes of the character n-grams of a view, and how much of its stream they are taken from. */
const TITLE_GRAMS = { sizes: [3, 4, 5], chars: 400 } as const;
const TEXT_GRAMS = { sizes: [3, 5], chars: 6_000 } as const;
const LAYOUT_GRAMS = { sizes: [2, 3, 4], chars: 4_000 } as const;

/** Share of each view in the squared length of a full vector; chosen by cross-validation (docs/triage-quality.md). */
const VIEW_SHARES = {
  titleWords: 1.2,
  titleChars: 1.6,
  words: 1.5,
  wordPairs: 0.5,
  chars: 4,
  layout: 2.5,
  opening: 0.5,
  machineWords: 0.7,
  form: 1,
  choices: 1.8,
  traits: 0.5,
} as const;
type View = keyof typeof VIEW_SHARES;
const VIEWS = Object.keys(VIEW_SHARES) as View[];
/** Views whose features nobody could read in an explanation. */
const NAMELESS: ReadonlySet<View> = new Set(['titleChars', 'chars', 'layout']);
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

/** The features of one view: sign and slot of each in one number, again for each time it occurs. */
class ViewFeatures {
  readonly keys: number[] = [];
  /** Names by key, when asked for. */
  readonly names: Map<number, string> | null;
  readonly #seed: number;

  constructor(view: View, named: boolean) {
    this.#seed = hashSeed(view);
    this.names = named ? new Map() : null;
  }

  add(text: string, name: string = text): void {
    const key = this.#push(hashRange(text, 0, text.length, this.#seed));
    this.names?.set(key, name);
  }

  /** The n-grams of a stream, hashed in one pass without cutting strings. */
  addGrams(stream: string, { sizes, chars }: { readonly sizes: readonly number[]; readonly chars: number }): void {
    const end = Math.min(stream.length, chars);
    for (let start = 0; start < end; start += 1) {
      let hash = this.#seed;
      let at = start;
      for (const size of sizes) {
        if (start + size > end) break;
        hash = hashRange(stream, at, start + size, hash);
        at = start + size;
        this.#push(hash);
      }
    }
  }

  #push(hash: number): number {
    const mixed = mixHash(hash);
    const key = ((mixed >>> 31) << SLOT_BITS) | (mixed & SLOT_MASK || 1);
    this.keys.push(key);
    return key;
  }
}

function addWordPairs(counter: ViewFeatures, words: readonly string[], label: string): void {
  for (let i = 0; i + 1 < words.length; i += 1) {
    const pair = `${words[i]} ${words[i + 1]}`;
    counter.add(pair, `${label}“${pair}”`);
  }
}

function countTitle(words: ViewFeatures, chars: ViewFeatures, title: string): number {
  const titleWords = wordsOf(title);
  for (const word of titleWords) words.add(word, `“${word}” in the title`);
  addWordPairs(words, titleWords, 'in the title ');
  const first = titleWords[0];
  if (first !== undefined) {
    words.add(`^${first}`, `a title that begins with “${first}”`);
    words.add(`^${titleWords.slice(0, 2).join(' ')}`, `a title that begins with “${titleWords.slice(0, 2).join(' ')}”`);
    words.add(`${titleWords.at(-1)}$`, `a title that ends with “${titleWords.at(-1)}”`);
    chars.addGrams(charStream(title.toLowerCase()), TITLE_GRAMS);
  }
  return titleWords.length;
}

function countForm(form: ViewFeatures, choices: ViewFeatures, structure: CaseStructure): void {
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

function viewsOf(text: CaseText, named: boolean): Record<View, ViewFeatures> {
  const structure = readStructure(text.title, text.body);
  const views = Object.fromEntries(VIEWS.map((view) => [view, new ViewFeatures(view, named)])) as Record<
    View,
    ViewFeatures
  >;
  const titleWords = countTitle(views.titleWords, views.titleChars, structure.title);
  const opening = wordsOf(openingOf(structure));
  for (const word of opening) views.opening.add(word, `“${word}” in the opening`);
  addWordPairs(views.opening, opening, 'in the opening ');
  for (const line of structure.prose) {
    const words = wordsOf(line);
    for (const word of words) views.words.add(word, `“${word}”`);
    addWordPairs(views.wordPairs, words, '');
  }
  if (!named) {
    views.chars.addGrams(charStream(`${structure.title}\u0001 ${structure.text}`), TEXT_GRAMS);
    views.layout.addGrams(layoutStream(structure.text), LAYOUT_GRAMS);
  }
  for (const line of structure.machine) {
    for (const word of wordsOf(line)) views.machineWords.add(word, `“${word}” in code or output`);
  }
  countForm(views.form, views.choices, structure);
  for (const trait of traitsOf(structure, titleWords)) views.traits.add(trait.key, trait.meaning);
  return views;
}

/** Work space of `weigh` and `featuresOf`, which leave it as they find it: all zeros. */
const COUNTS = new Uint16Array(2 * FEATURE_SLOTS);
const SUMS = new Float64Array(FEATURE_SLOTS);

/** Sublinear counts of a view, brought to its share of the length: a long log cannot drown a short title. */
function weigh(view: View, keys: number[], visit: (slot: number, value: number, key: number) => void): void {
  let distinct = 0;
  for (const key of keys) {
    const count = COUNTS[key]!;
    COUNTS[key] = count + 1;
    if (count > 0) continue;
    keys[distinct] = key;
    distinct += 1;
  }
  keys.length = distinct;
  let squares = 0;
  for (const key of keys) squares += (1 + Math.log(COUNTS[key]!)) ** 2;
  const scale = Math.sqrt(VIEW_SHARES[view] / TOTAL_SHARE / squares);
  for (const key of keys) {
    const value = scale * (1 + Math.log(COUNTS[key]!));
    COUNTS[key] = 0;
    visit(key & SLOT_MASK, key >> SLOT_BITS ? -value : value, key);
  }
}

/** No document frequencies: what they gain is not worth a table of them (docs/triage-quality.md). */
export function featuresOf(text: CaseText): FeatureVector {
  const views = viewsOf(text, false);
  const touched: number[] = [0];
  SUMS[0] = INTERCEPT_VALUE;
  for (const view of VIEWS) {
    weigh(view, views[view].keys, (slot, value) => {
      if (SUMS[slot] === 0) touched.push(slot);
      // What cancels out stays above zero, so that no slot is taken for untouched again.
      SUMS[slot] = SUMS[slot]! + value || Number.MIN_VALUE;
    });
  }
  const slots = Int32Array.from(touched).sort();
  const values = new Float32Array(slots.length);
  for (let i = 0; i < slots.length; i += 1) {
    values[i] = SUMS[slots[i]!]!;
    SUMS[slots[i]!] = 0;
  }
  return { slots, values };
}

/** The features of a case that can be put into words. */
export function namedFeaturesOf(text: CaseText): NamedFeature[] {
  const views = viewsOf(text, true);
  const named: NamedFeature[] = [];
  for (const view of VIEWS) {
    if (NAMELESS.has(view)) continue;
    const { keys, names } = views[view];
    weigh(view, keys, (slot, value, key) => {
      named.push({ slot, value, name: names?.get(key) ?? '' });
    });
  }
  return named;
}

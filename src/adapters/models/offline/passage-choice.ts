import { setImmediate } from 'node:timers/promises';
import type { ReplyRequest, ReplySource } from '../../../ports.js';
import { readStructure } from './case-structure.js';
import { contentWords, embedText, isStopWord, similarity, stemOf } from './hashed-embedding.js';
import { type Passage, passagesOf } from './markdown-passages.js';

const MAX_ARTICLES = 8;
const MAX_CHOSEN = 4;
const MAX_CHOSEN_CHARS = 2_400;
/** Shares of a passage's relevance. */
const COSINE_SHARE = 0.5;
const COVERAGE_SHARE = 0.4;
const ARTICLE_SHARE = 0.1;
const ACTIONABLE_BONUS = 0.04;
/** Below this the best passage does not answer the question; below this share of the best it adds nothing. */
const LEAST_RELEVANCE = 0.13;
const LEAST_SHARE_OF_BEST = 0.45;
/** Maximal marginal relevance (Carbonell and Goldstein 1998): weight of what is new against what is relevant. */
const NOVELTY = 0.35;

export interface ChosenPassage {
  readonly source: ReplySource;
  readonly passage: Passage;
}

interface Candidate extends ChosenPassage {
  readonly vector: Float32Array;
  readonly stems: ReadonlySet<string>;
  relevance: number;
}

function stemsOf(text: string): Set<string> {
  return new Set(contentWords(text).flatMap((word) => (isStopWord(word) || word.length < 2 ? [] : [stemOf(word)])));
}

async function candidatesOf(articles: readonly ReplySource[], signal: AbortSignal | undefined): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const source of articles.toSorted((a, b) => b.score - a.score).slice(0, MAX_ARTICLES)) {
    for (const passage of passagesOf(source.body)) {
      const inContext = `${source.title}\n${passage.heading}\n${passage.text}`;
      candidates.push({ source, passage, vector: embedText(inContext), stems: stemsOf(inContext), relevance: 0 });
    }
    await setImmediate();
    signal?.throwIfAborted();
  }
  return candidates;
}

/** Weighs how much of the question a passage covers; words that few passages hold count more. */
function rate(candidates: readonly Candidate[], question: string): void {
  const asked = stemsOf(question);
  const asking = embedText(question);
  const rarity = new Map<string, number>();
  for (const stem of asked) {
    const holders = candidates.filter(({ stems }) => stems.has(stem)).length;
    rarity.set(stem, Math.log(1 + (candidates.length + 1) / (holders + 0.5)));
  }
  const known = [...asked].filter((stem) => candidates.some(({ stems }) => stems.has(stem)));
  const reachable = known.reduce((sum, stem) => sum + (rarity.get(stem) ?? 0), 0);
  /** A long question cannot be covered whole: its unknown words count by their square root only. */
  const total = reachable + Math.sqrt(asked.size - known.length) * Math.log(2 + candidates.length);
  for (const candidate of candidates) {
    let covered = 0;
    for (const stem of candidate.stems) covered += rarity.get(stem) ?? 0;
    candidate.relevance =
      COSINE_SHARE * Math.max(0, similarity(asking, candidate.vector)) +
      (total > 0 ? (COVERAGE_SHARE * covered) / total : 0);
    if (covered > 0)
      candidate.relevance +=
        ARTICLE_SHARE * Math.min(1, Math.max(0, candidate.source.score)) * candidate.relevance +
        (candidate.passage.actionable ? ACTIONABLE_BONUS : 0);
    else candidate.relevance = 0;
  }
}

function nextByMarginalRelevance(left: readonly Candidate[], chosen: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  let bestWorth = Number.NEGATIVE_INFINITY;
  for (const candidate of left) {
    const known = Math.max(0, ...chosen.map(({ vector }) => similarity(vector, candidate.vector)));
    const worth = (1 - NOVELTY) * candidate.relevance - NOVELTY * known * candidate.relevance;
    if (worth > bestWorth) {
      best = candidate;
      bestWorth = worth;
    }
  }
  return best;
}

/**
 * The passages of the articles that answer the case best, without repetition: articles in order of their best
 * passage, passages in reading order. Empty when nothing fits.
 */
export async function choosePassages(request: ReplyRequest, signal?: AbortSignal): Promise<ChosenPassage[]> {
  const structure = readStructure(request.subject, request.body);
  const question = `${structure.title}\n${structure.title}\n${structure.prose.join('\n').slice(0, 4_000)}`;
  const candidates = await candidatesOf(request.articles, signal);
  rate(candidates, question);
  const top = Math.max(0, ...candidates.map(({ relevance }) => relevance));
  const floor = Math.max(LEAST_RELEVANCE, top * LEAST_SHARE_OF_BEST);
  let left = candidates.filter(({ relevance }) => relevance >= floor);
  const chosen: Candidate[] = [];
  let chars = 0;
  while (chosen.length < MAX_CHOSEN && chars < MAX_CHOSEN_CHARS) {
    const next = nextByMarginalRelevance(left, chosen);
    if (!next) break;
    left = left.filter((candidate) => candidate !== next);
    const repeats = chosen.some(({ vector }) => similarity(vector, next.vector) > 0.93);
    if (repeats || (chosen.length > 0 && chars + next.passage.text.length > MAX_CHOSEN_CHARS)) continue;
    chosen.push(next);
    chars += next.passage.text.length;
  }
  const order = [...new Set(chosen.map(({ source }) => source.id))];
  return chosen
    .toSorted(
      (a, b) => order.indexOf(a.source.id) - order.indexOf(b.source.id) || a.passage.position - b.passage.position,
    )
    .map(({ source, passage }) => ({ source, passage }));
}

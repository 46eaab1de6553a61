import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { inProject } from '../project.js';
import { type Evaluation, mean } from './evaluation.js';
import { CALL, type EvalProvider } from './provider.js';

const set = z
  .object({
    articles: z.array(z.object({ id: z.string(), title: z.string(), body: z.string() })),
    cases: z.array(z.object({ query: z.string(), article: z.string() })).min(10),
  })
  .parse(JSON.parse(readFileSync(inProject('tools/eval/matching.test-set.json'), 'utf8')));

/** Which article fits, by its embedding alone: what a provider adds to the search, whose words are the database's part. */
export const matchingEvaluation: Evaluation = {
  name: 'matching',
  floors: { 'recall@5': 0.95, MRR: 0.9 },
  prompt: null,
  async measure(provider) {
    const texts = [
      ...set.articles.map(({ title, body }) => `${title}\n${body}`),
      ...set.cases.map(({ query }) => query),
    ];
    const vectors = await embed(provider, texts);
    if (!vectors) return null;
    const places = set.cases.map(({ article }, i) => {
      const own = vectors[set.articles.length + i];
      const scored = set.articles.map(({ id }, j) => ({ id, score: dot(own, vectors[j]) }));
      return scored.toSorted((a, b) => b.score - a.score).findIndex(({ id }) => id === article) + 1;
    });
    return {
      cases: set.cases.length,
      figures: {
        'recall@5': mean(places.map((place) => (place <= 5 ? 1 : 0))),
        MRR: mean(places.map((place) => 1 / place)),
      },
      flagged: set.cases.filter((_, i) => (places[i] ?? 0) > 5).map(({ query }) => `not among five: ${query}`),
    };
  },
};

async function embed(provider: EvalProvider, texts: readonly string[]): Promise<readonly Float32Array[] | null> {
  if (provider.kind === 'OFFLINE') return provider.models.embed(texts);
  return provider.embedding && (await provider.models.embed(provider.embedding, texts, CALL)).vectors;
}

function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  let sum = 0;
  for (const [i, value] of (a ?? new Float32Array()).entries()) sum += value * (b?.[i] ?? 0);
  return sum;
}

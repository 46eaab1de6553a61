import { z } from 'zod';

/** What answers are judged by. */
export interface Criterion {
  readonly name: string;
  readonly description: string;
  /** Above 0; only its share of all weights counts. */
  readonly weight: number;
}

/** One member's word on one criterion of an answer: 0 (fails it) to 10 (could not be better), and why. */
export const CriterionScore = z.object({
  criterion: z.string(),
  score: z.number().min(0).max(10),
  reason: z.string().trim().min(1).max(600),
});
export type CriterionScore = z.infer<typeof CriterionScore>;

export const MAX_CRITERIA = 8;

/** What counts where nobody says otherwise. */
export const DEFAULT_CRITERIA: readonly Criterion[] = [
  { name: 'relevance', description: 'It answers the question that was asked, and nothing else.', weight: 3 },
  { name: 'grounding', description: 'What it states stands in the material, or follows from it.', weight: 3 },
  { name: 'completeness', description: 'Nothing that somebody needs to act on it is missing.', weight: 2 },
  { name: 'clarity', description: 'It is short, in order, and easily understood.', weight: 1 },
];

const Criteria = z.array(z.object({ name: z.string(), description: z.string(), weight: z.number() }));

/** The criteria as they were stored with the council. */
export function criteriaOf(stored: unknown): readonly Criterion[] {
  return Criteria.parse(stored);
}

/** The scores as they were stored with a vote. */
export function scoresOf(stored: unknown): readonly CriterionScore[] {
  return z.array(CriterionScore).parse(stored);
}

/** The mean of scores by the weights of their criteria, 0 to 10. */
export function weightedScore(
  criteria: readonly Criterion[],
  scores: readonly { readonly criterion: string; readonly score: number }[],
): number {
  const weights = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const byName = new Map(scores.map(({ criterion, score }) => [criterion, score]));
  return criteria.reduce((sum, { name, weight }) => sum + weight * (byName.get(name) ?? 0), 0) / weights;
}

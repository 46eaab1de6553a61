import { type Criterion, type CriterionScore, weightedScore } from './rubric.js';

/** An answer that was voted on. */
export interface JudgedAnswer {
  readonly memberId: string;
  /** The place of its member, from 0. */
  readonly seat: number;
}

/** What one member holds of the answer of another. */
export interface CastVote {
  readonly voterId: string;
  readonly memberId: string;
  readonly scores: readonly CriterionScore[];
}

/** What decided between the best answers. */
export type VerdictRule = 'SCORE' | 'HEAVIEST_CRITERION' | 'FIRST_PLACES' | 'SEAT';

/** An answer with what the votes on it came to. */
export interface Standing extends JudgedAnswer {
  /** 0 to 10. */
  readonly score: number;
  /** Mean of the votes on each criterion, in the order of the rubric. */
  readonly means: readonly number[];
  /** How many voters held it for the best that they judged. */
  readonly firstPlaces: number;
}

export interface Verdict {
  readonly memberId: string;
  readonly score: number;
  readonly rule: VerdictRule;
  /** For each criterion what the winner got, and the reason of the voter who was nearest to that. */
  readonly reasons: readonly CriterionScore[];
  /** All answers, best first. */
  readonly standings: readonly Standing[];
}

/** Scores that differ by less are the same: they are sums of fractions. */
const SAME = 1e-9;

/**
 * The one answer that a council decides for: the highest weighted mean of the votes. Of those that share it, the one
 * that is better by the heaviest criterion (then by the next heaviest, and so on), then the one that more voters held
 * for the best, then the one whose member was named first.
 * @param answers at least one, each with at least one vote
 */
export function decide(
  criteria: readonly Criterion[],
  answers: readonly JudgedAnswer[],
  votes: readonly CastVote[],
): Verdict {
  const byWeight = criteria.map((_, index) => index).sort((a, b) => weightAt(b) - weightAt(a) || a - b);
  const standings = answers.map((answer) => standingOf(criteria, answer, votes));
  const compare = (a: Standing, b: Standing): readonly [number, VerdictRule] => {
    if (differ(a.score, b.score)) return [b.score - a.score, 'SCORE'];
    for (const index of byWeight) {
      const [ofA, ofB] = [a.means[index] ?? 0, b.means[index] ?? 0];
      if (differ(ofA, ofB)) return [ofB - ofA, 'HEAVIEST_CRITERION'];
    }
    if (a.firstPlaces !== b.firstPlaces) return [b.firstPlaces - a.firstPlaces, 'FIRST_PLACES'];
    return [a.seat - b.seat, 'SEAT'];
  };
  const ordered = standings.toSorted((a, b) => compare(a, b)[0]);
  const [winner, next] = ordered;
  if (!winner) throw new RangeError('A council without answers has no verdict.');
  return {
    memberId: winner.memberId,
    score: winner.score,
    rule: next ? compare(winner, next)[1] : 'SCORE',
    reasons: criteria.map(({ name }, index) => ({
      criterion: name,
      score: winner.means[index] ?? 0,
      reason: reasonFor(name, winner.means[index] ?? 0, winner.memberId, votes),
    })),
    standings: ordered,
  };

  function weightAt(index: number): number {
    return criteria[index]?.weight ?? 0;
  }
}

function standingOf(criteria: readonly Criterion[], answer: JudgedAnswer, votes: readonly CastVote[]): Standing {
  const received = votes.filter(({ memberId }) => memberId === answer.memberId);
  const means = criteria.map(({ name }) => {
    const scores = received.flatMap(({ scores: all }) => all.filter(({ criterion }) => criterion === name));
    return scores.length === 0 ? 0 : scores.reduce((sum, { score }) => sum + score, 0) / scores.length;
  });
  const score = weightedScore(
    criteria,
    criteria.map(({ name }, index) => ({ criterion: name, score: means[index] ?? 0 })),
  );
  const firstPlaces = received.filter((vote) => isFirstOf(criteria, vote, votes)).length;
  return { ...answer, score, means, firstPlaces };
}

/** Whether the voter gave no other answer more. */
function isFirstOf(criteria: readonly Criterion[], vote: CastVote, votes: readonly CastVote[]): boolean {
  const own = weightedScore(criteria, vote.scores);
  return votes
    .filter(({ voterId }) => voterId === vote.voterId)
    .every(({ scores }) => weightedScore(criteria, scores) <= own + SAME);
}

/** The reason that comes nearest to what all of them held together. */
function reasonFor(criterion: string, mean: number, memberId: string, votes: readonly CastVote[]): string {
  const given = votes
    .filter((vote) => vote.memberId === memberId)
    .flatMap(({ scores }) => scores.filter((score) => score.criterion === criterion));
  const [nearest] = given.toSorted((a, b) => Math.abs(a.score - mean) - Math.abs(b.score - mean));
  return nearest?.reason ?? '';
}

function differ(a: number, b: number): boolean {
  return Math.abs(a - b) > SAME;
}

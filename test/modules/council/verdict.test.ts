import { describe, expect, it } from 'vitest';
import { type CastVote, decide } from '../../../src/modules/council/verdict.js';

const CRITERIA = [
  { name: 'light', description: '', weight: 1 },
  { name: 'heavy', description: '', weight: 3 },
];
const ANSWERS = ['a', 'b', 'c'].map((memberId, seat) => ({ memberId, seat }));
const vote = (voterId: string, memberId: string, light: number, heavy: number): CastVote => ({
  voterId,
  memberId,
  scores: [
    { criterion: 'light', score: light, reason: `${voterId} of ${memberId} light ${light}` },
    { criterion: 'heavy', score: heavy, reason: `${voterId} of ${memberId} heavy ${heavy}` },
  ],
});

describe('the verdict', () => {
  it('is the answer with the highest mean by weight, with the reason nearest to it', () => {
    const votes = [
      vote('b', 'a', 10, 4),
      vote('c', 'a', 10, 5),
      vote('a', 'b', 0, 9),
      vote('c', 'b', 0, 8),
      vote('c', 'b', 0, 8),
    ];
    const verdict = decide(CRITERIA, ANSWERS.slice(0, 2), votes);
    expect(verdict).toMatchObject({ memberId: 'b', rule: 'SCORE' });
    expect(verdict.score).toBeCloseTo((0 + 3 * (25 / 3)) / 4, 9);
    expect(verdict.reasons.map(({ reason }) => reason)).toEqual(['a of b light 0', 'c of b heavy 8']);
    expect(verdict.standings.map(({ memberId, score }) => [memberId, score])).toEqual([
      ['b', verdict.score],
      ['a', (10 + 3 * 4.5) / 4],
    ]);
  });

  it('goes by the heaviest criterion where the scores are equal', () => {
    const votes = [vote('c', 'a', 8, 4), vote('c', 'b', 5, 5)];
    expect(decide(CRITERIA, ANSWERS.slice(0, 2), votes)).toMatchObject({ memberId: 'b', rule: 'HEAVIEST_CRITERION' });
  });

  it('goes by who held it for the best where the criteria are equal as well', () => {
    const votes = [
      vote('a', 'b', 6, 6),
      vote('a', 'c', 6, 5),
      vote('c', 'b', 4, 4),
      vote('c', 'a', 5, 5),
      vote('b', 'a', 5, 5),
      vote('b', 'c', 9, 9),
    ];
    const verdict = decide(CRITERIA, ANSWERS.slice(0, 2), votes);
    expect(verdict.standings.map(({ memberId, firstPlaces, score }) => [memberId, firstPlaces, score])).toEqual([
      ['a', 1, 5],
      ['b', 1, 5],
    ]);
    expect(verdict).toMatchObject({ memberId: 'a', rule: 'SEAT' });
    const another = [...votes, vote('d', 'b', 5, 5), vote('d', 'a', 5, 5), vote('e', 'b', 5, 5), vote('e', 'a', 5, 5)];
    const third = [...another, vote('f', 'b', 6, 6), vote('g', 'b', 4, 4)];
    expect(decide(CRITERIA, ANSWERS.slice(0, 2), third)).toMatchObject({ memberId: 'b', rule: 'FIRST_PLACES' });
  });
});

import { expect, it } from 'vitest';
import { confusionFigures, confusionOf, distributionShift } from '../../../src/modules/support/confusion.js';
import { isWorse, splitCases } from '../../../src/modules/support/triage-measure.js';

it('measures a shift between the same (0) and nothing in common (1)', () => {
  expect(distributionShift([5, 5], [50, 50])).toBeCloseTo(0);
  expect(distributionShift([3, 0], [0, 7])).toBeCloseTo(1);
  // H(3/4, 1/4) − (H(1/2, 1/2) + H(1, 0)) / 2 = 0.8113 − 0.5
  expect(distributionShift([1, 1], [9, 0])).toBeCloseTo(0.3113, 4);
  expect(distributionShift([], [1])).toBeNull();
  expect(distributionShift([0, 0], [1, 1])).toBeNull();
});

it('counts pairs, and leaves out of the mean what was neither said nor meant', () => {
  const pairs = [
    { machine: 'A', person: 'A' },
    { machine: 'A', person: 'B' },
    { machine: 'B', person: 'B' },
    { machine: 'B', person: 'B' },
  ] as const;
  const { macroF1, accuracy, wrong, classes } = confusionFigures(['A', 'B', 'C'], confusionOf<'A' | 'B' | 'C'>(pairs));
  expect([accuracy, wrong]).toEqual([0.75, 1]);
  expect(macroF1).toBeCloseTo((2 / 3 + 4 / 5) / 2);
  expect(classes[2]).toEqual({ label: 'C', support: 0, predicted: 0, precision: null, recall: null, f1: null });
});

it('holds out the same cases of any list, and none of a short one', () => {
  const cases = Array.from({ length: 400 }, (_, i) => ({
    id: `case-${i}`,
    title: '',
    body: '',
    type: 'BUG' as const,
    confirmedAt: new Date(i),
  }));
  const whole = splitCases(cases);
  const half = splitCases(cases.slice(0, 200));
  expect(whole.heldOut.length).toBeGreaterThan(50);
  expect(whole.heldOut.length).toBeLessThan(110);
  expect(whole.heldOut.slice(0, half.heldOut.length)).toEqual(half.heldOut);
  expect(whole.learned.some(({ id }) => whole.heldOut.some((held) => held.id === id))).toBe(false);
  expect(splitCases(cases.slice(0, 8))).toEqual({ learned: cases.slice(0, 8), heldOut: [] });
});

it('calls a version worse only when it lost more than 0.02 and more than a single case', () => {
  const figures = (macroF1: number, wrong: number) => ({ count: 20, wrong, accuracy: null, macroF1, classes: [] });
  expect(isWorse(figures(0.8, 4), figures(0.7, 6))).toBe(true);
  expect(isWorse(figures(0.8, 4), figures(0.79, 6))).toBe(false);
  expect(isWorse(figures(0.8, 4), figures(0.7, 5))).toBe(false);
  expect(isWorse(figures(0.8, 4), figures(0.9, 2))).toBe(false);
});

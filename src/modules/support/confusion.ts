/** How often a machine said one thing where a person said another, or the same. */
export interface ConfusionCell<Label extends string> {
  readonly machine: Label;
  readonly person: Label;
  readonly count: number;
}

/** How well one class is told; null where there is nothing to divide by. */
export interface ClassFigures<Label extends string> {
  readonly label: Label;
  /** Cases of which a person says that they are of this class. */
  readonly support: number;
  /** Cases of which the machine says so. */
  readonly predicted: number;
  /** Right of those predicted. */
  readonly precision: number | null;
  /** Right of those there are. */
  readonly recall: number | null;
  /** 2 · right / (support + predicted). */
  readonly f1: number | null;
}

export interface ConfusionFigures<Label extends string> {
  readonly count: number;
  /** Cases told wrong. */
  readonly wrong: number;
  readonly accuracy: number | null;
  /** The mean F1 of the classes that were said or meant at least once; null without a case. */
  readonly macroF1: number | null;
  readonly classes: readonly ClassFigures<Label>[];
}

/** Precision, recall and F1 by class of what is counted in the cells; no figure is made up where there are no cases. */
export function confusionFigures<Label extends string>(
  labels: readonly Label[],
  cells: readonly ConfusionCell<Label>[],
): ConfusionFigures<Label> {
  const sum = (chosen: readonly ConfusionCell<Label>[]) => chosen.reduce((total, { count }) => total + count, 0);
  const count = sum(cells);
  const right = sum(cells.filter(({ machine, person }) => machine === person));
  const classes = labels.map((label) => {
    const support = sum(cells.filter(({ person }) => person === label));
    const predicted = sum(cells.filter(({ machine }) => machine === label));
    const hits = sum(cells.filter(({ machine, person }) => machine === label && person === label));
    return {
      label,
      support,
      predicted,
      precision: share(hits, predicted),
      recall: share(hits, support),
      f1: share(2 * hits, support + predicted),
    };
  });
  const met = classes.flatMap(({ f1 }) => (f1 === null ? [] : [f1]));
  return {
    count,
    wrong: count - right,
    accuracy: share(right, count),
    macroF1: share(
      met.reduce((total, f1) => total + f1, 0),
      met.length,
    ),
    classes,
  };
}

/** Counts pairs of what a machine and a person said. */
export function confusionOf<Label extends string>(
  pairs: readonly { readonly machine: Label; readonly person: Label }[],
): ConfusionCell<Label>[] {
  const cells = new Map<string, ConfusionCell<Label>>();
  for (const { machine, person } of pairs) {
    const key = `${machine}\n${person}`;
    cells.set(key, { machine, person, count: (cells.get(key)?.count ?? 0) + 1 });
  }
  return [...cells.values()];
}

/**
 * How far two distributions are from each other: the Jensen-Shannon divergence to base 2, from 0 (the same) to 1 (nothing
 * in common). JSD(P, Q) = H((P + Q) / 2) − (H(P) + H(Q)) / 2 with H(P) = −Σ p · log₂ p.
 * @returns null when one of them has no case
 */
export function distributionShift(p: readonly number[], q: readonly number[]): number | null {
  const [sumP, sumQ] = [p, q].map((counts) => counts.reduce((total, n) => total + n, 0)) as [number, number];
  if (sumP === 0 || sumQ === 0) return null;
  const [shareP, shareQ] = [p.map((n) => n / sumP), q.map((n) => n / sumQ)];
  const middle = shareP.map((value, i) => (value + (shareQ[i] ?? 0)) / 2);
  return Math.max(0, entropy(middle) - (entropy(shareP) + entropy(shareQ)) / 2);
}

function entropy(shares: readonly number[]): number {
  return shares.reduce((total, p) => (p > 0 ? total - p * Math.log2(p) : total), 0);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

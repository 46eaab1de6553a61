import type { TriageType } from '../../src/ports.js';

const TYPES: readonly TriageType[] = ['BUG', 'FEATURE', 'QUESTION'];
const CALIBRATION_BINS = 10;

export interface Judged {
  readonly repo: string;
  readonly truth: TriageType;
  readonly said: TriageType;
  readonly confidence: number;
}

export interface Scores {
  readonly cases: number;
  readonly macroF1: number;
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly f1: Readonly<Record<TriageType, number>>;
  /** Expected calibration error over ten equal bins of confidence. */
  readonly ece: number;
}

export interface CalibrationBin {
  readonly from: number;
  readonly cases: number;
  readonly confidence: number;
  readonly accuracy: number;
}

export interface TriageReport {
  readonly repos: Readonly<Record<string, Scores>>;
  /** Mean over the repos, as published results on this task are given. */
  readonly mean: Scores;
  /** All cases together. */
  readonly pooled: Scores;
  readonly calibration: readonly CalibrationBin[];
  readonly trainMsMedian: number;
  readonly triageMsMedian: number;
  readonly triageMsMax: number;
  readonly modelBytesMax: number;
  readonly peakMemoryMb: number;
}

const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function binsOf(judged: readonly Judged[]): CalibrationBin[] {
  return Array.from({ length: CALIBRATION_BINS }, (_, bin) => {
    const inside = judged.filter(
      ({ confidence }) => Math.min(CALIBRATION_BINS - 1, Math.floor(confidence * CALIBRATION_BINS)) === bin,
    );
    return {
      from: bin / CALIBRATION_BINS,
      cases: inside.length,
      confidence: mean(inside.map(({ confidence }) => confidence)),
      accuracy: mean(inside.map(({ truth, said }) => (truth === said ? 1 : 0))),
    };
  });
}

function scoresOf(judged: readonly Judged[]): Scores {
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const each = TYPES.map((type) => {
    const right = judged.filter(({ truth, said }) => truth === type && said === type).length;
    const said = judged.filter((one) => one.said === type).length;
    const true_ = judged.filter((one) => one.truth === type).length;
    return { precision: share(right, said), recall: share(right, true_), f1: share(2 * right, said + true_) };
  });
  const [bug, feature, question] = each.map(({ f1 }) => f1);
  return {
    cases: judged.length,
    macroF1: mean(each.map(({ f1 }) => f1)),
    macroPrecision: mean(each.map(({ precision }) => precision)),
    macroRecall: mean(each.map(({ recall }) => recall)),
    f1: { BUG: bug ?? 0, FEATURE: feature ?? 0, QUESTION: question ?? 0 },
    ece:
      mean(binsOf(judged).map((bin) => Math.abs(bin.accuracy - bin.confidence) * share(bin.cases, judged.length))) *
      CALIBRATION_BINS,
  };
}

function averageScores(all: readonly Scores[]): Scores {
  const over = (read: (scores: Scores) => number): number => mean(all.map(read));
  return {
    cases: all.reduce((sum, { cases }) => sum + cases, 0),
    macroF1: over((s) => s.macroF1),
    macroPrecision: over((s) => s.macroPrecision),
    macroRecall: over((s) => s.macroRecall),
    f1: { BUG: over((s) => s.f1.BUG), FEATURE: over((s) => s.f1.FEATURE), QUESTION: over((s) => s.f1.QUESTION) },
    ece: over((s) => s.ece),
  };
}

/** Scores per repo, their mean, all cases pooled, calibration and cost. */
export function summarise(
  judged: readonly Judged[],
  cost: { readonly trainMs: number[]; readonly triageMs: number[]; readonly modelBytes: number[] },
): TriageReport {
  const names = [...new Set(judged.map(({ repo }) => repo))].sort();
  const repos = Object.fromEntries(names.map((name) => [name, scoresOf(judged.filter(({ repo }) => repo === name))]));
  return {
    repos,
    mean: averageScores(Object.values(repos)),
    pooled: scoresOf(judged),
    calibration: binsOf(judged).filter(({ cases }) => cases > 0),
    trainMsMedian: median(cost.trainMs),
    triageMsMedian: median(cost.triageMs),
    triageMsMax: Math.max(0, ...cost.triageMs),
    modelBytesMax: Math.max(0, ...cost.modelBytes),
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
  };
}

/** Prints the report as tables for people. */
export function printReport(report: TriageReport, how: string): void {
  const row = (name: string, s: Scores): string =>
    [
      name.padEnd(24),
      String(s.cases).padStart(5),
      ...[s.macroF1, s.macroPrecision, s.macroRecall, s.f1.BUG, s.f1.FEATURE, s.f1.QUESTION, s.ece].map((n) =>
        n.toFixed(3).padStart(9),
      ),
    ].join(' ');
  const head = ['macro F1', 'macro P', 'macro R', 'F1 bug', 'F1 feat', 'F1 quest', 'ECE'];
  console.log(`Triage quality, ${how}`);
  console.log([''.padEnd(24), 'cases', ...head.map((name) => name.padStart(9))].join(' '));
  for (const [name, scores] of Object.entries(report.repos)) console.log(row(name, scores));
  console.log(row('mean of repos', report.mean));
  console.log(row('all cases pooled', report.pooled));
  console.log('\nConfidence: said against right');
  for (const bin of report.calibration)
    console.log(
      `  from ${bin.from.toFixed(1)}: ${String(bin.cases).padStart(4)} cases, said ${bin.confidence.toFixed(3)}, right ${bin.accuracy.toFixed(3)}`,
    );
  console.log(
    `\nTraining a tenant ${report.trainMsMedian.toFixed(0)} ms (median) · a case ${report.triageMsMedian.toFixed(2)} ms (median), ` +
      `${report.triageMsMax.toFixed(1)} ms (worst) · stored model ≤ ${(report.modelBytesMax / 1024).toFixed(0)} KB · process peak ${report.peakMemoryMb.toFixed(0)} MB`,
  );
}

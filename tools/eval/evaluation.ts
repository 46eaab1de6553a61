import type { ModelPrompt } from '../../src/ports.js';
import type { EvalProvider } from './provider.js';

export interface Measured {
  readonly cases: number;
  /** Figures from 0 to 1, the more the better. */
  readonly figures: Readonly<Record<string, number>>;
  /** What a person should look at. */
  readonly flagged: readonly string[];
}

/** A prompt, or another way in which models are used, with how well a provider does at it. */
export interface Evaluation {
  /** For the command line. */
  readonly name: string;
  /** Of a prompt: the file, its version and words, and those of its test set. Null for what is not asked with words. */
  readonly prompt: {
    readonly file: string;
    readonly name: string;
    readonly version: number;
    readonly first: ModelPrompt;
    readonly set: { readonly prompt: string; readonly version: number; readonly words: string };
  } | null;
  /**
   * What the models of Switchyard reach, rounded down, by figure: below it something broke. A provider that answers
   * alike to everything must not reach all of them.
   */
  readonly floors: Readonly<Record<string, number>>;
  /** Null where the provider does not do this. */
  readonly measure: (provider: EvalProvider) => Promise<Measured | null>;
}

/** The figures that are below their floors, in words. */
export function missedFloors({ name, floors }: Evaluation, { figures }: Measured): string[] {
  return Object.entries(floors).flatMap(([figure, floor]) => {
    const reached = figures[figure] ?? 0;
    return reached < floor ? [`${name}: ${figure} is ${reached.toFixed(3)}, not ${floor}`] : [];
  });
}

export const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

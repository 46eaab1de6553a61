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
  /** Null where the provider does not do this. */
  readonly measure: (provider: EvalProvider) => Promise<Measured | null>;
}

export const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

import type { Viewer } from './viewer.js';

/** What is counted apart: each class has a budget of its own. */
export const RATE_CLASSES = ['AUTH', 'QUERY', 'MUTATION', 'SUBSCRIBE', 'UPLOAD', 'HOOK'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];

/** Whom a count is for. */
export const RATE_SUBJECTS = ['ADDRESS', 'USER', 'API_KEY', 'TENANT'] as const;
export type RateSubject = (typeof RATE_SUBJECTS)[number];

/** How far a budget is used up. */
export interface RateWindow {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: Date;
}

/** The budget of a class for one subject; of all classes together where `class` is null. */
export interface SubjectWindow extends RateWindow {
  readonly class: RateClass | null;
  readonly subject: RateSubject;
}

export interface RateLimitStatus {
  readonly isEnforced: boolean;
  /** Requests a minute. */
  readonly requests: readonly SubjectWindow[];
  /** Points of cost a minute. */
  readonly cost: readonly SubjectWindow[];
}

/** Says how far the budgets are used up, without using them. */
export interface RateLimitReader {
  status(viewer: Viewer): Promise<RateLimitStatus>;
}

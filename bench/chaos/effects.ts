/** What the name of a job's effect begins with, among the counters of its tenant. */
export const EFFECTS = 'effect:';

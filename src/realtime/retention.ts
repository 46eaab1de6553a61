import type { Topic } from './topic.js';

/** How much of a stream is kept for clients that come back. */
export interface Retention {
  /** Entries, approximately: Redis drops whole blocks. */
  readonly maxLength: number;
  /** Milliseconds after the last entry. */
  readonly ttlMs: number;
}

const HOUR_MS = 3_600_000;

/** A job's stream holds its whole log in the common case; what is older is in PostgreSQL. */
const JOB: Retention = { maxLength: 10_000, ttlMs: 24 * HOUR_MS };
const CASE: Retention = { maxLength: 2_000, ttlMs: 7 * 24 * HOUR_MS };
const TENANT: Retention = { maxLength: 10_000, ttlMs: 7 * 24 * HOUR_MS };

export function retentionOf(topic: Topic): Retention {
  if (topic.startsWith('job:')) return JOB;
  if (topic.startsWith('case:') || topic.startsWith('council:')) return CASE;
  return TENANT;
}

/**
 * A live stream's name inside its tenant: `job:<id>`, `case:<id>`, `council:<id>`, `tenant`.
 * Everything that is appended to it, read from it or counted on it is keyed by the tenant first.
 */
export type Topic = `job:${string}` | `case:${string}` | `council:${string}` | 'tenant';

export const jobTopic = (jobId: string): Topic => `job:${jobId}`;
export const caseTopic = (caseId: string): Topic => `case:${caseId}`;
export const councilTopic = (councilId: string): Topic => `council:${councilId}`;
export const TENANT_TOPIC: Topic = 'tenant';

/** What is appended to a topic: a plain JSON object whose `type` names it. */
export interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An event in its place. */
export interface StreamEntry {
  /** Opaque to everyone but the stream log; ordered within its topic. */
  readonly cursor: string;
  readonly at: Date;
  readonly event: StreamEvent;
}

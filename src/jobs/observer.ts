/** How one attempt ended. */
export type AttemptOutcome = 'succeeded' | 'retrying' | 'dead' | 'cancelled' | 'handed_back' | 'postponed' | 'fenced';

/** What the engine tells whoever counts. Calls are synchronous and must not throw. */
export interface JobsObserver {
  /** @param waitedMs from being queued or due to the handler's start */
  attemptStarted(kind: string, waitedMs: number): void;
  attemptEnded(kind: string, outcome: AttemptOutcome, durationMs: number): void;
  /** A job's worker was lost; it is tried again or gives up. */
  jobStalled(kind: string): void;
  /** Jobs the queue had lost were given to it again. */
  jobsRecovered(kind: string, count: number): void;
  /** A queue entry that no job stands behind: forged, or of a tenant that has no such job. */
  entryRefused(kind: string): void;
  /** Messages the backstop delivered because the process that wrote them had not. */
  messagesSwept(count: number): void;
  /** Messages delivered right after their commit, and how long that took. */
  messagesDelivered(count: number, lagMs: number): void;
}

export const NO_OBSERVER: JobsObserver = {
  attemptStarted: () => {},
  attemptEnded: () => {},
  jobStalled: () => {},
  jobsRecovered: () => {},
  entryRefused: () => {},
  messagesSwept: () => {},
  messagesDelivered: () => {},
};

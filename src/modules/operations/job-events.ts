import type { JobState, LogLevel } from '../../generated/prisma/enums.js';
import type { StreamEvent } from '../../realtime/topic.js';

/** What is appended to a job's live stream (`jobTopic(id)`). The GraphQL union `JobEvent` mirrors it. */
export type JobStreamEvent = JobProgressed | JobStateChanged | JobLogAppended | JobFinished;

export interface JobProgressed extends StreamEvent {
  readonly type: 'JobProgressed';
  readonly percent: number;
  readonly stage: string;
  readonly message: string | null;
  readonly counters: Readonly<Record<string, number>> | null;
}

export interface JobStateChanged extends StreamEvent {
  readonly type: 'JobStateChanged';
  readonly from: JobState;
  readonly to: JobState;
  readonly attempt: number;
}

export interface JobLogAppended extends StreamEvent {
  readonly type: 'JobLogAppended';
  readonly level: LogLevel;
  readonly message: string;
}

/** The last item of a job's stream. */
export interface JobFinished extends StreamEvent {
  readonly type: 'JobFinished';
  readonly state: JobState;
  readonly durationMs: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

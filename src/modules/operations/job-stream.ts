import type { TenantDb } from '../../db/tenant.js';
import { NotFound } from '../../errors.js';
import type { Job } from '../../generated/prisma/client.js';
import { type StreamGapItem, streamGap, type TypedItem } from '../../graphql/stream-items.js';
import type { LiveSource, Snapshot, SnapshotPosition } from '../../realtime/live-source.js';
import { jobTopic, type StreamEntry } from '../../realtime/topic.js';
import type { JobFinished, JobLogAppended, JobProgressed, JobStateChanged, JobStreamEvent } from './job-events.js';

export interface JobSnapshotItem extends TypedItem<'JobSnapshot'> {
  readonly job: Job;
}
/** The named fields of an event, without its index signature. */
type Fields<Event> = {
  readonly [Name in keyof Event as string extends Name ? never : Exclude<Name, 'type'>]: Event[Name];
};

export type JobProgressedItem = TypedItem<'JobProgressed'> & Fields<JobProgressed>;
export type JobStateChangedItem = TypedItem<'JobStateChanged'> & Fields<JobStateChanged>;
export type JobLogAppendedItem = TypedItem<'JobLogAppended'> & Fields<JobLogAppended>;
export type JobFinishedItem = TypedItem<'JobFinished'> & Fields<JobFinished>;
export type JobItem =
  | JobSnapshotItem
  | JobProgressedItem
  | JobStateChangedItem
  | JobLogAppendedItem
  | JobFinishedItem
  | StreamGapItem;

/** A job that was only just written may not have its first event in the stream yet. */
const JUST_NOW_MS = 2_000;

/** One job's live stream: its row as the snapshot, then what happens to it, until it has finished. */
export function jobSource(db: TenantDb, jobId: string, after: string | null): LiveSource<JobItem> {
  return {
    tenantId: db.$tenantId,
    topic: jobTopic(jobId),
    after,
    loadSnapshot: (position) => loadSnapshot(db, jobId, position),
    toItem: jobItem,
    isEnd: ({ __typename }) => __typename === 'JobFinished',
    coalesces: ({ event }) => event.type === 'JobProgressed',
    gapItem: streamGap,
  };
}

/** The item of an entry of a job's stream. */
export function jobItem({ cursor, at, event }: StreamEntry): JobItem {
  const known = event as JobStreamEvent;
  return { ...known, __typename: known.type, cursor, at } as JobItem;
}

async function loadSnapshot(db: TenantDb, jobId: string, position: SnapshotPosition): Promise<Snapshot<JobItem>> {
  const job = await db.job.findFirst({ where: { id: jobId } });
  if (!job) throw new NotFound('The job', ['jobId']);
  const place = { cursor: position.cursor, at: position.at };
  const snapshot: JobSnapshotItem = {
    __typename: 'JobSnapshot',
    ...place,
    job: withNewestProgress(job, position.recent),
  };
  return {
    items: job.finishedAt ? [snapshot, finishedItem(job, place)] : [snapshot],
    isAhead: isAhead(job, position.recent),
  };
}

/** Progress is streamed at once but stored a little later. */
function withNewestProgress(job: Job, recent: readonly StreamEntry[]): Job {
  const newest = recent.findLast(({ event }) => event.type === 'JobProgressed')?.event as JobProgressed | undefined;
  if (!newest || job.finishedAt || newest.percent < job.percent) return job;
  const { percent, stage, message, counters } = newest;
  return { ...job, percent, stage, message, counters: counters ? { ...counters } : null };
}

/** Whether the row has reached a state whose event is not in the stream yet. */
function isAhead(job: Job, recent: readonly StreamEntry[]): boolean {
  const last = recent.findLast(({ event }) => event.type === 'JobStateChanged' || event.type === 'JobFinished')?.event;
  if (!last) return recent.length === 0 && Date.now() - job.queuedAt.getTime() < JUST_NOW_MS;
  const state = last.type === 'JobFinished' ? (last as JobFinished).state : (last as JobStateChanged).to;
  if (job.finishedAt) return last.type !== 'JobFinished' && Date.now() - job.finishedAt.getTime() < JUST_NOW_MS;
  return state !== job.state;
}

function finishedItem(job: Job, place: { cursor: string; at: Date }): JobFinishedItem {
  const durationMs = job.startedAt && job.finishedAt ? job.finishedAt.getTime() - job.startedAt.getTime() : 0;
  const error = job.errorCode ? { code: job.errorCode, message: job.errorMessage ?? '' } : null;
  return { __typename: 'JobFinished', ...place, state: job.state, durationMs, error };
}

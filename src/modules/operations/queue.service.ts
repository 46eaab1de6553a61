import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { NotFound } from '../../errors.js';
import type { JobCatalog } from '../../jobs/definitions.js';
import { findDefinition } from '../../jobs/definitions.js';
import type { Cause } from './actor.js';
import { countStates, type EndedInMinute, endedLately, insertPause, oldestWaiting } from './queue.sql.js';
import { recordEvent } from './tenant-event.service.js';
import type { WorkerView } from './worker.service.js';

/** One queue as its tenant sees it: nobody else's jobs are counted. */
export interface QueueView {
  /** The kind of its jobs. */
  readonly name: string;
  readonly description: string;
  /** No worker takes the tenant's jobs from it. */
  readonly isPaused: boolean;
  /** Who paused it for the tenant, when and why; null when the tenant has not. */
  readonly pause: { readonly at: Date; readonly byLabel: string; readonly reason: string | null } | null;
  readonly counts: {
    readonly waiting: number;
    readonly active: number;
    readonly delayed: number;
    readonly failed: number;
  };
  /** Milliseconds the oldest waiting job has waited; null when none waits. */
  readonly oldestWaitingMs: number | null;
  /** What ended lately, over windows of several lengths, the shortest first. */
  readonly throughput: readonly QueueThroughput[];
  /** Jobs one worker runs at once. */
  readonly concurrency: number;
}

/** What ended in the last minutes. */
export interface QueueThroughput {
  readonly minutes: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly perMinute: number;
}

/** Whether a queue is paused for everyone. */
export interface QueuePauses {
  isPaused(kind: string): Promise<boolean>;
}

const COUNTED_AS: Readonly<Record<string, 'waiting' | 'active' | 'delayed' | 'failed'>> = {
  QUEUED: 'waiting',
  STALLED: 'waiting',
  ACTIVE: 'active',
  CANCELLING: 'active',
  SCHEDULED: 'delayed',
  RETRYING: 'delayed',
  DEAD_LETTER: 'failed',
};
const WINDOWS = [5, 60] as const;

/**
 * The tenant's queues, one for each kind of job. `failed` counts dead letters nobody has dealt with. Nothing is
 * counted by walking jobs: the database keeps the sums.
 */
export async function listQueues(db: TenantDb, definitions: JobCatalog, pauses: QueuePauses): Promise<QueueView[]> {
  const kinds = definitions.map(({ kind }) => kind);
  const [counts, oldest, ended, ownPauses, forAll] = await Promise.all([
    countStates(db),
    oldestWaiting(db, kinds),
    endedLately(db, kinds, WINDOWS.at(-1) ?? 0),
    db.queuePause.findMany(),
    Promise.all(kinds.map((kind) => pauses.isPaused(kind).catch(() => false))),
  ]);
  const secondsOfMinute = new Date().getUTCSeconds();
  return definitions.map(({ kind, description, concurrency }, index) => {
    const sum = (column: 'waiting' | 'active' | 'delayed' | 'failed') =>
      counts.reduce((total, row) => total + (row.kind === kind && COUNTED_AS[row.state] === column ? row.count : 0), 0);
    const oldestMs = oldest.find((row) => row.kind === kind)?.ms;
    const pause = ownPauses.find((row) => row.kind === kind);
    return {
      name: kind,
      description,
      isPaused: pause !== undefined || (forAll[index] ?? false),
      pause: pause ? { at: pause.pausedAt, byLabel: pause.pausedByLabel, reason: pause.reason } : null,
      counts: { waiting: sum('waiting'), active: sum('active'), delayed: sum('delayed'), failed: sum('failed') },
      oldestWaitingMs: oldestMs === undefined ? null : Math.max(0, Math.round(oldestMs)),
      throughput: WINDOWS.map((minutes) =>
        throughputOver(
          minutes,
          ended.filter((row) => row.kind === kind),
          secondsOfMinute,
        ),
      ),
      concurrency,
    };
  });
}

/** One of the tenant's queues. @throws NotFound when there is no such kind of job */
export async function findQueue(
  db: TenantDb,
  definitions: JobCatalog,
  pauses: QueuePauses,
  name: string,
): Promise<QueueView> {
  const definition = findDefinition(definitions, name);
  const [queue] = definition ? await listQueues(db, [definition], pauses) : [];
  if (!queue) throw new NotFound('The queue', ['input', 'name']);
  return queue;
}

/** The present minute is not over: what ended in it counts for as much of it as has passed. */
function throughputOver(minutes: number, ended: readonly EndedInMinute[], secondsOfMinute: number): QueueThroughput {
  const inWindow = ended.filter(({ ago }) => ago < minutes);
  const sum = (...states: string[]) =>
    inWindow.reduce((total, { state, count }) => total + (states.includes(state) ? count : 0), 0);
  const [succeeded, failed] = [sum('SUCCEEDED'), sum('DEAD', 'FAILED')];
  const passed = minutes - 1 + Math.max(1, secondsOfMinute) / 60;
  return { minutes, succeeded, failed, perMinute: Math.round(((succeeded + failed) / passed) * 100) / 100 };
}

/**
 * Pauses a kind for the tenant: jobs are accepted and wait, running ones finish. Holds until it is resumed, whatever
 * restarts. A paused one stays as it is.
 */
export function pauseQueue(db: TenantDb, kind: string, reason: string | null, cause: Cause): Promise<void> {
  return transact(db, async (tx) => {
    if (!(await insertPause(tx, kind, cause.actor.label, reason))) return;
    await recordEvent(tx, { kind: 'QUEUE_PAUSED', subject: null, ...cause, data: { queue: kind, reason } });
  });
}

/** Lets a paused kind go on; the sweep hands its jobs over within a second. One that is not paused stays as it is. */
export function resumeQueue(db: TenantDb, kind: string, cause: Cause): Promise<void> {
  return transact(db, async (tx) => {
    const { count } = await tx.queuePause.deleteMany({ where: { kind } });
    if (count === 0) return;
    await recordEvent(tx, { kind: 'QUEUE_RESUMED', subject: null, ...cause, data: { queue: kind } });
  });
}

/** The workers that take jobs of a kind. */
export function workersOf(kind: string, workers: readonly WorkerView[]): WorkerView[] {
  return workers.filter(({ kinds }) => kinds.includes(kind));
}

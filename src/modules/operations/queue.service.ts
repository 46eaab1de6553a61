import type { TenantDb } from '../../db/tenant.js';
import type { JobState } from '../../generated/prisma/enums.js';
import type { JobCatalog } from '../../jobs/definitions.js';

/** One queue as its tenant sees it: nobody else's jobs are counted. */
export interface QueueView {
  /** The kind of its jobs. */
  readonly name: string;
  readonly description: string;
  /** No worker takes jobs from it. */
  readonly isPaused: boolean;
  readonly counts: {
    readonly waiting: number;
    readonly active: number;
    readonly delayed: number;
    readonly failed: number;
  };
  /** Milliseconds the oldest waiting job has waited; null when none waits. */
  readonly oldestWaitingMs: number | null;
}

/** Whether a queue is paused for everyone. */
export interface QueuePauses {
  isPaused(kind: string): Promise<boolean>;
}

const COUNTED_AS: Partial<Record<JobState, 'waiting' | 'active' | 'delayed'>> = {
  QUEUED: 'waiting',
  STALLED: 'waiting',
  ACTIVE: 'active',
  CANCELLING: 'active',
  SCHEDULED: 'delayed',
  RETRYING: 'delayed',
};

interface CountRow {
  readonly kind: string;
  readonly state: JobState;
  readonly count: number;
  readonly oldestMs: number;
}

/** The tenant's queues, one for each kind of job. `failed` counts dead letters that nobody has replayed. */
export async function listQueues(db: TenantDb, definitions: JobCatalog, pauses: QueuePauses): Promise<QueueView[]> {
  const [open, dead, paused] = await Promise.all([
    db.$queryRaw<CountRow[]>`
      SELECT "kind", "state", count(*)::int AS "count", (EXTRACT(EPOCH FROM now() - min("queuedAt")) * 1000)::float8 AS "oldestMs"
      FROM "Job" WHERE "finishedAt" IS NULL AND ("attempt" > 0 OR "startedAt" IS NULL) GROUP BY 1, 2`,
    db.deadLetter.groupBy({ by: ['kind'], where: { replayedAt: null }, _count: true }),
    Promise.all(definitions.map(({ kind }) => pauses.isPaused(kind).catch(() => false))),
  ]);
  return definitions.map(({ kind, description }, index) => {
    const rows = open.filter((row) => row.kind === kind);
    const sum = (column: 'waiting' | 'active' | 'delayed') =>
      rows.reduce((total, { state, count }) => total + (COUNTED_AS[state] === column ? count : 0), 0);
    const oldest = rows.find(({ state }) => state === 'QUEUED')?.oldestMs;
    return {
      name: kind,
      description,
      isPaused: paused[index] ?? false,
      counts: {
        waiting: sum('waiting'),
        active: sum('active'),
        delayed: sum('delayed'),
        failed: dead.find((row) => row.kind === kind)?._count ?? 0,
      },
      oldestWaitingMs: oldest === undefined ? null : Math.max(0, Math.round(oldest)),
    };
  });
}

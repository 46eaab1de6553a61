import type { TenantDb } from '../../db/tenant.js';
import type { AnyJobDefinition } from '../../jobs/define-job.js';
import { countStates, endedLately } from './queue.sql.js';
import type { WorkerDirectory } from './worker.service.js';

/** Where a waiting job stands. */
export interface QueuePlace {
  /** 1: it is the tenant's next of its kind. */
  readonly position: number;
  /** Null when it cannot be told. */
  readonly estimatedStartAt: Date | null;
}

/** How many tenants have jobs of each kind waiting or at work. */
export interface Competition {
  competingTenants(kinds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface WaitingJob {
  readonly id: string;
  readonly kind: string;
}

export interface PlaceParts {
  readonly definitions: readonly AnyJobDefinition[];
  readonly workers: WorkerDirectory;
  readonly competition: Competition;
}

/** Further back a place tells nothing that is worth looking for. */
const LOOKED_AT_MOST = 10_000;
/** How far back the time a job takes is averaged. */
const WINDOW_MINUTES = 60;

/**
 * The places of waiting jobs in their queues, however many are asked at once, with one look for each thing. A place
 * counts the tenant's own jobs only: a queue serves tenants in turn, so those of others are not before it but beside it.
 * @returns by job id; a job that does not wait, or waits further back than ten thousand, is left out
 */
export async function placesOf(
  db: TenantDb,
  jobs: readonly WaitingJob[],
  parts: PlaceParts,
): Promise<Map<string, QueuePlace>> {
  const kinds = [...new Set(jobs.map(({ kind }) => kind))];
  const positions = await positionsOf(db, kinds, jobs);
  if (positions.length === 0) return new Map();
  const startOf = await estimator(db, kinds, parts);
  return new Map(
    positions.map(({ id, kind, position }) => [id, { position, estimatedStartAt: startOf(kind, position) }]),
  );
}

function positionsOf(
  db: TenantDb,
  kinds: readonly string[],
  jobs: readonly WaitingJob[],
): Promise<{ id: string; kind: string; position: number }[]> {
  return db.$queryRaw`
    SELECT w."id"::text AS "id", k AS "kind", w."position"::int AS "position"
    FROM unnest(${kinds}::text[]) AS k CROSS JOIN LATERAL (
      SELECT q."id", row_number() OVER (ORDER BY q."queuedAt", q."id") AS "position" FROM (
        SELECT "id", "queuedAt" FROM "Job" WHERE "kind" = k AND "stateText" = 'QUEUED'
        ORDER BY "queuedAt", "id" LIMIT ${LOOKED_AT_MOST}::int
      ) q
    ) w
    WHERE w."id" = ANY(${jobs.map(({ id }) => id)}::uuid[])`;
}

/**
 * Says when a job at some place will start: what is before it, at the pace at which jobs of the kind have lately been
 * done, in the tenant's fair share of what the workers run at once. Null while the queue is paused, no worker takes the
 * kind, or none of it has ended within the hour.
 */
async function estimator(
  db: TenantDb,
  kinds: readonly string[],
  { definitions, workers, competition }: PlaceParts,
): Promise<(kind: string, position: number) => Date | null> {
  const [ended, counts, pauses, present, competing] = await Promise.all([
    endedLately(db, kinds, WINDOW_MINUTES),
    countStates(db),
    db.queuePause.findMany(),
    workers.list().catch(() => []),
    competition.competingTenants(kinds),
  ]);
  const now = Date.now();
  return (kind, position) => {
    const done = ended.filter((row) => row.kind === kind && row.state === 'SUCCEEDED');
    const count = done.reduce((sum, row) => sum + row.count, 0);
    const slots = present.reduce(
      (sum, worker) => (worker.isLost || worker.state !== 'ACTIVE' ? sum : sum + (worker.concurrency[kind] ?? 0)),
      0,
    );
    const isKnown = definitions.some((definition) => definition.kind === kind);
    if (!isKnown || count === 0 || slots === 0 || pauses.some((pause) => pause.kind === kind)) return null;
    const meanMs = done.reduce((sum, row) => sum + row.ranMs, 0) / count;
    const share = slots / Math.max(1, competing.get(kind) ?? 1);
    const active = counts.find((row) => row.kind === kind && row.state === 'ACTIVE')?.count ?? 0;
    const before = Math.max(0, active + position - share);
    return new Date(now + Math.round((before / share) * meanMs));
  };
}

import type { TenantDb, TenantTx } from '../../db/tenant.js';
import { Prisma, type QueuePause } from '../../generated/prisma/client.js';

/** How many jobs of a kind are in a state; the state DEAD_LETTER counts dead letters nobody has dealt with. */
export interface StateCount {
  readonly kind: string;
  readonly state: string;
  readonly count: number;
}

/** Counts of the tenant's jobs by kind and state, from the sums that the database keeps: exact, whatever their number. */
export function countStates(db: TenantDb): Promise<StateCount[]> {
  return db.$queryRaw<StateCount[]>`
    SELECT "kind", "state", sum("count")::int AS "count" FROM (
      SELECT "kind", "state", "count" FROM "JobTally" UNION ALL SELECT "kind", "state", "delta" FROM "JobDelta"
    ) c GROUP BY 1, 2 HAVING sum("count") <> 0`;
}

/** Milliseconds the oldest waiting job of each kind has waited; kinds of which none waits are left out. */
export function oldestWaiting(db: TenantDb, kinds: readonly string[]): Promise<{ kind: string; ms: number }[]> {
  return db.$queryRaw<{ kind: string; ms: number }[]>`
    SELECT k AS "kind", (EXTRACT(EPOCH FROM now() - j."queuedAt") * 1000)::float8 AS "ms"
    FROM unnest(${kinds}::text[]) AS k CROSS JOIN LATERAL (
      SELECT "queuedAt" FROM "Job" WHERE "kind" = k AND "stateText" = 'QUEUED' ORDER BY "queuedAt" LIMIT 1
    ) j`;
}

/** What ended in one minute, or since it began. */
export interface EndedInMinute {
  readonly kind: string;
  /** Minutes ago; 0 for the present one. */
  readonly ago: number;
  readonly state: string;
  readonly count: number;
  /** Milliseconds they ran, all together. */
  readonly ranMs: number;
}

/** What ended of each of the kinds in the last minutes, counted when it ended. */
export function endedLately(db: TenantDb, kinds: readonly string[], minutes: number): Promise<EndedInMinute[]> {
  return db.$queryRaw<EndedInMinute[]>(endedLatelyQuery(kinds, minutes));
}

/** The statement behind `endedLately`; apart from it so that its plan can be looked at. */
export function endedLatelyQuery(kinds: readonly string[], minutes: number): Prisma.Sql {
  const since = Prisma.sql`date_trunc('minute', now()) - make_interval(mins => ${minutes}::int)`;
  // Kind by kind: the key has the kind before the minute, so only behind one kind is it entered at a minute.
  return Prisma.sql`
    SELECT "kind", (EXTRACT(EPOCH FROM date_trunc('minute', now()) - "minute") / 60)::int AS "ago", "state",
      sum("count")::int AS "count", sum("ranMs")::float8 AS "ranMs"
    FROM (
      SELECT k AS "kind", t.* FROM unnest(${[...kinds]}::text[]) AS k CROSS JOIN LATERAL (
        SELECT "minute", "state", "count", "ranMs" FROM "JobThroughput" WHERE "kind" = k AND "minute" > ${since}
      ) t
      UNION ALL SELECT "kind", "minute", "state", "delta", "ranMs" FROM "JobDelta"
        WHERE "kind" = ANY(${[...kinds]}::text[]) AND "minute" > ${since}
    ) e
    GROUP BY "kind", "minute", "state"`;
}

/** Pauses a kind for the tenant; nothing when it is paused already. */
export async function insertPause(
  tx: TenantTx,
  kind: string,
  pausedByLabel: string,
  reason: string | null,
): Promise<QueuePause | undefined> {
  const [pause] = await tx.$queryRaw<QueuePause[]>`
    INSERT INTO "QueuePause" ("tenantId", "kind", "reason", "pausedByLabel")
    VALUES (${tx.$tenantId}::uuid, ${kind}, ${reason}, ${pausedByLabel}) ON CONFLICT DO NOTHING RETURNING *`;
  return pause;
}

import type { OutboxDelivery } from '../db/outbox.js';
import type { TenantDb } from '../db/tenant.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { OutboxKind } from '../generated/prisma/enums.js';

/** A job taken from the outbox; `handedOverAt` is null when it need not run (any more). */
export interface PickedJob {
  readonly outboxId: bigint;
  readonly jobId: string;
  readonly handedOverAt: Date | null;
}

export interface Picked {
  /** How many could have been taken. */
  readonly room: number;
  readonly jobs: readonly PickedJob[];
}

/**
 * Gives waiting jobs of one kind their turn, oldest first, as many as the tenant may have in the queue at once. Their
 * outbox rows stay until they have reached the queue. Two callers at once may exceed the window by what one takes.
 * Of a paused kind none is picked.
 * @NOTE An array, not a join with `picked`: since its limit is unknown, a join is planned as a walk over all jobs.
 */
export async function pickJobs(db: TenantDb, kind: string, window: number): Promise<Picked> {
  const rows = await db.$queryRaw<(PickedJob & { room: number })[]>`
    WITH room AS (
      SELECT CASE WHEN EXISTS (SELECT FROM "QueuePause" p WHERE p."kind" = ${kind}) THEN 0
        ELSE GREATEST(0, ${window}::int - count(*)) END AS free FROM "Job"
      WHERE "kind" = ${kind} AND "handedOverAt" IS NOT NULL AND "finishedAt" IS NULL
    ), picked AS MATERIALIZED (
      SELECT o."id", (o."body"->>'jobId')::uuid AS "jobId" FROM "OutboxEntry" o
      WHERE o."target" = ${kind} AND o."kind" = 'JOB' AND o."createdAt" <= now()
      ORDER BY o."createdAt", o."id" LIMIT (SELECT free FROM room) FOR UPDATE SKIP LOCKED
    ), handed AS (
      UPDATE "Job" j SET "handedOverAt" = COALESCE(j."handedOverAt", now()), "heartbeatAt" = NULL
      WHERE j."id" = ANY(ARRAY(SELECT "jobId" FROM picked)) AND j."kind" = ${kind} AND (j."runAt" IS NULL OR j."runAt" <= now())
        AND (j."state" IN ('QUEUED', 'SCHEDULED', 'RETRYING') OR (j."state" = 'CANCELLING' AND j."heartbeatAt" IS NULL))
      RETURNING j."id", j."handedOverAt"
    )
    SELECT p."id" AS "outboxId", p."jobId"::text AS "jobId", h."handedOverAt", r.free::int AS "room"
    FROM room r LEFT JOIN picked p ON true LEFT JOIN handed h ON h."id" = p."jobId" ORDER BY p."id"`;
  return { room: rows[0]?.room ?? 0, jobs: rows.filter(({ outboxId }) => outboxId !== null) };
}

/** Takes a turn back that could not be put into the queue. */
export function takeBackTurns(db: TenantDb, jobIds: readonly string[], turns: readonly Date[]): Promise<number> {
  return db.$executeRaw`
    UPDATE "Job" j SET "handedOverAt" = NULL
    FROM unnest(${jobIds}::uuid[], ${turns}::timestamptz[]) AS t("id", "turn")
    WHERE j."id" = t."id" AND j."handedOverAt" = t."turn" AND j."state" IN ('QUEUED', 'SCHEDULED', 'RETRYING', 'CANCELLING')`;
}

/** Those of the kinds that have jobs due in the outbox and are not paused. */
export async function kindsDue(db: TenantDb, kinds: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ kind: string }[]>`
    SELECT k AS "kind" FROM unnest(${kinds}::text[]) AS k
    WHERE EXISTS (SELECT FROM "OutboxEntry" o WHERE o."target" = k AND o."kind" = 'JOB' AND o."createdAt" <= now())
      AND NOT EXISTS (SELECT FROM "QueuePause" p WHERE p."kind" = k)`;
  return rows.map(({ kind }) => kind);
}

/** Events and signals that have waited for at least `graceMs`, in the order they were written. */
export async function overdueMessages(db: TenantDb, graceMs: number, limit: number): Promise<OutboxDelivery[]> {
  const rows = await db.$queryRaw<{ id: bigint; kind: OutboxKind; target: string; body: Prisma.InputJsonObject }[]>`
    SELECT "id", "kind", "target", "body" FROM "OutboxEntry"
    WHERE "kind" <> 'JOB' AND "createdAt" <= now() - make_interval(secs => ${graceMs / 1_000}::float8)
    ORDER BY "id" LIMIT ${limit}::int`;
  return rows;
}

/** Forgets what has been delivered. */
export async function forgetDelivered(db: TenantDb, ids: readonly bigint[]): Promise<void> {
  if (ids.length > 0) await db.$executeRaw`DELETE FROM "OutboxEntry" WHERE "id" = ANY(${ids}::bigint[])`;
}

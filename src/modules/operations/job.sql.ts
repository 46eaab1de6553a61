import type { TenantTx } from '../../db/tenant.js';
import type { Job } from '../../generated/prisma/client.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { JobState } from '../../generated/prisma/enums.js';

export interface NewJobRow {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly maxAttempts: number;
  readonly parentId: string | null;
  readonly dedupeKey: string | null;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly requestedByKind: string;
  readonly requestedById: string | null;
  readonly requestedByLabel: string;
  readonly requestId: string | null;
  /** ISO time before which it must not run. */
  readonly runAt: string | null;
}

/** Inserts jobs; those whose dedupe key an unfinished job has are left out of the answer. */
export function insertJobs(tx: TenantTx, rows: readonly NewJobRow[]): Promise<Job[]> {
  return tx.$queryRaw<Job[]>`
    INSERT INTO "Job" ("id", "tenantId", "kind", "state", "payload", "maxAttempts", "parentId", "dedupeKey", "subjectType",
      "subjectId", "requestedByKind", "requestedById", "requestedByLabel", "requestId", "queuedAt", "runAt")
    SELECT r."id", ${tx.$tenantId}::uuid, r."kind",
      (CASE WHEN r."runAt" > now() THEN 'SCHEDULED' ELSE 'QUEUED' END)::"JobState", r."payload", r."maxAttempts", r."parentId",
      r."dedupeKey", r."subjectType", r."subjectId", r."requestedByKind"::"ActorKind", r."requestedById", r."requestedByLabel",
      r."requestId", now(), r."runAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("id" uuid, "kind" text, "payload" jsonb, "maxAttempts" int,
      "parentId" uuid, "dedupeKey" text, "subjectType" text, "subjectId" uuid, "requestedByKind" text, "requestedById" uuid,
      "requestedByLabel" text, "requestId" text, "runAt" timestamptz)
    ON CONFLICT ("tenantId", "kind", "dedupeKey") WHERE "dedupeKey" IS NOT NULL AND "finishedAt" IS NULL DO NOTHING
    RETURNING *`;
}

/** The unfinished job that has this dedupe key. */
export async function findUnfinished(tx: TenantTx, kind: string, dedupeKey: string): Promise<Job | undefined> {
  const [job] = await tx.$queryRaw<Job[]>`
    SELECT * FROM "Job" WHERE "kind" = ${kind} AND "dedupeKey" = ${dedupeKey} AND "finishedAt" IS NULL`;
  return job;
}

/** Keeps delayed jobs in the outbox until they are due. */
export async function holdUntilDue(tx: TenantTx, jobs: readonly Job[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body", "createdAt")
    SELECT "tenantId", 'JOB', "kind", jsonb_build_object('jobId', "id"), "runAt"
    FROM "Job" WHERE "id" = ANY(${jobs.map(({ id }) => id)}::uuid[])`;
}

/** Locks a job and its unfinished descendants, descendants first: their workers lock in the same order. */
export function lockTree(tx: TenantTx, jobId: string): Promise<Job[]> {
  return tx.$queryRaw<Job[]>`
    WITH RECURSIVE tree AS (
      SELECT "id", 0 AS depth FROM "Job" WHERE "id" = ${jobId}::uuid
      UNION ALL
      SELECT j."id", t.depth + 1 FROM "Job" j JOIN tree t ON j."parentId" = t."id" WHERE j."finishedAt" IS NULL
    )
    SELECT j.* FROM "Job" j JOIN tree t ON j."id" = t."id" ORDER BY t.depth DESC FOR UPDATE OF j`;
}

/** Moves jobs to CANCELLING, or to CANCELLED where nothing has to be told about it. */
export async function markCancelled(
  tx: TenantTx,
  to: 'CANCELLING' | 'CANCELLED',
  ids: readonly string[],
  from: readonly JobState[],
): Promise<Job[]> {
  if (ids.length === 0) return [];
  const end = to === 'CANCELLED' ? Prisma.sql`, "finishedAt" = now(), "errorCode" = 'CANCELLED'` : Prisma.empty;
  return tx.$queryRaw<Job[]>`
    UPDATE "Job" SET "state" = ${to}::"JobState", "version" = "version" + 1 ${end}
    WHERE "id" = ANY(${ids}::uuid[]) AND "state" = ANY(${from}::"JobState"[]) RETURNING *`;
}

/** Puts a job that gave up back in line; nothing when it is in another state. */
export async function requeue(
  tx: TenantTx,
  jobId: string,
  attempts: number,
  from: readonly JobState[],
): Promise<Job | undefined> {
  const [job] = await tx.$queryRaw<Job[]>`
    UPDATE "Job" SET "state" = 'QUEUED', "version" = "version" + 1, "maxAttempts" = "attempt" + ${attempts}::int, "queuedAt" = now(),
      "runAt" = NULL, "handedOverAt" = NULL, "heartbeatAt" = NULL, "startedAt" = NULL, "finishedAt" = NULL, "percent" = 0,
      "stage" = NULL, "message" = NULL, "counters" = NULL, "result" = NULL, "errorCode" = NULL, "errorMessage" = NULL
    WHERE "id" = ${jobId}::uuid AND "state" = ANY(${from}::"JobState"[]) RETURNING *`;
  return job;
}

/** Moves a coordinating job; nothing when it is not in one of the states `from`. */
export async function moveRow(
  tx: TenantTx,
  jobId: string,
  from: readonly JobState[],
  change: {
    to: JobState;
    isFinished: boolean;
    percent?: number | undefined;
    code?: string | undefined;
    message?: string | undefined;
  },
): Promise<Job | undefined> {
  const [job] = await tx.$queryRaw<Job[]>`
    UPDATE "Job" SET "state" = ${change.to}::"JobState", "version" = "version" + 1,
      "finishedAt" = CASE WHEN ${change.isFinished}::boolean THEN now() END,
      "percent" = COALESCE(${change.percent ?? null}::float8, "percent"),
      "errorCode" = ${change.code ?? null}, "errorMessage" = ${change.message ?? null}
    WHERE "id" = ${jobId}::uuid AND "state" = ANY(${from}::"JobState"[]) RETURNING *`;
  return job;
}

import { v7 as newId } from 'uuid';
import type { OutboxDelivery, OutboxMessage } from '../db/outbox.js';
import type { TenantTx } from '../db/tenant.js';
import type { Job, Prisma } from '../generated/prisma/client.js';
import type { JobState } from '../generated/prisma/enums.js';
import { jobTopic } from '../realtime/topic.js';
import type { QueueEntry } from './queue-entry.js';

/*
 * The steps of an attempt, one statement each. Every step writes its events into the outbox and answers with them and
 * with whatever else of the job's topic still lies there, in order: whoever delivers the answer keeps the stream in
 * order even when another process died before it could deliver its part.
 */

type Db = Pick<TenantTx, '$queryRaw' | '$tenantId'>;

interface WithPending {
  /** Undelivered events of the job's topic, older ones first. */
  readonly pending: readonly { readonly id: string; readonly body: Prisma.InputJsonObject }[];
}

/** An attempt that has begun. */
export interface BegunAttempt extends WithPending {
  readonly id: string;
  readonly payload: unknown;
  /** The fencing token. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly requestId: string | null;
  readonly startedAt: Date;
  /** From being queued or due until now. */
  readonly waitedMs: number;
}

/** Starts the next attempt of a waiting job, if this entry is its present turn and the kind is not paused. */
export async function beginAttempt(
  db: Db,
  { jobId, turn }: QueueEntry,
  kind: string,
  workerId: string,
): Promise<BegunAttempt | undefined> {
  const topic = jobTopic(jobId);
  const [begun] = await db.$queryRaw<BegunAttempt[]>`
    WITH old AS (
      SELECT "id", "state" FROM "Job"
      WHERE "id" = ${jobId}::uuid AND "kind" = ${kind} AND "handedOverAt" = ${new Date(turn)}::timestamptz
        AND "state" IN ('QUEUED', 'SCHEDULED', 'RETRYING')
        AND NOT EXISTS (SELECT FROM "QueuePause" p WHERE p."kind" = ${kind}) FOR UPDATE
    ), begun AS (
      UPDATE "Job" j SET "state" = 'ACTIVE', "attempt" = j."attempt" + 1, "version" = j."version" + 1, "heartbeatAt" = now(),
        "startedAt" = COALESCE(j."startedAt", now()), "percent" = 0, "stage" = NULL, "message" = NULL, "counters" = NULL
      FROM old WHERE j."id" = old."id" RETURNING j.*, old."state" AS "from"
    ), opened AS (
      INSERT INTO "JobAttempt" ("id", "tenantId", "jobId", "number", "state", "workerId")
      SELECT ${newId()}::uuid, "tenantId", "id", "attempt", 'ACTIVE', ${workerId} FROM begun
    ), told AS (
      INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body")
      SELECT "tenantId", 'EVENT', ${topic},
        jsonb_build_object('type', 'JobStateChanged', 'from', "from", 'to', 'ACTIVE', 'attempt', "attempt")
      FROM begun RETURNING "id", "body"
    ), pending AS (
      SELECT "id", "body" FROM "OutboxEntry" WHERE "target" = ${topic} AND "kind" = 'EVENT'
      UNION ALL SELECT "id", "body" FROM told
    )
    SELECT "id"::text AS "id", "payload", "attempt", "maxAttempts", "requestId", "startedAt",
      (EXTRACT(EPOCH FROM now() - COALESCE("runAt", "queuedAt")) * 1000)::float8 AS "waitedMs",
      (SELECT jsonb_agg(jsonb_build_object('id', p."id"::text, 'body', p."body") ORDER BY p."id") FROM pending p) AS "pending"
    FROM begun`;
  return begun;
}

/** How an attempt, or a job that no worker holds, is ended. */
export interface Settlement {
  readonly jobId: string;
  readonly kind: string;
  /** The fencing token: any other attempt changes nothing. */
  readonly attempt: number;
  readonly from: readonly JobState[];
  readonly to: 'SUCCEEDED' | 'RETRYING' | 'QUEUED' | 'DEAD' | 'CANCELLED';
  /** What the attempt's row becomes. */
  readonly attemptState: JobState;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly result?: unknown;
  /** For a job that waits again: ms until it is due. */
  readonly delayMs?: number;
  /** Attempts that do not count. */
  readonly extraAttempts?: number;
  /** Told in this order. */
  readonly events: readonly OutboxMessage[];
}

/**
 * Ends an attempt, if it is still the job's present one and in one of the states `from`. A job that waits again goes
 * back to the outbox; one that gave up is laid among the dead letters.
 * @returns what is to be delivered after the commit, or undefined when nothing was changed
 */
export async function settleAttempt(db: Db, s: Settlement): Promise<OutboxDelivery[] | undefined> {
  const topic = jobTopic(s.jobId);
  const waits = s.to === 'RETRYING' || s.to === 'QUEUED';
  const events = JSON.stringify(s.events.map(({ body }) => body));
  const result = s.result === undefined ? null : JSON.stringify(s.result);
  const [settled] = await db.$queryRaw<WithPending[]>`
    WITH settled AS (
      UPDATE "Job" SET "state" = ${s.to}::"JobState", "version" = "version" + 1, "heartbeatAt" = NULL,
        "result" = COALESCE(${result}::jsonb, "result"), "percent" = CASE WHEN ${s.to} = 'SUCCEEDED' THEN 100 ELSE "percent" END,
        "errorCode" = ${s.error?.code ?? null}, "errorMessage" = ${s.error?.message ?? null},
        "maxAttempts" = "maxAttempts" + ${s.extraAttempts ?? 0}::int,
        "finishedAt" = CASE WHEN ${waits}::boolean THEN NULL ELSE now() END,
        "handedOverAt" = CASE WHEN ${waits}::boolean THEN NULL ELSE "handedOverAt" END,
        "runAt" = CASE WHEN ${waits}::boolean THEN now() + make_interval(secs => ${(s.delayMs ?? 0) / 1_000}::float8) ELSE "runAt" END
      WHERE "id" = ${s.jobId}::uuid AND "attempt" = ${s.attempt}::int AND "state" = ANY(${s.from}::"JobState"[])
      RETURNING "id", "tenantId", "attempt", "runAt"
    ), closed AS (
      UPDATE "JobAttempt" a SET "state" = ${s.attemptState}::"JobState", "finishedAt" = now(),
        "errorCode" = ${s.error?.code ?? null}, "errorMessage" = ${s.error?.message ?? null}
      FROM settled WHERE a."jobId" = settled."id" AND a."number" = settled."attempt" AND a."finishedAt" IS NULL
    ), requeued AS (
      INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body", "createdAt")
      SELECT "tenantId", 'JOB', ${s.kind}, jsonb_build_object('jobId', "id"), "runAt" FROM settled WHERE ${waits}::boolean
    ), dead AS (
      INSERT INTO "DeadLetter" ("id", "tenantId", "jobId", "kind", "reason", "errorCode")
      SELECT ${newId()}::uuid, "tenantId", "id", ${s.kind}, ${s.error?.message ?? ''}, ${s.error?.code ?? null}
      FROM settled WHERE ${s.to} = 'DEAD'
      ON CONFLICT ("tenantId", "jobId") DO UPDATE SET "reason" = EXCLUDED."reason", "errorCode" = EXCLUDED."errorCode",
        "createdAt" = now(), "replayedAt" = NULL, "discardedAt" = NULL
    ), told AS (
      INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body")
      SELECT "tenantId", 'EVENT', ${topic}, e.body FROM settled, jsonb_array_elements(${events}::jsonb) WITH ORDINALITY AS e(body, place)
      ORDER BY e.place RETURNING "id", "body"
    ), pending AS (
      SELECT "id", "body" FROM "OutboxEntry" WHERE "target" = ${topic} AND "kind" = 'EVENT'
      UNION ALL SELECT "id", "body" FROM told
    )
    SELECT (SELECT jsonb_agg(jsonb_build_object('id', p."id"::text, 'body', p."body") ORDER BY p."id") FROM pending p) AS "pending"
    FROM settled`;
  return settled && deliveriesOf(s.jobId, settled);
}

/** What a step left in the outbox, ready to be delivered. */
export function deliveriesOf(jobId: string, { pending }: WithPending): OutboxDelivery[] {
  return (pending ?? []).map(({ id, body }) => ({ id: BigInt(id), kind: 'EVENT', target: jobTopic(jobId), body }));
}

/** A job under lock, with what the clock of the database says about it. */
export interface LockedJob extends Job {
  /** A worker has been heard of lately. */
  readonly isHeld: boolean;
}

/** Locks a job to decide what to do with it. `silenceMs`: after that long without a sign its worker counts as lost. */
export async function lockJob(db: Db, jobId: string, silenceMs: number): Promise<LockedJob | undefined> {
  const [job] = await db.$queryRaw<LockedJob[]>`
    SELECT j.*, COALESCE("state" IN ('ACTIVE', 'CANCELLING')
      AND "heartbeatAt" > now() - make_interval(secs => ${silenceMs / 1_000}::float8), false) AS "isHeld"
    FROM "Job" j WHERE "id" = ${jobId}::uuid FOR UPDATE`;
  return job;
}

/** Whether the tenant has paused the kind. */
export async function isPaused(db: Db, kind: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`SELECT 1 AS paused FROM "QueuePause" WHERE "kind" = ${kind}`;
  return rows.length > 0;
}

/** Takes the turn of a waiting job back: it waits in the outbox, in its old place, until its kind goes on. */
export async function putBack(db: Db, jobId: string): Promise<void> {
  await db.$queryRaw`
    WITH back AS (
      UPDATE "Job" SET "handedOverAt" = NULL
      WHERE "id" = ${jobId}::uuid AND "state" IN ('QUEUED', 'SCHEDULED', 'RETRYING')
      RETURNING "id", "tenantId", "kind", "queuedAt", "runAt"
    )
    INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body", "createdAt")
    SELECT "tenantId", 'JOB', "kind", jsonb_build_object('jobId', "id"), COALESCE("runAt", "queuedAt") FROM back RETURNING 1 AS put`;
}

/** Whether the attempt is still the present one, under a lock that keeps it so until the transaction ends. */
export async function isPresentAttempt(db: Db, jobId: string, attempt: number): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 AS present FROM "Job"
    WHERE "id" = ${jobId}::uuid AND "attempt" = ${attempt}::int AND "state" IN ('ACTIVE', 'CANCELLING') FOR SHARE`;
  return rows.length > 0;
}

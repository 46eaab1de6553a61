import type { TenantDb } from '../../db/tenant.js';
import type { AuditEntry, Job, JobAttempt, TenantEvent } from '../../generated/prisma/client.js';

/** More of each than this is cut off: a trace is for reading. */
export const MAX_TRACED = 500;

type Db = Pick<TenantDb, '$queryRaw' | '$tenantId'>;

export type TracedJob = Pick<
  Job,
  | 'id'
  | 'kind'
  | 'state'
  | 'parentId'
  | 'queuedAt'
  | 'finishedAt'
  | 'errorCode'
  | 'requestedByKind'
  | 'requestedById'
  | 'requestedByLabel'
>;
export type TracedAttempt = Pick<JobAttempt, 'jobId' | 'number' | 'state' | 'startedAt' | 'finishedAt' | 'errorCode'>;

/** A call to the outside that a job made. */
export interface TracedCall {
  readonly jobId: string;
  readonly label: string;
  readonly state: string;
  readonly at: Date;
  readonly endedAt: Date | null;
  readonly errorCode: string | null;
}

/** The jobs of a request with all their parts, oldest first. */
export function tracedJobs(db: Db, requestId: string): Promise<TracedJob[]> {
  return db.$queryRaw<TracedJob[]>`
    WITH RECURSIVE tree AS (
      SELECT "id" FROM "Job" WHERE "tenantId" = ${db.$tenantId}::uuid AND "requestId" = ${requestId}
      UNION
      SELECT j."id" FROM "Job" j JOIN tree t ON j."tenantId" = ${db.$tenantId}::uuid AND j."parentId" = t."id"
    )
    SELECT j."id"::text, j."kind", j."state", j."parentId"::text, j."queuedAt", j."finishedAt", j."errorCode",
      j."requestedByKind", j."requestedById"::text, j."requestedByLabel"
    FROM "Job" j JOIN tree t ON j."id" = t."id" ORDER BY j."queuedAt", j."id" LIMIT ${MAX_TRACED}::int`;
}

export function tracedAttempts(db: Db, jobIds: readonly string[]): Promise<TracedAttempt[]> {
  return db.$queryRaw<TracedAttempt[]>`
    SELECT "jobId"::text, "number", "state", "startedAt", "finishedAt", "errorCode" FROM "JobAttempt"
    WHERE "tenantId" = ${db.$tenantId}::uuid AND "jobId" = ANY(${[...jobIds]}::uuid[])
    ORDER BY "startedAt", "number" LIMIT ${MAX_TRACED}::int`;
}

/** Mails that jobs sent. Whom to is not told: that is for those who may see people. */
export function tracedMails(db: Db, jobIds: readonly string[]): Promise<TracedCall[]> {
  return db.$queryRaw<TracedCall[]>`
    SELECT "jobId"::text, 'mail ' || "template" AS "label", "state"::text AS "state", "createdAt" AS "at", "endedAt", "errorCode"
    FROM "OutgoingMail" WHERE "tenantId" = ${db.$tenantId}::uuid AND "jobId" = ANY(${[...jobIds]}::uuid[])
    ORDER BY "createdAt" LIMIT ${MAX_TRACED}::int`;
}

/** A use of a model, by a job or by the request itself. */
export interface TracedUse extends Omit<TracedCall, 'jobId'> {
  readonly id: string;
  readonly jobId: string | null;
  readonly jobAttempt: number | null;
}

/** Uses of models. What was asked and answered is not told: that is for those who may see models. */
export function tracedUses(db: Db, requestId: string, jobIds: readonly string[]): Promise<TracedUse[]> {
  return db.$queryRaw<TracedUse[]>`
    SELECT "id"::text, "jobId"::text, "jobAttempt", concat_ws(' ', 'model', "purpose"::text, "providerName", "modelName") AS "label",
      "state"::text AS "state", "startedAt" AS "at", "finishedAt" AS "endedAt", "errorCode"
    FROM "LlmCall" WHERE "tenantId" = ${db.$tenantId}::uuid AND ("requestId" = ${requestId} OR "jobId" = ANY(${[...jobIds]}::uuid[]))
    ORDER BY "startedAt", "id" LIMIT ${MAX_TRACED}::int`;
}

export function tracedEvents(db: Db, requestId: string): Promise<TenantEvent[]> {
  return db.$queryRaw<TenantEvent[]>`
    SELECT * FROM "TenantEvent" WHERE "tenantId" = ${db.$tenantId}::uuid AND "requestId" = ${requestId}
    ORDER BY "at", "id" LIMIT ${MAX_TRACED}::int`;
}

export function tracedActions(db: Db, requestId: string): Promise<AuditEntry[]> {
  return db.$queryRaw<AuditEntry[]>`
    SELECT * FROM "AuditEntry" WHERE "tenantId" = ${db.$tenantId}::uuid AND "requestId" = ${requestId}
    ORDER BY "at", "id" LIMIT ${MAX_TRACED}::int`;
}

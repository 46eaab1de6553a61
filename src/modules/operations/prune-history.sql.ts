import type { TenantTx } from '../../db/tenant.js';

const BATCH = 1_000;
type Db = Pick<TenantTx, '$executeRaw'>;

/** Deletes one batch of old finished jobs that nothing refers to any more; returns how many. */
export function pruneJobs(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "Job" WHERE "id" IN (
      SELECT j."id" FROM "Job" j
      WHERE j."finishedAt" < now() - make_interval(days => ${olderThanDays}::int)
        AND NOT EXISTS (SELECT FROM "Job" part WHERE part."parentId" = j."id")
        AND NOT EXISTS (SELECT FROM "Pipeline" p WHERE p."jobId" = j."id")
        AND NOT EXISTS (SELECT FROM "PipelineStep" s WHERE s."jobId" = j."id")
        AND NOT EXISTS (SELECT FROM "DeadLetter" d WHERE d."jobId" = j."id" AND d."replayedAt" IS NULL AND d."discardedAt" IS NULL)
      LIMIT ${BATCH}::int)`;
}

/** Deletes one batch of log lines of jobs that finished long ago; returns how many. */
export function pruneLogs(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "JobLog" WHERE "id" IN (
      SELECT l."id" FROM "Job" j JOIN "JobLog" l ON l."jobId" = j."id"
      WHERE j."finishedAt" < now() - make_interval(days => ${olderThanDays}::int)
      LIMIT ${BATCH}::int)`;
}

/** Deletes one batch of idempotency records; returns how many. */
export function pruneIdempotency(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "IdempotencyRecord" WHERE ("operation", "key") IN (
      SELECT "operation", "key" FROM "IdempotencyRecord"
      WHERE "createdAt" < now() - make_interval(days => ${olderThanDays}::int)
      LIMIT ${BATCH}::int)`;
}

/** Deletes one batch of sessions that ended or ran out; returns how many. */
export function pruneSessions(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "AuthSession" WHERE "id" IN (
      SELECT "id" FROM "AuthSession"
      WHERE LEAST("endedAt", "expiresAt") < now() - make_interval(days => ${olderThanDays}::int)
      LIMIT ${BATCH}::int)`;
}

/**
 * Deletes one batch of the counts of what ended by minute; returns how many rows. They are read for the last hour:
 * longer than two days none is of use.
 */
export function pruneThroughput(db: Db): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "JobThroughput" WHERE ("kind", "minute", "state") IN (
      SELECT "kind", "minute", "state" FROM "JobThroughput" WHERE "minute" < now() - interval '2 days'
      LIMIT ${BATCH}::int)`;
}

/**
 * Deletes one batch of mails that ended long ago, or whose job went without sending them; returns how many. A dead letter
 * that is replayed later finds its mail gone and sends nothing.
 */
export function pruneMails(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "OutgoingMail" WHERE "id" IN (
      SELECT m."id" FROM "OutgoingMail" m
      WHERE m."createdAt" < now() - make_interval(days => ${olderThanDays}::int)
        AND COALESCE(m."endedAt", m."createdAt") < now() - make_interval(days => ${olderThanDays}::int)
        AND NOT EXISTS (SELECT FROM "Job" j WHERE j."id" = m."jobId" AND j."finishedAt" IS NULL)
      LIMIT ${BATCH}::int)`;
}

/** Deletes one batch of tokens of mails whose time was over long ago; returns how many. */
export function pruneTokens(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "OneTimeToken" WHERE "id" IN (
      SELECT "id" FROM "OneTimeToken"
      WHERE "expiresAt" < now() - make_interval(days => ${olderThanDays}::int)
      LIMIT ${BATCH}::int)`;
}

/** Deletes one batch of deliveries to channels; returns how many. */
export function pruneDeliveries(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "InboundEvent" WHERE "id" IN (
      SELECT "id" FROM "InboundEvent"
      WHERE "endedAt" < now() - make_interval(days => ${olderThanDays}::int)
      LIMIT ${BATCH}::int)`;
}

/** Deletes one batch of exported files, with their pieces; returns how many. */
export function pruneFiles(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "ExportFile" WHERE "id" IN (
      SELECT "id" FROM "ExportFile"
      WHERE "createdAt" < now() - make_interval(days => ${olderThanDays}::int)
      LIMIT ${BATCH}::int)`;
}

/** Forgets one batch of what models were asked and answered long ago; returns of how many uses. */
export function pruneModelTexts(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    UPDATE "LlmCall" SET "prompt" = NULL, "answer" = NULL WHERE "id" IN (
      SELECT "id" FROM "LlmCall"
      WHERE "startedAt" < now() - make_interval(days => ${olderThanDays}::int) AND "prompt" IS NOT NULL
      LIMIT ${BATCH}::int)`;
}

/** Deletes one batch of uses of models, with their attempts; returns how many. The sums by day stay. */
export function pruneModelCalls(db: Db, olderThanDays: number): Promise<number> {
  return db.$executeRaw`
    DELETE FROM "LlmCall" WHERE "id" IN (
      SELECT "id" FROM "LlmCall"
      WHERE "startedAt" < now() - make_interval(days => ${olderThanDays}::int)
      LIMIT ${BATCH}::int)`;
}

/** Deletes one batch of the log of events, which the application itself may only append to; returns how many. */
export function pruneEvents(db: Pick<TenantTx, '$queryRaw'>, olderThanDays: number): Promise<number> {
  return countOf(db.$queryRaw`SELECT operations_prune_events(${olderThanDays}::int) AS "count"`);
}

/** The same of the audit. */
export function pruneAudit(db: Pick<TenantTx, '$queryRaw'>, olderThanDays: number): Promise<number> {
  return countOf(db.$queryRaw`SELECT operations_prune_audit(${olderThanDays}::int) AS "count"`);
}

async function countOf(rows: Promise<{ count: number }[]>): Promise<number> {
  return (await rows)[0]?.count ?? 0;
}

/** Whether a batch of this size may have been the last. */
export function wasLastBatch(count: number): boolean {
  return count < BATCH;
}

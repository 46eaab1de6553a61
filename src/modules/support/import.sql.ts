import type { TenantTx } from '../../db/tenant.js';

export interface ImportedCaseRow {
  readonly id: string;
  readonly messageId: string;
  readonly sourceKey: string;
  readonly subject: string;
  readonly body: string;
  readonly type: string;
  readonly severity: string;
  /** ISO time. */
  readonly openedAt: string;
  readonly email: string;
  readonly name: string | null;
}

/** Takes the tenant's case counter until the transaction ends, as opening a case does: no gaps, no two imports at once. */
async function lockCaseNumbers(tx: TenantTx): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Counter" AS c ("tenantId", "name", "value") VALUES (${tx.$tenantId}::uuid, 'case', 0)
    ON CONFLICT ("tenantId", "name") DO UPDATE SET "value" = c."value"`;
}

/** Stores closed cases with their customers and messages; those whose source is known are left as they are. Returns how many are new. */
export async function insertImportedCases(
  tx: TenantTx,
  projectId: string,
  rows: readonly ImportedCaseRow[],
): Promise<number> {
  await lockCaseNumbers(tx);
  const [counted] = await tx.$queryRaw<{ imported: number }[]>`
    WITH rows AS MATERIALIZED (
      SELECT r.*, row_number() OVER (ORDER BY r."openedAt", r."sourceKey") AS place
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("id" uuid, "messageId" uuid, "sourceKey" text, "subject" text,
        "body" text, "type" text, "severity" text, "openedAt" timestamptz, "email" text, "name" text)
      WHERE NOT EXISTS (
        SELECT FROM "Case" c WHERE c."tenantId" = ${tx.$tenantId}::uuid AND c."projectId" = ${projectId}::uuid AND c."sourceKey" = r."sourceKey"
      )
    ), number AS (
      UPDATE "Counter" c SET "value" = c."value" + (SELECT count(*) FROM rows)
      WHERE c."tenantId" = ${tx.$tenantId}::uuid AND c."name" = 'case' RETURNING c."value"
    ), customers AS (
      INSERT INTO "Customer" AS c ("id", "tenantId", "email", "name")
      SELECT DISTINCT ON ("email") gen_random_uuid(), ${tx.$tenantId}::uuid, "email", "name" FROM rows ORDER BY "email", "name" NULLS LAST
      ON CONFLICT ("tenantId", "email") DO UPDATE SET "name" = COALESCE(c."name", EXCLUDED."name") RETURNING "id", "email"
    ), cases AS (
      INSERT INTO "Case" ("id", "tenantId", "projectId", "customerId", "number", "subject", "body", "state", "openedAt", "sourceKey",
        "type", "severity", "triageConfidence", "triageReasoning", "triageDecidedBy", "triagedAt")
      SELECT r."id", ${tx.$tenantId}::uuid, ${projectId}::uuid, customers."id",
        number."value" - (SELECT count(*) FROM rows) + r.place, r."subject", r."body", 'CLOSED', r."openedAt", r."sourceKey",
        r."type"::"CaseType", r."severity"::"CaseSeverity", 1, 'Imported with a confirmed type.', 'PERSON', now()
      FROM rows r JOIN customers ON customers."email" = r."email", number ORDER BY r.place RETURNING "id"
    ), messages AS (
      INSERT INTO "CaseMessage" ("id", "tenantId", "caseId", "direction", "body", "sentAt")
      SELECT r."messageId", ${tx.$tenantId}::uuid, r."id", 'INBOUND', r."body", r."openedAt" FROM rows r, number
    )
    SELECT count(*)::int AS "imported" FROM cases`;
  return counted?.imported ?? 0;
}

/** Forgets what a batch brought once it is stored: a job's payload is kept for months. */
export async function emptyPayload(tx: TenantTx, jobId: string, field: 'cases' | 'articles'): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Job" SET "payload" = jsonb_set("payload", ${`{${field}}`}::text[], '[]'::jsonb)
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${jobId}::uuid`;
}

export interface ImportedArticleRow {
  readonly id: string;
  readonly sourceKey: string;
  readonly title: string;
  readonly body: string;
}

/** Publishes articles; those known by their source are updated in place when their text has changed. */
export function upsertArticles(
  tx: TenantTx,
  projectId: string,
  rows: readonly ImportedArticleRow[],
): Promise<{ id: string; version: number }[]> {
  return tx.$queryRaw<{ id: string; version: number }[]>`
    INSERT INTO "KbArticle" AS a ("id", "tenantId", "projectId", "title", "body", "state", "sourceKey", "publishedAt")
    SELECT r."id", ${tx.$tenantId}::uuid, ${projectId}::uuid, r."title", r."body", 'PUBLISHED', r."sourceKey", now()
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("id" uuid, "sourceKey" text, "title" text, "body" text)
    ORDER BY r."sourceKey"
    ON CONFLICT ("tenantId", "projectId", "sourceKey") DO UPDATE
      SET "title" = EXCLUDED."title", "body" = EXCLUDED."body", "state" = 'PUBLISHED', "embeddingState" = 'STALE',
        "version" = a."version" + 1, "updatedAt" = now(),
        "publishedAt" = CASE WHEN a."state" = 'PUBLISHED' THEN a."publishedAt" ELSE now() END
      WHERE (a."title", a."body", a."state") IS DISTINCT FROM (EXCLUDED."title", EXCLUDED."body", EXCLUDED."state")
    RETURNING a."id"::text AS "id", a."version"`;
}

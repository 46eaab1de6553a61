import type { OutboxMessage } from '../../db/outbox.js';
import type { TenantTx } from '../../db/tenant.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { PipelineStepKind } from '../../generated/prisma/enums.js';
import type { Actor } from '../operations/actor.js';

/** Everything a new case consists of; all ids are made by the caller. */
export interface NewCaseRows {
  readonly caseId: string;
  readonly projectId: string;
  readonly subject: string;
  readonly body: string;
  readonly customer: { readonly id: string; readonly email: string; readonly name: string | null };
  readonly messageId: string;
  readonly channelId: string | null;
  readonly pipelineId: string;
  readonly steps: readonly { readonly id: string; readonly kind: PipelineStepKind; readonly jobId: string | null }[];
  readonly coordinator: { readonly id: string; readonly kind: string; readonly payload: object };
  readonly firstJob: {
    readonly id: string;
    readonly kind: string;
    readonly payload: object;
    readonly maxAttempts: number;
  };
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly event: { readonly id: string; readonly kind: string };
  readonly outbox: readonly OutboxMessage[];
  readonly idempotency: { readonly operation: string; readonly key: string; readonly requestHash: string } | null;
}

/** What the database decided. */
export interface OpenedCase {
  readonly number: number;
  readonly customerId: string;
  readonly openedAt: Date;
  /** Since when the clocks of what is promised count, and until when there is time. */
  readonly slaStartedAt: Date | null;
  readonly firstAnswerDueAt: Date | null;
  readonly resolutionDueAt: Date | null;
  readonly timerAt: Date | null;
  /** Ids of the outbox rows, in the order of the messages. */
  readonly outboxIds: readonly bigint[];
}

/**
 * Writes a case with customer, message, pipeline, steps, both jobs, event and outbox in one statement, which is its own
 * transaction when no other is open. The tenant's counter is taken first and kept until the end: numbers have no gaps.
 * @returns undefined when the project does not exist or the idempotency key was used before
 */
export async function insertCase(
  db: Pick<TenantTx, '$queryRaw' | '$tenantId'>,
  rows: NewCaseRows,
): Promise<OpenedCase | undefined> {
  const tenant = Prisma.sql`${db.$tenantId}::uuid`;
  const { customer, coordinator, firstJob, actor, requestId, event } = rows;
  const steps = rows.steps.map((step, position) => ({ ...step, position }));
  const [opened] = await db.$queryRaw<OpenedCase[]>`
    WITH project AS (
      SELECT "id" FROM "Project" WHERE "tenantId" = ${tenant} AND "id" = ${rows.projectId}::uuid
        AND "archivedAt" IS NULL
    ), ${claim(tenant, rows)}, number AS (
      INSERT INTO "Counter" AS c ("tenantId", "name", "value") SELECT ${tenant}, 'case', 1 FROM claim
      ON CONFLICT ("tenantId", "name") DO UPDATE SET "value" = c."value" + 1 RETURNING c."value"
    ), customer AS (
      INSERT INTO "Customer" AS c ("id", "tenantId", "email", "name")
      SELECT ${customer.id}::uuid, ${tenant}, ${customer.email}, ${customer.name}::text FROM number
      ON CONFLICT ("tenantId", "email") DO UPDATE SET "name" = COALESCE(EXCLUDED."name", c."name") RETURNING "id"
    ), opened AS (
      INSERT INTO "Case" ("id", "tenantId", "projectId", "customerId", "number", "subject", "body", "openedById", "channelId")
      SELECT ${rows.caseId}::uuid, ${tenant}, ${rows.projectId}::uuid, customer."id", number."value", ${rows.subject}, ${rows.body},
        ${actor.id}::uuid, ${rows.channelId}::uuid
      FROM number, customer
      RETURNING "number", "customerId", "openedAt", "slaStartedAt", "firstAnswerDueAt", "resolutionDueAt", "timerAt"
    ), message AS (
      INSERT INTO "CaseMessage" ("id", "tenantId", "caseId", "direction", "body")
      SELECT ${rows.messageId}::uuid, ${tenant}, ${rows.caseId}::uuid, 'INBOUND', ${rows.body} FROM opened
    ), jobs AS (
      INSERT INTO "Job" ("id", "tenantId", "kind", "state", "payload", "maxAttempts", "parentId", "startedAt", "subjectType",
        "subjectId", "requestedByKind", "requestedById", "requestedByLabel", "requestId")
      SELECT j."id", ${tenant}, j."kind", j."state"::"JobState", j."payload", j."maxAttempts", j."parentId",
        CASE j."state" WHEN 'ACTIVE' THEN now() END, 'Case', ${rows.caseId}::uuid, ${actor.kind}::"ActorKind", ${actor.id}::uuid,
        ${actor.label}, ${requestId}
      FROM opened, (VALUES
        (${coordinator.id}::uuid, ${coordinator.kind}, 'ACTIVE', ${JSON.stringify(coordinator.payload)}::jsonb, 1, NULL::uuid),
        (${firstJob.id}::uuid, ${firstJob.kind}, 'QUEUED', ${JSON.stringify(firstJob.payload)}::jsonb,
          ${firstJob.maxAttempts}::int, ${coordinator.id}::uuid)
      ) AS j("id", "kind", "state", "payload", "maxAttempts", "parentId")
    ), pipeline AS (
      INSERT INTO "Pipeline" ("id", "tenantId", "caseId", "jobId")
      SELECT ${rows.pipelineId}::uuid, ${tenant}, ${rows.caseId}::uuid, ${coordinator.id}::uuid FROM opened
    ), steps AS (
      INSERT INTO "PipelineStep" ("id", "tenantId", "pipelineId", "kind", "position", "jobId")
      SELECT s."id", ${tenant}, ${rows.pipelineId}::uuid, s."kind"::"PipelineStepKind", s."position", s."jobId"
      FROM opened, jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) AS s("id" uuid, "kind" text, "position" int, "jobId" uuid)
    ), event AS (
      INSERT INTO "TenantEvent" ("id", "tenantId", "at", "kind", "subjectType", "subjectId", "actorKind", "actorId", "actorLabel", "requestId")
      SELECT ${event.id}::uuid, ${tenant}, clock_timestamp(), ${event.kind}, 'Case', ${rows.caseId}::uuid, ${actor.kind}::"ActorKind",
        ${actor.id}::uuid, ${actor.label}, ${requestId} FROM opened
    ), outbox AS (
      INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body")
      SELECT ${tenant}, (o.message->>'kind')::"OutboxKind", o.message->>'target', o.message->'body'
      FROM opened, jsonb_array_elements(${JSON.stringify(rows.outbox)}::jsonb) WITH ORDINALITY AS o(message, place)
      ORDER BY o.place RETURNING "id"
    )
    SELECT opened.*, (SELECT array_agg("id" ORDER BY "id") FROM outbox) AS "outboxIds" FROM opened`;
  return opened;
}

/** One row when the work is to be done; none when the same key did it before (a parallel call is waited for). */
function claim(tenant: Prisma.Sql, { caseId, idempotency }: NewCaseRows): Prisma.Sql {
  if (!idempotency) return Prisma.sql`claim AS (SELECT 1 FROM project)`;
  const { operation, key, requestHash } = idempotency;
  return Prisma.sql`claim AS (
      INSERT INTO "IdempotencyRecord" ("tenantId", "operation", "key", "requestHash", "resultId")
      SELECT ${tenant}, ${operation}, ${key}, ${requestHash}, ${caseId}::uuid FROM project
      ON CONFLICT DO NOTHING RETURNING 1
    )`;
}

import type { OutboxDelivery } from '../db/outbox.js';
import type { TenantDb } from '../db/tenant.js';
import { Prisma } from '../generated/prisma/client.js';
import type { LogLevel } from '../generated/prisma/enums.js';
import type { JobLogAppended, JobProgressed } from '../modules/operations/job-events.js';
import { jobTopic } from '../realtime/topic.js';

export interface ReportedLine {
  readonly id: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly at: Date;
}

/** What an attempt has to tell those who watch the job that stands for the whole chain. */
export interface ChainReports {
  /** The chain's job, a coordinator. */
  readonly jobId: string;
  readonly progress: JobProgressed;
  readonly lines: readonly ReportedLine[];
}

/** What an attempt has reported and Postgres does not know yet. */
export interface StoredReports {
  readonly jobId: string;
  /** The fencing token. */
  readonly attempt: number;
  readonly progress: JobProgressed | undefined;
  readonly lines: readonly ReportedLine[];
  readonly chain: ChainReports | undefined;
}

/**
 * Stores reports with one statement. Lines of the attempt's own log are stored in any case; progress only while the
 * attempt is the present one, and what is for the chain only while, besides, that has not ended. The attempt's row is
 * locked before the chain's, as by everybody. Repeating it tells no line twice.
 * @returns what is to be delivered to those who watch the chain
 */
export async function storeReports(db: TenantDb, reports: StoredReports): Promise<OutboxDelivery[]> {
  const { jobId, attempt, progress, chain } = reports;
  const present = Prisma.sql`"id" = ${jobId}::uuid AND "attempt" = ${attempt}::int AND "finishedAt" IS NULL`;
  const own = progress
    ? Prisma.sql`UPDATE "Job" SET ${columnsOf(progress)} WHERE ${present} RETURNING "id"`
    : Prisma.sql`SELECT "id" FROM "Job" WHERE ${present} FOR SHARE`;
  const whole = chain
    ? Prisma.sql`
      UPDATE "Job" SET ${columnsOf(chain.progress)}
      WHERE "id" = ${chain.jobId}::uuid AND "finishedAt" IS NULL AND EXISTS (SELECT FROM own) RETURNING "id"`
    : Prisma.sql`SELECT "id" FROM own WHERE false`;
  const lines = [
    ...reports.lines.map((line) => ({ ...line, jobId, attempt })),
    ...(chain?.lines ?? []).map((line) => ({ ...line, jobId: chain?.jobId, attempt: 0 })),
  ];
  const topic = chain ? jobTopic(chain.jobId) : '';
  const told = await db.$queryRaw<{ id: bigint; body: Prisma.InputJsonObject }[]>`
    WITH own AS (${own}), whole AS (${whole}), written AS (
      INSERT INTO "JobLog" ("id", "tenantId", "jobId", "attempt", "at", "level", "message")
      SELECT l."id", ${db.$tenantId}::uuid, l."jobId", l."attempt", l."at", l."level"::"LogLevel", l."message"
      FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
        AS l("id" uuid, "jobId" uuid, "attempt" int, "at" timestamptz, "level" text, "message" text)
      WHERE l."jobId" = ${jobId}::uuid OR EXISTS (SELECT FROM whole)
      ON CONFLICT DO NOTHING RETURNING "id"
    )
    INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body")
    SELECT ${db.$tenantId}::uuid, 'EVENT', ${topic}, e."body"
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(chain ? eventsOf(chain) : [])}::jsonb) AS ("lineId" uuid, "body" jsonb))
      WITH ORDINALITY AS e("lineId", "body", "position")
    WHERE EXISTS (SELECT FROM whole) AND (e."lineId" IS NULL OR e."lineId" IN (SELECT "id" FROM written))
    ORDER BY e."position" RETURNING "id", "body"`;
  return told.map(({ id, body }) => ({ id, kind: 'EVENT', target: topic, body }));
}

function columnsOf({ percent, stage, message, counters }: JobProgressed): Prisma.Sql {
  return Prisma.sql`"percent" = ${percent}::float8, "stage" = ${stage}, "message" = ${message},
    "counters" = ${counters === null ? null : JSON.stringify(counters)}::jsonb`;
}

/** Lines first, as they came, and then where the chain is by now. */
function eventsOf({ lines, progress }: ChainReports): object[] {
  const appended = lines.map(({ id, level, message }) => ({
    lineId: id,
    body: { type: 'JobLogAppended', level, message } satisfies JobLogAppended,
  }));
  return [...appended, { lineId: null, body: progress }];
}

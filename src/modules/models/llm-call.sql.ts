import { v7 as newId } from 'uuid';
import type { TenantTx } from '../../db/tenant.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { LlmCallState } from '../../generated/prisma/enums.js';
import type { TokenCount } from '../../ports.js';
import type { ModelUse } from './model-use.js';

/** One model that was asked, and what came of it. */
export interface EndedAttempt {
  readonly modelId: string | null;
  readonly providerName: string;
  readonly modelName: string;
  readonly state: Extract<LlmCallState, 'SUCCEEDED' | 'FAILED' | 'CANCELLED'>;
  readonly reason: string | null;
  readonly tokens: TokenCount;
  /** US dollars. */
  readonly cost: Prisma.Decimal;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

type Db = Pick<TenantTx, '$queryRaw' | '$tenantId'>;

/** The attempt of a job that asks: it has to be the present one, unless that has been made sure of. */
export interface AskingAttempt {
  readonly jobId: string;
  readonly attempt: number;
}

export interface NewCall {
  readonly id: string;
  readonly use: ModelUse;
  readonly jobAttempt: number | null;
  /** Redacted. */
  readonly prompt: string;
  /** US dollars. */
  readonly reserved: Prisma.Decimal;
}

/** Writes a call down, with one statement. @returns false when another attempt of the job has taken over */
export async function insertCall(db: Db, call: NewCall, asking: AskingAttempt | null): Promise<boolean> {
  const { id, use, jobAttempt, prompt, reserved } = call;
  const { projectId, purpose, tier, subject, jobId, requestId } = use;
  const written = await db.$queryRaw<unknown[]>`
    WITH present AS (${present(asking)})
    INSERT INTO "LlmCall" ("id", "tenantId", "projectId", "purpose", "tier", "reserved", "requestId", "jobId", "jobAttempt",
      "subjectType", "subjectId", "prompt", "startedAt")
    SELECT ${id}::uuid, ${db.$tenantId}::uuid, ${projectId}::uuid, ${purpose}::"ModelPurpose", ${tier}::"ModelTier",
      ${reserved}::numeric, ${requestId}, ${jobId}::uuid, ${jobAttempt}::int, ${subject?.type ?? null},
      ${subject?.id ?? null}::uuid, ${prompt}, clock_timestamp()
    FROM present RETURNING "id"`;
  return written.length > 0;
}

export interface EndedCall {
  readonly id: string;
  readonly use: ModelUse;
  readonly state: LlmCallState;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** Redacted. */
  readonly answer: string | null;
  /** In the order in which they began. */
  readonly attempts: readonly EndedAttempt[];
}

/**
 * Writes down how a call ended, with its attempts, and adds them to the day's usage, with one statement. Rows of usage
 * are locked in one order, so that calls that end together do not deadlock. A call that has ended before stays as it is.
 * @returns false when another attempt of the job has taken over
 */
export async function endCall(db: Db, call: EndedCall, asking: AskingAttempt | null): Promise<boolean> {
  const { id, use, state, errorCode, errorMessage, answer, attempts } = call;
  const last = attempts.find((attempt) => attempt.state === 'SUCCEEDED') ?? attempts.at(-1);
  const tenant = Prisma.sql`${db.$tenantId}::uuid`;
  const sum = sumOf(attempts);
  const rows = attempts.map(({ tokens, cost, ...attempt }, index) => ({
    id: newId(),
    number: index + 1,
    ...attempt,
    ...tokens,
    cost: cost.toFixed(),
  }));
  const [found] = await db.$queryRaw<{ readonly isPresent: boolean }[]>`
    WITH present AS (${present(asking)}), ended AS (
      UPDATE "LlmCall" SET "state" = ${state}::"LlmCallState", "errorCode" = ${errorCode}, "errorMessage" = ${errorMessage},
        "answer" = ${answer}, "providerName" = ${last?.providerName ?? null}, "modelName" = ${last?.modelName ?? null},
        "inputTokens" = ${sum.input}::int, "cachedTokens" = ${sum.cachedInput}::int, "outputTokens" = ${sum.output}::int,
        "cost" = ${sum.cost}::numeric, "isCacheHit" = ${(last?.tokens.cachedInput ?? 0) > 0}::boolean,
        "finishedAt" = clock_timestamp()
      WHERE "tenantId" = ${tenant} AND "id" = ${id}::uuid AND "state" IN ('PENDING', 'STREAMING') AND EXISTS (SELECT FROM present)
      RETURNING "id"
    ), tried AS (
      INSERT INTO "LlmCallAttempt" ("id", "tenantId", "callId", "number", "modelId", "providerName", "modelName", "state", "reason",
        "inputTokens", "cachedTokens", "outputTokens", "cost", "startedAt", "finishedAt")
      SELECT a."id", ${tenant}, ended."id", a."number", a."modelId", a."providerName", a."modelName", a."state"::"LlmCallState",
        a."reason", a."input", a."cachedInput", a."output", a."cost", a."startedAt", a."finishedAt"
      FROM ended, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS a("id" uuid, "number" int, "modelId" uuid,
        "providerName" text, "modelName" text, "state" text, "reason" text, "input" int, "cachedInput" int, "output" int,
        "cost" numeric, "startedAt" timestamptz, "finishedAt" timestamptz)
    ), used AS (
      INSERT INTO "UsageBucket" AS u ("id", "tenantId", "day", "projectId", "purpose", "providerName", "modelName",
        "calls", "failures", "inputTokens", "cachedTokens", "outputTokens", "cost")
      SELECT b."id", ${tenant}, (now() AT TIME ZONE 'UTC')::date, ${use.projectId}::uuid, ${use.purpose}::"ModelPurpose",
        b."providerName", b."modelName", b."calls", b."failures", b."input", b."cachedInput", b."output", b."cost"
      FROM ended, ROWS FROM (jsonb_to_recordset(${JSON.stringify(usageOf(attempts))}::jsonb) AS ("id" uuid, "providerName" text,
        "modelName" text, "calls" int, "failures" int, "input" bigint, "cachedInput" bigint, "output" bigint, "cost" numeric))
        WITH ORDINALITY AS b("id", "providerName", "modelName", "calls", "failures", "input", "cachedInput", "output", "cost", "place")
      ORDER BY b."place"
      ON CONFLICT ("tenantId", "day", "projectId", "purpose", "providerName", "modelName") DO UPDATE SET
        "calls" = u."calls" + EXCLUDED."calls", "failures" = u."failures" + EXCLUDED."failures",
        "inputTokens" = u."inputTokens" + EXCLUDED."inputTokens",
        "cachedTokens" = u."cachedTokens" + EXCLUDED."cachedTokens",
        "outputTokens" = u."outputTokens" + EXCLUDED."outputTokens", "cost" = u."cost" + EXCLUDED."cost"
    )
    SELECT EXISTS (SELECT FROM present) AS "isPresent"`;
  return found?.isPresent === true;
}

/** One row as long as the attempt is the present one, locked so that it stays that. */
function present(asking: AskingAttempt | null): Prisma.Sql {
  if (!asking) return Prisma.sql`SELECT 1`;
  return Prisma.sql`SELECT 1 FROM "Job" WHERE "id" = ${asking.jobId}::uuid AND "attempt" = ${asking.attempt}::int
    AND "state" IN ('ACTIVE', 'CANCELLING') FOR SHARE`;
}

/** What attempts add to the day's usage: one row a model, in one order. */
function usageOf(attempts: readonly EndedAttempt[]): object[] {
  const byModel = new Map<string, EndedAttempt[]>();
  for (const attempt of attempts) {
    const key = `${attempt.providerName}\n${attempt.modelName}`;
    byModel.set(key, [...(byModel.get(key) ?? []), attempt]);
  }
  const ordered = [...byModel].sort(([one], [other]) => one.localeCompare(other));
  return ordered.map(([, of]) => ({
    id: newId(),
    providerName: of[0]?.providerName,
    modelName: of[0]?.modelName,
    calls: of.length,
    failures: of.filter(({ state }) => state === 'FAILED').length,
    ...sumOf(of),
  }));
}

function sumOf(attempts: readonly EndedAttempt[]): TokenCount & { readonly cost: string } {
  const sum = (of: (attempt: EndedAttempt) => number) => attempts.reduce((total, attempt) => total + of(attempt), 0);
  return {
    input: sum(({ tokens }) => tokens.input),
    cachedInput: sum(({ tokens }) => tokens.cachedInput),
    output: sum(({ tokens }) => tokens.output),
    cost: attempts.reduce((total, { cost }) => total.plus(cost), new Prisma.Decimal(0)).toFixed(),
  };
}

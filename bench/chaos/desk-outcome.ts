import pg from 'pg';
import { isDatabaseOutage } from '../../src/db/outage.js';
import { pause } from './writer.js';

/** What became of a case, in a form that is the same in every run. */
export interface CaseOutcome {
  readonly place: number;
  readonly state: string;
  /** Type, severity, confidence, reasoning. */
  readonly triage: string;
  /** Titles and scores of the articles, best first. */
  readonly matches: string;
  /** Every draft: its state, its text and what it cites. */
  readonly drafts: string;
  readonly messages: number;
  /** Change requests by their state. */
  readonly changes: string;
  /** Steps of all pipelines with their states. */
  readonly steps: string;
  /** The states it went through, in order. */
  readonly moves: string;
}

/** One entry of the log about a case. */
export interface LoggedEvent {
  readonly caseId: string;
  readonly kind: string;
  readonly data: unknown;
  readonly at: Date;
}

const OUTCOMES = `
  SELECT substring(u."email" FROM 'desk-(\\d+)@')::int AS place, c."state"::text AS state,
    concat_ws(' | ', c."type", c."severity", round(c."triageConfidence"::numeric, 9), c."triageReasoning") AS triage,
    coalesce((SELECT string_agg(a."title" || ' ' || round(m."score"::numeric, 6), ' | ' ORDER BY m."position")
              FROM "CaseMatch" m JOIN "KbArticle" a ON a."id" = m."articleId" WHERE m."caseId" = c."id"), '') AS matches,
    coalesce((SELECT string_agg(d."state" || ' ' || d."body" || ' ' || coalesce((
                SELECT string_agg(a."title", ',' ORDER BY r."position") FROM "ReplyCitation" r JOIN "KbArticle" a ON a."id" = r."articleId"
                WHERE r."draftId" = d."id"), ''), ' | ' ORDER BY d."id")
              FROM "ReplyDraft" d WHERE d."caseId" = c."id"), '') AS drafts,
    (SELECT count(*)::int FROM "CaseMessage" s WHERE s."caseId" = c."id") AS messages,
    coalesce((SELECT string_agg(r."state"::text, ' | ' ORDER BY r."id") FROM "ChangeRequest" r WHERE r."caseId" = c."id"), '') AS changes,
    coalesce((SELECT string_agg(s."kind" || ' ' || s."state", ' | ' ORDER BY p."id", s."position")
              FROM "Pipeline" p JOIN "PipelineStep" s ON s."pipelineId" = p."id" WHERE p."caseId" = c."id"), '') AS steps,
    coalesce((SELECT string_agg(e."data"->>'to', ' ' ORDER BY e."at", e."id") FROM "TenantEvent" e
              WHERE e."tenantId" = c."tenantId" AND e."subjectId" = c."id" AND e."kind" = 'CASE_STATE_CHANGED'), '') AS moves
  FROM "Case" c JOIN "Customer" u ON u."id" = c."customerId"
  WHERE c."tenantId" = $1 AND u."email" LIKE 'desk-%' ORDER BY 1, c."number"`;

const TIMES = `
  SELECT extract(epoch FROM (SELECT min(e."at") FROM "TenantEvent" e WHERE e."tenantId" = c."tenantId" AND e."subjectId" = c."id"
      AND e."kind" = 'CASE_STATE_CHANGED' AND e."data"->>'to' = 'REPLY_DRAFTED') - c."openedAt")::float AS draft,
    extract(epoch FROM (SELECT max(j."finishedAt") FROM "Pipeline" p JOIN "Job" j ON j."id" = p."jobId" WHERE p."caseId" = c."id") - c."openedAt")::float AS finish
  FROM "Case" c JOIN "Customer" u ON u."id" = c."customerId" WHERE c."tenantId" = $1 AND u."email" LIKE 'desk-%'`;

/** Looks at a tenant's desk as a superuser who sees every row. */
export class DeskLedger implements AsyncDisposable {
  readonly #pool: pg.Pool;
  readonly #tenantId: string;
  /** How often it has looked, each time in a transaction. */
  #looks = 0;

  constructor(superuserUrl: string, tenantId: string) {
    this.#pool = new pg.Pool({ connectionString: superuserUrl, max: 1 });
    this.#pool.on('error', () => {}); // the server may be restarted under it
    this.#tenantId = tenantId;
  }

  async outcomes(): Promise<CaseOutcome[]> {
    return this.#rows<CaseOutcome & pg.QueryResultRow>(OUTCOMES);
  }

  /** Seconds from opening to the draft (null where there is none) and to the end of the pipeline, of each case. */
  async times(): Promise<readonly { readonly draft: number | null; readonly finish: number | null }[]> {
    return this.#rows(TIMES);
  }

  /** Pipelines that have come to their end, and steps that are done. */
  async finished(): Promise<number> {
    const [row] = await this.#rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM "Pipeline" WHERE "tenantId" = $1 AND "state" <> 'RUNNING'`,
    );
    return row?.count ?? 0;
  }

  /** Transactions that anybody but this ledger has committed in the database so far, within a second or so. */
  async commits(): Promise<number> {
    const [row] = await this.#rows<{ count: number }>(
      `SELECT xact_commit::int AS count FROM pg_stat_database WHERE datname = current_database() AND $1::uuid IS NOT NULL`,
    );
    return (row?.count ?? 0) - this.#looks;
  }

  /** Published articles whose embedding is not there yet. */
  async unembedded(): Promise<number> {
    const [row] = await this.#rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM "KbArticle" WHERE "tenantId" = $1 AND "state" = 'PUBLISHED' AND "embeddingState" <> 'FRESH'`,
    );
    return row?.count ?? 0;
  }

  /** What the log says about cases, in the order in which it happened. */
  async log(): Promise<LoggedEvent[]> {
    return this.#rows(`
      SELECT "subjectId"::text AS "caseId", "kind", "data", "at" FROM "TenantEvent"
      WHERE "tenantId" = $1 AND "subjectType" = 'Case' ORDER BY "at", "id"`);
  }

  async #rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    for (let tries = 0; ; tries += 1) {
      try {
        this.#looks += 1;
        return (await this.#pool.query<Row>(sql, [this.#tenantId])).rows;
      } catch (error) {
        if (tries > 100 || !isDatabaseOutage(error)) throw error;
        await pause(100);
      }
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool.end();
  }
}

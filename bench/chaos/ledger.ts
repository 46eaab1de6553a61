import pg from 'pg';
import { isDatabaseOutage } from '../../src/db/outage.js';
import { EFFECTS } from './effects.js';
import { type Acknowledged, pause } from './writer.js';

export interface LedgerFigure {
  readonly acknowledged: number;
  /** Jobs, those that followed from the acknowledged ones included. */
  readonly jobs: number;
  readonly finished: number;
  /** Jobs that were acknowledged and do not exist, or did not come to their end in time. */
  readonly lost: number;
  /** Finished jobs whose effect did not happen. */
  readonly withoutEffect: number;
  readonly duplicateEffects: number;
  /** Cases beyond one for each idempotency key. */
  readonly duplicateCases: number;
  /** The longest from being asked for to its end, in seconds. */
  readonly slowestSeconds: number;
}

const FINISHING_MS = 180_000;

/** Looks at what really happened, as a superuser who sees every row. */
export class Ledger implements AsyncDisposable {
  readonly #pool: pg.Pool;
  readonly #tenantId: string;

  constructor(superuserUrl: string, tenantId: string) {
    this.#pool = new pg.Pool({ connectionString: superuserUrl, max: 1 });
    this.#pool.on('error', () => {}); // the server is restarted under it
    this.#tenantId = tenantId;
  }

  /** Waits until every job has come to its end, and says every now and then what has not. */
  async settle(say: (line: string) => void): Promise<void> {
    const deadline = performance.now() + FINISHING_MS;
    for (let looks = 1; performance.now() < deadline; looks += 1) {
      const left = await this.#rows<{ what: string; count: number }>(`
        SELECT "kind" || ' ' || "state" AS what, count(*)::int AS count FROM "Job"
        WHERE "tenantId" = $1 AND "finishedAt" IS NULL AND "kind" NOT LIKE 'operations.%' GROUP BY 1
        UNION ALL SELECT 'outbox ' || "target", count(*)::int FROM "OutboxEntry"
        WHERE "tenantId" = $1 AND "createdAt" <= now() GROUP BY 1`);
      if (left.length === 0) return;
      if (looks % 40 === 0) say(`  still: ${left.map(({ what, count }) => `${count} ${what}`).join(', ')}`);
      await pause(250);
    }
  }

  /** Compares what was acknowledged with what there is. */
  async compare({ jobs: acknowledged }: Acknowledged): Promise<LedgerFigure> {
    const ids = [...acknowledged.values()].map((id) => Buffer.from(id, 'base64').toString('utf8').split(':')[1]!);
    const jobs = await this.#rows<{ id: string; state: string; finished: boolean; effects: number; seconds: number }>(
      `SELECT j."id"::text AS id, j."state"::text AS state, j."finishedAt" IS NOT NULL AS finished,
         coalesce(c."value", 0)::int AS effects, extract(epoch FROM j."finishedAt" - j."queuedAt")::float AS seconds
       FROM "Job" j LEFT JOIN "Counter" c ON c."tenantId" = j."tenantId" AND c."name" = $2 || j."id"
       WHERE j."tenantId" = $1 AND j."kind" NOT LIKE 'operations.%'`,
      [EFFECTS],
    );
    const known = new Map(jobs.map((job) => [job.id, job]));
    // A coordinator is moved along by its parts: no worker runs it, so it has no effect of its own.
    const worked = await this.#rows<{ id: string }>(
      `SELECT DISTINCT "jobId"::text AS id FROM "JobAttempt" WHERE "tenantId" = $1`,
    );
    const ran = new Set(worked.map(({ id }) => id));
    const [cases] = await this.#rows<{ extra: number }>(
      `SELECT (count(*) - $2)::int AS extra FROM "Case" WHERE "tenantId" = $1 AND "subject" = 'The export stops half way'`,
      [acknowledged.size],
    );
    return {
      acknowledged: acknowledged.size,
      jobs: jobs.length,
      finished: jobs.filter(({ finished }) => finished).length,
      lost: ids.filter((id) => !known.has(id)).length + jobs.filter(({ finished }) => !finished).length,
      withoutEffect: jobs.filter(({ id, state, effects }) => state === 'SUCCEEDED' && ran.has(id) && effects === 0)
        .length,
      duplicateEffects: jobs.reduce((sum, { effects }) => sum + Math.max(0, effects - 1), 0),
      duplicateCases: cases?.extra ?? 0,
      slowestSeconds: Math.max(0, ...jobs.map(({ seconds }) => seconds ?? 0)),
    };
  }

  /** The events in the log since `since`, as followers tell them apart. */
  async events(since: Date): Promise<Set<string>> {
    const rows = await this.#rows<{ kind: string; requestId: string | null }>(
      `SELECT DISTINCT "kind", "requestId" FROM "TenantEvent" WHERE "tenantId" = $1 AND "at" > $2`,
      [since],
    );
    return new Set(rows.map(({ kind, requestId }) => `${kind} ${requestId}`));
  }

  async now(): Promise<Date> {
    return (await this.#rows<{ now: Date }>('SELECT clock_timestamp() AS now, $1::uuid'))[0]!.now;
  }

  /** Sessions of the application, by what they do. */
  async sessions(): Promise<number> {
    const rows = await this.#rows<{ count: number }>(
      `SELECT count(*)::int AS count, $1::uuid FROM pg_stat_activity WHERE usename = 'switchyard_app'`,
    );
    return rows[0]?.count ?? 0;
  }

  async #rows<Row extends pg.QueryResultRow>(sql: string, more: readonly unknown[] = []): Promise<Row[]> {
    for (let tries = 0; ; tries += 1) {
      try {
        return (await this.#pool.query<Row>(sql, [this.#tenantId, ...more])).rows;
      } catch (error) {
        if (tries > 100 || !isDatabaseOutage(error)) throw error;
        await pause(100); // it was restarted
      }
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool.end();
  }
}

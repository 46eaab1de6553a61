import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface ManyJobs {
  /** The tenant that has nine in ten of them. */
  readonly tenantId: string;
  /** The tenant that has the rest. */
  readonly otherTenantId: string;
  readonly count: number;
}

export const MANY_KINDS = [
  'support.triage-case',
  'support.draft-reply',
  'support.embed-article',
  'support.import-cases',
];
/** Of a hundred jobs: how most ended, how some failed, and what is open. */
const STATES = `ARRAY['DEAD','DEAD','CANCELLED','QUEUED','ACTIVE','RETRYING','SCHEDULED','FAILED']`;

/**
 * Fills an empty, migrated database with jobs of two tenants over the last hundred days. Indexes are dropped and made
 * again as the migrations made them, triggers do not fire, and the sums are made at the end as a migration makes them.
 * @param superuserUrl a superuser's URL of the database
 */
export async function fillWithJobs(superuserUrl: string, count: number): Promise<ManyJobs> {
  const [tenantId, otherTenantId] = [randomUUID(), randomUUID()];
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query("SET session_replication_role = 'replica'");
    await client.query('SET maintenance_work_mem = $$256MB$$');
    await client.query('INSERT INTO "Tenant" ("id", "slug", "name") VALUES ($1::uuid, $2, $2), ($3::uuid, $4, $4)', [
      tenantId,
      `many-${tenantId}`,
      otherTenantId,
      `many-${otherTenantId}`,
    ]);
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(`
      SELECT indexname AS name, indexdef AS definition FROM pg_indexes
      WHERE tablename = 'Job' AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname OR conindid = format('%I', indexname)::regclass)`);
    for (const { name } of indexes) await client.query(`DROP INDEX ${pg.escapeIdentifier(name)}`);
    await client.query(
      `INSERT INTO "Job" ("id", "tenantId", "kind", "state", "payload", "attempt", "maxAttempts", "subjectType", "subjectId",
         "requestedByKind", "requestedById", "requestedByLabel", "queuedAt", "startedAt", "finishedAt", "errorCode", "errorMessage")
       SELECT gen_random_uuid(), CASE WHEN n % 10 = 0 THEN $2 ELSE $1 END::uuid, ($3::text[])[1 + (n / 11) % 4], s."state"::"JobState", '{}', 1, 3,
         'Case', md5((n / 20)::text)::uuid, 'USER', md5((n % 1000)::text)::uuid, 'somebody',
         now() - n * interval '8.64 s', now() - n * interval '8.64 s',
         CASE WHEN s."state" IN ('SUCCEEDED', 'DEAD', 'CANCELLED', 'FAILED') THEN now() - n * interval '8.64 s' + interval '2 s' END,
         CASE WHEN s."state" IN ('DEAD', 'FAILED') THEN 'CODE_' || n % 7 END, CASE WHEN s."state" IN ('DEAD', 'FAILED') THEN 'It failed.' END
       FROM generate_series(1, $4::int) n
       CROSS JOIN LATERAL (SELECT COALESCE((${STATES})[1 + (n / 3) % 100], 'SUCCEEDED') AS "state") s`,
      [tenantId, otherTenantId, MANY_KINDS, count],
    );
    for (const { definition } of indexes) await client.query(definition);
    await client.query(
      `INSERT INTO "JobTally" ("tenantId", "kind", "state", "count") SELECT "tenantId", "kind", "stateText", count(*) FROM "Job" WHERE "tenantId" IN ($1, $2) GROUP BY 1, 2, 3`,
      [tenantId, otherTenantId],
    );
    await client.query('VACUUM ANALYZE "Job", "JobTally"');
    return { tenantId, otherTenantId, count };
  } finally {
    await client.end();
  }
}

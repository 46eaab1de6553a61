import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BenchTenant, fillDatabase } from '../../bench/dataset.js';
import { explain } from '../../bench/operations/explain.js';
import { ROW_POLICIES } from '../../src/auth/policies.js';
import { urlFor } from '../../src/db/provision.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { cloneTestDatabase, type DatabaseUrls } from '../../tools/services/test-services.js';

/** A page must cost what the page holds: what row security adds to a query must not mislead the planner. */
const CASES = 2_000;
const BOUND = [...new Set(ROW_POLICIES.flatMap(({ types }) => types))].toSorted();

let urls: DatabaseUrls;
let superuser: pg.Client;
let tenant: BenchTenant;
beforeAll(async () => {
  urls = await cloneTestDatabase(
    {
      databaseUrl: process.env.DATABASE_URL ?? '',
      migrationDatabaseUrl: process.env.MIGRATION_DATABASE_URL ?? '',
      adminDatabaseUrl: process.env.TEST_ADMIN_DATABASE_URL ?? '',
    },
    'row_estimates',
  );
  const superuserUrl = urlFor(urls.adminDatabaseUrl, { database: 'row_estimates' });
  superuser = new pg.Client({ connectionString: superuserUrl });
  await superuser.connect();
  const scale = { tenants: 2, casesPerTenant: CASES, messagesPerCase: 2, customersPerTenant: 50 };
  [tenant] = (await fillDatabase({ databaseUrl: urls.databaseUrl, superuserUrl }, scale, 'x'.repeat(32))) as [
    BenchTenant,
  ];
});
afterAll(() => superuser.end());

describe('rules about rows that bind nobody here', () => {
  it.each(BOUND)('leave the estimate for %s as it was', async (table) => {
    const wanted = Prisma.sql([`SELECT FROM "${table}" WHERE "tenantId" = '${tenant.id}'`]);
    const unbound = await superuser.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
      `EXPLAIN (FORMAT JSON) ${wanted.text}`,
    );
    const expected = unbound.rows[0]!['QUERY PLAN'][0].Plan['Plan Rows'];
    const { rowsExpected } = await explain(urls.databaseUrl, tenant.id, wanted);
    expect(rowsExpected).toBeGreaterThanOrEqual(Math.floor(expected * 0.9));
  });

  it('let a page of cases be read from the index, as far as it reaches', async () => {
    const page = Prisma.sql`SELECT * FROM "Case" WHERE "tenantId" = ${tenant.id}::uuid ORDER BY "openedAt" DESC, "id" DESC LIMIT 21`;
    for (const planned of ['GENERIC', 'CUSTOM'] as const) {
      const { rows, rowsRead } = await explain(urls.databaseUrl, tenant.id, page, planned);
      expect(rows).toBe(21);
      expect(rowsRead).toBe(21);
    }
  });

  it('let the cases of a state be read from the index, as far as the page reaches', async () => {
    await superuser.query(`UPDATE "Case" SET "state" = 'CLOSED' WHERE "tenantId" = $1`, [tenant.id]);
    await superuser.query(
      `UPDATE "Case" SET "state" = 'AWAITING_APPROVAL' WHERE "tenantId" = $1 AND "number" % 40 = 0`,
      [tenant.id],
    );
    await superuser.query('VACUUM ANALYZE "Case"');
    const page = Prisma.sql`SELECT * FROM "Case" WHERE "tenantId" = ${tenant.id}::uuid AND "stateText" IN (${'AWAITING_APPROVAL'})
      ORDER BY "openedAt" DESC, "id" DESC LIMIT 21`;
    const { rows, rowsRead } = await explain(urls.databaseUrl, tenant.id, page);
    expect(rows).toBe(21);
    expect(rowsRead).toBe(21);
  });

  it('let the cases with a tag be found without a look at the others', async () => {
    await superuser.query(`UPDATE "Case" SET "tags" = ARRAY['rare', 'often'] WHERE "tenantId" = $1 AND "number" <= 5`, [
      tenant.id,
    ]);
    await superuser.query(`UPDATE "Case" SET "tags" = ARRAY['often'] WHERE "tenantId" = $1 AND "number" > 5`, [
      tenant.id,
    ]);
    await superuser.query('ANALYZE "Case", "CaseTag"');
    // As Prisma words it.
    const page = Prisma.sql`SELECT c.* FROM "Case" c WHERE c."tenantId" = ${tenant.id}::uuid AND (c."tenantId", c."id") IN (
        SELECT t."tenantId", t."caseId" FROM "CaseTag" t WHERE t."tag" IN (${'rare'}) AND t."caseId" IS NOT NULL)
      ORDER BY c."openedAt" DESC, c."id" DESC LIMIT 21`;
    const { rows, rowsRead } = await explain(urls.databaseUrl, tenant.id, page);
    expect(rows).toBe(5);
    expect(rowsRead).toBe(10);
  });
});

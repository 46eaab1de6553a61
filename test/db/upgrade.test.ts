import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyMigrations } from '../../src/db/migrate.js';
import { inProject } from '../../tools/project.js';
import { createEmptyDatabase } from '../tools/empty-database.js';

const MIGRATIONS = inProject('prisma/migrations');

/** Everything that a migration can make, as text. */
async function catalogueOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    SELECT format('column %s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT format('policy %s %s %s %s', tablename, policyname, qual, with_check) FROM pg_policies
    UNION ALL SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT format('function %s %s', oid::regprocedure, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('trigger %s', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT format('enum %s %s', enumtypid::regtype, enumlabel) FROM pg_enum
    UNION ALL SELECT format('grant %s %s %s', table_name, grantee, privilege_type) FROM information_schema.role_table_grants
      WHERE table_schema = 'public' AND grantee = 'switchyard_app'
    ORDER BY 1`);
  return rows.map(({ line }) => line);
}

/** A folder with the oldest migrations, as an earlier release had them. */
async function earlierRelease(count: number): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'switchyard-release-'));
  const names = (await readdir(MIGRATIONS)).filter((name) => /^\d/.test(name)).sort();
  for (const name of names.slice(0, count)) await cp(join(MIGRATIONS, name), join(path, name), { recursive: true });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

describe('an upgrade', () => {
  let fresh: string[];
  let releases: number;
  let empty: Awaited<ReturnType<typeof createEmptyDatabase>>;
  beforeAll(async () => {
    empty = await createEmptyDatabase();
    releases = (await applyMigrations({ url: empty.url, directory: MIGRATIONS })).length;
    fresh = await catalogueOf(empty.client);
  });
  afterAll(() => empty[Symbol.asyncDispose]());

  /** What a deployment of the state has, a tenant and its project. */
  async function addTenant({ client }: typeof empty, state: number): Promise<string> {
    const [tenantId, projectId] = [randomUUID(), randomUUID()];
    const name = `old${state}`;
    await client.query(`INSERT INTO "Tenant" ("id", "slug", "name") VALUES ($1, $2, $2)`, [tenantId, name]);
    await client.query(`INSERT INTO "Project" ("id", "tenantId", "key", "name") VALUES ($1, $2, $3, $3)`, [
      projectId,
      tenantId,
      name,
    ]);
    return tenantId;
  }

  async function expectProjectsOf({ client }: typeof empty, tenants: readonly string[]): Promise<void> {
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE switchyard_app');
    for (const tenantId of tenants) {
      await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
      const { rows } = await client.query('SELECT "tenantId" FROM "Project"');
      expect(rows).toEqual([{ tenantId }]);
    }
    await client.query('ROLLBACK');
  }

  // One database grows through all of them: upgrading each state by itself would take the square of their number.
  it('from any earlier state gives the same database as a new one, and keeps its rows', async () => {
    expect(fresh.length).toBeGreaterThan(300);
    await using database = await createEmptyDatabase();
    const tenants: string[] = [];
    for (let count = 1; count <= releases; count += 1) {
      await using release = await earlierRelease(count);
      expect(await applyMigrations({ url: database.url, directory: release.path })).toHaveLength(1);
      tenants.push(await addTenant(database, count));
    }
    expect(await catalogueOf(database.client)).toEqual(fresh);
    await expectProjectsOf(database, tenants);
  });

  it.each([
    ['the oldest state', () => 1],
    ['half of the way', () => Math.floor(releases / 2)],
    ['the state before', () => releases - 1],
  ])('from %s is one run', async (_state, from) => {
    await using release = await earlierRelease(from());
    await using database = await createEmptyDatabase();
    await applyMigrations({ url: database.url, directory: release.path });
    const tenantId = await addTenant(database, 0);

    expect(await applyMigrations({ url: database.url, directory: MIGRATIONS })).toHaveLength(releases - from());

    expect(await catalogueOf(database.client)).toEqual(fresh);
    await expectProjectsOf(database, [tenantId]);
  });
});

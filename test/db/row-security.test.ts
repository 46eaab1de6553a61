import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROW_POLICIES } from '../../src/auth/policies.js';
import { modelsThatFailOnce } from '../support/failing-models.js';
import { type PopulatedTenant, populateTenant } from '../support/populated-tenant.js';
import { tenantTables } from '../support/tenant-tables.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { openTestPool } from '../support/test-pool.js';

/** PostgreSQL's insufficient_privilege: a policy or a missing grant. */
const REFUSED = { code: '42501' };

describe('row security', () => {
  let app: TestApp;
  let tenant: PopulatedTenant;
  let tables: string[];
  let role: pg.Pool;
  beforeAll(async () => {
    app = await startTestApp({ overrides: { ports: { models: modelsThatFailOnce() } } });
    tenant = await populateTenant(app);
    tables = await tenantTables(app.owner);
    role = openTestPool(app.config.DATABASE_URL, 2);
  });
  afterAll(async () => {
    await role.end();
    await app[Symbol.asyncDispose]();
  });

  /** Runs statements in one transaction of the application's role, as a tenant or as nobody. */
  async function asRole<T extends pg.QueryResultRow>(tenantId: string | null, sql: string, values: unknown[] = []) {
    const client = await role.connect();
    try {
      await client.query('BEGIN');
      if (tenantId) await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
      return await client.query<T>(sql, values);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }
  const countIn = async (tenantId: string | null, table: string) =>
    (await asRole<{ n: number }>(tenantId, `SELECT count(*)::int AS n FROM "${table}"`)).rows[0]?.n;

  it('stands on every table that has a tenantId, for reading and for writing', async () => {
    const { rows } = await app.owner.query<{ table: string; enabled: boolean; policies: string[] | null }>(
      `
      SELECT c.relname AS table, c.relrowsecurity AS enabled,
        (SELECT array_agg(p.cmd || ' ' || p.qual || ' ' || p.with_check) FROM pg_policies p
          WHERE p.tablename = c.relname AND p.permissive = 'PERMISSIVE') AS policies
      FROM pg_class c WHERE c.relname = ANY($1) AND c.relkind = 'r' ORDER BY 1`,
      [tables],
    );
    const condition = '("tenantId" = current_tenant())';
    expect(rows).toEqual(
      tables.map((table) => ({ table, enabled: true, policies: [`ALL ${condition} ${condition}`] })),
    );
    expect(tables.length).toBeGreaterThan(20);
  });

  it('is narrowed by the rules about single rows, and by nothing that is not on their list', async () => {
    const { rows } = await app.owner.query<{ name: string; type: string; verb: string }>(
      `SELECT policyname AS name, tablename AS type, cmd AS verb FROM pg_policies WHERE permissive = 'RESTRICTIVE'`,
    );
    const expected = ROW_POLICIES.flatMap(({ name, types }) => types.map((type) => ({ name, type, verb: 'SELECT' })));
    const sorted = (list: typeof rows) => list.map((row) => JSON.stringify(row)).sort();
    expect(sorted(rows)).toEqual(sorted(expected));
    expect(rows.length).toBeGreaterThan(10);
  });

  it('stands on the tables without a tenantId that hold people and tenants', async () => {
    const { rows } = await app.owner.query<{ name: string }>(`
      SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p', 'm', 'v') AND relnamespace = 'public'::regnamespace
        AND NOT relrowsecurity ORDER BY 1`);
    expect(rows.map(({ name }) => name)).toEqual(['_prisma_migrations']);
  });

  it('has something to hide in every table', async () => {
    for (const table of tables) {
      const { rows } = await app.owner.query(`SELECT count(*)::int AS n FROM "${table}" WHERE "tenantId" = $1`, [
        tenant.member.tenantId,
      ]);
      expect([table, rows[0].n > 0]).toEqual([table, true]);
    }
  });

  it('shows nothing while no tenant is set', async () => {
    for (const table of [...tables, 'Tenant', 'User']) expect([table, await countIn(null, table)]).toEqual([table, 0]);
  });

  it('shows a tenant its own rows and no other', async () => {
    const other = (await app.newTenant()).tenantId;
    for (const table of tables) {
      expect([table, await countIn(tenant.member.tenantId, table)]).not.toEqual([table, 0]);
      const foreign = await asRole(other, `SELECT 1 FROM "${table}" WHERE "tenantId" = $1`, [tenant.member.tenantId]);
      expect([table, foreign.rowCount]).toEqual([table, 0]);
    }
    const people = await asRole<{ email: string }>(other, 'SELECT "email" FROM "User"');
    expect(people.rows).toHaveLength(1);
    expect((await asRole(other, 'SELECT 1 FROM "Tenant"')).rowCount).toBe(1);
  });

  it('lets nobody write a row of another tenant, or of none', async () => {
    const other = (await app.newTenant()).tenantId;
    for (const table of tables) {
      const insert = `INSERT INTO "${table}" ("tenantId") VALUES ($1)`;
      await expect(asRole(null, insert, [tenant.member.tenantId]), table).rejects.toMatchObject(REFUSED);
      await expect(asRole(other, insert, [tenant.member.tenantId]), table).rejects.toMatchObject(REFUSED);
      for (const statement of [`UPDATE "${table}" SET "tenantId" = "tenantId"`, `DELETE FROM "${table}"`]) {
        const changed = asRole(null, statement).then(
          ({ rowCount }) => rowCount,
          ({ code }) => code,
        );
        expect([table, 0, '42501']).toContain(await changed);
      }
    }
  });

  it('lets nobody move a row to another tenant', async () => {
    const move = 'UPDATE "Project" SET "tenantId" = $1';
    await expect(asRole(tenant.member.tenantId, move, [randomUUID()])).rejects.toMatchObject(REFUSED);
  });

  it('binds a role that is neither superuser nor owner of anything', async () => {
    const { rows } = await role.query(`
      SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
        (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS tables,
        (SELECT count(*)::int FROM pg_proc WHERE proowner = r.oid) AS functions,
        (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS memberships
      FROM pg_roles r WHERE rolname = current_user`);
    expect(rows).toEqual([
      {
        rolname: 'switchyard_app',
        rolsuper: false,
        rolbypassrls: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
        tables: 0,
        functions: 0,
        memberships: 0,
      },
    ]);
  });

  it('keeps the role from changing the schema, the policies, or whom it is', async () => {
    for (const statement of [
      'CREATE TABLE mine ()',
      'ALTER TABLE "Project" DISABLE ROW LEVEL SECURITY',
      'DROP POLICY tenant_isolation ON "Project"',
      'TRUNCATE "Project"',
      'SET ROLE switchyard_owner',
      'SET SESSION AUTHORIZATION switchyard_owner',
      `SELECT protect_tenant_table('"Project"')`,
      'UPDATE "_prisma_migrations" SET "checksum" = NULL',
    ]) {
      await expect(asRole(tenant.member.tenantId, statement), statement).rejects.toMatchObject(REFUSED);
    }
    const off = asRole(null, 'SET LOCAL row_security = off; SELECT * FROM "Project"');
    await expect(off).rejects.toMatchObject(REFUSED);
  });

  it('keeps password hashes out of reach, also of the tenant itself', async () => {
    const read = asRole(tenant.member.tenantId, 'SELECT "passwordHash" FROM "UserCredential"');
    await expect(read).rejects.toMatchObject(REFUSED);
    const write = asRole(tenant.member.tenantId, 'UPDATE "User" SET "email" = $1', ['mine@tenant.test']);
    await expect(write).rejects.toMatchObject(REFUSED);
  });

  it('lets the log of events grow and never change', async () => {
    const { tenantId } = tenant.member;
    for (const statement of [`UPDATE "TenantEvent" SET "actorLabel" = 'somebody else'`, 'DELETE FROM "TenantEvent"']) {
      await expect(asRole(tenantId, statement), statement).rejects.toMatchObject(REFUSED);
    }
  });

  it('lets the role call only the narrow functions of the owner, each with a fixed search path', async () => {
    const { rows } = await app.owner.query<{ name: string; config: string[] | null; everybody: boolean }>(`
      SELECT p.proname AS name, p.proconfig AS config, has_function_privilege('public', p.oid, 'EXECUTE') AS everybody
      FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace ORDER BY 1`);
    expect(
      rows.filter(({ config, everybody }) => everybody || !config?.join().startsWith('search_path=public, pg_temp')),
    ).toEqual([]);
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['identity_credential', 'identity_sign_up']));
  });
});

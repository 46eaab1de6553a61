import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postRaw, textAt } from '../support/raw-graphql.js';
import { tenantTables } from '../support/tenant-tables.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';
import { openTestPool } from '../support/test-pool.js';

/** Logs, and what only follows from a row that is audited. Anything else that belongs to a tenant is audited. */
const EXEMPT = [
  'AuditEntry',
  'CaseTag',
  'Counter',
  'ExportPiece',
  'IdempotencyRecord',
  'JobAttempt',
  'JobDelta',
  'JobLog',
  'JobTally',
  'JobThroughput',
  'KbChunk',
  'KbImport',
  'KbVector',
  'OutboxEntry',
  'RefreshToken',
  'TenantEvent',
];

let app: TestApp;
let owner: Member;
let role: pg.Pool;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  owner = await app.newTenant();
  role = openTestPool(app.config.DATABASE_URL, 1);
});
afterAll(async () => {
  await role.end();
  await app[Symbol.asyncDispose]();
});

/** Runs statements as the application's role in the tenant, and commits them. */
async function asRole(sql: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = await role.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [owner.tenantId]);
    const result = await client.query(sql, values);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const run = (query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  postRaw(app.url, { query, variables }, { authorization: `Bearer ${owner.token}`, ...headers });

describe('the audit', () => {
  it('grows and never changes, also for the application itself', async () => {
    for (const statement of [
      `UPDATE "AuditEntry" SET "actorLabel" = 'somebody else'`,
      'DELETE FROM "AuditEntry"',
      'TRUNCATE "AuditEntry"',
      'ALTER TABLE "AuditEntry" DISABLE TRIGGER ALL',
      'DROP TRIGGER audit_changes ON "Project"',
      'ALTER TABLE "Project" DISABLE TRIGGER audit_changes',
    ]) {
      await expect(asRole(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
    const { rows } = await app.owner.query(
      `SELECT privilege_type FROM information_schema.role_table_grants WHERE grantee = 'switchyard_app' AND table_name = 'AuditEntry' ORDER BY 1`,
    );
    expect(rows.map(({ privilege_type: privilege }) => privilege)).toEqual(['INSERT', 'SELECT']);
  });

  it('sees every change of every table that belongs to a tenant, but for the machinery', async () => {
    const { rows } = await app.owner.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
       WHERE t.tgname = 'audit_changes' AND t.tgenabled = 'O'`,
    );
    const audited = rows.map(({ name }) => name);
    const missing = (await tenantTables(app.owner)).filter((name) => !audited.includes(name));
    expect(
      missing,
      'Make a new tenant table with protect_tenant_table(); add it here and to audit_exempt_tables() if it is machinery',
    ).toEqual(EXEMPT);
    expect(audited).toEqual(expect.arrayContaining(['Tenant', 'User', 'UserCredential']));
  });

  it('notes nothing outside of a mutation', async () => {
    const results = await asRole(`UPDATE "Project" SET "name" = 'quiet'; SELECT audit_noted_count() AS n`);
    expect((results as unknown as pg.QueryResult[]).at(-1)?.rows).toEqual([{ n: 0 }]);
  });

  it('commits with a statement that stands alone, or neither does', async () => {
    await app.owner.query(
      `CREATE FUNCTION deaf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'deaf'; END $$`,
    );
    await app.owner.query(
      `CREATE TRIGGER deaf BEFORE INSERT ON "AuditEntry" FOR EACH ROW WHEN (NEW."userAgent" = 'deaf') EXECUTE FUNCTION deaf()`,
    );
    const open = (agent: string) =>
      run(
        'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code } } }',
        {
          input: {
            projectId: owner.projectId,
            subject: `Heard by ${agent}`,
            body: 'b',
            customer: { email: 'c@c.test' },
          },
        },
        { 'user-agent': agent },
      );
    expect((await open('deaf')).errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect((await app.owner.query(`SELECT FROM "Case" WHERE "subject" = 'Heard by deaf'`)).rowCount).toBe(0);
    expect(textAt(await open('ears'), 'caseOpen.case.id')).not.toBe('');
  });

  it('keeps 50 changes of a transaction, and counts the others', async () => {
    const results = await asRole(`
      SELECT set_config('app.audit', 'on', true);
      INSERT INTO "Project" ("id", "tenantId", "key", "name")
        SELECT gen_random_uuid(), current_tenant(), 'many' || n, 'Many' FROM generate_series(1, 60) n;
      SELECT jsonb_array_length(audit_noted_changes()) AS kept, audit_noted_count() AS n`);
    expect((results as unknown as pg.QueryResult[]).at(-1)?.rows).toEqual([{ kept: 50, n: 60 }]);
  });
});

describe('secrets', () => {
  const CANARY = `canary${randomBytes(8).toString('hex')}`;

  it('never reach the audit, in whatever mutation they come', async () => {
    const password = `${CANARY}-password`;
    const email = `${CANARY.slice(0, 14)}@tenant.test`;
    const input = { tenantName: 'T', tenantSlug: CANARY, email, password, name: 'N' };
    const signUp = await run(
      'mutation($input: SignUpInput!) { signUp(input: $input) { accessToken userErrors { code } } }',
      { input },
    );
    const token = textAt(signUp, 'signUp.accessToken');
    const key = await postRaw(
      app.url,
      { query: 'mutation { apiKeyCreate(input: { name: "k", scopes: [IDENTITY_READ] }) { secret } }' },
      { authorization: `Bearer ${token}` },
    );
    const signIn = 'mutation($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code } } }';
    await run(signIn, { input: { email, password: `${password}-wrong` } });
    const signedIn = await run(signIn, { input: { email, password } });
    const cookies = signedIn.cookies.map((cookie) => cookie.split(/[=;]/)[1] ?? '');
    const secrets = [
      password,
      token,
      textAt(key, 'apiKeyCreate.secret'),
      textAt(signedIn, 'signIn.accessToken'),
      ...cookies,
    ];
    const { rows } = await app.owner.query<{ text: string }>('SELECT a::text AS text FROM "AuditEntry" a');
    const text = rows.map((row) => row.text).join('\n');
    expect(text).toContain('apiKeyCreate');
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\$argon2|eyJ|sw_[0-9a-f]{8}_|swr_/);
    const hashes = await app.owner.query<{ hash: string }>(
      'SELECT "hash" FROM "ApiKey" UNION SELECT "hash" FROM "RefreshToken"',
    );
    for (const { hash } of hashes.rows) expect(text).not.toContain(hash);
  });

  it('are told by the name of their column and by their form, in one place', async () => {
    const shown = async (name: string, value: unknown) =>
      (await app.owner.query('SELECT audit_value($1, $2::jsonb) AS v', [name, JSON.stringify(value)])).rows[0].v;
    for (const name of [
      'passwordHash',
      'hash',
      'tokenHash',
      'secret',
      'webhookSecret',
      'ciphertext',
      'sealedToken',
      'encryptedKey',
      'privateKey',
      'credentials',
      'payload',
    ]) {
      expect([name, await shown(name, CANARY)]).toEqual([name, '(hidden)']);
    }
    for (const value of [
      'sw_0a1b2c3d_abcdefghijklmnopqrstuvwxyz',
      `swr_${'a'.repeat(43)}`,
      'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x',
      '$argon2id$v=19$m=1,t=1,p=1$x$y',
      '-----BEGIN PRIVATE KEY-----',
      '\\xdeadbeef00',
      { nested: { deep: `swr_${'a'.repeat(43)}` } },
    ]) {
      expect([value, await shown('note', value)]).toEqual([value, '(hidden)']);
    }
    expect(await shown('name', 'Support')).toBe('Support');
    expect(await shown('body', 'x'.repeat(400))).toBe('(402 characters)');
  });
});

describe('retention', () => {
  it('takes what is old, nothing younger than its floor, and nothing of another tenant', async () => {
    const other = await app.newTenant();
    const old = async (tenantId: string, days: number) => {
      const id = randomUUID();
      await app.owner.query(
        `INSERT INTO "AuditEntry" ("id", "tenantId", "at", "actorKind", "actorLabel", "action", "outcome")
         VALUES ($1, $2, now() - make_interval(days => $3), 'SYSTEM', 'test', 'old', 'SUCCEEDED')`,
        [id, tenantId, days],
      );
      await app.owner.query(
        `INSERT INTO "TenantEvent" ("id", "tenantId", "at", "kind", "actorKind", "actorLabel")
         VALUES ($1, $2, now() - make_interval(days => $3), 'PROJECT_CREATED', 'SYSTEM', 'test')`,
        [id, tenantId, days],
      );
      return id;
    };
    const [ancient, recent, foreign] = [
      await old(owner.tenantId, 401),
      await old(owner.tenantId, 20),
      await old(other.tenantId, 401),
    ];
    // Asked for one day, the floors hold: 90 days for the audit, 30 for events.
    expect((await asRole('SELECT operations_prune_audit(1) AS n')).rows).toEqual([{ n: 1 }]);
    expect((await asRole('SELECT operations_prune_events(1) AS n')).rows).toEqual([{ n: 1 }]);
    for (const table of ['AuditEntry', 'TenantEvent']) {
      const { rows } = await app.owner.query(`SELECT "id" FROM "${table}" WHERE "id" = ANY($1)`, [
        [ancient, recent, foreign],
      ]);
      expect(rows.map(({ id }) => id).sort()).toEqual([recent, foreign].sort());
    }
  });
});

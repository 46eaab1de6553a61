import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { AccessTokens } from '../src/auth/access-token.js';
import { type DatabaseUrls, urlFor } from './services.js';

/** How much there is. */
export interface Scale {
  readonly tenants: number;
  readonly casesPerTenant: number;
  readonly messagesPerCase: number;
  readonly customersPerTenant: number;
}

export const SCALES = {
  full: { tenants: 20, casesPerTenant: 5_000, messagesPerCase: 3, customersPerTenant: 500 },
  small: { tenants: 4, casesPerTenant: 250, messagesPerCase: 3, customersPerTenant: 25 },
} as const satisfies Record<string, Scale>;

/** A tenant with somebody signed in to it. */
export interface BenchTenant {
  readonly id: string;
  readonly token: string;
  readonly projectId: string;
  /** Some of its cases, from all over its time. */
  readonly caseIds: readonly string[];
}

/** The role of the side that runs without row security. */
export const UNBOUND_ROLE = 'switchyard_bench';
const SAMPLE = 25;

/**
 * Fills an empty database, set by set, and signs somebody in to each tenant. Foreign keys are not checked on the way
 * in: the rows are consistent by construction.
 * @param secret what the sides check access tokens with
 */
export async function fillDatabase(urls: DatabaseUrls, scale: Scale, secret: string): Promise<BenchTenant[]> {
  const client = new pg.Client({ connectionString: urls.superuserUrl });
  await client.connect();
  try {
    await client.query("SET session_replication_role = 'replica'");
    await client.query(ID_FUNCTION);
    const tenants = await addTenants(client, scale, secret);
    await client.query(CUSTOMERS, [scale.customersPerTenant]);
    await client.query(CASES, [scale.casesPerTenant, scale.customersPerTenant]);
    await client.query(COUNTERS, [scale.casesPerTenant]);
    await client.query(MESSAGES, [scale.messagesPerCase]);
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
    const filled: BenchTenant[] = [];
    for (const tenant of tenants) filled.push({ ...tenant, caseIds: await sampleCases(client, tenant.id) });
    return filled;
  } finally {
    await client.end();
  }
}

/**
 * Makes a role that row security does not bind, for the side that shows what row security costs.
 * @returns its connection URL
 */
export async function addUnboundRole(urls: DatabaseUrls): Promise<string> {
  const client = new pg.Client({ connectionString: urls.superuserUrl });
  await client.connect();
  try {
    const password = randomBytes(12).toString('hex');
    await client.query(`CREATE ROLE ${UNBOUND_ROLE} LOGIN BYPASSRLS PASSWORD '${password}'`);
    await client.query(`GRANT USAGE ON SCHEMA public TO ${UNBOUND_ROLE}`);
    await client.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${UNBOUND_ROLE}`);
    await client.query(`GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${UNBOUND_ROLE}`);
    return urlFor(urls.databaseUrl, { user: UNBOUND_ROLE, password });
  } finally {
    await client.end();
  }
}

async function addTenants(client: pg.Client, scale: Scale, secret: string): Promise<Omit<BenchTenant, 'caseIds'>[]> {
  const tokens = new AccessTokens(secret, 24 * 60);
  const tenants: Omit<BenchTenant, 'caseIds'>[] = [];
  for (let index = 0; index < scale.tenants; index += 1) {
    const [id, userId, sessionId, projectId] = [
      `tenant-${index}`,
      `user-${index}`,
      `session-${index}`,
      `project-${index}`,
    ].map(stableId) as [string, string, string, string];
    await client.query(`INSERT INTO "Tenant" ("id", "slug", "name") VALUES ($1, $2, $2)`, [id, `bench-${index}`]);
    await client.query(`INSERT INTO "User" ("id", "email", "name") VALUES ($1, $2, 'Bench')`, [
      userId,
      `owner-${index}@bench.test`,
    ]);
    await client.query(`INSERT INTO "Membership" ("id", "tenantId", "userId", "role") VALUES ($1, $2, $3, 'OWNER')`, [
      randomUUID(),
      id,
      userId,
    ]);
    await client.query(
      `INSERT INTO "AuthSession" ("id", "tenantId", "userId", "expiresAt") VALUES ($1, $2, $3, now() + interval '1 day')`,
      [sessionId, id, userId],
    );
    await client.query(`INSERT INTO "Project" ("id", "tenantId", "key", "name") VALUES ($1, $2, 'BENCH', 'Bench')`, [
      projectId,
      id,
    ]);
    const { token } = await tokens.sign({ userId, sessionId, tenantId: id });
    tenants.push({ id, token, projectId });
  }
  return tenants;
}

async function sampleCases(client: pg.Client, tenantId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT "id" FROM "Case" WHERE "tenantId" = $1 AND "number" % greatest(1, (SELECT count(*) FROM "Case" WHERE "tenantId" = $1)::int / $2) = 0 ORDER BY "number" LIMIT $2`,
    [tenantId, SAMPLE],
  );
  return rows.map(({ id }) => id);
}

/** A UUID that is the same in every run. */
function stableId(name: string): string {
  const hash = createHash('md5').update(name).digest('hex');
  return `01900000-0000-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

/** Version 7, in the order of `at`, the same in every run. */
const ID_FUNCTION = `
  CREATE FUNCTION pg_temp.bench_id(at timestamptz, name text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(name), 1, 3) || '8' || substr(md5(name), 4, 15))::uuid
  $$`;

const CUSTOMERS = `
  INSERT INTO "Customer" ("id", "tenantId", "email", "name", "createdAt")
  SELECT pg_temp.bench_id('2026-01-01', t."id"::text || n), t."id", 'customer-' || n || '@example.test', 'Customer ' || n, '2026-01-01'
  FROM "Tenant" t, generate_series(1, $1) n`;

const CASES = `
  INSERT INTO "Case" ("id", "tenantId", "projectId", "customerId", "number", "subject", "body", "state", "openedAt", "updatedAt",
    "type", "severity", "triageConfidence", "triageReasoning", "triageDecidedBy", "triagedAt")
  SELECT pg_temp.bench_id(at, t."id"::text || 'case' || n), t."id", p."id",
    pg_temp.bench_id('2026-01-01', t."id"::text || 1 + n % $2), n,
    'The export of report ' || n || ' stops half way', repeat('It worked last week, and now it stops with an error. ', 8), 'TRIAGED', at, at,
    (ARRAY['BUG', 'FEATURE', 'QUESTION'])[1 + n % 3]::"CaseType", (ARRAY['LOW', 'MEDIUM', 'HIGH'])[1 + n % 3]::"CaseSeverity",
    0.5 + (n % 50) / 100.0, 'The words "stops" and "error" speak for a bug.', 'MODEL', at + interval '2 seconds'
  FROM "Tenant" t JOIN "Project" p ON p."tenantId" = t."id", generate_series(1, $1::int) n,
    LATERAL (SELECT timestamptz '2026-01-02' + n * interval '1 minute' AS at) a`;

const COUNTERS = `INSERT INTO "Counter" ("tenantId", "name", "value") SELECT "id", 'case', $1 FROM "Tenant"`;

const MESSAGES = `
  INSERT INTO "CaseMessage" ("id", "tenantId", "caseId", "direction", "body", "sentAt")
  SELECT pg_temp.bench_id(at, c."id"::text || m), c."tenantId", c."id", (ARRAY['INBOUND', 'OUTBOUND'])[1 + m % 2]::"MessageDirection",
    'Message ' || m || ': ' || repeat('some words that explain what happens. ', 5), at
  FROM "Case" c, generate_series(1, $1) m, LATERAL (SELECT c."openedAt" + m * interval '1 hour' AS at) a`;

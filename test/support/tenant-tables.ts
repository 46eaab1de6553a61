import type pg from 'pg';

/** Tables with rows of tenants, read from the catalogue, so that a new one is found. */
export async function tenantTables(owner: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attname = 'tenantId' AND NOT a.attisdropped
    ORDER BY 1`);
  return rows.map(({ name }) => name);
}

/** Sums over jobs that the gateway folds together by itself, at any moment. */
const FOLDED = ['JobDelta', 'JobTally', 'JobThroughput'];

/** When somebody was last seen: the gateway notes it once a minute of whoever has something open. */
const SEEN = `(to_jsonb(t) - 'lastSeenAt')`;

/** A checksum of each table's rows of one tenant: what changes there shows here. */
export async function checksums(owner: pg.Pool, tenantId: string): Promise<Record<string, string>> {
  const tables = (await tenantTables(owner)).filter((name) => !FOLDED.includes(name));
  const own = tables.map((name) => [name, `"${name}" t WHERE t."tenantId" = $1`] as const);
  const members = `"User" t WHERE t."id" IN (SELECT "userId" FROM "Membership" WHERE "tenantId" = $1)`;
  const credentials = `"UserCredential" t WHERE t."userId" IN (SELECT "userId" FROM "Membership" WHERE "tenantId" = $1)`;
  const global = [
    ['Tenant', `"Tenant" t WHERE t."id" = $1`],
    ['User', members],
    ['UserCredential', credentials],
  ] as const;
  const sums = [...own, ...global].map(([name, from]) => {
    const row = name === 'AuthSession' ? `${SEEN}::text` : 't::text';
    const sum = `md5(string_agg(${row}, '|' ORDER BY ${row}))`;
    return `SELECT '${name}' AS name, count(*) || ' rows ' || coalesce(${sum}, '') AS sum FROM ${from}`;
  });
  const { rows } = await owner.query<{ name: string; sum: string }>(sums.join(' UNION ALL '), [tenantId]);
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}

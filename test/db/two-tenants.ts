import { randomBytes, randomUUID } from 'node:crypto';
import { type DatabaseSettings, openDatabase } from '../../src/db/client.js';
import { TenantHandles } from '../../src/db/tenant-handles.js';
import { cloneTestDatabase } from '../../tools/services/test-services.js';
import { openTestPool } from '../support/test-pool.js';

/** Two tenants, each with one project whose key is the tenant's id, on a pool of few connections. */
export async function openTwoTenants(settings: Partial<DatabaseSettings> = {}) {
  const urls = await cloneTestDatabase(
    {
      databaseUrl: process.env.DATABASE_URL ?? '',
      migrationDatabaseUrl: process.env.MIGRATION_DATABASE_URL ?? '',
      adminDatabaseUrl: process.env.TEST_ADMIN_DATABASE_URL ?? '',
    },
    `handles_${randomBytes(6).toString('hex')}`,
  );
  const owner = openTestPool(urls.migrationDatabaseUrl, 1);
  const ids = [randomUUID(), randomUUID()] as const;
  for (const id of ids) {
    await owner.query('INSERT INTO "Tenant" ("id", "slug", "name") VALUES ($1, $2, $2)', [id, id.slice(0, 8)]);
    await owner.query('INSERT INTO "Project" ("id", "tenantId", "key", "name") VALUES ($1, $2, $3, $3)', [
      randomUUID(),
      id,
      id,
    ]);
  }
  const database = openDatabase({
    url: urls.databaseUrl,
    poolSize: 2,
    poolWaitMs: 10_000,
    statementTimeoutMs: 10_000,
    preparedStatements: true,
    onPoolError: () => {},
    ...settings,
  });
  const handles = new TenantHandles(database.prisma, () => {}, database.reads);
  return {
    database,
    owner,
    handles,
    ids,
    a: handles.for(ids[0]),
    b: handles.for(ids[1]),
    /** The setting that each connection of the pool is left with. */
    async leftBehind(): Promise<(string | null)[]> {
      const clients = await Promise.all(Array.from({ length: 2 }, () => database.pool.connect()));
      try {
        const settingsLeft = clients.map((client) =>
          client.query<{ tenant: string | null }>(`SELECT current_setting('app.tenant_id', true) AS tenant`),
        );
        return (await Promise.all(settingsLeft)).map(({ rows }) => rows[0]?.tenant || null);
      } finally {
        for (const client of clients) client.release();
      }
    },
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await owner.end();
    },
  };
}
export type TwoTenants = Awaited<ReturnType<typeof openTwoTenants>>;

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

// The stock schema engine is a download that not every machine can reach; this one does the same from npm.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(new URL('../tools/schema-engine/main.mjs', import.meta.url));

/** The database that `npm start` or `npm run dev` keeps running in the data folder, if there is one. */
function localDatabase(): string | undefined {
  const dataDir = process.env.DATA_DIR ?? fileURLToPath(new URL('../.data', import.meta.url));
  const file = join(dataDir, 'urls.json');
  if (!existsSync(file)) return undefined;
  const urls: { migrationDatabaseUrl?: string } = JSON.parse(readFileSync(file, 'utf8'));
  return urls.migrationDatabaseUrl;
}

const url = process.env.MIGRATION_DATABASE_URL ?? process.env.DATABASE_URL ?? localDatabase();

export default defineConfig({
  schema: 'schema',
  migrations: { path: 'migrations', seed: 'node --import tsx tools/seed.ts' },
  ...(url ? { datasource: { url } } : {}),
});

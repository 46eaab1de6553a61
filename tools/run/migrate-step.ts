import pg from 'pg';
import { applyMigrations, readMigrationStatus, refuseBrokenHistory } from '../../src/db/migrate.js';
import { CommandError } from '../command.js';
import { inProject } from '../project.js';

/** Folder of the migrations. */
export const MIGRATIONS = inProject('prisma/migrations');

/** Brings the database up to date, or, without an owner's URL, checks that somebody else has done so. */
export async function migrateOrCheck(
  urls: { databaseUrl: string; migrationDatabaseUrl?: string },
  say: (line: string) => void,
): Promise<void> {
  if (urls.migrationDatabaseUrl === undefined) return checkUpToDate(urls.databaseUrl);
  await applyMigrations({
    url: urls.migrationDatabaseUrl,
    directory: MIGRATIONS,
    onApplied: (name, durationMs) => say(`Applied migration ${name} (${Math.round(durationMs)} ms)`),
  });
}

async function checkUpToDate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const status = await readMigrationStatus(client, MIGRATIONS);
    refuseBrokenHistory(status);
    if (status.pending.length > 0) {
      throw new CommandError(
        `The database lacks ${status.pending.length} migrations and DATABASE_URL may not apply them; give the owner's URL as MIGRATION_DATABASE_URL.`,
      );
    }
  } finally {
    await client.end();
  }
}

import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Migration, readMigrations } from './migration-files.js';

/** What both a `pg.Client` and a `pg.Pool` offer. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

/** Migrations were refused or failed; the message is one sentence that names the migration. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** How a database stands to the migrations of this version. */
export interface MigrationStatus {
  /** Not applied yet, in order. */
  readonly pending: readonly string[];
  /** Changed on disk after they were applied. */
  readonly edited: readonly string[];
  /** Begun and never finished. */
  readonly failed: readonly string[];
  /** Applied by a version of the code that knows more than this one. */
  readonly unknown: readonly string[];
}

export interface MigrateOptions {
  /** URL of the role that owns the database; a direct connection, not one through a transaction pooler. */
  readonly url: string;
  /** Folder with one sub-folder a migration, as the Prisma CLI lays it out. */
  readonly directory: string;
  /** How long to wait for another process that migrates the same database. */
  readonly waitMs?: number;
  /** How long one statement may wait for a table in use before the migration is given up and rolled back. */
  readonly lockTimeoutMs?: number;
  /** Told each migration once it is applied. */
  readonly onApplied?: (name: string, durationMs: number) => void;
}

/** The advisory lock that Prisma's own engine takes, so that both exclude each other. */
const ENGINE_LOCK = 72707369;

/** Prisma's bookkeeping table, column for column. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies what is pending and returns the names. Each migration and its record are one transaction, so a failed one
 * leaves nothing behind; two callers at once apply everything once. The stock Prisma CLI reads and continues the
 * history written here, and the other way round.
 */
export async function applyMigrations(options: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(options.directory);
  const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // a lost connection also fails the query that waits for it
  await client.connect();
  try {
    await takeLock(client, options.waitMs ?? 60_000);
    await client.query(`SET lock_timeout = ${Number(options.lockTimeoutMs ?? 10_000)}`);
    await client.query(HISTORY_TABLE);
    const status = compare(migrations, await readHistory(client));
    refuseBrokenHistory(status);
    const applied: string[] = [];
    for (const migration of migrations.filter(({ name }) => status.pending.includes(name))) {
      const start = performance.now();
      await applyOne(client, migration);
      options.onApplied?.(migration.name, performance.now() - start);
      applied.push(migration.name);
    }
    return applied;
  } finally {
    await client.end(); // also frees the advisory lock
  }
}

/** Compares a database with the migrations in `directory`. Needs no more than SELECT on the history table. */
export async function readMigrationStatus(client: Queryable, directory: string): Promise<MigrationStatus> {
  return compare(await readMigrations(directory), await readHistory(client));
}

/** Names of the migrations this version has and the database has not; a ready process has none. */
export async function pendingMigrations(client: Queryable, directory: string): Promise<readonly string[]> {
  return (await readMigrationStatus(client, directory)).pending;
}

/** Throws the sentence that tells why nothing may be applied on top of this history. */
export function refuseBrokenHistory({ failed, edited }: MigrationStatus): void {
  if (failed[0]) {
    throw new MigrationError(
      `Migration ${failed[0]} began and never finished; repair the database, then run "npx prisma migrate resolve --config prisma/prisma.config.ts --rolled-back ${failed[0]}".`,
    );
  }
  if (edited[0]) {
    throw new MigrationError(
      `Migration ${edited[0]} was changed after it was applied; restore its migration.sql and put the change into a new migration.`,
    );
  }
}

async function takeLock(client: pg.Client, waitMs: number): Promise<void> {
  await client.query(`SET lock_timeout = ${Number(waitMs)}`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ENGINE_LOCK]);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error;
    throw new MigrationError(
      `Another process has been migrating this database for over ${waitMs / 1000} s; try later.`,
    );
  }
}

async function applyOne(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  try {
    await client.query('BEGIN');
    await client.query('INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name") VALUES ($1, $2, $3)', [
      id,
      checksum,
      name,
    ]);
    await client.query(sql); // the simple protocol takes the file whole: functions and quoted text stay intact
    // A file that commits by itself leaves its record unfinished if it fails later, and the next run refuses.
    await client.query(
      'UPDATE "_prisma_migrations" SET "finished_at" = clock_timestamp(), "applied_steps_count" = 1 WHERE "id" = $1',
      [id],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    const message = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`Migration ${name} failed and was rolled back: ${message}${place(error, sql)}.`, {
      cause: error,
    });
  }
}

/** Where in the file a statement failed, when the server says so. */
function place(error: unknown, sql: string): string {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN;
  return Number.isInteger(position) ? ` (line ${sql.slice(0, position - 1).split('\n').length})` : '';
}

interface HistoryRow {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

async function readHistory(client: Queryable): Promise<HistoryRow[]> {
  const { rows: found } = await client.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS "exists"`);
  if (found[0]?.exists !== true) return [];
  const { rows } = await client.query(
    'SELECT "migration_name" AS "name", "checksum", "finished_at" IS NOT NULL AS "finished" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL',
  );
  return rows.map((row) => ({
    name: String(row.name),
    checksum: String(row.checksum),
    finished: row.finished === true,
  }));
}

function compare(migrations: readonly Migration[], history: readonly HistoryRow[]): MigrationStatus {
  const recorded = new Map(history.map((row) => [row.name, row]));
  const known = new Set(migrations.map(({ name }) => name));
  return {
    pending: migrations.filter(({ name }) => !recorded.has(name)).map(({ name }) => name),
    edited: migrations.filter((migration) => isEdited(migration, recorded.get(migration.name))).map(({ name }) => name),
    failed: history.filter((row) => !row.finished).map(({ name }) => name),
    unknown: history.filter(({ name }) => !known.has(name)).map(({ name }) => name),
  };
}

/** A checkout with Windows line ends is not an edit; Prisma's engine sees it the same way. */
function isEdited(migration: Migration, row: HistoryRow | undefined): boolean {
  if (!row || row.checksum === migration.checksum) return false;
  return row.checksum !== createHash('sha256').update(migration.sql.replaceAll('\r\n', '\n')).digest('hex');
}

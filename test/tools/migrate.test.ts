import { describe, expect, it } from 'vitest';
import { applyMigrations, pendingMigrations, readMigrationStatus } from '../../src/db/migrate.js';
import { createEmptyDatabase, createMigrationFolder } from './empty-database.js';

const FUNCTION_WITH_SEMICOLONS = `
CREATE TABLE "Thing" ("id" int PRIMARY KEY, "label" text DEFAULT 'a;b'); -- a comment; with a semicolon
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.label := 'x;y'; RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE INSERT ON "Thing" FOR EACH ROW EXECUTE FUNCTION touch();`;

async function setUp() {
  const database = await createEmptyDatabase();
  const folder = await createMigrationFolder();
  await folder.put('1_things', FUNCTION_WITH_SEMICOLONS);
  await folder.put('2_more', 'ALTER TABLE "Thing" ADD COLUMN "size" int;');
  const options = { url: database.url, directory: folder.path };
  return {
    database,
    folder,
    options,
    tables: async () => {
      const { rows } = await database.client.query(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
      );
      return rows.map((row) => row.tablename);
    },
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('the migration runner', () => {
  it('brings an empty database up to date, once', async () => {
    await using it = await setUp();
    expect(await pendingMigrations(it.database.client, it.folder.path)).toEqual(['1_things', '2_more']);

    expect(await applyMigrations(it.options)).toEqual(['1_things', '2_more']);

    expect(await applyMigrations(it.options)).toEqual([]);
    expect(await it.tables()).toEqual(['Thing', '_prisma_migrations']);
    const status = await readMigrationStatus(it.database.client, it.folder.path);
    expect(status).toEqual({ pending: [], edited: [], failed: [], unknown: [] });
  });

  it('applies everything once when two processes migrate at the same time', async () => {
    await using it = await setUp();

    const results = await Promise.all([applyMigrations(it.options), applyMigrations(it.options)]);

    expect(results.flat().sort()).toEqual(['1_things', '2_more']);
    const { rows } = await it.database.client.query('SELECT count(*)::int AS n FROM _prisma_migrations');
    expect(rows[0].n).toBe(2);
  });

  it('leaves nothing of a migration that fails, and says where it failed', async () => {
    await using it = await setUp();
    await it.folder.put('3_bad', 'CREATE TABLE "Half" ();\n\nSELECT missing_column FROM "Thing";');

    await expect(applyMigrations(it.options)).rejects.toThrow(
      'Migration 3_bad failed and was rolled back: column "missing_column" does not exist (line 3).',
    );

    expect(await it.tables()).toEqual(['Thing', '_prisma_migrations']);
    await it.folder.put('3_bad', 'CREATE TABLE "Whole" ();');
    expect(await applyMigrations(it.options)).toEqual(['3_bad']);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    await using it = await setUp();
    await applyMigrations(it.options);
    await it.folder.put('1_things', `${FUNCTION_WITH_SEMICOLONS} -- changed`);
    await it.folder.put('3_new', 'SELECT 1;');

    await expect(applyMigrations(it.options)).rejects.toThrow('Migration 1_things was changed after it was applied');

    expect(await pendingMigrations(it.database.client, it.folder.path)).toEqual(['3_new']);
  });

  it('takes Windows line ends for what they are', async () => {
    await using it = await setUp();
    await applyMigrations(it.options);
    await it.folder.put('1_things', FUNCTION_WITH_SEMICOLONS.replaceAll('\n', '\r\n'));

    expect(await applyMigrations(it.options)).toEqual([]);
  });

  it('refuses a history that another tool left unfinished', async () => {
    await using it = await setUp();
    await applyMigrations(it.options);
    await it.database.client.query(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '2_more'`);

    await expect(applyMigrations(it.options)).rejects.toThrow('Migration 2_more began and never finished');
  });

  it('runs beside a database that a newer version has migrated further', async () => {
    await using it = await setUp();
    await it.folder.put('9_future', 'SELECT 1;');
    await applyMigrations(it.options);
    await using older = await createMigrationFolder();
    await older.put('1_things', FUNCTION_WITH_SEMICOLONS);

    expect(await applyMigrations({ ...it.options, directory: older.path })).toEqual([]);
    expect((await readMigrationStatus(it.database.client, older.path)).unknown).toEqual(['2_more', '9_future']);
  });

  it('gives up a migration that would wait too long for a table in use', async () => {
    await using it = await setUp();
    await applyMigrations(it.options);
    await it.folder.put('3_column', 'ALTER TABLE "Thing" ADD COLUMN "late" int;');
    await it.database.client.query('BEGIN; LOCK TABLE "Thing" IN ACCESS SHARE MODE');

    await expect(applyMigrations({ ...it.options, lockTimeoutMs: 50 })).rejects.toThrow('lock timeout');

    await it.database.client.query('ROLLBACK');
    expect(await applyMigrations(it.options)).toEqual(['3_column']);
  });

  it('says so when another process holds the migration lock', async () => {
    await using it = await setUp();
    await it.database.client.query('SELECT pg_advisory_lock(72707369)');

    await expect(applyMigrations({ ...it.options, waitMs: 50 })).rejects.toThrow(
      'Another process has been migrating this database',
    );
  });
});

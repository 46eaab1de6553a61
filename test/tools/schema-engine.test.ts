import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { applyMigrations } from '../../src/db/migrate.js';
import { inProject } from '../../tools/project.js';
import { createEmptyDatabase } from './empty-database.js';

const run = promisify(execFile);
const SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\n\nmodel Thing {\n  id Int @id\n  label String\n}\n';

/** A project with a schema of its own that uses this project's engine. */
async function createProject() {
  const database = await createEmptyDatabase();
  const path = await mkdtemp(join(tmpdir(), 'switchyard-prisma-'));
  await mkdir(join(path, 'schema'));
  await writeFile(join(path, 'schema', 'thing.prisma'), SCHEMA);
  const config = {
    schema: join(path, 'schema'),
    migrations: { path: join(path, 'migrations') },
    datasource: { url: database.url },
  };
  await writeFile(join(path, 'prisma.config.ts'), `export default ${JSON.stringify(config)};\n`);
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: '1',
    PRISMA_SCHEMA_ENGINE_BINARY: inProject('tools/schema-engine/main.mjs'),
  };
  return {
    database,
    migrations: join(path, 'migrations'),
    write: (schema: string) => writeFile(join(path, 'schema', 'thing.prisma'), schema),
    prisma: async (...args: string[]) => {
      const command = [
        inProject('node_modules/prisma/build/index.js'),
        ...args,
        '--config',
        join(path, 'prisma.config.ts'),
      ];
      return run(process.execPath, command, { env, cwd: inProject() }).then(
        ({ stdout }) => ({ code: 0, text: stdout }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          text: error.stdout + error.stderr,
        }),
      );
    },
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await rm(path, { recursive: true });
    },
  };
}

describe('the stock Prisma CLI on the WebAssembly engine', () => {
  it('creates and applies a migration, which the runner then finds applied', async () => {
    await using project = await createProject();

    const dev = await project.prisma('migrate', 'dev', '--name', 'things');

    expect(dev.text).toContain('in sync');
    expect(dev.code).toBe(0);
    const [name = ''] = (await readdir(project.migrations)).filter((entry) => entry.endsWith('_things'));
    expect(await readFile(join(project.migrations, name, 'migration.sql'), 'utf8')).toContain('CREATE TABLE "Thing"');
    expect(await applyMigrations({ url: project.database.url, directory: project.migrations })).toEqual([]);
  });

  it('finds what the runner applied up to date, and sees a change of the schema', async () => {
    await using project = await createProject();
    await mkdir(join(project.migrations, '1_things'), { recursive: true });
    await writeFile(join(project.migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
    const sql =
      'CREATE TABLE "Thing" ("id" INTEGER NOT NULL, "label" TEXT NOT NULL, CONSTRAINT "Thing_pkey" PRIMARY KEY ("id"));';
    await writeFile(join(project.migrations, '1_things', 'migration.sql'), sql);
    await applyMigrations({ url: project.database.url, directory: project.migrations });

    expect(await project.prisma('migrate', 'status')).toMatchObject({
      code: 0,
      text: expect.stringContaining('up to date'),
    });
    expect(await project.prisma('migrate', 'deploy')).toMatchObject({ text: expect.stringContaining('No pending') });

    await project.write(SCHEMA.replace('label String', 'label String\n  size Int?'));
    const diff = await project.prisma(
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      join(project.migrations, '../schema'),
      '--script',
    );
    expect(diff.text).toContain('ADD COLUMN     "size" INTEGER');
  });

  it('undoes a migration that fails half way and reports where', async () => {
    await using project = await createProject();
    await mkdir(join(project.migrations, '1_bad'), { recursive: true });
    await writeFile(join(project.migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
    await writeFile(join(project.migrations, '1_bad', 'migration.sql'), 'CREATE TABLE "Half" (); SELECT nonsense;');

    const deploy = await project.prisma('migrate', 'deploy');

    expect(deploy.code).not.toBe(0);
    expect(deploy.text).toContain('nonsense');
    const { rows } = await project.database.client.query(`SELECT to_regclass('"Half"') AS half`);
    expect(rows).toEqual([{ half: null }]);
    await expect(applyMigrations({ url: project.database.url, directory: project.migrations })).rejects.toThrow(
      'Migration 1_bad began and never finished',
    );
  });
});

import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openSession, urlFor } from '../../src/db/provision.js';

/** Superuser URL of the server the tests run on. */
export function adminUrl(): string {
  const url = process.env.TEST_ADMIN_DATABASE_URL;
  if (!url) throw new Error('TEST_ADMIN_DATABASE_URL is not set; run the tests with "npm test"');
  return url;
}

/** An empty database that is dropped when disposed; its URL signs in as superuser. */
export async function createEmptyDatabase(): Promise<{ url: string; client: pg.Client } & AsyncDisposable> {
  const name = `empty_${randomUUID()}`;
  const url = urlFor(adminUrl(), { database: name });
  await administer(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  const session = await openSession(url);
  return {
    url,
    client: session.client,
    [Symbol.asyncDispose]: async () => {
      await session[Symbol.asyncDispose]();
      await administer(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    },
  };
}

async function administer(statement: string): Promise<void> {
  await using session = await openSession(adminUrl());
  await session.client.query(statement);
}

/** A migrations folder in a temporary place. */
export interface MigrationFolder extends AsyncDisposable {
  readonly path: string;
  /** Adds a migration, or changes the text of one. */
  put(name: string, sql: string): Promise<void>;
}

export async function createMigrationFolder(): Promise<MigrationFolder> {
  const path = await mkdtemp(join(tmpdir(), 'switchyard-migrations-'));
  return {
    path,
    put: async (name, sql) => {
      await mkdir(join(path, name), { recursive: true });
      await writeFile(join(path, name, 'migration.sql'), sql);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

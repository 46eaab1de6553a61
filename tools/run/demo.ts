import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSession } from '../../src/db/provision.js';
import { inProject } from '../project.js';
import { runQuietly } from '../run-quietly.js';
import { writePrivateFile } from '../services/private-file.js';

/** How to sign in to the demo tenant. */
export interface DemoSignIn {
  readonly email: string;
  readonly password: string;
}

const EMAIL = 'demo@switchyard.example';

/**
 * Seeds the demo tenant into a database that has no tenant yet, and remembers its sign-in in the data folder.
 * Undefined when the tenants there are not of this installation's making.
 */
export async function seedOnce(
  dataDir: string,
  urls: { migrationDatabaseUrl?: string },
  env: NodeJS.ProcessEnv,
): Promise<DemoSignIn | undefined> {
  const note = join(dataDir, 'demo.json');
  const known = await readFile(note, 'utf8').then(
    (text) => JSON.parse(text) as DemoSignIn,
    () => undefined,
  );
  if (urls.migrationDatabaseUrl === undefined) return known;
  if (await hasTenant(urls.migrationDatabaseUrl)) return known;
  const demo = known ?? { email: EMAIL, password: randomBytes(9).toString('base64url') };
  await runQuietly(process.execPath, ['--import', 'tsx', inProject('prisma/seed.ts')], {
    ...env,
    MIGRATION_DATABASE_URL: urls.migrationDatabaseUrl,
    DEMO_EMAIL: demo.email,
    DEMO_PASSWORD: demo.password,
  });
  await writePrivateFile(note, `${JSON.stringify(demo, null, 2)}\n`);
  return demo;
}

/** Asks as the owner, whom row security does not hide anything from. */
async function hasTenant(ownerUrl: string): Promise<boolean> {
  await using session = await openSession(ownerUrl);
  const { rows } = await session.client.query('SELECT EXISTS (SELECT FROM "Tenant") AS "exists"');
  return rows[0]?.exists === true;
}

import { randomBytes } from 'node:crypto';
import { type LoggedProcess, startLogged } from '../../tools/run/logged-process.js';
import { cloneTestDatabase } from '../../tools/services/test-services.js';

/** The gateway or worker as a process of its own. */
export type AppChild = LoggedProcess;

/** The environment of a process on a database and key space of its own. */
export async function childEnvironment(extra: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
  const id = randomBytes(6).toString('hex');
  const {
    DATABASE_URL = '',
    MIGRATION_DATABASE_URL = '',
    TEST_ADMIN_DATABASE_URL = '',
    REDIS_URL = '',
    PATH = '',
  } = process.env;
  const urls = await cloneTestDatabase(
    {
      databaseUrl: DATABASE_URL,
      migrationDatabaseUrl: MIGRATION_DATABASE_URL,
      adminDatabaseUrl: TEST_ADMIN_DATABASE_URL,
    },
    `child_${id}`,
  );
  return {
    PATH,
    NODE_ENV: 'test',
    DATABASE_URL: urls.databaseUrl,
    MIGRATION_DATABASE_URL: urls.migrationDatabaseUrl,
    REDIS_URL,
    REDIS_PREFIX: `child-${id}:`,
    HOST: '127.0.0.1',
    PORT: '0',
    ACCESS_TOKEN_SECRET: randomBytes(48).toString('base64'),
    SIGN_INS_PER_MINUTE: '1000',
    DATABASE_REQUEST_WAIT_MS: '20000', // the machine may be busy with other tests
    ...extra,
  };
}

export function startChild(name: 'gateway' | 'worker', env: Readonly<Record<string, string>>): AppChild {
  return startLogged(['--import', 'tsx', `src/main.${name}.ts`], env);
}

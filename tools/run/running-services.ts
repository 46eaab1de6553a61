import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../command.js';
import { loadSecrets, type Secrets } from '../services/secrets.js';
import { URLS_FILE } from '../services/services.js';
import { dataFolder } from './environment.js';

/** Services that somebody else runs. */
export interface RunningServices {
  readonly databaseUrl: string;
  readonly migrationDatabaseUrl?: string;
  readonly redisUrl: string;
  readonly secrets?: Secrets;
}

/** The services of the environment, or of the copy that runs on the data folder; undefined when there are neither. */
export async function findRunningServices(env: NodeJS.ProcessEnv): Promise<RunningServices | undefined> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, MIGRATION_DATABASE_URL: migrationDatabaseUrl } = env;
  if (databaseUrl && redisUrl) return { databaseUrl, redisUrl, ...(migrationDatabaseUrl && { migrationDatabaseUrl }) };
  const dataDir = dataFolder(env);
  const text = await readFile(join(dataDir, URLS_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return { ...(JSON.parse(text) as Omit<RunningServices, 'secrets'>), secrets: await loadSecrets(dataDir) };
}

/** The same, or the sentence that tells what to do. */
export async function requireRunningServices(env: NodeJS.ProcessEnv): Promise<RunningServices> {
  const services = await findRunningServices(env);
  if (services) return services;
  throw new CommandError(
    'No services are known here; set DATABASE_URL and REDIS_URL, or leave "npm start" running beside.',
  );
}

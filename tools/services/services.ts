import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { provisionDatabase } from '../../src/db/provision.js';
import { CommandError } from '../command.js';
import type { DataDir } from './data-dir.js';
import { type DatabaseAccess, openGivenDatabase } from './given-database.js';
import { rememberedPort } from './ports.js';
import { startPostgres } from './postgres-server.js';
import { writePrivateFile } from './private-file.js';
import type { RunningService } from './processes.js';
import { redisProblem, startRedis } from './redis-server.js';
import { loadSecrets, type Secrets } from './secrets.js';
import { type Supervised, superviseService } from './supervised-service.js';

/** PostgreSQL and Redis as the processes are to use them: given by the environment, or started here. */
export interface Services extends AsyncDisposable {
  /** Application role. */
  readonly databaseUrl: string;
  /** Owner role; absent when the environment gives only an application role. */
  readonly migrationDatabaseUrl?: string;
  readonly redisUrl: string;
  readonly secrets: Secrets;
  /** Resolves with a sentence if a service started here keeps ending by itself. */
  readonly ended: Promise<string>;
}

export interface ServicesOptions {
  readonly dataDir: DataDir;
  readonly env: NodeJS.ProcessEnv;
  /** Told what takes a while, one line at a time. */
  readonly say: (line: string) => void;
}

/** File in the data folder that tells other commands where the services of a running copy are. */
export const URLS_FILE = 'urls.json';

/** Finds or starts both services; those that were started stop when the result is disposed. */
export async function startServices({ dataDir, env, say }: ServicesOptions): Promise<Services> {
  const secrets = await loadSecrets(dataDir.path);
  const started: Supervised<RunningService>[] = [];
  const urlsFile = join(dataDir.path, URLS_FILE);
  const stop = async () => {
    await rm(urlsFile, { force: true });
    await Promise.all(started.map((service) => service.stop()));
  };
  const keep = async <T extends RunningService>(start: () => Promise<T>): Promise<Supervised<T>> => {
    const service = await superviseService(start, say);
    started.push(service);
    return service;
  };
  const database = async (): Promise<DatabaseAccess> => {
    const { DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: migrationDatabaseUrl } = env;
    if (databaseUrl) {
      return openGivenDatabase(
        { databaseUrl, ...(migrationDatabaseUrl && { migrationDatabaseUrl }) },
        secrets.appPassword,
      );
    }
    const port = await rememberedPort(dataDir.path, 'postgres');
    const options = { dataDir: dataDir.path, password: secrets.postgresPassword, port };
    const server = await keep(() => startPostgres(options));
    return provisionDatabase(server.adminUrl, { ...secrets, ownerMayCreateDatabases: true });
  };
  const redis = async (): Promise<string> => {
    if (env.REDIS_URL) return checkedRedis(env.REDIS_URL);
    const port = await rememberedPort(dataDir.path, 'redis');
    const options = { dataDir: dataDir.path, password: secrets.redisPassword, port, say };
    return (await keep(() => startRedis(options))).url;
  };
  try {
    // One after the other where both take a port, so that they cannot be given the same one.
    const { appUrl: databaseUrl, ownerUrl: migrationDatabaseUrl } = await database();
    const redisUrl = await redis();
    const urls = { databaseUrl, ...(migrationDatabaseUrl && { migrationDatabaseUrl }), redisUrl };
    await writePrivateFile(urlsFile, `${JSON.stringify(urls, null, 2)}\n`);
    const ended =
      started.length > 0 ? Promise.race(started.map(({ exited }) => exited)) : new Promise<string>(() => {});
    return { ...urls, secrets, ended, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function checkedRedis(url: string): Promise<string> {
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol)) {
    throw new CommandError('REDIS_URL is not a redis:// or rediss:// URL.');
  }
  const problem = await redisProblem(url);
  if (problem) throw new CommandError(`REDIS_URL (${new URL(url).host}) cannot be used: ${problem}.`);
  return url;
}

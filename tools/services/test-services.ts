import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { applyMigrations } from '../../src/db/migrate.js';
import { OWNER_ROLE, openSession, provisionDatabase, urlFor } from '../../src/db/provision.js';
import { findFreePort } from './ports.js';
import { type PostgresServer, startPostgres } from './postgres-server.js';
import { childrenOf, freeze, guard, isAlive, type RunningService } from './processes.js';
import { type RedisServer, startRedis } from './redis-server.js';
import { loadSecrets } from './secrets.js';

export interface DatabaseUrls {
  /** Application role. */
  readonly databaseUrl: string;
  /** Owner role. */
  readonly migrationDatabaseUrl: string;
  /** Superuser, maintenance database. */
  readonly adminDatabaseUrl: string;
}

/** A private PostgreSQL and Redis in a temporary folder, with a migrated database. */
export interface TestServices extends DatabaseUrls, AsyncDisposable {
  readonly redisUrl: string;
  /** Stops and starts PostgreSQL on the same port and data; with SIGQUIT at once, as in a crash. */
  restartPostgres(signal?: 'SIGINT' | 'SIGQUIT'): Promise<void>;
  /** Stops and starts Redis on the same port; `keepData: false` starts it empty. */
  restartRedis(options?: { keepData?: boolean; signal?: 'SIGTERM' | 'SIGKILL' }): Promise<void>;
  /** Stops the clock of PostgreSQL, by default of its sessions, too; returns what lets it go on. */
  freezePostgres(options?: { sessions?: boolean }): Promise<() => void>;
  /** Stops the clock of Redis; returns what lets it go on. */
  freezeRedis(): Promise<() => void>;
  /** Stops everything and removes the folder. Safe to call twice. */
  stop(): Promise<void>;
}

/** The migrated database that others are cloned from; nothing connects to it. */
export const TEMPLATE_DATABASE = 'switchyard_template';
const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** Starts services for tests: in about two seconds, on ports of their own, without regard for crash safety. */
export async function startTestServices(options: { migrations?: string } = {}): Promise<TestServices> {
  const dataDir = await mkdtemp(join(tmpdir(), 'switchyard-test-'));
  await chmod(dataDir, 0o755); // PostgreSQL may run under another account
  await mkdir(join(dataDir, 'logs'));
  const folder = guard(['rm', '-rf', dataDir]);
  const cleanUp = async () => {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    folder.dismiss();
  };
  const secrets = await loadSecrets(dataDir);
  const running: { postgres?: PostgresServer; redis?: RedisServer } = {};
  const stop = async () => {
    await Promise.all([running.postgres?.stop(), running.redis?.stop()]);
    await cleanUp();
  };
  const [postgresPort, redisPort] = [await findFreePort(), await findFreePort()];
  const bootPostgres = async () => {
    running.postgres = await startPostgres({
      dataDir,
      password: secrets.postgresPassword,
      port: postgresPort,
      ephemeral: true,
    });
    return running.postgres.adminUrl;
  };
  const bootRedis = async () => {
    running.redis = await startRedis({ dataDir, password: secrets.redisPassword, port: redisPort, say: console.error });
    return running.redis.url;
  };
  try {
    const [adminDatabaseUrl, redisUrl] = await settleBoth(bootPostgres(), bootRedis());
    const { ownerUrl, appUrl } = await provisionDatabase(adminDatabaseUrl, {
      ...secrets,
      database: TEMPLATE_DATABASE,
      ownerMayCreateDatabases: true,
    });
    await applyMigrations({ url: ownerUrl, directory: options.migrations ?? MIGRATIONS });
    const template = { adminDatabaseUrl, databaseUrl: appUrl, migrationDatabaseUrl: ownerUrl };
    return {
      ...(await cloneTestDatabase(template, 'switchyard')),
      redisUrl,
      restartPostgres: async (signal = 'SIGINT') => {
        await endBy(running.postgres, signal);
        await bootPostgres();
      },
      freezePostgres: async ({ sessions = true } = {}) => {
        const pid = running.postgres?.pid ?? 0;
        // At first what makes sessions: one that is made meanwhile would go on.
        const thawServer = freeze([pid]);
        const thawSessions = sessions ? freeze(await childrenOf(pid)) : () => {};
        return () => {
          thawSessions();
          thawServer();
        };
      },
      freezeRedis: async () => freeze([running.redis?.pid ?? 0]),
      restartRedis: async ({ keepData = true, signal = 'SIGTERM' } = {}) => {
        await endBy(running.redis, signal);
        if (!keepData) await rm(join(dataDir, 'redis'), { recursive: true, force: true });
        await bootRedis();
      },
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function endBy(service: RunningService | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!service) return;
  if (isAlive(service.pid)) process.kill(service.pid, signal);
  await service.exited;
}

/** Waits for both even when one fails, so that whatever did start can be stopped. */
async function settleBoth<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

/** Makes another migrated, empty database on the same server; takes about 0.2 s. */
export async function cloneTestDatabase(urls: DatabaseUrls, database: string): Promise<DatabaseUrls> {
  await using session = await openSession(urls.adminDatabaseUrl);
  await session.client.query(
    `CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER ${OWNER_ROLE} TEMPLATE ${TEMPLATE_DATABASE}`,
  );
  return {
    adminDatabaseUrl: urls.adminDatabaseUrl,
    databaseUrl: urlFor(urls.databaseUrl, { database }),
    migrationDatabaseUrl: urlFor(urls.migrationDatabaseUrl, { database }),
  };
}

/** The variables under which a test process finds the services. */
export function testEnvironment(services: TestServices): Record<string, string> {
  return {
    NODE_ENV: 'test',
    DATABASE_URL: services.databaseUrl,
    MIGRATION_DATABASE_URL: services.migrationDatabaseUrl,
    TEST_ADMIN_DATABASE_URL: services.adminDatabaseUrl,
    REDIS_URL: services.redisUrl,
  };
}

import { urlFor } from '../src/db/provision.js';
import { startTestServices } from '../tools/services/test-services.js';

export { urlFor };

export interface DatabaseUrls {
  /** Application role, which row security binds. */
  readonly databaseUrl: string;
  /** Superuser, the same database. */
  readonly superuserUrl: string;
}

/** A private PostgreSQL and Redis, with an empty migrated database. */
export interface BenchServices extends DatabaseUrls, AsyncDisposable {
  readonly redisUrl: string;
}

export async function startBenchServices(): Promise<BenchServices> {
  const services = await startTestServices();
  const database = new URL(services.databaseUrl).pathname.slice(1);
  return {
    databaseUrl: services.databaseUrl,
    superuserUrl: urlFor(services.adminDatabaseUrl, { database }),
    redisUrl: services.redisUrl,
    [Symbol.asyncDispose]: () => services.stop(),
  };
}

import { createHash } from 'node:crypto';
import { type Config, readConfig } from '../../src/config.js';
import type { PeerSettings } from './peer.js';

/** The gateway's configuration as in production, with budgets that the load does not use up. */
export function gatewayConfig(settings: PeerSettings): Config {
  return readConfig({
    NODE_ENV: 'production',
    DATABASE_URL: settings.databaseUrl,
    DATABASE_POOL_SIZE: String(settings.poolSize),
    REDIS_URL: settings.redisUrl,
    REDIS_PREFIX: settings.redisPrefix,
    HOST: '127.0.0.1',
    PORT: '0',
    ACCESS_TOKEN_SECRET: settings.accessTokenSecret,
    // The same in every process of a run.
    ENCRYPTION_KEY: createHash('sha256').update(settings.accessTokenSecret).digest('base64'),
    COST_PER_MINUTE: '100000000000',
    REQUESTS_PER_MINUTE: '100000000',
    MUTATIONS_PER_MINUTE: '100000000',
    SUBSCRIBES_PER_MINUTE: '100000000',
    // A machine that the load keeps busy is slow, not away.
    DATABASE_POOL_WAIT_MS: '30000',
    DATABASE_REQUEST_WAIT_MS: '30000',
    SHUTDOWN_SECONDS: '2',
  });
}

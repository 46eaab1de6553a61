import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import { createLogMailer } from './adapters/mail/log-mailer.js';
import { createSmtpMailer } from './adapters/mail/smtp-mailer.js';
import { CircuitBreaker } from './adapters/models/health/circuit-breaker.js';
import { createOfflineModels } from './adapters/models/offline/offline-models.js';
import { observedModels } from './adapters/models/remote/observed-models.js';
import { createRemoteModels } from './adapters/models/remote/remote-models.js';
import { createGuardedFetch } from './adapters/outbound/guarded-fetch.js';
import { createWebhookCaller } from './adapters/outbound/webhook-caller.js';
import { BackgroundWork } from './background-work.js';
import type { Config } from './config.js';
import { type Database, openDatabase } from './db/client.js';
import { TenantHandles } from './db/tenant-handles.js';
import { UnscopedOperations } from './db/unscoped.js';
import { Vault } from './db/vault.js';
import { JOB_DEFINITIONS, type JobCatalog } from './jobs/definitions.js';
import { type JobEngine, jobEngine } from './jobs/job-engine.js';
import type { JobsObserver } from './jobs/observer.js';
import { WorkerPresence } from './jobs/worker-presence.js';
import {
  databaseObserver,
  deskObserver,
  jobsObserver,
  liveObserver,
  modelsObserver,
} from './observability/engine-observers.js';
import { Metrics } from './observability/metrics.js';
import type { Mailer, Ports } from './ports.js';
import { ControlChannel } from './realtime/control-channel.js';
import { LiveHub } from './realtime/live-hub.js';
import { StreamLog } from './realtime/stream-log.js';

export interface AppOverrides {
  /** Other implementations of the outside world. */
  readonly ports?: Partial<Ports>;
  /** Kinds of jobs that exist besides the product's own. */
  readonly definitions?: JobCatalog;
}

/** What gateway and worker have in common. */
export interface App extends AsyncDisposable {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly tenants: TenantHandles;
  readonly unscoped: UnscopedOperations;
  readonly vault: Vault;
  readonly background: BackgroundWork;
  readonly redis: Redis;
  readonly signals: ControlChannel;
  readonly streamLog: StreamLog;
  readonly live: LiveHub;
  readonly jobs: JobEngine;
  readonly jobsObserver: JobsObserver;
  readonly presence: WorkerPresence;
  readonly definitions: JobCatalog;
  readonly ports: Ports;
  /** Opens one more Redis connection; it is closed with the app. */
  openRedis(purpose: string, options?: RedisOptions): Redis;
}

/** A job can wait where nobody does: it would only be tried again. */
const JOB_WAIT_MS = 10_000;

function databaseWaits(config: Config, role: 'gateway' | 'worker') {
  if (role === 'worker') {
    const statementTimeoutMs = config.DATABASE_JOB_STATEMENT_TIMEOUT_MS;
    return { poolWaitMs: JOB_WAIT_MS, lockWaitMs: JOB_WAIT_MS, statementTimeoutMs };
  }
  return {
    poolWaitMs: config.DATABASE_POOL_WAIT_MS,
    requestWaitMs: config.DATABASE_REQUEST_WAIT_MS,
    lockWaitMs: config.DATABASE_LOCK_WAIT_MS,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
  };
}

/** The composition root: the only place that opens connections. Tests hand in what they want replaced. */
export function createApp(
  config: Config,
  log: Logger,
  overrides: AppOverrides = {},
  role: 'gateway' | 'worker' = 'gateway',
): App {
  const metrics = new Metrics();
  const connections: Redis[] = [];
  const openRedis = (purpose: string, options: RedisOptions = {}): Redis => {
    const redis = new Redis(config.REDIS_URL, {
      ...options,
      retryStrategy: (times) => Math.min(50 * 2 ** times, 2_000),
    });
    redis.on('error', (error: Error) => log.warn({ err: error, purpose }, 'Redis cannot be reached'));
    redis.on('reconnecting', () => metrics.redisReconnects.inc({ purpose }));
    connections.push(redis);
    return redis;
  };
  // Requests must fail at once while Redis is away, not pile up behind it.
  const redis = openRedis('commands', { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 5_000 });
  const database = openDatabase({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    ...databaseWaits(config, role),
    observer: databaseObserver(metrics, log),
    preparedStatements: config.DATABASE_PREPARED_STATEMENTS,
    onPoolError: (error) => log.warn({ err: error }, 'a database connection failed'),
  });
  const definitions = overrides.definitions ?? JOB_DEFINITIONS;
  const signals = new ControlChannel({
    subscriber: openRedis('signals', { maxRetriesPerRequest: null }),
    publisher: redis,
    prefix: config.REDIS_PREFIX,
    log,
  });
  const streamLog = new StreamLog(redis, config.REDIS_PREFIX);
  const live = new LiveHub({ log: streamLog, hints: signals, logger: log, observer: liveObserver(metrics) });
  const unscoped = new UnscopedOperations(database.prisma);
  const vault = new Vault(config.encryptionKeys);
  const background = new BackgroundWork(log);
  const tenants: TenantHandles = new TenantHandles(
    database.prisma,
    (tenantId, messages) => jobs.relay.deliver(tenantId, messages),
    database.reads,
    vault,
  );
  const observer = jobsObserver(metrics);
  const jobs = jobEngine({
    tenants,
    finder: unscoped,
    events: streamLog,
    signals,
    producer: redis,
    prefix: config.REDIS_PREFIX,
    log,
    observer,
    definitions,
  });
  const outbound = createGuardedFetch({ privateHosts: config.OUTBOUND_PRIVATE_HOSTS });
  const asked = modelsObserver(metrics);
  const ports: Ports = {
    mailer: mailerOf(config, log),
    webhooks: createWebhookCaller(outbound.fetch),
    desk: deskObserver(metrics),
    models: createOfflineModels(),
    language: observedModels(createRemoteModels(outbound.fetch), asked),
    modelHealth: new CircuitBreaker(redis, config.REDIS_PREFIX, asked),
    ...overrides.ports,
  };

  return {
    config,
    log,
    metrics,
    database,
    tenants,
    unscoped,
    vault,
    background,
    redis,
    signals,
    streamLog,
    live,
    jobs,
    jobsObserver: observer,
    presence: new WorkerPresence(redis, config.REDIS_PREFIX),
    definitions,
    ports,
    openRedis,
    async [Symbol.asyncDispose]() {
      await background[Symbol.asyncDispose]();
      await live[Symbol.asyncDispose]();
      await jobs[Symbol.asyncDispose]();
      await signals[Symbol.asyncDispose]();
      for (const connection of connections) connection.disconnect();
      await ports.models[Symbol.asyncDispose]();
      await ports.mailer[Symbol.asyncDispose]();
      await outbound[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Mail goes over SMTP where a server is named; else it is only told of in the log. */
function mailerOf({ mail, NODE_ENV }: Config, log: Logger): Mailer {
  if (mail.smtpUrl) return createSmtpMailer({ ...mail, url: mail.smtpUrl });
  return createLogMailer({ log, appUrl: mail.appUrl, isProduction: NODE_ENV === 'production' });
}

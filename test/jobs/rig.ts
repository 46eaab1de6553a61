import { randomUUID } from 'node:crypto';
import { Redis, type RedisOptions } from 'ioredis';
import type pg from 'pg';
import { type Logger, pino } from 'pino';
import { openDatabase } from '../../src/db/client.js';
import type { TenantDb } from '../../src/db/tenant.js';
import { TenantHandles } from '../../src/db/tenant-handles.js';
import { UnscopedOperations } from '../../src/db/unscoped.js';
import type { Job } from '../../src/generated/prisma/client.js';
import type { AnyJobHandler } from '../../src/jobs/define-job.js';
import { type JobEngine, jobEngine } from '../../src/jobs/job-engine.js';
import { JobWorker, type WorkerTimes } from '../../src/jobs/job-worker.js';
import type { JobsObserver } from '../../src/jobs/observer.js';
import { jobRegistry } from '../../src/jobs/registry.js';
import { type PresenceTimes, WorkerPresence } from '../../src/jobs/worker-presence.js';
import type { Actor } from '../../src/modules/operations/actor.js';
import type { Ports } from '../../src/ports.js';
import { ControlChannel } from '../../src/realtime/control-channel.js';
import { StreamLog } from '../../src/realtime/stream-log.js';
import { jobTopic, type StreamEvent, type Topic } from '../../src/realtime/topic.js';
import { cloneTestDatabase } from '../../tools/services/test-services.js';
import { openTestPool } from '../support/test-pool.js';

/** Where a rig finds its services; what a worker process is given as JSON. */
export interface RigUrls {
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  readonly redisUrl: string;
  readonly prefix: string;
}

export interface RigOptions {
  readonly urls?: RigUrls;
  readonly times?: Partial<WorkerTimes>;
  readonly lockMs?: number;
  readonly stalledCheckMs?: number;
  readonly sweepEveryMs?: number;
  readonly observer?: JobsObserver;
  readonly log?: Logger;
  readonly presence?: Partial<PresenceTimes>;
}

/** Short enough for a test to wait for the backstops. */
export const QUICK = {
  heartbeat: 200,
  silence: 1_000,
  recovery: 300,
  schedules: 200,
  timers: 200,
  presence: 500,
  fold: 300,
  abortGrace: 300,
};
export const SOMEBODY: Actor = { kind: 'USER', id: null, label: 'somebody@example.com' };

/** A database of its own on the tests' server: workers look after every tenant they find. */
export async function ownUrls(): Promise<RigUrls> {
  const name = `jobs_${randomUUID().replaceAll('-', '')}`;
  const urls = {
    adminDatabaseUrl: process.env.TEST_ADMIN_DATABASE_URL ?? '',
    databaseUrl: process.env.DATABASE_URL ?? '',
    migrationDatabaseUrl: process.env.MIGRATION_DATABASE_URL ?? '',
  };
  const { databaseUrl, migrationDatabaseUrl } = await cloneTestDatabase(urls, name);
  return { databaseUrl, ownerUrl: migrationDatabaseUrl, redisUrl: process.env.REDIS_URL ?? '', prefix: `${name}:` };
}

/** The engine as a process has it: tenant handles, relay, queues, and workers on demand. */
export class Rig implements AsyncDisposable {
  readonly urls: RigUrls;
  readonly tenants: TenantHandles;
  readonly finder: UnscopedOperations;
  readonly jobs: JobEngine;
  readonly stream: StreamLog;
  readonly redis: Redis;
  readonly presence: WorkerPresence;
  readonly signals: ControlChannel;
  readonly #handlers: readonly AnyJobHandler[];
  readonly #options: RigOptions;
  readonly #log: Logger;
  readonly #database;
  readonly #connections: Redis[] = [];
  readonly #workers: JobWorker[] = [];
  readonly #owner: pg.Pool;

  constructor(urls: RigUrls, handlers: readonly AnyJobHandler[], options: RigOptions = {}) {
    this.urls = urls;
    this.#handlers = handlers;
    this.#options = options;
    const log = options.log ?? pino({ level: process.env.LOG_LEVEL ?? 'silent' });
    this.#log = log;
    this.#owner = openTestPool(urls.ownerUrl, 2);
    this.#database = openDatabase({
      url: urls.databaseUrl,
      poolSize: 10,
      poolWaitMs: 10_000,
      statementTimeoutMs: 10_000,
      preparedStatements: true,
      onPoolError: () => {},
    });
    this.redis = this.#open({ enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 5_000 });
    this.signals = new ControlChannel({
      subscriber: this.#open({ maxRetriesPerRequest: null }),
      publisher: this.redis,
      prefix: urls.prefix,
      log,
    });
    this.stream = new StreamLog(this.redis, urls.prefix);
    this.finder = new UnscopedOperations(this.#database.prisma);
    this.tenants = new TenantHandles(this.#database.prisma, (tenantId, messages) =>
      this.jobs.relay.deliver(tenantId, messages),
    );
    this.jobs = jobEngine({
      tenants: this.tenants,
      finder: this.finder,
      events: this.stream,
      signals: this.signals,
      producer: this.redis,
      prefix: urls.prefix,
      definitions: handlers.map(({ definition }) => definition),
      sweepEveryMs: options.sweepEveryMs ?? 50,
      observer: options.observer,
      log,
    });
    this.presence = new WorkerPresence(this.redis, urls.prefix, options.presence);
  }

  /** A rig on a database of its own, ready to be used. */
  static async open(handlers: readonly AnyJobHandler[], options: RigOptions = {}): Promise<Rig> {
    const rig = new Rig(options.urls ?? (await ownUrls()), handlers, options);
    await until(() => rig.redis.status === 'ready');
    return rig;
  }

  #open(options: RedisOptions): Redis {
    const redis = new Redis(this.urls.redisUrl, { ...options, retryStrategy: () => 50 });
    redis.on('error', () => {});
    this.#connections.push(redis);
    return redis;
  }

  startWorker(workerId = `worker-${this.#workers.length + 1}`): JobWorker {
    const { lockMs = 2_000, stalledCheckMs = 500, times = {}, observer } = this.#options;
    const worker = new JobWorker({
      ...this,
      ...this.jobs,
      workerId,
      registry: jobRegistry(
        this.#handlers,
        this.#handlers.map(({ definition }) => definition),
      ),
      events: this.stream,
      ports: {} as Ports,
      queue: {
        connection: this.#open({ maxRetriesPerRequest: null }),
        prefix: this.urls.prefix,
        lockMs,
        stalledCheckMs,
      },
      log: this.#log,
      observer,
      times: { ...QUICK, ...times },
    });
    this.#workers.push(worker);
    worker.start();
    return worker;
  }

  /** A tenant nobody else uses. */
  async newTenant(): Promise<TenantDb> {
    const id = randomUUID();
    await this.asOwner('INSERT INTO "Tenant" ("id", "slug", "name") VALUES ($1, $2, $2)', [id, id]);
    return this.tenants.for(id);
  }

  /** Reads or writes past row security, as no part of the product can. */
  async asOwner<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#owner.query<Row>(sql, values);
    return rows;
  }

  /** Waits until a job is in one of the states. */
  async reach(db: TenantDb, jobId: string, ...states: Job['state'][]): Promise<Job> {
    let job: Job | null = null;
    await until(
      async () => {
        job = await db.job.findFirst({ where: { id: jobId } }).catch(() => null);
        return job !== null && states.includes(job.state);
      },
      () => `job ${jobId} to be ${states.join(' or ')}, it is ${JSON.stringify(job)}`,
    );
    return job as unknown as Job;
  }

  /** Every event of a topic, oldest first, once the outbox is empty. */
  async events(db: TenantDb, jobId: string, topic: Topic = jobTopic(jobId)): Promise<StreamEvent[]> {
    await until(async () => (await db.outboxEntry.count({ where: { target: topic } })) === 0);
    const read = await this.stream.read(db.$tenantId, topic, null, 50_000);
    return read.kind === 'entries' ? read.entries.map(({ event }) => event) : [];
  }

  /** The way a job took through its states, from its stream. */
  async statesOf(db: TenantDb, jobId: string): Promise<string[]> {
    const events = await this.events(db, jobId);
    return events.flatMap((event) => (event.type === 'JobStateChanged' ? [String(event.to)] : []));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
    await this.jobs[Symbol.asyncDispose]();
    await this.signals[Symbol.asyncDispose]();
    for (const connection of this.#connections) connection.disconnect();
    await this.#database[Symbol.asyncDispose]();
    await this.#owner.end();
  }
}

const PATIENCE_MS = 45_000;

/** Waits for a condition; fails with what was waited for. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: () => string = () => 'a condition',
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { type App, type AppOverrides, createApp } from './app.js';
import type { Config } from './config.js';
import { createMetricsServer } from './http/metrics-server.js';
import type { AnyJobHandler } from './jobs/define-job.js';
import { JOB_HANDLERS } from './jobs/handlers.js';
import { JobWorker } from './jobs/job-worker.js';
import { jobRegistry } from './jobs/registry.js';
import { refreshGauges } from './observability/gauges.js';
import { createLogger, flushed } from './observability/logger.js';
import { refusePowerfulRole } from './readiness.js';
import { VERSION } from './version.js';

export interface WorkerOverrides extends AppOverrides {
  readonly handlers?: readonly AnyJobHandler[];
}

export interface RunningWorker {
  readonly app: App;
  readonly jobs: JobWorker;
  readonly metricsPort: number;
  /** Takes no more jobs, finishes those it has or hands them back, then closes. */
  stop(): Promise<void>;
}

/**
 * Starts the process that works on jobs, delivers what others could not, and keeps the schedules.
 * @throws Error with one clear sentence when it cannot
 */
export async function startWorker(
  config: Config,
  log: Logger = createLogger(config.LOG_LEVEL, 'worker'),
  overrides: WorkerOverrides = {},
): Promise<RunningWorker> {
  const app = createApp(config, log, overrides, 'worker');
  try {
    await refusePowerfulRole(app);
    return await work(app, overrides.handlers ?? JOB_HANDLERS);
  } catch (error) {
    await app[Symbol.asyncDispose]();
    throw error;
  }
}

/** How much of the time for stopping jobs get to finish; the rest is for handing back what has not. */
const FINISHING_SHARE = 0.6;

async function work(app: App, handlers: readonly AnyJobHandler[]): Promise<RunningWorker> {
  const { config, log, metrics } = app;
  const jobs = new JobWorker({
    workerId: `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`,
    version: VERSION,
    registry: jobRegistry(handlers, app.definitions),
    tenants: app.tenants,
    finder: app.unscoped,
    events: app.streamLog,
    signals: app.signals,
    queues: app.jobs.queues,
    relay: app.jobs.relay,
    handOver: app.jobs.handOver,
    presence: app.presence,
    ports: app.ports,
    queue: {
      connection: app.openRedis('jobs', { maxRetriesPerRequest: null }),
      prefix: config.REDIS_PREFIX,
      lockMs: config.JOB_LOCK_SECONDS * 1_000,
      stalledCheckMs: config.JOB_STALLED_CHECK_SECONDS * 1_000,
    },
    log,
    observer: app.jobsObserver,
  });
  jobs.start();
  const metricsServer = createMetricsServer(metrics.registry, () => refreshGauges(app));
  metricsServer.listen(config.METRICS_PORT, config.METRICS_HOST);
  await once(metricsServer, 'listening');
  log.info({ metrics: metricsServer.address() }, 'ready');
  return {
    app,
    jobs,
    metricsPort: (metricsServer.address() as AddressInfo).port,
    async stop() {
      await jobs.close(config.SHUTDOWN_SECONDS * FINISHING_SHARE * 1_000);
      metricsServer.close();
      await app[Symbol.asyncDispose]();
      log.info('stopped');
      await flushed(log);
    },
  };
}

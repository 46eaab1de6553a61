import type { TenantDb } from '../../db/tenant.js';
import { within } from '../../within.js';
import { oldestWaiting } from './queue.sql.js';

export type HealthState = 'UP' | 'DEGRADED' | 'DOWN';

export const HEALTH_COMPONENTS = ['postgres', 'migrations', 'redis', 'live', 'outbox', 'worker', 'queues'] as const;

export interface ComponentHealth {
  readonly name: (typeof HEALTH_COMPONENTS)[number];
  readonly state: HealthState;
  /** How long the check took; null when nothing was asked. */
  readonly latencyMs: number | null;
  /** What is wrong, for people: no address, no text of a driver. Null when nothing is. */
  readonly message: string | null;
}

export interface SystemHealth {
  /** DOWN when a component is, DEGRADED when one is not at its best. */
  readonly state: HealthState;
  readonly components: readonly ComponentHealth[];
}

/** What the check asks besides the database. Each rejects, or does not answer, when the part does not work. */
export interface HealthProbes {
  pingRedis(): Promise<unknown>;
  /** Workers that have been heard of in the last seconds, and those that have not but should have been. */
  countWorkers(): Promise<{ readonly live: number; readonly lost: number }>;
  /** Sends a hint and waits until it comes back, as those of live streams do. */
  echoLive(): Promise<unknown>;
  countPendingMigrations(): Promise<number>;
  /** Kinds of jobs there are. */
  readonly kinds: readonly string[];
}

interface Finding {
  readonly state: HealthState;
  readonly message: string | null;
}

const PROBE_TIMEOUT_MS = 1_500;
const SLOW_MS = 500;
/** A message that waits longer means that no process delivers. */
const BACKLOG_MS = 5_000;
/** A job that waits longer, in a queue that is not paused, means that there are too few workers. */
const LONG_WAIT_MS = 5 * 60_000;
const FINE: Finding = { state: 'UP', message: null };

/** The state of everything a request or job depends on. Never throws and takes at most about two seconds. */
export async function readSystemHealth(db: TenantDb, probes: HealthProbes): Promise<SystemHealth> {
  const components = await Promise.all([
    check('postgres', 'The database does not answer.', async () => {
      await db.$queryRaw`SELECT 1`;
      return FINE;
    }),
    check('migrations', 'It cannot be told whether the database is up to date.', async () => {
      const pending = await probes.countPendingMigrations();
      return pending === 0 ? FINE : degraded(`${pending} migrations have not been applied.`);
    }),
    check('redis', 'Redis does not answer.', async () => {
      await probes.pingRedis();
      return FINE;
    }),
    check('live', 'Live streams get no hints and are read only every few seconds.', async () => {
      await probes.echoLive();
      return FINE;
    }),
    check('outbox', 'It cannot be told what waits to be delivered.', async () => {
      const ageMs = await outboxAgeMs(db);
      return ageMs <= BACKLOG_MS ? FINE : degraded(`Events have waited for ${seconds(ageMs)} to be delivered.`);
    }),
    check('worker', 'It cannot be told whether workers are alive.', () => workerHealth(probes)),
    check('queues', 'It cannot be told how long jobs wait.', async () => {
      const waiting = await longWaiting(db, probes.kinds);
      return waiting === 0 ? FINE : degraded(`Jobs of ${waiting} kinds have waited for more than five minutes.`);
    }),
  ]);
  return { state: worst(components.map(({ state }) => state)), components };
}

async function workerHealth(probes: HealthProbes): Promise<Finding> {
  const { live, lost } = await probes.countWorkers();
  if (live === 0) return { state: 'DOWN', message: 'No worker is alive: jobs are accepted and wait.' };
  return lost === 0 ? FINE : degraded(`${lost} of ${live + lost} workers have not been heard of.`);
}

/** Milliseconds the oldest undelivered message of the tenant has waited; jobs waiting for their turn do not count. */
async function outboxAgeMs(db: TenantDb): Promise<number> {
  const [row] = await db.$queryRaw<{ ageMs: number | null }[]>`
    SELECT (EXTRACT(EPOCH FROM now() - min("createdAt")) * 1000)::float8 AS "ageMs" FROM "OutboxEntry" WHERE "kind" <> 'JOB'`;
  return Math.max(0, row?.ageMs ?? 0);
}

/** Kinds that are not paused of which a job of the tenant has waited for long. */
async function longWaiting(db: TenantDb, kinds: readonly string[]): Promise<number> {
  const [oldest, pauses] = await Promise.all([oldestWaiting(db, kinds), db.queuePause.findMany()]);
  const paused = new Set(pauses.map(({ kind }) => kind));
  return oldest.filter(({ kind, ms }) => ms > LONG_WAIT_MS && !paused.has(kind)).length;
}

async function check(
  name: ComponentHealth['name'],
  whenDown: string,
  ask: () => Promise<Finding>,
): Promise<ComponentHealth> {
  const startedAt = performance.now();
  const answer = await within(PROBE_TIMEOUT_MS, ask()).catch((): Finding => ({ state: 'DOWN', message: whenDown }));
  const latencyMs = Math.round((performance.now() - startedAt) * 10) / 10;
  if (answer.state !== 'UP' || latencyMs <= SLOW_MS) return { name, ...answer, latencyMs };
  return { name, ...degraded('It answers slowly.'), latencyMs };
}

function degraded(message: string): Finding {
  return { state: 'DEGRADED', message };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} seconds`;
}

function worst(states: readonly HealthState[]): HealthState {
  if (states.includes('DOWN')) return 'DOWN';
  return states.includes('DEGRADED') ? 'DEGRADED' : 'UP';
}

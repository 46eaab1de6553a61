import type { TenantDb } from '../../db/tenant.js';

export type HealthState = 'UP' | 'DEGRADED' | 'DOWN';

export interface ComponentHealth {
  readonly name: 'postgres' | 'redis' | 'worker' | 'outbox';
  readonly state: HealthState;
  /** How long the check took; null when nothing was asked. */
  readonly latencyMs: number | null;
}

export interface SystemHealth {
  /** DOWN when a component is, DEGRADED when one is not at its best. */
  readonly state: HealthState;
  readonly components: readonly ComponentHealth[];
}

/** What the check asks besides the database. */
export interface HealthProbes {
  pingRedis(): Promise<unknown>;
  /** Workers that have been heard of in the last seconds. */
  countWorkers(): Promise<number>;
}

const PROBE_TIMEOUT_MS = 1_500;
const SLOW_MS = 500;
/** A message that waits longer means that no process delivers. */
const BACKLOG_MS = 5_000;

/** The state of everything a request or job depends on. Never throws and takes at most about two seconds. */
export async function readSystemHealth(db: TenantDb, probes: HealthProbes): Promise<SystemHealth> {
  const components = await Promise.all([
    check('postgres', () => db.$queryRaw`SELECT 1`),
    check('redis', () => probes.pingRedis()),
    check('worker', async () => ((await probes.countWorkers()) > 0 ? 'UP' : 'DOWN')),
    check('outbox', async () => ((await outboxAgeMs(db)) > BACKLOG_MS ? 'DEGRADED' : 'UP')),
  ]);
  return { state: worst(components.map(({ state }) => state)), components };
}

/** Milliseconds the oldest undelivered message of the tenant has waited; jobs waiting for their turn do not count. */
async function outboxAgeMs(db: TenantDb): Promise<number> {
  const [row] = await db.$queryRaw<{ ageMs: number | null }[]>`
    SELECT (EXTRACT(EPOCH FROM now() - min("createdAt")) * 1000)::float8 AS "ageMs" FROM "OutboxEntry" WHERE "kind" <> 'JOB'`;
  return Math.max(0, row?.ageMs ?? 0);
}

async function check(name: ComponentHealth['name'], ask: () => Promise<unknown>): Promise<ComponentHealth> {
  const startedAt = performance.now();
  const answer = await within(PROBE_TIMEOUT_MS, ask).catch(() => 'DOWN');
  const latencyMs = Math.round((performance.now() - startedAt) * 10) / 10;
  if (answer === 'DOWN' || answer === 'DEGRADED') return { name, state: answer, latencyMs };
  return { name, state: latencyMs > SLOW_MS ? 'DEGRADED' : 'UP', latencyMs };
}

function worst(states: readonly HealthState[]): HealthState {
  if (states.includes('DOWN')) return 'DOWN';
  return states.includes('DEGRADED') ? 'DEGRADED' : 'UP';
}

function within<T>(ms: number, ask: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), ms);
    ask()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

import type { PrismaClient } from '../generated/prisma/client.js';
import type { JobState } from '../generated/prisma/enums.js';

/** Unfinished jobs of one kind and state, over all tenants. */
export interface JobCount {
  readonly kind: string;
  readonly state: JobState;
  readonly count: number;
  /** Age of the oldest in seconds. */
  readonly oldestSeconds: number;
}

export interface BacklogFigure {
  readonly what: 'outbox_seconds' | 'outbox_messages' | 'dead_letters' | 'paused_queues';
  /** Kind of job, where it is told apart. */
  readonly kind: string | null;
  readonly value: number;
}

/** Fewer changes are as quickly read as they lie; more at once would make a transaction long. */
const FOLD_LEAST = 1_000;
const FOLD_MOST = 50_000;

/**
 * What the relay, recovery, schedules and metrics must know across tenants: only *which* tenants have work, and sums.
 * The functions behind it run as the owner of the tables; nothing else of another tenant can be reached through them.
 */
export class UnscopedOperations {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  /** Tenants with outbox messages that have been due for longer than this. */
  async outboxTenants(overdueMs: number): Promise<string[]> {
    const rows = await this.#prisma.$queryRaw<{ tenantId: string }[]>`
      SELECT t::text AS "tenantId" FROM operations_outbox_tenants(make_interval(secs => ${overdueMs / 1_000}::float8)) AS t`;
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Tenants with jobs that were given to a queue or worker of which nothing has been heard for so long. */
  async silentJobTenants(silentForMs: number): Promise<string[]> {
    const rows = await this.#prisma.$queryRaw<{ tenantId: string }[]>`
      SELECT t::text AS "tenantId" FROM operations_silent_job_tenants(make_interval(secs => ${silentForMs / 1_000}::float8)) AS t`;
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Tenants with schedules that are due. */
  async dueScheduleTenants(): Promise<string[]> {
    const rows = await this.#prisma.$queryRaw<{ tenantId: string }[]>`
      SELECT t::text AS "tenantId" FROM operations_due_schedule_tenants() AS t`;
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Tenants with cases whose timers ran out. */
  async dueTimerTenants(): Promise<string[]> {
    const rows = await this.#prisma.$queryRaw<{ tenantId: string }[]>`
      SELECT t::text AS "tenantId" FROM support_due_timer_tenants() AS t`;
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Ids of all tenants behind `after`, in order, so many at once. */
  async tenants(after: string | null, pageSize: number): Promise<string[]> {
    const rows = await this.#prisma.$queryRaw<{ tenantId: string }[]>`
      SELECT t::text AS "tenantId" FROM operations_tenants(${after}::uuid, ${pageSize}::int) AS t`;
    return rows.map(({ tenantId }) => tenantId);
  }

  /**
   * Adds changes of job counts to their sums once `least` have piled up. Any number of processes may call it.
   * @returns how many changes were folded
   */
  async foldJobDeltas(least = FOLD_LEAST): Promise<number> {
    const [row] = await this.#prisma.$queryRaw<{ folded: number }[]>`
      SELECT operations_fold_job_deltas(${least}::int, ${FOLD_MOST}::int) AS "folded"`;
    return row?.folded ?? 0;
  }

  /** How many tenants have jobs of each kind waiting or at work; kinds of which none has are left out. */
  async competingTenants(kinds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#prisma.$queryRaw<{ kind: string; tenants: number }[]>`
      SELECT "kind", "tenants" FROM operations_competing_tenants(${kinds}::text[])`;
    return new Map(rows.map(({ kind, tenants }) => [kind, tenants]));
  }

  /** What lies undelivered, has been given up or is paused, over all tenants, for metrics. */
  async backlog(): Promise<BacklogFigure[]> {
    return this.#prisma.$queryRaw<BacklogFigure[]>`SELECT "what", "kind", "value" FROM operations_backlog()`;
  }

  /** Unfinished jobs by kind and state, for metrics. */
  async jobCounts(): Promise<JobCount[]> {
    return this.#prisma.$queryRaw<JobCount[]>`
      SELECT "kind", "state", "count"::int AS "count", "oldestSeconds" FROM operations_job_counts()`;
  }
}

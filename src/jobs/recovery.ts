import type { Logger } from 'pino';
import type { TenantDb } from '../db/tenant.js';
import type { JobsObserver } from './observer.js';
import type { TenantDirectory, WorkFinder } from './ports.js';
import type { QueueEntry } from './queue-entry.js';
import type { JobQueues } from './queues.js';

export interface RecoveryParts {
  readonly tenants: TenantDirectory;
  readonly finder: WorkFinder;
  readonly queues: JobQueues;
  readonly observer: JobsObserver;
  readonly log: Logger;
}

/**
 * Gives jobs to the queue again that it has lost: those that were handed over, have not ended, have shown no sign of
 * life for `silentForMs`, and of which the queue knows nothing.
 * @returns whether the queues could be asked
 */
export async function recoverLostJobs(parts: RecoveryParts, silentForMs: number): Promise<boolean> {
  const { finder, queues, tenants, log } = parts;
  if (!queues.isReady) return false;
  for (const tenantId of await finder.silentJobTenants(silentForMs)) {
    await recoverTenant(parts, tenants.for(tenantId), silentForMs).catch((error: unknown) =>
      log.warn({ err: error, tenantId }, 'lost jobs could not be recovered'),
    );
  }
  return true;
}

async function recoverTenant(parts: RecoveryParts, db: TenantDb, silentForMs: number): Promise<void> {
  const { queues, observer, log } = parts;
  const rows = await db.$queryRaw<{ id: string; kind: string; handedOverAt: Date }[]>`
    SELECT "id"::text AS "id", "kind", "handedOverAt" FROM "Job"
    WHERE "handedOverAt" IS NOT NULL AND "finishedAt" IS NULL
      AND COALESCE("heartbeatAt", "handedOverAt") <= now() - make_interval(secs => ${silentForMs / 1_000}::float8)
    ORDER BY "handedOverAt"`;
  for (const kind of new Set(rows.map((row) => row.kind))) {
    const entries = rows
      .filter((row) => row.kind === kind)
      .map((row): QueueEntry => ({ tenantId: db.$tenantId, jobId: row.id, turn: row.handedOverAt.getTime() }));
    const lost = await queues.findLost(kind, entries);
    if (lost.length === 0) continue;
    await queues.add(kind, lost);
    observer.jobsRecovered(kind, lost.length);
    log.warn({ tenantId: db.$tenantId, kind, count: lost.length }, 'jobs the queue had lost were handed over again');
  }
}

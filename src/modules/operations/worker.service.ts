import type { TenantDb } from '../../db/tenant.js';

export type WorkerState = 'ACTIVE' | 'DRAINING' | 'LOST';

/** A worker process as any tenant may know it. */
export interface PresentWorkerRecord {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: string;
  readonly state: 'ACTIVE' | 'DRAINING';
  readonly concurrency: Readonly<Record<string, number>>;
  readonly memoryBytes: number;
  readonly lastHeartbeatAt: Date;
  readonly isLost: boolean;
}

/** Which worker processes there are. Rejects while Redis is away. */
export interface WorkerDirectory {
  list(): Promise<readonly PresentWorkerRecord[]>;
}

/** A worker as one tenant sees it. */
export interface WorkerView {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: Date;
  readonly lastHeartbeatAt: Date;
  readonly state: WorkerState;
  readonly kinds: readonly string[];
  /** Jobs it runs at once, all kinds together. */
  readonly concurrency: number;
  /** Jobs of this tenant it is at; those of others are nobody's business here. */
  readonly activeJobs: number;
  readonly memoryBytes: number;
}

/** The worker processes of the deployment, with the tenant's own jobs counted. Rejects while Redis is away. */
export async function listWorkers(db: TenantDb, directory: WorkerDirectory): Promise<WorkerView[]> {
  const [workers, counts] = await Promise.all([
    directory.list(),
    db.$queryRaw<{ workerId: string; count: number }[]>`
      SELECT "workerId", count(*)::int AS "count" FROM "JobAttempt" WHERE "finishedAt" IS NULL GROUP BY 1`,
  ]);
  return workers.map(({ concurrency, isLost, startedAt, ...worker }) => ({
    ...worker,
    startedAt: new Date(startedAt),
    state: isLost ? 'LOST' : worker.state,
    kinds: Object.keys(concurrency),
    concurrency: Object.values(concurrency).reduce((sum, count) => sum + count, 0),
    activeJobs: counts.find(({ workerId }) => workerId === worker.id)?.count ?? 0,
  }));
}

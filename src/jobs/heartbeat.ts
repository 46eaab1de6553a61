import type { TenantDb } from '../db/tenant.js';
import type { JobState } from '../generated/prisma/enums.js';
import { abortJob, type HeldJob, type HeldJobs } from './held-jobs.js';
import type { TenantDirectory } from './ports.js';

interface Beat {
  readonly id: string;
  readonly state: JobState;
  readonly attempt: number;
}

/**
 * Says of every job this process works on that it is alive, and learns what has become of it: a cancel whose signal
 * was lost, an attempt that another worker has taken over.
 * @throws when the jobs of some tenant could not be written; those of the others were
 */
export async function beat(tenants: TenantDirectory, held: HeldJobs): Promise<void> {
  const beats = [...held.begun()].map(([tenantId, jobs]) => beatTenant(tenants.for(tenantId), jobs));
  const failed = (await Promise.allSettled(beats)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function beatTenant(db: TenantDb, jobs: readonly HeldJob[]): Promise<void> {
  const mine = JSON.stringify(jobs.map(({ jobId, attempt }) => ({ id: jobId, attempt })));
  // A row that a transaction of the handler has locked is skipped: that transaction is a sign of life itself.
  const rows = await db.$queryRaw<Beat[]>`
    WITH mine AS (SELECT * FROM jsonb_to_recordset(${mine}::jsonb) AS m("id" uuid, "attempt" int)),
    free AS (
      SELECT j."id" FROM "Job" j JOIN mine m ON j."id" = m."id" AND j."attempt" = m."attempt"
      WHERE j."state" IN ('ACTIVE', 'CANCELLING') FOR NO KEY UPDATE OF j SKIP LOCKED
    ), beaten AS (UPDATE "Job" j SET "heartbeatAt" = now() FROM free WHERE j."id" = free."id")
    SELECT j."id"::text AS "id", j."state", j."attempt" FROM "Job" j JOIN mine m ON j."id" = m."id"`;
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const job of jobs) {
    const row = found.get(job.jobId);
    const isMine = row?.attempt === job.attempt && (row.state === 'ACTIVE' || row.state === 'CANCELLING');
    if (!isMine) abortJob(job, 'FENCED');
    else if (row.state === 'CANCELLING') abortJob(job, 'CANCELLED');
  }
}

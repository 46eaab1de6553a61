import type { TenantTx } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { handleJob, type JobRun } from '../../jobs/define-job.js';
import { PruneHistory } from './prune-history.job.js';
import {
  pruneAudit,
  pruneEvents,
  pruneFiles,
  pruneIdempotency,
  pruneJobs,
  pruneLogs,
  pruneSessions,
  pruneThroughput,
  wasLastBatch,
} from './prune-history.sql.js';

export const pruneHistory = handleJob({
  definition: PruneHistory,
  async run({ jobDays, logDays, idempotencyDays, sessionDays, eventDays, auditDays, fileDays }, run) {
    await run.progress({ stage: 'jobs', percent: 0 });
    const jobs = await inBatches(run, (tx) => pruneJobs(tx, jobDays));
    await run.progress({ stage: 'logs', percent: 15 });
    const logLines = await inBatches(run, (tx) => pruneLogs(tx, logDays));
    await run.progress({ stage: 'idempotency', percent: 30 });
    const idempotencyKeys = await inBatches(run, (tx) => pruneIdempotency(tx, idempotencyDays));
    await run.progress({ stage: 'sessions', percent: 45 });
    const sessions = await inBatches(run, (tx) => pruneSessions(tx, sessionDays));
    await run.progress({ stage: 'events', percent: 60 });
    const events = await inBatches(run, (tx) => pruneEvents(tx, eventDays));
    await run.progress({ stage: 'audit', percent: 80 });
    const auditEntries = await inBatches(run, (tx) => pruneAudit(tx, auditDays));
    const files = await inBatches(run, (tx) => pruneFiles(tx, fileDays));
    const throughputRows = await inBatches(run, pruneThroughput);
    return { jobs, logLines, idempotencyKeys, sessions, events, auditEntries, files, throughputRows };
  },
});

/** Short transactions, so that nobody waits long for a lock. */
async function inBatches(
  run: Pick<JobRun, 'db' | 'signal'>,
  prune: (tx: TenantTx) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    run.signal.throwIfAborted();
    const count = await transact(run.db, prune);
    total += count;
    if (wasLastBatch(count)) return total;
  }
}

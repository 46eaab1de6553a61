import type { TenantTx } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { handleJob, type JobRun } from '../../jobs/define-job.js';
import { PruneHistory } from './prune-history.job.js';
import {
  pruneAudit,
  pruneDeliveries,
  pruneEvents,
  pruneFiles,
  pruneIdempotency,
  pruneJobs,
  pruneLogs,
  pruneMails,
  pruneModelCalls,
  pruneModelTexts,
  pruneSessions,
  pruneThroughput,
  pruneTokens,
  wasLastBatch,
} from './prune-history.sql.js';

export const pruneHistory = handleJob({
  definition: PruneHistory,
  async run(keep, run) {
    await run.progress({ stage: 'jobs', percent: 0 });
    const jobs = await inBatches(run, (tx) => pruneJobs(tx, keep.jobDays));
    await run.progress({ stage: 'logs', percent: 15 });
    const logLines = await inBatches(run, (tx) => pruneLogs(tx, keep.logDays));
    await run.progress({ stage: 'idempotency', percent: 30 });
    const idempotencyKeys = await inBatches(run, (tx) => pruneIdempotency(tx, keep.idempotencyDays));
    await run.progress({ stage: 'sessions', percent: 40 });
    const sessions = await inBatches(run, (tx) => pruneSessions(tx, keep.sessionDays));
    await run.progress({ stage: 'mails', percent: 50 });
    const mails = await inBatches(run, (tx) => pruneMails(tx, keep.mailDays));
    await run.progress({ stage: 'tokens', percent: 55 });
    const tokens = await inBatches(run, (tx) => pruneTokens(tx, keep.tokenDays));
    await run.progress({ stage: 'events', percent: 60 });
    const events = await inBatches(run, (tx) => pruneEvents(tx, keep.eventDays));
    await run.progress({ stage: 'audit', percent: 80 });
    const auditEntries = await inBatches(run, (tx) => pruneAudit(tx, keep.auditDays));
    await run.progress({ stage: 'files', percent: 90 });
    const files = await inBatches(run, (tx) => pruneFiles(tx, keep.fileDays));
    await run.progress({ stage: 'deliveries', percent: 93 });
    const deliveries = await inBatches(run, (tx) => pruneDeliveries(tx, keep.deliveryDays));
    await run.progress({ stage: 'models', percent: 94 });
    const modelCalls = await inBatches(run, (tx) => pruneModelCalls(tx, keep.modelCallDays));
    const modelTexts = await inBatches(run, (tx) => pruneModelTexts(tx, keep.modelTextDays));
    await run.progress({ stage: 'counts', percent: 95 });
    const throughputRows = await inBatches(run, pruneThroughput);
    const forgotten = { jobs, logLines, idempotencyKeys, sessions, mails, tokens, events, auditEntries };
    return { ...forgotten, files, deliveries, throughputRows, modelCalls, modelTexts };
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

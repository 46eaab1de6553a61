import { transact } from '../../db/transaction.js';
import { handleJob } from '../../jobs/define-job.js';
import { withPatience } from '../../jobs/failures.js';
import { seeAs } from '../operations/bulk-action.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { BulkCases } from './bulk-cases.job.js';
import { actOnAllOrNone, actOnCases } from './bulk-cases.service.js';

/** Where an action and the pipelines of its cases wait for each other, PostgreSQL ends one of the two. */
const PATIENCE_MS = 10_000;

export const bulkCases = handleJob({
  definition: BulkCases,
  async run(payload, { db, jobId, signal, progress, log }) {
    for (;;) {
      signal.throwIfAborted();
      const { run, isLast } = await withPatience(PATIENCE_MS, () =>
        payload.errorPolicy === 'ALL_OR_NOTHING'
          ? actOnAllOrNone(db, jobId, payload)
          : transact(db, async (tx) => {
              await seeAs(tx, payload.rights);
              return actOnCases(tx, jobId, payload);
            }),
      );
      const { processed, done, skipped, matched, isStopped } = run;
      const percent = Math.min(99, Math.round((processed / Math.max(1, matched, processed)) * 100));
      await progress({ stage: 'acting', percent, counters: { processed, done, skipped } });
      if (!isLast) continue;
      if (isStopped) log.warn('A case refused, and that was to be the end.');
      return { processed, done, skipped };
    }
  },
  async apply(tx, result, { action, actor, requestId }, { jobId }) {
    const subject = { type: 'Job', id: jobId };
    const data = { action: action.kind, ...result };
    await recordEvent(tx, { kind: 'BULK_ACTION_FINISHED', subject, actor, requestId, data });
  },
});

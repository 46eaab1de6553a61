import { transact } from '../../db/transaction.js';
import { handleJob } from '../../jobs/define-job.js';
import { withPatience } from '../../jobs/failures.js';
import { BulkAction } from './bulk-action.job.js';
import { actOnBatch, type BulkRefusal, seeAs } from './bulk-action.service.js';
import { recordEvent } from './tenant-event.service.js';

/** Where an action and the workers of its jobs wait for each other, PostgreSQL ends one of the two. */
const PATIENCE_MS = 10_000;

export const bulkAction = handleJob({
  definition: BulkAction,
  async run({ target, before, actor, requestId, rights }, { db, jobId, signal, progress, log }) {
    for (;;) {
      signal.throwIfAborted();
      const { run, isLast } = await withPatience(PATIENCE_MS, () =>
        transact(db, async (tx) => {
          await seeAs(tx, rights);
          return actOnBatch(tx, jobId, target, new Date(before), { actor, requestId });
        }),
      );
      const { processed, done, skipped, matched } = run;
      const percent = Math.min(99, Math.round((processed / Math.max(1, matched, processed)) * 100));
      await progress({ stage: 'acting', percent, counters: { processed, done, skipped } });
      if (!isLast) continue;
      for (const { code, message, count } of run.refusals as unknown as BulkRefusal[]) {
        log.warn(`${count} × ${code}: ${message}`);
      }
      return { processed, done, skipped };
    }
  },
  async apply(tx, result, { target, actor, requestId }, { jobId }) {
    const data = { action: target.action, ...result };
    const subject = { type: 'Job', id: jobId };
    await recordEvent(tx, { kind: 'BULK_ACTION_FINISHED', subject, actor, requestId, data });
  },
});

import type { AnyJobHandler } from '../../src/jobs/define-job.js';
import { JOB_HANDLERS } from '../../src/jobs/handlers.js';
import { runProcess } from '../../src/run-process.js';
import { startWorker } from '../../src/worker.js';
import { EFFECTS } from './effects.js';

/*
 * The worker as it is shipped, except that every job also counts its effect in the transaction of its success: a
 * counter named after the job, which must end at exactly one.
 */

const journaled = (handler: AnyJobHandler): AnyJobHandler => ({
  ...handler,
  async apply(tx, result, payload, run) {
    await tx.$executeRaw`
      INSERT INTO "Counter" ("tenantId", "name", "value") VALUES (${tx.$tenantId}::uuid, ${EFFECTS + run.jobId}, 1)
      ON CONFLICT ("tenantId", "name") DO UPDATE SET "value" = "Counter"."value" + 1`;
    await handler.apply?.(tx, result, payload, run);
  },
});

await runProcess(
  'worker',
  async () => (config) => startWorker(config, undefined, { handlers: JOB_HANDLERS.map(journaled) }),
);

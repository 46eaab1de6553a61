import { z } from 'zod';
import { defineJob, handleJob } from '../../src/jobs/define-job.js';
import { recordEvent } from '../../src/modules/operations/tenant-event.service.js';

/*
 * Kinds for tests that kill things. Each effect adds one to a counter named after the job: 1 means exactly once.
 */

const shape = {
  description: 'A job of a test.',
  result: z.object({ jobId: z.uuid(), attempt: z.number() }),
  stages: ['working'],
  retry: { attempts: 3, backoffMs: 50 },
  timeoutMs: 60_000,
  concurrency: 4,
  tenantWindow: 20,
} as const;

/** Takes `ms` milliseconds. */
export const Steady = defineJob({ ...shape, kind: 'test.steady', payload: z.object({ ms: z.number() }) });
/** Ends the process that runs it: by leaving, by never coming back, by taking all its memory. */
export const Poison = defineJob({
  ...shape,
  kind: 'test.poison',
  payload: z.object({ by: z.enum(['EXIT', 'LOOP', 'MEMORY']) }),
  retry: { attempts: 2, backoffMs: 50 },
});
/** The same, tried once. */
export const Toxic = defineJob({ ...Poison, kind: 'test.toxic', retry: { attempts: 1, backoffMs: 50 } });
/** Must not be repeated when its worker is lost. */
export const Delicate = defineJob({ ...Steady, kind: 'test.delicate', ifInterrupted: 'GIVE_UP' });

/** Tells the tenant that it has happened. */
export const Telling = defineJob({ ...Steady, kind: 'test.telling' });

const countEffect: NonNullable<
  Parameters<typeof handleJob<{ ms: number }, { jobId: string; attempt: number }, string>>[0]['apply']
> = async (tx, { jobId }) => {
  await tx.$executeRaw`
      INSERT INTO "Counter" ("tenantId", "name", "value") VALUES (${tx.$tenantId}::uuid, ${jobId}, 1)
      ON CONFLICT ("tenantId", "name") DO UPDATE SET "value" = "Counter"."value" + 1`;
};

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

const steady = handleJob({
  definition: Steady,
  async run({ ms }, { jobId, attempt, signal, progress }) {
    await progress({ stage: 'working', percent: 10 });
    await pause(ms, signal);
    return { jobId, attempt };
  },
  apply: countEffect,
});
const delicate = handleJob({ ...steady, definition: Delicate });
export const telling = handleJob({
  ...steady,
  definition: Telling,
  async apply(tx) {
    await recordEvent(tx, { kind: 'SIGNED_IN', subject: null, actor: { kind: 'SYSTEM', id: null, label: 'job' } });
  },
});
const poison = handleJob({
  definition: Poison,
  async run({ by }) {
    if (by === 'EXIT') process.exit(7);
    const hoard: unknown[] = [];
    for (;;) if (by === 'MEMORY') hoard.push(Array.from({ length: 100_000 }, (_, n) => ({ n })));
  },
});
const toxic = handleJob({ ...poison, definition: Toxic });

export const CRASH_HANDLERS = [steady, poison, toxic, delicate];

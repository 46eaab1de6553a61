import { CronExpressionParser } from 'cron-parser';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidInput, NotFound } from '../../errors.js';
import type { Job, Prisma, Schedule } from '../../generated/prisma/client.js';
import type { AnyJobDefinition, JobDefinition } from '../../jobs/define-job.js';
import type { Actor } from './actor.js';
import { enqueueJob } from './job.service.js';
import { PruneHistory } from './prune-history.job.js';

export interface NewSchedule<Payload> {
  /** Names the schedule inside its tenant. */
  readonly key: string;
  readonly payload: Payload;
  /** Five fields, read in UTC. */
  readonly cron: string;
}

/** Who asks for the jobs of a schedule. */
const SCHEDULER: Actor = { kind: 'SYSTEM', id: null, label: 'schedule' };

/**
 * When a cron expression is due next after `after`, in UTC.
 * @throws InvalidInput when it is not a cron expression of five fields
 */
export function nextRun(cron: string, after: Date): Date {
  try {
    if (cron.trim().split(/\s+/).length !== 5) throw new Error('not five fields');
    return CronExpressionParser.parse(cron, { currentDate: after, tz: 'UTC' }).next().toDate();
  } catch {
    throw InvalidInput.at(['input', 'cron'], 'This is not a cron expression of five fields.');
  }
}

/** Adds a recurring job, or changes the one that has this key. */
export function putSchedule<Payload, Result, Stage extends string>(
  tx: Transaction,
  definition: JobDefinition<Payload, Result, Stage>,
  { key, payload, cron }: NewSchedule<Payload>,
): Promise<Schedule> {
  const kind = definition.kind;
  const nextRunAt = nextRun(cron, new Date());
  const checked = definition.payload.parse(payload) as Prisma.InputJsonValue;
  return tx.schedule.upsert({
    where: { tenantId_key: { tenantId: tx.$tenantId, key } },
    create: { tenantId: tx.$tenantId, key, kind, payload: checked, cron, nextRunAt },
    update: { kind, payload: checked, cron, nextRunAt },
  });
}

/** The recurring jobs every tenant has. */
export async function createDefaultSchedules(tx: Transaction): Promise<void> {
  const payload = PruneHistory.payload.parse({});
  await putSchedule(tx, PruneHistory, { key: PruneHistory.kind, payload, cron: '17 3 * * *' });
}

/**
 * Pauses or resumes a schedule; runs missed while it was paused stay missed.
 * @throws NotFound when the tenant has no such schedule
 */
export function setSchedulePaused(db: TenantDb, scheduleId: string, isPaused: boolean): Promise<Schedule> {
  return transact(db, async (tx) => {
    const schedule = await tx.schedule.findFirst({ where: { id: scheduleId } });
    if (!schedule) throw new NotFound('The schedule', ['input', 'id']);
    return tx.schedule.update({
      where: { id: scheduleId },
      data: { isPaused, nextRunAt: nextRun(schedule.cron, new Date()) },
    });
  });
}

/**
 * Enqueues what is due in one tenant and moves each schedule to its next time. Several workers may call it at once:
 * a schedule is claimed by one. A run that finds the job of the last one unfinished joins it; missed runs are not made up.
 * @returns the jobs and the kinds nobody has a definition for
 */
export function runDueSchedules(
  db: TenantDb,
  definitions: readonly AnyJobDefinition[],
): Promise<{ readonly jobs: Job[]; readonly unknownKinds: string[] }> {
  return transact(db, async (tx) => {
    const due = await tx.$queryRaw<Schedule[]>`
      SELECT * FROM "Schedule" WHERE NOT "isPaused" AND "nextRunAt" <= now() ORDER BY "nextRunAt" FOR UPDATE SKIP LOCKED`;
    const jobs: Job[] = [];
    const unknownKinds: string[] = [];
    for (const schedule of due) {
      const definition = definitions.find(({ kind }) => kind === schedule.kind);
      if (!definition) unknownKinds.push(schedule.kind);
      const job = definition && (await enqueueJob(tx, definition, schedule.payload, scheduled(schedule)));
      if (job) jobs.push(job);
      const lastRun = job ? { lastRunAt: new Date(), lastJobId: job.id } : {};
      const nextRunAt = nextRun(schedule.cron, new Date());
      await tx.schedule.update({ where: { id: schedule.id }, data: { nextRunAt, ...lastRun } });
    }
    return { jobs, unknownKinds };
  });
}

function scheduled({ id, key }: Schedule) {
  return { requestedBy: SCHEDULER, subject: { type: 'Schedule', id }, dedupeKey: `schedule:${key}` };
}

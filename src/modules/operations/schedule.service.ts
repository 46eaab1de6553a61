import { CronExpressionParser } from 'cron-parser';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { Conflict, InvalidInput, InvalidState, NotFound } from '../../errors.js';
import type { ExpectedVersion } from '../../expected-version.js';
import type { Job, Prisma, Schedule } from '../../generated/prisma/client.js';
import type { AnyJobDefinition, JobDefinition } from '../../jobs/define-job.js';
import type { Actor, Cause } from './actor.js';
import { enqueueJob } from './job.service.js';
import { PruneHistory } from './prune-history.job.js';
import { recordEvent } from './tenant-event.service.js';

export interface NewSchedule<Payload> {
  /** Names the schedule inside its tenant. */
  readonly key: string;
  readonly payload: Payload;
  /** Five fields, read in UTC. */
  readonly cron: string;
}

/** Who asks for the jobs of a schedule. */
const SCHEDULER: Actor = { kind: 'SYSTEM', id: null, label: 'schedule' };

const FIELDS = ['minute', 'hour', 'day of the month', 'month', 'day of the week'] as const;

/**
 * When a cron expression is due next after `after`, by the clock of `timeZone`.
 * @throws InvalidInput when it is not a cron expression of five fields, says which; or when there is no such zone
 */
export function nextRun(cron: string, after: Date, timeZone = 'UTC'): Date {
  return nextRuns(cron, after, timeZone, 1)[0] as Date;
}

/** The next `count` times a cron expression is due. @throws InvalidInput as `nextRun` does */
export function nextRuns(cron: string, after: Date, timeZone: string, count: number): Date[] {
  if (!isTimeZone(timeZone)) {
    throw InvalidInput.at(['input', 'timeZone'], 'This is not a time zone, such as UTC or Europe/Berlin.');
  }
  const parts = cron.trim().split(/\s+/);
  if (parts.length !== 5) {
    const said = `This is not a cron expression of five fields (${FIELDS.join(', ')}): it has ${parts.length}.`;
    throw InvalidInput.at(['input', 'cron'], said);
  }
  try {
    return CronExpressionParser.parse(cron, { currentDate: after, tz: timeZone })
      .take(count)
      .map((date) => date.toDate());
  } catch {
    throw InvalidInput.at(['input', 'cron'], `This is not a cron expression of five fields: ${faultOf(parts)}.`);
  }
}

/** Which field is at fault: the one that alone, among stars, cannot be read. */
function faultOf(parts: readonly string[]): string {
  const index = parts.findIndex((part, at) => {
    try {
      CronExpressionParser.parse(FIELDS.map((_, other) => (other === at ? part : '*')).join(' '));
      return false;
    } catch {
      return true;
    }
  });
  return index < 0 ? 'no day fits it' : `the ${FIELDS[index]} cannot be read`;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Adds a recurring job, or changes what the one of this key does; when it runs stays as the tenant has it. */
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
    update: { kind, payload: checked, version: { increment: 1 } },
  });
}

/** The recurring jobs every tenant has. */
export async function createDefaultSchedules(tx: Transaction): Promise<void> {
  const payload = PruneHistory.payload.parse({});
  await putSchedule(tx, PruneHistory, { key: PruneHistory.kind, payload, cron: '17 3 * * *' });
}

/** What is to be different; what is left out stays. */
export interface ScheduleChange extends ExpectedVersion {
  readonly isPaused?: boolean | null | undefined;
  readonly cron?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
}

/**
 * Pauses, resumes or moves a schedule; runs missed while it was paused stay missed.
 * @throws NotFound, Conflict, InvalidInput when cron or time zone cannot be used
 */
export function changeSchedule(
  db: TenantDb,
  scheduleId: string,
  change: ScheduleChange,
  cause: Cause,
): Promise<Schedule> {
  return transact(db, async (tx) => {
    const schedule = await requireSchedule(tx, scheduleId);
    const isPaused = change.isPaused ?? schedule.isPaused;
    const cron = change.cron?.trim() ?? schedule.cron;
    const timeZone = change.timeZone ?? schedule.timeZone;
    const nextRunAt = nextRun(cron, new Date(), timeZone);
    const data = { isPaused, cron, timeZone };
    const [changed] = await tx.schedule.updateManyAndReturn({
      where: { id: scheduleId, version: change.expectedVersion ?? schedule.version },
      data: { ...data, nextRunAt, version: { increment: 1 } },
    });
    if (!changed) {
      throw new Conflict('The schedule has changed since.', { schedule: await requireSchedule(tx, scheduleId) });
    }
    await recordEvent(tx, {
      kind: 'SCHEDULE_UPDATED',
      subject: { type: 'Schedule', id: scheduleId },
      ...cause,
      data: { key: schedule.key, ...data },
    });
    return changed;
  });
}

/**
 * Runs a schedule out of turn, also a paused one; its next time stays. While its last job is unfinished, that is the
 * answer.
 * @throws NotFound; InvalidState when its project is archived, or its kind of job or its payload is not known to this
 * release
 */
export function runScheduleNow(
  db: TenantDb,
  scheduleId: string,
  definitions: readonly AnyJobDefinition[],
  { actor, requestId }: Cause,
): Promise<{ readonly schedule: Schedule; readonly job: Job }> {
  return transact(db, async (tx) => {
    const schedule = await requireSchedule(tx, scheduleId);
    const [archived] = await archivedAmong(tx, [schedule]);
    if (archived) throw new InvalidState('Its project is archived.');
    const runnable = runnableOf(schedule, definitions);
    if (!runnable) throw new InvalidState('This release does not know how to run it.');
    const options = { ...scheduled(schedule), requestedBy: actor, requestId };
    const job = await enqueueJob(tx, runnable.definition, runnable.payload, options);
    const subject = { type: 'Schedule', id: scheduleId };
    const data = { key: schedule.key, jobId: job.id };
    await recordEvent(tx, { kind: 'SCHEDULE_RUN_NOW', subject, actor, requestId, data });
    const updated = await tx.schedule.update({
      where: { id: scheduleId },
      data: { lastRunAt: new Date(), lastJobId: job.id },
    });
    return { schedule: updated, job };
  });
}

async function requireSchedule(tx: Transaction, id: string): Promise<Schedule> {
  const schedule = await tx.schedule.findFirst({ where: { id } });
  if (!schedule) throw new NotFound('The schedule', ['input', 'id']);
  return schedule;
}

/** What a schedule starts, if this release knows the kind and can read the payload. */
function runnableOf({ kind, payload }: Schedule, definitions: readonly AnyJobDefinition[]) {
  const definition = definitions.find((known) => known.kind === kind);
  const parsed = definition?.payload.safeParse(payload);
  return definition && parsed?.success ? { definition, payload: parsed.data } : undefined;
}

/**
 * Enqueues what is due in one tenant and moves each schedule to its next time. Several workers may call it at once:
 * a schedule is claimed by one. A run that finds the job of the last one unfinished joins it. However many runs were
 * missed while no worker was there, one is made up; then it goes on by the clock. The schedules of an archived project
 * move on without a job: once it is restored, they go on by the clock, too.
 * @returns the jobs, and the kinds that are not known or whose payload cannot be read
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
    const archived = await archivedAmong(tx, due);
    for (const schedule of due) {
      const isHeld = archived.includes(schedule.projectId ?? '');
      const runnable = isHeld ? undefined : runnableOf(schedule, definitions);
      if (!runnable && !isHeld) unknownKinds.push(schedule.kind);
      const job = runnable && (await enqueueJob(tx, runnable.definition, runnable.payload, scheduled(schedule)));
      if (job) jobs.push(job);
      const lastRun = job ? { lastRunAt: new Date(), lastJobId: job.id } : {};
      const nextRunAt = nextRun(schedule.cron, new Date(), schedule.timeZone);
      await tx.schedule.update({ where: { id: schedule.id }, data: { nextRunAt, ...lastRun } });
    }
    return { jobs, unknownKinds };
  });
}

/** Those of the schedules' projects that are archived. */
export async function archivedAmong(
  db: Pick<TenantDb, 'project'>,
  schedules: readonly Pick<Schedule, 'projectId'>[],
): Promise<string[]> {
  const ids = [...new Set(schedules.flatMap(({ projectId }) => projectId ?? []))];
  if (ids.length === 0) return [];
  const where = { id: { in: ids }, archivedAt: { not: null } };
  return (await db.project.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

function scheduled({ id, key }: Schedule) {
  return { requestedBy: SCHEDULER, subject: { type: 'Schedule', id }, dedupeKey: `schedule:${key}` };
}

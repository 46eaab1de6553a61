import DataLoader from 'dataloader';
import { z } from 'zod';
import type { Job as JobRow, Schedule as ScheduleRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { loaderOf } from '../../graphql/loaders.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { JOB_DEFINITIONS } from '../../jobs/definitions.js';
import { Job } from './job.type.js';
import { archivedAmong, changeSchedule, nextRuns, runScheduleNow } from './schedule.service.js';

const MAX_RUNS = 50;

/** Jobs by id, all that an operation asks for at once. */
const jobsById = loaderOf(
  ({ db }) =>
    new DataLoader<string, JobRow | null>(async (ids) => {
      const rows = await db.job.findMany({ where: { id: { in: [...ids] } } });
      return ids.map((id) => rows.find((row) => row.id === id) ?? null);
    }),
);

/** Whether projects are archived, by their ids. */
const archivedProjects = loaderOf(
  ({ db }) =>
    new DataLoader<string, boolean>(async (ids) => {
      const archived = await archivedAmong(
        db,
        ids.map((projectId) => ({ projectId })),
      );
      return ids.map((id) => archived.includes(id));
    }),
);

const ScheduleRun = builder.objectRef<{ readonly at: Date }>('ScheduleRun').implement({
  description: 'A time at which a recurring job is due.',
  authScopes: { can: 'job:read' },
  fields: (t) => ({ at: t.expose('at', { type: 'DateTime', description: 'When.' }) }),
});

const Schedule = builder.prismaNode('Schedule', {
  description: 'A recurring job.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'job:read' },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its name; unique in the tenant.' }),
    kind: t.exposeString('kind', { description: 'The kind of job it starts.' }),
    cron: t.exposeString('cron', { description: 'When it runs: five cron fields, read in `timeZone`.' }),
    timeZone: t.exposeString('timeZone', { description: 'By whose clock it runs.' }),
    nextRuns: t.field({
      type: [ScheduleRun],
      description: 'The next times it is due, paused, held or not.',
      select: { cron: true, timeZone: true },
      args: {
        first: t.arg.int({
          defaultValue: 5,
          validate: { schema: z.number().int().min(1).max(MAX_RUNS) },
          description: `How many; ${MAX_RUNS} at most.`,
        }),
      },
      resolve: ({ cron, timeZone }, { first }) => nextRuns(cron, new Date(), timeZone, first).map((at) => ({ at })),
    }),
    version: t.exposeInt('version', { description: 'Grows with every change by people.' }),
    lastJob: t.field({
      type: Job,
      nullable: true,
      description: 'The job it started last; null before the first, or when that is forgotten.',
      select: { lastJobId: true },
      resolve: ({ lastJobId }, _args, context) => (lastJobId ? jobsById(context).load(lastJobId) : null),
    }),
    isPaused: t.exposeBoolean('isPaused', { description: 'Whether it waits to be resumed.' }),
    isHeld: t.boolean({
      description:
        'Whether it stands still because its project is archived. Once that is restored, it goes on by the clock; runs missed meanwhile stay missed.',
      select: { projectId: true },
      resolve: ({ projectId }, _args, context) =>
        projectId === null ? false : archivedProjects(context).load(projectId),
    }),
    nextRunAt: t.expose('nextRunAt', { type: 'DateTime', description: 'When it is due next, held or not.' }),
    lastRunAt: t.expose('lastRunAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ran last; null: never.',
    }),
  }),
});

builder.queryField('schedules', (t) =>
  t.prismaConnection(
    {
      type: Schedule,
      cursor: 'id',
      description: 'The recurring jobs of the tenant, by key.',
      authScopes: { can: 'job:read' },
      totalCount: (_connection, _args, { db }) => db.schedule.count(),
      resolve: (query, _root, _args, { db }) => db.schedule.findMany({ ...query, orderBy: { key: 'asc' } }),
    },
    { name: 'ScheduleConnection' },
    { name: 'ScheduleEdge' },
  ),
);

const ScheduleUpdateInput = builder.inputType('ScheduleUpdateInput', {
  description: 'Which recurring job, and what is to be different. What is left out stays.',
  fields: (t) => ({
    id: t.globalID({ for: Schedule, description: 'The schedule.' }),
    isPaused: t.boolean({
      required: false,
      description: 'True to pause it, false to resume it. Runs missed meanwhile stay missed.',
    }),
    cron: t.string({
      required: false,
      validate: { schema: z.string().max(200) },
      description: 'When it runs: minute, hour, day of the month, month, day of the week.',
    }),
    timeZone: t.string({
      required: false,
      validate: { schema: z.string().max(100) },
      description: 'By whose clock, for example UTC or Europe/Berlin.',
    }),
    expectedVersion: t.int(expectedVersion('schedule')),
  }),
});

builder.mutationField('scheduleUpdate', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: payloadType<{ readonly schedule: ScheduleRow }>('ScheduleUpdatePayload', (p) => ({
      schedule: p.expose('schedule', { type: Schedule, nullable: true, description: 'The schedule as it is now.' }),
    })),
    description: 'Pauses or resumes a recurring job, or changes when it runs.',
    args: { input: t.arg({ type: ScheduleUpdateInput, description: 'Which one, and how.' }) },
    resolve: async (_root, { input: { id, ...change } }, context) => ({
      schedule: await changeSchedule(context.db, id.id, change, causeOf(context)),
    }),
  }),
);

const ScheduleRunNowInput = builder.inputType('ScheduleRunNowInput', {
  description: 'Which recurring job to run.',
  fields: (t) => ({ id: t.globalID({ for: Schedule, description: 'The schedule.' }) }),
});

builder.mutationField('scheduleRunNow', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: payloadType<{ readonly schedule: ScheduleRow; readonly job: JobRow }>('ScheduleRunNowPayload', (p) => ({
      schedule: p.expose('schedule', { type: Schedule, nullable: true, description: 'The schedule as it is now.' }),
      job: p.expose('job', {
        type: Job,
        nullable: true,
        description: 'The job it started, or the last one if that has not ended.',
      }),
    })),
    description:
      'Runs a recurring job out of turn, also a paused one, but none of an archived project. Its next time stays as it is.',
    args: { input: t.arg({ type: ScheduleRunNowInput, description: 'Which one.' }) },
    resolve: (_root, { input }, context) => runScheduleNow(context.db, input.id.id, JOB_DEFINITIONS, causeOf(context)),
  }),
);

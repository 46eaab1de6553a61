import type { Schedule as ScheduleRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { payloadType } from '../../graphql/payload.js';
import { setSchedulePaused } from './schedule.service.js';

const Schedule = builder.prismaNode('Schedule', {
  description: 'A recurring job.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'job:read' },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its name; unique in the tenant.' }),
    kind: t.exposeString('kind', { description: 'The kind of job it starts.' }),
    cron: t.exposeString('cron', { description: 'When it runs: five cron fields, read in UTC.' }),
    isPaused: t.exposeBoolean('isPaused', { description: 'Whether it waits to be resumed.' }),
    nextRunAt: t.expose('nextRunAt', { type: 'DateTime', description: 'When it runs next.' }),
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
  description: 'Which recurring job, and whether it pauses.',
  fields: (t) => ({
    id: t.globalID({ for: Schedule, description: 'The schedule.' }),
    isPaused: t.boolean({ description: 'True to pause it, false to resume it. Runs missed meanwhile stay missed.' }),
  }),
});

builder.mutationField('scheduleUpdate', (t) =>
  t.withAuth({ can: 'job:write' }).field({
    type: payloadType<{ readonly schedule: ScheduleRow }>('ScheduleUpdatePayload', (p) => ({
      schedule: p.expose('schedule', { type: Schedule, nullable: true, description: 'The schedule as it is now.' }),
    })),
    description: 'Pauses or resumes a recurring job.',
    args: { input: t.arg({ type: ScheduleUpdateInput, description: 'Which one, and how.' }) },
    resolve: async (_root, { input }, { db }) => ({
      schedule: await setSchedulePaused(db, input.id.id, input.isPaused),
    }),
  }),
);

import type { Prisma } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, IDFilter, matching, OrderDirection, StringFilter, within } from '../../graphql/filters.js';
import { Job, JobState } from './job.type.js';

const JobStateFilter = builder.inputType('JobStateFilter', {
  description: 'States of a job.',
  fields: (t) => ({
    eq: t.field({ type: JobState, required: false, description: 'In this state.' }),
    in: t.field({ type: [JobState], required: false, description: 'In one of these states.' }),
  }),
});

const JobFilter = builder.inputType('JobFilter', {
  description: 'Which jobs. Conditions are joined by AND.',
  fields: (t) => ({
    kind: t.field({ type: StringFilter, required: false, description: 'Of these kinds.' }),
    state: t.field({ type: JobStateFilter, required: false, description: 'In these states.' }),
    queuedAt: t.field({ type: DateTimeFilter, required: false, description: 'Asked for in this span.' }),
    parent: t.field({ type: IDFilter, required: false, description: 'Parts of these jobs.' }),
  }),
});

const JobOrderField = builder.enumType('JobOrderField', {
  description: 'What jobs are sorted by.',
  values: { QUEUED_AT: { value: 'queuedAt', description: 'When they were asked for.' } } as const,
});

const JobOrder = builder.inputType('JobOrder', {
  description: 'How jobs are sorted.',
  fields: (t) => ({
    field: t.field({ type: JobOrderField, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, description: 'Which way.' }),
  }),
});

builder.queryField('job', (t) =>
  t.prismaField({
    type: Job,
    nullable: true,
    description: 'A job by id; null when it does not exist or is not yours to see.',
    authScopes: { can: 'job:read' },
    args: { id: t.arg.globalID({ for: Job, description: 'The job.' }) },
    resolve: (query, _root, { id }, { db }) => db.job.findFirst({ ...query, where: { id: id.id } }),
  }),
);

builder.queryField('jobs', (t) =>
  t.prismaConnection(
    {
      type: Job,
      cursor: 'id',
      description: 'The jobs of the tenant, newest first unless asked otherwise.',
      authScopes: { can: 'job:read' },
      args: {
        filter: t.arg({ type: JobFilter, required: false, description: 'Which jobs; all by default.' }),
        orderBy: t.arg({ type: JobOrder, required: false, description: 'How they are sorted.' }),
      },
      totalCount: (_connection, { filter }, { db }) => db.job.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter, orderBy }, { db }) => {
        const direction = orderBy?.direction ?? 'desc';
        return db.job.findMany({
          ...query,
          where: conditions(filter),
          orderBy: [{ queuedAt: direction }, { id: direction }],
        });
      },
    },
    { name: 'JobConnection' },
    { name: 'JobEdge' },
  ),
);

function conditions(filter: typeof JobFilter.$inferInput | null | undefined): Prisma.JobWhereInput {
  if (!filter) return {};
  const parent = filter.parent;
  return {
    kind: matching(filter.kind),
    state: matching(filter.state),
    queuedAt: within(filter.queuedAt),
    parentId: parent ? matching({ eq: parent.eq?.id, in: parent.in?.map(({ id }) => id) }) : undefined,
  };
}

import { builder } from '../../graphql/builder.js';
import { ofProject } from './job.service.js';
import { Job } from './job.type.js';
import { criteriaOf, JobFilter, JobOrder } from './job-filter.type.js';
import { countJobs, findJobIds } from './job-page.sql.js';

/** A total beyond this tells an operator nothing that is worth counting for. */
const COUNTED_AT_MOST = 10_000;

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
      description: `The jobs of the tenant, newest first unless asked otherwise. \`totalCount\` stops counting at ${COUNTED_AT_MOST}.`,
      authScopes: { can: 'job:read' },
      args: {
        filter: t.arg({ type: JobFilter, required: false, description: 'Which jobs; all by default.' }),
        orderBy: t.arg({ type: JobOrder, required: false, description: 'How they are sorted.' }),
      },
      totalCount: (_connection, { filter }, { db }) =>
        countJobs(db, { ...criteriaOf(filter), ...ofProject(db) }, COUNTED_AT_MOST),
      resolve: async ({ take, skip: _one, cursor, ...selection }, _root, { filter, orderBy }, { db }) => {
        const direction = orderBy?.direction ?? 'desc';
        const isBackwards = take < 0;
        const ids = await findJobIds(
          db,
          { ...criteriaOf(filter), ...ofProject(db) },
          {
            orderBy: orderBy?.field ?? 'queuedAt',
            direction: isBackwards === (direction === 'desc') ? 'asc' : 'desc',
            behind: cursor?.id,
            size: Math.abs(take),
          },
        );
        const rows = await db.job.findMany({ ...selection, where: { id: { in: ids } } });
        const byId = new Map(rows.map((row) => [row.id, row]));
        const page = ids.flatMap((id) => byId.get(id) ?? []);
        return isBackwards ? page.reverse() : page;
      },
    },
    { name: 'JobConnection' },
    { name: 'JobEdge' },
  ),
);

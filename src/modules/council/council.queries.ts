import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, enumFilter, IDFilter, within } from '../../graphql/filters.js';
import { Council } from './council.type.js';
import { CouncilStateEnum } from './council-enums.type.js';

const CouncilStateFilter = enumFilter(CouncilStateEnum, 'CouncilStateFilter', {
  description: 'States of a council.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

const CouncilFilter = builder.inputType('CouncilFilter', {
  description: 'Which councils. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: CouncilStateFilter, required: false, description: 'In these states.' }),
    projectId: t.field({ type: IDFilter, required: false, description: 'Of these projects.' }),
    createdAt: t.field({ type: DateTimeFilter, required: false, description: 'Asked in this span.' }),
  }),
});

builder.queryField('councils', (t) =>
  t.prismaConnection(
    {
      type: Council,
      cursor: 'id',
      description: 'The councils, newest first.',
      authScopes: { can: 'council:read' },
      args: { filter: t.arg({ type: CouncilFilter, required: false, description: 'Which ones; all by default.' }) },
      totalCount: (_connection, { filter }, { db }) => db.council.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter }, { db }) =>
        db.council.findMany({ ...query, where: conditions(filter), orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
    },
    { name: 'CouncilConnection' },
    { name: 'CouncilEdge' },
  ),
);

function conditions(filter: typeof CouncilFilter.$inferInput | null | undefined): Prisma.CouncilWhereInput {
  if (!filter) return {};
  const { state, projectId, createdAt } = filter;
  return { state: among(valuesOf(state)), projectId: among(idsOf(projectId)), createdAt: within(createdAt) };
}

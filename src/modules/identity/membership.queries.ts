import { z } from 'zod';
import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { enumFilter, IDFilter } from '../../graphql/filters.js';
import { MemberRole, Membership } from './membership.type.js';

const MemberRoleFilter = enumFilter(MemberRole, 'MemberRoleFilter', {
  description: 'Roles of a member.',
  eq: 'With this role.',
  in: 'With one of these roles.',
});

const MembershipFilter = builder.inputType('MembershipFilter', {
  description: 'Which members. Conditions are joined by AND.',
  fields: (t) => ({
    role: t.field({ type: MemberRoleFilter, required: false, description: 'With these roles.' }),
    projectId: t.field({ type: IDFilter, required: false, description: 'Who are members of these projects.' }),
    search: t.string({
      required: false,
      validate: { schema: z.string().trim().max(100) },
      description: 'Whose name or e-mail address contains this, whatever its case.',
    }),
  }),
});

builder.queryField('memberships', (t) =>
  t.prismaConnection(
    {
      type: Membership,
      cursor: 'id',
      description: 'The members of the tenant, those who have been there longest first.',
      authScopes: { can: 'member:read' },
      args: {
        filter: t.arg({ type: MembershipFilter, required: false, description: 'Which members; all by default.' }),
      },
      totalCount: (_connection, { filter }, { db }) => db.membership.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter }, { db }) =>
        db.membership.findMany({
          ...query,
          where: conditions(filter),
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
    },
    { name: 'MembershipConnection' },
    { name: 'MembershipEdge' },
  ),
);

function conditions(filter: typeof MembershipFilter.$inferInput | null | undefined): Prisma.MembershipWhereInput {
  if (!filter) return {};
  const text = filter.search?.trim();
  const contains = { contains: text ?? '', mode: 'insensitive' } as const;
  const project = among(idsOf(filter.projectId));
  return {
    role: among(valuesOf(filter.role)),
    ...(project ? { projects: { some: { projectId: project } } } : {}),
    ...(text ? { user: { OR: [{ name: contains }, { email: contains }] } } : {}),
  };
}

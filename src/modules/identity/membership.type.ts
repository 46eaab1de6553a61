import type { User as UserRow } from '../../generated/prisma/client.js';
import { MemberRole as MemberRoles } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { VERSION } from '../../graphql/versions.js';
import { User } from './tenant.type.js';
import { usersById } from './users-by-id.js';

export const MemberRole = builder.enumType('MemberRole', {
  description: 'What a person is in a tenant.',
  values: {
    [MemberRoles.OWNER]: { description: 'May do everything; a tenant always has one.' },
    [MemberRoles.ADMIN]: { description: 'Runs the tenant: projects, keys, members.' },
    [MemberRoles.OPERATOR]: { description: 'Works on cases and jobs.' },
    [MemberRoles.EMPLOYEE]: { description: 'Works in the field; sees, and changes what is theirs.' },
    [MemberRoles.VIEWER]: { description: 'Sees, and changes nothing.' },
  } as const,
});

export const Membership = builder.prismaNode('Membership', {
  description: 'A person in the tenant, with one role.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'member:read' },
  select: { id: true, userId: true },
  fields: (t) => ({
    // No relation: a membership that has just ended still names its person, who cannot be looked up any more.
    user: t.field({
      type: User,
      description: 'The person.',
      resolve: async (row, _args, context) => {
        const user = (row as { readonly user?: UserRow }).user ?? (await usersById(context).load(row.userId));
        if (!user) throw new Error('A member has no person');
        return user;
      },
    }),
    role: t.expose('role', { type: MemberRole, description: 'What they are here.' }),
    version: t.exposeInt('version', VERSION),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they joined.' }),
  }),
});

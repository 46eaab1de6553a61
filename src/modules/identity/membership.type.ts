import DataLoader from 'dataloader';
import type { User as UserRow } from '../../generated/prisma/client.js';
import { MemberRole as MemberRoles } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import type { Context } from '../../graphql/context.js';
import { User } from './tenant.type.js';

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
      resolve: (row, _args, context) => (row as { readonly user?: UserRow }).user ?? usersOf(context).load(row.userId),
    }),
    role: t.expose('role', { type: MemberRole, description: 'What they are here.' }),
    version: t.exposeInt('version', { description: 'Grows with every change; send it back as `expectedVersion`.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they joined.' }),
  }),
});

const LOADERS = new WeakMap<Context, DataLoader<string, UserRow>>();

function usersOf(context: Context): DataLoader<string, UserRow> {
  const known = LOADERS.get(context);
  const loader =
    known ??
    new DataLoader<string, UserRow>(async (ids) => {
      const users = await context.db.user.findMany({ where: { id: { in: [...ids] } } });
      return ids.map((id) => users.find((user) => user.id === id) ?? new Error('A member has no person'));
    });
  LOADERS.set(context, loader);
  return loader;
}

import type { Viewer as ViewerShape } from '../../auth/viewer.js';
import { MemberRole as MemberRoles } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { Project } from './project.type.js';
import { Tenant, User } from './tenant.type.js';

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

export const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'Who is asking, in which tenant, as what.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    user: t.prismaField({
      type: User,
      nullable: true,
      description: 'The person; null for an API key.',
      resolve: (query, { kind, userId }, _args, { db }) =>
        kind === 'USER' ? db.user.findFirst({ ...query, where: { id: userId } }) : null,
    }),
    tenant: t.prismaField({
      type: Tenant,
      description: 'The tenant this sign-in is for.',
      resolve: (query, { tenantId }, _args, { db }) =>
        db.tenant.findFirstOrThrow({ ...query, where: { id: tenantId } }),
    }),
    role: t.expose('role', { type: MemberRole, description: 'The role; for an API key, that of its creator.' }),
    projects: t.prismaConnection({
      type: Project,
      cursor: 'id',
      description: 'The projects of the tenant, by key.',
      totalCount: (_connection, _args, { db }) => db.project.count(),
      resolve: (query, _viewer, _args, { db }) => db.project.findMany({ ...query, orderBy: { key: 'asc' } }),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: Viewer,
    description: 'Who is asking.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);

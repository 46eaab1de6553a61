import { encodeGlobalID } from '@pothos/plugin-relay';
import type { TenantOfUser } from '../../auth/credential-lookup.js';
import type { Viewer as ViewerShape } from '../../auth/viewer.js';
import { builder } from '../../graphql/builder.js';
import { MemberRole } from './membership.type.js';
import { Project } from './project.type.js';
import { Tenant, User } from './tenant.type.js';

/** A tenant the person belongs to, whichever they are signed in to. */
interface ViewerMembershipShape extends TenantOfUser {
  readonly isCurrent: boolean;
}

const ViewerTenant = builder.objectRef<TenantOfUser>('ViewerTenant').implement({
  description: 'One of your tenants, as far as it is shown without being signed in to it.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    id: t.id({
      description: 'The id to switch to it with; the same as that of the `Tenant`.',
      resolve: ({ tenantId }) => encodeGlobalID('Tenant', tenantId),
    }),
    slug: t.exposeString('slug', { description: 'Its short name, to sign in to it with.' }),
    name: t.exposeString('name', { description: 'Its name for people.' }),
  }),
});

const ViewerMembership = builder.objectRef<ViewerMembershipShape>('ViewerMembership').implement({
  description: 'A tenant you belong to, and what you are there.',
  authScopes: { signedIn: true },
  fields: (t) => ({
    tenant: t.field({ type: ViewerTenant, description: 'The tenant.', resolve: (membership) => membership }),
    role: t.expose('role', { type: MemberRole, description: 'What you are there.' }),
    isCurrent: t.exposeBoolean('isCurrent', { description: 'Whether it is the one you are signed in to here.' }),
    joinedAt: t.expose('joinedAt', { type: 'DateTime', description: 'Since when.' }),
  }),
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
    memberships: t.field({
      type: [ViewerMembership],
      description:
        'All tenants the person belongs to, the one they have been in longest first; go to another with `tenantSwitch`. Empty for an API key and for a token of an issuer outside, which hold in one.',
      resolve: async ({ sessionId, userId, tenantId }, _args, { services }) => {
        const tenants = sessionId === null ? [] : await services.signIn.lookup.tenantsOf(userId);
        return tenants.map((tenant) => ({ ...tenant, isCurrent: tenant.tenantId === tenantId }));
      },
    }),
    projects: t.prismaConnection({
      type: Project,
      cursor: 'id',
      description: 'The projects that are yours to see and not archived, by key.',
      totalCount: (_connection, _args, { db }) => db.project.count({ where: { archivedAt: null } }),
      resolve: (query, _viewer, _args, { db }) =>
        db.project.findMany({ ...query, where: { archivedAt: null }, orderBy: { key: 'asc' } }),
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

import DataLoader from 'dataloader';
import { valuesOf } from '../../db/filter-values.js';
import type { Prisma, Project as ProjectRow } from '../../generated/prisma/client.js';
import { InvitationState as InvitationStates } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { enumFilter } from '../../graphql/filters.js';
import { loaderOf } from '../../graphql/loaders.js';
import { invitationState } from './invitation.service.js';
import { MemberRole } from './membership.type.js';
import { Project } from './project.type.js';
import { User } from './tenant.type.js';
import { usersById } from './users-by-id.js';

/** Projects by id, all that an operation asks for at once; null for what has gone or is not there for whoever asks. */
const projectsById = loaderOf(
  ({ db }) =>
    new DataLoader<string, ProjectRow | null>(async (ids) => {
      const rows = await db.project.findMany({ where: { id: { in: [...ids] } } });
      const projects = new Map(rows.map((project) => [project.id, project]));
      return ids.map((id) => projects.get(id) ?? null);
    }),
);

const InvitationState = builder.enumType('InvitationState', {
  description: 'What has become of an invitation.',
  values: {
    [InvitationStates.PENDING]: { description: 'It can be accepted.' },
    [InvitationStates.ACCEPTED]: { description: 'Somebody became a member by it.' },
    [InvitationStates.EXPIRED]: { description: 'Its time is over.' },
    [InvitationStates.REVOKED]: { description: 'It was taken back.' },
  } as const,
});

export const Invitation = builder.prismaNode('Invitation', {
  description: 'An address that is asked to become a member. Its token was shown once, and mailed.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'invitation:read' },
  select: { id: true, invitedById: true, projectIds: true },
  fields: (t) => ({
    email: t.expose('email', { type: 'EmailAddress', description: 'Who is invited.' }),
    role: t.expose('role', { type: MemberRole, description: 'What they are to be.' }),
    projects: t.field({
      type: [Project],
      description: 'Projects they are to be members of; without those that have gone.',
      resolve: async ({ projectIds }, _args, context) => {
        const loader = projectsById(context);
        const found = await Promise.all(projectIds.map((id) => loader.load(id)));
        return found.filter((project) => project !== null).sort((a, b) => (a.key < b.key ? -1 : 1));
      },
    }),
    state: t.field({
      type: InvitationState,
      description: 'What has become of it.',
      select: { state: true, expiresAt: true },
      resolve: invitationState,
    }),
    invitedBy: t.field({
      type: User,
      nullable: true,
      description: 'Who invited, or sent the invitation again last; null when they are no longer a member.',
      resolve: ({ invitedById }, _args, context) => usersById(context).load(invitedById),
    }),
    version: t.exposeInt('version', { description: 'Grows with every change.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    sentAt: t.expose('sentAt', { type: 'DateTime', description: 'When it was mailed last.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was accepted or revoked; null otherwise.',
    }),
  }),
});

const InvitationStateFilter = enumFilter(InvitationState, 'InvitationStateFilter', {
  description: 'States of an invitation.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

const InvitationFilter = builder.inputType('InvitationFilter', {
  description: 'Which invitations. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: InvitationStateFilter, required: false, description: 'In these states.' }),
  }),
});

builder.queryField('invitations', (t) =>
  t.prismaConnection(
    {
      type: Invitation,
      cursor: 'id',
      description: 'The invitations of the tenant, newest first.',
      authScopes: { can: 'invitation:read' },
      args: {
        filter: t.arg({ type: InvitationFilter, required: false, description: 'Which ones; all by default.' }),
      },
      totalCount: (_connection, { filter }, { db }) => db.invitation.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter }, { db }) =>
        db.invitation.findMany({
          ...query,
          where: conditions(filter),
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
    },
    { name: 'InvitationConnection' },
    { name: 'InvitationEdge' },
  ),
);

/** Time ends an invitation without anybody writing that down. */
function conditions(filter: typeof InvitationFilter.$inferInput | null | undefined): Prisma.InvitationWhereInput {
  const states = valuesOf(filter?.state);
  const now = new Date();
  const inState = (state: InvitationStates): Prisma.InvitationWhereInput => {
    if (state === 'PENDING') return { state, expiresAt: { gt: now } };
    if (state === 'EXPIRED') return { OR: [{ state }, { state: 'PENDING', expiresAt: { lte: now } }] };
    return { state };
  };
  return states ? { OR: states.map(inState) } : {};
}

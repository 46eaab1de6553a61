import { encodeGlobalID } from '@pothos/plugin-relay';
import { builder } from '../../graphql/builder.js';
import type { EventData } from '../operations/tenant-event-data.js';
import { eventDetails } from '../operations/tenant-event-details.type.js';
import { MemberRole } from './membership.type.js';

eventDetails(['SESSION_ENDED'], 'SessionsEndedDetails', 'Sessions ended.', (t) => ({
  count: t.exposeInt('count', { description: 'How many.' }),
}));

const TenantName = builder.objectRef<EventData<'TENANT_UPDATED'>['before']>('TenantNameDetails').implement({
  description: 'How a tenant was called at a time.',
  authScopes: { can: 'event:read' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name for people.' }),
    slug: t.exposeString('slug', { description: 'Its short name in addresses.' }),
  }),
});

eventDetails(['TENANT_UPDATED'], 'TenantChangeDetails', 'How the tenant is called.', (t) => ({
  before: t.expose('before', { type: TenantName, description: 'Until now.' }),
  after: t.expose('after', { type: TenantName, description: 'From now on.' }),
}));

eventDetails(['MEMBERSHIP_JOINED'], 'MembershipJoinDetails', 'How somebody became a member.', (t) => ({
  role: t.expose('role', { type: MemberRole, description: 'The role they have.' }),
  issuer: t.exposeString('issuer', { description: 'Who vouched for them.' }),
}));

eventDetails(['MEMBERSHIP_ROLE_CHANGED'], 'MembershipRoleDetails', 'What a member is.', (t) => ({
  from: t.expose('from', { type: MemberRole, description: 'Until now.' }),
  to: t.expose('to', { type: MemberRole, description: 'From now on.' }),
}));

eventDetails(['MEMBERSHIP_REVOKED', 'MEMBERSHIP_LEFT'], 'MembershipEndDetails', 'What went with a member.', (t) => ({
  role: t.expose('role', { type: MemberRole, description: 'The role they had.' }),
  apiKeysRevoked: t.exposeInt('apiKeysRevoked', { description: 'How many of their API keys ended.' }),
  invitationsRevoked: t.exposeInt('invitationsRevoked', { description: 'How many of their invitations ended.' }),
}));

eventDetails(
  ['INVITATION_CREATED', 'INVITATION_RESENT', 'INVITATION_REVOKED', 'INVITATION_ACCEPTED'],
  'InvitationDetails',
  'What somebody is invited to be.',
  (t) => ({ role: t.expose('role', { type: MemberRole, description: 'The role they get.' }) }),
);

const ProjectSettings = builder.objectRef<EventData<'PROJECT_UPDATED'>['before']>('ProjectSettingsDetails').implement({
  description: 'What a project was at a time.',
  authScopes: { can: 'event:read' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    isRestricted: t.exposeBoolean('isRestricted', { description: 'Whether only its members see it.' }),
  }),
});

eventDetails(['PROJECT_UPDATED'], 'ProjectChangeDetails', 'How a project was changed.', (t) => ({
  before: t.expose('before', { type: ProjectSettings, description: 'Until now.' }),
  after: t.expose('after', { type: ProjectSettings, description: 'From now on.' }),
}));

eventDetails(['PROJECT_MEMBER_ADDED', 'PROJECT_MEMBER_REMOVED'], 'ProjectMemberDetails', 'Whom it is about.', (t) => ({
  membership: t.node({
    description: 'The member; null when they are none any more.',
    id: ({ membershipId }) => encodeGlobalID('Membership', membershipId),
  }),
}));

eventDetails(['API_KEY_UPDATED'], 'ApiKeyChangeDetails', 'What an API key may do.', (t) => ({
  before: t.field({ type: ['String'], description: 'Its scopes until now.', resolve: ({ before }) => before.scopes }),
  after: t.field({ type: ['String'], description: 'Its scopes from now on.', resolve: ({ scopes }) => scopes }),
}));

import { signOutCookies } from '../../auth/cookies.js';
import { builder } from '../../graphql/builder.js';
import { causeOf, type ViewerContext } from '../../graphql/context.js';
import { refuse } from '../../graphql/errors.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import {
  changeRole,
  leaveTenant,
  type MembershipCause,
  type MembershipWithUser,
  revokeMembership,
} from './membership.service.js';
import { MemberRole, Membership } from './membership.type.js';

/** Names the viewer as the one who changes members. */
export function byViewer(context: ViewerContext): MembershipCause {
  return { ...causeOf(context), userId: context.viewer.userId };
}

const membershipPayload = (
  name: 'MembershipUpdatePayload' | 'MembershipRevokePayload' | 'MembershipLeavePayload',
  description: string,
) =>
  payloadType<{ readonly membership: MembershipWithUser }>(name, (p) => ({
    membership: p.expose('membership', { type: Membership, nullable: true, description }),
  }));

const MembershipUpdateInput = builder.inputType('MembershipUpdateInput', {
  description: 'Which member, and what they are to be.',
  fields: (t) => ({
    id: t.globalID({ for: Membership, description: 'The membership.' }),
    role: t.field({ type: MemberRole, description: 'The new role.' }),
    expectedVersion: t.int(expectedVersion('membership')),
  }),
});

builder.mutationField('membershipUpdate', (t) =>
  t.withAuth({ can: 'member:write' }).field({
    type: membershipPayload('MembershipUpdatePayload', 'The membership as it is now.'),
    description:
      'Gives a member another role; it counts at once, on open connections too. Only an OWNER may make or unmake an OWNER, and the last one cannot be demoted.',
    args: { input: t.arg({ type: MembershipUpdateInput, description: 'Who, and what.' }) },
    resolve: async (_root, { input: { id, ...change } }, context) => {
      const membership = await changeRole(context.db, id.id, change, byViewer(context));
      context.services.identity.forget({ tenantId: context.viewer.tenantId });
      return { membership };
    },
  }),
);

const MembershipRevokeInput = builder.inputType('MembershipRevokeInput', {
  description: 'Which member to remove.',
  fields: (t) => ({ id: t.globalID({ for: Membership, description: 'The membership.' }) }),
});

builder.mutationField('membershipRevoke', (t) =>
  t.withAuth({ can: 'member:write' }).field({
    type: membershipPayload('MembershipRevokePayload', 'The membership as it was.'),
    description:
      'Removes a member at once: their sessions, open connections and API keys in this tenant end. Only an OWNER may remove an OWNER, and the last one stays.',
    args: { input: t.arg({ type: MembershipRevokeInput, description: 'Who.' }) },
    resolve: async (_root, { input }, context) => {
      const membership = await revokeMembership(context.db, input.id.id, byViewer(context));
      context.services.identity.forget({ tenantId: context.viewer.tenantId });
      return { membership };
    },
  }),
);

const MembershipLeaveInput = builder.inputType('MembershipLeaveInput', {
  description: 'Which tenant to leave.',
  fields: (t) => ({
    tenantSlug: t.string({
      description: 'The short name of the tenant you are signed in to, so that nobody leaves by accident.',
    }),
  }),
});

builder.mutationField('membershipLeave', (t) =>
  t.withAuth({ can: 'member:leave' }).field({
    type: membershipPayload('MembershipLeavePayload', 'The membership as it was.'),
    description: 'Ends your own membership in the tenant you are signed in to. The last OWNER cannot leave.',
    args: { input: t.arg({ type: MembershipLeaveInput, description: 'Which tenant.' }) },
    resolve: async (_root, { input }, context) => {
      if (context.viewer.kind !== 'USER') throw refuse(context.viewer);
      const membership = await leaveTenant(context.db, input.tenantSlug, byViewer(context));
      context.services.identity.forget({ tenantId: context.viewer.tenantId });
      for (const cookie of signOutCookies()) context.client.setCookie(cookie);
      return { membership };
    },
  }),
);

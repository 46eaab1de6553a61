import { z } from 'zod';
import type { Invitation as InvitationRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { payloadType } from '../../graphql/payload.js';
import {
  createInvitation,
  INVITATION_DAYS,
  INVITATION_PROJECTS,
  resendInvitation,
  revokeInvitation,
  type SentInvitation,
} from './invitation.service.js';
import { Invitation } from './invitation.type.js';
import { acceptInvitation } from './invitation-accept.service.js';
import { byViewer } from './membership.mutations.js';
import { MemberRole } from './membership.type.js';
import { Project } from './project.type.js';
import { originOf, type SignInPayload, signInFields, welcome } from './sign-in.mutations.js';
import { Email } from './text-input.js';

const InvitationCreateInput = builder.inputType('InvitationCreateInput', {
  description: 'Who is invited, and as what.',
  fields: (t) => ({
    email: t.string({ validate: { schema: Email }, description: 'The address to invite.' }),
    role: t.field({ type: MemberRole, description: 'What they are to be. Only an OWNER invites an OWNER.' }),
    projectIds: t.globalIDList({
      for: Project,
      required: false,
      description: `Projects they become members of, ${INVITATION_PROJECTS} at most.`,
    }),
    idempotencyKey: t.string({
      required: false,
      validate: { schema: z.string().min(1).max(200) },
      description: 'The same request with the same key invites once.',
    }),
  }),
});

const sentPayload = (name: 'InvitationCreatePayload' | 'InvitationResendPayload') =>
  payloadType<{ readonly invitation: InvitationRow; readonly token: string | null }>(name, (p) => ({
    invitation: p.expose('invitation', { type: Invitation, nullable: true, description: 'The invitation.' }),
    token: p.exposeString('token', {
      nullable: true,
      description: 'What it is accepted with; shown this once, and mailed. Null when an earlier call made it.',
    }),
  }));

builder.mutationField('invitationCreate', (t) =>
  t.withAuth({ can: 'invitation:write' }).field({
    type: sentPayload('InvitationCreatePayload'),
    description: `Invites an address by mail. The invitation can be accepted once, for ${INVITATION_DAYS} days.`,
    args: { input: t.arg({ type: InvitationCreateInput, description: 'Who, and as what.' }) },
    resolve: (_root, { input }, context): Promise<SentInvitation> => {
      const projectIds = (input.projectIds ?? []).map(({ id }) => id);
      return createInvitation(context.db, { ...input, projectIds }, byViewer(context));
    },
  }),
);

const InvitationResendInput = builder.inputType('InvitationResendInput', {
  description: 'Which invitation to mail once more.',
  fields: (t) => ({ id: t.globalID({ for: Invitation, description: 'The invitation.' }) }),
});

builder.mutationField('invitationResend', (t) =>
  t.withAuth({ can: 'invitation:write' }).field({
    type: sentPayload('InvitationResendPayload'),
    description: 'Mails an open invitation once more, with a new token and its full time. The token before ends.',
    args: { input: t.arg({ type: InvitationResendInput, description: 'Which one.' }) },
    resolve: (_root, { input }, context): Promise<SentInvitation> =>
      resendInvitation(context.db, input.id.id, byViewer(context)),
  }),
);

const InvitationRevokeInput = builder.inputType('InvitationRevokeInput', {
  description: 'Which invitation to take back.',
  fields: (t) => ({ id: t.globalID({ for: Invitation, description: 'The invitation.' }) }),
});

builder.mutationField('invitationRevoke', (t) =>
  t.withAuth({ can: 'invitation:write' }).field({
    type: payloadType<{ readonly invitation: InvitationRow }>('InvitationRevokePayload', (p) => ({
      invitation: p.expose('invitation', { type: Invitation, nullable: true, description: 'The invitation.' }),
    })),
    description: 'Takes an open invitation back; its token is of no use from then on.',
    args: { input: t.arg({ type: InvitationRevokeInput, description: 'Which one.' }) },
    resolve: async (_root, { input }, context) => ({
      invitation: await revokeInvitation(context.db, input.id.id, byViewer(context)),
    }),
  }),
);

const InvitationAcceptInput = builder.inputType('InvitationAcceptInput', {
  description: 'The token of an invitation, and who accepts it.',
  fields: (t) => ({
    token: t.string({ validate: { schema: z.string().max(200) }, description: 'From the mail.' }),
    name: t.string({
      required: false,
      validate: { schema: z.string().max(100) },
      description: 'The name of the person; needed for a new account.',
    }),
    password: t.string({
      required: false,
      validate: { schema: z.string().max(200) },
      description:
        'For a new account the password to be, 10 characters or more; for an address that has an account, its password, unless signed in as it (a token of an issuer outside does not count as that).',
    }),
  }),
});

builder.mutationField('invitationAccept', (t) =>
  t.field({
    type: payloadType<SignInPayload>('InvitationAcceptPayload', signInFields),
    description: 'Becomes a member by an invitation, and is signed in to that tenant. Works without being signed in.',
    authScopes: { public: true },
    args: { input: t.arg({ type: InvitationAcceptInput, description: 'The token, and who accepts.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, client, viewer } = context;
      // Whom a key or an issuer outside vouches for has not signed in here, and is asked for the account's password.
      const signedInAs = viewer?.sessionId ? viewer.userId : null;
      const count = (account: string | null) => services.signInLimits.attempt(client.address, account);
      const accepting = { signedInAs, count };
      return welcome(context, await acceptInvitation(services.signIn, input, accepting, originOf(context)));
    },
  }),
);

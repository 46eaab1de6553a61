import { z } from 'zod';
import type { User as UserRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { checkEmailChange, confirmEmail, requestEmailChange, resendVerification } from './email.service.js';
import { updateProfile } from './profile.service.js';
import { User } from './tenant.type.js';
import { Email, ShortName } from './text-input.js';

const EmailVerifyInput = builder.inputType('EmailVerifyInput', {
  description: 'The proof that an address is yours.',
  fields: (t) => ({
    token: t.string({
      validate: { schema: z.string().min(1).max(200) },
      description: 'What stands behind `#token=` in the link.',
    }),
  }),
});

builder.mutationField('emailVerify', (t) =>
  t.field({
    type: payloadType<{ readonly email: string }>('EmailVerifyPayload', (p) => ({
      email: p.expose('email', {
        type: 'EmailAddress',
        nullable: true,
        description: 'The address that is proven now.',
      }),
    })),
    description:
      'Uses the link of a mail: after `signUp` and `emailVerificationResend` the address counts as proven; after `emailChange` it becomes the one you sign in with. Works once and without being signed in.',
    authScopes: { public: true },
    args: { input: t.arg({ type: EmailVerifyInput, description: 'The token.' }) },
    resolve: async (_root, { input }, { services, client, requestId }) => {
      await services.signInLimits.attempt(client.address, null);
      const confirmed = await confirmEmail(services.signIn, input.token, requestId);
      services.identity.forget({ userId: confirmed.userId }); // the label of a session is its address
      return confirmed;
    },
  }),
);

builder.mutationField('emailVerificationResend', (t) =>
  t.withAuth({ can: 'account:write' }).field({
    type: payloadType<Record<never, never>>('EmailVerificationResendPayload', () => ({})),
    description: 'Mails you the link that proves your address once more; nothing when it is proven already.',
    resolve: async (_root, _args, { services, viewer, requestId }) => {
      await services.mailLimits.take(viewer.label);
      // Not the caller's handle: whoever sees only their own rows would not see the mail's job.
      const db = services.signIn.handles.for(viewer.tenantId);
      await resendVerification(db, viewer.userId, requestId);
      return {};
    },
  }),
);

const EmailChangeInput = builder.inputType('EmailChangeInput', {
  description: 'Another address to sign in with.',
  fields: (t) => ({
    newEmail: t.string({ validate: { schema: Email }, description: 'The new address.' }),
    password: t.string({
      validate: { schema: z.string().min(1).max(200) },
      description: 'Your password: an open session alone is not enough for this.',
    }),
  }),
});

builder.mutationField('emailChange', (t) =>
  t.withAuth({ can: 'account:write' }).field({
    type: payloadType<Record<never, never>>('EmailChangePayload', () => ({})),
    description:
      'Mails a link to a new address; once it is used (`emailVerify`), you sign in with that one. An address that somebody else has is answered alike, in the same time, and mailed nothing.',
    args: { input: t.arg({ type: EmailChangeInput, description: 'The address, and your password.' }) },
    resolve: async (_root, { input }, { services, client, viewer, requestId }) => {
      const db = services.signIn.handles.for(viewer.tenantId);
      await services.signInLimits.attempt(client.address, viewer.label);
      await services.mailLimits.take(input.newEmail);
      const { lookup } = services.signIn;
      await checkEmailChange(db, lookup, viewer.userId, input);
      services.background.run('change of an address', () =>
        requestEmailChange(db, lookup, viewer.userId, input.newEmail, requestId),
      );
      return {};
    },
  }),
);

const ProfileUpdateInput = builder.inputType('ProfileUpdateInput', {
  description: 'What others see of you.',
  fields: (t) => ({
    name: t.string({ validate: { schema: ShortName }, description: 'Your name for people.' }),
    expectedVersion: t.int(expectedVersion('you')),
  }),
});

builder.mutationField('profileUpdate', (t) =>
  t.withAuth({ can: 'account:write' }).field({
    type: payloadType<{ readonly user: UserRow }>('ProfileUpdatePayload', (p) => ({
      user: p.expose('user', { type: User, nullable: true, description: 'You, as you are now.' }),
    })),
    description: 'Changes your name, in every tenant you belong to.',
    args: { input: t.arg({ type: ProfileUpdateInput, description: 'The name.' }) },
    resolve: async (_root, { input }, context) => ({
      user: await updateProfile(context.db, context.viewer.userId, input, causeOf(context)),
    }),
  }),
);

import { z } from 'zod';
import { signOutCookies } from '../../auth/cookies.js';
import { builder } from '../../graphql/builder.js';
import { payloadType } from '../../graphql/payload.js';
import { changePassword, requestReset, resetPassword } from './password.service.js';
import { Email, Password } from './text-input.js';

type Nothing = Record<never, never>;
const emptyPayload = (name: 'PasswordResetRequestPayload' | 'PasswordResetPayload' | 'PasswordChangePayload') =>
  payloadType<Nothing>(name, () => ({}));

/** What is typed as a present password or pasted as a token; long enough for all there are. */
const Typed = z.string().min(1).max(200);
const PASSWORD_RULES = 'At least 10 characters, not your e-mail address, and none of those everybody tries first.';

const PasswordResetRequestInput = builder.inputType('PasswordResetRequestInput', {
  description: 'Whose password is forgotten.',
  fields: (t) => ({ email: t.string({ validate: { schema: Email }, description: 'The address of the account.' }) }),
});

builder.mutationField('passwordResetRequest', (t) =>
  t.field({
    type: emptyPayload('PasswordResetRequestPayload'),
    description:
      'Mails a link to set a new password: it holds for 30 minutes and works once. The answer is the same, and takes as long, whether or not there is an account.',
    authScopes: { public: true },
    args: { input: t.arg({ type: PasswordResetRequestInput, description: 'Whose.' }) },
    resolve: async (_root, { input }, { services, client, requestId }) => {
      await services.signInLimits.attempt(client.address, input.email);
      await services.mailLimits.take(input.email);
      services.background.run('password reset', () => requestReset(services.signIn, input.email, requestId));
      return {};
    },
  }),
);

const PasswordResetInput = builder.inputType('PasswordResetInput', {
  description: 'The new password, and the proof that one may set it.',
  fields: (t) => ({
    token: t.string({ validate: { schema: Typed }, description: 'What stands behind `#token=` in the link.' }),
    newPassword: t.string({ validate: { schema: Password }, description: PASSWORD_RULES }),
  }),
});

builder.mutationField('passwordReset', (t) =>
  t.field({
    type: emptyPayload('PasswordResetPayload'),
    description:
      'Sets a new password with the token of a mail, and ends all sessions of the person, with what is connected by them. API keys stay.',
    authScopes: { public: true },
    args: { input: t.arg({ type: PasswordResetInput, description: 'Token and password.' }) },
    resolve: async (_root, { input }, { services, client, requestId }) => {
      await services.signInLimits.attempt(client.address, null);
      services.identity.forget({ userId: await resetPassword(services.signIn, input, requestId) });
      for (const cookie of signOutCookies()) client.setCookie(cookie);
      return {};
    },
  }),
);

const PasswordChangeInput = builder.inputType('PasswordChangeInput', {
  description: 'The present password and the new one.',
  fields: (t) => ({
    currentPassword: t.string({ validate: { schema: Typed }, description: 'The present password.' }),
    newPassword: t.string({ validate: { schema: Password }, description: PASSWORD_RULES }),
  }),
});

builder.mutationField('passwordChange', (t) =>
  t.withAuth({ can: 'account:write' }).field({
    type: emptyPayload('PasswordChangePayload'),
    description: 'Changes your password. Your other sessions end, in every tenant; this one goes on. API keys stay.',
    args: { input: t.arg({ type: PasswordChangeInput, description: 'Both passwords.' }) },
    resolve: async (_root, { input }, { services, client, viewer, requestId }) => {
      const db = services.signIn.handles.for(viewer.tenantId); // whoever sees only their own rows has a mail sent, too
      await services.signInLimits.attempt(client.address, viewer.label);
      await changePassword(services.signIn, db, viewer, input, requestId);
      services.identity.forget({ userId: viewer.userId });
      return {};
    },
  }),
);

import { z } from 'zod';
import { signInCookies, signOutCookies } from '../../auth/cookies.js';
import { InvalidCredentials } from '../../errors.js';
import { builder } from '../../graphql/builder.js';
import type { Context } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { endExternalSignIns } from './external-identity.service.js';
import { endSession } from './session.service.js';
import { refresh, type SignedIn, signIn, signUp } from './sign-in.service.js';
import { Email, Password, ShortName, Slug } from './text-input.js';
import { Viewer } from './viewer.type.js';

const SignUpInput = builder.inputType('SignUpInput', {
  description: 'A new tenant and the person who owns it.',
  fields: (t) => ({
    tenantName: t.string({ validate: { schema: ShortName }, description: 'The name of the organisation.' }),
    tenantSlug: t.string({ validate: { schema: Slug }, description: 'Its short name in addresses; unique.' }),
    email: t.string({ validate: { schema: Email }, description: 'The address to sign in with.' }),
    password: t.string({ validate: { schema: Password }, description: 'At least 10 characters.' }),
    name: t.string({ validate: { schema: ShortName }, description: 'The name of the person.' }),
  }),
});

const SignInInput = builder.inputType('SignInInput', {
  description: 'Who signs in, and where.',
  fields: (t) => ({
    email: t.string({ validate: { schema: z.string().max(254) }, description: 'The address of the account.' }),
    password: t.string({ validate: { schema: z.string().max(200) }, description: 'Its password.' }),
    tenantSlug: t.string({
      required: false,
      validate: { schema: z.string().max(50) },
      description: 'Which tenant; needed only with several memberships.',
    }),
  }),
});

/** What every way of signing in answers. */
export interface SignInPayload {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly viewer: typeof Viewer.$inferType;
}

type PayloadFields = Parameters<typeof payloadType<SignInPayload>>[1];

export const signInFields: PayloadFields = (t) => ({
  accessToken: t.exposeString('accessToken', {
    nullable: true,
    description: 'Send it as `Authorization: Bearer …`. Browsers get it as a cookie, too.',
  }),
  accessTokenExpiresAt: t.expose('accessTokenExpiresAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When the token ends; refresh it before.',
  }),
  viewer: t.expose('viewer', { type: Viewer, nullable: true, description: 'Who is signed in now.' }),
});

builder.mutationField('signUp', (t) =>
  t.field({
    type: payloadType<SignInPayload>('SignUpPayload', signInFields),
    description: 'Creates a tenant; whoever asks becomes its OWNER and is signed in at once.',
    authScopes: { public: true },
    args: { input: t.arg({ type: SignUpInput, description: 'The tenant and its owner.' }) },
    resolve: async (_root, { input }, context) => {
      await context.services.signInLimits.attempt(context.client.address, input.email);
      return welcome(context, await signUp(context.services.signIn, input, originOf(context)));
    },
  }),
);

builder.mutationField('signIn', (t) =>
  t.field({
    type: payloadType<SignInPayload>('SignInPayload', signInFields),
    description: 'Signs a person in to one of their tenants.',
    authScopes: { public: true },
    args: { input: t.arg({ type: SignInInput, description: 'Who, and where.' }) },
    resolve: async (_root, { input }, context) => {
      await context.services.signInLimits.attempt(context.client.address, input.email);
      return welcome(context, await signIn(context.services.signIn, input, originOf(context)));
    },
  }),
);

const TokenRefreshPayload = payloadType<Omit<SignInPayload, 'viewer'>>('TokenRefreshPayload', (t) => ({
  accessToken: t.exposeString('accessToken', { nullable: true, description: 'The new access token.' }),
  accessTokenExpiresAt: t.expose('accessTokenExpiresAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When it ends.',
  }),
}));

builder.mutationField('tokenRefresh', (t) =>
  t.field({
    type: TokenRefreshPayload,
    description:
      'Rotates the refresh cookie and gives a new access token. A refresh token used twice ends its whole session.',
    authScopes: { public: true },
    resolve: async (_root, _args, { services, client }) => {
      await services.signInLimits.attempt(client.address, null);
      const renewed = client.refreshToken ? await refresh(services.signIn, client.refreshToken) : null;
      if (!renewed) {
        for (const cookie of signOutCookies()) client.setCookie(cookie);
        throw new InvalidCredentials('This sign-in has ended. Sign in again.', []);
      }
      for (const cookie of signInCookies(renewed)) client.setCookie(cookie);
      return { accessToken: renewed.accessToken, accessTokenExpiresAt: renewed.accessTokenExpiresAt };
    },
  }),
);

const SignOutPayload = payloadType<{ readonly tenantSlug: string }>('SignOutPayload', () => ({}));

builder.mutationField('signOut', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: SignOutPayload,
    description: 'Ends the session of this sign-in: its cookies, tokens and open sockets.',
    resolve: async (_root, _args, { viewer, db, client, services }) => {
      if (viewer.sessionId) await endSession(db, viewer.sessionId, 'SIGNED_OUT');
      else if (viewer.kind === 'USER') await endExternalSignIns(services.signIn.handles, db, viewer.userId);
      // A key has no sign-in that could end; that of a person from outside ends in all tenants.
      if (viewer.kind === 'USER') services.identity.forget({ userId: viewer.userId });
      for (const cookie of signOutCookies()) client.setCookie(cookie);
      return {};
    },
  }),
);

/** Hands out the tokens of a new session and runs the rest of the operation as who has them. */
export async function welcome(context: Context, signedIn: SignedIn): Promise<SignInPayload> {
  const viewer = await context.services.identity.authenticate({
    cookie: undefined,
    bearer: signedIn.accessToken,
    apiKey: undefined,
  });
  if (!viewer) throw new InvalidCredentials();
  context.become(viewer);
  for (const cookie of signInCookies(signedIn)) context.client.setCookie(cookie);
  return { accessToken: signedIn.accessToken, accessTokenExpiresAt: signedIn.accessTokenExpiresAt, viewer };
}

export function originOf({ client, requestId }: Context) {
  return { userAgent: client.userAgent, address: client.address, requestId };
}

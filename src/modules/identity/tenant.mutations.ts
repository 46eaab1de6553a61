import type { Tenant as TenantRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { refuse } from '../../graphql/errors.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { originOf, type SignInPayload, signInFields, welcome } from './sign-in.mutations.js';
import { switchTenant } from './sign-in.service.js';
import { updateTenant } from './tenant.service.js';
import { Tenant } from './tenant.type.js';
import { ShortName, Slug } from './text-input.js';

const TenantUpdateInput = builder.inputType('TenantUpdateInput', {
  description: 'How the tenant is to be called; what is left out stays.',
  fields: (t) => ({
    name: t.string({ required: false, validate: { schema: ShortName }, description: 'Its name for people.' }),
    slug: t.string({
      required: false,
      validate: { schema: Slug },
      description: 'Its short name in addresses; unique. Whoever belongs to several tenants signs in with it.',
    }),
    expectedVersion: t.int(expectedVersion('tenant')),
  }),
});

builder.mutationField('tenantUpdate', (t) =>
  t.withAuth({ can: 'tenant:write' }).field({
    type: payloadType<{ readonly tenant: TenantRow }>('TenantUpdatePayload', (p) => ({
      tenant: p.expose('tenant', { type: Tenant, nullable: true, description: 'The tenant as it is now.' }),
    })),
    description: 'Changes how the tenant you are signed in to is called.',
    args: { input: t.arg({ type: TenantUpdateInput, description: 'The new names.' }) },
    resolve: async (_root, { input }, context) => ({
      tenant: await updateTenant(context.db, input, causeOf(context)),
    }),
  }),
);

const TenantSwitchInput = builder.inputType('TenantSwitchInput', {
  description: 'Which tenant to go on in.',
  fields: (t) => ({
    tenantId: t.globalID({ for: Tenant, description: 'One of `viewer.memberships`.' }),
  }),
});

builder.mutationField('tenantSwitch', (t) =>
  t.withAuth({ can: 'tenant:switch' }).field({
    type: payloadType<SignInPayload>('TenantSwitchPayload', signInFields),
    description:
      'Signs you in to another of your tenants on the same device: a new access token, a session of its own, and a refresh cookie in place of the last. The session you had goes on until it ends or is signed out. For those who signed in here: API keys and tokens of an issuer outside are refused.',
    args: { input: t.arg({ type: TenantSwitchInput, description: 'Which tenant.' }) },
    resolve: async (_root, { input }, context) => {
      const { viewer, services, client } = context;
      // A key belongs to one tenant, and an issuer outside speaks for one: only a sign-in here goes on elsewhere.
      if (viewer.sessionId === null) throw refuse(viewer);
      await services.signInLimits.attempt(client.address, viewer.label);
      const person = { userId: viewer.userId, email: viewer.label };
      return welcome(context, await switchTenant(services.signIn, person, input.tenantId.id, originOf(context)));
    },
  }),
);

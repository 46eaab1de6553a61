import { builder } from '../../graphql/builder.js';
import { VERSION } from '../../graphql/versions.js';

export const Tenant = builder.prismaNode('Tenant', {
  description: 'The customer organisation that everything belongs to.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'tenant:read' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Its short name in addresses; unique over all tenants.' }),
    name: t.exposeString('name', { description: 'Its name for people.' }),
    version: t.exposeInt('version', VERSION),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it signed up.' }),
  }),
});

export const User = builder.prismaNode('User', {
  description: 'A person. Visible to the tenants they are a member of.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'tenant:read' },
  fields: (t) => ({
    email: t.expose('email', { type: 'EmailAddress', description: 'The address they sign in with.' }),
    name: t.exposeString('name', { description: 'Their name for people.' }),
    isEmailVerified: t.boolean({
      description: 'Whether they have proven that the address is theirs.',
      select: { emailVerifiedAt: true },
      resolve: ({ emailVerifiedAt }) => emailVerifiedAt !== null,
    }),
    version: t.exposeInt('version', VERSION),
  }),
});

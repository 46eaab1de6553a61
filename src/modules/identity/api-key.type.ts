import { API_SCOPES, type ApiScope as ApiScopeName } from '../../auth/permissions.js';
import { builder } from '../../graphql/builder.js';
import { apiKeyState } from './api-key.service.js';
import { User } from './tenant.type.js';

export const ApiScope = builder.enumType('ApiScope', {
  description: 'What an API key may do. A key never gets more than its creator has.',
  values: Object.fromEntries(
    Object.entries(API_SCOPES).map(([name, description]) => [name, { description }]),
  ) as Record<ApiScopeName, { description: string }>,
});

const ApiKeyState = builder.enumType('ApiKeyState', {
  description: 'Whether an API key can be used.',
  values: {
    ACTIVE: { description: 'It can.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'Somebody ended it.' },
  } as const,
});

export const ApiKey = builder.prismaNode('ApiKey', {
  description: "A machine's credential. Its secret was shown once, when it was created.",
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'apiKey:read' },
  select: { id: true, createdById: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is for.' }),
    prefix: t.exposeString('prefix', { description: 'The public beginning of the secret, to recognise it by.' }),
    scopes: t.field({
      type: [ApiScope],
      description: 'What it may do.',
      select: { scopes: true },
      resolve: ({ scopes }) => scopes as ApiScopeName[],
    }),
    state: t.field({
      type: ApiKeyState,
      description: 'Whether it can be used now.',
      select: { revokedAt: true, expiresAt: true },
      resolve: apiKeyState,
    }),
    createdBy: t.loadable({
      type: User,
      nullable: true,
      description: 'Who created it; null when they are no longer a member.',
      load: async (ids: string[], { db }) => {
        const users = await db.user.findMany({ where: { id: { in: ids } } });
        return ids.map((id) => users.find((user) => user.id === id) ?? null);
      },
      resolve: ({ createdById }) => createdById,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ends by itself; null: never.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to the minute; null: never.',
    }),
  }),
});

builder.queryField('apiKeys', (t) =>
  t.prismaConnection(
    {
      description: 'The API keys of the tenant, newest first.',
      type: ApiKey,
      cursor: 'id',
      authScopes: { can: 'apiKey:read' },
      totalCount: (_connection, _args, { db }) => db.apiKey.count(),
      resolve: (query, _root, _args, { db }) =>
        db.apiKey.findMany({ ...query, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
    },
    { name: 'ApiKeyConnection' },
    { name: 'ApiKeyEdge' },
  ),
);

import { API_SCOPES, type ApiScope as ApiScopeName } from '../../auth/permissions.js';
import { builder } from '../../graphql/builder.js';
import { VERSION } from '../../graphql/versions.js';
import { type ApiKeyOperation, apiKeyState, availableApiKeyOperations } from './api-key.service.js';
import { ApiScope } from './permission.type.js';
import { User } from './tenant.type.js';
import { usersById } from './users-by-id.js';

const ApiKeyState = builder.enumType('ApiKeyState', {
  description: 'Whether an API key can be used.',
  values: {
    ACTIVE: { description: 'It can.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'Somebody ended it.' },
  } as const,
});

const API_KEY_TRANSITIONS: Readonly<Record<ApiKeyOperation, { description: string }>> = {
  UPDATE: { description: '`apiKeyUpdate` would be accepted.' },
  ROTATE: { description: '`apiKeyRotate` would be accepted.' },
  REVOKE: { description: '`apiKeyRevoke` would be accepted.' },
};

const ApiKeyTransition = builder.enumType('ApiKeyTransition', {
  description: 'What can be done with an API key.',
  values: API_KEY_TRANSITIONS,
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
      // A gateway of a later version may know more; what is unknown here gives nothing here.
      resolve: ({ scopes }) => scopes.filter((scope): scope is ApiScopeName => scope in API_SCOPES),
    }),
    state: t.field({
      type: ApiKeyState,
      description: 'Whether it can be used now.',
      select: { revokedAt: true, expiresAt: true },
      resolve: apiKeyState,
    }),
    availableTransitions: t.field({
      type: [ApiKeyTransition],
      description: 'What you can do with it now.',
      select: { revokedAt: true, expiresAt: true },
      resolve: (key, _args, { viewer }) =>
        viewer?.permissions.has('apiKey:write') ? availableApiKeyOperations(key) : [],
    }),
    version: t.exposeInt('version', VERSION),
    requestsPerMinute: t.exposeInt('requestsPerMinute', {
      nullable: true,
      description: 'How many requests a minute it may make; null: only the limits that hold for everybody.',
    }),
    createdBy: t.field({
      type: User,
      nullable: true,
      description: 'Who created it; null when they are no longer a member.',
      resolve: ({ createdById }, _args, context) => usersById(context).load(createdById),
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
    lastUsedAddress: t.exposeString('lastUsedAddress', {
      nullable: true,
      description: 'The network address it was last used from; null: never used, or not known.',
    }),
    rotatedAt: t.expose('rotatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it got its present secret; null: when it was created.',
    }),
    previousEndsAt: t.expose('previousEndsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the secret before the last rotation works; null: there was none.',
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

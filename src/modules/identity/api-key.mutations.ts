import { z } from 'zod';
import type { ApiKey as ApiKeyRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { createApiKey, revokeApiKey, rotateApiKey, updateApiKey } from './api-key.service.js';
import { ApiKey } from './api-key.type.js';
import { ApiScope } from './permission.type.js';

const DEFAULT_OVERLAP_MINUTES = 60;
const MAX_OVERLAP_MINUTES = 7 * 24 * 60;
const MAX_REQUESTS_PER_MINUTE = 1_000_000;

const Name = z.string().trim().min(1).max(100);
const Scopes = z.array(z.string()).min(1, 'Give the key at least one scope.').max(50) as unknown as z.ZodType<
  (typeof ApiScope.$inferType)[]
>;
const RequestsPerMinute = z.number().int().min(1).max(MAX_REQUESTS_PER_MINUTE);
const RATE = {
  required: false,
  validate: { schema: RequestsPerMinute },
} as const;
const KEY_NOW = { type: ApiKey, nullable: true, description: 'The key as it is now.' } as const;
const SECRET = {
  nullable: true,
  description: 'The secret; it is shown this once and never again.',
} as const;

const ApiKeyCreateInput = builder.inputType('ApiKeyCreateInput', {
  description: 'A new API key.',
  fields: (t) => ({
    name: t.string({ validate: { schema: Name }, description: 'What it is for.' }),
    scopes: t.field({ type: [ApiScope], validate: { schema: Scopes }, description: 'What it may do.' }),
    expiresAt: t.field({ type: 'DateTime', required: false, description: 'When it ends by itself; never by default.' }),
    requestsPerMinute: t.int({
      ...RATE,
      description: 'How many requests a minute it may make; by default only the limits that hold for everybody.',
    }),
  }),
});

builder.mutationField('apiKeyCreate', (t) =>
  t.withAuth({ can: 'apiKey:write' }).field({
    type: payloadType<{ readonly apiKey: ApiKeyRow; readonly secret: string }>('ApiKeyCreatePayload', (p) => ({
      apiKey: p.expose('apiKey', { type: ApiKey, nullable: true, description: 'The new key.' }),
      secret: p.exposeString('secret', SECRET),
    })),
    description: 'Creates an API key.',
    args: { input: t.arg({ type: ApiKeyCreateInput, description: 'The key.' }) },
    resolve: (_root, { input }, context) => createApiKey(context.db, input, context.viewer, causeOf(context)),
  }),
);

const ApiKeyUpdateInput = builder.inputType('ApiKeyUpdateInput', {
  description: 'What an API key is changed to. What is left out stays.',
  fields: (t) => ({
    id: t.globalID({ for: ApiKey, description: 'The key.' }),
    name: t.string({ required: false, validate: { schema: Name }, description: 'What it is for.' }),
    scopes: t.field({
      type: [ApiScope],
      required: false,
      validate: { schema: Scopes },
      description: 'What it may do; never more than its creator may.',
    }),
    expiresAt: t.field({ type: 'DateTime', required: false, description: 'When it ends by itself; null: never.' }),
    requestsPerMinute: t.int({
      ...RATE,
      description: 'How many requests a minute it may make; null: no limit of its own.',
    }),
    expectedVersion: t.int(expectedVersion('key')),
  }),
});

builder.mutationField('apiKeyUpdate', (t) =>
  t.withAuth({ can: 'apiKey:write' }).field({
    type: payloadType<{ readonly apiKey: ApiKeyRow }>('ApiKeyUpdatePayload', (p) => ({
      apiKey: p.expose('apiKey', KEY_NOW),
    })),
    description: 'Changes an API key. Other scopes act at once, also on what is connected with it.',
    args: { input: t.arg({ type: ApiKeyUpdateInput, description: 'Which key, and how.' }) },
    resolve: async (_root, { input: { id, ...change } }, context) => {
      const apiKey = await updateApiKey(context.db, id.id, change, causeOf(context));
      context.services.identity.forget({ tenantId: context.viewer.tenantId });
      return { apiKey };
    },
  }),
);

const ApiKeyRotateInput = builder.inputType('ApiKeyRotateInput', {
  description: 'Which API key gets a new secret.',
  fields: (t) => ({
    id: t.globalID({ for: ApiKey, description: 'The key.' }),
    overlapMinutes: t.int({
      required: false,
      validate: { schema: z.number().int().min(0).max(MAX_OVERLAP_MINUTES) },
      description: `How long the old secret still works; ${DEFAULT_OVERLAP_MINUTES} by default, a week (${MAX_OVERLAP_MINUTES}) at most, 0: not at all.`,
    }),
    expectedVersion: t.int(expectedVersion('key')),
  }),
});

builder.mutationField('apiKeyRotate', (t) =>
  t.withAuth({ can: 'apiKey:write' }).field({
    type: payloadType<{ readonly apiKey: ApiKeyRow; readonly secret: string }>('ApiKeyRotatePayload', (p) => ({
      apiKey: p.expose('apiKey', KEY_NOW),
      secret: p.exposeString('secret', SECRET),
    })),
    description: 'Gives an API key a new secret. The old one works until the overlap ends.',
    args: { input: t.arg({ type: ApiKeyRotateInput, description: 'Which key, and for how long both secrets work.' }) },
    resolve: async (_root, { input: { id, overlapMinutes, expectedVersion } }, context) => {
      const rotation = { overlapMinutes: overlapMinutes ?? DEFAULT_OVERLAP_MINUTES, expectedVersion };
      const rotated = await rotateApiKey(context.db, id.id, rotation, causeOf(context));
      context.services.identity.forget({ tenantId: context.viewer.tenantId });
      return rotated;
    },
  }),
);

const ApiKeyRevokeInput = builder.inputType('ApiKeyRevokeInput', {
  description: 'Which API key to end.',
  fields: (t) => ({ id: t.globalID({ for: ApiKey, description: 'The key.' }) }),
});

builder.mutationField('apiKeyRevoke', (t) =>
  t.withAuth({ can: 'apiKey:write' }).field({
    type: payloadType<{ readonly apiKey: ApiKeyRow }>('ApiKeyRevokePayload', (p) => ({
      apiKey: p.expose('apiKey', KEY_NOW),
    })),
    description: 'Ends an API key at once, with everything connected by it.',
    args: { input: t.arg({ type: ApiKeyRevokeInput, description: 'Which key.' }) },
    resolve: async (_root, { input }, context) => {
      const apiKey = await revokeApiKey(context.db, input.id.id, causeOf(context));
      context.services.identity.forget({ tenantId: context.viewer.tenantId });
      return { apiKey };
    },
  }),
);

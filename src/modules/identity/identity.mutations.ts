import { z } from 'zod';
import type { ApiKey as ApiKeyRow, Project as ProjectRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { actorOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { createApiKey, revokeApiKey } from './api-key.service.js';
import { ApiKey, ApiScope } from './api-key.type.js';
import { createProject } from './project.service.js';
import { Project, ReplyMode } from './project.type.js';

const ProjectCreateInput = builder.inputType('ProjectCreateInput', {
  description: 'A new project.',
  fields: (t) => ({
    key: t.string({
      validate: {
        schema: z
          .string()
          .regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'Start with a letter; then letters, digits, - and _, 40 at most.'),
      },
      description: 'Its short name; unique in the tenant.',
    }),
    name: t.string({ validate: { schema: z.string().trim().min(1).max(100) }, description: 'Its name for people.' }),
    replyMode: t.field({
      type: ReplyMode,
      required: false,
      description: 'What happens to drafted replies; APPROVAL by default.',
    }),
    triageThreshold: t.float({
      required: false,
      validate: { schema: z.number().min(0).max(1) },
      description: 'Triage that is less sure than this asks a person; 0.5 by default.',
    }),
  }),
});

builder.mutationField('projectCreate', (t) =>
  t.withAuth({ can: 'project:write' }).field({
    type: payloadType<{ readonly project: ProjectRow }>('ProjectCreatePayload', (p) => ({
      project: p.expose('project', { type: Project, nullable: true, description: 'The new project.' }),
    })),
    description: 'Creates a project.',
    args: { input: t.arg({ type: ProjectCreateInput, description: 'The project.' }) },
    resolve: async (_root, { input }, context) => ({
      project: await createProject(context.db, input, actorOf(context), context.requestId),
    }),
  }),
);

const ApiKeyCreateInput = builder.inputType('ApiKeyCreateInput', {
  description: 'A new API key.',
  fields: (t) => ({
    name: t.string({ validate: { schema: z.string().trim().min(1).max(100) }, description: 'What it is for.' }),
    scopes: t.field({
      type: [ApiScope],
      validate: {
        schema: z.array(z.string()).min(1, 'Give the key at least one scope.').max(20) as unknown as z.ZodType<
          (typeof ApiScope.$inferType)[]
        >,
      },
      description: 'What it may do.',
    }),
    expiresAt: t.field({ type: 'DateTime', required: false, description: 'When it ends by itself; never by default.' }),
  }),
});

builder.mutationField('apiKeyCreate', (t) =>
  t.withAuth({ can: 'apiKey:write' }).field({
    type: payloadType<{ readonly apiKey: ApiKeyRow; readonly secret: string }>('ApiKeyCreatePayload', (p) => ({
      apiKey: p.expose('apiKey', { type: ApiKey, nullable: true, description: 'The new key.' }),
      secret: p.exposeString('secret', {
        nullable: true,
        description: 'The secret; it is shown this once and never again.',
      }),
    })),
    description: 'Creates an API key.',
    args: { input: t.arg({ type: ApiKeyCreateInput, description: 'The key.' }) },
    resolve: (_root, { input }, context) =>
      createApiKey(context.db, input, context.viewer.userId, actorOf(context), context.requestId),
  }),
);

const ApiKeyRevokeInput = builder.inputType('ApiKeyRevokeInput', {
  description: 'Which API key to end.',
  fields: (t) => ({ id: t.globalID({ for: ApiKey, description: 'The key.' }) }),
});

builder.mutationField('apiKeyRevoke', (t) =>
  t.withAuth({ can: 'apiKey:write' }).field({
    type: payloadType<{ readonly apiKey: ApiKeyRow }>('ApiKeyRevokePayload', (p) => ({
      apiKey: p.expose('apiKey', { type: ApiKey, nullable: true, description: 'The key as it is now.' }),
    })),
    description: 'Ends an API key at once, with everything connected by it.',
    args: { input: t.arg({ type: ApiKeyRevokeInput, description: 'Which key.' }) },
    resolve: async (_root, { input }, context) => {
      const apiKey = await revokeApiKey(context.db, input.id.id, actorOf(context), context.requestId);
      context.services.identity.forget();
      return { apiKey };
    },
  }),
);

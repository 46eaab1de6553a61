import { z } from 'zod';
import type { Project as ProjectRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { actorOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
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

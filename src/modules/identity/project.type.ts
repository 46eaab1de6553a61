import { ReplyMode as ReplyModes } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';

export const ReplyMode = builder.enumType('ReplyMode', {
  description: 'What happens to a reply that the pipeline drafted.',
  values: {
    [ReplyModes.APPROVAL]: { description: 'It waits for a person.' },
    [ReplyModes.SEND]: { description: 'It is sent at once.' },
    [ReplyModes.OFF]: { description: 'No reply is drafted.' },
  } as const,
});

export const Project = builder.prismaNode('Project', {
  description: 'A scope inside a tenant: cases and articles belong to one, and its settings steer their pipeline.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'project:read' },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its short name; unique in the tenant.' }),
    name: t.exposeString('name', { description: 'Its name for people.' }),
    replyMode: t.expose('replyMode', { type: ReplyMode, description: 'What happens to drafted replies.' }),
    triageThreshold: t.exposeFloat('triageThreshold', {
      description: 'Triage that is less sure than this (0 to 1) asks a person.',
    }),
    version: t.exposeInt('version', { description: 'Grows with every change; send it back as `expectedVersion`.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
  }),
});

builder.queryField('projects', (t) =>
  t.prismaConnection(
    {
      description: 'The projects of the tenant, by key.',
      type: Project,
      cursor: 'id',
      authScopes: { can: 'project:read' },
      totalCount: (_connection, _args, { db }) => db.project.count(),
      resolve: (query, _root, _args, { db }) => db.project.findMany({ ...query, orderBy: { key: 'asc' } }),
    },
    { name: 'ProjectConnection' },
    { name: 'ProjectEdge' },
  ),
);

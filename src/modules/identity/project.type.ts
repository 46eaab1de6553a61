import { ReplyMode as ReplyModes } from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { VERSION } from '../../graphql/versions.js';
import { Membership } from './membership.type.js';

export const ReplyMode = builder.enumType('ReplyMode', {
  description: 'What happens to a reply that the pipeline drafted.',
  values: {
    [ReplyModes.APPROVAL]: { description: 'It waits for a person.' },
    [ReplyModes.SEND]: {
      description:
        'It is sent at once when it is sure enough and every sentence rests on an article; otherwise it waits for a person.',
    },
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
    lexicalShare: t.exposeFloat('lexicalShare', {
      description: 'What words count in a search of its articles, 0 to 1; meaning counts the rest.',
    }),
    triageThreshold: t.exposeFloat('triageThreshold', {
      description: 'Triage that is less sure than this (0 to 1) asks a person.',
    }),
    isRestricted: t.exposeBoolean('isRestricted', {
      description: 'Whether only its members see it and what belongs to it, besides OWNER and ADMIN.',
    }),
    members: t.prismaConnection({
      type: Membership,
      cursor: 'id',
      description: 'Its members, those who have been in the tenant longest first.',
      totalCount: ({ id }, _args, { db }) => db.membership.count({ where: inProject(id) }),
      resolve: (query, { id }, _args, { db }) =>
        db.membership.findMany({ ...query, where: inProject(id), orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
    }),
    archivedAt: t.expose('archivedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was archived: what it holds stays, nothing new comes in. Null: it is in use.',
    }),
    version: t.exposeInt('version', VERSION),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
  }),
});

builder.queryField('projects', (t) =>
  t.prismaConnection(
    {
      description: 'The projects that are yours to see, by key; not archived ones, unless asked for.',
      type: Project,
      cursor: 'id',
      authScopes: { can: 'project:read' },
      args: {
        isArchived: t.arg.boolean({ defaultValue: false, description: 'True for those in the archive instead.' }),
      },
      totalCount: (_connection, { isArchived }, { db }) => db.project.count({ where: archived(isArchived) }),
      resolve: (query, _root, { isArchived }, { db }) =>
        db.project.findMany({ ...query, where: archived(isArchived), orderBy: { key: 'asc' } }),
    },
    { name: 'ProjectConnection' },
    { name: 'ProjectEdge' },
  ),
);

function archived(isArchived: boolean | null | undefined) {
  return { archivedAt: isArchived ? { not: null } : null };
}

/** Members of the tenant who are members of the project, too. */
function inProject(projectId: string) {
  return { projects: { some: { projectId } } };
}

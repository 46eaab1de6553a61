import { builder } from '../../graphql/builder.js';

export const DeadLetter = builder.prismaNode('DeadLetter', {
  description: 'A job that gave up, kept until somebody replays it.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'job:read' },
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'The kind of job.' }),
    reason: t.exposeString('reason', { description: 'Why it gave up.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it gave up.' }),
    replayedAt: t.expose('replayedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was replayed; null: not yet.',
    }),
    job: t.relation('job', { description: 'The job.' }),
  }),
});

builder.queryField('deadLetters', (t) =>
  t.prismaConnection(
    {
      type: DeadLetter,
      cursor: 'id',
      description: 'Jobs that gave up, newest first.',
      authScopes: { can: 'job:read' },
      args: {
        isReplayed: t.arg.boolean({
          required: false,
          description: 'Only those that were, or were not, replayed; all by default.',
        }),
      },
      totalCount: (_connection, { isReplayed }, { db }) => db.deadLetter.count({ where: replayed(isReplayed) }),
      resolve: (query, _root, { isReplayed }, { db }) =>
        db.deadLetter.findMany({
          ...query,
          where: replayed(isReplayed),
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        }),
    },
    { name: 'DeadLetterConnection' },
    { name: 'DeadLetterEdge' },
  ),
);

function replayed(isReplayed: boolean | null | undefined) {
  if (isReplayed === null || isReplayed === undefined) return {};
  return { replayedAt: isReplayed ? { not: null } : null };
}

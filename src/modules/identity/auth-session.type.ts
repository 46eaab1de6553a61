import { builder } from '../../graphql/builder.js';
import { liveSessions } from './session.service.js';
import { deviceOf } from './user-agent.js';

export const AuthSession = builder.prismaNode('AuthSession', {
  description: 'One of your own sign-ins to this tenant. Nobody sees those of others.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'account:read' },
  // Somebody else's is not there, as one that does not exist.
  findUnique: (id, { viewer }) => ({ id, userId: viewer?.userId ?? '' }),
  select: { id: true },
  fields: (t) => ({
    device: t.string({
      description: 'What it is used from, such as `Firefox on Windows`, by what the device says about itself.',
      select: { userAgent: true },
      resolve: ({ userAgent }) => deviceOf(userAgent),
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'What the device says about itself, in full.',
    }),
    address: t.exposeString('address', { nullable: true, description: 'The network address it was opened from.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When you signed in.' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'When it was last used, to the minute.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends, however much it is used.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was ended; null: it goes on.',
    }),
    isCurrent: t.boolean({
      description: 'Whether it is the one you are asking with.',
      resolve: ({ id }, _args, { viewer }) => id === viewer?.sessionId,
    }),
  }),
});

builder.queryField('authSessions', (t) =>
  t.prismaConnection(
    {
      type: AuthSession,
      cursor: 'id',
      description: 'Your own sign-ins to this tenant that go on, those used last first.',
      authScopes: { can: 'account:read' },
      totalCount: (_connection, _args, { db, viewer }) =>
        db.authSession.count({ where: liveSessions(viewer?.userId ?? '') }),
      resolve: (query, _root, _args, { db, viewer }) =>
        db.authSession.findMany({
          ...query,
          where: liveSessions(viewer?.userId ?? ''),
          orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
        }),
    },
    { name: 'AuthSessionConnection' },
    { name: 'AuthSessionEdge' },
  ),
);

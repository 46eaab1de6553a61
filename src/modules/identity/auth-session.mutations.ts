import { signOutCookies } from '../../auth/cookies.js';
import type { AuthSession as AuthSessionRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { AuthSession } from './auth-session.type.js';
import { endOtherSessions, endOwnSession } from './session.service.js';

const AuthSessionEndInput = builder.inputType('AuthSessionEndInput', {
  description: 'Which of your sign-ins to end.',
  fields: (t) => ({ id: t.globalID({ for: AuthSession, description: 'The session.' }) }),
});

builder.mutationField('authSessionEnd', (t) =>
  t.withAuth({ can: 'account:write' }).field({
    type: payloadType<{ readonly authSession: AuthSessionRow }>('AuthSessionEndPayload', (p) => ({
      authSession: p.expose('authSession', {
        type: AuthSession,
        nullable: true,
        description: 'The session as it is now.',
      }),
    })),
    description: 'Ends one of your own sign-ins, with its open connections. The one you ask with is signed out.',
    args: { input: t.arg({ type: AuthSessionEndInput, description: 'Which one.' }) },
    resolve: async (_root, { input }, context) => {
      const { services, client, viewer, db } = context;
      const cause = causeOf(context);
      const authSession = await endOwnSession(db, viewer.userId, input.id.id, cause);
      services.identity.forget({ tenantId: viewer.tenantId });
      if (authSession.id === viewer.sessionId) for (const cookie of signOutCookies()) client.setCookie(cookie);
      return { authSession };
    },
  }),
);

builder.mutationField('authSessionsEndOthers', (t) =>
  t.withAuth({ can: 'account:write' }).field({
    type: payloadType<{ readonly endedCount: number }>('AuthSessionsEndOthersPayload', (p) => ({
      endedCount: p.exposeInt('endedCount', { nullable: true, description: 'How many were ended.' }),
    })),
    description:
      'Ends your sign-ins to this tenant except the one you ask with, with their open connections. `passwordChange` does so in all your tenants.',
    resolve: async (_root, _args, context) => {
      const { services, viewer, db } = context;
      const cause = causeOf(context);
      const endedCount = await endOtherSessions(db, viewer.userId, viewer.sessionId, cause);
      if (endedCount > 0) services.identity.forget({ tenantId: viewer.tenantId });
      return { endedCount };
    },
  }),
);

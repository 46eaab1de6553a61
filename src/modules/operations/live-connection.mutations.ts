import { z } from 'zod';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import type { LiveConnectionView } from '../../realtime/live-connection.js';
import { terminateConnection } from './live-connection.service.js';
import { LiveConnection } from './live-connection.type.js';

const LiveConnectionTerminateInput = builder.inputType('LiveConnectionTerminateInput', {
  description: 'Which connection to end, and why.',
  fields: (t) => ({
    id: t.globalID({ for: LiveConnection, description: 'The connection.' }),
    reason: t.string({
      required: false,
      validate: { schema: z.string().trim().min(1).max(120) },
      description: 'One sentence that its client is told; a general one by default.',
    }),
  }),
});

builder.mutationField('liveConnectionTerminate', (t) =>
  t.withAuth({ can: 'connection:terminate' }).field({
    type: payloadType<{ readonly connection: LiveConnectionView }>('LiveConnectionTerminatePayload', (p) => ({
      connection: p.expose('connection', {
        type: LiveConnection,
        nullable: true,
        description: 'The connection as it was.',
      }),
    })),
    description:
      'Ends an open connection at once, on whichever gateway it is. Its operations end with FORBIDDEN and the reason TERMINATED, a socket closes with 4403. Its credentials still hold: to keep somebody out, end the session, key or membership.',
    args: { input: t.arg({ type: LiveConnectionTerminateInput, description: 'Which connection.' }) },
    resolve: async (_root, { input }, context) => ({
      connection: await terminateConnection(
        context.db,
        context.services.connections,
        { id: input.id.id, reason: input.reason ?? undefined },
        causeOf(context),
      ),
    }),
  }),
);

import { encodeGlobalID } from '@pothos/plugin-relay';
import { builder, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../graphql/builder.js';
import type { LiveConnectionView, LiveSubscriptionView } from '../../realtime/live-connection.js';
import { Actor } from './actor.type.js';
import { connectionCursor, findConnection, listConnections } from './live-connection.service.js';

const LiveTransport = builder.enumType('LiveTransport', {
  description: 'How a connection that stays open talks.',
  values: {
    WEBSOCKET: { description: 'graphql-transport-ws over a WebSocket.' },
    SSE: { description: 'Server-sent events: one operation a connection.' },
  } as const,
});

const LiveSubscription = builder.objectRef<LiveSubscriptionView>('LiveSubscription').implement({
  description: 'A subscription under way on a connection.',
  authScopes: { can: 'connection:read' },
  fields: (t) => ({
    operationName: t.exposeString('operationName', { nullable: true, description: 'Its name; null when it has none.' }),
    field: t.exposeString('field', { description: 'The field of Subscription that it follows.' }),
    topic: t.exposeString('topic', { nullable: true, description: 'The live stream behind it; null while it opens.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    delivered: t.exposeInt('delivered', { description: 'Events given to its client so far.' }),
    buffered: t.exposeInt('waiting', {
      description:
        'Events of its stream that wait for it, because its client reads slowly or its events are being made.',
    }),
    lagMs: t.exposeFloat('lagMs', { description: 'Milliseconds the oldest of these has waited; 0 when none waits.' }),
  }),
});

export const LiveConnection = builder.objectRef<LiveConnectionView>('LiveConnection');
builder.node(LiveConnection, {
  description: 'A WebSocket or event stream that is open at this moment, on any gateway.',
  authScopes: { can: 'connection:read' },
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'messagesOut' in value,
  loadOne: (id, { db, services }) => findConnection(db, services.connections, id),
  fields: (t) => ({
    transport: t.expose('transport', { type: LiveTransport, description: 'How it talks.' }),
    actor: t.field({
      type: Actor,
      description: 'Who is connected.',
      resolve: ({ viewerKind, userId, apiKeyId, label }) => ({ kind: viewerKind, id: apiKeyId ?? userId, label }),
    }),
    identity: t.node({
      description: 'The person or API key; null when it is gone.',
      id: ({ userId, apiKeyId }) => (apiKeyId ? encodeGlobalID('ApiKey', apiKeyId) : encodeGlobalID('User', userId)),
    }),
    project: t.node({
      description: 'The project to which it is narrowed; null: to none.',
      id: ({ projectId }) => (projectId ? encodeGlobalID('Project', projectId) : null),
    }),
    address: t.exposeString('address', { description: 'The network address it comes from.' }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'What its client calls itself; null: nothing.',
    }),
    gateway: t.exposeString('gateway', { description: 'The process that holds it: host and process id.' }),
    connectedAt: t.expose('connectedAt', { type: 'DateTime', description: 'When it was opened.' }),
    accessEndsAt: t.expose('accessEndsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its credential ends, unless a fresh one is handed over; null: it does not end by itself.',
    }),
    messagesIn: t.exposeInt('messagesIn', { description: 'Messages from the client, pings included.' }),
    messagesOut: t.exposeInt('messagesOut', { description: 'Messages to the client.' }),
    bufferedBytes: t.exposeInt('bufferedBytes', { description: 'Bytes that wait for the client to read.' }),
    subscriptions: t.field({
      type: [LiveSubscription],
      description: 'What it follows; 100 at most.',
      resolve: ({ subscriptions }) => subscriptions,
    }),
  }),
});

const LiveConnectionConnection = builder.connectionObject({
  type: LiveConnection,
  name: 'LiveConnectionConnection',
  fields: (t) => ({
    totalCount: t.int({
      description: 'How many there are in all.',
      resolve: (page) => (page as unknown as PageOfConnections).totalCount,
    }),
    silentGateways: t.int({
      description: 'Gateways that did not answer within a second; what they hold is missing.',
      resolve: (page) => (page as unknown as PageOfConnections).silentGateways,
    }),
  }),
});

interface PageOfConnections {
  readonly totalCount: number;
  readonly silentGateways: number;
}

// Forwards only: every page is asked of all gateways anew, and they know no way back.
builder.queryField('liveConnections', (t) =>
  t.withAuth({ can: 'connection:read' }).field({
    type: LiveConnectionConnection,
    description: 'Who is connected to any gateway at this moment, newest first.',
    args: {
      after: t.arg.string({ required: false, description: 'Only connections behind this cursor.' }),
      first: t.arg.int({
        required: false,
        description: `How many; ${DEFAULT_PAGE_SIZE} by default, ${MAX_PAGE_SIZE} at most.`,
      }),
    },
    resolve: async (_root, { after, first }, { db, services }) => {
      const size = Math.max(0, Math.min(first ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE));
      const page = await listConnections(db, services.connections, { size: size + 1, after: after ?? null });
      const edges = page.connections.slice(0, size).map((node) => ({ cursor: connectionCursor(node), node }));
      return {
        edges,
        pageInfo: {
          hasNextPage: page.connections.length > size,
          hasPreviousPage: after !== null && after !== undefined,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
        totalCount: page.total,
        silentGateways: page.silent,
      };
    },
  }),
);

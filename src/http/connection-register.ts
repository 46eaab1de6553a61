import { getOperationAST, Kind } from 'graphql';
import { accessEnd } from '../auth/access-end.js';
import type { Viewer } from '../auth/viewer.js';
import type { OperationCaller, PreparedOperation } from '../graphql/operation.js';
import type { LiveConnectionView, LiveSubscriptionView, LocalConnections } from '../realtime/live-connection.js';
import type { OpenStream, SseHandler } from './sse.js';
import type { SubscriptionRun } from './subscription-run.js';
import type { Connection } from './websocket/connection.js';
import type { WebSocketEndpoint } from './websocket/endpoint.js';

const NAME_LENGTH = 80;
const AGENT_LENGTH = 300;

/** Shows what is open in this process, and ends it when it is told to. */
export class ConnectionRegister implements LocalConnections {
  readonly #sockets: WebSocketEndpoint;
  readonly #sse: SseHandler;
  /** Names this process to people. */
  readonly #gateway: string;

  constructor(sockets: WebSocketEndpoint, sse: SseHandler, gateway: string) {
    this.#sockets = sockets;
    this.#sse = sse;
    this.#gateway = gateway;
  }

  of(tenantId: string): LiveConnectionView[] {
    const views: LiveConnectionView[] = [];
    for (const socket of this.#sockets.connections) {
      const { viewer, client } = socket.identities;
      if (viewer?.tenantId === tenantId && client) views.push(this.#viewOfSocket(socket, viewer, client));
    }
    for (const open of this.#sse.streams) {
      const viewer = open.identity?.viewer;
      if (viewer?.tenantId === tenantId) views.push(this.#viewOfStream(open, viewer));
    }
    return views;
  }

  terminate(tenantId: string, id: string, message: string | undefined): boolean {
    const end = accessEnd('TERMINATED', message);
    for (const { id: known, identities } of this.#sockets.connections) {
      if (known !== id || identities.viewer?.tenantId !== tenantId) continue;
      for (const identity of [...identities].reverse()) identity.end(end);
      return true;
    }
    for (const { stream, identity } of this.#sse.streams) {
      if (stream.id !== id || identity?.viewer.tenantId !== tenantId) continue;
      identity.end(end);
      return true;
    }
    return false;
  }

  #viewOfSocket(socket: Connection, viewer: Viewer, client: OperationCaller['client']): LiveConnectionView {
    const { messagesIn, messagesOut, bufferedBytes } = socket.traffic;
    // An operation that brought its own headers may be somebody else's, and another tenant's.
    const own = [...socket.operations].filter((operation) => operation.viewer?.tenantId === viewer.tenantId);
    const subscriptions = own.flatMap(({ run, delivered }) => (run ? [subscriptionOf(run, delivered)] : []));
    return {
      ...this.#commonOf('WEBSOCKET', socket.id, viewer, client),
      connectedAt: socket.openedAt,
      messagesIn,
      messagesOut,
      bufferedBytes,
      subscriptions,
    };
  }

  #viewOfStream({ stream, run }: OpenStream, viewer: Viewer): LiveConnectionView {
    const { delivered, bufferedBytes } = stream.traffic;
    return {
      ...this.#commonOf('SSE', stream.id, viewer, stream.client),
      connectedAt: stream.openedAt,
      messagesIn: 1,
      messagesOut: delivered,
      bufferedBytes,
      subscriptions: [subscriptionOf(run, delivered)],
    };
  }

  #commonOf(
    transport: LiveConnectionView['transport'],
    id: string,
    viewer: Viewer,
    { address, userAgent }: OperationCaller['client'],
  ) {
    return {
      id,
      transport,
      tenantId: viewer.tenantId,
      viewerKind: viewer.kind,
      userId: viewer.userId,
      apiKeyId: viewer.apiKeyId,
      label: viewer.label,
      projectId: viewer.projects.only,
      address,
      userAgent: userAgent?.slice(0, AGENT_LENGTH) ?? null,
      gateway: this.#gateway,
      accessEndsAt: viewer.expiresAt,
    };
  }
}

function subscriptionOf(run: SubscriptionRun, delivered: number): LiveSubscriptionView {
  const { events, ms } = run.lag;
  return {
    ...namesOf(run.operation),
    topic: run.topic,
    startedAt: run.startedAt,
    delivered,
    waiting: events,
    lagMs: ms,
  };
}

function namesOf(operation: PreparedOperation | undefined): { operationName: string | null; field: string } {
  const node = operation && getOperationAST(operation.document, operation.operationName);
  const [first] = node?.selectionSet.selections ?? [];
  const field = first?.kind === Kind.FIELD ? first.name.value : 'unknown';
  return { operationName: node?.name?.value.slice(0, NAME_LENGTH) ?? null, field };
}

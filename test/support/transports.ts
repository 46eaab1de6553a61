import { randomUUID } from 'node:crypto';
import { askHttp, JSON_HEADERS } from './raw-http.js';
import { connect, SocketClient } from './socket-client.js';

export const TRANSPORTS = ['HTTP', 'SSE', 'WEBSOCKET'] as const;
export type TransportName = (typeof TRANSPORTS)[number];

/** One answer, as far as it is the same over every transport. */
export interface TransportAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** What came over the wire. */
  readonly text: string;
}

/** Asks the same over HTTP, as an event stream, or over a socket, and gives the first answer. */
export async function askOver(
  transport: TransportName,
  url: string,
  request: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<TransportAnswer> {
  if (transport === 'WEBSOCKET') return askSocket(url, request, headers);
  const accept = transport === 'SSE' ? 'text/event-stream' : 'application/graphql-response+json';
  const { text } = await askHttp(url, {
    headers: { ...JSON_HEADERS, accept, ...headers },
    body: [JSON.stringify(request)],
  });
  const json = transport === 'SSE' ? (/^data: (.*)$/m.exec(text)?.[1] ?? '{}') : text;
  return { ...(JSON.parse(json) as TransportAnswer), text };
}

async function askSocket(url: string, request: object, headers: Readonly<Record<string, string>>) {
  const client = await connect(`${url.replace('http', 'ws')}/graphql`, headers);
  const id = randomUUID();
  client.say({ type: 'subscribe', id, payload: request });
  const { type, payload } = await client.heard((message) => message.id === id);
  if (client.socket.readyState !== SocketClient.CONNECTING) client.socket.terminate();
  await client.closed;
  const answer = type === 'error' ? { errors: payload as TransportAnswer['errors'] } : (payload as object);
  return { ...answer, text: JSON.stringify(payload) } as TransportAnswer;
}

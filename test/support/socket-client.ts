import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import WebSocket, { type ClientOptions } from 'ws';

export interface SocketMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A bare client: it says what it is told to, well-formed or not, and keeps what it hears. */
export class SocketClient {
  static readonly CONNECTING = WebSocket.CONNECTING;
  readonly socket: WebSocket;
  readonly messages: SocketMessage[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #listeners = new Set<() => void>();

  constructor(url: string, protocols: string[] = [GRAPHQL_TRANSPORT_WS_PROTOCOL], options: ClientOptions = {}) {
    this.socket = new WebSocket(url, protocols, options);
    this.socket.on('message', (data) => {
      this.messages.push(JSON.parse(String(data)));
      this.#changed();
    });
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) =>
      this.socket.once('close', (code, reason) => {
        resolve({ code, reason: String(reason) });
        this.#changed();
      }),
    );
  }

  get isClosed(): boolean {
    return this.socket.readyState === WebSocket.CLOSED;
  }

  async opened(): Promise<this> {
    if (this.socket.readyState !== WebSocket.OPEN) await new Promise((resolve) => this.socket.once('open', resolve));
    return this;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Resolves with the first message that matches, said already or to come. */
  async heard(matches: (message: SocketMessage) => boolean): Promise<SocketMessage> {
    for (;;) {
      const found = this.messages.find(matches);
      if (found) return found;
      if (this.isClosed)
        throw new Error(`The socket closed before it was said; heard ${JSON.stringify(this.messages)}`);
      await new Promise<void>((resolve) => this.#listeners.add(resolve));
    }
  }

  of(id: string): SocketMessage[] {
    return this.messages.filter((message) => message.id === id);
  }

  #changed(): void {
    const listeners = this.#listeners;
    this.#listeners = new Set();
    for (const listener of listeners) listener();
  }
}

/** A client that is connected and acknowledged. */
export async function connect(url: string, payload?: Record<string, unknown>): Promise<SocketClient> {
  const client = await new SocketClient(url).opened();
  client.say({ type: 'connection_init', payload });
  await client.heard(({ type }) => type === 'connection_ack');
  return client;
}

const JOURNAL =
  'subscription J($id: ID!, $after: String) { journal(id: $id, after: $after) { kind cursor n numbers reason } }';

/** Subscribes to a journal of the test schema. */
export function followJournal(client: SocketClient, id: string, journal: string, after: string | null = null): void {
  client.say({ type: 'subscribe', id, payload: { query: JOURNAL, variables: { id: journal, after } } });
}

export interface JournalEntry {
  readonly kind: string;
  readonly cursor: string;
  readonly n: number | null;
  readonly numbers: number[] | null;
  readonly reason: string | null;
}

/** The items of a `journal` subscription. */
export function entriesOf(client: SocketClient, id: string): JournalEntry[] {
  return client
    .of(id)
    .filter(({ type }) => type === 'next')
    .map(({ payload }) => (payload as { data: { journal: JournalEntry } }).data.journal);
}

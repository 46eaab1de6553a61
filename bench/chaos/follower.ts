import WebSocket from 'ws';
import { decodeCursor } from '../../src/realtime/cursor.js';

const EVENTS = `subscription Follow($after: EventCursor) {
  tenantEvents(after: $after) { cursor kind requestId }
}`;

interface Message {
  readonly type: string;
  readonly payload?: unknown;
}

/** An event as it comes, with whatever else the query asks for. */
export interface FollowedEvent {
  readonly cursor: string;
  readonly kind: string;
  readonly requestId: string | null;
}

/** What all followers of a run share. */
export interface FollowerParts {
  readonly token: string;
  readonly ports: () => readonly number[];
  /** What is asked of an event; cursor, kind and requestId are among it. */
  readonly query?: string;
  /** Is given every event that is new. */
  readonly onEvent?: (event: FollowedEvent) => void;
  /** Gives equal texts the same number, so that many followers keep little. */
  readonly numberOf: (text: string) => number;
  /** A socket that was lost carries its subscription again, so many ms later. */
  readonly resumed: (ms: number) => void;
  /** Close codes of sockets that were lost. */
  readonly closed: (code: number) => void;
}

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;

/** Follows the events of a tenant as a client does: it comes back with its cursor whenever its socket is lost. */
export class Follower {
  readonly #parts: FollowerParts;
  #socket: WebSocket | undefined;
  #cursor: string | null = null;
  #place: { epoch: number; seq: number } | null = null;
  #retries = 0;
  #lostAt: number | undefined;
  #isOver = false;
  /** Events as numbers, in the order they came. */
  readonly received: number[] = [];
  missed = 0;
  repeated = 0;
  gaps = 0;
  onEvent: (() => void) | undefined;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  /** Resolves when the server has said that it knows who this is; the subscription follows at once. */
  start(): Promise<void> {
    return new Promise((resolve) => this.#connect(resolve));
  }

  stop(): void {
    this.#isOver = true;
    this.#socket?.terminate();
  }

  #connect(acknowledged?: () => void): void {
    if (this.#isOver) return;
    const ports = this.#parts.ports();
    const port = ports[Math.floor(Math.random() * ports.length)];
    if (port === undefined) {
      this.#retry(acknowledged);
      return;
    }
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
    this.#socket = socket;
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.on('open', () =>
      say({ type: 'connection_init', payload: { authorization: `Bearer ${this.#parts.token}` } }),
    );
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data)) as Message;
      if (type === 'ping') say({ type: 'pong' });
      if (type === 'connection_ack') {
        say({
          id: 'e',
          type: 'subscribe',
          payload: { query: this.#parts.query ?? EVENTS, variables: { after: this.#cursor } },
        });
        acknowledged?.();
        this.#returned();
      }
      if (type === 'next') this.#take((payload as { data: { tenantEvents: FollowedEvent } }).data.tenantEvents);
      if (type === 'error') socket.terminate(); // the service says that it cannot at the moment: come back later
    });
    socket.on('error', () => {});
    socket.on('close', (code) => {
      if (this.#isOver) return;
      this.#lostAt ??= performance.now();
      this.#parts.closed(code);
      this.#retry(acknowledged);
    });
  }

  #returned(): void {
    this.#retries = 0;
    if (this.#lostAt !== undefined) this.#parts.resumed(performance.now() - this.#lostAt);
    this.#lostAt = undefined;
  }

  #retry(acknowledged?: () => void): void {
    const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#retries);
    this.#retries += 1;
    setTimeout(() => this.#connect(acknowledged), most * (0.5 + Math.random() / 2));
  }

  /** Places of one stream have no holes: a place too far is an event missed, one that is not new an event repeated. */
  #take(event: FollowedEvent): void {
    const { cursor, kind, requestId } = event;
    const { epoch, seq } = decodeCursor(cursor);
    this.#cursor = cursor;
    if (kind === 'STREAM_GAP') {
      this.gaps += 1;
      this.#place = { epoch, seq };
      return;
    }
    const last = this.#place?.epoch === epoch ? this.#place.seq : undefined;
    if (last !== undefined && seq <= last) this.repeated += 1;
    else {
      if (last !== undefined) this.missed += seq - last - 1;
      this.#place = { epoch, seq };
      this.received.push(this.#parts.numberOf(`${kind} ${requestId}`));
      this.#parts.onEvent?.(event);
    }
    this.onEvent?.();
  }
}

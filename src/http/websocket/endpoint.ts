import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { Viewer } from '../../auth/viewer.js';
import { Connection, type ConnectionParts } from './connection.js';
import { WEBSOCKET_LIMITS, type WebSocketLimits } from './limits.js';
import { type Closing, fitReason, SERVICE_RESTART, WRONG_SUBPROTOCOL } from './protocol.js';

export interface WebSocketParts extends Omit<ConnectionParts, 'limits'> {
  readonly path: string;
  /** Whether a page of that origin may open a socket with its user's cookies. */
  readonly isAllowedOrigin: (request: IncomingMessage) => boolean;
  readonly limits?: Partial<WebSocketLimits>;
}

const LOOK_EVERY_MS = 500;
/** How long after the window of a drain the last ones are cut off. */
const DRAIN_GRACE_MS = 2_000;

/**
 * GraphQL over WebSocket. The HTTP server hands its upgrades over; one timer serves all sockets.
 * Frames are not compressed: events are small, and a compressor costs every socket memory and a queue.
 */
export class WebSocketEndpoint implements AsyncDisposable {
  readonly #parts: ConnectionParts;
  readonly #path: string;
  readonly #isAllowedOrigin: (request: IncomingMessage) => boolean;
  readonly #server: WebSocketServer;
  readonly #connections = new Set<Connection>();
  readonly #timer: NodeJS.Timeout;
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  constructor({ path, isAllowedOrigin, limits, ...parts }: WebSocketParts) {
    this.#parts = { ...parts, limits: { ...WEBSOCKET_LIMITS, ...limits } };
    this.#path = path;
    this.#isAllowedOrigin = isAllowedOrigin;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: this.#parts.limits.messageBytes,
      handleProtocols: (offered) =>
        offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false,
    });
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  get openConnections(): number {
    return this.#connections.size;
  }

  /** Takes over a request that asks for an upgrade. */
  readonly handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy()); // a client that goes away during the handshake
    const refusal = this.#refusalOf(request);
    if (refusal) {
      const line = `HTTP/1.1 ${refusal} ${STATUS_CODES[refusal]}`;
      const retry = refusal === 503 ? '\r\nretry-after: 1' : '';
      socket.end(`${line}\r\nconnection: close\r\ncontent-length: 0${retry}\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      if (webSocket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
        webSocket.on('error', () => {});
        webSocket.close(WRONG_SUBPROTOCOL.code, fitReason(WRONG_SUBPROTOCOL.reason));
        return;
      }
      const connection = new Connection(this.#parts, webSocket, socket, request);
      this.#connections.add(connection);
      webSocket.on('close', () => {
        this.#connections.delete(connection);
        if (this.#connections.size === 0) this.#onEmpty?.();
      });
    });
  };

  /** Closes every connection that acts for a matching viewer. Returns how many. */
  endConnections(matches: (viewer: Viewer) => boolean, code: number, reason: string): number {
    const ended = [...this.#connections].filter((connection) => connection.actsFor(matches));
    for (const connection of ended) connection.close({ code, reason });
    return ended.length;
  }

  /** Asks again who the matching viewers are and closes the connections of those who are so no longer. */
  async recheck(matches: (viewer: Viewer) => boolean): Promise<void> {
    const concerned = [...this.#connections].filter((connection) => connection.actsFor(matches));
    await Promise.all(concerned.map((connection) => connection.recheck()));
  }

  /**
   * Takes no new sockets, closes the open ones at random moments of the window so that clients do not come back all at
   * once, and resolves when all are gone. Clients try again after the code and resume by their cursors.
   */
  async drain(windowMs: number, closing: Closing = SERVICE_RESTART): Promise<void> {
    this.#isDraining = true;
    if (this.#connections.size === 0) return;
    const empty = new Promise<void>((resolve) => (this.#onEmpty = resolve));
    const timers = [...this.#connections].map((connection) =>
      setTimeout(() => connection.close(closing), Math.random() * windowMs),
    );
    timers.push(setTimeout(() => this.#terminate(), windowMs + DRAIN_GRACE_MS));
    await empty;
    for (const timer of timers) clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#timer);
    this.#terminate();
  }

  #look(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.look(now);
  }

  #terminate(): void {
    for (const connection of this.#connections) connection.terminate();
  }

  #refusalOf(request: IncomingMessage): number | undefined {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path !== this.#path) return 404;
    if (!this.#isAllowedOrigin(request)) return 403;
    if (this.#isDraining || this.#connections.size >= this.#parts.limits.connections) return 503;
    return undefined;
  }
}

import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { Admission } from '../admission.js';
import { SILENT_CONNECTION_OBSERVER } from '../connection-observer.js';
import type { LiveIdentity } from '../live-identity.js';
import { addressOf } from '../proxy-trust.js';
import { RecheckTurns } from '../recheck-turns.js';
import { Connection, type ConnectionParts } from './connection.js';
import { WEBSOCKET_LIMITS, type WebSocketLimits } from './limits.js';
import { type Closing, fitReason, SERVICE_RESTART, WRONG_SUBPROTOCOL } from './protocol.js';

export interface WebSocketParts extends Omit<ConnectionParts, 'limits' | 'admission' | 'observer'> {
  readonly path: string;
  /** Whether a page of that origin may open a socket with its user's cookies. */
  readonly isAllowedOrigin: (request: IncomingMessage) => boolean;
  readonly limits?: Partial<WebSocketLimits>;
  readonly admission?: Admission;
  readonly observer?: ConnectionParts['observer'];
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
  readonly #turns: RecheckTurns<Connection>;
  readonly #timer: NodeJS.Timeout;
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  constructor({ path, isAllowedOrigin, limits, ...parts }: WebSocketParts) {
    const { admission = new Admission(), observer = SILENT_CONNECTION_OBSERVER } = parts;
    this.#parts = { ...parts, admission, observer, limits: { ...WEBSOCKET_LIMITS, ...limits } };
    this.#turns = new RecheckTurns(this.#parts.limits.recheckMs);
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
    const address = addressOf(request, this.#parts.caller.trustProxy);
    const refusal = this.#refusalOf(request, address);
    if (refusal) {
      const line = `HTTP/1.1 ${refusal} ${STATUS_CODES[refusal]}`;
      const retry = refusal === 503 || refusal === 429 ? '\r\nretry-after: 1' : '';
      socket.end(`${line}\r\nconnection: close\r\ncontent-length: 0${retry}\r\n\r\n`);
      return;
    }
    socket.once('close', () => this.#parts.admission.leave(address));
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      if (webSocket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
        webSocket.on('error', () => {});
        webSocket.close(WRONG_SUBPROTOCOL.code, fitReason(WRONG_SUBPROTOCOL.reason));
        return;
      }
      const connection = new Connection(this.#parts, webSocket, socket, request);
      this.#connections.add(connection);
      this.#turns.add(connection);
      webSocket.on('close', () => {
        this.#connections.delete(connection);
        this.#turns.remove(connection);
        if (this.#connections.size === 0) this.#onEmpty?.();
      });
    });
  };

  get connections(): Iterable<Connection> {
    return this.#connections;
  }

  /** For whom something runs on any of the sockets. */
  *identities(): Generator<LiveIdentity> {
    for (const { identities } of this.#connections) yield* identities;
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
    for (const { identities } of this.#turns.due(now)) {
      for (const identity of identities) void identity.verify();
    }
  }

  #terminate(): void {
    for (const connection of this.#connections) connection.terminate();
  }

  #refusalOf(request: IncomingMessage, address: string): number | undefined {
    const { observer, admission, limits } = this.#parts;
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path !== this.#path) return 404;
    const refused = (why: string, status: number) => {
      observer.refused('WEBSOCKET', why);
      return status;
    };
    if (!this.#isAllowedOrigin(request)) return refused('origin', 403);
    if (this.#isDraining) return refused('drain', 503);
    if (this.#connections.size >= limits.connections) return refused('full', 503);
    const why = admission.enter(address);
    return why === null ? undefined : refused(why, 429);
  }
}

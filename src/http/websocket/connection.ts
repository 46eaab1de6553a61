import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { MessageType } from 'graphql-ws';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { Viewer } from '../../auth/viewer.js';
import type { Client } from '../../graphql/context.js';
import type { GraphqlGate, OperationCaller, OperationParams } from '../../graphql/operation.js';
import type { LiveHub } from '../../realtime/live-hub.js';
import { type AuthenticateSocket, type ConnectionParams, claimIdentity, SocketIdentities } from './identities.js';
import { TokenBucket, type WebSocketLimits } from './limits.js';
import { SocketOperation } from './operation.js';
import {
  type ClientMessage,
  type Closing,
  duplicateId,
  FLOOD,
  FORBIDDEN,
  fitReason,
  INIT_TIMEOUT,
  InvalidMessage,
  readMessage,
  SECOND_INIT,
  TRY_AGAIN_LATER,
  UNAUTHORIZED,
} from './protocol.js';

export interface ConnectionParts {
  readonly gate: GraphqlGate;
  readonly hub: LiveHub;
  readonly authenticate: AuthenticateSocket;
  /** What the transport knows about the client of a socket. */
  readonly clientOf: (request: IncomingMessage) => Client;
  readonly limits: WebSocketLimits;
  readonly log: Logger;
}

/** After our close frame a client has this long to answer it. */
const CLOSING_MS = 5_000;

/** One socket that speaks graphql-transport-ws: its identity, its operations, its end. */
export class Connection {
  readonly id = randomUUID();
  readonly log: Logger;
  readonly #parts: ConnectionParts;
  readonly #webSocket: WebSocket;
  readonly #socket: Duplex;
  readonly #client: Client;
  readonly #operations = new Map<string, SocketOperation>();
  readonly #bucket: TokenBucket;
  readonly #identities: SocketIdentities;
  #drained: Map<SocketOperation, () => void> | undefined;
  #state: 'NEW' | 'INITIALISING' | 'READY' | 'CLOSED' = 'NEW';
  #params: ConnectionParams = {};
  #initTimer: NodeJS.Timeout | undefined;
  #isAnswering = true;
  #nextPingAt: number;
  #nextCheckAt: number;
  #closedAt = 0;

  constructor(parts: ConnectionParts, webSocket: WebSocket, socket: Duplex, request: IncomingMessage) {
    this.#parts = parts;
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#client = parts.clientOf(request);
    this.#bucket = new TokenBucket(parts.limits.messageBurst, parts.limits.messagesPerSecond);
    this.#identities = new SocketIdentities(parts.authenticate, request);
    this.log = parts.log;
    const now = performance.now();
    // Spread, so that sockets that came together are not all looked at together.
    this.#nextPingAt = now + parts.limits.keepAliveMs * (0.5 + Math.random() / 2);
    this.#nextCheckAt = now + parts.limits.recheckMs * (0.5 + Math.random() / 2);
    this.#initTimer = setTimeout(() => this.close(INIT_TIMEOUT), parts.limits.initTimeoutMs);
    webSocket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    webSocket.on('ping', () => this.#count());
    webSocket.on('pong', () => {
      this.#isAnswering = true;
    });
    webSocket.on('error', () => {}); // `close` follows, with a code that says more
    webSocket.on('close', () => this.#release());
  }

  get operationCount(): number {
    return this.#operations.size;
  }

  /** Whether it acts for a viewer that matches. */
  actsFor(matches: (viewer: Viewer) => boolean): boolean {
    return this.#identities.some(matches);
  }

  /** Ends its operations at once, and then the socket. */
  close({ code, reason }: Closing): void {
    if (this.#state === 'CLOSED') return;
    this.#release();
    this.#webSocket.close(code, fitReason(reason));
  }

  /** Cuts the socket off. */
  terminate(): void {
    this.#release();
    this.#webSocket.terminate();
  }

  /** Called now and then: expiry, keep-alive, identities that nobody told of. */
  look(now: number): void {
    if (this.#state === 'CLOSED') {
      if (now - this.#closedAt > CLOSING_MS) this.#webSocket.terminate();
      return;
    }
    const expired = this.#identities.expired();
    if (expired) {
      this.close(expired);
      return;
    }
    if (now >= this.#nextCheckAt) {
      this.#nextCheckAt = now + this.#parts.limits.recheckMs;
      void this.recheck();
    }
    if (now < this.#nextPingAt) return;
    this.#nextPingAt = now + this.#parts.limits.keepAliveMs;
    if (!this.#isAnswering) {
      this.#webSocket.terminate();
      return;
    }
    this.#isAnswering = false;
    this.#webSocket.ping();
  }

  /** Asks again who everybody is; an identity that is gone, or may do other things now, ends the connection. */
  async recheck(): Promise<void> {
    const end = await this.#identities.recheck();
    if (end) this.close(end);
  }

  /** Who an operation is from; undefined when the connection was closed over it. */
  async callerFor({ extensions }: OperationParams): Promise<OperationCaller | undefined> {
    const headers = headersOf(extensions);
    const viewer = await this.#identities.viewerOf(headers ? { ...this.#params, ...headers } : this.#params);
    if (this.#state === 'CLOSED') return undefined;
    if (viewer && 'code' in viewer) {
      this.close(viewer);
      return undefined;
    }
    return { viewer, client: this.#client, requestId: randomUUID() };
  }

  say(message: object): void {
    if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#webSocket.send(JSON.stringify(message));
    // A client that does not read its answers asks nothing more.
    if (!this.isFull() || this.#webSocket.isPaused) return;
    this.#webSocket.pause();
    this.#socket.once('drain', () => this.#webSocket.resume());
  }

  /** Writes whole frames beside those of `ws`, which has no queue of its own as long as nothing is compressed. */
  write(frames: Buffer): void {
    if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#socket.write(frames);
  }

  isFull(): boolean {
    return this.#socket.writableLength > this.#parts.limits.bufferedBytes;
  }

  onceDrained(operation: SocketOperation, callback: () => void): void {
    if (!this.#drained) {
      this.#drained = new Map();
      if (this.#socket.writableNeedDrain) this.#socket.once('drain', () => this.#callDrained());
      else setImmediate(() => this.#callDrained());
    }
    this.#drained.set(operation, callback);
  }

  forget(id: string, operation: SocketOperation): void {
    if (this.#operations.get(id) === operation) this.#operations.delete(id);
  }

  #callDrained(): void {
    const callbacks = this.#drained?.values() ?? [];
    this.#drained = undefined;
    for (const callback of callbacks) callback();
  }

  #release(): void {
    if (this.#state === 'CLOSED') return;
    this.#state = 'CLOSED';
    this.#closedAt = performance.now();
    clearTimeout(this.#initTimer);
    for (const operation of this.#operations.values()) operation.stop();
    this.#operations.clear();
    this.#identities.clear();
    this.#drained = undefined;
  }

  #count(): boolean {
    if (this.#state === 'CLOSED') return false;
    if (this.#bucket.take()) return true;
    this.close(FLOOD);
    return false;
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (!this.#count()) return;
    try {
      if (isBinary) throw new InvalidMessage('Only text messages are understood');
      this.#handle(readMessage(data.toString()));
    } catch (error) {
      if (!(error instanceof InvalidMessage)) throw error;
      this.close(error.closing);
    }
  }

  #handle(message: ClientMessage): void {
    switch (message.type) {
      case MessageType.ConnectionInit:
        void this.#initialise(message.payload ?? {});
        return;
      case MessageType.Ping:
        this.say({ type: MessageType.Pong, ...(message.payload && { payload: message.payload }) });
        return;
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        this.#start(message.id, message.payload);
        return;
      case MessageType.Complete:
        this.#operations.get(message.id)?.stop();
        this.#operations.delete(message.id);
    }
  }

  async #initialise(params: ConnectionParams): Promise<void> {
    if (this.#state !== 'NEW') {
      this.close(SECOND_INIT);
      return;
    }
    this.#state = 'INITIALISING';
    clearTimeout(this.#initTimer);
    this.#params = params;
    try {
      const viewer = await this.#identities.viewerOf(params);
      if (this.#hasClosed()) return;
      // Who presents something and is nobody is told now, not by every operation.
      if (!viewer && claimIdentity(params)) this.close(FORBIDDEN);
      else {
        this.#state = 'READY';
        this.say({ type: MessageType.ConnectionAck });
      }
    } catch (error) {
      this.log.warn({ err: error, connectionId: this.id }, 'a connection could not be authenticated');
      this.close(TRY_AGAIN_LATER);
    }
  }

  #start(id: string, params: OperationParams): void {
    if (this.#state !== 'READY') {
      this.close(UNAUTHORIZED);
      return;
    }
    if (this.#operations.has(id)) {
      this.close(duplicateId(id));
      return;
    }
    const operation = new SocketOperation(this, id);
    if (this.#operations.size >= this.#parts.limits.operations) {
      operation.refuseAsTooMany(this.#parts.limits.operations);
      return;
    }
    this.#operations.set(id, operation);
    void operation.run(this.#parts, params);
  }

  #hasClosed(): boolean {
    return this.#state === 'CLOSED';
  }
}

/** GraphiQL cannot set headers on a socket and sends its user's with each operation. */
function headersOf(extensions: OperationParams['extensions']): ConnectionParams | undefined {
  const headers = extensions?.headers;
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return undefined;
  return Object.keys(headers).length > 0 ? (headers as ConnectionParams) : undefined;
}

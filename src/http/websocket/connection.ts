import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { MessageType } from 'graphql-ws';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { Viewer } from '../../auth/viewer.js';
import type { GraphqlGate, OperationCaller, OperationParams } from '../../graphql/operation.js';
import type { LiveHub } from '../../realtime/live-hub.js';
import type { Admission } from '../admission.js';
import type { ConnectionObserver } from '../connection-observer.js';
import type { LiveIdentity } from '../live-identity.js';
import { type CallerParts, claimsIdentity } from '../request.js';
import { TokenBucket } from '../token-bucket.js';
import type { WebSocketLimits } from './limits.js';
import { SocketOperation } from './operation.js';
import {
  accessEnded,
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
  SLOW_CONSUMER,
  TOO_MANY_SOCKETS,
  TRY_AGAIN_LATER,
  UNAUTHORIZED,
} from './protocol.js';
import { SocketIdentities } from './socket-identities.js';

export interface ConnectionParts {
  readonly gate: GraphqlGate;
  readonly hub: LiveHub;
  /** The same as for HTTP. */
  readonly caller: CallerParts;
  readonly admission: Admission;
  readonly observer: ConnectionObserver;
  readonly limits: WebSocketLimits;
  readonly log: Logger;
}

/** After our close frame a client has this long to answer it. */
const CLOSING_MS = 5_000;

/** One socket that speaks graphql-transport-ws: its identity, its operations, its end. */
export class Connection {
  readonly id = randomUUID();
  readonly openedAt = new Date();
  readonly log: Logger;
  readonly observer: ConnectionObserver;
  readonly #parts: ConnectionParts;
  readonly #webSocket: WebSocket;
  readonly #socket: Duplex;
  readonly #operations = new Map<string, SocketOperation>();
  readonly #bucket: TokenBucket;
  readonly #identities: SocketIdentities;
  #drained: Map<SocketOperation, () => void> | undefined;
  #state: 'NEW' | 'INITIALISING' | 'READY' | 'CLOSED' = 'NEW';
  #initTimer: NodeJS.Timeout | undefined;
  #isAnswering = true;
  #nextPingAt: number;
  #fullSince: number | null = null;
  #closedAt = 0;
  #messagesIn = 0;
  #messagesOut = 0;

  constructor(parts: ConnectionParts, webSocket: WebSocket, socket: Duplex, request: IncomingMessage) {
    this.#parts = parts;
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#bucket = new TokenBucket(parts.limits.messageBurst, parts.limits.messagesPerSecond);
    this.#identities = new SocketIdentities(parts, request, (end) => this.close(accessEnded(end)));
    this.log = parts.log;
    this.observer = parts.observer;
    // Spread, so that sockets that came together are not all looked at together.
    this.#nextPingAt = performance.now() + parts.limits.keepAliveMs * (0.5 + Math.random() / 2);
    this.#initTimer = setTimeout(() => this.close(INIT_TIMEOUT), parts.limits.initTimeoutMs);
    webSocket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    webSocket.on('ping', () => this.#count());
    webSocket.on('pong', () => {
      this.#isAnswering = true;
    });
    // `close` follows, with a code that says more: 1009 for a message that is too large.
    webSocket.on('error', ({ code }: Error & { code?: string }) => {
      parts.observer.ended('WEBSOCKET', code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'too_large' : 'bad_frame');
    });
    webSocket.on('close', () => this.#release());
  }

  /** For whom something runs here. */
  get identities(): SocketIdentities {
    return this.#identities;
  }

  get operations(): Iterable<SocketOperation> {
    return this.#operations.values();
  }

  /** What went over it so far, and waits to go. */
  get traffic(): { readonly messagesIn: number; readonly messagesOut: number; readonly bufferedBytes: number } {
    const bufferedBytes = this.#socket.writableLength;
    return { messagesIn: this.#messagesIn, messagesOut: this.#messagesOut, bufferedBytes };
  }

  /** Ends its operations at once, and then the socket. */
  close({ code, reason, label }: Closing): void {
    if (this.#state === 'CLOSED') return;
    this.#release();
    this.observer.ended('WEBSOCKET', label);
    this.#webSocket.close(code, fitReason(reason));
  }

  /** Cuts the socket off. */
  terminate(): void {
    this.#release();
    this.#webSocket.terminate();
  }

  /** Called now and then: expiry, keep-alive, clients that do not read. */
  look(now: number): void {
    if (this.#state === 'CLOSED') {
      if (now - this.#closedAt > CLOSING_MS) this.#webSocket.terminate();
      return;
    }
    this.#identities.endExpired();
    this.#fullSince = this.isFull() ? (this.#fullSince ?? now) : null;
    if (this.#fullSince !== null && now - this.#fullSince >= this.#parts.limits.slowMs) {
      this.close(SLOW_CONSUMER);
      return;
    }
    if (now < this.#nextPingAt || this.#hasClosed()) return;
    this.#nextPingAt = now + this.#parts.limits.keepAliveMs;
    if (!this.#isAnswering && !this.isFull()) {
      this.observer.ended('WEBSOCKET', 'dead_peer');
      this.terminate();
      return;
    }
    this.#isAnswering = false;
    this.#webSocket.ping();
  }

  /** Who an operation is from; undefined when that identity turned out to have ended. */
  async callerFor(
    params: OperationParams,
  ): Promise<{ caller: OperationCaller; identity: LiveIdentity | null } | undefined> {
    const found = await this.#identities.callerFor(params);
    return this.#hasClosed() ? undefined : found;
  }

  say(message: object): void {
    if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#webSocket.send(JSON.stringify(message));
    this.#messagesOut += 1;
    // A client that does not read its answers asks nothing more.
    if (!this.isFull() || this.#webSocket.isPaused) return;
    this.#webSocket.pause();
    this.#socket.once('drain', () => this.#webSocket.resume());
  }

  /** Writes whole frames beside those of `ws`, which has no queue of its own as long as nothing is compressed. */
  write(frames: Buffer, messages: number): void {
    this.#messagesOut += messages;
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
    this.#identities.forget();
    this.#drained = undefined;
  }

  #count(): boolean {
    if (this.#state === 'CLOSED') return false;
    this.#messagesIn += 1;
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
        void this.#answerPing(message.payload);
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

  async #initialise(params: Record<string, unknown>): Promise<void> {
    if (this.#state !== 'NEW') {
      this.close(SECOND_INIT);
      return;
    }
    this.#state = 'INITIALISING';
    clearTimeout(this.#initTimer);
    try {
      const viewer = await this.#identities.open(params);
      if (this.#hasClosed()) return;
      // Who presents something and is nobody is told now, not by every operation.
      if (viewer === 'TOO_MANY') this.close(TOO_MANY_SOCKETS);
      else if (viewer ? viewer.isProjectRefused : claimsIdentity(params)) this.close(FORBIDDEN);
      else this.#acknowledge(viewer);
    } catch (error) {
      this.log.warn({ err: error, connectionId: this.id }, 'a connection could not be authenticated');
      this.close(TRY_AGAIN_LATER);
    }
  }

  #acknowledge(viewer: Viewer | null): void {
    this.#state = 'READY';
    const payload = viewer?.expiresAt ? { accessTokenExpiresAt: viewer.expiresAt.toISOString() } : undefined;
    this.say({ type: MessageType.ConnectionAck, ...(payload && { payload }) });
  }

  /** A ping may hand a fresh access token over; it is answered with what became of it, never with the token. */
  async #answerPing(payload: Record<string, unknown> | undefined): Promise<void> {
    if (payload && 'accessToken' in payload) {
      const answer = await this.#identities.handOver(payload.accessToken);
      if (!this.#hasClosed()) this.say({ type: MessageType.Pong, payload: answer });
      return;
    }
    this.say({ type: MessageType.Pong, ...(payload && { payload }) });
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
    void operation.start(this.#parts, params);
  }

  #hasClosed(): boolean {
    return this.#state === 'CLOSED';
  }
}

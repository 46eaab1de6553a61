import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Viewer } from '../auth/viewer.js';
import type { GraphqlGate, OperationCaller, OperationParams } from '../graphql/operation.js';
import type { LiveHub } from '../realtime/live-hub.js';
import { followOperation } from '../realtime/live-operation.js';
import { refusalOf } from './graphql-http.js';
import { HttpError } from './request.js';
import { EventStream } from './sse-stream.js';
import { type AuthenticateSocket, SocketIdentities } from './websocket/identities.js';
import { ACCESS_CHANGED } from './websocket/protocol.js';

export interface SseParts {
  readonly gate: GraphqlGate;
  readonly hub: LiveHub;
  /** The same as for sockets. Without it the end of an identity is learnt through `endConnections` only. */
  readonly authenticate?: AuthenticateSocket;
  readonly log: Logger;
  readonly limits?: Partial<SseLimits>;
}

/** What one event stream may cost. Times in ms. */
export interface SseLimits {
  /** From one comment to the next, so that nothing in between takes a quiet stream for a dead one. */
  readonly keepAliveMs: number;
  readonly recheckMs: number;
  /** Bytes waiting in one response beyond which its subscription waits in its stream. */
  readonly bufferedBytes: number;
  readonly connections: number;
}

const LIMITS: SseLimits = { keepAliveMs: 12_000, recheckMs: 30_000, bufferedBytes: 128 * 1024, connections: 20_000 };
const LOOK_EVERY_MS = 500;

interface Open {
  readonly stream: EventStream;
  readonly identities: SocketIdentities;
  nextCommentAt: number;
  nextCheckAt: number;
}

/**
 * GraphQL over server-sent events (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, distinct
 * connections mode): one operation a request, `next` for each result and `complete` at the end. The id of an event is
 * its cursor, so a browser that reconnects goes on behind the last event it has.
 */
export class SseHandler implements AsyncDisposable {
  readonly #parts: SseParts;
  readonly #limits: SseLimits;
  readonly #open = new Set<Open>();
  readonly #timer: NodeJS.Timeout;
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  constructor(parts: SseParts) {
    this.#parts = parts;
    this.#limits = { ...LIMITS, ...parts.limits };
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  get openConnections(): number {
    return this.#open.size;
  }

  /**
   * Answers an operation as an event stream; resolves once it is under way.
   * @throws HttpError when a mutation came with GET, or nothing more can be opened
   */
  async answer(
    params: OperationParams,
    caller: OperationCaller,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (this.#isDraining || this.#open.size >= this.#limits.connections) {
      throw new HttpError(503, 'No more event streams can be opened here at the moment.', { 'retry-after': '1' });
    }
    const preparation = await this.#parts.gate.prepare(params, caller);
    if (request.method === 'GET' && preparation.kind === 'ready' && preparation.operation.type === 'mutation') {
      throw new HttpError(405, 'A mutation must be sent with POST.', { allow: 'POST' });
    }
    const stream = this.#openStream(caller, request, response);
    if (preparation.kind === 'refused') {
      stream.answer(refusalOf(preparation));
      return;
    }
    const { operation } = preparation;
    if (operation.type !== 'subscription') {
      stream.answer(await operation.execute());
      return;
    }
    const subscription = await followOperation(this.#parts.hub, operation, stream, {
      resumeAfter: lastEventId(request),
      refused: (errors) => stream.refuse(errors),
    });
    stream.attach(subscription);
  }

  /** Ends every stream that acts for a matching viewer, saying why. Returns how many. */
  endConnections(matches: (viewer: Viewer) => boolean, reason = ACCESS_CHANGED.reason): number {
    const ended = [...this.#open].filter(({ identities }) => identities.some(matches));
    for (const { stream } of ended) stream.expel(reason);
    return ended.length;
  }

  /** Asks again who the matching viewers are and ends the streams of those who are so no longer. */
  async recheck(matches: (viewer: Viewer) => boolean): Promise<void> {
    const concerned = [...this.#open].filter(({ identities }) => identities.some(matches));
    await Promise.all(concerned.map((open) => this.#recheck(open)));
  }

  /** Takes no new streams and ends the open ones spread over the window; clients resume elsewhere by their cursors. */
  async drain(windowMs: number): Promise<void> {
    this.#isDraining = true;
    if (this.#open.size === 0) return;
    const empty = new Promise<void>((resolve) => (this.#onEmpty = resolve));
    const timers = [...this.#open].map(({ stream }) => setTimeout(() => stream.end(), Math.random() * windowMs));
    timers.push(setTimeout(() => this.#cut(), windowMs + 2_000));
    await empty;
    for (const timer of timers) clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#timer);
    this.#cut();
  }

  #openStream(caller: OperationCaller, request: IncomingMessage, response: ServerResponse): EventStream {
    const authenticate = this.#parts.authenticate ?? (async () => caller.viewer);
    const identities = new SocketIdentities(authenticate, request);
    if (caller.viewer) identities.accept({}, caller.viewer);
    const stream = new EventStream(response, this.#limits.bufferedBytes, caller.requestId, this.#parts.log);
    const now = performance.now();
    const open: Open = {
      stream,
      identities,
      nextCommentAt: now + this.#limits.keepAliveMs,
      nextCheckAt: now + this.#limits.recheckMs,
    };
    this.#open.add(open);
    response.once('close', () => {
      this.#open.delete(open);
      if (this.#open.size === 0) this.#onEmpty?.();
    });
    return stream;
  }

  #look(): void {
    const now = performance.now();
    for (const open of this.#open) {
      const expired = open.identities.expired();
      if (expired) open.stream.expel(expired.reason);
      else if (now >= open.nextCheckAt) {
        open.nextCheckAt = now + this.#limits.recheckMs;
        void this.#recheck(open);
      }
      if (now < open.nextCommentAt) continue;
      open.nextCommentAt = now + this.#limits.keepAliveMs;
      open.stream.keepAlive();
    }
  }

  async #recheck({ stream, identities }: Open): Promise<void> {
    const end = await identities.recheck();
    if (end) stream.expel(end.reason);
  }

  #cut(): void {
    for (const { stream } of this.#open) stream.cut();
  }
}

function lastEventId(request: IncomingMessage): string | null {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : null;
}

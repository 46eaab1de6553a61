import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import {
  asRequest,
  type GraphqlGate,
  type OperationCaller,
  type OperationParams,
  type PreparedOperation,
} from '../graphql/operation.js';
import type { LiveHub } from '../realtime/live-hub.js';
import { Admission } from './admission.js';
import { type ConnectionObserver, SILENT_CONNECTION_OBSERVER } from './connection-observer.js';
import { refusalOf } from './graphql-http.js';
import { LiveIdentity } from './live-identity.js';
import { RecheckTurns } from './recheck-turns.js';
import { type CallerParts, HttpError, presentedIn } from './request.js';
import { EventStream } from './sse-stream.js';
import { SubscriptionRun } from './subscription-run.js';

export interface SseParts {
  readonly gate: GraphqlGate;
  readonly hub: LiveHub;
  /** The same as for HTTP. */
  readonly caller: CallerParts;
  readonly admission?: Admission;
  readonly observer?: ConnectionObserver;
  readonly log: Logger;
  readonly limits?: Partial<SseLimits>;
}

/** What one event stream may cost. Times in ms. */
export interface SseLimits {
  /** From one comment to the next, so that nothing in between takes a quiet stream for a dead one. */
  readonly keepAliveMs: number;
  /** How often an identity is looked at again in case that nobody told of its end. */
  readonly recheckMs: number;
  /** Bytes waiting in one response beyond which its subscription waits in its stream. */
  readonly bufferedBytes: number;
  /** A stream whose client could not take that much for so long is cut. */
  readonly slowMs: number;
  readonly connections: number;
}

const LIMITS: SseLimits = {
  keepAliveMs: 12_000,
  recheckMs: 5_000,
  bufferedBytes: 128 * 1024,
  slowMs: 30_000,
  connections: 20_000,
};
const LOOK_EVERY_MS = 500;

/** One stream under way. */
export interface OpenStream {
  readonly stream: EventStream;
  readonly run: SubscriptionRun;
  readonly identity: LiveIdentity | null;
}

interface Timed extends OpenStream {
  nextCommentAt: number;
  fullSince: number | null;
}

/**
 * GraphQL over server-sent events (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md, distinct
 * connections mode): one operation a request, `next` for each result and `complete` at the end. The id of an event is
 * its cursor, so a browser that reconnects goes on behind the last event it has.
 */
export class SseHandler implements AsyncDisposable {
  readonly #parts: SseParts;
  readonly #limits: SseLimits;
  readonly #admission: Admission;
  readonly #observer: ConnectionObserver;
  readonly #open = new Set<Timed>();
  readonly #turns: RecheckTurns<Timed>;
  readonly #timer: NodeJS.Timeout;
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  constructor(parts: SseParts) {
    this.#parts = parts;
    this.#limits = { ...LIMITS, ...parts.limits };
    this.#admission = parts.admission ?? new Admission();
    this.#observer = parts.observer ?? SILENT_CONNECTION_OBSERVER;
    this.#turns = new RecheckTurns(this.#limits.recheckMs);
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
    const preparation = await this.#parts.gate.prepare(params, caller);
    if (request.method === 'GET' && preparation.kind === 'ready' && preparation.operation.type === 'mutation') {
      throw new HttpError(405, 'A mutation must be sent with POST.', { allow: 'POST' });
    }
    if (preparation.kind === 'refused') {
      this.#streamOf(caller, response).answer(refusalOf(preparation));
      return;
    }
    const { operation } = preparation;
    if (operation.type === 'subscription') {
      await this.#follow(params, caller, request, response, operation);
      return;
    }
    // It runs before the head is written, so that a sign-in can set its cookies.
    const result = await asRequest(() => operation.execute());
    this.#streamOf(caller, response).answer(result);
  }

  /** Streams under way. */
  get streams(): Iterable<OpenStream> {
    return this.#open;
  }

  /** For whom something runs on any of the streams. */
  *identities(): Generator<LiveIdentity> {
    for (const { identity } of this.#open) if (identity) yield identity;
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

  #streamOf(caller: OperationCaller, response: ServerResponse): EventStream {
    const { log } = this.#parts;
    return new EventStream(response, this.#limits.bufferedBytes, caller, { log, observer: this.#observer });
  }

  async #follow(
    params: OperationParams,
    caller: OperationCaller,
    request: IncomingMessage,
    response: ServerResponse,
    operation: PreparedOperation,
  ): Promise<void> {
    const leave = this.#admit(caller);
    response.once('close', leave);
    if (response.destroyed) leave();
    const stream = this.#streamOf(caller, response);
    const run = new SubscriptionRun(this.#parts, params, stream, lastEventId(request));
    const presented = presentedIn(this.#parts.caller, request);
    const identity = caller.viewer && new LiveIdentity(this.#parts.caller.identity, presented, caller.viewer);
    stream.attach(run, identity);
    const nextCommentAt = performance.now() + this.#limits.keepAliveMs;
    const open: Timed = { stream, run, identity, nextCommentAt, fullSince: null };
    this.#open.add(open);
    this.#turns.add(open);
    const forget = () => {
      this.#open.delete(open);
      this.#turns.remove(open);
      if (this.#open.size === 0) this.#onEmpty?.();
    };
    response.once('close', forget);
    if (response.destroyed) forget();
    // A change of its access that was told before it could be found here would otherwise wait for its turn.
    void identity?.verify();
    await run.start(operation);
  }

  /** @throws HttpError when nothing more can be opened; returns what undoes it, once */
  #admit({ viewer, client }: OperationCaller): () => void {
    const refuse = (why: string, status: number): never => {
      this.#observer.refused('SSE', why);
      throw new HttpError(status, 'No more event streams can be opened here at the moment.', { 'retry-after': '1' });
    };
    if (this.#isDraining) refuse('drain', 503);
    if (this.#open.size >= this.#limits.connections) refuse('full', 503);
    const why = this.#admission.enter(client.address);
    if (why) refuse(why, 429);
    const isTaken = !viewer || this.#admission.take(viewer);
    let isIn = true;
    const leave = () => {
      if (!isIn) return;
      isIn = false;
      this.#admission.leave(client.address);
      if (viewer && isTaken) this.#admission.release(viewer);
    };
    if (isTaken) return leave;
    leave();
    return refuse('identity_limit', 429);
  }

  #look(): void {
    const now = performance.now();
    for (const open of this.#open) {
      open.identity?.endIfExpired();
      open.fullSince = open.stream.isFull() ? (open.fullSince ?? now) : null;
      if (open.fullSince !== null && now - open.fullSince >= this.#limits.slowMs) {
        this.#observer.ended('SSE', 'slow_consumer');
        open.stream.cut();
      }
      if (now < open.nextCommentAt) continue;
      open.nextCommentAt = now + this.#limits.keepAliveMs;
      open.stream.keepAlive();
    }
    for (const { identity } of this.#turns.due(now)) void identity?.verify();
  }

  #cut(): void {
    for (const { stream } of this.#open) stream.cut();
  }
}

function lastEventId(request: IncomingMessage): string | null {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : null;
}

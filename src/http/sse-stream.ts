import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { AccessEnd } from '../auth/access-end.js';
import type { Viewer } from '../auth/viewer.js';
import { maskError } from '../graphql/errors.js';
import type { OperationCaller } from '../graphql/operation.js';
import type { RenderedItem } from '../realtime/rendered-item.js';
import { accessError } from './access-error.js';
import type { ConnectionObserver } from './connection-observer.js';
import type { Carried, LiveIdentity } from './live-identity.js';
import type { RunSink, SubscriptionRun } from './subscription-run.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // nginx would hold events back
};
const COMPLETE = 'event: complete\ndata:\n\n';

/** One response of `text/event-stream`, from its head to `complete` or the end of its connection. */
export class EventStream implements RunSink, Carried {
  readonly id = randomUUID();
  readonly openedAt = new Date();
  readonly #response: ServerResponse;
  readonly #bufferedBytes: number;
  readonly #caller: OperationCaller;
  readonly #parts: { readonly log: Logger; readonly observer: ConnectionObserver };
  #run: SubscriptionRun | undefined;
  #identity: LiveIdentity | null = null;
  #drained: (() => void) | undefined;
  #delivered = 0;
  #isOver = false;

  constructor(
    response: ServerResponse,
    bufferedBytes: number,
    caller: OperationCaller,
    parts: { readonly log: Logger; readonly observer: ConnectionObserver },
  ) {
    this.#response = response;
    this.#bufferedBytes = bufferedBytes;
    this.#caller = caller;
    this.#parts = parts;
    response.writeHead(200, HEADERS);
    response.flushHeaders();
    response.once('close', () => this.#stop());
    if (response.destroyed) this.#stop(); // the client left while its request was looked at
  }

  /** Names the subscription that ends with the stream, and whom it runs for. */
  attach(run: SubscriptionRun, identity: LiveIdentity | null): void {
    this.#run = run;
    this.#identity = identity;
    identity?.carry(this);
    if (this.#isOver) this.#stop();
  }

  get client(): OperationCaller['client'] {
    return this.#caller.client;
  }

  /** What went over it so far, and waits to go. */
  get traffic(): { readonly delivered: number; readonly bufferedBytes: number } {
    return { delivered: this.#delivered, bufferedBytes: this.#response.writableLength };
  }

  hold(): void {
    this.#run?.hold();
  }

  resume(): void {
    this.#run?.resume();
  }

  renew(viewer: Viewer): void {
    void this.#run?.renew({ ...this.#caller, viewer });
  }

  /** The result of a query or mutation, which is all there is. */
  answer(result: ExecutionResult): void {
    this.#close(`event: next\ndata: ${JSON.stringify(result)}\n\n${COMPLETE}`);
  }

  refuse(errors: readonly GraphQLError[]): void {
    this.answer({ errors });
  }

  expel(end: AccessEnd): void {
    if (this.#isOver) return;
    const why = end.reason.toLowerCase();
    this.#parts.observer.expelled(why);
    this.#parts.observer.ended('SSE', why);
    this.refuse([accessError(end, this.#caller.requestId)]);
  }

  /** Ends the connection, which says nothing about the stream of events. */
  end(): void {
    this.#close('');
  }

  cut(): void {
    this.#stop();
    this.#response.destroy();
  }

  keepAlive(): void {
    if (!this.#isOver && !this.isFull()) this.#response.write(':\n\n');
  }

  send(items: readonly RenderedItem[]): void {
    if (this.#isOver) return;
    let chunk = '';
    this.#delivered += items.length;
    for (const { eventStreamChunk } of items) chunk += eventStreamChunk;
    this.#response.write(chunk);
  }

  isFull(): boolean {
    return this.#response.writableLength > this.#bufferedBytes;
  }

  onceDrained(callback: () => void): void {
    const isWaiting = this.#drained !== undefined;
    this.#drained = callback;
    if (isWaiting) return;
    const drained = () => {
      const waiting = this.#drained;
      this.#drained = undefined;
      if (!this.#isOver) waiting?.();
    };
    if (this.#response.writableNeedDrain) this.#response.once('drain', drained);
    else setImmediate(drained);
  }

  complete(): void {
    this.#close(COMPLETE);
  }

  fail(error: unknown): void {
    this.refuse([maskError(error, this.#caller.requestId, this.#parts.log)]);
  }

  #close(last: string): void {
    if (this.#isOver) return;
    this.#stop();
    this.#response.end(last);
  }

  #stop(): void {
    this.#isOver = true;
    this.#identity?.forget();
    this.#run?.close();
  }
}

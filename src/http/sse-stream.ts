import type { ServerResponse } from 'node:http';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { maskError, publicError } from '../graphql/errors.js';
import type { LiveSink, LiveSubscription } from '../realtime/live-sink.js';
import type { RenderedItem } from '../realtime/rendered-item.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // nginx would hold events back
};
const COMPLETE = 'event: complete\ndata:\n\n';

/** One response of `text/event-stream`, from its head to `complete` or the end of its connection. */
export class EventStream implements LiveSink {
  readonly #response: ServerResponse;
  readonly #bufferedBytes: number;
  readonly #requestId: string;
  readonly #log: Logger;
  #subscription: LiveSubscription | undefined;
  #drained: (() => void) | undefined;
  #isOver = false;

  constructor(response: ServerResponse, bufferedBytes: number, requestId: string, log: Logger) {
    this.#response = response;
    this.#bufferedBytes = bufferedBytes;
    this.#requestId = requestId;
    this.#log = log;
    response.writeHead(200, HEADERS);
    response.flushHeaders();
    response.once('close', () => this.#stop());
    if (response.destroyed) this.#stop(); // the client left while its request was looked at
  }

  /** Names the subscription to end with the stream. */
  attach(subscription: LiveSubscription): void {
    if (this.#isOver) subscription.close();
    else this.#subscription = subscription;
  }

  /** The result of a query or mutation, which is all there is. */
  answer(result: ExecutionResult): void {
    this.#close(`event: next\ndata: ${JSON.stringify(result)}\n\n${COMPLETE}`);
  }

  refuse(errors: readonly GraphQLError[]): void {
    this.answer({ errors });
  }

  /** The identity it was opened under has ended. */
  expel(reason: string): void {
    this.refuse([publicError('UNAUTHENTICATED', reason, { requestId: this.#requestId })]);
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
    const cause = error instanceof Error ? error : new Error(String(error));
    const graphqlError = cause instanceof GraphQLError ? cause : new GraphQLError('', { originalError: cause });
    this.refuse([maskError(graphqlError, this.#requestId, this.#log)]);
  }

  #close(last: string): void {
    if (this.#isOver) return;
    this.#stop();
    this.#response.end(last);
  }

  #stop(): void {
    this.#isOver = true;
    this.#subscription?.close();
    this.#subscription = undefined;
  }
}

import { type ExecutionResult, GraphQLError } from 'graphql';
import { MessageType } from 'graphql-ws';
import { maskError, publicError } from '../../graphql/errors.js';
import type { OperationCaller, OperationParams } from '../../graphql/operation.js';
import { followOperation } from '../../realtime/live-operation.js';
import type { LiveSink, LiveSubscription } from '../../realtime/live-sink.js';
import type { RenderedItem } from '../../realtime/rendered-item.js';
import type { Connection, ConnectionParts } from './connection.js';
import { nextFrames, nextPrefix } from './frames.js';

/** One operation of a socket, from `subscribe` to `complete`, `error` or the client's own `complete`. */
export class SocketOperation implements LiveSink {
  readonly #connection: Connection;
  readonly #id: string;
  readonly #prefix: Buffer;
  #subscription: LiveSubscription | undefined;
  #caller: OperationCaller | undefined;
  #isOver = false;

  constructor(connection: Connection, id: string) {
    this.#connection = connection;
    this.#id = id;
    this.#prefix = nextPrefix(id);
  }

  /** Runs it; whatever goes wrong is told to the client. */
  async run(parts: ConnectionParts, params: OperationParams): Promise<void> {
    try {
      const caller = await this.#connection.callerFor(params);
      if (this.#isOver || !caller) return;
      this.#caller = caller;
      const preparation = await parts.gate.prepare(params, caller);
      if (this.#isOver) return;
      if (preparation.kind === 'refused') this.#refuse(preparation.errors);
      else if (preparation.operation.type !== 'subscription') this.#answer(await preparation.operation.execute());
      else {
        const refused = (errors: readonly GraphQLError[]) => this.#refuse(errors);
        const subscription = await followOperation(parts.hub, preparation.operation, this, { refused });
        if (this.#isOver) subscription.close();
        else this.#subscription = subscription;
      }
    } catch (error) {
      this.fail(error);
    }
  }

  /** Ends it without a word: the client said so, or its socket is gone. */
  stop(): void {
    this.#isOver = true;
    this.#subscription?.close();
    this.#subscription = undefined;
  }

  send(items: readonly RenderedItem[]): void {
    if (!this.#isOver) this.#connection.write(nextFrames(this.#prefix, items));
  }

  isFull(): boolean {
    return this.#connection.isFull();
  }

  onceDrained(callback: () => void): void {
    this.#connection.onceDrained(this, callback);
  }

  complete(): void {
    if (!this.#end()) return;
    this.#connection.say({ id: this.#id, type: MessageType.Complete });
  }

  fail(error: unknown): void {
    const { log } = this.#connection;
    const cause = error instanceof Error ? error : new Error(String(error));
    const graphqlError = cause instanceof GraphQLError ? cause : new GraphQLError('', { originalError: cause });
    this.#refuse([maskError(graphqlError, this.#caller?.requestId ?? this.#connection.id, log)]);
  }

  /** One operation too many. */
  refuseAsTooMany(limit: number): void {
    this.#refuse([publicError('RATE_LIMITED', `A connection may have ${limit} operations at a time.`)]);
  }

  #answer(result: ExecutionResult): void {
    if (this.#isOver) return;
    // Without data it never ran: that is an error of the request, and nothing may follow it.
    if (result.data === undefined && result.errors) {
      this.#refuse(result.errors);
      return;
    }
    this.#connection.say({ id: this.#id, type: MessageType.Next, payload: result });
    this.complete();
  }

  #refuse(errors: readonly GraphQLError[]): void {
    if (!this.#end()) return;
    this.#connection.say({ id: this.#id, type: MessageType.Error, payload: errors });
  }

  /** False when it was over before. */
  #end(): boolean {
    if (this.#isOver) return false;
    this.stop();
    this.#connection.forget(this.#id, this);
    return true;
  }
}

import type { ExecutionResult, GraphQLError } from 'graphql';
import { MessageType } from 'graphql-ws';
import type { AccessEnd } from '../../auth/access-end.js';
import type { Viewer } from '../../auth/viewer.js';
import { maskError, publicError } from '../../graphql/errors.js';
import {
  asRequest,
  type OperationCaller,
  type OperationParams,
  type PreparedOperation,
} from '../../graphql/operation.js';
import type { RenderedItem } from '../../realtime/rendered-item.js';
import { accessError } from '../access-error.js';
import type { Carried, LiveIdentity } from '../live-identity.js';
import { type RunSink, SubscriptionRun } from '../subscription-run.js';
import type { Connection, ConnectionParts } from './connection.js';
import { nextFrames, nextPrefix } from './frames.js';

/** One operation of a socket, from `subscribe` to `complete`, `error` or the client's own `complete`. */
export class SocketOperation implements RunSink, Carried {
  readonly #connection: Connection;
  readonly #id: string;
  readonly #prefix: Buffer;
  #identity: LiveIdentity | null = null;
  #caller: OperationCaller | undefined;
  #run: SubscriptionRun | undefined;
  #delivered = 0;
  #isOver = false;

  constructor(connection: Connection, id: string) {
    this.#connection = connection;
    this.#id = id;
    this.#prefix = nextPrefix(id);
  }

  /** Whom it runs for; null for nobody. */
  get viewer(): Viewer | null {
    return this.#identity?.viewer ?? null;
  }

  /** Its stream, when it is a subscription. */
  get run(): SubscriptionRun | undefined {
    return this.#run;
  }

  /** Events given to the client so far. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Runs it; whatever goes wrong is told to the client. */
  async start(parts: ConnectionParts, params: OperationParams): Promise<void> {
    try {
      const asked = await asRequest(() => this.#connection.callerFor(params));
      if (this.#isOver || !asked) {
        // Whoever ended it meanwhile knew of no identity that was to go with it.
        this.#connection.identities.leave(asked?.identity ?? null);
        return;
      }
      this.#caller = asked.caller;
      this.#identity = asked.identity;
      this.#identity?.carry(this);
      const preparation = await parts.gate.prepare(params, asked.caller);
      if (this.#isOver) return;
      if (preparation.kind === 'refused') this.refuse(preparation.errors);
      else if (preparation.operation.type !== 'subscription')
        this.#answer(await asRequest(() => preparation.operation.execute()));
      else await this.#follow(parts, params, preparation.operation);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Ends it without a word: the client said so, or its socket is gone. */
  stop(): void {
    this.#isOver = true;
    this.#identity?.drop(this);
    this.#connection.identities.leave(this.#identity);
    this.#run?.close();
  }

  hold(): void {
    this.#run?.hold();
  }

  resume(): void {
    this.#run?.resume();
  }

  /** What is being answered was allowed when it began; what is still to come is asked for again. */
  renew(viewer: Viewer): void {
    if (!this.#caller) return;
    this.#caller = { ...this.#caller, viewer };
    void this.#run?.renew(this.#caller);
  }

  expel(end: AccessEnd): void {
    if (this.#isOver) return;
    this.#connection.observer.expelled(end.reason.toLowerCase());
    this.refuse([accessError(end, this.#caller?.requestId ?? this.#connection.id)]);
  }

  send(items: readonly RenderedItem[]): void {
    if (this.#isOver) return;
    this.#delivered += items.length;
    this.#connection.write(nextFrames(this.#prefix, items), items.length);
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
    this.refuse([maskError(error, this.#caller?.requestId ?? this.#connection.id, log)]);
  }

  /** One operation too many. */
  refuseAsTooMany(limit: number): void {
    this.refuse([publicError('RATE_LIMITED', `A connection may have ${limit} operations at a time.`)]);
  }

  refuse(errors: readonly GraphQLError[]): void {
    if (!this.#end()) return;
    this.#connection.say({ id: this.#id, type: MessageType.Error, payload: errors });
  }

  async #follow(parts: ConnectionParts, params: OperationParams, operation: PreparedOperation): Promise<void> {
    this.#run = new SubscriptionRun(parts, params, this);
    if (this.#identity?.isHeld) this.#run.hold();
    // Its rights may have changed while it was looked at.
    const viewer = this.#identity?.viewer;
    if (viewer && viewer !== this.#caller?.viewer) this.renew(viewer);
    else await this.#run.start(operation);
  }

  #answer(result: ExecutionResult): void {
    if (this.#isOver) return;
    // Without data it never ran: that is an error of the request, and nothing may follow it.
    if (result.data === undefined && result.errors) {
      this.refuse(result.errors);
      return;
    }
    this.#connection.say({ id: this.#id, type: MessageType.Next, payload: result });
    this.complete();
  }

  /** False when it was over before. */
  #end(): boolean {
    if (this.#isOver) return false;
    this.stop();
    this.#connection.forget(this.#id, this);
    return true;
  }
}

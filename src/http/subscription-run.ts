import type { GraphQLError } from 'graphql';
import type { GraphqlGate, OperationCaller, OperationParams, PreparedOperation } from '../graphql/operation.js';
import type { StreamPosition } from '../realtime/cursor.js';
import type { LiveHub } from '../realtime/live-hub.js';
import { type FollowedOperation, followOperation } from '../realtime/live-operation.js';
import type { Lag, LiveSink } from '../realtime/live-sink.js';

/** Where the items of a subscription go, or why there are none. */
export interface RunSink extends LiveSink {
  refuse(errors: readonly GraphQLError[]): void;
}

export interface RunParts {
  readonly gate: GraphqlGate;
  readonly hub: LiveHub;
}

const NO_LAG: Lag = { events: 0, ms: 0 };

/**
 * One subscription of a long-lived connection. It can be held while somebody asks whether its viewer may still see it,
 * and be renewed with other rights: it then goes on behind the last item it gave, or is refused.
 */
export class SubscriptionRun {
  readonly startedAt = new Date();
  #operation: PreparedOperation | undefined;
  readonly #parts: RunParts;
  readonly #params: OperationParams;
  readonly #sink: RunSink;
  readonly #resumeAfter: string | null;
  #followed: FollowedOperation | undefined;
  #place: StreamPosition | null = null;
  #isHeld = false;
  #isClosed = false;
  /** Grows with every start; what an older one brings comes too late. */
  #round = 0;

  /** @param resumeAfter cursor that the transport brought along; the operation's own goes first */
  constructor(parts: RunParts, params: OperationParams, sink: RunSink, resumeAfter: string | null = null) {
    this.#parts = parts;
    this.#params = params;
    this.#sink = sink;
    this.#resumeAfter = resumeAfter;
  }

  /** What is followed, once it has been looked at. */
  get operation(): PreparedOperation | undefined {
    return this.#operation;
  }

  get topic(): string | null {
    return this.#followed?.topic ?? null;
  }

  get lag(): Lag {
    return this.#followed?.lag ?? NO_LAG;
  }

  /**
   * Begins to follow; resolves once it does, or at once when it was closed before. Never rejects: what goes wrong is
   * told to the sink.
   */
  async start(operation: PreparedOperation): Promise<void> {
    if (this.#isClosed) return;
    this.#round += 1;
    await this.#follow(operation, this.#round).catch((error: unknown) => this.#sink.fail(error));
  }

  /** Gives nothing more until `resume` or `renew`. */
  hold(): void {
    this.#isHeld = true;
    this.#followed?.hold();
  }

  /** Goes on where it was held. */
  resume(): void {
    this.#isHeld = false;
    this.#followed?.resume();
  }

  /** Asks again with other rights: goes on with them, or is refused. Resolves when that is decided. */
  async renew(caller: OperationCaller): Promise<void> {
    if (this.#isClosed) return;
    this.#leave();
    this.#isHeld = false;
    this.#round += 1;
    const round = this.#round;
    try {
      const preparation = await this.#parts.gate.prepare(this.#params, caller);
      if (round !== this.#round) return;
      if (preparation.kind === 'refused') this.#sink.refuse(preparation.errors);
      else await this.#follow(preparation.operation, round);
    } catch (error) {
      this.#sink.fail(error);
    }
  }

  /** Ends it for good: whoever closes it is gone, and nobody would close it a second time. */
  close(): void {
    this.#isClosed = true;
    this.#round += 1;
    this.#leave();
  }

  async #follow(operation: PreparedOperation, round: number): Promise<void> {
    this.#operation = operation;
    const followed = await followOperation(this.#parts.hub, operation, this.#sink, {
      resumeAfter: this.#resumeAfter,
      place: this.#place,
      refused: (errors) => {
        if (round === this.#round) this.#sink.refuse(errors);
      },
    });
    if (round !== this.#round) {
      followed.close();
      return;
    }
    this.#followed = followed;
    if (this.#isHeld) followed.hold();
  }

  #leave(): void {
    this.#place = this.#followed?.place ?? this.#place;
    this.#followed?.close();
    this.#followed = undefined;
  }
}

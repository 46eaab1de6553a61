import type { StreamPosition } from './cursor.js';
import type { RenderedItem } from './rendered-item.js';

/** Where a subscription's items go: one operation of a socket, one event stream, one iterator. Never throws. */
export interface LiveSink {
  /** Takes items in order, without waiting. */
  send(items: readonly RenderedItem[]): void;
  /** Whether so much waits to be sent that nothing more should be given. */
  isFull(): boolean;
  /** Calls back once, as soon as there is room again; never when the sink is gone by then. */
  onceDrained(callback: () => void): void;
  /** The stream ended with its end item. Nothing follows. */
  complete(): void;
  /** The subscription cannot go on. Nothing follows. */
  fail(error: unknown): void;
}

/** An open subscription. */
export interface LiveSubscription {
  /** Ends it without a word to the sink; frees what it held at once. */
  close(): void;
}

/** How far behind its stream a subscription is. */
export interface Lag {
  /** Events of its topic that it was not given yet. */
  readonly events: number;
  /** How long the oldest of them has waited; 0 when there is none. */
  readonly ms: number;
}

/** A subscription to a live stream, which has a place in it. */
export interface PlacedSubscription extends LiveSubscription {
  /** Everything up to here was given to the sink; null before the first snapshot. */
  readonly place: StreamPosition | null;
  readonly lag: Lag;
}

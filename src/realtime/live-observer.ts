import type { GapReason } from './live-source.js';

/** Is told what the hub does, for metrics. */
export interface LiveObserver {
  /** Items given to subscribers: an item that goes to ten of them counts ten. */
  itemsSent(count: number): void;
  /** Milliseconds from an event's time in Redis to its dispatch here. */
  streamLag(ms: number): void;
  /** Subscribers that lost their place. */
  gaps(reason: GapReason, subscribers: number): void;
  /** Items left out for subscribers that could not keep up. */
  coalesced(count: number): void;
  /** A subscriber was served from Redis apart from the others. */
  catchUpRead(): void;
  /** A subscription's executions turned out to depend on who asks; they are shared with nobody any more. */
  parted(): void;
  /** Events wait, because what they show cannot be read at the moment. */
  postponed(events: number): void;
}

export const SILENT_OBSERVER: LiveObserver = {
  itemsSent() {},
  streamLag() {},
  gaps() {},
  coalesced() {},
  catchUpRead() {},
  parted() {},
  postponed() {},
};

import type { StreamEntry, Topic } from './topic.js';

/** What every item of a live stream carries: its place, and when it happened. */
export interface LiveItem {
  readonly cursor: string;
  readonly at: Date;
}

/**
 * Why events between a cursor and now cannot be had any more.
 * - TRIMMED: the stream kept its newest events only
 * - EXPIRED: nothing was appended for so long that the stream was dropped
 * - RESET: the stream was lost or replaced (Redis emptied, restored or failed over); also a cursor of another stream
 */
export type GapReason = 'TRIMMED' | 'EXPIRED' | 'RESET';

/** Where a snapshot has to hold: everything at or before `cursor` belongs in it. */
export interface SnapshotPosition {
  readonly cursor: string;
  readonly at: Date;
  /** The newest entries up to the position, oldest first: what is streamed sooner than it is stored is found here. */
  readonly recent: readonly StreamEntry[];
}

/** The state of the subject, as items. */
export interface Snapshot<Item> {
  /** Usually one item; for a subject that has already finished, its end item too. Empty when there is no state. */
  readonly items: readonly Item[];
  /**
   * True when the state already holds something whose event is committed but not yet in the stream; the snapshot is
   * then taken again, so that the event does not come a second time behind it.
   */
  readonly isAhead?: boolean;
}

/** A hole in the stream. The snapshot that follows holds at `resumeFrom`. */
export interface GapPoint {
  readonly cursor: string;
  readonly at: Date;
  readonly reason: GapReason;
  readonly resumeFrom: string;
}

/**
 * One subscription's view of one topic: where to begin, how the state is read, how entries become items.
 * Subscriptions with the same document, variables and rights share one source, so it must depend on nothing else.
 */
export interface LiveSource<Item extends LiveItem = LiveItem> {
  readonly tenantId: string;
  readonly topic: Topic;
  /** Cursor of the last item the client has; null for a snapshot first. */
  readonly after: string | null;
  /**
   * Reads the state. Called after `position` was read, so what is at or before it is committed.
   * May be called again. A DomainError or GraphQLError ends the subscription; other errors are retried.
   */
  loadSnapshot(position: SnapshotPosition): Promise<Snapshot<Item>>;
  /** The item of an entry; null when this subscription does not want it. */
  toItem(entry: StreamEntry): Item | null;
  /** Whether nothing can follow this item: the subscription completes behind it. */
  isEnd(item: Item): boolean;
  /** Whether a client that cannot keep up may be given only the newest of several such entries in a row. */
  coalesces(entry: StreamEntry): boolean;
  /** The item that tells of a hole; null when the stream's type has no such item. */
  gapItem(gap: GapPoint): Item | null;
}

import { setTimeout as pause } from 'node:timers/promises';
import { encodeCursor, type StreamPosition } from './cursor.js';
import type { Rendering } from './live-group.js';
import type { GapReason, LiveItem, LiveSource } from './live-source.js';
import type { RenderedItem } from './rendered-item.js';
import { isOpening, type StoredEntry } from './stored-entry.js';
import type { StreamLog } from './stream-log.js';

/** Times a snapshot is taken again because something happened meanwhile. */
const RETAKES = 8;
/** Between takes, doubled each time: what is on its way to the stream needs a moment. */
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 200;
const RECENT_ENTRIES = 64;
/** How long a snapshot is good enough for the next subscriber, who gets what happened since from the stream. */
const SHARED_FOR_MS = 100;

export interface TakenSnapshot {
  /** Everything at or before it is in the items. */
  readonly position: StreamPosition;
  readonly cursor: string;
  readonly items: readonly LiveItem[];
}

/**
 * Reads a subject's state together with the place in its stream at which the state holds. The place is read first, so
 * nothing at or before it is missing. When the stream moved on while the state was read, the state may hold what comes
 * again behind it; it is then taken anew, a few times. (Progress moves all the time and coming twice does it no harm.)
 */
export async function takeSnapshot(log: StreamLog, source: LiveSource): Promise<TakenSnapshot> {
  const { tenantId, topic } = source;
  for (let take = 0; ; take += 1) {
    const { head, recent } = await log.open(tenantId, topic, RECENT_ENTRIES);
    const events = recent.filter((entry) => !isOpening(entry));
    const isOver = endsWith(source, head);
    const before = isOver ? placeBefore(head, recent) : head;
    const { items, isAhead } = await source.loadSnapshot({ cursor: before.cursor, at: before.at, recent: events });
    const taken = { position: before.position, cursor: before.cursor, items };
    // The end itself is in the stream: it comes from there, with a cursor of its own.
    if (isOver) return { ...taken, items: items.filter((item) => !source.isEnd(item)) };
    if (take === RETAKES) return taken;
    if (!isAhead) {
      const since = await log.readFrom(tenantId, topic, head.position, RECENT_ENTRIES);
      if (since.kind === 'entries' && since.entries.every((entry) => source.coalesces(entry))) return taken;
    }
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** take, LONGEST_PAUSE_MS), undefined, { ref: false });
  }
}

/** Whether nothing can follow this entry. */
export function endsWith(source: LiveSource, entry: StoredEntry): boolean {
  const item = isOpening(entry) ? null : source.toItem(entry);
  return item !== null && source.isEnd(item);
}

type Place = Pick<StoredEntry, 'position' | 'cursor' | 'at'>;

/** Where one stands who has everything but this entry. */
function placeBefore({ position, at }: StoredEntry, recent: readonly StoredEntry[]): Place {
  const known = recent.at(-2);
  if (known) return known;
  const before = { ...position, seq: position.seq - 1, nonce: 'none' };
  return { position: before, cursor: encodeCursor(before), at };
}

/** A snapshot as a group's subscribers get it. */
export interface RenderedSnapshot {
  readonly position: StreamPosition;
  readonly items: readonly RenderedItem[];
  /** The end, when the stream does not hold it any more. */
  readonly end: RenderedItem | null;
  /** The item that tells those who lost their place that the snapshot makes up for it. */
  gapItem(reason: GapReason): Promise<RenderedItem | null>;
}

/** Subscribers who need a snapshot at about the same time share one; each goes on from where it holds. */
export class SnapshotShare {
  readonly #log: StreamLog;
  #shared: Promise<RenderedSnapshot> | undefined;
  #sharedUntil = 0;

  constructor(log: StreamLog) {
    this.#log = log;
  }

  take(rendering: Rendering): Promise<RenderedSnapshot> {
    if (this.#shared && performance.now() < this.#sharedUntil) return this.#shared;
    const taking = this.#take(rendering);
    this.#shared = taking;
    this.#sharedUntil = Number.POSITIVE_INFINITY;
    taking.then(
      () => this.#expireIn(taking, SHARED_FOR_MS),
      () => this.#expireIn(taking, 0),
    );
    return taking;
  }

  /** A snapshot from before a gap is of no use behind it. */
  forget(): void {
    this.#shared = undefined;
  }

  #expireIn(taking: Promise<RenderedSnapshot>, ms: number): void {
    if (this.#shared === taking) this.#sharedUntil = performance.now() + ms;
  }

  async #take({ source, render }: Rendering): Promise<RenderedSnapshot> {
    const { position, cursor, items } = await takeSnapshot(this.#log, source);
    const gaps = new Map<GapReason, Promise<RenderedItem | null>>();
    const renderGap = async (reason: GapReason) => {
      const item = source.gapItem({ cursor, at: new Date(), reason, resumeFrom: cursor });
      return item && render(item);
    };
    const rendered = await Promise.all(items.map(render));
    const end = items.findIndex((item) => source.isEnd(item));
    return {
      position,
      items: rendered,
      end: rendered[end] ?? null,
      gapItem(reason) {
        const known = gaps.get(reason) ?? renderGap(reason);
        gaps.set(reason, known);
        return known;
      },
    };
  }
}

import { GraphQLError } from 'graphql';
import { DomainError } from '../errors.js';
import { type StreamPosition, samePosition } from './cursor.js';
import type { LiveGroup, Rendering } from './live-group.js';
import type { LiveObserver } from './live-observer.js';
import type { Lag, LiveSink, PlacedSubscription } from './live-sink.js';
import type { GapReason } from './live-source.js';
import { isPassing } from './passing-fault.js';
import type { RenderedItem } from './rendered-item.js';
import { renderAll } from './rendering.js';
import { PATIENCE_MS, RetryDelay } from './retry-delay.js';
import { endsWith } from './snapshot.js';
import { isOpening, type StoredEntry } from './stored-entry.js';
import type { TopicReader } from './topic-reader.js';

/** Entries a subscriber takes at a time while it catches up. */
const CATCH_UP_ENTRIES = 64;

/**
 * One subscription. It holds a place in the stream and a sink, and no events: while its sink keeps up it is one of its
 * group's live members; else it leaves them, and reads its own way from its place back to where the group is.
 */
export class LiveSubscriber implements PlacedSubscription {
  readonly rendering: Rendering;
  readonly sink: LiveSink;
  readonly #reader: TopicReader;
  #group: LiveGroup;
  readonly #observer: LiveObserver;
  readonly #onClosed: () => void;
  /** Meaningless while the subscriber is live. Null before the first snapshot. */
  #position: StreamPosition | null;
  #lost: GapReason | null = null;
  /** Its sink was full: it may be given the newest progress only. */
  #isLagging = false;
  #isRunning = false;
  /** The group delivers to it; whatever else would wake it comes too late. */
  #isLive = false;
  /** It came back with a cursor and was sent nothing yet, so its cursor may be that of the end. */
  #mayBeOver: boolean;
  #isClosed = false;

  constructor(
    parts: { reader: TopicReader; group: LiveGroup; observer: LiveObserver; onClosed: () => void },
    subject: { rendering: Rendering; sink: LiveSink; after: StreamPosition | null },
  ) {
    this.#reader = parts.reader;
    this.#group = parts.group;
    this.#observer = parts.observer;
    this.#onClosed = parts.onClosed;
    this.rendering = subject.rendering;
    this.sink = subject.sink;
    this.#position = subject.after;
    this.#mayBeOver = subject.after !== null;
  }

  get place(): StreamPosition | null {
    return this.#isLive ? this.#group.position : this.#position;
  }

  get lag(): Lag {
    return this.#reader.lagOf(this.place);
  }

  start(): void {
    this.#group.add(this);
    this.#go();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#group.leave(this);
    this.#onClosed();
  }

  /** The end item was sent. */
  finish(): void {
    if (this.#isClosed) return;
    this.close();
    this.sink.complete();
  }

  /** Its sink was full when the group went on from `position`. */
  fallBehind(position: StreamPosition): void {
    this.#isLive = false;
    this.#position = position;
    this.#isLagging = true;
    this.#go();
  }

  /**
   * The stream has a hole where the group stood. Who stood there with it starts over; who goes its own way may be
   * behind the hole already, and finds out by reading on from its own place.
   */
  lose(reason: GapReason): void {
    if (this.#isLive) this.#lost = reason;
    this.#isLive = false;
    this.#go();
  }

  /** What its group renders is for one member alone; it goes on in a group of its own. */
  part(position: StreamPosition): void {
    this.#isLive = false;
    this.#position = position;
    this.#changeGroup();
    this.#go();
  }

  #changeGroup(): void {
    this.#observer.parted();
    const group = this.#reader.group(this.rendering.ownKey, this.rendering);
    group.add(this);
    this.#group.leave(this); // behind the other, or nobody would be left and the topic be closed
    this.#group = group;
  }

  /** Whether what its group has just rendered must not be given to it; it has then gone to another group. */
  #hasParted(): boolean {
    if (!this.#group.mustPart) return false;
    this.#changeGroup();
    return true;
  }

  readonly #go = (): void => {
    if (this.#isRunning || this.#isLive || this.#isClosed) return;
    this.#isRunning = true;
    this.#run().catch((error: unknown) => {
      if (this.#isClosed) return;
      this.close();
      this.sink.fail(error);
    });
  };

  /** Goes on until the subscriber is live, closed, or waits for its sink or its group. */
  async #run(): Promise<void> {
    const retry = new RetryDelay();
    let next: 'again' | 'stop' = 'again';
    while (next === 'again' && !this.#isClosed) {
      try {
        next = await this.#step();
        retry.reset();
      } catch (error) {
        if (isFinal(error) || retry.waitedMs > PATIENCE_MS) throw error;
        await retry.wait();
      }
    }
  }

  async #step(): Promise<'again' | 'stop'> {
    if (this.sink.isFull()) {
      this.#isLagging = true;
      return this.#pause((wake) => this.sink.onceDrained(wake));
    }
    if (this.#lost !== null || this.#position === null) return this.#sendSnapshot();
    if (samePosition(this.#position, this.#group.position)) {
      return this.#mayBeOver && samePosition(this.#position, this.#reader.newest.position)
        ? this.#leaveIfOver()
        : this.#join();
    }
    const before = this.#position;
    const read = await this.#reader.entriesAfter(before, CATCH_UP_ENTRIES);
    if (this.#isClosed || this.#lost !== null) return 'again';
    if (read.kind === 'gap') {
      this.#observer.gaps(read.reason, 1);
      this.#lost = read.reason;
      return 'again';
    }
    const { epoch, seq } = this.#group.position;
    const entries = read.entries.filter(({ position }) => position.epoch === epoch && position.seq <= seq);
    if (entries.length > 0) return this.#sendEntries(entries);
    if (samePosition(before, this.#group.position)) return 'again';
    // It is ahead of this process, having been served by another one.
    this.#reader.poke();
    return this.#pause((wake) => this.#group.onceMoved(wake));
  }

  #pause(until: (wake: () => void) => void): 'stop' {
    this.#isRunning = false;
    until(this.#go);
    return 'stop';
  }

  /** Joins the live members. Nothing may be awaited between finding the position equal and this. */
  #join(): 'stop' {
    this.#isRunning = false;
    this.#isLive = true;
    this.#isLagging = false;
    this.#group.join(this);
    return 'stop';
  }

  /** It came back to where nothing has happened since: perhaps nothing ever will. */
  async #leaveIfOver(): Promise<'again' | 'stop'> {
    const { newest } = this.#reader;
    if (endsWith(this.rendering.source, newest)) {
      this.finish();
      return 'stop';
    }
    // A stream that was dropped and opened again does not hold its end; only the state knows of it.
    const end = isOpening(newest) ? (await this.#group.snapshot()).end : null;
    if (!this.#isClosed && this.#hasParted()) return 'again';
    this.#mayBeOver = false;
    if (this.#isClosed || this.#lost !== null || !end) return 'again';
    this.#send([end]);
    this.finish();
    return 'stop';
  }

  async #sendEntries(entries: readonly StoredEntry[]): Promise<'again' | 'stop'> {
    const kept = this.#isLagging ? this.#withoutOutdated(entries) : entries;
    const rendered = await renderAll(kept, (entry) => this.#group.render(entry));
    if (this.#isClosed || this.#lost !== null || this.#hasParted()) return 'again';
    const end = rendered.findIndex(({ isEnd }) => isEnd);
    const items: RenderedItem[] = [];
    for (const { item } of end < 0 ? rendered : rendered.slice(0, end + 1)) if (item) items.push(item);
    this.#send(items);
    this.#position = entries.at(-1)?.position ?? this.#position;
    if (end < 0) return 'again';
    this.finish();
    return 'stop';
  }

  #send(items: readonly RenderedItem[]): void {
    this.#mayBeOver = false;
    if (items.length > 0) this.sink.send(items);
    this.#observer.itemsSent(items.length);
  }

  #withoutOutdated(entries: readonly StoredEntry[]): readonly StoredEntry[] {
    const { source } = this.rendering;
    const kept = entries.filter((entry, index) => {
      const next = entries[index + 1];
      return !(next && source.coalesces(entry) && source.coalesces(next));
    });
    this.#observer.coalesced(entries.length - kept.length);
    return kept;
  }

  async #sendSnapshot(): Promise<'again' | 'stop'> {
    const reason = this.#lost;
    this.#lost = null;
    try {
      const snapshot = await this.#group.snapshot();
      const gap = reason && (await snapshot.gapItem(reason));
      if (this.#isClosed) return 'stop';
      if (this.#hasParted()) {
        this.#lost ??= reason;
        return 'again';
      }
      if (this.#lost !== null) return 'again'; // lost once more: this snapshot is of the stream before
      const items = gap ? [gap, ...snapshot.items] : snapshot.items;
      this.#send(items);
      this.#position = snapshot.position;
      if (!snapshot.end) return 'again';
      this.finish();
      return 'stop';
    } catch (error) {
      this.#lost ??= reason;
      throw error;
    }
  }
}

/** Whether trying again would give the same. */
function isFinal(error: unknown): boolean {
  return (error instanceof GraphQLError && !isPassing(error)) || error instanceof DomainError;
}

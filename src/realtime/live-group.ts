import type { Logger } from 'pino';
import type { StreamPosition } from './cursor.js';
import type { LiveObserver } from './live-observer.js';
import type { GapReason, LiveItem, LiveSource } from './live-source.js';
import type { LiveSubscriber } from './live-subscriber.js';
import type { RenderedItem } from './rendered-item.js';
import { type Rendered, renderAll, renderEntry } from './rendering.js';
import { PATIENCE_MS, RetryDelay } from './retry-delay.js';
import { type RenderedSnapshot, SnapshotShare } from './snapshot.js';
import type { StoredEntry } from './stored-entry.js';
import type { StreamLog } from './stream-log.js';

/** How one subscriber would have an entry shown; the group uses that of one member for all. */
export interface Rendering {
  readonly source: LiveSource;
  /** Executes the selection and serialises the result. May fail with what passes only (`isPassing`). */
  readonly render: (item: LiveItem) => RenderedItem | Promise<RenderedItem>;
  /** The key of a group of its own, for when executions turn out to depend on who asks. */
  readonly ownKey: string;
  /** Whether they have turned out to. */
  readonly isPersonal: () => boolean;
}

export interface GroupParts {
  readonly log: StreamLog;
  readonly observer: LiveObserver;
  readonly logger: Logger;
}

/** Events rendered at once when rendering waits for something, such as the database. */
const WAITING_BATCH = 8;
/** Events rendered at once when it does not. */
const READY_BATCH = 64;
/** Events that may wait for the rendering; beyond it the members go on from the stream, each at its own pace. */
const MAX_PENDING = 2_000;

/**
 * Subscribers of one topic with the same document, variables and rights. Those who have everything up to the group's
 * position are live: they are given each event as it comes, rendered once for all. The others catch up by themselves.
 */
export class LiveGroup {
  position: StreamPosition;
  readonly #parts: GroupParts;
  /** Whether it has room for several members. */
  readonly #isOfMany: boolean;
  readonly #snapshots: SnapshotShare;
  readonly #onLeft: () => void;
  readonly #members = new Set<LiveSubscriber>();
  readonly #live = new Set<LiveSubscriber>();
  /** Called at the next change of the position. */
  #waiting: (() => void)[] = [];
  #rendering: Rendering;
  #rendered = new WeakMap<StoredEntry, Rendered | Promise<Rendered>>();
  /** Offered and not delivered yet. */
  #pending: StoredEntry[] = [];
  #isBusy = false;
  readonly #retry = new RetryDelay();
  /** Changes when what is being rendered must not be delivered any more. */
  #round = 0;
  #batch = WAITING_BATCH;

  constructor(
    position: StreamPosition,
    rendering: Rendering,
    parts: GroupParts & { readonly isOfMany: boolean },
    onLeft: () => void,
  ) {
    this.#snapshots = new SnapshotShare(parts.log);
    this.#isOfMany = parts.isOfMany;
    this.position = position;
    this.#rendering = rendering;
    this.#parts = parts;
    this.#onLeft = onLeft;
  }

  /** What it rendered is for one member alone: they must go on in groups of their own, and be given none of it. */
  get mustPart(): boolean {
    return this.#isOfMany && this.#rendering.isPersonal();
  }

  add(member: LiveSubscriber): void {
    this.#members.add(member);
  }

  /** Forgets a member; what was rendered with its rights in mind is rendered with another's from now on. */
  leave(member: LiveSubscriber): void {
    this.#live.delete(member);
    if (!this.#members.delete(member)) return;
    const [other] = this.#members;
    if (!other) this.#onLeft();
    else if (member.rendering === this.#rendering) this.#rendering = other.rendering;
  }

  /** Takes a member that stands exactly where the group stands. */
  join(member: LiveSubscriber): void {
    this.#live.add(member);
  }

  /** The state of the subject, from where the stream goes on. Rejects when it cannot be read now. */
  snapshot(): Promise<RenderedSnapshot> {
    return this.#snapshots.take(this.#rendering);
  }

  onceMoved(callback: () => void): void {
    this.#waiting.push(callback);
  }

  /** The entry as its subscribers get it, rendered at most once. Rejects when that is impossible now. */
  render(entry: StoredEntry): Rendered | Promise<Rendered> {
    const known = this.#rendered.get(entry);
    if (known) return known;
    const rendered = renderEntry(entry, this.#rendering, this.#parts.logger);
    this.#rendered.set(entry, rendered);
    if (rendered instanceof Promise) {
      rendered.then(
        (value) => this.#rendered.set(entry, value),
        () => this.#rendered.delete(entry),
      );
    }
    return rendered;
  }

  /** Entries that follow those offered before. */
  offer(entries: readonly StoredEntry[]): void {
    for (const entry of entries) this.#pending.push(entry);
    if (this.#pending.length > MAX_PENDING) this.#scatter();
    else if (!this.#isBusy) this.#pump();
  }

  /** The stream has a hole or is another one: every member starts over behind it. */
  lose(reason: GapReason, position: StreamPosition): void {
    this.#abandon();
    this.position = position;
    this.#snapshots.forget();
    this.#live.clear();
    this.#parts.observer.gaps(reason, this.#members.size);
    for (const member of [...this.#members]) member.lose(reason);
    this.#moveTo(position);
  }

  #pump(): void {
    if (this.#live.size === 0) {
      this.#scatter();
      return;
    }
    const entries = this.#pending.slice(0, this.#batch);
    const rendered = renderAll(entries, (entry) => this.render(entry));
    this.#isBusy = true;
    const round = this.#round;
    const deliver = (batch: readonly Rendered[]) => {
      if (round !== this.#round) return;
      this.#isBusy = false;
      this.#retry.reset();
      this.#pending.splice(0, batch.length);
      this.#deliver(batch);
      if (this.#pending.length === 0) return;
      this.#isBusy = true;
      // Sockets and timers get their turn between batches.
      setImmediate(() => round === this.#round && this.#pump());
    };
    this.#batch = rendered instanceof Promise ? WAITING_BATCH : READY_BATCH;
    if (rendered instanceof Promise) void rendered.then(deliver, () => this.#postpone(round));
    else deliver(rendered);
  }

  /**
   * What an event shows cannot be read now. It is not shown without it, and what comes behind it waits: once for all
   * members, and when that takes too long, each for itself.
   */
  async #postpone(round: number): Promise<void> {
    if (round !== this.#round) return;
    if (this.#retry.waitedMs === 0) this.#parts.observer.postponed(this.#pending.length);
    await this.#retry.wait();
    if (round !== this.#round) return;
    if (this.#retry.waitedMs > PATIENCE_MS) this.#scatter();
    else this.#pump();
  }

  #deliver(batch: readonly Rendered[]): void {
    if (this.mustPart) {
      this.#part();
      return;
    }
    const items: RenderedItem[] = [];
    const end = batch.findIndex(({ isEnd }) => isEnd);
    for (const { item } of end < 0 ? batch : batch.slice(0, end + 1)) if (item) items.push(item);
    const before = this.position;
    const slow = items.length > 0 ? this.#send(items) : [];
    if (end >= 0) {
      for (const member of [...this.#live]) member.finish();
      this.#live.clear();
    }
    const last = batch.at(-1);
    if (last) this.#moveTo(last.entry.position);
    // Only now: where they stand must differ from where the group stands, or they would join it again at once.
    for (const member of slow) member.fallBehind(before);
  }

  /** Sends every live member on in a group of its own, from before what was rendered here. */
  #part(): void {
    const members = [...this.#live];
    this.#live.clear();
    this.#abandon();
    for (const member of members) member.part(this.position);
  }

  /** Gives items to the live members; returns those who could not take them. */
  #send(items: readonly RenderedItem[]): LiveSubscriber[] {
    const slow: LiveSubscriber[] = [];
    for (const member of this.#live) {
      if (member.sink.isFull()) slow.push(member);
      else member.sink.send(items);
    }
    for (const member of slow) this.#live.delete(member);
    this.#parts.observer.itemsSent(items.length * this.#live.size);
    return slow;
  }

  #moveTo(position: StreamPosition): void {
    this.position = position;
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const callback of waiting) callback();
  }

  /** Gives up delivering to all at once: they go on from the stream, each at its own pace. */
  #scatter(): void {
    const before = this.position;
    const last = this.#pending.at(-1) as StoredEntry;
    const members = [...this.#live];
    this.#live.clear();
    this.#abandon();
    this.#moveTo(last.position);
    for (const member of members) member.fallBehind(before);
  }

  #abandon(): void {
    this.#round += 1;
    this.#isBusy = false;
    this.#pending = [];
    this.#retry.reset();
  }
}

import type { Logger } from 'pino';
import type { ControlChannel, Listening } from './control-channel.js';
import type { StreamPosition } from './cursor.js';
import { EntryWindow } from './entry-window.js';
import { LiveGroup, type Rendering } from './live-group.js';
import type { LiveObserver } from './live-observer.js';
import type { Lag } from './live-sink.js';
import type { GapReason } from './live-source.js';
import { RetryDelay } from './retry-delay.js';
import type { StoredEntry } from './stored-entry.js';
import type { StreamLog, StreamRead } from './stream-log.js';
import type { Topic } from './topic.js';

const NO_LAG: Lag = { events: 0, ms: 0 };
const READ_LIMIT = 500;
/** Entries read on opening, so that clients that were away for a moment find theirs in memory. */
const OPENING_ENTRIES = 64;

export interface ReaderParts {
  readonly log: StreamLog;
  readonly hints: ControlChannel;
  readonly observer: LiveObserver;
  readonly logger: Logger;
}

/**
 * Follows one topic for this process, however many subscribe to it. A hint makes it read; a read that finds a hole, or
 * another stream than the one it was following, makes every subscriber start over with a gap.
 */
export class TopicReader {
  readonly tenantId: string;
  readonly topic: Topic;
  /** Resolved once hints are listened to and the position is known. */
  readonly ready: Promise<void>;
  /** When it last looked at the stream, in ms of the monotonic clock. */
  lastReadAt = performance.now();
  /** Subscriptions that wait for `ready`. */
  pending = 0;
  readonly #parts: ReaderParts;
  readonly #groups = new Map<string, LiveGroup>();
  readonly #listening: Listening;
  readonly #retry = new RetryDelay();
  readonly #onUnused: () => void;
  #window: EntryWindow | undefined;
  #isReading = false;
  #readAgain = false;
  #isClosed = false;

  constructor(parts: ReaderParts, subject: { tenantId: string; topic: Topic }, onUnused: () => void) {
    this.#parts = parts;
    this.tenantId = subject.tenantId;
    this.topic = subject.topic;
    this.#onUnused = onUnused;
    this.#listening = parts.hints.listenRaw(parts.log.keyOf(this.tenantId, this.topic), () => this.poke());
    this.ready = this.#open();
  }

  /** The newest entry that was read. Only after `ready`. */
  get newest(): StoredEntry {
    if (!this.#window) throw new Error('The topic is not open yet.');
    return this.#window.newest;
  }

  /** The subscribers of one key share executions. The group stays until it is left by all. */
  group(key: string, rendering: Rendering): LiveGroup {
    const known = this.#groups.get(key);
    if (known) return known;
    const parts = { ...this.#parts, isOfMany: key !== rendering.ownKey };
    const group = new LiveGroup(this.newest.position, rendering, parts, () => {
      this.#groups.delete(key);
      this.closeIfUnused();
    });
    this.#groups.set(key, group);
    return group;
  }

  /** Looks at the stream soon; many calls make one read. */
  poke(): void {
    if (!this.#window || this.#isClosed) return;
    if (this.#isReading) this.#readAgain = true;
    else void this.#readOn();
  }

  /** What follows a position: from memory when it is recent, from Redis otherwise. */
  entriesAfter(position: StreamPosition, limit: number): StreamRead | Promise<StreamRead> {
    const near = this.#window?.after(position, limit);
    if (near) return near;
    this.#parts.observer.catchUpRead();
    return this.#parts.log.readFrom(this.tenantId, this.topic, position, limit);
  }

  /** How far a place is behind the newest entry that was read. */
  lagOf(position: StreamPosition | null): Lag {
    const newest = this.#window?.newest;
    if (!newest || !position || newest.position.epoch !== position.epoch) return NO_LAG;
    const events = Math.max(0, newest.position.seq - position.seq);
    if (events === 0) return NO_LAG;
    const next = this.#window?.after(position, 1);
    const oldest = next?.kind === 'entries' ? next.entries[0] : undefined;
    return { events, ms: Math.max(0, Date.now() - (oldest ?? newest).at.getTime()) };
  }

  closeIfUnused(): void {
    if (this.#groups.size > 0 || this.pending > 0 || this.#isClosed) return;
    this.close();
    this.#onUnused();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
    this.#listening.stop();
    this.#retry.cancel();
  }

  async #open(): Promise<void> {
    // Listening comes first: what is appended from here on is either read now or hinted at.
    await this.#listening.ready;
    while (!this.#isClosed) {
      try {
        this.#window = new EntryWindow(await this.#newestEntries());
        this.#retry.reset();
        this.poke(); // a hint may have come while the answer was on its way
        return;
      } catch (error) {
        await this.#waitAfter(error);
      }
    }
  }

  async #newestEntries(): Promise<readonly StoredEntry[]> {
    return (await this.#parts.log.open(this.tenantId, this.topic, OPENING_ENTRIES)).recent;
  }

  async #readOn(): Promise<void> {
    this.#isReading = true;
    do {
      this.#readAgain = false;
      try {
        await this.#readOnce();
        this.#retry.reset();
      } catch (error) {
        await this.#waitAfter(error);
        this.#readAgain = true;
      }
    } while (this.#readAgain && !this.#isClosed);
    this.#isReading = false;
  }

  async #readOnce(): Promise<void> {
    const read = await this.#parts.log.readFrom(this.tenantId, this.topic, this.newest.position, READ_LIMIT);
    this.lastReadAt = performance.now();
    if (this.#isClosed) return;
    if (read.kind === 'gap') return this.#startOver(read.reason);
    const { entries } = read;
    if (entries.length === 0) return;
    if (!this.#window?.push(entries)) return this.#startOver('TRIMMED');
    if (entries.length === READ_LIMIT) this.#readAgain = true;
    this.#parts.observer.streamLag(Math.max(0, Date.now() - Number(entries[0]?.at)));
    // A copy: a group that parts makes others, which begin behind these entries.
    for (const group of [...this.#groups.values()]) group.offer(entries);
  }

  async #waitAfter(error: unknown): Promise<void> {
    // Once for an outage, not once for each attempt of each topic.
    if (this.#retry.waitedMs === 0)
      this.#parts.logger.warn({ err: error, topic: this.topic }, 'a live stream cannot be read; trying again');
    await this.#retry.wait();
  }

  async #startOver(reason: GapReason): Promise<void> {
    this.#parts.logger.warn({ topic: this.topic, reason }, 'a live stream has a gap');
    this.#window = new EntryWindow(await this.#newestEntries());
    for (const group of [...this.#groups.values()]) group.lose(reason, this.newest.position);
  }
}

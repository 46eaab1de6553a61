import { type StreamPosition, samePosition } from './cursor.js';
import type { StoredEntry } from './stored-entry.js';
import type { StreamRead } from './stream-log.js';

/** Entries kept at most; twice as many for a moment, so that trimming costs little. */
const KEPT_ENTRIES = 256;

/**
 * The newest entries of one topic, without a hole. Subscribers that are a little behind are served from here, and
 * because they are given the same objects, what is rendered for one of them is rendered for all.
 */
export class EntryWindow {
  #entries: StoredEntry[];

  /** @param entries at least one, oldest first; the last one is where the window stands */
  constructor(entries: readonly StoredEntry[]) {
    this.#entries = [...entries];
  }

  get newest(): StoredEntry {
    return this.#entries.at(-1) as StoredEntry;
  }

  /** Takes entries that follow the newest. False, and nothing taken, when there is a hole. */
  push(entries: readonly StoredEntry[]): boolean {
    let { epoch, seq } = this.newest.position;
    for (const { position } of entries) {
      seq += 1;
      if (position.epoch !== epoch || position.seq !== seq) return false;
    }
    for (const entry of entries) this.#entries.push(entry);
    if (this.#entries.length > 2 * KEPT_ENTRIES) this.#entries = this.#entries.slice(-KEPT_ENTRIES);
    return true;
  }

  /** What follows a position, at most `limit` entries; undefined when the window does not reach that far. */
  after(position: StreamPosition, limit: number): StreamRead | undefined {
    const oldest = this.#entries[0]?.position;
    if (!oldest || oldest.epoch !== position.epoch) return undefined;
    const index = position.seq - oldest.seq;
    const entry = this.#entries[index];
    if (!entry) return undefined;
    if (!samePosition(entry.position, position)) return { kind: 'gap', reason: 'RESET' };
    return { kind: 'entries', entries: this.#entries.slice(index + 1, index + 1 + limit) };
  }
}

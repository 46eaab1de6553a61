import type { LiveItem, LiveSource } from '../../src/realtime/live-source.js';
import type { StreamLog } from '../../src/realtime/stream-log.js';
import { jobTopic, type StreamEntry, type StreamEvent, type Topic } from '../../src/realtime/topic.js';

export const TENANT = '00000000-0000-7000-8000-000000000001';

/** An item of a journal's stream. `numbers` is the whole state, for a snapshot; `n` what was added, for an entry. */
export interface JournalItem extends LiveItem {
  readonly kind: 'SNAPSHOT' | 'ADDED' | 'PROGRESSED' | 'CLOSED' | 'GAP';
  readonly n: number | null;
  readonly numbers: readonly number[] | null;
  readonly reason: string | null;
}

interface Journal {
  readonly numbers: number[];
  isClosed: boolean;
  /** Written but not yet in the stream. */
  unsent: number;
}

/** A stand-in for PostgreSQL and what writes to it: numbers that are stored first and streamed afterwards. */
export class Journals {
  readonly #log: StreamLog;
  readonly #journals = new Map<string, Journal>();
  snapshotsRead = 0;

  constructor(log: StreamLog) {
    this.#log = log;
  }

  topic(id: string): Topic {
    return jobTopic(id);
  }

  stored(id: string): readonly number[] {
    return this.#of(id).numbers;
  }

  /** Stores a number, then streams it: the two are apart, as they are with a database. */
  async add(id: string, n: number, beforeSending?: () => Promise<void>): Promise<void> {
    const journal = this.#of(id);
    journal.numbers.push(n);
    await this.#send(id, { type: 'ADDED', n }, beforeSending);
  }

  /** Stores and streams many in one go. */
  async addMany(id: string, numbers: readonly number[]): Promise<void> {
    const journal = this.#of(id);
    journal.numbers.push(...numbers);
    journal.unsent += numbers.length;
    const topic = this.topic(id);
    await this.#log.appendMany(
      TENANT,
      numbers.map((n) => ({ topic, event: { type: 'ADDED', n } })),
    );
    journal.unsent -= numbers.length;
  }

  async progress(id: string, n: number): Promise<void> {
    await this.#log.append(TENANT, this.topic(id), { type: 'PROGRESSED', n });
  }

  async close(id: string): Promise<void> {
    this.#of(id).isClosed = true;
    await this.#send(id, { type: 'CLOSED', n: null });
  }

  source(id: string, after: string | null, only: string | null = null): LiveSource<JournalItem> {
    return {
      tenantId: TENANT,
      topic: this.topic(id),
      after,
      loadSnapshot: async ({ cursor, at }) => {
        this.snapshotsRead += 1;
        const { numbers, unsent, isClosed } = this.#of(id);
        const item = { cursor, at, n: null, numbers: null, reason: null };
        const snapshot: JournalItem = { ...item, kind: 'SNAPSHOT', numbers: [...numbers] };
        const end: JournalItem = { ...item, kind: 'CLOSED' };
        return { items: isClosed ? [snapshot, end] : [snapshot], isAhead: unsent > 0 };
      },
      toItem: (entry) => (only === null || entry.event.type === only ? itemOf(entry) : null),
      isEnd: ({ kind }) => kind === 'CLOSED',
      coalesces: ({ event }) => event.type === 'PROGRESSED',
      gapItem: ({ cursor, at, reason }) => ({ cursor, at, reason, kind: 'GAP', n: null, numbers: null }),
    };
  }

  async #send(id: string, event: StreamEvent, beforeSending?: () => Promise<void>): Promise<void> {
    const journal = this.#of(id);
    journal.unsent += 1;
    await beforeSending?.();
    await this.#log.append(TENANT, this.topic(id), event);
    journal.unsent -= 1;
  }

  #of(id: string): Journal {
    const known = this.#journals.get(id) ?? { numbers: [], isClosed: false, unsent: 0 };
    this.#journals.set(id, known);
    return known;
  }
}

function itemOf({ cursor, at, event }: StreamEntry): JournalItem {
  return {
    cursor,
    at,
    kind: event.type as JournalItem['kind'],
    n: event.n as number | null,
    numbers: null,
    reason: null,
  };
}

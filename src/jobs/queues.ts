import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { entryIdOf, type QueueEntry } from './queue-entry.js';

export interface QueueSettings {
  /** A connection that fails fast: no offline queue, a command timeout. */
  readonly connection: Redis;
  /** What the keys of this installation start with, for example `sw:`. */
  readonly prefix: string;
  readonly onError: (error: Error) => void;
}

/** All queues share one hash tag: BullMQ's scripts touch several keys at once. */
export function queuePrefix(prefix: string): string {
  return `${prefix}{jobs}`;
}

const OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const;
/** States in which BullMQ will still give the entry to a worker, or has given it to one. */
const ALIVE: ReadonlySet<string> = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

/** The producers' side of the queues, one for each kind of job. */
export class JobQueues implements AsyncDisposable {
  readonly #settings: QueueSettings;
  readonly #queues = new Map<string, Queue>();

  constructor(settings: QueueSettings) {
    this.#settings = settings;
  }

  get connection(): Redis {
    return this.#settings.connection;
  }

  /** Whether Redis can be reached right now. */
  get isReady(): boolean {
    return this.#settings.connection.status === 'ready';
  }

  /** Adds entries in their order; one that is there already stays as it is. Rejects when Redis does not take them. */
  async add(kind: string, entries: readonly QueueEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const jobs = entries.map((entry) => ({
      name: kind,
      data: entry,
      opts: { ...OPTIONS, jobId: entryIdOf(entry) },
    }));
    await this.#queue(kind).addBulk(jobs);
  }

  /** Those of the entries that no worker would ever get. */
  async findLost(kind: string, entries: readonly QueueEntry[]): Promise<QueueEntry[]> {
    const queue = this.#queue(kind);
    const states = await Promise.all(entries.map((entry) => queue.getJobState(entryIdOf(entry))));
    const lost = entries.filter((_, index) => !ALIVE.has(states[index] ?? ''));
    // A leftover with this id would make BullMQ ignore the new entry.
    await Promise.all(lost.map((entry) => queue.remove(entryIdOf(entry)).catch(() => 0)));
    return lost;
  }

  isPaused(kind: string): Promise<boolean> {
    return this.#queue(kind).isPaused();
  }

  /** Stops every worker from taking jobs of a kind. */
  pause(kind: string): Promise<void> {
    return this.#queue(kind).pause();
  }

  resume(kind: string): Promise<void> {
    return this.#queue(kind).resume();
  }

  #queue(kind: string): Queue {
    const known = this.#queues.get(kind);
    if (known) return known;
    const { connection, prefix, onError } = this.#settings;
    const queue = new Queue(kind, {
      connection,
      prefix: queuePrefix(prefix),
      skipWaitingForReady: true,
      skipVersionCheck: true,
      streams: { events: { maxLen: 100 } }, // nobody reads BullMQ's own events
    });
    queue.on('error', onError);
    this.#queues.set(kind, queue);
    return queue;
  }

  /** Lets go of the queues; the connection belongs to whoever opened it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }
}

import type { Redis } from 'ioredis';
import type { RateWindow } from '../auth/rate-limit-windows.js';
import { within } from '../within.js';

const WINDOW_MS = 60_000;
/** A process asks Redis for this share of a budget at a time, so that a hot client costs few trips. */
const LEASES_PER_WINDOW = 50;
const MAX_COUNTERS = 50_000;
/** How long a request waits for a Redis that does not answer. */
const PATIENCE_MS = 250;

/** What this process may still give out of a budget, and what it knows of the rest. */
export interface RateCounter {
  readonly key: string;
  readonly budget: number;
  readonly windowEnds: number;
  left: number;
  /** What nobody had taken when this process last asked. */
  unleased: number;
  isExhausted: boolean;
  renewing: Promise<void> | undefined;
}

/**
 * Counts by the minute of the clock. Counts are shared through Redis in leases: a process takes a fiftieth of a budget
 * at a time and gives it out by itself. While Redis is away, or does not answer, each process counts for itself until
 * the minute is over.
 */
export class RateCounters {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #counters = new Map<string, RateCounter>();

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#prefix = `${prefix}limit:`;
  }

  /** The counter of this minute; it may have nothing left. */
  of(key: string, budget: number): RateCounter {
    const now = Date.now();
    const known = this.#counters.get(key);
    if (known && known.windowEnds > now && known.budget === budget) return known;
    const fresh: RateCounter = {
      key,
      budget,
      windowEnds: (Math.floor(now / WINDOW_MS) + 1) * WINDOW_MS,
      left: 0,
      unleased: budget,
      isExhausted: false,
      renewing: undefined,
    };
    this.#counters.delete(key);
    this.#counters.set(key, fresh);
    if (this.#counters.size > MAX_COUNTERS) this.#counters.delete(this.#counters.keys().next().value as string);
    return fresh;
  }

  /**
   * Takes the amount from all of them, or from none.
   * @returns the first that has not as much left
   */
  async take(counters: readonly RateCounter[], amount: number): Promise<RateCounter | undefined> {
    // Others who waited for the same lease may have been quicker: it is looked again until it is certain.
    for (;;) {
      const short = counters.find(({ left, isExhausted }) => left < amount && !isExhausted);
      if (!short) break;
      short.renewing ??= this.#renew(short, amount).finally(() => {
        short.renewing = undefined;
      });
      await short.renewing;
    }
    const refusing = counters.find(({ left }) => left < amount);
    if (!refusing) for (const counter of counters) counter.left -= amount;
    return refusing;
  }

  /** How far a budget is used up in all processes; what this one knows while Redis cannot say. */
  async read(counters: readonly RateCounter[]): Promise<RateWindow[]> {
    const values = await within(
      PATIENCE_MS,
      this.#redis.mget(counters.map((counter) => this.#redisKey(counter))),
    ).catch(() => []);
    return counters.map((counter, index) => {
      const taken = values[index];
      if (taken === undefined || counter.isExhausted) return windowOf(counter);
      const unleased = Math.max(0, counter.budget - Number(taken ?? 0));
      return windowOf({ ...counter, unleased });
    });
  }

  async #renew(counter: RateCounter, amount: number): Promise<void> {
    const { budget } = counter;
    const size = Math.max(amount, Math.floor(budget / LEASES_PER_WINDOW));
    const key = this.#redisKey(counter);
    try {
      const asked = this.#redis
        .multi()
        .incrby(key, size)
        .pexpire(key, WINDOW_MS * 2)
        .exec();
      const results = await within(PATIENCE_MS, asked);
      const taken = Number(results?.[0]?.[1] ?? 0);
      counter.left += Math.max(0, Math.min(size, budget - (taken - size)));
      counter.unleased = Math.max(0, budget - taken);
      counter.isExhausted = taken >= budget;
    } catch {
      counter.left += budget;
      counter.unleased = 0;
      counter.isExhausted = true;
    }
  }

  #redisKey({ key, windowEnds }: RateCounter): string {
    return `${this.#prefix}${key}:${windowEnds}`;
  }
}

export function windowOf({ budget, left, unleased, windowEnds }: RateCounter): RateWindow {
  return { limit: budget, remaining: Math.min(budget, left + unleased), resetsAt: new Date(windowEnds) };
}

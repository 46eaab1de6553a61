import type { Redis } from 'ioredis';

const LASTS_MS = 15_000;

/** Which worker processes are alive: each leaves a sign in Redis every few seconds. */
export class WorkerPresence {
  readonly #redis: Redis;
  readonly #key: string;

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#key = `${prefix}{jobs}:workers`;
  }

  /** Leaves the sign of a worker, by Redis' own clock. */
  async show(workerId: string): Promise<void> {
    const now = await this.#now();
    await this.#redis
      .multi()
      .zadd(this.#key, now, workerId)
      .zremrangebyscore(this.#key, '-inf', now - LASTS_MS)
      .pexpire(this.#key, LASTS_MS * 2)
      .exec();
  }

  /** Takes the sign away, when a worker leaves in order. */
  async leave(workerId: string): Promise<void> {
    await this.#redis.zrem(this.#key, workerId);
  }

  /** Workers that have been heard of in the last seconds. */
  async count(): Promise<number> {
    return this.#redis.zcount(this.#key, (await this.#now()) - LASTS_MS, '+inf');
  }

  async #now(): Promise<number> {
    const [seconds, microseconds] = await this.#redis.time();
    return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
  }
}

import type { Redis } from 'ioredis';
import { z } from 'zod';

/** What a worker process says about itself. Nothing of what it works on: that is the tenants'. */
export const WorkerRecord = z.object({
  id: z.string(),
  host: z.string(),
  pid: z.number().int(),
  version: z.string(),
  startedAt: z.iso.datetime(),
  /** DRAINING: it finishes what it has and takes nothing more. */
  state: z.enum(['ACTIVE', 'DRAINING']),
  /** Kinds of jobs it takes, with how many of each it runs at once. */
  concurrency: z.record(z.string(), z.number().int()),
  /** Bytes of memory the process holds. */
  memoryBytes: z.number(),
});
export type WorkerRecord = z.infer<typeof WorkerRecord>;

/** A worker as the others see it. */
export interface PresentWorker extends WorkerRecord {
  readonly lastHeartbeatAt: Date;
  /** Nothing has been heard of it for a while, and it did not leave in order. */
  readonly isLost: boolean;
}

export interface PresenceTimes {
  /** Milliseconds after which a silent worker counts as lost. */
  readonly lostAfter: number;
  /** Milliseconds after which a lost worker is forgotten. */
  readonly forgottenAfter: number;
}

const TIMES: PresenceTimes = { lostAfter: 15_000, forgottenAfter: 5 * 60_000 };

/** Which worker processes there are: each leaves a sign in Redis every few seconds. */
export class WorkerPresence {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #recordPrefix: string;
  readonly #times: PresenceTimes;

  constructor(redis: Redis, prefix: string, times: Partial<PresenceTimes> = {}) {
    this.#redis = redis;
    this.#key = `${prefix}{jobs}:workers`;
    this.#recordPrefix = `${prefix}{jobs}:worker:`;
    this.#times = { ...TIMES, ...times };
  }

  /** Leaves the sign of a worker, by Redis' own clock. */
  async show(record: WorkerRecord): Promise<void> {
    const now = await this.#now();
    const { forgottenAfter } = this.#times;
    await this.#redis
      .multi()
      .zadd(this.#key, now, record.id)
      .zremrangebyscore(this.#key, '-inf', now - forgottenAfter)
      .pexpire(this.#key, forgottenAfter * 2)
      .set(`${this.#recordPrefix}${record.id}`, JSON.stringify(record), 'PX', forgottenAfter)
      .exec();
  }

  /** Takes the sign away, when a worker leaves in order. */
  async leave(workerId: string): Promise<void> {
    await this.#redis.multi().zrem(this.#key, workerId).del(`${this.#recordPrefix}${workerId}`).exec();
  }

  /** Workers that have been heard of in the last seconds. */
  async count(): Promise<number> {
    return this.#redis.zcount(this.#key, (await this.#now()) - this.#times.lostAfter, '+inf');
  }

  /** All that are not forgotten yet, in the order of their ids. Rejects when Redis cannot be reached. */
  async list(): Promise<PresentWorker[]> {
    const now = await this.#now();
    const { lostAfter, forgottenAfter } = this.#times;
    const found = await this.#redis.zrangebyscore(this.#key, now - forgottenAfter, '+inf', 'WITHSCORES');
    const seen = Array.from({ length: found.length / 2 }, (_, index) => ({
      id: String(found[index * 2]),
      at: Number(found[index * 2 + 1]),
    }));
    if (seen.length === 0) return [];
    const records = await this.#redis.mget(seen.map(({ id }) => `${this.#recordPrefix}${id}`));
    const workers = seen.flatMap(({ at }, index) => {
      const record = WorkerRecord.safeParse(JSON.parse(records[index] ?? 'null'));
      // A worker of an older release shows itself without a record: it is counted, and cannot be listed.
      if (!record.success) return [];
      return [{ ...record.data, lastHeartbeatAt: new Date(at), isLost: at < now - lostAfter }];
    });
    return workers.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async #now(): Promise<number> {
    const [seconds, microseconds] = await this.#redis.time();
    return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
  }
}

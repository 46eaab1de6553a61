import type { Redis } from 'ioredis';
import type { ModelHealth, ModelsObserver } from '../../../ports.js';

/** So many failures within the window open the circuit. */
const FAILURES = 5;
const WINDOW_MS = 60_000;
/** How long nobody asks the model; then one may try. */
const OPEN_MS = 30_000;

/**
 * Remembers which models are failing, for all processes of a deployment: a model that failed often of late is passed
 * over for a while, then tried by one caller, and used again when that goes well. While Redis is away every model
 * counts as well.
 */
export class CircuitBreaker implements ModelHealth {
  readonly #redis: Redis;
  readonly #prefix: string;

  readonly #observer: Pick<ModelsObserver, 'circuitOpened'>;

  constructor(redis: Redis, prefix: string, observer: Pick<ModelsObserver, 'circuitOpened'>) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#observer = observer;
  }

  async allows(tenantId: string, modelId: string): Promise<boolean> {
    const { open, probe } = this.#keys(tenantId, modelId);
    try {
      const openUntil = Number((await this.#redis.get(open)) ?? 0);
      if (openUntil === 0) return true;
      if (openUntil > Date.now()) return false;
      return (await this.#redis.set(probe, '1', 'PX', OPEN_MS, 'NX')) === 'OK';
    } catch {
      return true;
    }
  }

  async failed(tenantId: string, modelId: string): Promise<void> {
    const { failures, open, probe } = this.#keys(tenantId, modelId);
    try {
      const isProbe = (await this.#redis.exists(open)) === 1;
      const answers = await this.#redis.multi().incr(failures).pexpire(failures, WINDOW_MS, 'NX').exec();
      const count = Number(answers?.[0]?.[1] ?? 0);
      if (!isProbe && count < FAILURES) return;
      // Kept longer than it is open: what comes first after that is a trial, not business as usual.
      await this.#redis
        .multi()
        .set(open, Date.now() + OPEN_MS, 'PX', OPEN_MS + WINDOW_MS)
        .del(probe, failures)
        .exec();
      this.#observer.circuitOpened();
    } catch {
      // Without Redis there is no memory of failures; the call itself has failed and says so.
    }
  }

  async succeeded(tenantId: string, modelId: string): Promise<void> {
    const { failures, open, probe } = this.#keys(tenantId, modelId);
    await this.#redis.del(failures, open, probe).catch(() => {});
  }

  /** One hash tag, so that a cluster keeps the keys of a model together. */
  #keys(tenantId: string, modelId: string): { failures: string; open: string; probe: string } {
    const base = `${this.#prefix}{${tenantId}}:model-circuit:${modelId}`;
    return { failures: `${base}:failures`, open: `${base}:open`, probe: `${base}:probe` };
  }
}

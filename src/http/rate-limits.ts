import type { OperationTypeNode } from 'graphql';
import type { Redis } from 'ioredis';
import { publicError } from '../graphql/errors.js';
import type { OperationCaller } from '../graphql/operation.js';

const WINDOW_MS = 60_000;
/** A process asks Redis for this share of a limit at a time, so that a hot client costs few trips. */
const LEASES_PER_WINDOW = 50;
const MAX_COUNTERS = 50_000;

/** Operations a minute, by class. */
export interface OperationBudgets {
  readonly query: number;
  readonly mutation: number;
  readonly subscription: number;
}

interface Lease {
  windowEnds: number;
  left: number;
  exhausted: boolean;
}

/**
 * Counts operations a minute for each identity: a person, a key, or an address that nobody is signed in from.
 * Counts are shared through Redis in leases. While Redis is away each process counts for itself, so that reads go
 * on; signing in, where guessing pays, is counted elsewhere and stops.
 */
export class OperationRateLimits {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #budgets: OperationBudgets | null;
  readonly #leases = new Map<string, Lease>();

  /** @param budgets null turns counting off */
  constructor(redis: Redis, prefix: string, budgets: OperationBudgets | null) {
    this.#redis = redis;
    this.#prefix = `${prefix}limit:`;
    this.#budgets = budgets;
  }

  /** @throws GraphQLError RATE_LIMITED with `retryAfterSeconds` */
  async take(type: OperationTypeNode, { viewer, client }: OperationCaller): Promise<void> {
    if (!this.#budgets) return;
    const who = viewer ? (viewer.apiKeyId ?? `${viewer.tenantId}/${viewer.userId}`) : `address/${client.address}`;
    const key = `${type}:${who}`;
    const lease = this.#leaseOf(key);
    if (lease.left <= 0 && !lease.exhausted) await this.#renew(key, lease, this.#budgets[type]);
    if (lease.left <= 0) {
      const retryAfterSeconds = Math.max(1, Math.ceil((lease.windowEnds - Date.now()) / 1000));
      throw publicError('RATE_LIMITED', `Too many requests. Try again in ${retryAfterSeconds} seconds.`, {
        retryAfterSeconds,
      });
    }
    lease.left -= 1;
  }

  #leaseOf(key: string): Lease {
    const now = Date.now();
    const known = this.#leases.get(key);
    if (known && known.windowEnds > now) return known;
    const fresh = { windowEnds: (Math.floor(now / WINDOW_MS) + 1) * WINDOW_MS, left: 0, exhausted: false };
    this.#leases.delete(key);
    this.#leases.set(key, fresh);
    if (this.#leases.size > MAX_COUNTERS) this.#leases.delete(this.#leases.keys().next().value as string);
    return fresh;
  }

  async #renew(key: string, lease: Lease, budget: number): Promise<void> {
    const size = Math.max(1, Math.floor(budget / LEASES_PER_WINDOW));
    const redisKey = `${this.#prefix}${key}:${lease.windowEnds}`;
    try {
      const results = await this.#redis
        .multi()
        .incrby(redisKey, size)
        .pexpire(redisKey, WINDOW_MS * 2)
        .exec();
      const taken = Number(results?.[0]?.[1] ?? 0);
      lease.left += Math.max(0, Math.min(size, budget - (taken - size)));
      lease.exhausted = taken >= budget;
    } catch {
      lease.left += budget;
      lease.exhausted = true;
    }
  }
}

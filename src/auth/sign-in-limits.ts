import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyAttempts } from '../errors.js';
import type { RateWindow } from './rate-limit-windows.js';

const WINDOW_SECONDS = 60;

/** Counts attempts to sign in, sign up or refresh: by network address and, stricter, by account. */
export interface SignInLimits {
  /**
   * Counts one attempt; each alias of a document is one.
   * @throws TooManyAttempts when either count is used up; whatever Redis throws when it cannot count (closed, not open)
   */
  attempt(address: string, account: string | null): Promise<void>;
  /** What is left for an account. Rejects when Redis cannot say. */
  window(account: string): Promise<RateWindow>;
}

/** @param perMinute attempts a minute for one account; an address, which people share, gets three times as many */
export function createSignInLimits(redis: Redis, prefix: string, perMinute: number): SignInLimits {
  const limiter = (name: string, points: number) =>
    new RateLimiterRedis({ storeClient: redis, keyPrefix: `${prefix}limit:${name}`, points, duration: WINDOW_SECONDS });
  const byAddress = limiter('sign-in:address', perMinute * 3);
  const byAccount = limiter('sign-in:account', perMinute);
  return {
    async attempt(address, account) {
      try {
        await byAddress.consume(address);
        if (account) await byAccount.consume(account.toLowerCase());
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) throw new TooManyAttempts(Math.ceil(refusal.msBeforeNext / 1000));
        throw refusal;
      }
    },
    async window(account) {
      const used = await byAccount.get(account.toLowerCase());
      const resetsAt = new Date(Date.now() + (used ? Math.max(0, used.msBeforeNext) : WINDOW_SECONDS * 1_000));
      return { limit: perMinute, remaining: used ? Math.max(0, used.remainingPoints) : perMinute, resetsAt };
    },
  };
}

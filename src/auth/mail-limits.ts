import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyAttempts } from '../errors.js';

const WINDOW_SECONDS = 3_600;

/** Counts mails that anybody can have sent to anybody: the gateway must not be a way to fill a mailbox. */
export interface MailLimits {
  /**
   * Counts one mail to an address, whether or not anybody has it.
   * @throws TooManyAttempts when the address was asked for too often; whatever Redis throws when it cannot count
   */
  take(recipient: string): Promise<void>;
}

/** @param perHour mails an hour to one address */
export function createMailLimits(redis: Redis, prefix: string, perHour: number): MailLimits {
  const byRecipient = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `${prefix}limit:mail`,
    points: perHour,
    duration: WINDOW_SECONDS,
  });
  return {
    async take(recipient) {
      try {
        await byRecipient.consume(recipient.toLowerCase());
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) throw new TooManyAttempts(Math.ceil(refusal.msBeforeNext / 1000));
        throw refusal;
      }
    },
  };
}

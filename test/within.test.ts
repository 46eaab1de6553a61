import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { within } from '../src/within.js';

it('gives work up that takes longer, with what it was given to say', async () => {
  const forever = new Promise<never>(() => {});
  await expect(within(5, forever, 'It takes too long.')).rejects.toThrow('It takes too long.');
  await expect(within(5, forever)).rejects.toThrow('no answer within 5 ms');
});

it('ends as the work does', async () => {
  expect(await within(1_000, Promise.resolve('done'))).toBe('done');
  await expect(within(1_000, Promise.reject(new Error('It failed.')))).rejects.toThrow('It failed.');
});

it('takes an answer that came while this process was busy itself', async () => {
  const redis = new Redis(process.env.REDIS_URL ?? '');
  await redis.ping();
  const answer = within(20, redis.ping());
  for (const until = performance.now() + 200; performance.now() < until; ); // nothing is read meanwhile
  expect(await answer).toBe('PONG');
  redis.disconnect();
});

import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { RateCounters } from '../../src/http/rate-counters.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

let proxy: TcpProxy;
let redis: Redis;
beforeAll(async () => {
  proxy = await startTcpProxy(process.env.REDIS_URL ?? '');
  redis = new Redis(proxy.url, { maxRetriesPerRequest: 1, commandTimeout: 5_000, retryStrategy: () => 50 });
  redis.on('error', () => {});
});
afterAll(async () => {
  redis.disconnect();
  await proxy[Symbol.asyncDispose]();
});
beforeEach(() => vi.waitUntil(() => Date.now() % 60_000 < 55_000, { timeout: 10_000 }));

const prefix = () => `counters-${randomBytes(5).toString('hex')}:`;

/** How much of so many single requests is granted. */
async function granted(counters: RateCounters, count: number, budget: number): Promise<number> {
  const takes = Array.from({ length: count }, async () => {
    const refusing = await counters.take([counters.of('QUERY:USER:ada', budget)], 1);
    return refusing ? 0 : (1 as number);
  });
  return (await Promise.all(takes)).reduce((sum, one) => sum + one, 0);
}

it('grants a budget once to all processes together, whoever asks first', async () => {
  const shared = prefix();
  const [one, two] = [new RateCounters(redis, shared), new RateCounters(redis, shared)];
  const [first, second] = await Promise.all([granted(one, 400, 500), granted(two, 400, 500)]);
  expect(first + second).toBe(500);
  expect((await one.read([one.of('QUERY:USER:ada', 500)]))[0]).toMatchObject({ limit: 500, remaining: 0 });
});

it('asks Redis for fifty shares of a budget, not for each request', async () => {
  const counters = new RateCounters(redis, prefix());
  const multi = vi.spyOn(redis, 'multi');
  expect(await granted(counters, 1_000, 1_000)).toBe(1_000);
  expect(multi.mock.calls.length).toBeLessThanOrEqual(50);
  multi.mockRestore();
});

it('counts for itself while Redis is away, and while it hangs, without waiting for each request', async () => {
  proxy.cut();
  expect(await granted(new RateCounters(redis, prefix()), 50, 40)).toBe(40);
  proxy.mend();
  await vi.waitUntil(async () => (await redis.ping().catch(() => '')) === 'PONG', { timeout: 10_000 });
  proxy.freeze();
  const counters = new RateCounters(redis, prefix());
  const multi = vi.spyOn(redis, 'multi');
  expect(await granted(counters, 50, 40)).toBe(40);
  expect(await granted(counters, 50, 40)).toBe(0);
  expect(multi).toHaveBeenCalledTimes(1);
  expect(await counters.read([counters.of('QUERY:USER:ada', 40)])).toMatchObject([{ limit: 40, remaining: 0 }]);
  multi.mockRestore();
  proxy.mend();
});

import { Redis } from 'ioredis';
import { afterAll, expect, it } from 'vitest';
import { redisRisks } from '../../src/jobs/redis-risks.js';

const redis = new Redis(process.env.REDIS_URL ?? '');
afterAll(() => redis.disconnect());

it('finds nothing wrong with a Redis that keeps what it is given', async () => {
  expect(await redisRisks(redis)).toEqual([]);
});

it('names each setting that may lose a queue', async () => {
  const info = 'maxmemory_policy:allkeys-lru\r\naof_enabled:0\r\n';
  const careless = Object.create(redis, { info: { value: async () => info } }) as Redis;
  const risks = await redisRisks(careless);
  expect(risks).toHaveLength(2);
  expect(risks[0]).toContain('allkeys-lru');
});

import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CircuitBreaker } from '../../../src/adapters/models/health/circuit-breaker.js';

const redis = new Redis(process.env.REDIS_URL ?? '', { lazyConnect: false });
const NOW = Date.parse('2026-03-04T12:00:00Z');
const TENANT = randomUUID();

describe('the circuit of a model', () => {
  const circuitOpened = vi.fn();
  let breaker: CircuitBreaker;
  let model: string;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    circuitOpened.mockClear();
    breaker = new CircuitBreaker(redis, `circuit-${randomUUID()}:`, { circuitOpened });
    model = randomUUID();
  });
  afterEach(() => vi.useRealTimers());
  afterAll(() => redis.disconnect());

  const allows = (times: number) => Promise.all(Array.from({ length: times }, () => breaker.allows(TENANT, model)));
  async function fail(times: number): Promise<void> {
    for (let i = 0; i < times; i += 1) await breaker.failed(TENANT, model);
  }

  it('opens after five failures in a row, for that tenant and model alone', async () => {
    await fail(4);
    expect(await allows(2)).toEqual([true, true]);
    await fail(1);
    expect(await allows(2)).toEqual([false, false]);
    expect(circuitOpened).toHaveBeenCalledTimes(1);
    expect(await breaker.allows(randomUUID(), model)).toBe(true);
    expect(await breaker.allows(TENANT, randomUUID())).toBe(true);
  });

  it('is forgotten by a success before it opens', async () => {
    await fail(4);
    await breaker.succeeded(TENANT, model);
    await fail(4);
    expect(await allows(1)).toEqual([true]);
  });

  it('lets one caller try after a while, and closes when that goes well', async () => {
    await fail(5);
    vi.setSystemTime(NOW + 29_000);
    expect(await allows(3)).toEqual([false, false, false]);
    vi.setSystemTime(NOW + 31_000);
    expect((await allows(5)).filter(Boolean)).toHaveLength(1);
    expect(await allows(1)).toEqual([false]);
    await breaker.succeeded(TENANT, model);
    expect(await allows(3)).toEqual([true, true, true]);
  });

  it('stays open when the one who tried fails, until the next may try', async () => {
    await fail(5);
    vi.setSystemTime(NOW + 31_000);
    expect(await allows(1)).toEqual([true]);
    await fail(1);
    expect(await allows(2)).toEqual([false, false]);
    vi.setSystemTime(NOW + 62_000);
    expect((await allows(3)).filter(Boolean)).toHaveLength(1);
    expect(circuitOpened).toHaveBeenCalledTimes(2);
  });

  it('is closed for everybody while Redis is away', async () => {
    const away = new Redis({ port: 1, lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => null });
    away.on('error', () => {});
    const blind = new CircuitBreaker(away, 'away:', { circuitOpened });
    for (let i = 0; i < 6; i += 1) await blind.failed(TENANT, model);
    expect(await blind.allows(TENANT, model)).toBe(true);
    await blind.succeeded(TENANT, model);
    away.disconnect();
  });
});

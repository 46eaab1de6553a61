import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { TransientEvents } from '../../src/jobs/transient-events.js';
import { caseTopic } from '../../src/realtime/topic.js';
import { startLive, until } from '../support/live-server.js';

const live = startLive(String(process.env.REDIS_URL), { redis: { enableOfflineQueue: false } });
afterAll(() => live[Symbol.asyncDispose]());

const TENANT = randomUUID();

async function stored(topic: ReturnType<typeof caseTopic>): Promise<unknown[]> {
  const read = await live.log.read(TENANT, topic, null, 1_000);
  return read.kind === 'entries' ? read.entries.map(({ event }) => event.n) : [];
}

it('shows events in the order in which they happened, all of them before it is closed', async () => {
  await until(() => live.redis.status === 'ready', 'Redis is there');
  const [one, other] = [caseTopic(randomUUID()), caseTopic(randomUUID())];
  const failures: unknown[] = [];
  const transient = new TransientEvents(live.log, TENANT, (error) => failures.push(error));
  for (let n = 0; n < 300; n += 1) transient.emit(n % 3 === 0 ? other : one, { type: 'Said', n });
  await transient.close();
  const numbers = Array.from({ length: 300 }, (_, n) => n);
  expect(await stored(one)).toEqual(numbers.filter((n) => n % 3 !== 0));
  expect(await stored(other)).toEqual(numbers.filter((n) => n % 3 === 0));
  expect(failures).toEqual([]);

  transient.emit(one, { type: 'Said', n: 300 }); // after the end of its attempt
  await transient.close();
  expect(await stored(one)).toHaveLength(200);
});

it('loses what the streams do not take, and nothing else', async () => {
  const topic = caseTopic(randomUUID());
  const failures: unknown[] = [];
  const transient = new TransientEvents(live.log, TENANT, (error) => failures.push(error));
  await live.redis.set(live.log.keyOf(TENANT, topic), 'what is no stream takes no event');
  transient.emit(topic, { type: 'Said', n: 1 });
  await until(() => failures.length === 1, 'it is lost');
  await live.redis.del(live.log.keyOf(TENANT, topic));
  transient.emit(topic, { type: 'Said', n: 2 });
  await transient.close();
  expect(await stored(topic)).toEqual([2]);
});

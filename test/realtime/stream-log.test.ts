import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, InvalidCursor } from '../../src/realtime/cursor.js';
import type { StreamRead } from '../../src/realtime/stream-log.js';
import { jobTopic } from '../../src/realtime/topic.js';
import { startLive } from '../support/live-server.js';

const live = startLive(String(process.env.REDIS_URL), { retention: { maxLength: 100, ttlMs: 60_000 } });
afterAll(() => live[Symbol.asyncDispose]());
const { log, redis } = live;
const tenant = randomUUID();
const newTopic = () => jobTopic(randomUUID());

function entriesOf(read: StreamRead) {
  if (read.kind === 'gap') throw new Error(`gap: ${read.reason}`);
  return read.entries;
}

it('numbers entries without a hole, also when many append at once', async () => {
  const topic = newTopic();
  await Promise.all(Array.from({ length: 50 }, (_, n) => log.append(tenant, topic, { type: 'ADDED', n })));
  const entries = entriesOf(await log.read(tenant, topic, null, 1_000));
  expect(entries.map(({ position }) => position.seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(new Set(entries.map(({ position }) => position.epoch)).size).toBe(1);
  expect(new Set(entries.map(({ event }) => event.n)).size).toBe(50);
});

it('appends a message of the outbox once, however often it is delivered', async () => {
  const topic = newTopic();
  const messages = [1, 2, 3].map((n) => ({ topic, event: { type: 'ADDED', n }, dedupeId: `${topic}/${n}` }));
  await log.appendMany(tenant, messages.slice(0, 2));
  await log.appendMany(tenant, messages);
  const entries = entriesOf(await log.read(tenant, topic, null, 10));
  expect(entries.map(({ event }) => event.n)).toEqual([1, 2, 3]);
});

it('hands out pages behind a cursor', async () => {
  const topic = newTopic();
  await log.appendMany(
    tenant,
    [1, 2, 3, 4, 5].map((n) => ({ topic, event: { type: 'ADDED', n } })),
  );
  const first = entriesOf(await log.read(tenant, topic, null, 2));
  const rest = entriesOf(await log.read(tenant, topic, first.at(-1)?.cursor ?? '', 10));
  expect([...first, ...rest].map(({ event }) => event.n)).toEqual([1, 2, 3, 4, 5]);
  expect(await log.head(tenant, topic)).toBe(rest.at(-1)?.cursor);
});

it('knows a place even in a stream in which nothing has happened', async () => {
  const topic = newTopic();
  expect(await log.head(tenant, topic)).toBeNull();
  const { head } = await log.open(tenant, topic);
  await log.append(tenant, topic, { type: 'ADDED', n: 1 });
  const entries = entriesOf(await log.read(tenant, topic, head.cursor, 10));
  expect(entries.map(({ event }) => event.n)).toEqual([1]);
  expect(entriesOf(await log.read(tenant, topic, null, 10))).toHaveLength(1);
});

it('tells a hole from a continuation', async () => {
  const topic = newTopic();
  const key = log.keyOf(tenant, topic);
  await log.append(tenant, topic, { type: 'ADDED', n: 0 });
  const { head } = await log.open(tenant, topic);
  for (let n = 1; n <= 5; n += 1) await log.append(tenant, topic, { type: 'ADDED', n });

  await redis.xtrim(key, 'MAXLEN', '=', 5);
  expect(entriesOf(await log.readFrom(tenant, topic, head.position, 10))).toHaveLength(5);
  await redis.xtrim(key, 'MAXLEN', '=', 4);
  expect(await log.readFrom(tenant, topic, head.position, 10)).toEqual({ kind: 'gap', reason: 'TRIMMED' });
});

it('tells a stream from another one of the same name', async () => {
  const topic = newTopic();
  await log.append(tenant, topic, { type: 'ADDED', n: 0 });
  const { head } = await log.open(tenant, topic);
  await redis.del(log.keyOf(tenant, topic));
  expect(await log.readFrom(tenant, topic, head.position, 10)).toEqual({ kind: 'gap', reason: 'EXPIRED' });

  for (let n = 0; n < 3; n += 1) await log.append(tenant, topic, { type: 'ADDED', n });
  expect(await log.readFrom(tenant, topic, head.position, 10)).toEqual({ kind: 'gap', reason: 'RESET' });
});

it('sees that an entry was lost in a failover though its number was given again', async () => {
  const topic = newTopic();
  const key = log.keyOf(tenant, topic);
  for (let n = 1; n <= 3; n += 1) await log.append(tenant, topic, { type: 'ADDED', n });
  const { head } = await log.open(tenant, topic);
  // What a replica that was behind looks like after it took over: the last entry is gone, others follow.
  const { epoch, seq } = head.position;
  await redis.xdel(key, `${epoch}-${seq}`);
  await redis.call('XSETID', key, `${epoch}-${seq - 1}`);
  expect(await log.readFrom(tenant, topic, head.position, 10)).toEqual({ kind: 'gap', reason: 'RESET' });
  for (let n = 4; n <= 6; n += 1) await log.append(tenant, topic, { type: 'ADDED', n });
  expect(await log.readFrom(tenant, topic, head.position, 10)).toEqual({ kind: 'gap', reason: 'RESET' });
});

it('keeps a stream within its bound and forgets it in time', async () => {
  const topic = newTopic();
  await log.appendMany(
    tenant,
    Array.from({ length: 1_000 }, (_, n) => ({ topic, event: { type: 'ADDED', n } })),
  );
  expect(await redis.xlen(log.keyOf(tenant, topic))).toBeLessThanOrEqual(200);
  expect(await redis.pttl(log.keyOf(tenant, topic))).toBeGreaterThan(50_000);
});

it('goes on when Redis forgot the scripts', async () => {
  const topic = newTopic();
  await log.append(tenant, topic, { type: 'ADDED', n: 1 });
  await redis.script('FLUSH');
  await log.appendMany(tenant, [{ topic, event: { type: 'ADDED', n: 2 } }]);
  expect(entriesOf(await log.read(tenant, topic, null, 10))).toHaveLength(2);
});

it('takes back the cursors it gave and no others', () => {
  const position = { epoch: 1_795_184_133_736, seq: 42, nonce: 'i1q-DM_c' };
  expect(decodeCursor(encodeCursor(position))).toEqual(position);
  for (const text of ['', 'x', 'MTIz', encodeCursor(position).slice(0, 20), Buffer.from('1-2').toString('base64url')]) {
    expect(() => decodeCursor(text)).toThrow(InvalidCursor);
  }
});

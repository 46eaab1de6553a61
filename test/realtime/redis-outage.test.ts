import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { findFreePort } from '../../tools/services/ports.js';
import { type RedisServer, startRedis } from '../../tools/services/redis-server.js';
import { type JournalItem, Journals, TENANT } from '../support/journals.js';
import { type Live, startLive, until } from '../support/live-server.js';

/** A Redis of this file's own, to be emptied, stopped and frozen. */
let server: RedisServer;
let dataDir: string;
let options: Parameters<typeof startRedis>[0];
let live: Live;
let journals: Journals;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'switchyard-redis-'));
  await mkdir(join(dataDir, 'logs'));
  options = { dataDir, password: randomUUID(), port: await findFreePort(), say: () => {} };
  server = await startRedis(options);
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(() => {
  live = startLive(server.url, { hub: { lookEveryMs: 200 }, redis: { commandTimeout: 1_000 } });
  journals = new Journals(live.log);
});
afterEach(() => live[Symbol.asyncDispose]());

/** Follows a journal in the background until it is told to stop. */
function follow(id: string): { items: JournalItem[]; stop(): Promise<unknown> } {
  const items: JournalItem[] = [];
  const iterator = live.hub.stream(journals.source(id, null))[Symbol.asyncIterator]();
  void (async () => {
    for await (const item of iterator) items.push(item);
  })();
  return { items, stop: async () => iterator.return?.() };
}

const kinds = (items: readonly JournalItem[]) => items.map(({ kind }) => kind);
const written = (id: string, n: number) =>
  until(
    () =>
      journals.add(id, n).then(
        () => true,
        () => false,
      ),
    'Redis takes events again',
  );

it('tells of a gap when Redis was emptied, without anybody writing', async () => {
  const id = randomUUID();
  const follower = follow(id);
  await until(() => follower.items.length === 1, 'the snapshot');
  for (const n of [1, 2, 3]) await journals.add(id, n);
  await until(() => follower.items.length === 4, 'three events');
  await live.redis.flushall();
  await until(() => follower.items.length >= 6, 'the gap and a snapshot');
  expect(kinds(follower.items).slice(4)).toEqual(['GAP', 'SNAPSHOT']);
  expect(follower.items.at(-1)?.numbers).toEqual([1, 2, 3]);
  await journals.add(id, 4);
  await until(() => follower.items.at(-1)?.n === 4, 'the next event');
  await follower.stop();
});

it('tells of a gap when Redis was emptied and the stream has grown again since', async () => {
  const id = randomUUID();
  const follower = follow(id);
  await until(() => follower.items.length === 1, 'the snapshot');
  for (const n of [1, 2, 3]) await journals.add(id, n);
  await until(() => follower.items.length === 4, 'three events');
  await live.redis.multi().flushall().exec();
  for (const n of [4, 5, 6, 7, 8]) await journals.add(id, n);
  await until(() => follower.items.some(({ kind }) => kind === 'GAP'), 'the gap');
  const known = () => {
    const from = follower.items.findLastIndex(({ kind }) => kind === 'SNAPSHOT');
    const later = follower.items.slice(from + 1).map(({ n }) => n);
    return [...(follower.items[from]?.numbers ?? []), ...later];
  };
  await until(() => known().length === 8, 'everything');
  expect(known()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  await follower.stop();
});

it('goes on exactly where it was after a restart that kept the data', async () => {
  const id = randomUUID();
  const follower = follow(id);
  await until(() => follower.items.length === 1, 'the snapshot');
  await journals.add(id, 1);
  await server.stop();
  server = await startRedis(options);
  await written(id, 2);
  await journals.add(id, 3);
  await until(() => follower.items.at(-1)?.n === 3, 'the event after the restart');
  expect(kinds(follower.items)).toEqual(['SNAPSHOT', 'ADDED', 'ADDED', 'ADDED']);
  await follower.stop();
});

it('tells of a gap after a restart that lost everything, and lets new subscribers wait for Redis', async () => {
  const id = randomUUID();
  const follower = follow(id);
  await until(() => follower.items.length === 1, 'the snapshot');
  await journals.add(id, 1);
  await until(() => follower.items.length === 2, 'the event');
  await server.stop();
  const late = follow(id);
  await rm(join(dataDir, 'redis'), { recursive: true, force: true });
  server = await startRedis(options);
  await until(() => follower.items.length >= 4, 'the gap and a snapshot');
  expect(kinds(follower.items).slice(2, 4)).toEqual(['GAP', 'SNAPSHOT']);
  await until(() => late.items.length === 1, 'the late one has its snapshot');
  await journals.add(id, 2);
  await until(() => follower.items.at(-1)?.n === 2 && late.items.at(-1)?.n === 2, 'the next event at both');
  await Promise.all([follower.stop(), late.stop()]);
});

it('catches up once a frozen Redis goes on', async () => {
  const id = randomUUID();
  const follower = follow(id);
  await until(() => follower.items.length === 1, 'the snapshot');
  await journals.add(id, 1);
  await until(() => follower.items.length === 2, 'the first event');
  process.kill(server.pid, 'SIGSTOP');
  const frozenAt = Date.now();
  const pending = live.log.append(TENANT, journals.topic(id), { type: 'ADDED', n: 2 }).catch(() => {});
  await until(() => Date.now() - frozenAt > 2_500, 'longer than a command may take');
  process.kill(server.pid, 'SIGCONT');
  await pending;
  await written(id, 3);
  await until(() => follower.items.at(-1)?.n === 3, 'the event after the freeze');
  expect(kinds(follower.items)).not.toContain('GAP');
  await follower.stop();
});

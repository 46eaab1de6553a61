import { randomUUID } from 'node:crypto';
import { afterAll, expect, it, vi } from 'vitest';
import { RenderedItem } from '../../src/realtime/rendered-item.js';
import { type JournalItem, Journals, TENANT } from '../support/journals.js';
import { type Live, startLive, until } from '../support/live-server.js';
import { applied, TestSink, waitForSnapshot } from '../support/test-sink.js';

const REDIS_URL = String(process.env.REDIS_URL);
const live = startLive(REDIS_URL);
const journals = new Journals(live.log);
afterAll(() => live[Symbol.asyncDispose]());

/** A small generator of random numbers, so that a failure can be had again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

async function collect(hub: Live['hub'], id: string, after: string | null = null): Promise<JournalItem[]> {
  const items: JournalItem[] = [];
  for await (const item of hub.stream(journals.source(id, after))) items.push(item);
  return items;
}

function subscribe(id: string, sink: TestSink, options: { after?: string | null; hub?: Live['hub'] } = {}) {
  return (options.hub ?? live.hub).subscribe({
    source: journals.source(id, options.after ?? null),
    groupKey: 'all',
    render: (item) => new RenderedItem(item, ''),
    sink,
  });
}

it('ends in the state of a query for 1,000 random interleavings of subscribing, coming back and writing', async () => {
  const random = randomFrom(20_261_120);
  const turn = () => new Promise<void>((resolve) => (random() < 0.5 ? setImmediate(resolve) : queueMicrotask(resolve)));
  const oneOf = async () => {
    const id = randomUUID();
    const count = 1 + Math.floor(random() * 12);
    const write = async () => {
      for (let n = 0; n < count; n += 1) {
        for (let turns = random() * 6; turns > 0; turns -= 1) await turn();
        await journals.add(id, n, turn);
      }
      await journals.close(id);
    };
    const read = async () => {
      for (let turns = random() * 30; turns > 0; turns -= 1) await turn();
      const items: JournalItem[] = [];
      let visits = 0;
      // Now and then the client goes away and comes back with the cursor of the last item it has.
      while (items.at(-1)?.kind !== 'CLOSED') {
        let stays = random() < 0.5 ? Number.POSITIVE_INFINITY : 1 + Math.floor(random() * 4);
        visits += 1;
        if (visits > 100) throw new Error(`The end does not come: ${JSON.stringify(items)}`);
        for await (const item of live.hub.stream(journals.source(id, items.at(-1)?.cursor ?? null))) {
          items.push(item);
          stays -= 1;
          if (stays <= 0) break;
        }
      }
      return items;
    };
    const [, one, other] = await Promise.all([write(), read(), read()]);
    const expected = Array.from({ length: count }, (_, n) => n);
    for (const items of [one, other]) {
      expect(applied(items)).toEqual(expected);
      expect(items.filter(({ kind }) => kind === 'SNAPSHOT')).toHaveLength(1);
    }
  };
  for (let round = 0; round < 20; round += 1) await Promise.all(Array.from({ length: 50 }, oneOf));
  expect(live.hub.openTopics).toBe(0);
});

it('gives a finished subject as snapshot and end, and to one who has the end just the end of the stream', async () => {
  const id = randomUUID();
  await journals.addMany(id, [1, 2, 3]);
  await journals.close(id);
  const items = await collect(live.hub, id);
  expect(items.map(({ kind }) => kind)).toEqual(['SNAPSHOT', 'CLOSED']);
  expect(await collect(live.hub, id, items.at(-1)?.cursor)).toEqual([]);
});

it('goes on exactly behind a cursor, on another process too', async () => {
  await using other = startLive(REDIS_URL, { prefix: live.prefix });
  const id = randomUUID();
  const here = new TestSink();
  const there = new TestSink();
  subscribe(id, here);
  subscribe(id, there, { hub: other.hub });
  await Promise.all([waitForSnapshot(here), waitForSnapshot(there)]);
  for (let n = 0; n < 40; n += 1) await journals.add(id, n);
  await until(() => here.numbers.length === 40 && there.numbers.length === 40, 'all events on both');
  expect(here.items.slice(1)).toEqual(there.items.slice(1));

  const cursor = here.items[10]?.cursor ?? '';
  const resumed = new TestSink();
  subscribe(id, resumed, { hub: other.hub, after: cursor });
  await until(() => resumed.items.length === 30, 'the rest');
  expect(resumed.items).toEqual(here.items.slice(11));
  await journals.close(id);
  await until(() => here.isComplete && there.isComplete && resumed.isComplete, 'the end everywhere');
});

it('gives a gap and a snapshot to one who was away for too long', async () => {
  await using small = startLive(REDIS_URL, { retention: { maxLength: 100, ttlMs: 60_000 } });
  const own = new Journals(small.log);
  const id = randomUUID();
  await own.add(id, 0);
  const cursor = String(await small.log.head(TENANT, own.topic(id)));
  await own.addMany(
    id,
    Array.from({ length: 500 }, (_, index) => index + 1),
  );
  const stream = small.hub.stream(own.source(id, cursor))[Symbol.asyncIterator]();
  const gap = (await stream.next()).value as JournalItem;
  const snapshot = (await stream.next()).value as JournalItem;
  expect(gap).toMatchObject({ kind: 'GAP', reason: 'TRIMMED' });
  expect(snapshot).toMatchObject({ kind: 'SNAPSHOT', numbers: own.stored(id) });
  await own.add(id, 501);
  expect((await stream.next()).value).toMatchObject({ kind: 'ADDED', n: 501 });
  await stream.return?.();
});

it('tells one who comes back that the end has come, though the stream that held it has expired', async () => {
  const id = randomUUID();
  await journals.addMany(id, [1, 2]);
  await journals.close(id);
  await live.redis.del(live.log.keyOf(TENANT, journals.topic(id)));
  const items = await collect(live.hub, id);
  expect(items.map(({ kind }) => kind)).toEqual(['SNAPSHOT', 'CLOSED']);
  const resumed = await collect(live.hub, id, items[0]?.cursor);
  expect(resumed.map(({ kind }) => kind)).toEqual(['CLOSED']);
});

it('refuses a cursor that is none', async () => {
  const sink = new TestSink();
  subscribe(randomUUID(), sink, { after: 'nonsense' });
  expect(sink.failure).toMatchObject({ name: 'InvalidCursor' });
});

it('finds what happened although the hint was lost', async () => {
  await using deaf = startLive(REDIS_URL, { prefix: live.prefix, hub: { lookEveryMs: 50 } });
  const id = randomUUID();
  const sink = new TestSink();
  subscribe(id, sink, { hub: deaf.hub });
  await waitForSnapshot(sink);
  await deaf.subscriber.unsubscribe(); // as if Redis had dropped us
  await journals.add(id, 7);
  await until(() => sink.numbers.length === 1, 'the event');
});

it('executes an event once for a group and follows a topic once for all', async () => {
  const id = randomUUID();
  const render = vi.fn((item) => new RenderedItem(item, ''));
  const sinks = Array.from({ length: 20 }, () => new TestSink());
  const listen = (sink: TestSink) =>
    live.hub.subscribe({ source: journals.source(id, null), groupKey: 'same', render, sink });
  const readBefore = journals.snapshotsRead;
  const subscriptions = sinks.map(listen);
  await until(() => sinks.every(({ items }) => items.length === 1), 'all snapshots');
  expect(journals.snapshotsRead - readBefore).toBe(1);
  expect(live.hub.openTopics).toBe(1);
  expect(live.hub.openSubscriptions).toBe(20);
  render.mockClear();
  for (let n = 0; n < 10; n += 1) await journals.add(id, n);
  await until(() => sinks.every(({ numbers }) => numbers.length === 10), 'all events');
  expect(render).toHaveBeenCalledTimes(10);
  for (const subscription of subscriptions) subscription.close();
  expect(live.hub.openTopics).toBe(0);
  expect(live.hub.openSubscriptions).toBe(0);
  expect(live.hints.openChannels).toBe(0);
});

it('goes on for the others when the one whose rights were used leaves', async () => {
  const id = randomUUID();
  const [first, second] = [new TestSink(), new TestSink()];
  const subscription = subscribe(id, first);
  subscribe(id, second);
  await Promise.all([waitForSnapshot(first), waitForSnapshot(second)]);
  subscription.close();
  await journals.add(id, 1);
  await journals.close(id);
  await until(() => second.isComplete, 'the end');
  expect(second.numbers).toEqual([1]);
  expect(first.items).toHaveLength(1);
});

it('gives a slow subscriber the newest progress and every other event', async () => {
  const id = randomUUID();
  const slow = new TestSink();
  const quick = new TestSink();
  subscribe(id, slow);
  subscribe(id, quick);
  await Promise.all([waitForSnapshot(slow), waitForSnapshot(quick)]);
  slow.isStuck = true;
  for (let n = 0; n < 300; n += 1) await (n % 30 === 0 ? journals.add(id, n) : journals.progress(id, n));
  await until(() => quick.items.length === 301, 'everything at the quick one');
  expect(slow.items).toHaveLength(1);
  slow.drain();
  await until(() => slow.items.at(-1)?.n === 299, 'the newest at the slow one');
  expect(slow.numbers).toEqual(quick.numbers);
  const progress = slow.items.filter(({ kind }) => kind === 'PROGRESSED').map(({ n }) => Number(n));
  expect(progress.length).toBeLessThan(20);
  expect(progress.at(-1)).toBe(299);
  await journals.add(id, 1_000); // live again
  await journals.close(id);
  await until(() => slow.isComplete && quick.isComplete, 'the end at both');
  expect(slow.numbers.at(-1)).toBe(1_000);
});

it('tells a slow subscriber of a gap when its place was trimmed meanwhile', async () => {
  await using small = startLive(REDIS_URL, { retention: { maxLength: 100, ttlMs: 60_000 } });
  const own = new Journals(small.log);
  const id = randomUUID();
  const slow = new TestSink();
  small.hub.subscribe({
    source: own.source(id, null),
    groupKey: 'all',
    render: (item) => new RenderedItem(item, ''),
    sink: slow,
  });
  await waitForSnapshot(slow);
  slow.isStuck = true;
  for (let first = 0; first < 5_000; first += 500) {
    await own.addMany(
      id,
      Array.from({ length: 500 }, (_, index) => first + index),
    );
  }
  slow.drain();
  await until(() => slow.items.length > 2, 'the rest');
  expect(slow.items.slice(1, 3).map(({ kind }) => kind)).toEqual(['GAP', 'SNAPSHOT']);
  expect(applied(slow.items)).toEqual(own.stored(id));
});

it('frees its channel at once when an iterator that waits is closed', async () => {
  const id = randomUUID();
  const iterator = live.hub.stream(journals.source(id, null))[Symbol.asyncIterator]();
  await iterator.next();
  const waiting = iterator.next();
  expect(live.hints.openChannels).toBe(1);
  await iterator.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(live.hints.openChannels).toBe(0);
  expect(live.hub.openSubscriptions).toBe(0);
  const channel = live.log.keyOf(TENANT, journals.topic(id));
  await until(async () => (await live.redis.pubsub('NUMSUB', channel))[1] === 0, 'nobody subscribed in Redis');
});

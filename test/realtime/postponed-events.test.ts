import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { afterAll, expect, it, vi } from 'vitest';
import type { LiveItem } from '../../src/realtime/live-source.js';
import { RenderedItem } from '../../src/realtime/rendered-item.js';
import { type JournalItem, Journals } from '../support/journals.js';
import { startLive, until } from '../support/live-server.js';
import { applied, TestSink, waitForSnapshot } from '../support/test-sink.js';

const live = startLive(String(process.env.REDIS_URL));
const journals = new Journals(live.log);
afterAll(() => live[Symbol.asyncDispose]());

it('keeps an event back while what it shows cannot be read, once for all, and loses the place of none', async () => {
  const id = randomUUID();
  let isAway = false;
  const render = vi.fn((item: LiveItem) => {
    const { kind } = item as JournalItem;
    if (!isAway || kind !== 'ADDED') return Promise.resolve(new RenderedItem(item, ''));
    return Promise.reject(new GraphQLError('Not now.', { extensions: { code: 'SERVICE_UNAVAILABLE' } }));
  });
  const listen = (sink: TestSink) =>
    live.hub.subscribe({ source: journals.source(id, null), groupKey: 'same', render, sink });
  const sinks = Array.from({ length: 20 }, () => new TestSink());
  sinks.forEach(listen);
  await until(() => sinks.every(({ items }) => items.length === 1), 'all snapshots');
  const before = sinks[0]?.items[0]?.cursor ?? null;
  isAway = true;
  render.mockClear();
  await journals.addMany(id, [0, 1, 2]);
  await until(() => render.mock.calls.length >= 9, 'some tries');
  expect(render.mock.calls.length).toBeLessThan(60); // shared by all twenty
  await journals.addMany(id, [3, 4, 5, 6, 7, 8, 9]);
  const [late, back] = [new TestSink(), new TestSink()];
  listen(late);
  live.hub.subscribe({ source: journals.source(id, before), groupKey: 'same', render, sink: back });
  await waitForSnapshot(late);
  expect(sinks.flatMap(({ numbers }) => numbers)).toEqual([]);
  isAway = false;
  const all = Array.from({ length: 10 }, (_, n) => n);
  await until(() => [...sinks, back].every(({ numbers }) => numbers.length === 10), 'all events');
  for (const { numbers } of [...sinks, back]) expect(numbers).toEqual(all);
  await journals.close(id);
  await until(() => [...sinks, late, back].every(({ isComplete }) => isComplete), 'the end');
  expect(applied(late.items)).toEqual(all);
});

it('says so in the end when what an event shows cannot be read for long', async () => {
  const id = randomUUID();
  const sink = new TestSink();
  const fault = new GraphQLError('Not now.', { extensions: { code: 'EXECUTION_TIMEOUT' } });
  const render = (item: LiveItem) =>
    (item as JournalItem).kind === 'SNAPSHOT' ? new RenderedItem(item, '') : Promise.reject(fault);
  live.hub.subscribe({ source: journals.source(id, null), groupKey: null, render, sink });
  await waitForSnapshot(sink);
  const clock = vi.spyOn(performance, 'now');
  try {
    // Each look at the clock finds it ten seconds on.
    let now = performance.now();
    clock.mockImplementation(() => {
      now += 10_000;
      return now;
    });
    await journals.add(id, 0);
    await until(() => sink.failure !== undefined, 'the failure');
  } finally {
    clock.mockRestore();
  }
  expect(sink.failure).toBe(fault);
  expect(live.hub.openSubscriptions).toBe(0);
});

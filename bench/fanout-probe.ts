import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { StreamLog } from '../src/realtime/stream-log.js';
import { jobTopic } from '../src/realtime/topic.js';
import { TENANT } from '../test/support/journals.js';
import { FrameCounters } from './fanout-sockets.js';

/*
 * How many messages a second one topic's events become at 200 and 2,000 subscribers, over Switchyard's WebSocket
 * endpoint and over a bare `ws` relay, in turns on the same machine. Closed loop: so many events are under way at a
 * time, and the next one is published when the oldest has reached everybody. Prints a table, or JSON with `--json`.
 */

const REDIS_URL = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';
const SUBSCRIBERS = [200, 2_000];
const ROUNDS = 3;
const ROUND_MS = 3_000;
const UNDER_WAY = 4;
const WARM_UP_SOCKETS = 300;
const SERVER = fileURLToPath(new URL('./fanout-server.ts', import.meta.url));
const QUERY = 'subscription J($id: ID!) { journal(id: $id) { kind cursor n } }';

interface Sample {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly lost: number;
  readonly p50: number;
}

interface Side {
  readonly name: 'relay' | 'hub';
  readonly port: number;
  ask(): Promise<{ rss: number; cpuMs: number }>;
  publish(n: number): Promise<unknown>;
  hello(index: number): string[];
  stop(): void;
}

const prefix = `bench-${randomBytes(4).toString('hex')}:`;
const redis = new Redis(REDIS_URL);
const log = new StreamLog(redis, prefix, () => ({ maxLength: 10_000, ttlMs: 600_000 }));

async function startSide(name: Side['name'], journal: string): Promise<Side> {
  const child = fork(SERVER, [name, REDIS_URL, prefix], { execArgv: ['--import', 'tsx', '--expose-gc'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const payload = (n: number) =>
    `{"id":"${'0'.repeat(36)}","type":"next","payload":{"data":{"journal":{"kind":"ADDED","cursor":"MTc5NTE4NjcwNjIzOC0xLTFCWjVDTldz","n":${n}}}}}`;
  return {
    name,
    port,
    ask: async () => {
      child.send('usage');
      return (await once(child, 'message'))[0];
    },
    publish: (n) =>
      name === 'relay'
        ? redis.publish(`${prefix}relay`, payload(n))
        : log.append(TENANT, jobTopic(journal), { type: 'ADDED', n }),
    hello: (index) =>
      name === 'relay'
        ? []
        : [
            '{"type":"connection_init"}',
            JSON.stringify({
              id: String(index).padStart(36, '0'),
              type: 'subscribe',
              payload: { query: QUERY, variables: { id: journal } },
            }),
          ],
    stop: () => child.disconnect(),
  };
}

/** One round on open sockets. */
async function measure(side: Side, sockets: FrameCounters): Promise<Sample> {
  const count = sockets.sockets.length;
  sockets.reset();
  const before = await side.ask();
  const startedAt = performance.now();
  const publishedAt: number[] = [];
  const took: number[] = [];
  let published = 0;
  const publish = () => {
    publishedAt.push(performance.now());
    published += 1;
    return side.publish(published);
  };
  for (let index = 0; index < UNDER_WAY; index += 1) void publish();
  for (let done = 1; performance.now() - startedAt < ROUND_MS; done += 1) {
    await sockets.reached(done * count);
    took.push(performance.now() - Number(publishedAt[done - 1]));
    void publish();
  }
  await Promise.race([
    sockets.reached(published * count),
    new Promise((resolve) => setTimeout(resolve, 5_000).unref()),
  ]);
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await side.ask();
  took.sort((one, other) => one - other);
  return {
    perSecond: sockets.total / seconds,
    cpuMicros: ((after.cpuMs - before.cpuMs) * 1_000) / sockets.total,
    lost: [...sockets.counts].reduce((sum, received) => sum + (published - received), 0),
    p50: Number(took[Math.floor(took.length / 2)]),
  };
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function probe(subscribers: number) {
  const journal = randomBytes(8).toString('hex');
  const sides = [await startSide('relay', journal), await startSide('hub', journal)];
  const parts = [];
  for (const side of sides) {
    const sockets = new FrameCounters();
    await sockets.open(side.port, '/graphql', WARM_UP_SOCKETS, side.hello, 2); // code that is compiled once is no socket's
    sockets.close();
    const empty = (await side.ask()).rss;
    await sockets.open(side.port, '/graphql', subscribers, side.hello, 2);
    const full = (await side.ask()).rss;
    parts.push({ side, sockets, kilobytes: (full - empty) / 1_024 / subscribers, samples: [] as Sample[] });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { side, sockets, samples } of parts) samples.push(await measure(side, sockets));
  }
  for (const { side, sockets } of parts) {
    sockets.close();
    side.stop();
  }
  return parts.map(({ side, kilobytes, samples }) => ({
    server: side.name,
    subscribers,
    delivered_per_second: Math.round(median(samples.map(({ perSecond }) => perSecond))),
    p50_ms: Number(median(samples.map(({ p50 }) => p50)).toFixed(1)),
    server_cpu_us_per_message: Number(median(samples.map(({ cpuMicros }) => cpuMicros)).toFixed(2)),
    rss_kb_per_subscription: Number(kilobytes.toFixed(1)),
    lost: samples.reduce((sum, { lost }) => sum + lost, 0),
  }));
}

const rows = [];
for (const subscribers of SUBSCRIBERS) {
  const [relay, hub] = await probe(subscribers);
  if (!relay || !hub) continue;
  const ratio = Number((hub.delivered_per_second / relay.delivered_per_second).toFixed(2));
  rows.push({ ...relay, ratio: 1 }, { ...hub, ratio });
}
const keys = await redis.keys(`${prefix}*`);
if (keys.length > 0) await redis.del(...keys);
redis.disconnect();
if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else console.table(rows);

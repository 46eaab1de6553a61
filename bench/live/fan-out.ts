import type { Redis } from 'ioredis';
import { StreamLog } from '../../src/realtime/stream-log.js';
import { jobTopic } from '../../src/realtime/topic.js';
import { within } from '../../src/within.js';
import { FrameCounters } from '../fanout-sockets.js';
import { median, quantile } from '../load/closed-loop.js';
import type { PeerProcess } from '../peers/peer-process.js';
import { EventStreamCounters } from './event-stream-counters.js';
import { followMessages, type WatchedJob } from './watched-job.js';

/** Medians over the rounds of one side. */
export interface FanOutFigure {
  readonly side: 'relay' | 'server-sent events' | 'Switchyard';
  readonly subscribers: number;
  /** Messages that arrived, all subscribers together. */
  readonly perSecond: number;
  /** From publishing to the last subscriber, milliseconds. */
  readonly p50: number;
  /** Of the side's process, microseconds a message. */
  readonly cpuMicros: number;
  /** Messages that should have arrived and did not. */
  readonly lost: number;
}

export interface FanOutParts {
  readonly relay: PeerProcess;
  readonly eventRelay: PeerProcess;
  readonly gateway: PeerProcess;
  readonly redis: Redis;
  readonly job: WatchedJob;
  readonly seconds: number;
  readonly rounds: number;
}

interface Side {
  readonly name: FanOutFigure['side'];
  readonly peer: PeerProcess;
  readonly audience: FrameCounters | EventStreamCounters;
  readonly publish: (n: number) => Promise<unknown>;
}

type Sample = Omit<FanOutFigure, 'side' | 'subscribers'>;

/** Events under way at a time: the next is published when the oldest has reached everybody. */
const UNDER_WAY = 4;
const STRAGGLERS_MS = 5_000;

/** Sends the progress of one job to many subscribers over each side in turn. Each side sends messages of one size. */
export async function measureFanOut(subscribers: number, parts: FanOutParts): Promise<FanOutFigure[]> {
  const { job, redis } = parts;
  const [frames, relayFrames, events] = [new FrameCounters(), new FrameCounters(), new EventStreamCounters()];
  await frames.open(parts.gateway.port, '/graphql', subscribers, () => followMessages(job), 2);
  await relayFrames.open(parts.relay.port, '/', subscribers, () => [], 1);
  await events.open(parts.eventRelay.port, '/', subscribers, 1);
  const log = new StreamLog(redis, 'bench-gateway:');
  const relayed = (peer: PeerProcess) => (n: number) => redis.publish(`bench-${peer.name}:relay`, likeOurs(n));
  const sides: Side[] = [
    { name: 'relay', peer: parts.relay, audience: relayFrames, publish: relayed(parts.relay) },
    { name: 'server-sent events', peer: parts.eventRelay, audience: events, publish: relayed(parts.eventRelay) },
    {
      name: 'Switchyard',
      peer: parts.gateway,
      audience: frames,
      publish: (n) => log.append(job.tenant.id, jobTopic(job.id), { type: 'JobProgressed', ...progress(n) }),
    },
  ];
  const samples = new Map(sides.map((side) => [side, [] as Sample[]]));
  for (let round = 0; round < parts.rounds; round += 1) {
    for (const side of sides) samples.get(side)?.push(await measureRound(side, subscribers, parts.seconds));
  }
  for (const { audience } of sides) audience.close();
  return sides.map((side) => {
    const own = samples.get(side) ?? [];
    const middle = (pick: (sample: Sample) => number) => median(own.map(pick));
    return {
      side: side.name,
      subscribers,
      perSecond: middle(({ perSecond }) => perSecond),
      p50: middle(({ p50 }) => p50),
      cpuMicros: middle(({ cpuMicros }) => cpuMicros),
      lost: own.reduce((sum, { lost }) => sum + lost, 0),
    };
  });
}

async function measureRound({ peer, audience, publish }: Side, subscribers: number, seconds: number): Promise<Sample> {
  audience.reset();
  const before = await peer.usage();
  const startedAt = performance.now();
  const publishedAt: number[] = [];
  const latencies: number[] = [];
  const publishNext = async () => {
    publishedAt.push(performance.now());
    await publish(publishedAt.length);
  };
  const sent = Array.from({ length: UNDER_WAY }, publishNext);
  for (let done = 1; performance.now() - startedAt < seconds * 1_000; done += 1) {
    await arrived(audience.reached(done * subscribers));
    latencies.push(performance.now() - publishedAt[done - 1]!);
    sent.push(publishNext());
  }
  await Promise.all(sent);
  await arrived(audience.reached(publishedAt.length * subscribers));
  const took = (performance.now() - startedAt) / 1_000;
  const cpuMicros = ((await peer.usage()).cpuMicros - before.cpuMicros) / audience.total;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: audience.total / took,
    p50: quantile(latencies, 0.5),
    cpuMicros,
    lost: [...audience.counts].reduce((sum, received) => sum + Math.abs(publishedAt.length - received), 0),
  };
}

/** Waits no longer than a message that is not lost could take. */
async function arrived(arrival: Promise<void>): Promise<void> {
  await within(STRAGGLERS_MS, arrival).catch(() => {});
}

function progress(n: number) {
  return { percent: n % 100, stage: 'CLASSIFYING', message: `Row ${n}`, counters: { rows: n } };
}

/** A message as long as ours, so that only the way it takes differs. */
function likeOurs(n: number): string {
  const { percent, stage, message, counters } = progress(n);
  const event = {
    __typename: 'JobProgressed',
    cursor: 'MTc5NTE4NjcwNjIzOC0xMDAtMUJaNUNOV3M',
    at: new Date().toISOString(),
  };
  const data = { jobEvents: { ...event, percent, stage, message, counters } };
  return JSON.stringify({ id: '01900000-0000-7187-810b-e0abcdcc0dbe', type: 'next', payload: { data } });
}

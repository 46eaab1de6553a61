import { Redis } from 'ioredis';
import { Cluster, type Member } from './cluster.js';
import { Ledger } from './ledger.js';
import { COLLECTS_GARBAGE, redisUse, type Usage, usageOf } from './process-usage.js';
import type { ChaosSettings, Finding } from './report.js';
import { Visitors } from './visitors.js';
import { pause } from './writer.js';

const AT_ONCE = 40;
const EVENTS = 10;
/** Longer than the pool keeps an idle session. */
const REST_MS = 45_000;
/** Sessions that the pool may keep, and the descriptors that go with them. */
const POOL = 10;
const FLAT_MIB_A_MINUTE = 1;
/** Below this the slope of memory says nothing: the heap is still finding its size. */
const MINUTES_FOR_A_VERDICT = 10;

interface Sample extends Usage {
  readonly minutes: number;
}

/**
 * Connect, subscribe to a stream of one's own, ten events, leave: over and over, many at once. Memory must not grow,
 * and once everybody has left nothing may be left behind here, in Redis or in PostgreSQL.
 */
export async function churn(settings: ChaosSettings): Promise<Finding> {
  await using cluster = await Cluster.start(settings.code);
  const gateway = await cluster.add('gateway', COLLECTS_GARBAGE);
  const tenant = cluster.tenants[0]!;
  await using ledger = new Ledger(cluster.superuserUrl, tenant.id);
  const redis = new Redis(cluster.services.redisUrl);
  try {
    const visitors = new Visitors({
      port: gateway.port,
      tenant,
      redis,
      superuserUrl: cluster.superuserUrl,
      events: EVENTS,
    });
    await visitors.run(AT_ONCE, Math.min(30_000, settings.minutes * 12_000)); // warm
    await pause(2_000);
    const before = {
      own: await usageOf(gateway),
      redis: await redisUse(cluster.services.redisUrl),
      sessions: await ledger.sessions(),
    };
    settings.say(`churn: ${settings.minutes} min`);
    const samples: Sample[] = [];
    const startedAt = performance.now();
    const sampling = setInterval(
      () => void sample(gateway, startedAt, samples).catch(() => {}),
      Math.min(5_000, settings.minutes * 3_000),
    );
    await visitors.run(AT_ONCE, settings.minutes * 60_000);
    clearInterval(sampling);
    settings.say('churn: everybody has left');
    await pause(settings.isSmall ? 2_000 : REST_MS);
    const after = {
      own: await usageOf(gateway),
      redis: await redisUse(cluster.services.redisUrl),
      sessions: await ledger.sessions(),
    };
    const half = samples.slice(Math.floor(samples.length / 2));
    const slope = slopeOf(half.map(({ minutes, residentMb }) => [minutes, residentMb]));
    const heapSlope = slopeOf(half.map(({ minutes, heapMb }) => [minutes, heapMb]));
    const broken: string[] = [];
    if (visitors.missed > 0) broken.push(`${visitors.missed} events missed`);
    if (visitors.failed > 0) broken.push(`${visitors.failed} visits failed: ${visitors.firstFailure}`);
    if (settings.minutes >= MINUTES_FOR_A_VERDICT && slope > FLAT_MIB_A_MINUTE)
      broken.push(`memory grows by ${slope.toFixed(2)} MiB/min`);
    if (after.redis.channels > before.redis.channels) broken.push('channels are left behind in Redis');
    if (after.redis.clients > before.redis.clients) broken.push('clients are left behind in Redis');
    if (after.sessions > Math.max(POOL, before.sessions)) broken.push('sessions are left behind in PostgreSQL');
    if (after.own.descriptors > before.own.descriptors + POOL + 5) broken.push('file descriptors are left behind');
    return {
      scenario: 'churn',
      figures: {
        minutes: settings.minutes,
        'visits, a second': `${visitors.visits}, ${(visitors.visits / (settings.minutes * 60)).toFixed(0)}`,
        'events received / missed': `${visitors.received} / ${visitors.missed}`,
        'resident memory before / after, MiB': `${before.own.residentMb.toFixed(1)} / ${after.own.residentMb.toFixed(1)}`,
        'slope of the last half, resident / heap, MiB a minute': `${slope.toFixed(2)} / ${heapSlope.toFixed(2)}`,
        'file descriptors before / after': `${before.own.descriptors} / ${after.own.descriptors}`,
        'Redis clients, channels before / after': `${before.redis.clients}, ${before.redis.channels} / ${after.redis.clients}, ${after.redis.channels}`,
        'PostgreSQL sessions before / after': `${before.sessions} / ${after.sessions}`,
      },
      broken,
    };
  } finally {
    redis.disconnect();
  }
}

async function sample(gateway: Member, startedAt: number, samples: Sample[]): Promise<void> {
  samples.push({ ...(await usageOf(gateway)), minutes: (performance.now() - startedAt) / 60_000 });
}

/** Least squares; 0 of fewer than two points. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
  if (points.length < 2 || spread === 0) return 0;
  return points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0) / spread;
}

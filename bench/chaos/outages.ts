import { Redis } from 'ioredis';
import pg from 'pg';
import { quantile } from '../load/closed-loop.js';
import { Cluster } from './cluster.js';
import { type ChaosSettings, type Finding, ms } from './report.js';
import { pause } from './writer.js';

const READ = '{ cases(first: 5) { nodes { id } } }';
const CLIENTS = 8;
const HONEST_WITHIN_MS = 2_000;
const BACK_WITHIN_MS = 5_000;
const READS_P99_MS = 500;

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly ms: number;
}

type Fault = (cluster: Cluster) => Promise<() => Promise<unknown> | unknown>;

/** Each breaks something, and returns what mends it. */
const POSTGRES_FAULTS: Readonly<Record<string, Fault>> = {
  'stopped (SIGSTOP)': ({ services }) => services.freezePostgres(),
  'its first process stopped': ({ services }) => services.freezePostgres({ sessions: false }),
  'a table locked': async ({ superuserUrl }) => {
    const client = new pg.Client({ connectionString: superuserUrl });
    await client.connect();
    await client.query('BEGIN; LOCK TABLE "Case" IN ACCESS EXCLUSIVE MODE');
    return () => client.end();
  },
  'no connection to spare': async ({ superuserUrl, services }) => {
    const clients = Array.from(
      { length: 250 },
      () => new pg.Client({ connectionString: services.migrationDatabaseUrl }),
    );
    const admin = new pg.Client({ connectionString: superuserUrl });
    await admin.connect();
    const take = (some: readonly pg.Client[]) =>
      Promise.allSettled(some.map((client) => client.on('error', () => {}).connect()));
    await take(clients.slice(0, 210));
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'switchyard_app'`);
    await take(clients.slice(210)); // what has become free
    return () => Promise.all([admin, ...clients].map((client) => client.end().catch(() => {})));
  },
};

const REDIS_FAULTS: Readonly<Record<string, Fault>> = {
  'stopped (SIGSTOP)': ({ services }) => services.freezeRedis(),
  'paused (CLIENT PAUSE)': async ({ services }) => {
    const redis = new Redis(services.redisUrl);
    await redis.call('CLIENT', 'PAUSE', '10000');
    return async () => {
      await redis.call('CLIENT', 'UNPAUSE').catch(() => {});
      redis.disconnect();
    };
  },
  'emptied (FLUSHALL)': async ({ services }) => {
    const redis = new Redis(services.redisUrl);
    await redis.flushall();
    return () => redis.disconnect();
  },
};

/** PostgreSQL hangs, is locked, is full: what a gateway answers meanwhile, how soon, and when it is well again. */
export function postgresOutages(settings: ChaosSettings): Promise<Finding> {
  return outages('outages-postgres', settings, POSTGRES_FAULTS, (name, answers, backMs) => {
    const broken = answers.flatMap(({ status, retryAfter, ms: took }) => {
      if (status !== 200 && (status !== 503 || !(Number(retryAfter) > 0))) return [`${name}: answered ${status}`];
      return took > HONEST_WITHIN_MS ? [`${name}: an answer took ${ms(took)}`] : [];
    });
    return backMs > BACK_WITHIN_MS ? [...broken, `${name}: well again only after ${ms(backMs)}`] : broken;
  });
}

/** Redis hangs, is emptied: reads go on. */
export function redisOutages(settings: ChaosSettings): Promise<Finding> {
  return outages('outages-redis', settings, REDIS_FAULTS, (name, answers, backMs) => {
    const failed = answers.filter(({ status }) => status !== 200).length;
    const p99 = quantile(sortedTimes(answers), 0.99);
    return [
      ...(failed > 0 ? [`${name}: ${failed} reads failed`] : []),
      ...(p99 > READS_P99_MS ? [`${name}: p99 of reads ${ms(p99)}`] : []),
      ...(backMs > BACK_WITHIN_MS ? [`${name}: well again only after ${ms(backMs)}`] : []),
    ];
  });
}

async function outages(
  scenario: string,
  settings: ChaosSettings,
  faults: Readonly<Record<string, Fault>>,
  judge: (name: string, answers: readonly Answer[], backMs: number) => string[],
): Promise<Finding> {
  await using cluster = await Cluster.start(settings.code);
  const gateway = await cluster.add('gateway');
  const { token } = cluster.tenants[0]!;
  const figures: Record<string, string> = {};
  const broken: string[] = [];
  await read(gateway.port, token);
  for (const [name, fault] of Object.entries(faults)) {
    settings.say(`${scenario}: ${name}`);
    const mend = await fault(cluster);
    const answers = await readFor(settings.seconds * 1_000, gateway.port, token);
    const mendedAt = performance.now();
    await mend();
    while (!(await isReady(gateway.port))) await pause(20);
    while ((await read(gateway.port, token)).status !== 200) await pause(20);
    const backMs = performance.now() - mendedAt;
    const times = sortedTimes(answers);
    const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
    figures[name] =
      `200: ${count(200)}, 503: ${count(503)}, other: ${answers.length - count(200) - count(503)}; ` +
      `p50 ${ms(quantile(times, 0.5))}, p99 ${ms(quantile(times, 0.99))}, slowest ${ms(times.at(-1) ?? 0)}; well again after ${ms(backMs)}`;
    broken.push(...judge(name, answers, backMs));
  }
  if (cluster.gateways.length !== 1) broken.push('the gateway ended');
  return { scenario, figures, broken };
}

const sortedTimes = (answers: readonly Answer[]) => answers.map((answer) => answer.ms).toSorted((a, b) => a - b);

async function readFor(durationMs: number, port: number, token: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  const endsAt = performance.now() + durationMs;
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (performance.now() < endsAt) {
      answers.push(await read(port, token));
      await pause(20);
    }
  });
  await Promise.all(clients);
  return answers;
}

async function read(port: number, token: string): Promise<Answer> {
  const startedAt = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: READ }),
  });
  await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    ms: performance.now() - startedAt,
  };
}

async function isReady(port: number): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
}

import { cpus } from 'node:os';
import { Redis } from 'ioredis';
import { addUnboundRole, type BenchTenant, fillDatabase, type Scale } from './dataset.js';
import { type JobsFigure, measureJobs } from './jobs/throughput.js';
import { fillWithArticles } from './knowledge/many-articles.js';
import { type KnowledgeFigures, measureSearch } from './knowledge/search.js';
import { type FanOutFigure, measureFanOut } from './live/fan-out.js';
import { type LatencyFigure, measureLatency } from './live/latency.js';
import { type MemoryFigure, measureMemory } from './live/memory.js';
import { addWatchedJob } from './live/watched-job.js';
import { type JobListFigure, measureJobLists } from './operations/job-lists.js';
import { fillWithJobs } from './operations/many-jobs.js';
import type { RowName } from './operations.js';
import { CompiledPeers } from './peers/compiled-peers.js';
import type { PeerSettings } from './peers/peer.js';
import { type PeerName, PeerProcess, withPeers } from './peers/peer-process.js';
import {
  fanOutTable,
  jobListTable,
  jobsTable,
  latencyTable,
  memoryTable,
  requestTable,
  searchTable,
} from './report.js';
import { measureRequests, type RowResult } from './requests-suite.js';
import { type BenchServices, startBenchServices } from './services.js';

export const SUITES = ['reads', 'live', 'jobs', 'memory', 'lists', 'kb'] as const;
export type SuiteName = (typeof SUITES)[number];

export interface BenchSettings {
  readonly only: readonly SuiteName[];
  /** Of each side's part of a round. */
  readonly seconds: number;
  readonly scale: Scale;
  /** What access tokens are signed with, base64. */
  readonly secret: string;
  /** Progress. */
  readonly say: (line: string) => void;
  /** Results. */
  readonly print: (text: string) => void;
}

export interface BenchOutcome {
  readonly node: string;
  readonly cpu: string;
  readonly at: string;
  readonly scale: Scale;
  requests?: readonly RowResult[];
  rowSecurity?: readonly RowResult[];
  fanOut?: readonly FanOutFigure[];
  latency?: readonly LatencyFigure[];
  memory?: MemoryFigure;
  jobs?: JobsFigure;
  jobLists?: readonly JobListFigure[];
  knowledge?: KnowledgeFigures;
  /** What must not happen and did. */
  readonly faults: string[];
}

const ROUNDS = 4;
const ORDER: readonly RowName[] = ['trivial', 'flat', 'one', 'list', 'create'];
const SIDES: readonly PeerName[] = ['floor', 'rest', 'rest-untenanted', 'gateway'];
const SUBSCRIBERS = [200, 2_000];
const FAN_OUT_ROUNDS = 3;
const LATENCY_SAMPLES = 200;
const IDLE_SUBSCRIPTIONS = 2_000;
const JOBS = 10_000;
const JOB_SECONDS = 10;
const MANY_JOBS = 1_000_000;
const MANY_ARTICLES = 10_000;

/** What a part of the bench works with. */
interface Bench {
  readonly settings: BenchSettings;
  readonly services: BenchServices;
  readonly tenants: readonly BenchTenant[];
  readonly settingsOf: (name: PeerName) => PeerSettings;
}

/** Runs the parts of the bench that are asked for on services of its own, and prints each part as it is done. */
export async function runBench(settings: BenchSettings): Promise<BenchOutcome> {
  await using code = await CompiledPeers.compile();
  await using services = await startBenchServices();
  const { scale, say, only } = settings;
  const startedAt = performance.now();
  const tenants = await fillDatabase(services, scale, settings.secret);
  const unboundUrl = await addUnboundRole(services);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  say(`${scale.tenants} tenants with ${scale.casesPerTenant} cases each were filled in ${seconds} s`);
  const bench = {
    settings,
    services,
    tenants,
    settingsOf: (name: PeerName): PeerSettings => ({
      codeDirectory: code.directory,
      databaseUrl: BOUND.has(name) ? services.databaseUrl : unboundUrl,
      redisUrl: services.redisUrl,
      redisPrefix: `bench-${name}:`,
      accessTokenSecret: settings.secret,
      poolSize: 10,
    }),
  };
  const at = new Date().toISOString();
  const outcome: BenchOutcome = { node: process.version, cpu: cpus()[0]?.model ?? '', at, scale, faults: [] };
  if (only.includes('reads')) await requestsPart(bench, outcome);
  if (only.includes('live')) await livePart(bench, outcome);
  if (only.includes('memory')) await memoryPart(bench, outcome);
  if (only.includes('jobs')) await jobsPart(bench, outcome);
  if (only.includes('lists')) await listsPart(bench, outcome);
  if (only.includes('kb')) await knowledgePart(bench, outcome);
  return outcome;
}

async function requestsPart({ settings, tenants, settingsOf }: Bench, outcome: BenchOutcome): Promise<void> {
  const { seconds, say, print } = settings;
  outcome.requests = await withPeers(SIDES, settingsOf, (peers) =>
    measureRequests(peers, tenants, { rows: ORDER, seconds, rounds: ROUNDS }, say),
  );
  print(requestTable(outcome.requests));
  outcome.rowSecurity = await withPeers(['gateway-unbound', 'gateway'], settingsOf, (peers) =>
    measureRequests(peers, tenants, { rows: ['list'], seconds, rounds: ROUNDS }, say),
  );
  print(requestTable(outcome.rowSecurity, 'gateway-unbound'));
}

async function livePart({ settings, services, tenants, settingsOf }: Bench, outcome: BenchOutcome): Promise<void> {
  const { seconds, print, say } = settings;
  const tenant = tenants[0]!;
  const redis = new Redis(services.redisUrl);
  try {
    await withPeers(['relay', 'event-relay', 'gateway'], settingsOf, async ([relay, eventRelay, gateway]) => {
      if (!relay || !eventRelay || !gateway) throw new Error('A side is missing');
      outcome.latency = await measureLatency(gateway.port, tenants[1] ?? tenant, LATENCY_SAMPLES);
      print(latencyTable(outcome.latency));
      const figures: FanOutFigure[] = [];
      for (const subscribers of SUBSCRIBERS) {
        const job = await addWatchedJob(services, tenant);
        const parts = { relay, eventRelay, gateway, redis, job, seconds, rounds: FAN_OUT_ROUNDS };
        figures.push(...(await measureFanOut(subscribers, parts)));
        say(`fan-out to ${subscribers} done`);
      }
      outcome.fanOut = figures;
      print(fanOutTable(figures));
      const losers = figures.filter(({ lost }) => lost > 0);
      outcome.faults.push(
        ...losers.map(({ side, lost, subscribers }) => `${side} lost ${lost} messages to ${subscribers}.`),
      );
    });
  } finally {
    redis.disconnect();
  }
}

async function memoryPart({ settings, services, tenants, settingsOf }: Bench, outcome: BenchOutcome): Promise<void> {
  await using gateway = await PeerProcess.start('gateway', settingsOf('gateway'), ['--expose-gc']);
  const job = await addWatchedJob(services, tenants[0]!);
  outcome.memory = await measureMemory(gateway, job, IDLE_SUBSCRIPTIONS);
  settings.print(memoryTable(outcome.memory));
}

async function jobsPart({ settings, services, tenants, settingsOf }: Bench, outcome: BenchOutcome): Promise<void> {
  outcome.jobs = await measureJobs(settingsOf('worker'), services.superuserUrl, tenants, JOBS, JOB_SECONDS);
  settings.print(jobsTable(outcome.jobs));
}

/** Lists of jobs among a million: the promise is 20 ms in the database. */
async function listsPart({ settings, services }: Bench, outcome: BenchOutcome): Promise<void> {
  settings.say(`${MANY_JOBS} jobs are being added`);
  const jobs = await fillWithJobs(services.superuserUrl, MANY_JOBS);
  outcome.jobLists = await measureJobLists(services.databaseUrl, jobs);
  settings.print(jobListTable(outcome.jobLists, MANY_JOBS));
}

/** Searches among as many articles as a large help centre has. */
async function knowledgePart({ settings, services }: Bench, outcome: BenchOutcome): Promise<void> {
  settings.say(`${MANY_ARTICLES} articles are being added`);
  const articles = await fillWithArticles(services.superuserUrl, MANY_ARTICLES);
  outcome.knowledge = await measureSearch(services.databaseUrl, articles);
  settings.print(searchTable(outcome.knowledge));
}

const BOUND: ReadonlySet<PeerName> = new Set(['rest', 'gateway', 'worker']);

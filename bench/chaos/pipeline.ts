import type { BenchTenant } from '../dataset.js';
import { quantile } from '../load/closed-loop.js';
import { Cluster } from './cluster.js';
import { articlesOf, casesOf, DESK_ARTICLES, type DeskArticle, type DeskCase, madeUpCases } from './desk-cases.js';
import { DeskClient } from './desk-client.js';
import { type CaseOutcome, DeskLedger } from './desk-outcome.js';
import { DeskWatcher, type WatchFigure } from './desk-watcher.js';
import { type ChaosSettings, type Finding, ms } from './report.js';
import { pause } from './writer.js';

const SMALL_CASES = 12;
const CASES = 1_000;
/** Of a file's cases, every so many is an article, too. */
const ARTICLE_EVERY = 25;
/** A case that takes longer is lost. */
const STILL_MS = 90_000;
/** What is compared, case by case. Change requests rest on the cases that are there at the moment: their text is not. */
const COMPARED = ['state', 'triage', 'matches', 'drafts', 'messages', 'changes', 'steps', 'moves'] as const;

/** A whole run of the pipeline over all cases. */
interface Run {
  readonly outcomes: readonly CaseOutcome[];
  readonly watched: WatchFigure;
  readonly seconds: number;
  readonly commits: number;
  readonly drafts: readonly number[];
  readonly ends: readonly number[];
  readonly repeated: number;
  readonly lost: number;
}

type Fault = readonly [share: number, name: string, happen: (cluster: Cluster) => Promise<void>];

/** In the middle of the second run: after these shares of the cases are done. */
const FAULTS: readonly Fault[] = [
  [
    0.3,
    'kill -9 of a worker',
    async (cluster) => {
      const victim = cluster.workers[0];
      if (victim) await cluster.end(victim, 'SIGKILL');
      await cluster.add('worker', [], true);
    },
  ],
  [0.6, 'Redis restarted', (cluster) => cluster.services.restartRedis()],
];

/**
 * All cases through the whole pipeline, watched live; then the same once more, while a worker is killed and Redis
 * restarted. Every case has to come out the same.
 */
export async function pipelineRuns(settings: ChaosSettings): Promise<Finding> {
  const count = settings.cases ?? (settings.isSmall ? SMALL_CASES : CASES);
  const cases = settings.data ? casesOf(settings.data, count) : madeUpCases(count);
  const articles = settings.data ? articlesOf(cases, ARTICLE_EVERY) : DESK_ARTICLES;
  await using cluster = await Cluster.start(settings.code, {
    JOB_LOCK_SECONDS: settings.isSmall ? '3' : '15',
    JOB_STALLED_CHECK_SECONDS: settings.isSmall ? '1' : '10',
  });
  await cluster.add('gateway');
  for (let i = 0; i < (settings.workers ?? 1); i += 1) await cluster.add('worker', [], true);
  const [first, second] = cluster.tenants as readonly [BenchTenant, BenchTenant];
  const say = (line: string) => settings.say(`pipeline: ${line}`);
  const plan = { cases, articles, pace: settings.pace, say };
  const calm = await drive(cluster, first, { ...plan, faults: [] });
  const disturbed = await drive(cluster, second, { ...plan, faults: FAULTS });
  return report(count, articles.length, calm, disturbed, cluster.fallen);
}

interface Plan {
  readonly cases: readonly DeskCase[];
  readonly articles: readonly DeskArticle[];
  readonly faults: readonly Fault[];
  readonly pace: number | undefined;
  readonly say: (line: string) => void;
}

async function drive(
  cluster: Cluster,
  tenant: BenchTenant,
  { cases, articles, faults, pace, say }: Plan,
): Promise<Run> {
  const ports = () => cluster.gateways.map(({ port }) => port);
  const client = new DeskClient(tenant, ports);
  await using ledger = new DeskLedger(cluster.superuserUrl, tenant.id);
  const watcher = new DeskWatcher(tenant, ports);
  await watcher.start(() => client.write({ title: 'Is anybody there?', body: 'A draft.' }, false));
  for (const article of articles) await client.write(article, true);
  while ((await ledger.unembedded()) > 0) await pause(100);
  say(`${cases.length} cases are opened; ${faults.map(([, name]) => name).join(', ') || 'nothing is disturbed'}`);
  const before = await ledger.commits();
  const startedAt = performance.now();
  const opening = client.open(cases, pace);
  const left = [...faults];
  let done = 0;
  for (let lastAt = startedAt; done < cases.length && performance.now() - lastAt < STILL_MS; await pause(100)) {
    const now = await ledger.finished();
    if (now > done) lastAt = performance.now();
    done = now;
    const next = left[0];
    if (next && done >= next[0] * cases.length) {
      left.shift();
      say(`${next[1]} after ${done} cases`);
      await next[2](cluster);
      lastAt = performance.now();
    }
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const commits = (await ledger.commits()) - before;
  await opening;
  const times = await ledger.times();
  return {
    outcomes: await ledger.outcomes(),
    watched: await watcher.compare(await ledger.log()),
    seconds,
    commits,
    drafts: times.flatMap(({ draft }) => (draft === null ? [] : [draft * 1_000])).toSorted((a, b) => a - b),
    ends: times.flatMap(({ finish }) => (finish === null ? [] : [finish * 1_000])).toSorted((a, b) => a - b),
    repeated: client.repeated,
    lost: Math.max(0, cases.length - done),
  };
}

function report(count: number, articles: number, calm: Run, disturbed: Run, fallen: readonly string[]): Finding {
  const differences = differencesOf(calm.outcomes, disturbed.outcomes, count);
  const broken = [...fallen, ...differences.slice(0, 10)];
  const figures: Record<string, string | number> = { 'cases / articles': `${count} / ${articles}` };
  for (const [name, run] of Object.entries({ undisturbed: calm, disturbed })) {
    const { watched } = run;
    const times = (sorted: readonly number[]) => `${ms(quantile(sorted, 0.5))} / ${ms(quantile(sorted, 0.95))}`;
    figures[`${name}: cases a minute`] = Math.round((count * 60) / run.seconds);
    figures[`${name}: commits a case`] = Math.round(run.commits / count);
    figures[`${name}: from open to draft p50 / p95`] = `${times(run.drafts)} (${run.drafts.length} drafts)`;
    figures[`${name}: from open to the end p50 / p95`] = times(run.ends);
    figures[`${name}: events about cases / lost / twice / cases out of order / gaps`] =
      `${watched.logged} / ${watched.lost} / ${watched.twice} / ${watched.outOfOrder} / ${watched.gaps}`;
    figures[`${name}: cases watched whole and in order`] = watched.cases;
    figures[`${name}: from event to subscriber p50 / p95`] = `${ms(watched.p50)} / ${ms(watched.p95)}`;
    figures[`${name}: requests sent again, sockets that came back`] = `${run.repeated}, ${watched.reconnects}`;
    if (run.lost > 0) broken.push(`${name}: ${run.lost} cases did not come to their end`);
    if (watched.lost > 0) broken.push(`${name}: ${watched.lost} events lost`);
    if (watched.withoutSubject > 0) {
      broken.push(`${name}: ${watched.withoutSubject} events came without their subject`);
    }
    if (watched.twice > 0) broken.push(`${name}: ${watched.twice} events came twice`);
    if (watched.outOfOrder > 0) broken.push(`${name}: events of ${watched.outOfOrder} cases came out of order`);
    if (watched.gaps > 0) broken.push(`${name}: ${watched.gaps} gaps were told of`);
    if (watched.cases < count) broken.push(`${name}: only ${watched.cases} cases were seen whole`);
  }
  figures['cases in their last state'] = tally(calm.outcomes.map(({ state }) => state));
  figures['cases that came out different'] = differences.length;
  return { scenario: 'pipeline', figures, broken };
}

/** Every case whose outcome is not the same in both runs, with the first thing that differs. */
function differencesOf(calm: readonly CaseOutcome[], disturbed: readonly CaseOutcome[], count: number): string[] {
  const other = new Map(disturbed.map((outcome) => [outcome.place, outcome]));
  const differences = calm.flatMap((outcome) => {
    const again = other.get(outcome.place);
    if (!again) return [`case ${outcome.place} is missing`];
    const what = COMPARED.find((name) => outcome[name] !== again[name]);
    if (!what) return [];
    return [`case ${outcome.place}: ${what} "${excerpt(outcome[what])}" against "${excerpt(again[what])}"`];
  });
  if (calm.length !== count) differences.push(`${calm.length} cases instead of ${count}`);
  if (disturbed.length !== calm.length) differences.push(`${disturbed.length} cases instead of ${calm.length}`);
  return differences;
}

const excerpt = (value: string | number) => String(value).slice(0, 120);

function tally(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, times]) => `${value} ${times}`).join(', ');
}

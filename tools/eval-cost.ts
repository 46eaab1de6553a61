/**
 * What triage costs, measured in processes that do nothing else: for `npm run eval -- --data FILE`, which starts it.
 * Usage: node --expose-gc --import tsx tools/eval-cost.ts train|triage FILE.csv FOLDER
 * `train` learns a model for each repository and leaves it in the folder; `triage` triages every case by the general
 * model and then by its repository's own. Prints one line of JSON.
 * Memory is the resident set (RSS) of the process above what it is with the cases read and nothing else loaded.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quantile } from '../bench/load/closed-loop.js';
import { readLabelledCases } from './labelled-cases.js';

const MB = 1024 * 1024;
const SAMPLE_MS = 5;
const [mode, file = '', folder = ''] = process.argv.slice(2);

const cases = readLabelledCases(file);
const repos = [...new Set(cases.map(({ repo }) => repo))];
const fileOf = (repo: string) => join(folder, `${repos.indexOf(repo)}.model`);
globalThis.gc?.();
const baseline = process.memoryUsage.rss();
let peak = baseline;
const look = () => {
  peak = Math.max(peak, process.memoryUsage.rss());
};

const { createOfflineModels } = await import('../src/adapters/models/offline/offline-models.js');
const models = createOfflineModels();
const times: number[] = [];
const cpuBefore = process.cpuUsage();
if (mode === 'train') {
  const timer = setInterval(look, SAMPLE_MS);
  for (const repo of repos) {
    const startedAt = performance.now();
    const model = await models.trainTriage(cases.filter((one) => one.repo === repo));
    times.push(performance.now() - startedAt);
    writeFileSync(fileOf(repo), model.serialize());
  }
  clearInterval(timer);
} else {
  for (const modelOf of [() => null, (repo: string) => models.loadTriage(readFileSync(fileOf(repo)))]) {
    const loaded = new Map(repos.map((repo) => [repo, modelOf(repo)]));
    for (const { repo, title, body } of cases) {
      const startedAt = performance.now();
      await models.triage({ title, body }, loaded.get(repo) ?? null);
      times.push(performance.now() - startedAt);
      look();
    }
  }
}
look();
const { user, system } = process.cpuUsage(cpuBefore);
await models[Symbol.asyncDispose]();

const sorted = times.toSorted((a, b) => a - b);
const cost = {
  count: times.length,
  msMedian: quantile(sorted, 0.5),
  msP99: quantile(sorted, 0.99),
  msMean: times.reduce((sum, time) => sum + time, 0) / times.length,
  msCpu: (user + system) / 1_000 / times.length,
  msWorst: sorted.at(-1) ?? 0,
  baselineMb: baseline / MB,
  aboveMb: (peak - baseline) / MB,
  tenants: repos.length,
};
process.stdout.write(`${JSON.stringify(cost)}\n`);

/**
 * Measures what models do for the desk, by the test set of each prompt: triage (macro F1), matching (recall@5, MRR),
 * grounding of replies. Usage: npm run eval [-- NAME...] [--data FILE.csv] [--folds N] [--json FILE]
 * By the models that come with Switchyard, without network or keys. EVAL_MODEL, EVAL_BASE_URL, EVAL_PROTOCOL,
 * EVAL_API_KEY and EVAL_EMBEDDING_MODEL name another provider, which is then measured beside them.
 * --data also cross-validates the offline triage on labelled cases and measures what a case costs.
 * Exit code 1 when the models of Switchyard fall below what they reach (the floors of each evaluation), or with --data
 * when a target is missed: macro F1 0.80, 5 ms a case, 100 MB.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError, runCommand } from './command.js';
import { crossValidate } from './eval/cross-validation.js';
import { missedFloors } from './eval/evaluation.js';
import { EVALUATIONS } from './eval/evaluations.js';
import { providersFrom } from './eval/provider.js';
import { measureTriageCost } from './eval/triage-cost.js';
import { printReport } from './eval/triage-report.js';
import { readLabelledCases } from './labelled-cases.js';

const TARGETS = { macroF1: 0.8, ms: 5, memoryMb: 100 };

await runCommand(async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { data: { type: 'string' }, folds: { type: 'string', default: '10' }, json: { type: 'string' } },
  });
  const unknown = positionals.find((wanted) => !EVALUATIONS.some(({ name }) => name === wanted));
  const names = EVALUATIONS.map(({ name }) => name);
  if (unknown) throw new CommandError(`There is no evaluation "${unknown}"; there are ${names.join(', ')}.`);
  const folds = Number(values.folds);
  if (!Number.isInteger(folds) || folds < 2) throw new CommandError('--folds must be a whole number of at least 2.');

  const results = [];
  const broken: string[] = [];
  for (const provider of providersFrom(process.env)) {
    for (const evaluation of EVALUATIONS) {
      const { name, prompt, measure } = evaluation;
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      const measured = await measure(provider);
      const what = prompt ? `${prompt.name} v${prompt.version}` : 'no prompt';
      const told = measured
        ? Object.entries(measured.figures).map(([figure, value]) => `${figure} ${value.toFixed(3)}`)
        : ['not done by this provider'];
      const cases = measured ? `  (${measured.cases} cases)` : '';
      process.stdout.write(`${provider.name}  ${name}  ${what}  ${told.join(', ')}${cases}\n`);
      for (const line of measured?.flagged.slice(0, 5) ?? []) process.stdout.write(`    ${line}\n`);
      if (measured && provider.kind === 'OFFLINE') broken.push(...missedFloors(evaluation, measured));
      results.push({ provider: provider.name, name, prompt: prompt?.name ?? null, version: prompt?.version, measured });
    }
    if (provider.kind === 'OFFLINE') await provider.models[Symbol.asyncDispose]();
  }

  const onData = values.data === undefined ? null : await measureOn(resolve(values.data), folds);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ at: new Date(), results, onData }, null, 2)}\n`);
  const missed = [...broken, ...(onData?.missed ?? [])];
  for (const line of missed) process.stderr.write(`switchyard: ${line}\n`);
  return missed.length > 0 ? 1 : 0;
});

async function measureOn(file: string, folds: number) {
  const report = crossValidate(readLabelledCases(file), { folds, seed: 1, limit: 3_000, isUnseen: false });
  process.stdout.write('\n');
  printReport(report, `${folds}-fold cross-validation of ${file}`);
  const cost = await measureTriageCost(file);
  const { train, triage } = cost;
  process.stdout.write(
    `\nA process that triages (${triage.count} times, by the general model and by those of ${triage.tenants} tenants, cold start included): ` +
      `${triage.msCpu.toFixed(2)} ms of CPU a case, ${triage.msMedian.toFixed(2)} ms median, ${triage.msMean.toFixed(2)} mean, ${triage.msP99.toFixed(1)} p99, ${triage.msWorst.toFixed(0)} worst; ` +
      `resident memory ${triage.baselineMb.toFixed(0)} MB before, at most ${triage.aboveMb.toFixed(0)} MB more\n` +
      `A process that trains ${train.count} tenants: ${train.msMedian.toFixed(0)} ms each (median); resident memory at most ${train.aboveMb.toFixed(0)} MB more\n`,
  );
  const missed = [
    ...(report.mean.macroF1 < TARGETS.macroF1 ? [`macro F1 is ${report.mean.macroF1.toFixed(3)}, not 0.80`] : []),
    ...(Math.max(triage.msCpu, triage.msMedian) > TARGETS.ms
      ? [`a case takes ${triage.msCpu.toFixed(1)} ms of CPU, ${triage.msMedian.toFixed(1)} ms in all, not 5`]
      : []),
    ...(triage.aboveMb > TARGETS.memoryMb ? [`triage takes ${triage.aboveMb.toFixed(0)} MB, not 100`] : []),
    ...(train.aboveMb > TARGETS.memoryMb ? [`training takes ${train.aboveMb.toFixed(0)} MB, not 100`] : []),
  ];
  return { report, cost, missed };
}

/**
 * Measures the offline triage on labelled cases. Each value of `repo` is a tenant of its own.
 * Usage: node --import tsx tools/eval-triage.ts FILE.csv [--test FILE.csv] [--folds 10] [--seed 1] [--limit N]
 *   [--unseen] [--json]
 * Without --test: stratified cross-validation; the general model is trained on the training folds only. With --test:
 * trained on FILE (general model and tenants), measured on the other file. --unseen leaves a tenant's own cases out of
 * the general model, as for any new tenant; --limit gives each tenant only N confirmed cases (0: general model alone).
 */
import { parseArgs } from 'node:util';
import { crossValidate, validateOn } from './eval/cross-validation.js';
import { printReport } from './eval/triage-report.js';
import { readLabelledCases } from './labelled-cases.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    test: { type: 'string' },
    folds: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    limit: { type: 'string', default: '3000' },
    unseen: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const [file] = positionals;
const folds = Number(values.folds);
const limit = Number(values.limit);
if (file === undefined || !Number.isInteger(folds) || folds < 2) {
  console.error(
    'Usage: eval-triage.ts FILE.csv [--test FILE.csv] [--folds 10] [--seed 1] [--limit N] [--unseen] [--json]',
  );
  process.exit(2);
}

const plan = { folds, seed: Number(values.seed), limit, isUnseen: values.unseen };
const cases = readLabelledCases(file);
const report =
  values.test === undefined ? crossValidate(cases, plan) : validateOn(cases, readLabelledCases(values.test), plan);
if (values.json) console.log(JSON.stringify(report, null, 2));
else printReport(report, values.test === undefined ? `${folds}-fold cross-validation` : `held-back ${values.test}`);

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runBench, SUITES, type SuiteName } from '../bench/bench.js';
import { SCALES } from '../bench/dataset.js';
import { CommandError, runCommand } from './command.js';

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      seconds: { type: 'string', default: '1.2' },
      scale: { type: 'string', default: 'full' },
      json: { type: 'string' },
    },
  });
  const only = (values.only?.split(',') ?? [...SUITES]) as SuiteName[];
  const unknown = only.find((name) => !SUITES.includes(name));
  if (unknown) throw new CommandError(`There is no part "${unknown}" of the bench; there are ${SUITES.join(', ')}.`);
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new CommandError('--seconds must be a number above 0.');
  if (!(values.scale in SCALES)) throw new CommandError(`--scale must be one of ${Object.keys(SCALES).join(', ')}.`);
  const outcome = await runBench({
    only,
    seconds,
    scale: SCALES[values.scale as keyof typeof SCALES],
    secret: randomBytes(48).toString('base64'),
    say: (line) => process.stderr.write(`${line}\n`),
    print: (text) => process.stdout.write(`${text}\n\n`),
  });
  if (values.json) await writeFile(values.json, `${JSON.stringify(outcome, null, 2)}\n`);
  for (const fault of outcome.faults) process.stderr.write(`switchyard: ${fault}\n`);
  return outcome.faults.length > 0 ? 1 : 0;
});

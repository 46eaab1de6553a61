/**
 * Drives cases through the whole pipeline of processes of its own, twice: undisturbed, and while a worker is killed and
 * Redis restarted. Usage: npm run measure:pipeline [-- --cases 1000] [--data FILE.csv] [--workers 1] [--pace N] [--json FILE]
 * --pace opens so many cases a minute instead of all at once: then the times say how long one waits, not how long the queue is.
 * Without --data it takes ../shared/data/issues_train.csv if that is there, and made-up cases otherwise.
 * Exit code 1 when anything is lost, comes twice or differs.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runChaos } from '../bench/chaos/chaos.js';
import { CommandError, runCommand } from './command.js';
import { inProject } from './project.js';

const GIVEN = inProject('../shared/data/issues_train.csv');

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string', default: '1000' },
      workers: { type: 'string', default: '1' },
      pace: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const [cases, workers] = [Number(values.cases), Number(values.workers)];
  if (!Number.isInteger(cases) || cases < 1) throw new CommandError('--cases must be a whole number above 0.');
  if (!Number.isInteger(workers) || workers < 1) throw new CommandError('--workers must be a whole number above 0.');
  const pace = values.pace === undefined ? undefined : Number(values.pace);
  if (pace !== undefined && !(pace > 0)) throw new CommandError('--pace must be a number above 0.');
  const data = values.data ? resolve(values.data) : existsSync(GIVEN) ? GIVEN : undefined;
  if (data && !existsSync(data)) throw new CommandError(`There is no file ${data}.`);
  const [finding] = await runChaos(
    ['pipeline'],
    {
      isSmall: false,
      seconds: 0,
      minutes: 0,
      kills: 0,
      cases,
      workers,
      pace,
      data,
      say: (line) => process.stderr.write(`${line}\n`),
    },
    (text) => process.stdout.write(`${text}\n\n`),
  );
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'CPU'}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`;
  process.stdout.write(`${new Date().toISOString()}, ${machine}\n`);
  if (values.json)
    await writeFile(values.json, `${JSON.stringify({ at: new Date(), machine, ...finding }, null, 2)}\n`);
  return finding && finding.broken.length === 0 ? 0 : 1;
});

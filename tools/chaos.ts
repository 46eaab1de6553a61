import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runChaos, SCENARIOS } from '../bench/chaos/chaos.js';
import { CommandError, runCommand } from './command.js';

const positive = (name: string, text: string | undefined, fallback: number): number => {
  const value = Number(text ?? fallback);
  if (!(value > 0)) throw new CommandError(`--${name} must be a number above 0.`);
  return value;
};

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      seconds: { type: 'string' },
      minutes: { type: 'string' },
      sockets: { type: 'string' },
      kills: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const names = values.only?.split(',') ?? Object.keys(SCENARIOS);
  const unknown = names.find((name) => !(name in SCENARIOS));
  if (unknown)
    throw new CommandError(`There is no scenario "${unknown}"; there are ${Object.keys(SCENARIOS).join(', ')}.`);
  const sockets = values.sockets === undefined ? undefined : positive('sockets', values.sockets, 1);
  const files = Number(execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }));
  const needed = Math.max(sockets ?? 5_000, 2_000) + 200;
  if (files < needed) process.stderr.write(`ulimit -n is ${files}; ${needed} are needed for every scenario.\n`);
  const findings = await runChaos(
    names,
    {
      isSmall: false,
      seconds: positive('seconds', values.seconds, 20),
      minutes: positive('minutes', values.minutes, 3),
      kills: positive('kills', values.kills, 40),
      sockets,
      say: (line) => process.stderr.write(`${line}\n`),
    },
    (text) => process.stdout.write(`${text}\n\n`),
  );
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'CPU'}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`;
  process.stdout.write(`${new Date().toISOString()}, ${machine}\n`);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ at: new Date(), machine, findings }, null, 2)}\n`);
  const broken = findings.filter(({ broken: faults }) => faults.length > 0);
  for (const { scenario } of broken) process.stderr.write(`switchyard: ${scenario} broke a promise.\n`);
  return broken.length > 0 ? 1 : 0;
});

import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { CommandError } from './command.js';
import { inProject, PROJECT_ROOT } from './project.js';

/**
 * Runs a program in the project's folder and returns what it printed on stdout. Its output is shown only when it
 * fails, together with an error that names it.
 */
export async function runQuietly(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  // Generators are found by name, as npm's scripts find them.
  const path = [inProject('node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(program, args, {
    cwd: PROJECT_ROOT,
    env: { ...process.env, PATH: path, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, all] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
    all += chunk;
  });
  child.stderr.on('data', (chunk) => (all += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return out;
  process.stderr.write(all);
  const name = [program === process.execPath ? 'node' : program, ...args].join(' ').replaceAll(`${PROJECT_ROOT}/`, '');
  throw new CommandError(`"${name}" failed with code ${code}; its output is above.`);
}

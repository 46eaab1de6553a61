import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startSupervisedProcess } from '../../tools/run/supervised-process.js';
import { childEnvironment } from '../support/child-process.js';

/** Process ids of this process' own workers. */
async function workerIds(): Promise<number[]> {
  const run = promisify(execFile);
  const { stdout } = await run('pgrep', ['-P', String(process.pid), '-f', 'src/main.worker.ts']).catch(() => ({
    stdout: '',
  }));
  return stdout.split('\n').filter(Boolean).map(Number);
}

it('starts a process again that was killed, and says so', async () => {
  const said: string[] = [];
  await using worker = startSupervisedProcess('worker', await childEnvironment(), (line) => said.push(line));
  await worker.ready;
  const [first] = await workerIds();
  process.kill(Number(first), 'SIGKILL');
  await expect.poll(workerIds, { timeout: 20_000 }).not.toContain(first);
  await expect.poll(async () => (await workerIds()).length, { timeout: 20_000 }).toBe(1);
  expect(said).toEqual(['The worker ended by SIGKILL; its log is above. It is started again.']);
});

it('does not start a process again that could not start', async () => {
  const { REDIS_URL: _, ...incomplete } = await childEnvironment();
  const said: string[] = [];
  await using worker = startSupervisedProcess('worker', incomplete, (line) => said.push(line));
  expect(await worker.exited).toMatch(/ended with code 1/);
  expect(said).toEqual([]);
});

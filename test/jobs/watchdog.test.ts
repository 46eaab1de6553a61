import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { Watchdog } from '../../src/jobs/watchdog.js';

it('ends a process whose main thread is blocked', async () => {
  const watchdog = fileURLToPath(new URL('../../src/jobs/watchdog.ts', import.meta.url));
  const script = `import { Watchdog } from ${JSON.stringify(watchdog)}; new Watchdog({ blockedMs: 300 });
    setTimeout(() => { for (;;); }, 100);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  expect(said).toContain('blocked for too long');
});

it('leaves a process alone that does its work, and lets go of it', async () => {
  await using watchdog = new Watchdog({ blockedMs: 200 });
  const until = Date.now() + 500;
  while (Date.now() < until) await new Promise((resolve) => setImmediate(resolve));
  expect(watchdog).toBeInstanceOf(Watchdog);
});

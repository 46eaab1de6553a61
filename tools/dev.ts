import { CommandError, describeError, runCommand } from './command.js';
import type { AppProcess } from './run/app-process.js';
import { type LocalApp, withLocalApp } from './run/local-app.js';
import { listenForStop, type StopRequest } from './run/stop-request.js';
import { watchSources } from './run/watch-sources.js';
import { printWelcome } from './run/welcome.js';

const say = (line: string) => void process.stderr.write(`${line}\n`);

await runCommand(async () => {
  using stop = listenForStop(say);
  // A developer who saves a file does not want to wait for clients to leave.
  const env = { ...process.env, SHUTDOWN_SECONDS: process.env.SHUTDOWN_SECONDS || '1' };
  await withLocalApp(env, stop, say, (app) => runUntilStopped(app, stop));
  return 0;
});

/** Runs gateway and worker, and runs them anew after each change; a version that does not start waits for the next. */
async function runUntilStopped(app: LocalApp, stop: StopRequest): Promise<void> {
  let changed = () => {};
  using _watcher = watchSources((file) => {
    say(`${file} changed; restarting …`);
    changed();
  });
  let welcomed = false;
  while (!stop.requested) {
    const change = new Promise<void>((resolve) => {
      changed = resolve;
    });
    const processes = await app.startProcesses().catch((error: unknown): AppProcess[] => {
      say(`switchyard: ${describeError(error)}`);
      return [];
    });
    if (processes.length > 0 && !welcomed && !stop.requested) printWelcome(app);
    welcomed ||= processes.length > 0;
    let expected = false;
    for (const { exited } of processes) void exited.then((sentence) => expected || stop.requested || say(sentence));
    const end = await Promise.race([stop.promise, change, app.servicesEnded]);
    expected = true;
    await Promise.all(processes.map((child) => child[Symbol.asyncDispose]()));
    if (typeof end === 'string' && !stop.requested) throw new CommandError(end);
  }
}

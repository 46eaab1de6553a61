import { CommandError, runCommand } from './command.js';
import { withLocalApp } from './run/local-app.js';
import { listenForStop } from './run/stop-request.js';
import { printWelcome } from './run/welcome.js';

const say = (line: string) => void process.stderr.write(`${line}\n`);

await runCommand(async () => {
  using stop = listenForStop(say);
  await withLocalApp(process.env, stop, say, async (app) => {
    const processes = await app.startProcesses();
    try {
      if (!stop.requested) printWelcome(app);
      const end = await Promise.race([stop.promise, app.servicesEnded, ...processes.map(({ exited }) => exited)]);
      if (typeof end === 'string' && !stop.requested) throw new CommandError(`${end} Everything else is stopped.`);
    } finally {
      await Promise.all(processes.map((child) => child[Symbol.asyncDispose]()));
    }
  });
  return 0;
});

import { runProcess } from './run-process.js';

/** A handler that computes without pause for longer is taken for an endless loop, and the process ends itself. */
const BLOCKED_MS = 60_000;

await runProcess('worker', async () => {
  const [{ startWorker }, { Watchdog }] = await Promise.all([import('./worker.js'), import('./jobs/watchdog.js')]);
  return async (config) => {
    const worker = await startWorker(config);
    const watchdog = new Watchdog({ blockedMs: BLOCKED_MS });
    return {
      async stop() {
        await worker.stop();
        await watchdog[Symbol.asyncDispose]();
      },
    };
  };
});

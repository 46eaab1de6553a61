import { type AppProcess, startAppProcess } from './app-process.js';
import { Restarts } from './restarts.js';

/**
 * Starts `src/main.<name>.ts` and, once it has been ready, starts it again whenever it ends by itself, as a service
 * manager would. `exited` resolves when it ended before it was ready, or keeps ending.
 */
export function startSupervisedProcess(name: string, env: NodeJS.ProcessEnv, say: (line: string) => void): AppProcess {
  let current = startAppProcess(name, env);
  let isStopping = false;
  const { ready } = current;
  const restarts = new Restarts();
  let hasBeenReady = false;
  const supervise = async (): Promise<string> => {
    for (;;) {
      hasBeenReady ||= await Promise.race([current.ready.then(() => true), current.exited.then(() => false)]);
      const sentence = await current.exited;
      if (isStopping || !hasBeenReady || restarts.tooMany()) return sentence;
      say(`${sentence} It is started again.`);
      await restarts.pause();
      if (isStopping) return sentence;
      current = startAppProcess(name, env);
    }
  };
  const stop = async (graceMs: number): Promise<void> => {
    isStopping = true;
    await current.stop(graceMs);
  };
  return {
    name,
    ready,
    exited: supervise(),
    stop,
    kill: () => {
      isStopping = true;
      current.kill();
    },
    [Symbol.asyncDispose]: async () => {
      isStopping = true;
      await current[Symbol.asyncDispose]();
    },
  };
}

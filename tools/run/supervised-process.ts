import { type AppProcess, startAppProcess } from './app-process.js';

/** A process that keeps ending is broken, not unlucky: after so many ends in so many milliseconds it stays down. */
const MAX_ENDS = 5;
const WITHIN_MS = 60_000;
const PAUSE_MS = 500;

/**
 * Starts `src/main.<name>.ts` and, once it has been ready, starts it again whenever it ends by itself, as a service
 * manager would. `exited` resolves when it ended before it was ready, or keeps ending.
 */
export function startSupervisedProcess(name: string, env: NodeJS.ProcessEnv, say: (line: string) => void): AppProcess {
  let current = startAppProcess(name, env);
  let isStopping = false;
  const { ready } = current;
  const ends: number[] = [];
  const supervise = async (): Promise<string> => {
    for (;;) {
      const becameReady = await Promise.race([current.ready.then(() => true), current.exited.then(() => false)]);
      const sentence = await current.exited;
      const now = Date.now();
      ends.push(now);
      const recent = ends.filter((at) => now - at < WITHIN_MS).length;
      if (isStopping || (!becameReady && ends.length === 1) || recent >= MAX_ENDS) return sentence;
      say(`${sentence} It is started again.`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
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

import { type ChildProcess, spawn } from 'node:child_process';
import { PROJECT_ROOT } from './project.js';

/** How often a signal of one key press may arrive: from the terminal, and once more passed on by npm. */
const ECHO_MS = 500;

/**
 * Calls `first` on the first Ctrl-C or SIGTERM and `second` on the next one that is not an echo of the first.
 * Returns a function that stops listening.
 */
export function onStopSignals(first: (signal: NodeJS.Signals) => void, second: () => void): () => void {
  let firstAt: number | undefined;
  const listener = (signal: NodeJS.Signals) => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      first(signal);
    } else if (performance.now() - firstAt > ECHO_MS) second();
  };
  process.on('SIGINT', listener).on('SIGTERM', listener).on('SIGHUP', listener);
  const parentWatch = watchNpm(() => listener('SIGTERM'));
  return () => {
    clearInterval(parentWatch);
    process.off('SIGINT', listener).off('SIGTERM', listener).off('SIGHUP', listener);
  };
}

/** A SIGTERM sent to npm ends npm and its shell but never gets here; being orphaned then tells the same. */
function watchNpm(gone: () => void): NodeJS.Timeout | undefined {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 500);
  return timer.unref();
}

/**
 * Runs a Node program in the project's folder on this terminal, passes stop signals on, and resolves with its exit
 * code once it has ended. A second Ctrl-C kills it.
 */
export async function runInForeground(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: PROJECT_ROOT, stdio: 'inherit', env });
  const stopListening = onStopSignals(
    (signal) => child.kill(signal),
    () => child.kill('SIGKILL'),
  );
  try {
    return await exitCode(child);
  } finally {
    stopListening();
  }
}

/** Exit code of a child once it has ended; 128 + n for a signal, as shells count. */
export function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

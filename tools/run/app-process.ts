import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pretty from 'pino-pretty';
import { inProject, PROJECT_ROOT } from '../project.js';

/** The gateway or the worker, running as a child of this process. */
export interface AppProcess extends AsyncDisposable {
  readonly name: string;
  /** Resolves with a sentence once it has ended. */
  readonly exited: Promise<string>;
  /** Resolves once it has logged that it is ready; never, should it end before. */
  readonly ready: Promise<void>;
  /** Asks it to drain and stop; after `graceMs` it is killed. Safe to call twice. */
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

const GRACE_MS = 10_000;

/** Starts `src/main.<name>.ts` and shows its log in readable form on this terminal. */
export function startAppProcess(name: string, env: NodeJS.ProcessEnv): AppProcess {
  const preload = inProject('tools/run/exit-with-parent.mjs');
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', preload, `src/main.${name}.ts`], {
    cwd: PROJECT_ROOT,
    env,
    detached: true, // Ctrl-C is for the parent, which knows the order in which to stop
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the child has no output'); // never: both are pipes
  const ready = new Promise<void>((resolve) => {
    let tail = '';
    stdout.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-4_096);
      if (/"msg":\s*"ready"/.test(tail)) resolve();
    });
  });
  stdout.pipe(prettyLog(name));
  stderr.pipe(process.stderr, { end: false });

  const exited = Promise.race([once(child, 'exit'), once(child, 'error')]).then(([result, signal]) => {
    if (result instanceof Error) return `The ${name} could not be started: ${result.message}.`;
    return `The ${name} ended ${signal ? `by ${signal}` : `with code ${result}`}; its log is above.`;
  });
  const stop = async (graceMs: number) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await exited;
    clearTimeout(timer);
  };
  return {
    name,
    exited,
    ready,
    stop,
    kill: () => void child.kill('SIGKILL'),
    [Symbol.asyncDispose]: () => stop(GRACE_MS),
  };
}

function prettyLog(name: string) {
  return pretty({
    colorize: process.stdout.isTTY === true,
    ignore: 'pid,hostname,process',
    messageFormat: `${name}: {msg}`,
    translateTime: 'SYS:HH:MM:ss.l',
    destination: 1,
    sync: true,
  });
}

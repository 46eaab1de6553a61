import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { inProject, PROJECT_ROOT } from '../project.js';

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A process whose log can be read, for what cannot be seen from inside: signals, exits, output. */
export interface LoggedProcess {
  readonly process: ChildProcess;
  readonly lines: readonly LogLine[];
  readonly errors: () => string;
  /** Resolves with the first line that matches, also one that was written before. Rejects when the process ends first. */
  line(matches: (line: LogLine) => boolean): Promise<LogLine>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly exit: Promise<number | string>;
}

const MOST_LINES = 5_000;

/** Starts Node with these arguments and reads its standard output as lines of JSON. */
export function startLogged(args: readonly string[], env: Readonly<Record<string, string>>): LoggedProcess {
  const child = spawn(process.execPath, ['--import', inProject('tools/run/exit-with-parent.mjs'), ...args], {
    env,
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the child has no output'); // never: both are pipes
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  let [rest, errors] = ['', ''];
  stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    if (lines.length > MOST_LINES) lines.splice(20, lines.length - MOST_LINES); // the first say where it listens
    lines.push(...parts.filter((part) => part.length > 0).map((part) => JSON.parse(part) as LogLine));
    for (const look of waiting) look();
  });
  stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exit = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    process: child,
    lines,
    errors: () => errors,
    exit,
    line: (matches) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find(matches);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        void exit.then((code) => reject(new Error(`It ended with ${code}: ${errors}`)));
        look();
      }),
  };
}

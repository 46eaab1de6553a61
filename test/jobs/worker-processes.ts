import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { RigUrls } from './rig.js';

const FIXTURE = fileURLToPath(new URL('./worker-process.ts', import.meta.url));

/** Worker processes of one test; those still alive are killed at its end. */
export class WorkerProcesses implements AsyncDisposable {
  readonly #urls: RigUrls;
  readonly #all: ChildProcess[] = [];
  #isOver = false;

  constructor(urls: RigUrls) {
    this.#urls = urls;
  }

  /** Starts a worker and waits until it takes jobs. */
  async start(): Promise<ChildProcess> {
    const id = `process-${this.#all.length + 1}`;
    const child = spawn(
      process.execPath,
      ['--max-old-space-size=200', '--import', 'tsx', FIXTURE, JSON.stringify(this.#urls), id],
      {
        stdio: ['ignore', 'pipe', process.env.TEST_LOG_LEVEL ? 'inherit' : 'ignore'], // what a dying process says is expected
      },
    );
    this.#all.push(child);
    await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
    return child;
  }

  /** Keeps one worker running, as a supervisor would: whenever it ends, another takes its place. */
  async supervise(): Promise<void> {
    const child = await this.start();
    child.once('exit', () => {
      if (!this.#isOver) void this.supervise();
    });
  }

  /** How many were ever started. */
  get started(): number {
    return this.#all.length;
  }

  async kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#all.map((child) => this.kill(child, 'SIGKILL')));
  }
}

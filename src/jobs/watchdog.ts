import { Worker } from 'node:worker_threads';

export interface WatchdogSettings {
  /** Milliseconds for which the main thread may do nothing but compute. */
  readonly blockedMs: number;
}

/**
 * What runs in the watching thread. It needs nothing of this code base, so it is given as text: the same in
 * development and in the built image.
 */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { signs, blockedMs } = workerData;
const beats = new Int32Array(signs);
let last = -1, since = Date.now();
setInterval(() => {
  const now = Date.now(), beat = Atomics.load(beats, 0);
  if (beat !== last) { last = beat; since = now; return; }
  if (now - since < blockedMs) return;
  const line = JSON.stringify({ level: 60, time: new Date(now).toISOString(), pid: process.pid, blockedMs: now - since,
    msg: 'the main thread has been blocked for too long: the process ends itself' });
  require('node:fs').writeSync(2, line + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, Math.min(1000, blockedMs / 4));
`;

/**
 * Ends this process when its main thread is blocked for too long: a handler in an endless loop would otherwise hold
 * the process for ever, since nothing that could stop it gets to run. Its jobs are then tried elsewhere, and the one
 * that blocks gives up after its last attempt. Something has to start the process again.
 */
export class Watchdog implements AsyncDisposable {
  readonly #watcher: Worker;
  readonly #timer: NodeJS.Timeout;

  constructor({ blockedMs }: WatchdogSettings) {
    const signs = new SharedArrayBuffer(4);
    const beats = new Int32Array(signs);
    this.#watcher = new Worker(WATCH, { eval: true, workerData: { signs, blockedMs }, execArgv: [] });
    this.#watcher.unref();
    this.#timer = setInterval(() => Atomics.add(beats, 0, 1), Math.min(1_000, blockedMs / 4));
    this.#timer.unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#watcher.terminate();
  }
}

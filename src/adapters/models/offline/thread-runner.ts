import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { HeavyWork } from './heavy-work.js';

type Answer = { readonly bytes: Uint8Array } | { readonly error: unknown };

interface Task {
  readonly work: HeavyWork;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (reason: unknown) => void;
}

/** Room for what is short-lived. More of it only leaves garbage lying about longer: reading cases makes much of it. */
const YOUNG_MB = 6;

/** What a training of so many leaves behind is worth a new thread: its memory goes at once, not when V8 finds time. */
const MANY_SAMPLES = 200;

/**
 * Compiled, the thread is an ordinary module. From sources it first registers the TypeScript loader itself: what the
 * process was started with (tsx, a test runner) does not reach its threads on Node 20.
 */
function startWorker(): Worker {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
  const fromSource = import.meta.url.endsWith('.ts');
  const entry = new URL(`./heavy-work.thread.${fromSource ? 'ts' : 'js'}`, import.meta.url);
  if (!fromSource) return new Worker(entry, { resourceLimits });
  const [loader, file] = [createRequire(import.meta.url).resolve('tsx/cjs/api'), fileURLToPath(entry)];
  const start = `require(${JSON.stringify(loader)}).register(); require(${JSON.stringify(file)});`;
  return new Worker(start, { eval: true, execArgv: [], resourceLimits });
}

/**
 * Runs heavy work in one worker thread, in order. The thread starts with the first task, does not keep the process
 * alive when idle, and is terminated when its task is aborted or was a large training (the next task gets a new one).
 */
export class ThreadRunner implements AsyncDisposable {
  readonly #waiting: Task[] = [];
  #worker: Worker | null = null;
  #current: Task | null = null;
  #closed = false;

  /** Rejects with the signal's reason on abort, or with what the work threw. */
  run(work: HeavyWork, signal?: AbortSignal): Promise<Uint8Array> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#closed) return Promise.reject(new Error('The offline models are closed'));
    return new Promise((resolve, reject) => {
      const abort = () => this.#abort(task);
      const task: Task = {
        work,
        signal,
        resolve: (bytes) => {
          signal?.removeEventListener('abort', abort);
          resolve(bytes);
        },
        reject: (reason) => {
          signal?.removeEventListener('abort', abort);
          reject(reason);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(task);
      this.#next();
    });
  }

  #next(): void {
    if (this.#current || this.#closed) return;
    const task = this.#waiting.shift();
    if (!task) {
      this.#worker?.unref();
      return;
    }
    this.#current = task;
    const worker = this.#worker ?? this.#start();
    worker.ref();
    worker.postMessage(task.work);
  }

  #start(): Worker {
    const worker = startWorker();
    this.#worker = worker;
    worker.on('message', (answer: Answer) => {
      if (worker !== this.#worker) return;
      const task = this.#current;
      this.#current = null;
      if (task?.work.kind === 'train' && task.work.samples.length >= MANY_SAMPLES) {
        this.#worker = null;
        void worker.terminate();
      }
      if ('bytes' in answer) task?.resolve(answer.bytes);
      else task?.reject(answer.error);
      this.#next();
    });
    worker.on('error', (error) => this.#lose(worker, error));
    worker.on('exit', (code) => this.#lose(worker, new Error(`The model thread ended with code ${code}`)));
    return worker;
  }

  /** A thread that died takes its task with it; the others go to a new thread. */
  #lose(worker: Worker, reason: unknown): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    const task = this.#current;
    this.#current = null;
    task?.reject(reason);
    this.#next();
  }

  #abort(task: Task): void {
    const reason = task.signal?.reason;
    const at = this.#waiting.indexOf(task);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
      task.reject(reason);
      return;
    }
    const worker = this.#worker;
    if (task !== this.#current || !worker) return;
    this.#lose(worker, reason);
    void worker.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const reason = new Error('The offline models are closed');
    const worker = this.#worker;
    this.#worker = null;
    for (const task of [...(this.#current ? [this.#current] : []), ...this.#waiting.splice(0)]) task.reject(reason);
    this.#current = null;
    await worker?.terminate();
  }
}

/** Repeats a task with a pause between the end of one run and the start of the next; runs never overlap. */
export class Ticker implements AsyncDisposable {
  readonly #everyMs: number;
  readonly #task: () => Promise<unknown>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isPoked = false;
  #isStopped = true;

  constructor(everyMs: number, task: () => Promise<unknown>, onError: (error: unknown) => void) {
    this.#everyMs = everyMs;
    this.#task = task;
    this.#onError = onError;
  }

  start(): void {
    this.#isStopped = false;
    this.poke();
  }

  /** Runs the task now; when it is running, once more right after. */
  poke(): void {
    if (this.#isStopped) return;
    this.#isPoked = true;
    clearTimeout(this.#timer);
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    while (this.#isPoked && !this.#isStopped) {
      this.#isPoked = false;
      await this.#task().catch(this.#onError);
    }
    this.#running = undefined;
    if (!this.#isStopped) this.#timer = setTimeout(() => this.poke(), this.#everyMs);
  }

  /** Stops after the present run. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}

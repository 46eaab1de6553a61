import type { Logger } from 'pino';

/** Work that goes on after its request was answered, so that the answer tells nothing by the time it takes. */
export class BackgroundWork implements AsyncDisposable {
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /**
   * Begins once the present turn of the event loop is over. What fails is logged; nobody is told.
   * @param what names the work in the log
   */
  run(what: string, work: () => Promise<unknown>): void {
    const running = new Promise<void>((resolve) => setImmediate(resolve))
      .then(work)
      .then(
        () => {},
        (error: unknown) => this.#log.error({ err: error, what }, 'background work failed'),
      )
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits for what was begun. */
  async [Symbol.asyncDispose](): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}

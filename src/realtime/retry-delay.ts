const FIRST_MS = 50;
const LONGEST_MS = 2_000;

/** Waits longer after each failure in a row, with jitter so that many who failed together do not return together. */
export class RetryDelay {
  #nextMs = FIRST_MS;
  #waitedMs = 0;
  #wake: (() => void) | undefined;

  /** Milliseconds waited for in this row of failures. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  wait(): Promise<void> {
    const ms = this.#nextMs * (0.5 + Math.random() / 2);
    this.#waitedMs += ms;
    this.#nextMs = Math.min(this.#nextMs * 2, LONGEST_MS);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  reset(): void {
    this.#waitedMs = 0;
    this.#nextMs = FIRST_MS;
  }

  /** Ends a wait at once. */
  cancel(): void {
    this.#wake?.();
  }
}

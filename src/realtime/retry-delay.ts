const FIRST_MS = 50;
const LONGEST_MS = 2_000;
/** How long a subscription waits for Redis or PostgreSQL to come back before it is told. */
export const PATIENCE_MS = 60_000;

/** Waits longer after each failure in a row, with jitter so that many who failed together do not return together. */
export class RetryDelay {
  #nextMs = FIRST_MS;
  #failingSince: number | undefined;
  #wake: (() => void) | undefined;

  /** Milliseconds since the first failure of this row; 0 when nothing was waited for yet. */
  get waitedMs(): number {
    return this.#failingSince === undefined ? 0 : performance.now() - this.#failingSince;
  }

  wait(): Promise<void> {
    const ms = this.#nextMs * (0.5 + Math.random() / 2);
    this.#failingSince ??= performance.now();
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
    this.#failingSince = undefined;
    this.#nextMs = FIRST_MS;
  }

  /** Ends a wait at once. */
  cancel(): void {
    this.#wake?.();
  }
}

/** What keeps ending is broken, not unlucky: after so many ends in so many milliseconds it stays down. */
const MAX_ENDS = 5;
const WITHIN_MS = 60_000;
const PAUSE_MS = 500;

/** Says of something that has ended whether it is worth another start, and waits a moment before it is. */
export class Restarts {
  #ends: number[] = [];

  /** Notes an end. @returns whether there were too many lately */
  tooMany(): boolean {
    const now = Date.now();
    this.#ends = [...this.#ends.filter((at) => now - at < WITHIN_MS), now];
    return this.#ends.length >= MAX_ENDS;
  }

  pause(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

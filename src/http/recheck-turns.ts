/** How many may be looked at again a second, however many there are. */
const PER_SECOND = 100;

/**
 * Whose turn it is to be looked at again: everybody once in a while, the longest unseen first, and not too many at a
 * time. With few connections that is every `everyMs`; with 5,000 it is every 50 s.
 */
export class RecheckTurns<Who> {
  readonly #everyMs: number;
  /** When each was last looked at; the oldest is first. */
  readonly #seenAt = new Map<Who, number>();
  #allowance = 0;
  #askedAt = performance.now();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  add(who: Who): void {
    this.#seenAt.set(who, performance.now());
  }

  remove(who: Who): void {
    this.#seenAt.delete(who);
  }

  /** Those whose turn it is now. */
  due(now: number): Who[] {
    this.#allowance = Math.min(PER_SECOND, this.#allowance + ((now - this.#askedAt) * PER_SECOND) / 1_000);
    this.#askedAt = now;
    const due: Who[] = [];
    for (const [who, seenAt] of this.#seenAt) {
      if (this.#allowance < 1 || now - seenAt < this.#everyMs) break;
      this.#allowance -= 1;
      due.push(who);
    }
    for (const who of due) {
      this.#seenAt.delete(who);
      this.#seenAt.set(who, now);
    }
    return due;
  }
}

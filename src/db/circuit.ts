import { DatabaseUnavailable } from './outage.js';

export interface CircuitObserver {
  /** The database has stopped answering, or answers again. */
  circuitChanged(isOpen: boolean): void;
}

export interface CircuitParts {
  /** Asks the database for a sign of life; rejects when there is none in time. */
  readonly ping: () => Promise<unknown>;
  readonly observer: CircuitObserver;
  /** Milliseconds between two looks at a database that does not answer. */
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 250;

/**
 * Knows whether the database answers at all, so that not every request has to wait to find out. On a suspicion it
 * looks; while there is no answer everybody is refused at once, and the first answer lets everybody in again.
 */
export class Circuit {
  readonly #parts: CircuitParts;
  #answeredAt = 0;
  #isLooking = false;
  #isOpen = false;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: CircuitParts) {
    this.#parts = parts;
  }

  /** The refusal for whoever asks now; undefined when the database may be asked. */
  get refusal(): DatabaseUnavailable | undefined {
    return this.#isOpen ? new DatabaseUnavailable('The database does not answer.') : undefined;
  }

  /** The database has answered something. */
  answered(): void {
    this.#answeredAt = performance.now();
  }

  /** Something went as it does when the database is away. */
  suspect(): void {
    if (this.#isLooking || this.#isOver) return;
    this.#isLooking = true;
    void this.#look();
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const askedAt = performance.now();
    const isAnswered = await this.#parts.ping().then(
      () => true,
      // Another statement's answer is as good, as is a refusal of the server itself: it is there, and full.
      (error: unknown) => this.#answeredAt > askedAt || (error as { code?: unknown }).code === '53300',
    );
    if (this.#isOver) return;
    this.#turn(!isAnswered);
    if (isAnswered) this.#isLooking = false;
    else this.#timer = setTimeout(() => void this.#look(), this.#parts.lookEveryMs ?? LOOK_EVERY_MS);
  }

  #turn(isOpen: boolean): void {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    this.#parts.observer.circuitChanged(isOpen);
  }
}

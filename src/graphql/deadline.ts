import type { GraphQLError } from 'graphql';
import { publicError } from './errors.js';

/**
 * The time one operation may take. When it is over the caller is answered; what still runs gets no database and no
 * service any more, and whatever listens to `signal` stops.
 */
export class Deadline {
  readonly #ms: number;
  #error: GraphQLError | undefined;
  #abort: AbortController | undefined;

  /** @param ms from the call of `race` on */
  constructor(ms: number) {
    this.#ms = ms;
  }

  get isOver(): boolean {
    return this.#error !== undefined;
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.#error) this.#abort.abort(this.#error);
    return this.#abort.signal;
  }

  /** @throws GraphQLError EXECUTION_TIMEOUT when the time is over */
  check(): void {
    if (this.#error) throw this.#error;
  }

  /** The result of the work. Rejects with EXECUTION_TIMEOUT when the time is over first. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const limit = { name: 'EXECUTION_TIME', maximum: this.#ms };
        const message = `The operation took longer than ${this.#ms} ms, which are allowed; it was given up.`;
        this.#error = publicError('EXECUTION_TIMEOUT', message, { limit });
        this.#abort?.abort(this.#error);
        reject(this.#error);
      }, this.#ms);
      const settle = (done: () => void) => {
        clearTimeout(timer);
        done();
      };
      work.then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
  }
}

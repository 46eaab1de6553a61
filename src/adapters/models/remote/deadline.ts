import type { LanguageCallOptions } from '../../../ports.js';

/** Aborts a call when its caller does, when its time is up, and when nobody reads its answer any more. */
export class Deadline implements Disposable {
  readonly #timeoutMs: number;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #onAbort = (): void => this.#controller.abort(this.#caller?.reason);
  #timer: NodeJS.Timeout;
  #hasPassed = false;

  /** @throws the signal's reason when it is aborted already */
  constructor({ signal, timeoutMs }: LanguageCallOptions) {
    signal?.throwIfAborted();
    this.#timeoutMs = timeoutMs;
    this.#caller = signal;
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#timer = this.#start();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get hasPassed(): boolean {
    return this.#hasPassed;
  }

  /** Gives the whole time again. */
  extend(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#start();
  }

  /** Ends the call on the wire, if it is still under way. */
  end(): void {
    this[Symbol.dispose]();
    this.#controller.abort();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#hasPassed = true;
      this.#controller.abort(new DOMException('The time is up.', 'TimeoutError'));
    }, this.#timeoutMs);
  }
}

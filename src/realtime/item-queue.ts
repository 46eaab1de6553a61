import type { LiveSink, LiveSubscription } from './live-sink.js';
import type { LiveItem } from './live-source.js';
import type { RenderedItem } from './rendered-item.js';

/** Items that may wait for a consumer; beyond it they wait in the stream. */
const FULL_AT = 64;

interface Waiter<Item> {
  readonly resolve: (result: IteratorResult<Item>) => void;
  readonly reject: (error: unknown) => void;
}

/** The sink behind an async iterator: items wait here to be pulled. */
export class ItemQueue<Item extends LiveItem> implements LiveSink {
  #items: Item[] = [];
  #waiters: Waiter<Item>[] = [];
  #drained: (() => void) | undefined;
  #subscription: LiveSubscription | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isEnded = false;

  /** Names the subscription to close with the queue. */
  attach(subscription: LiveSubscription): void {
    this.#subscription = subscription;
  }

  next(): Promise<IteratorResult<Item>> {
    const item = this.#items.shift();
    if (item) {
      if (this.#items.length < FULL_AT / 2) this.#callDrained();
      return Promise.resolve({ done: false, value: item });
    }
    if (this.#failure) {
      const { error } = this.#failure;
      this.#failure = undefined;
      return Promise.reject(error);
    }
    if (this.#isEnded) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  /** Ends the iteration and its subscription, also for those who wait. */
  close(): void {
    this.#subscription?.close();
    this.#items = [];
    this.complete();
  }

  send(items: readonly RenderedItem[]): void {
    for (const { item } of items) {
      const value = item as Item; // the source that made it is of this type
      const waiter = this.#waiters.shift();
      if (waiter) waiter.resolve({ done: false, value });
      else this.#items.push(value);
    }
  }

  isFull(): boolean {
    return this.#items.length >= FULL_AT;
  }

  onceDrained(callback: () => void): void {
    this.#drained = callback;
  }

  complete(): void {
    this.#isEnded = true;
    for (const { resolve } of this.#waiters.splice(0)) resolve({ done: true, value: undefined });
  }

  fail(error: unknown): void {
    this.#isEnded = true;
    const [first, ...others] = this.#waiters.splice(0);
    if (first) first.reject(error);
    else this.#failure = { error };
    for (const { resolve } of others) resolve({ done: true, value: undefined });
  }

  #callDrained(): void {
    const callback = this.#drained;
    this.#drained = undefined;
    callback?.();
  }
}

import { ItemQueue } from './item-queue.js';
import type { LiveHub } from './live-hub.js';
import type { LiveItem, LiveSource } from './live-source.js';
import { RenderedItem } from './rendered-item.js';

/**
 * What a subscription field's `subscribe` returns. Transports recognise it and hand its source to the hub, which has
 * no iterator per subscriber; whoever else takes it (graphql-js, a test) may iterate it and gets the same items.
 */
export class LiveStream<Item extends LiveItem = LiveItem> implements AsyncIterable<Item> {
  readonly source: LiveSource<Item>;
  readonly #hub: LiveHub;

  constructor(hub: LiveHub, source: LiveSource<Item>) {
    this.#hub = hub;
    this.source = source;
  }

  /** Each iterator is a subscription of its own, opened by its first `next` and freed at once by `return`. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Item> {
    const queue = new ItemQueue<Item>();
    let isOpen = false;
    return {
      next: () => {
        if (!isOpen) {
          isOpen = true;
          queue.attach(
            this.#hub.subscribe({
              source: this.source,
              groupKey: null,
              render: (item) => new RenderedItem(item, ''),
              sink: queue,
            }),
          );
        }
        return queue.next();
      },
      return: async () => {
        isOpen = true;
        queue.close();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

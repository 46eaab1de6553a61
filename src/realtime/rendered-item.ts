import type { LiveItem } from './live-source.js';

/** An item as its subscribers get it. Made once and shared, so every encoding of it is made once too. */
export class RenderedItem {
  readonly item: LiveItem;
  /** The execution result as JSON; empty for consumers that take the item itself. */
  readonly json: string;
  #bytes: Buffer | undefined;
  #eventStreamChunk: string | undefined;

  constructor(item: LiveItem, json: string) {
    this.item = item;
    this.json = json;
  }

  get cursor(): string {
    return this.item.cursor;
  }

  /** The JSON in UTF-8. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.json);
    return this.#bytes;
  }

  /** The item as an event of `text/event-stream`. JSON has no raw line breaks, so one data line holds it. */
  get eventStreamChunk(): string {
    this.#eventStreamChunk ??= `event: next\nid: ${this.cursor}\ndata: ${this.json}\n\n`;
    return this.#eventStreamChunk;
  }
}

import type { Logger } from 'pino';
import type { ControlChannel } from './control-channel.js';
import { decodeCursor, type StreamPosition } from './cursor.js';
import { type LiveObserver, SILENT_OBSERVER } from './live-observer.js';
import type { LiveSink, PlacedSubscription } from './live-sink.js';
import type { LiveItem, LiveSource } from './live-source.js';
import { LiveStream } from './live-stream.js';
import { LiveSubscriber } from './live-subscriber.js';
import type { RenderedItem } from './rendered-item.js';
import type { StreamLog } from './stream-log.js';
import { TopicReader } from './topic-reader.js';

/** How often an unhinted stream is looked at: what a lost hint can cost. */
const LOOK_EVERY_MS = 5_000;

export interface LiveHubParts {
  readonly log: StreamLog;
  readonly hints: ControlChannel;
  readonly logger: Logger;
  readonly observer?: LiveObserver;
  readonly lookEveryMs?: number;
}

export interface SubscribeOptions {
  readonly source: LiveSource;
  /** Subscriptions to one topic with one key share executions; null shares with nobody. */
  readonly groupKey: string | null;
  /** Whether executions have turned out to depend on who asks, so that they are shared with nobody. */
  readonly isPersonal?: () => boolean;
  /** Executes the selection for an item and serialises it. May fail with what passes only (`isPassing`). */
  readonly render: (item: LiveItem) => RenderedItem | Promise<RenderedItem>;
  readonly sink: LiveSink;
  /** Used when the source says nothing about where to begin: the `Last-Event-ID` of an event stream. */
  readonly resumeAfter?: string | null | undefined;
  /** Where an earlier subscription of the same sink stood; goes before everything else. */
  readonly place?: StreamPosition | null | undefined;
}

/** The live streams of this process: one reader a topic, however many subscribe to it. */
export class LiveHub implements AsyncDisposable {
  readonly #parts: LiveHubParts & { readonly observer: LiveObserver };
  readonly #readers = new Map<string, TopicReader>();
  readonly #sweep: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #subscriptions = 0;
  #groupsMade = 0;

  constructor(parts: LiveHubParts) {
    this.#parts = { ...parts, observer: parts.observer ?? SILENT_OBSERVER };
    this.#stopListening = parts.hints.onReconnect(() => {
      for (const reader of this.#readers.values()) reader.poke();
    });
    const lookEveryMs = parts.lookEveryMs ?? LOOK_EVERY_MS;
    this.#sweep = setInterval(() => this.#lookAtQuietTopics(lookEveryMs), lookEveryMs / 10);
    this.#sweep.unref();
  }

  get openSubscriptions(): number {
    return this.#subscriptions;
  }

  get openTopics(): number {
    return this.#readers.size;
  }

  /** What a subscription field returns. */
  stream<Item extends LiveItem>(source: LiveSource<Item>): LiveStream<Item> {
    return new LiveStream(this, source);
  }

  /** Opens a subscription. What goes wrong is told to the sink, a cursor that is none included. */
  subscribe(options: SubscribeOptions): PlacedSubscription {
    let position: StreamPosition | null;
    try {
      const after = options.source.after ?? options.resumeAfter ?? null;
      position = options.place ?? (after === null ? null : decodeCursor(after));
    } catch (error) {
      options.sink.fail(error);
      return { close() {}, place: null, lag: { events: 0, ms: 0 } };
    }
    let opened: LiveSubscriber | undefined;
    let isClosed = false;
    const reader = this.#readerOf(options.source);
    this.#subscriptions += 1;
    const onClosed = () => {
      this.#subscriptions -= 1;
    };
    void reader.ready.then(() => {
      if (isClosed || reader.isClosed) return;
      reader.pending -= 1;
      const ownKey = `\0${++this.#groupsMade}`;
      const { source, render, groupKey, isPersonal = () => false } = options;
      const rendering = { source, render, ownKey, isPersonal };
      if (isPersonal()) this.#parts.observer.parted();
      const group = reader.group(isPersonal() ? ownKey : (groupKey ?? ownKey), rendering);
      const parts = { reader, group, observer: this.#parts.observer, onClosed };
      opened = new LiveSubscriber(parts, { rendering, sink: options.sink, after: position });
      opened.start();
    });
    return {
      get place() {
        return opened ? opened.place : position;
      },
      get lag() {
        return reader.lagOf(opened ? opened.place : position);
      },
      close: () => {
        if (opened) return opened.close();
        if (isClosed) return;
        isClosed = true;
        onClosed();
        reader.pending -= 1;
        reader.closeIfUnused();
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#sweep);
    this.#stopListening();
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
  }

  #readerOf({ tenantId, topic }: LiveSource): TopicReader {
    const key = this.#parts.log.keyOf(tenantId, topic);
    const known = this.#readers.get(key);
    const reader = known ?? new TopicReader(this.#parts, { tenantId, topic }, () => this.#readers.delete(key));
    reader.pending += 1;
    this.#readers.set(key, reader);
    return reader;
  }

  #lookAtQuietTopics(lookEveryMs: number): void {
    const due = performance.now() - lookEveryMs;
    for (const reader of this.#readers.values()) if (reader.lastReadAt < due) reader.poke();
  }
}

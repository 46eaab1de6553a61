import type { StreamEvent, Topic } from '../realtime/topic.js';
import type { EventAppender } from './ports.js';

interface Emitted {
  readonly topic: Topic;
  readonly event: StreamEvent;
}

/**
 * Events of one attempt that are shown to whoever watches and stored nowhere, such as the words of a text while it is
 * written. One write to the streams is under way at a time, so that they stay in order; what comes meanwhile goes
 * together in the next. What the streams do not take is lost: what it led to is told by an event that is stored.
 */
export class TransientEvents {
  readonly #events: EventAppender;
  readonly #tenantId: string;
  readonly #onError: (error: unknown) => void;
  #pending: Emitted[] = [];
  #sending: Promise<void> | undefined;
  #isClosed = false;

  constructor(events: EventAppender, tenantId: string, onError: (error: unknown) => void) {
    this.#events = events;
    this.#tenantId = tenantId;
    this.#onError = onError;
  }

  /** Shows an event soon. Never throws. */
  readonly emit = (topic: Topic, event: StreamEvent): void => {
    if (this.#isClosed) return;
    this.#pending.push({ topic, event });
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
  };

  /** Resolves when everything was tried; later events are dropped, so that none follows the attempt's end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      await this.#events.appendMany(this.#tenantId, batch).catch(this.#onError);
    }
  }
}

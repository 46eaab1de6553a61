import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { z } from 'zod';

/** A kind of hint between processes: its name and the shape of its body. Losing one costs time, never truth. */
export interface Signal<Body> {
  readonly name: string;
  readonly body: z.ZodType<Body>;
}

export interface Listening {
  /** Hints sent from now on arrive. When Redis is away, resolves once it is back. */
  readonly ready: Promise<void>;
  stop(): void;
}

type Handler = (message: string) => void;

interface Channel {
  readonly handlers: Set<Handler>;
  ready: Promise<void>;
  settle: () => void;
}

/**
 * Hints between processes over one Redis subscription connection a process. A channel is subscribed once however many
 * listen to it, subscribed again after every reconnect, and left when the last listener stops.
 */
export class ControlChannel implements AsyncDisposable {
  readonly #subscriber: Redis;
  readonly #publisher: Redis;
  readonly #prefix: string;
  readonly #log: Logger;
  readonly #channels = new Map<string, Channel>();
  readonly #onReconnect = new Set<() => void>();

  /** @param subscriber a connection of its own, closed with this object; `publisher` may be shared */
  constructor(parts: { subscriber: Redis; publisher: Redis; prefix: string; log: Logger }) {
    this.#subscriber = parts.subscriber;
    this.#publisher = parts.publisher;
    this.#prefix = parts.prefix;
    this.#log = parts.log;
    this.#subscriber.on('message', this.#deliver);
    this.#subscriber.on('ready', this.#resubscribe);
  }

  /** Channels that are listened to. */
  get openChannels(): number {
    return this.#channels.size;
  }

  /** Calls `handler` with every message on a raw channel. */
  listenRaw(name: string, handler: Handler): Listening {
    const channel = this.#channels.get(name) ?? this.#openChannel(name);
    // A handler of its own for each listener, so that the same function may listen twice.
    const own: Handler = (message) => handler(message);
    channel.handlers.add(own);
    return {
      ready: channel.ready,
      stop: () => {
        if (channel.handlers.delete(own) && channel.handlers.size === 0) this.#closeChannel(name);
      },
    };
  }

  /** Calls `handler` with the body of every such signal; a body of another shape is logged and dropped. */
  listen<Body>({ name, body }: Signal<Body>, handler: (body: Body) => void): Listening {
    return this.listenRaw(this.#channelOf(name), (message) => {
      const parsed = body.safeParse(parseJson(message));
      if (parsed.success) handler(parsed.data);
      else this.#log.warn({ signal: name }, 'a signal of unknown shape was dropped');
    });
  }

  /** Sends a signal to every process that listens. Rejects when Redis cannot be reached. */
  async publish<Body>({ name }: Signal<Body>, body: Body): Promise<void> {
    await this.publishNamed(name, body);
  }

  /** Sends a signal, and says how many connections listen to it. Rejects when Redis cannot be reached. */
  call<Body>({ name }: Signal<Body>, body: Body): Promise<number> {
    return this.#publisher.publish(this.#channelOf(name), JSON.stringify(body));
  }

  /** The same by name, for a relay that carries signals it does not know. */
  async publishNamed(name: string, body: unknown): Promise<void> {
    await this.#publisher.publish(this.#channelOf(name), JSON.stringify(body));
  }

  /** Calls `handler` after each (re)connect, once every channel is subscribed: what was said meanwhile is lost. */
  onReconnect(handler: () => void): () => void {
    this.#onReconnect.add(handler);
    return () => this.#onReconnect.delete(handler);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscriber.off('message', this.#deliver);
    this.#subscriber.off('ready', this.#resubscribe);
    this.#channels.clear();
    this.#onReconnect.clear();
    this.#subscriber.disconnect();
  }

  #channelOf(signal: string): string {
    return `${this.#prefix}signal:${signal}`;
  }

  #openChannel(name: string): Channel {
    let settle = () => {};
    const ready = new Promise<void>((resolve) => (settle = resolve));
    const channel: Channel = { handlers: new Set(), ready, settle };
    this.#channels.set(name, channel);
    // ioredis would send it ahead of its own check of a connection that is not ready, and lose the connection over it.
    // The next `ready` subscribes every channel of the map, also when this fails because the connection breaks.
    if (this.#isReady()) this.#subscriber.subscribe(name).then(settle, () => {});
    return channel;
  }

  #closeChannel(name: string): void {
    this.#channels.delete(name);
    if (this.#isReady()) this.#subscriber.unsubscribe(name).catch(() => {}); // it broke: nothing to leave
  }

  #isReady(): boolean {
    return this.#subscriber.status === 'ready';
  }

  readonly #deliver = (name: string, message: string): void => {
    const channel = this.#channels.get(name);
    // Left while the connection was away, and subscribed again by ioredis.
    if (!channel) this.#closeChannel(name);
    for (const handler of channel?.handlers ?? []) handler(message);
  };

  readonly #resubscribe = async (): Promise<void> => {
    const names = [...this.#channels.keys()];
    try {
      if (names.length > 0) await this.#subscriber.subscribe(...names);
    } catch {
      return; // broken again; there will be another `ready`
    }
    for (const name of names) this.#channels.get(name)?.settle();
    for (const handler of this.#onReconnect) handler();
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

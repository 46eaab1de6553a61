import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { decodeCursor, entryId, type StreamPosition } from './cursor.js';
import type { GapReason } from './live-source.js';
import { type Retention, retentionOf } from './retention.js';
import { isOpening, parseEntry, type RawEntry, type StoredEntry } from './stored-entry.js';
import { APPEND, OPEN, type RedisScript } from './stream-scripts.js';
import type { StreamEvent, Topic } from './topic.js';

const DEDUPE_SECONDS = 3_600;

/** What follows a position: the entries without a hole, or why a hole cannot be ruled out. */
export type StreamRead =
  | { readonly kind: 'entries'; readonly entries: readonly StoredEntry[] }
  | { readonly kind: 'gap'; readonly reason: GapReason };

export interface Append {
  readonly topic: Topic;
  readonly event: StreamEvent;
  /** Appended once only for each value in a topic's tenant, for an hour: the id of the outbox row. */
  readonly dedupeId?: string | undefined;
}

/** A stream as it is now. */
export interface OpenedStream {
  readonly head: StoredEntry;
  /** The newest entries, oldest first, ending with the head. */
  readonly recent: readonly StoredEntry[];
}

/**
 * The live streams in Redis: one for each topic of a tenant, bounded, its entries numbered without a hole.
 * Every entry is followed by a hint on the publish channel of the same name as the stream's key.
 */
export class StreamLog {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #retention: (topic: Topic) => Retention;

  constructor(redis: Redis, prefix: string, retention: (topic: Topic) => Retention = retentionOf) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#retention = retention;
  }

  /** Redis key of the stream and name of its hint channel; the braces keep a tenant's keys on one cluster node. */
  keyOf(tenantId: string, topic: Topic): string {
    return `${this.#prefix}{${tenantId}}:stream:${topic}`;
  }

  /** Appends an event. Rejects when Redis does not take it. */
  async append(tenantId: string, topic: Topic, event: StreamEvent, options: { dedupeId?: string } = {}): Promise<void> {
    await this.appendMany(tenantId, [{ topic, event, dedupeId: options.dedupeId }]);
  }

  /**
   * Appends events, those of one topic in their order, in one round trip. Rejects when one was not taken (later ones
   * of its topic then were not either); with dedupe ids the whole may be repeated.
   */
  async appendMany(tenantId: string, appends: readonly Append[]): Promise<void> {
    const byTopic = new Map<Topic, Append[]>();
    for (const append of appends) {
      const together = byTopic.get(append.topic);
      if (together) together.push(append);
      else byTopic.set(append.topic, [append]);
    }
    const runs = [...byTopic].map(([topic, together]) =>
      this.#run(APPEND, ...this.#arguments(tenantId, topic, together)),
    );
    const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** The newest entries; creates the stream when there is none, so that there always is a head to go on from. */
  async open(tenantId: string, topic: Topic, count = 1): Promise<OpenedStream> {
    const { ttlMs } = this.#retention(topic);
    const raw = await this.#run(OPEN, [this.keyOf(tenantId, topic)], [newNonce(), String(ttlMs), String(count)]);
    const recent = (raw as RawEntry[]).map(parseEntry).reverse();
    const head = recent.at(-1);
    if (!head) throw new Error('Redis returned no entry of a stream it was asked to create.');
    return { head, recent };
  }

  /** Cursor of the newest entry; null when the stream does not exist. Creates nothing. */
  async head(tenantId: string, topic: Topic): Promise<string | null> {
    const [raw] = await this.#redis.xrevrange(this.keyOf(tenantId, topic), '+', '-', 'COUNT', 1);
    return raw ? parseEntry(raw).cursor : null;
  }

  /**
   * At most `limit` entries behind a cursor; from the oldest kept one when it is null.
   * @throws InvalidCursor
   */
  async read(tenantId: string, topic: Topic, after: string | null, limit: number): Promise<StreamRead> {
    if (after !== null) return this.readFrom(tenantId, topic, decodeCursor(after), limit);
    const raw = await this.#redis.xrange(this.keyOf(tenantId, topic), '-', '+', 'COUNT', limit + 1);
    const entries = raw.map(parseEntry).filter((entry) => !isOpening(entry));
    return { kind: 'entries', entries: entries.slice(0, limit) };
  }

  /** At most `limit` entries behind `position`, if they follow it without a hole. */
  async readFrom(tenantId: string, topic: Topic, position: StreamPosition, limit: number): Promise<StreamRead> {
    const key = this.keyOf(tenantId, topic);
    // The entry at the position is read again each time: only its nonce proves that this is still the same stream.
    const raw = await this.#redis.xrange(key, entryId(position), '+', 'COUNT', limit + 1);
    const first = raw[0] && parseEntry(raw[0]);
    if (!first) return { kind: 'gap', reason: (await this.#redis.exists(key)) === 1 ? 'RESET' : 'EXPIRED' };
    if (first.position.epoch !== position.epoch) return { kind: 'gap', reason: 'RESET' };
    if (first.position.seq === position.seq) {
      if (first.position.nonce !== position.nonce) return { kind: 'gap', reason: 'RESET' };
      return { kind: 'entries', entries: raw.slice(1).map(parseEntry) };
    }
    if (first.position.seq > position.seq + 1) return { kind: 'gap', reason: 'TRIMMED' };
    return { kind: 'entries', entries: raw.slice(0, limit).map(parseEntry) };
  }

  #arguments(tenantId: string, topic: Topic, appends: readonly Append[]): [keys: string[], args: string[]] {
    const { maxLength, ttlMs } = this.#retention(topic);
    const keys = [this.keyOf(tenantId, topic)];
    const args = [String(maxLength), String(ttlMs), String(DEDUPE_SECONDS)];
    for (const { event, dedupeId } of appends) {
      if (dedupeId !== undefined) keys.push(`${this.#prefix}{${tenantId}}:once:${dedupeId}`);
      args.push(JSON.stringify(event), newNonce(), dedupeId === undefined ? '0' : '1');
    }
    return [keys, args];
  }

  async #run({ lua, sha1 }: RedisScript, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    try {
      return await this.#redis.evalsha(sha1, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return this.#redis.eval(lua, keys.length, ...keys, ...args);
    }
  }
}

function newNonce(): string {
  return randomBytes(6).toString('base64url');
}

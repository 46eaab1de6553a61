import { type DocumentNode, Kind, visit } from 'graphql';
import type { Redis } from 'ioredis';

const TTL_SECONDS = 24 * 60 * 60;
/** Documents of one tenant; the oldest makes room. */
const MAX_DOCUMENTS = 500;
const MAX_CHARACTERS = 20_000;
/** Texts that this process keeps besides. */
const MAX_REMEMBERED = 300;

const REGISTER = `
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
  local surplus = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[4])
  if surplus > 0 then
    for _, hash in ipairs(redis.call('ZPOPMIN', KEYS[2], surplus)) do redis.call('HDEL', KEYS[1], hash) end
  end
  redis.call('EXPIRE', KEYS[1], ARGV[5])
  redis.call('EXPIRE', KEYS[2], ARGV[5])`;

/**
 * Automatic persisted queries: texts that a tenant's clients have sent once with their hash, so that they need not send
 * them again. A cache, bounded for each tenant: nothing is allowed or refused by it, and whatever Redis cannot say is
 * simply not known.
 */
export class RegisteredQueries {
  readonly #redis: Redis;
  readonly #prefix: string;
  readonly #remembered = new Map<string, string>();

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async find(tenantId: string, hash: string): Promise<string | undefined> {
    const key = `${tenantId}/${hash}`;
    const known = this.#remembered.get(key);
    if (known !== undefined) return known;
    const text = await this.#redis.hget(this.#keys(tenantId)[0], hash).catch(() => null);
    if (text !== null) this.#remember(key, text);
    return text ?? undefined;
  }

  /** Keeps a valid document. One with texts of its own is not kept: they may be secrets, and belong into variables. */
  async register(tenantId: string, hash: string, text: string, document: DocumentNode): Promise<void> {
    if (text.length > MAX_CHARACTERS || this.#remembered.has(`${tenantId}/${hash}`) || hasTexts(document)) return;
    this.#remember(`${tenantId}/${hash}`, text);
    const [texts, times] = this.#keys(tenantId);
    await this.#redis
      .eval(REGISTER, 2, texts, times, hash, text, Date.now(), MAX_DOCUMENTS, TTL_SECONDS)
      .catch(() => this.#remembered.delete(`${tenantId}/${hash}`));
  }

  #remember(key: string, text: string): void {
    this.#remembered.set(key, text);
    if (this.#remembered.size > MAX_REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value as string);
  }

  #keys(tenantId: string): readonly [string, string] {
    return [`${this.#prefix}{${tenantId}}:queries`, `${this.#prefix}{${tenantId}}:queries:times`];
  }
}

function hasTexts(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.STRING]: () => {
      found = true;
    },
  });
  return found;
}

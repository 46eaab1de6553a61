import { type CryptoKey, importJWK, type JWK } from 'jose';
import { z } from 'zod';

/** How keys of an issuer are fetched and kept. Times in ms. */
export interface KeyLimits {
  readonly timeoutMs: number;
  /** Keys older than this are fetched anew, behind the back of whoever uses them. */
  readonly freshMs: number;
  /** Keys that could not be fetched anew for so long are used no more. */
  readonly staleMs: number;
  /** From one fetch to the next, however many unknown keys are asked for. */
  readonly cooldownMs: number;
  readonly maxBytes: number;
}

export const KEY_LIMITS: KeyLimits = {
  timeoutMs: 3_000,
  freshMs: 10 * 60_000,
  staleMs: 24 * 60 * 60_000,
  cooldownMs: 10_000,
  maxBytes: 64 * 1024,
};
const MAX_KEYS = 50;
const MAX_KID = 200;

const KeySet = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().max(MAX_KID).optional() })).max(MAX_KEYS),
});
/** What kind of key each algorithm is used with. */
const KINDS: Readonly<Record<string, { kty: string; crv?: string }>> = {
  RS256: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
};

/** The issuer's keys are not known and cannot be fetched: whether a token holds cannot be said. */
export class IssuerUnreachable extends Error {
  override name = 'IssuerUnreachable';
}

/**
 * The public keys of one issuer, by key id. An unknown id has them fetched anew, but not more often than the cooldown
 * allows, so nobody can make this gateway hammer an issuer; while the issuer is away, the keys that are known go on.
 */
export class IssuerKeys {
  readonly #address: string;
  readonly #algorithms: readonly string[];
  readonly #limits: KeyLimits;
  readonly #failed: (error: unknown) => void;
  #keys: ReadonlyMap<string, ReadonlyMap<string, CryptoKey>> | undefined;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #fetching: Promise<void> | undefined;

  /** @param failed is told of a fetch that did not succeed */
  constructor(
    address: string,
    algorithms: readonly string[],
    failed: (error: unknown) => void,
    limits: Partial<KeyLimits> = {},
  ) {
    this.#address = address;
    this.#algorithms = algorithms;
    this.#failed = failed;
    this.#limits = { ...KEY_LIMITS, ...limits };
  }

  /**
   * The key of an id for an algorithm; undefined when the issuer has none.
   * @throws IssuerUnreachable when no keys are known
   */
  async find(kid: unknown, algorithm: string): Promise<CryptoKey | undefined> {
    if (typeof kid !== 'string' || kid === '' || kid.length > MAX_KID) return undefined;
    const age = performance.now() - this.#fetchedAt;
    if (age > this.#limits.staleMs) this.#keys = undefined;
    const known = this.#keys?.get(kid)?.get(algorithm);
    if (known) {
      if (age > this.#limits.freshMs) void this.#refresh();
      return known;
    }
    await this.#refresh();
    if (!this.#keys) throw new IssuerUnreachable('The keys of an issuer of tokens cannot be fetched.');
    return this.#keys.get(kid)?.get(algorithm);
  }

  /** Fetches once for all who ask meanwhile, and not again before the cooldown is over. Never rejects. */
  #refresh(): Promise<void> {
    if (this.#fetching) return this.#fetching;
    if (performance.now() - this.#triedAt < this.#limits.cooldownMs) return Promise.resolve();
    this.#triedAt = performance.now();
    this.#fetching = this.#fetch()
      .catch(this.#failed)
      .finally(() => {
        this.#fetching = undefined;
      });
    return this.#fetching;
  }

  async #fetch(): Promise<void> {
    const response = await fetch(this.#address, {
      redirect: 'error',
      headers: { accept: 'application/json, application/jwk-set+json' },
      signal: AbortSignal.timeout(this.#limits.timeoutMs),
    });
    if (response.status !== 200) throw new Error(`The issuer answered ${response.status}`);
    const { keys } = KeySet.parse(JSON.parse(await textOf(response, this.#limits.maxBytes)));
    const found = new Map<string, Map<string, CryptoKey>>();
    for (const key of keys) {
      if (!key.kid || (key.use !== undefined && key.use !== 'sig')) continue;
      for (const algorithm of this.#algorithms) {
        const imported = await publicKey(key as JWK, algorithm);
        if (imported) found.set(key.kid, (found.get(key.kid) ?? new Map()).set(algorithm, imported));
      }
    }
    this.#keys = found;
    this.#fetchedAt = performance.now();
  }
}

/** A key for one algorithm; undefined when it is of another kind, or no key. Symmetric ones never are. */
async function publicKey(jwk: JWK, algorithm: string): Promise<CryptoKey | undefined> {
  const kind = KINDS[algorithm];
  if (jwk.kty !== kind?.kty || (kind?.crv !== undefined && jwk.crv !== kind.crv)) return undefined;
  if (jwk.alg !== undefined && jwk.alg !== algorithm) return undefined;
  const { kty, crv, n, e, x, y } = jwk;
  const parts = Object.fromEntries(Object.entries({ kty, crv, n, e, x, y }).filter(([, part]) => part !== undefined));
  const key = await importJWK(parts as JWK, algorithm).catch(() => undefined);
  return key instanceof Uint8Array ? undefined : key;
}

async function textOf(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`The issuer answered more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

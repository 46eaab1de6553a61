import type { Viewer } from '../auth/viewer.js';
import { TokenBucket } from './token-bucket.js';

/** How many connections may stay open at a time in this process, and how fast they may come. */
export interface AdmissionLimits {
  readonly perAddress: number;
  /** A person in a tenant, or an API key. */
  readonly perIdentity: number;
  /** Of one address: as many at once, and so many a second after that. */
  readonly openingBurst: number;
  readonly openingsPerSecond: number;
}

export const ADMISSION_LIMITS: AdmissionLimits = {
  perAddress: 10_000,
  perIdentity: 6_000,
  openingBurst: 6_000,
  openingsPerSecond: 200,
};

const FORGET_EVERY_MS = 60_000;

/** Counts the connections that stay open, WebSocket and SSE together. */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #addresses = new Map<string, number>();
  readonly #identities = new Map<string, number>();
  readonly #openings = new Map<string, TokenBucket>();
  #forgotAt = performance.now();

  constructor(limits: Partial<AdmissionLimits> = {}) {
    this.#limits = { ...ADMISSION_LIMITS, ...limits };
  }

  /** Lets a connection of an address in; what is let in must be left again. Otherwise says why not. */
  enter(address: string): 'address_limit' | 'address_rate' | null {
    if (!this.#bucketOf(address).take()) return 'address_rate';
    const open = this.#addresses.get(address) ?? 0;
    if (open >= this.#limits.perAddress) return 'address_limit';
    this.#addresses.set(address, open + 1);
    return null;
  }

  leave(address: string): void {
    lower(this.#addresses, address);
  }

  /** Counts a connection for its identity; false, and not counted, when there are too many. */
  take(viewer: Viewer): boolean {
    const key = keyOf(viewer);
    const open = this.#identities.get(key) ?? 0;
    if (open >= this.#limits.perIdentity) return false;
    this.#identities.set(key, open + 1);
    return true;
  }

  release(viewer: Viewer): void {
    lower(this.#identities, keyOf(viewer));
  }

  #bucketOf(address: string): TokenBucket {
    const now = performance.now();
    if (now - this.#forgotAt > FORGET_EVERY_MS) {
      this.#forgotAt = now;
      for (const [known, bucket] of this.#openings) if (bucket.isFull) this.#openings.delete(known);
    }
    const known = this.#openings.get(address);
    if (known) return known;
    const bucket = new TokenBucket(this.#limits.openingBurst, this.#limits.openingsPerSecond);
    this.#openings.set(address, bucket);
    return bucket;
  }
}

function lower(counts: Map<string, number>, key: string): void {
  const open = (counts.get(key) ?? 0) - 1;
  if (open > 0) counts.set(key, open);
  else counts.delete(key);
}

function keyOf({ apiKeyId, tenantId, userId }: Viewer): string {
  return apiKeyId ?? `${tenantId}/${userId}`;
}

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { SealedColumn } from './sealed-columns.js';

/** A key of 32 bytes under the name that envelopes carry. */
export interface EncryptionKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Where a sealed value lies. It opens there and nowhere else. */
export interface SealedPlace {
  readonly tenantId: string;
  readonly column: SealedColumn;
  /** Id of the row; known before the value is sealed. */
  readonly rowId: string;
}

/** A sealed value cannot be opened: another place, another key, or damaged. Says neither value nor key. */
export class SealBroken extends Error {
  override name = 'SealBroken';
}

const CIPHER = 'aes-256-gcm';
/** 96 random bits, as SP 800-38D wants them; with those a key is good for 2^32 values. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ENVELOPE = /^sealed:1:([A-Za-z0-9_-]{1,32}):([A-Za-z0-9_-]+)$/;

/** Begins every sealed value, whatever its key. */
export const SEALED_PREFIX = 'sealed:1:';

/**
 * Encrypts what must not lie readable in the database: AES-256-GCM, a random IV for each value, the key's id in the
 * envelope (`sealed:1:<key id>:<iv, ciphertext and tag in base64url>`), and tenant, column and row as additional data.
 * The first key writes, all of them read.
 */
export class Vault {
  readonly #keys = new Map<string, EncryptionKey>();
  readonly #writing: EncryptionKey;

  /** @throws RangeError without a key, with one of another length, or with two of one name */
  constructor(keys: readonly EncryptionKey[]) {
    const [writing] = keys;
    if (!writing) throw new RangeError('A vault needs a key');
    this.#writing = writing;
    // What a key sealed while it had no name yet, it still opens.
    for (const key of keys) this.#keys.set(fingerprintOf(key.secret), key);
    for (const key of keys) {
      if (key.secret.length !== 32) throw new RangeError('A key has 32 bytes');
      this.#keys.set(key.id, key);
    }
  }

  /** The prefix of everything sealed with the key that writes. */
  get currentPrefix(): string {
    return `${SEALED_PREFIX}${this.#writing.id}:`;
  }

  seal(place: SealedPlace, text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#writing.secret, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(bindingOf(place));
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${this.currentPrefix}${sealed.toString('base64url')}`;
  }

  /** @throws SealBroken when it was not sealed at this place, or with none of the keys */
  open(place: SealedPlace, envelope: string): string {
    const [, keyId = '', body = ''] = ENVELOPE.exec(envelope) ?? [];
    const key = this.#keys.get(keyId);
    const sealed = Buffer.from(body, 'base64url');
    if (!key || sealed.length < IV_BYTES + TAG_BYTES)
      throw new SealBroken(`A value of ${place.column} has no key here.`);
    const decipher = createDecipheriv(CIPHER, key.secret, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(bindingOf(place));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      const opened = [decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
      return Buffer.concat(opened).toString('utf8');
    } catch {
      throw new SealBroken(`A value of ${place.column} cannot be opened where it lies.`);
    }
  }

  /** The same vault, bound to one tenant. */
  for(tenantId: string): TenantVault {
    return {
      seal: (column, rowId, text) => this.seal({ tenantId, column, rowId }, text),
      open: (column, rowId, envelope) => this.open({ tenantId, column, rowId }, envelope),
    };
  }
}

/** Seals and opens values of one tenant; what services find as `$vault` on their handle. */
export interface TenantVault {
  seal(column: SealedColumn, rowId: string, text: string): string;
  /** @throws SealBroken when the value was not sealed in this column of this row of this tenant */
  open(column: SealedColumn, rowId: string, envelope: string): string;
}

/** What stands in for a vault where no key was given: nothing can be sealed or opened. */
export const NO_VAULT: TenantVault = {
  seal: () => {
    throw new SealBroken('This handle has no key.');
  },
  open: () => {
    throw new SealBroken('This handle has no key.');
  },
};

/** The name of a key that was given without one. */
export function fingerprintOf(secret: Uint8Array): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}

function bindingOf({ tenantId, column, rowId }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([tenantId, column, rowId]));
}

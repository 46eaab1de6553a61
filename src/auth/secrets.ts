import { createHash, randomBytes } from 'node:crypto';

/** What a secret looks like from the outside: where it is used, and its public beginning. */
const API_KEY_FORM = /^sw_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43}$/;

/** SHA-256 in hex: enough for secrets of full entropy, which cannot be guessed offline. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** 256 random bits for a refresh token. */
export function newRefreshToken(): string {
  return `swr_${randomBytes(32).toString('base64url')}`;
}

/** 256 random bits for an invitation. */
export function newInvitationToken(): string {
  return `swi_${randomBytes(32).toString('base64url')}`;
}

/** 256 random bits for a mail that proves an address or sets a password. */
export function newOneTimeToken(): string {
  return `swo_${randomBytes(32).toString('base64url')}`;
}

/** A new API key: the prefix names it in lists, the whole is shown once. */
export function newApiKey(): { readonly prefix: string; readonly secret: string } {
  const prefix = `sw_${randomBytes(4).toString('hex')}`;
  return { prefix, secret: `${prefix}_${randomBytes(32).toString('base64url')}` };
}

export function looksLikeApiKey(text: string): boolean {
  return API_KEY_FORM.test(text);
}

import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the time of a delivery may be from ours, in seconds, either way. */
export const TOLERANCE_SECONDS = 300;
/** So many signatures a header may hold: one for each secret of a rotation, and some to spare. */
const MAX_SIGNATURES = 10;
const SECRET_PREFIX = 'whsec_';

/** Why a delivery is not believed. MISSING and MALFORMED: it is none; STALE and FORGED: it may be an attack. */
export type SignatureFault = 'MISSING' | 'MALFORMED' | 'STALE' | 'FORGED';

/** The headers of Standard Webhooks 1.0.0, as they came. */
export interface StandardHeaders {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

/** Checks what can be told without the body. @param now in ms */
export function checkStandardHeaders(
  { id, timestamp, signature }: StandardHeaders,
  now: number,
): SignatureFault | null {
  if (id === undefined || timestamp === undefined || signature === undefined) return 'MISSING';
  // A dot would let the border between id, time and body be moved without changing what is signed.
  if (!/^[!-+\--~]{1,200}$/.test(id) || id.includes('.') || signature.length > 2_000) return 'MALFORMED';
  return checkTimestamp(timestamp, now);
}

/** Seconds since 1970 as digits, close enough to now. */
export function checkTimestamp(timestamp: string, now: number): SignatureFault | null {
  if (!/^\d{1,12}$/.test(timestamp)) return 'MALFORMED';
  return Math.abs(Number(timestamp) - now / 1000) > TOLERANCE_SECONDS ? 'STALE' : null;
}

/**
 * Checks a delivery by Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, any of the `v1` signatures under
 * any of the secrets, each compared in constant time.
 * @param now in ms
 */
export function verifyStandard(
  headers: StandardHeaders,
  body: Uint8Array,
  secrets: readonly string[],
  now: number,
): SignatureFault | null {
  const fault = checkStandardHeaders(headers, now);
  if (fault) return fault;
  const given = (headers.signature ?? '').split(' ').filter((entry) => entry !== '');
  if (given.length === 0 || given.length > MAX_SIGNATURES) return 'MALFORMED';
  const digests = given.flatMap((entry) => (entry.startsWith('v1,') ? [readBase64(entry.slice(3))] : []));
  const expected = secrets.map((secret) => standardDigest(secret, headers.id ?? '', headers.timestamp ?? '', body));
  return matchesAny(digests, expected) ? null : 'FORGED';
}

/** The `webhook-signature` of a delivery of ours: one signature a secret, the first one's first. */
export function signStandard(id: string, timestamp: string, body: Uint8Array, secrets: readonly string[]): string {
  return secrets.map((secret) => `v1,${standardDigest(secret, id, timestamp, body).toString('base64')}`).join(' ');
}

/**
 * Checks HMAC-SHA256 of the body, or of `timestamp.body`, under the secret as it was shown.
 * @param signature hex or base64, with or without `sha256=` before it
 */
export function verifyHmac(
  { signature, timestamp }: { readonly signature: string | undefined; readonly timestamp: string | null },
  body: Uint8Array,
  secrets: readonly string[],
): SignatureFault | null {
  if (signature === undefined) return 'MISSING';
  const text = signature.replace(/^sha256=/i, '');
  const digest = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : readBase64(text);
  if (!digest) return 'MALFORMED';
  const expected = secrets.map((secret) => {
    const hmac = createHmac('sha256', secret);
    return (timestamp === null ? hmac : hmac.update(`${timestamp}.`)).update(body).digest();
  });
  return matchesAny([digest], expected) ? null : 'FORGED';
}

function standardDigest(secret: string, id: string, timestamp: string, body: Uint8Array): Buffer {
  const key = Buffer.from(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret, 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/** 32 bytes in padded base64, written in the one right way. */
function readBase64(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** All are compared, so that the time does not tell which one fits. */
function matchesAny(given: readonly (Buffer | undefined)[], expected: readonly Buffer[]): boolean {
  let found = false;
  for (const digest of given) {
    for (const wanted of expected) {
      if (digest && digest.length === wanted.length && timingSafeEqual(digest, wanted)) found = true;
    }
  }
  return found;
}

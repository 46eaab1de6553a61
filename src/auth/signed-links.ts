import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const Claims = z.object({ tenantId: z.uuid(), fileId: z.uuid(), until: z.number().int() });

/** What a link opens: one file of one tenant. */
export interface LinkedFile {
  readonly tenantId: string;
  readonly fileId: string;
}

const MAX_SECONDS = 15 * 60;

/** Signs links to files, so that they can be fetched without signing in, for a short time. */
export class SignedLinks {
  readonly #key: Buffer;

  /** @param secret base64 of at least 32 random bytes; links have a key of their own, derived from it */
  constructor(secret: string) {
    this.#key = createHmac('sha256', Buffer.from(secret, 'base64')).update('switchyard signed links').digest();
  }

  /** @param seconds how long the link holds; 15 minutes at most */
  sign(file: LinkedFile, seconds: number): string {
    const until = Math.floor(Date.now() / 1000) + Math.min(seconds, MAX_SECONDS);
    const claims = Buffer.from(JSON.stringify({ ...file, until })).toString('base64url');
    return `${claims}.${this.#signature(claims)}`;
  }

  /** What a link opens; null when it is not ours, was altered, or has run out. */
  verify(link: string): LinkedFile | null {
    const [claims = '', signature = '', ...more] = link.split('.');
    const [given, wanted] = [Buffer.from(signature), Buffer.from(this.#signature(claims))];
    if (more.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    const { tenantId, fileId, until } = Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    return until > Date.now() / 1000 ? { tenantId, fileId } : null;
  }

  #signature(claims: string): string {
    return createHmac('sha256', this.#key).update(claims).digest('base64url');
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

const ISSUER = 'switchyard';
const AUDIENCE = 'switchyard-api';
const TYPE = 'at+jwt';
const LEEWAY_SECONDS = 5;

const Claims = z.object({ sub: z.uuid(), sid: z.uuid(), tid: z.uuid(), exp: z.number().int() });

/** What an access token says about its bearer. Whether that still holds is for the database to say. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly tenantId: string;
  readonly expiresAt: Date;
}

/**
 * Signs and checks access tokens (RFC 9068 type, HS256). The key id is a lookup among the configured keys;
 * nothing in a token's header chooses an algorithm, an address or a key of its own (RFC 8725).
 */
export class AccessTokens {
  readonly #key: Uint8Array;
  readonly #keyId: string;
  readonly #lifetimeSeconds: number;

  /** @param secret base64 of at least 32 random bytes */
  constructor(secret: string, lifetimeMinutes: number) {
    this.#key = Buffer.from(secret, 'base64');
    this.#keyId = createHash('sha256').update(this.#key).digest('hex').slice(0, 16);
    this.#lifetimeSeconds = lifetimeMinutes * 60;
  }

  async sign(bearer: {
    userId: string;
    sessionId: string;
    tenantId: string;
  }): Promise<{ token: string; expiresAt: Date }> {
    const issuedAt = Math.floor(Date.now() / 1000);
    const expiresAt = issuedAt + this.#lifetimeSeconds;
    const token = await new SignJWT({ sid: bearer.sessionId, tid: bearer.tenantId })
      .setProtectedHeader({ alg: 'HS256', typ: TYPE, kid: this.#keyId })
      .setSubject(bearer.userId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setJti(randomUUID()) // two tokens of one second are two tokens
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(this.#key);
    return { token, expiresAt: new Date(expiresAt * 1000) };
  }

  /** The claims of a token that is ours, of this kind and in its time; null otherwise. */
  async verify(token: string): Promise<AccessClaims | null> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: TYPE,
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: ['exp', 'nbf', 'iat', 'sub'],
      });
      // A header that says more than ours is none of ours, whoever signed it.
      if (protectedHeader.kid !== this.#keyId || Object.keys(protectedHeader).length !== 3) return null;
      const claims = Claims.safeParse(payload);
      if (!claims.success) return null;
      const { sub, sid, tid, exp } = claims.data;
      return { userId: sub, sessionId: sid, tenantId: tid, expiresAt: new Date(exp * 1000) };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
      throw error;
    }
  }
}

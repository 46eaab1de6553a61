import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { IssuerKeys, type KeyLimits } from './issuer-keys.js';
import type { IssuerSettings } from './issuer-settings.js';

const LEEWAY_SECONDS = 5;
const MAX_TOKEN = 16_384;
const MAX_CLAIM = 320;

/** What a token of an issuer outside says of its bearer, and how far the issuer is believed. */
export interface ExternalClaims {
  readonly settings: IssuerSettings;
  readonly subject: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  readonly name: string | null;
  /** Organisations that the token names, each with the role in it. */
  readonly organisations: readonly { readonly tenant: string; readonly role: string | null }[];
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/**
 * Checks tokens of the issuers that are configured. The issuer is chosen among them by `iss`, the key among the issuer's
 * by `kid`, the algorithm by the settings; nothing else of a header is listened to (RFC 8725).
 */
export class ExternalTokens {
  readonly #issuers: ReadonlyMap<string, { settings: IssuerSettings; keys: IssuerKeys }>;

  /** @param failed is told of an issuer whose keys could not be fetched */
  constructor(
    issuers: readonly IssuerSettings[],
    failed: (issuer: string, error: unknown) => void,
    limits: Partial<KeyLimits> = {},
  ) {
    this.#issuers = new Map(
      issuers.map((settings) => {
        const { issuer, jwksUri, algorithms } = settings;
        return [
          issuer,
          { settings, keys: new IssuerKeys(jwksUri, algorithms, (error) => failed(issuer, error), limits) },
        ];
      }),
    );
  }

  /**
   * The claims of a token that holds; null otherwise.
   * @throws IssuerUnreachable when its issuer's keys are not known and cannot be fetched
   */
  async verify(token: string): Promise<ExternalClaims | null> {
    if (this.#issuers.size === 0 || token.length > MAX_TOKEN) return null;
    try {
      const { iss } = decodeJwt(token);
      const { alg, kid } = decodeProtectedHeader(token);
      const known = typeof iss === 'string' ? this.#issuers.get(iss) : undefined;
      if (!known?.settings.algorithms.some((allowed) => allowed === alg)) return null;
      const key = await known.keys.find(kid, alg as string);
      if (!key) return null;
      const { issuer, audience, type, algorithms } = known.settings;
      const { payload } = await jwtVerify(token, key, {
        algorithms: [...algorithms],
        issuer,
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: ['exp', 'iat', 'sub'],
        ...(audience ? { audience } : {}),
        ...(type ? { typ: type } : {}),
      });
      return claimsOf(payload, known.settings);
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof SyntaxError) return null;
      throw error;
    }
  }
}

function claimsOf(payload: JWTPayload, settings: IssuerSettings): ExternalClaims | null {
  const { sub, iat = 0, exp = 0, aud, azp } = payload;
  const { audience, authorizedParties, claims } = settings;
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_CLAIM) return null; // the library looks at it no closer
  if (iat > Date.now() / 1_000 + LEEWAY_SECONDS) return null;
  if (audience === false && aud !== undefined) return null;
  if (authorizedParties && !authorizedParties.some((party) => party === azp)) return null;
  const [email, name] = [text(payload, claims.email), text(payload, claims.name)];
  return {
    settings,
    subject: sub,
    email: email && /^[^\s@]+@[^\s@]+$/.test(email) ? email.toLowerCase() : null,
    isEmailVerified: at(payload, claims.emailVerified).some((value) => value === true || value === 'true'),
    name: name?.trim().slice(0, 100) || null,
    organisations: organisationsOf(payload, claims),
    issuedAt: new Date(iat * 1_000),
    expiresAt: new Date(exp * 1_000),
  };
}

/** With a `*` in both paths, the role is that of the same member as the tenant. */
function organisationsOf(
  payload: JWTPayload,
  { tenant, role }: IssuerSettings['claims'],
): ExternalClaims['organisations'] {
  const roles = role ? at(payload, role) : [];
  return at(payload, tenant).flatMap((value, index) => {
    if (typeof value !== 'string' || value === '' || value.length > MAX_CLAIM) return [];
    const given = roles.length === 1 ? roles[0] : roles[index];
    return [{ tenant: value, role: typeof given === 'string' ? given : null }];
  });
}

function text(payload: JWTPayload, path: readonly string[]): string | null {
  const [value] = at(payload, path);
  return typeof value === 'string' && value.length <= MAX_CLAIM ? value : null;
}

/** What stands at a path; several values where it has a `*`. Only what an object has of its own is looked at. */
function at(payload: JWTPayload, path: readonly string[] | undefined): unknown[] {
  if (!path) return [];
  let values: unknown[] = [payload];
  for (const name of path) {
    values = values.flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [];
      if (name === '*') return Object.values(value);
      return Object.hasOwn(value, name) ? [(value as Record<string, unknown>)[name]] : [];
    });
  }
  return values;
}

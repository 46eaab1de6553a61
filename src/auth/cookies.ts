import { parse, serialize } from 'cookie';

/*
 * `__Host-`: only over a secure origin (browsers count localhost as one), for this host alone, never settable by a
 * subdomain. The access cookie is Lax so that a link into the product finds its user signed in; nothing is changed
 * by a request that a link can make. The refresh cookie never crosses sites.
 */
const ACCESS_COOKIE = '__Host-sw-access';
const REFRESH_COOKIE = '__Host-sw-refresh';
const BASE = { httpOnly: true, secure: true, path: '/' } as const;

export interface CookieTokens {
  readonly access: string | undefined;
  readonly refresh: string | undefined;
}

/** The tokens in a Cookie header. */
export function readCookies(header: string | undefined): CookieTokens {
  const cookies = header ? parse(header) : {};
  return { access: cookies[ACCESS_COOKIE], refresh: cookies[REFRESH_COOKIE] };
}

/** The Set-Cookie headers of a sign-in or refresh. */
export function signInCookies(tokens: {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}): string[] {
  return [
    serialize(ACCESS_COOKIE, tokens.accessToken, { ...BASE, sameSite: 'lax', expires: tokens.accessTokenExpiresAt }),
    serialize(REFRESH_COOKIE, tokens.refreshToken, {
      ...BASE,
      sameSite: 'strict',
      expires: tokens.refreshTokenExpiresAt,
    }),
  ];
}

/** The Set-Cookie headers that take both away. */
export function signOutCookies(): string[] {
  return [
    serialize(ACCESS_COOKIE, '', { ...BASE, sameSite: 'lax', maxAge: 0 }),
    serialize(REFRESH_COOKIE, '', { ...BASE, sameSite: 'strict', maxAge: 0 }),
  ];
}

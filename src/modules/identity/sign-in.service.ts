import { v7 as newId } from 'uuid';
import type { AccessTokens } from '../../auth/access-token.js';
import type { CredentialLookup, MembershipOfUser } from '../../auth/credential-lookup.js';
import { hashPassword, passwordMatches } from '../../auth/passwords.js';
import { secretHash } from '../../auth/secrets.js';
import type { TenantHandles } from '../../db/tenant-handles.js';
import { AlreadyExists, type DomainError, InvalidCredentials, InvalidInput, NotFound } from '../../errors.js';
import { requestVerification, verifyAtOnce } from './email.service.js';
import { refuseWeak } from './password.service.js';
import { openSession, rotateToken } from './session.service.js';
import { isTaken } from './taken-value.js';
import { createDefaults } from './tenant-defaults.service.js';

/** What signing in needs; it runs before there is a tenant, so it is handed the lookup and the handles. */
export interface SignInParts {
  readonly lookup: CredentialLookup;
  readonly handles: TenantHandles;
  readonly tokens: AccessTokens;
  readonly refreshTokenDays: number;
}

/** Where the sign-in comes from. */
export interface SignInOrigin {
  readonly userAgent: string | null;
  readonly address: string;
  readonly requestId: string;
}

export interface SignedIn {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

export interface SignUpInput {
  readonly tenantName: string;
  readonly tenantSlug: string;
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

/**
 * Creates a tenant with its OWNER, mails them the link that proves their address, and signs them in.
 * @param isVerified the address needs no proof, so nothing is mailed
 * @throws AlreadyExists naming the field whose value is taken; InvalidInput at `password` when that is too weak
 */
export async function signUp(
  parts: SignInParts,
  input: SignUpInput,
  origin: SignInOrigin,
  { isVerified = false }: { readonly isVerified?: boolean } = {},
): Promise<SignedIn> {
  const [tenantId, userId] = [newId(), newId()];
  const email = input.email.toLowerCase();
  refuseWeak(input.password, email, ['input', 'password']);
  const passwordHash = await hashPassword(input.password);
  try {
    await parts.lookup.signUp({
      tenantId,
      slug: input.tenantSlug,
      tenantName: input.tenantName,
      userId,
      email,
      name: input.name,
      passwordHash,
      membershipId: newId(),
    });
  } catch (error) {
    throw takenValue(error) ?? error;
  }
  const db = parts.handles.for(tenantId);
  await createDefaults(db);
  if (isVerified) await verifyAtOnce(db, { userId, email });
  else await requestVerification(db, { userId, email }, origin.requestId);
  return startSession(parts, { userId, email }, tenantId, origin);
}

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  readonly tenantSlug?: string | null | undefined;
}

/**
 * Signs a person in to one of their tenants.
 * @throws InvalidCredentials whatever was wrong with address or password
 * @throws InvalidInput at `tenantSlug` when the person must choose among several tenants
 */
export async function signIn(parts: SignInParts, input: SignInInput, origin: SignInOrigin): Promise<SignedIn> {
  const email = input.email.toLowerCase();
  const credential = await parts.lookup.credential(email);
  const matches = await passwordMatches(input.password, credential?.passwordHash);
  if (!credential || !matches) {
    await parts.lookup.signInFailed({ email, tenantSlug: input.tenantSlug ?? null }, origin);
    throw new InvalidCredentials();
  }
  const { tenantId } = chooseTenant(await parts.lookup.memberships(credential.userId), input.tenantSlug);
  return startSession(parts, credential, tenantId, origin);
}

/**
 * Signs a person who is signed in already in to another of their tenants. The session they had goes on.
 * @throws NotFound when they belong to no such tenant, whether or not there is one
 */
export async function switchTenant(
  parts: SignInParts,
  person: { readonly userId: string; readonly email: string },
  tenantId: string,
  origin: SignInOrigin,
): Promise<SignedIn> {
  const tenants = await parts.lookup.tenantsOf(person.userId);
  if (!tenants.some((tenant) => tenant.tenantId === tenantId)) {
    throw new NotFound('The tenant', ['input', 'tenantId']);
  }
  return startSession(parts, person, tenantId, origin);
}

/** Exchanges a refresh token for a new pair; null when it does not hold. */
export async function refresh(parts: SignInParts, refreshToken: string): Promise<SignedIn | null> {
  const found = await parts.lookup.refreshToken(secretHash(refreshToken));
  if (!found) return null;
  const rotation = await rotateToken(parts.handles.for(found.tenantId), found);
  if (rotation.outcome === 'REFUSED') return null;
  const access = await parts.tokens.sign({ ...rotation, tenantId: found.tenantId });
  return {
    accessToken: access.token,
    accessTokenExpiresAt: access.expiresAt,
    refreshToken: rotation.refreshToken,
    refreshTokenExpiresAt: rotation.expiresAt,
  };
}

/** Opens a session of a person who has proven who they are. */
export async function startSession(
  parts: SignInParts,
  { userId, email }: { userId: string; email: string },
  tenantId: string,
  origin: SignInOrigin,
): Promise<SignedIn> {
  const session = await openSession(parts.handles.for(tenantId), {
    ...origin,
    userId,
    email,
    lifetimeDays: parts.refreshTokenDays,
  });
  const access = await parts.tokens.sign({ userId, sessionId: session.sessionId, tenantId });
  return {
    accessToken: access.token,
    accessTokenExpiresAt: access.expiresAt,
    refreshToken: session.refreshToken,
    refreshTokenExpiresAt: session.expiresAt,
  };
}

function chooseTenant(memberships: readonly MembershipOfUser[], slug: string | null | undefined): MembershipOfUser {
  const candidates = slug ? memberships.filter((membership) => membership.slug === slug) : memberships;
  const [only] = candidates;
  if (!only) throw new InvalidCredentials();
  if (candidates.length > 1) {
    throw InvalidInput.at(['input', 'tenantSlug'], 'You belong to several tenants; say which one to sign in to.');
  }
  return only;
}

function takenValue(error: unknown): DomainError | undefined {
  if (!isTaken(error)) return undefined;
  return isTaken(error, 'slug')
    ? new AlreadyExists('This tenant slug is taken.', ['input', 'tenantSlug'])
    : new AlreadyExists('There is an account with this e-mail address; sign in instead.', ['input', 'email']);
}

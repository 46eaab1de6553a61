import type { AuditOrigin } from '../db/audit-scope.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { MemberRole } from '../generated/prisma/enums.js';

export interface Credential {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

export interface MembershipOfUser {
  readonly tenantId: string;
  readonly slug: string;
  readonly role: MemberRole;
}

/** A tenant that a person belongs to, as they may know it without being signed in to it. */
export interface TenantOfUser {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly joinedAt: Date;
}

export interface SignUp {
  readonly tenantId: string;
  readonly slug: string;
  readonly tenantName: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly membershipId: string;
}

/**
 * What must be known before the tenant is. Each call is one narrow function of the database that runs as its
 * owner; nothing else of the unscoped client is reachable from here.
 */
export class CredentialLookup {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async credential(email: string): Promise<Credential | undefined> {
    const [row] = await this.#prisma.$queryRaw<Credential[]>`SELECT * FROM identity_credential(${email})`;
    return row;
  }

  /** Oldest membership first. */
  memberships(userId: string): Promise<MembershipOfUser[]> {
    return this.#prisma.$queryRaw<MembershipOfUser[]>`SELECT * FROM identity_memberships(${userId}::uuid)`;
  }

  /**
   * All tenants of a person, the one they have been in longest first.
   * @param userId of a checked credential; never an id that somebody sent
   */
  tenantsOf(userId: string): Promise<TenantOfUser[]> {
    return this.#prisma.$queryRaw<TenantOfUser[]>`SELECT * FROM identity_tenants_of(${userId}::uuid)`;
  }

  async refreshToken(hash: string): Promise<{ tokenId: string; tenantId: string; sessionId: string } | undefined> {
    const [row] = await this.#prisma.$queryRaw<
      { tokenId: string; tenantId: string; sessionId: string }[]
    >`SELECT * FROM identity_refresh_token(${hash})`;
    return row;
  }

  async apiKey(hash: string): Promise<{ apiKeyId: string; tenantId: string } | undefined> {
    const [row] = await this.#prisma.$queryRaw<
      { apiKeyId: string; tenantId: string }[]
    >`SELECT * FROM identity_api_key(${hash})`;
    return row;
  }

  /** Tenant, owner and membership appear together or not at all. Throws Prisma's P2002/P2010 on a taken value. */
  async signUp(input: SignUp): Promise<void> {
    await this.#prisma.$executeRaw`SELECT identity_sign_up(
      ${input.tenantId}::uuid, ${input.slug}, ${input.tenantName},
      ${input.userId}::uuid, ${input.email}, ${input.name}, ${input.passwordHash}, ${input.membershipId}::uuid)`;
  }

  /** Tells the tenants of an account, if there is one, of a failed sign-in. Takes as long when there is none. */
  async signInFailed(
    attempt: { readonly email: string; readonly tenantSlug: string | null },
    origin: AuditOrigin,
  ): Promise<void> {
    await this.#prisma.$executeRaw`SELECT identity_sign_in_failed(
      ${attempt.email}, ${attempt.tenantSlug}, ${origin.address}, ${origin.userAgent}, ${origin.requestId})`;
  }
}

import type { AuditOrigin } from '../db/audit-scope.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { MemberRole, OneTimeTokenPurpose } from '../generated/prisma/enums.js';

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

/** An open invitation, and the account its address has; the last three say nothing when it has none. */
export interface OpenInvitation {
  readonly tenantId: string;
  readonly email: string;
  readonly userId: string | null;
  readonly isDisabled: boolean;
  readonly passwordHash: string | null;
}

/** What became of an invitation that was accepted. */
export interface AcceptedInvitation {
  readonly invitationId: string;
  readonly email: string;
  readonly userId: string;
  readonly role: MemberRole;
  readonly membershipId: string;
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

/** Who somebody is at an issuer of tokens outside. */
export interface ExternalKey {
  readonly issuer: string;
  readonly subject: string;
}

export interface ExternalPerson {
  readonly userId: string;
  readonly email: string;
  /** Tokens issued before this moment hold no longer. */
  readonly validAfter: Date | null;
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

  /** The open invitation of a token; undefined when it is unknown, used, revoked or too old. */
  async invitation(tokenHash: string): Promise<OpenInvitation | undefined> {
    const [row] = await this.#prisma.$queryRaw<OpenInvitation[]>`SELECT * FROM identity_invitation(${tokenHash})`;
    return row;
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

  /** Whom an identity at an issuer outside belongs to. */
  async external({ issuer, subject }: ExternalKey): Promise<ExternalPerson | undefined> {
    const [row] = await this.#prisma.$queryRaw<
      ExternalPerson[]
    >`SELECT * FROM identity_external(${issuer}, ${subject})`;
    return row;
  }

  /** Joins an identity to the person with this address, which the issuer and we have both seen proven; or does nothing. */
  async linkExternal(id: string, { issuer, subject }: ExternalKey, email: string): Promise<void> {
    await this.#prisma.$executeRaw`SELECT identity_link_external(${id}::uuid, ${issuer}, ${subject}, ${email})`;
  }

  /** Notes that somebody is in a tenant by their identity. */
  async externalIn({ issuer, subject }: ExternalKey, tenantId: string): Promise<void> {
    await this.#prisma.$executeRaw`SELECT identity_external_in(${issuer}, ${subject}, ${tenantId}::uuid)`;
  }

  /** The tenant with this slug or id. */
  async tenantNamed(name: string): Promise<string | undefined> {
    const [row] = await this.#prisma.$queryRaw<{ id: string | null }[]>`SELECT identity_tenant_named(${name}) AS "id"`;
    return row?.id ?? undefined;
  }

  /** In which tenant's scope a mailed token is used, and what for; whether it holds is asked there. */
  async oneTimeToken(hash: string): Promise<{ tenantId: string; purpose: OneTimeTokenPurpose } | undefined> {
    const [row] = await this.#prisma.$queryRaw<
      { tenantId: string; purpose: OneTimeTokenPurpose }[]
    >`SELECT * FROM identity_token_tenant(${hash})`;
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

  /** The channel behind the end of a hook's address; undefined when there is none, or it takes nothing now. */
  async channel(sourceKey: string): Promise<{ channelId: string; tenantId: string } | undefined> {
    const [row] = await this.#prisma.$queryRaw<
      { channelId: string; tenantId: string }[]
    >`SELECT * FROM support_channel(${sourceKey})`;
    return row;
  }
}

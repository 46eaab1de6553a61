import type { TenantHandles } from '../db/tenant-handles.js';
import type { ApiKey } from '../generated/prisma/client.js';
import type { MemberRole } from '../generated/prisma/enums.js';
import { type AccessEnd, whyAccessEnded } from './access-end.js';
import type { AccessClaims, AccessTokens } from './access-token.js';
import type { CredentialLookup } from './credential-lookup.js';
import { beforeVerification, permissionsOf } from './permissions.js';
import { rowRightsOf } from './policies.js';
import { looksLikeApiKey, secretHash } from './secrets.js';
import type { Viewer } from './viewer.js';

/** How long an answer about a credential may be used again: the most that a revocation can be late. */
const TRUST_FOR_MS = 900;
const MAX_ID_LENGTH = 100;
const MAX_REMEMBERED = 10_000;
/** Projects to which one credential is narrowed within that time; a client knows a few. */
const MAX_NARROWED = 20;
const USE_NOTED_EVERY_MS = 60_000;

/** What a request brought along, in the order in which it counts. */
export interface PresentedCredentials {
  readonly cookie: string | undefined;
  readonly bearer: string | undefined;
  readonly apiKey: string | undefined;
  /** The id of a project to which everything is to be narrowed. */
  readonly project?: string | undefined;
  /** Where it came from; noted with API keys. */
  readonly address?: string | undefined;
}

/** The row's id in the opaque id of a project. */
function projectIdOf(globalId: string): string | undefined {
  const text = Buffer.from(globalId.slice(0, MAX_ID_LENGTH), 'base64').toString();
  return /^Project:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/.exec(text)?.[1];
}

/** Somebody whom an issuer outside vouches for: a member of a tenant here. */
export interface ExternalBearer {
  readonly userId: string;
  readonly tenantId: string;
  readonly expiresAt: Date;
}

/** Says who the bearer of a token is that is not ours; null when it does not hold. */
export interface ExternalSignIn {
  bearerOf(token: string): Promise<ExternalBearer | null>;
}

interface SessionRow {
  readonly role: MemberRole;
  readonly email: string;
  readonly hidden: string[];
  readonly isVerified: boolean;
  readonly lastSeenAt: Date;
}

interface Remembered {
  readonly viewer: Promise<Viewer | null>;
  readonly until: number;
  /** Whose credential it is, once that is known. */
  known?: Viewer | null;
}

/** Whose access has changed: all of a tenant, or one person in all of their tenants. */
export type Concerned = { readonly tenantId: string } | { readonly userId: string };

/**
 * Turns credentials into a viewer: the same for HTTP, WebSocket and SSE. Cookie first, then bearer token, then
 * API key; one that does not hold lets the next one try. Answers are remembered for less than a second, so that
 * a busy client costs one lookup a second and a revoked one is out within it.
 */
export class IdentityGate {
  readonly #tokens: AccessTokens;
  readonly #lookup: CredentialLookup;
  readonly #handles: TenantHandles;
  readonly #external: ExternalSignIn | undefined;
  readonly #mustVerify: boolean;
  readonly #remembered = new Map<string, Remembered>();
  /** By what is remembered of a credential, and so for as long as that is. */
  readonly #narrowed = new WeakMap<Viewer, Map<string, Promise<Viewer>>>();

  /**
   * @param external takes tokens that are not ours; by default none are taken
   * @param mustVerify people whose address is not proven may look, and change nothing but their account
   */
  constructor(
    tokens: AccessTokens,
    lookup: CredentialLookup,
    handles: TenantHandles,
    external?: ExternalSignIn,
    mustVerify = false,
  ) {
    this.#tokens = tokens;
    this.#lookup = lookup;
    this.#handles = handles;
    this.#external = external;
    this.#mustVerify = mustVerify;
  }

  /** Who presents these credentials, narrowed to the project they name. Rejects only when the database cannot say. */
  async authenticate(presented: PresentedCredentials): Promise<Viewer | null> {
    const viewer = await this.#identify(presented);
    return viewer && presented.project !== undefined ? this.#narrow(viewer, presented.project) : viewer;
  }

  #narrow(viewer: Viewer, project: string): Promise<Viewer> {
    let narrowed = this.#narrowed.get(viewer);
    if (!narrowed) {
      narrowed = new Map();
      this.#narrowed.set(viewer, narrowed);
    }
    const known = narrowed.get(project);
    if (known) return known;
    const asked = this.#narrowedTo(viewer, project);
    if (narrowed.size < MAX_NARROWED) narrowed.set(project, asked);
    asked.catch(() => this.#narrowed.get(viewer)?.delete(project));
    return asked;
  }

  /** A project that is another tenant's, hidden, archived or none at all is refused, without saying which. */
  async #narrowedTo(viewer: Viewer, project: string): Promise<Viewer> {
    const id = projectIdOf(project);
    const { tenantId, projects } = viewer;
    const found =
      id &&
      (await this.#handles.for(tenantId, rowRightsOf(viewer)).project.findFirst({ where: { id, archivedAt: null } }));
    return found ? { ...viewer, projects: { ...projects, only: found.id } } : { ...viewer, isProjectRefused: true };
  }

  async #identify({ cookie, bearer, apiKey, address }: PresentedCredentials): Promise<Viewer | null> {
    for (const credential of [cookie, bearer, apiKey]) {
      const viewer = credential ? await this.#viewerOf(credential, address) : null;
      if (viewer) return viewer;
    }
    return null;
  }

  /** Why a viewer who was known is so no longer. Rejects when the database cannot say. */
  whyEnded(viewer: Viewer): Promise<AccessEnd> {
    return whyAccessEnded(this.#handles.for(viewer.tenantId), viewer);
  }

  /** Forgets what is remembered of those concerned, so that their next request asks the database. By default: of all. */
  forget(concerned?: Concerned): void {
    for (const [credential, { known }] of this.#remembered) {
      // Whose it is that is being looked up cannot be said yet.
      if (!concerned || known === undefined || (known && isConcerned(known, concerned)))
        this.#remembered.delete(credential);
    }
  }

  async #viewerOf(credential: string, address: string | undefined): Promise<Viewer | null> {
    const now = Date.now();
    const known = this.#remembered.get(credential);
    if (known && known.until > now) {
      const viewer = await known.viewer;
      return viewer?.expiresAt && viewer.expiresAt.getTime() <= now ? null : viewer;
    }
    const viewer = looksLikeApiKey(credential)
      ? this.#viewerOfKey(credential, address)
      : this.#viewerOfToken(credential);
    const remembered: Remembered = { viewer, until: now + TRUST_FOR_MS };
    this.#remembered.delete(credential);
    this.#remembered.set(credential, remembered);
    if (this.#remembered.size > MAX_REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value as string);
    viewer.then(
      (found) => {
        remembered.known = found;
      },
      () => {
        if (this.#remembered.get(credential) === remembered) this.#remembered.delete(credential);
      },
    );
    return viewer;
  }

  async #viewerOfToken(token: string): Promise<Viewer | null> {
    const claims = await this.#tokens.verify(token);
    if (claims) return this.#viewerOfSession(claims);
    const bearer = await this.#external?.bearerOf(token);
    return bearer ? this.#viewerOfBearer(bearer) : null;
  }

  async #viewerOfSession({ userId, sessionId, tenantId, expiresAt }: AccessClaims): Promise<Viewer | null> {
    const db = this.#handles.for(tenantId);
    const rows = await db.$queryRaw<SessionRow[]>`
      SELECT m."role", u."email", hidden_projects_of(m."tenantId", m."id") AS "hidden",
        u."emailVerifiedAt" IS NOT NULL AS "isVerified", s."lastSeenAt" FROM "Membership" m
      JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
      JOIN "AuthSession" s ON s."tenantId" = m."tenantId" AND s."userId" = m."userId"
      WHERE m."tenantId" = ${tenantId}::uuid AND m."userId" = ${userId}::uuid
        AND s."id" = ${sessionId}::uuid AND s."endedAt" IS NULL AND s."expiresAt" > now()`;
    const member = rows[0];
    if (!member) return null;
    if (Date.now() - member.lastSeenAt.getTime() > USE_NOTED_EVERY_MS) {
      await db.authSession.updateMany({ where: { id: sessionId }, data: { lastSeenAt: new Date() } });
    }
    const permissions = permissionsOf(member.role);
    return {
      kind: 'USER',
      tenantId,
      userId,
      role: member.role,
      permissions: this.#mustVerify && !member.isVerified ? beforeVerification(permissions) : permissions,
      projects: { hidden: member.hidden, only: null },
      isProjectRefused: false,
      sessionId,
      apiKeyId: null,
      label: member.email,
      requestsPerMinute: null,
      expiresAt,
    };
  }

  /** There is no session of ours behind it: it holds as long as the token, the membership and the person do. */
  async #viewerOfBearer({ userId, tenantId, expiresAt }: ExternalBearer): Promise<Viewer | null> {
    const rows = await this.#handles.for(tenantId).$queryRaw<{ role: MemberRole; email: string; hidden: string[] }[]>`
      SELECT m."role", u."email", hidden_projects_of(m."tenantId", m."id") AS "hidden" FROM "Membership" m
      JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
      WHERE m."tenantId" = ${tenantId}::uuid AND m."userId" = ${userId}::uuid`;
    const member = rows[0];
    if (!member) return null;
    return {
      kind: 'USER',
      tenantId,
      userId,
      role: member.role,
      permissions: permissionsOf(member.role),
      projects: { hidden: member.hidden, only: null },
      isProjectRefused: false,
      sessionId: null,
      apiKeyId: null,
      label: member.email,
      requestsPerMinute: null,
      expiresAt,
    };
  }

  async #viewerOfKey(secret: string, address: string | undefined): Promise<Viewer | null> {
    const hash = secretHash(secret);
    const found = await this.#lookup.apiKey(hash);
    if (!found) return null;
    const db = this.#handles.for(found.tenantId);
    const key = await db.apiKey.findFirst({ where: { id: found.apiKeyId, revokedAt: null } });
    if (!key) return null;
    const expiresAt = endOfSecret(key, hash);
    if (expiresAt && expiresAt <= new Date()) return null;
    const [creator] = await db.$queryRaw<{ role: MemberRole; hidden: string[] }[]>`
      SELECT m."role", hidden_projects_of(m."tenantId", m."id") AS "hidden" FROM "Membership" m
      JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
      WHERE m."tenantId" = ${found.tenantId}::uuid AND m."userId" = ${key.createdById}::uuid`;
    if (!creator) return null; // a key never outlives its creator's membership
    const noted = key.lastUsedAt?.getTime() ?? 0;
    if (Date.now() - noted > USE_NOTED_EVERY_MS) {
      const lastUsedAddress = address ?? key.lastUsedAddress;
      await db.apiKey.updateMany({ where: { id: key.id }, data: { lastUsedAt: new Date(), lastUsedAddress } });
    }
    return {
      kind: 'API_KEY',
      tenantId: found.tenantId,
      userId: key.createdById,
      role: creator.role,
      permissions: permissionsOf(creator.role, key.scopes),
      projects: { hidden: creator.hidden, only: null },
      isProjectRefused: false,
      sessionId: null,
      apiKeyId: key.id,
      label: key.name,
      requestsPerMinute: key.requestsPerMinute,
      expiresAt,
    };
  }
}

function isConcerned(viewer: Viewer, concerned: Concerned): boolean {
  return 'tenantId' in concerned ? viewer.tenantId === concerned.tenantId : viewer.userId === concerned.userId;
}

/** When a secret of a key ends: with the key, and the one before a rotation with the overlap. */
function endOfSecret({ hash, expiresAt, previousEndsAt }: ApiKey, presented: string): Date | null {
  if (presented === hash || !previousEndsAt) return expiresAt;
  return expiresAt && expiresAt < previousEndsAt ? expiresAt : previousEndsAt;
}

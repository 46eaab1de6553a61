import type { TenantDb } from '../db/tenant.js';
import type { Viewer } from './viewer.js';

/** Why what somebody had running was ended. Clients switch on these, never on the message. */
export const ACCESS_END_REASONS = {
  TOKEN_EXPIRED: 'The access token has expired.',
  SIGNED_OUT: 'The session was signed out.',
  SESSION_ENDED: 'The session has ended.',
  MEMBERSHIP_REVOKED: 'The membership in the tenant has ended.',
  USER_DISABLED: 'The account is disabled.',
  API_KEY_EXPIRED: 'The API key has expired.',
  API_KEY_REVOKED: 'The API key was revoked.',
  ACCESS_ENDED: 'The credentials hold no longer.',
  TERMINATED: 'The connection was ended by an administrator.',
} as const;
export type AccessEndReason = keyof typeof ACCESS_END_REASONS;

export interface AccessEnd {
  readonly reason: AccessEndReason;
  /** One sentence for a person. */
  readonly message: string;
}

export function accessEnd(reason: AccessEndReason, message: string = ACCESS_END_REASONS[reason]): AccessEnd {
  return { reason, message };
}

/** The end that needs no question: the credential's own time is over. Null while it is not. */
export function expiryOf({ kind, expiresAt }: Viewer): AccessEnd | null {
  if (expiresAt === null || expiresAt.getTime() > Date.now()) return null;
  return accessEnd(kind === 'API_KEY' ? 'API_KEY_EXPIRED' : 'TOKEN_EXPIRED');
}

interface Standing {
  readonly isMember: boolean;
  readonly isDisabled: boolean;
  readonly endReason: string | null;
  readonly hasEnded: boolean;
}

/** Looks up why a viewer whose credentials do not hold any more lost them. Asks the database. */
export async function whyAccessEnded(db: TenantDb, viewer: Viewer): Promise<AccessEnd> {
  const expired = expiryOf(viewer);
  if (expired) return expired;
  const standing = await standingOf(db, viewer);
  if (!standing) return accessEnd('ACCESS_ENDED');
  if (standing.isDisabled) return accessEnd('USER_DISABLED');
  if (!standing.isMember) return accessEnd('MEMBERSHIP_REVOKED');
  if (!standing.hasEnded) return accessEnd('ACCESS_ENDED');
  if (viewer.apiKeyId) return accessEnd('API_KEY_REVOKED');
  return accessEnd(standing.endReason === 'SIGNED_OUT' ? 'SIGNED_OUT' : 'SESSION_ENDED');
}

function standingOf(db: TenantDb, viewer: Viewer): Promise<Standing | undefined> {
  if (viewer.apiKeyId) return standingOfKey(db, viewer);
  return viewer.sessionId ? standingOfSession(db, viewer) : standingOfMember(db, viewer);
}

/** Somebody signed in by an issuer outside: what else could have ended it than a sign-out? */
async function standingOfMember(db: TenantDb, { userId }: Viewer): Promise<Standing | undefined> {
  const [row] = await db.$queryRaw<Standing[]>`
    SELECT EXISTS (SELECT FROM "Membership" m WHERE m."userId" = ${userId}::uuid) AS "isMember",
      EXISTS (SELECT FROM "User" u WHERE u."id" = ${userId}::uuid AND u."disabledAt" IS NOT NULL) AS "isDisabled",
      'SIGNED_OUT' AS "endReason", true AS "hasEnded"`;
  return row;
}

async function standingOfSession(db: TenantDb, { userId, sessionId }: Viewer): Promise<Standing | undefined> {
  const [row] = await db.$queryRaw<Standing[]>`
    SELECT EXISTS (SELECT FROM "Membership" m WHERE m."tenantId" = s."tenantId" AND m."userId" = s."userId") AS "isMember",
      EXISTS (SELECT FROM "User" u WHERE u."id" = s."userId" AND u."disabledAt" IS NOT NULL) AS "isDisabled",
      s."endReason", (s."endedAt" IS NOT NULL OR s."expiresAt" <= now()) AS "hasEnded"
    FROM "AuthSession" s
    WHERE s."tenantId" = ${db.$tenantId}::uuid AND s."id" = ${sessionId}::uuid AND s."userId" = ${userId}::uuid`;
  return row;
}

async function standingOfKey(db: TenantDb, { apiKeyId }: Viewer): Promise<Standing | undefined> {
  const [row] = await db.$queryRaw<Standing[]>`
    SELECT EXISTS (SELECT FROM "Membership" m WHERE m."tenantId" = k."tenantId" AND m."userId" = k."createdById") AS "isMember",
      EXISTS (SELECT FROM "User" u WHERE u."id" = k."createdById" AND u."disabledAt" IS NOT NULL) AS "isDisabled",
      NULL AS "endReason", (k."revokedAt" IS NOT NULL OR k."expiresAt" <= now()) AS "hasEnded"
    FROM "ApiKey" k
    WHERE k."tenantId" = ${db.$tenantId}::uuid AND k."id" = ${apiKeyId}::uuid`;
  return row;
}

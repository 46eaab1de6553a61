import { newRefreshToken, secretHash } from '../../auth/secrets.js';
import type { AuditFacts } from '../../db/audit-scope.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { NotFound } from '../../errors.js';
import type { AuthSession, Prisma } from '../../generated/prisma/client.js';
import type { Actor, Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { accessRevoked } from './access-revoked.js';

export interface NewSession {
  readonly userId: string;
  readonly email: string;
  readonly userAgent: string | null;
  readonly address: string;
  readonly lifetimeDays: number;
  readonly requestId: string;
}

export interface OpenedSession {
  readonly sessionId: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** Opens a session with its first refresh token. It ends for good after `lifetimeDays`, however often it is refreshed. */
export function openSession(db: TenantDb, session: NewSession): Promise<OpenedSession> {
  return transact(db, async (tx) => {
    const expiresAt = new Date(Date.now() + session.lifetimeDays * 86_400_000);
    const { id } = await tx.authSession.create({
      data: {
        tenantId: tx.$tenantId,
        userId: session.userId,
        userAgent: session.userAgent?.slice(0, 300) ?? null,
        address: session.address,
        expiresAt,
      },
      select: { id: true },
    });
    const actor: Actor = { kind: 'USER', id: session.userId, label: session.email };
    tx.$audit({ subject: { type: 'User', id: session.userId } });
    await recordEvent(tx, { kind: 'SIGNED_IN', subject: null, actor, requestId: session.requestId });
    return { sessionId: id, refreshToken: await issueToken(tx, id), expiresAt };
  });
}

export type Rotation =
  | {
      readonly outcome: 'ROTATED';
      readonly userId: string;
      readonly sessionId: string;
      readonly refreshToken: string;
      readonly expiresAt: Date;
    }
  | { readonly outcome: 'REFUSED' };

/**
 * Exchanges a refresh token for the next one. A token that was exchanged before ends its whole session, because
 * nobody can tell which of the two holders is the thief (RFC 9700, 4.14.2). There is no grace period.
 */
export function rotateToken(db: TenantDb, token: { tokenId: string; sessionId: string }): Promise<Rotation> {
  return transact(db, async (tx) => {
    const taken = await tx.refreshToken.updateMany({
      where: { id: token.tokenId, usedAt: null },
      data: { usedAt: new Date() },
    });
    tx.$audit(await holderOf(tx, token.sessionId));
    if (taken.count === 0) {
      await end(tx, token.sessionId, 'REFRESH_TOKEN_REUSED');
      tx.$audit({ action: 'refreshTokenReused', outcome: 'DENIED', codes: ['REFRESH_TOKEN_REUSED'] });
      return { outcome: 'REFUSED' };
    }
    const session = await tx.authSession.findFirst({
      where: { id: token.sessionId, endedAt: null, expiresAt: { gt: new Date() } },
    });
    if (!session) return { outcome: 'REFUSED' };
    await tx.authSession.updateMany({ where: { id: session.id }, data: { lastSeenAt: new Date() } });
    const refreshToken = await issueToken(tx, session.id);
    return {
      outcome: 'ROTATED',
      userId: session.userId,
      sessionId: session.id,
      refreshToken,
      expiresAt: session.expiresAt,
    };
  });
}

/** Whose session it is: the one who acts with a refresh token, as far as can be told. */
async function holderOf(tx: Transaction, sessionId: string): Promise<AuditFacts> {
  const [user] = await tx.$queryRaw<{ id: string; email: string }[]>`
    SELECT u."id", u."email" FROM "AuthSession" s JOIN "User" u ON u."id" = s."userId" WHERE s."id" = ${sessionId}::uuid`;
  if (!user) return {};
  return { actor: { kind: 'USER', id: user.id, label: user.email }, subject: { type: 'User', id: user.id } };
}

/** Ends a session; its tokens and open sockets go with it. Ending it twice is no error. */
export function endSession(db: TenantDb, sessionId: string, reason: string): Promise<void> {
  return transact(db, (tx) => end(tx, sessionId, reason));
}

/** The sessions of a person in this tenant that go on. */
export function liveSessions(userId: string): Prisma.AuthSessionWhereInput {
  return { userId, endedAt: null, expiresAt: { gt: new Date() } };
}

/**
 * Ends one of a person's own sessions. One that has ended is answered as it is.
 * @throws NotFound when they have no such session here
 */
export function endOwnSession(db: TenantDb, userId: string, id: string, cause: Cause): Promise<AuthSession> {
  return transact(db, async (tx) => {
    const session = await tx.authSession.findFirst({ where: { id, userId } });
    if (!session) throw new NotFound('The session', ['input', 'id']);
    if (session.endedAt) return session;
    await end(tx, id, 'ENDED_BY_USER');
    const data = { count: 1 };
    await recordEvent(tx, { kind: 'SESSION_ENDED', subject: { type: 'User', id: userId }, ...cause, data });
    return tx.authSession.findFirstOrThrow({ where: { id } });
  });
}

/**
 * Ends a person's sessions in this tenant except one.
 * @returns how many it ended
 */
export function endOtherSessions(db: TenantDb, userId: string, keep: string | null, cause: Cause): Promise<number> {
  return transact(db, async (tx) => {
    const { count } = await tx.authSession.updateMany({
      where: { ...liveSessions(userId), ...(keep === null ? {} : { id: { not: keep } }) },
      data: { endedAt: new Date(), endReason: 'ENDED_BY_USER' },
    });
    if (count === 0) return 0;
    await recordEvent(tx, {
      kind: 'SESSION_ENDED',
      subject: { type: 'User', id: userId },
      ...cause,
      data: { count },
    });
    // One signal, however many they are: what goes on is asked once more and stays.
    tx.$outbox(accessRevoked({ tenantId: tx.$tenantId, userId }));
    return count;
  });
}

async function end(tx: Transaction, sessionId: string, reason: string): Promise<void> {
  await tx.authSession.updateMany({
    where: { id: sessionId, endedAt: null },
    data: { endedAt: new Date(), endReason: reason },
  });
  tx.$outbox(accessRevoked({ tenantId: tx.$tenantId, sessionId }));
}

async function issueToken(tx: Transaction, sessionId: string): Promise<string> {
  const token = newRefreshToken();
  await tx.refreshToken.create({ data: { tenantId: tx.$tenantId, sessionId, hash: secretHash(token) } });
  return token;
}

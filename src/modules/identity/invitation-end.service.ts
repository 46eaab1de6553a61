import type { Transaction } from '../../db/transaction.js';
import type { MemberRole } from '../../generated/prisma/enums.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';

const EVERY_ROLE: readonly MemberRole[] = ['OWNER', 'ADMIN', 'OPERATOR', 'EMPLOYEE', 'VIEWER'];
/** As what somebody of a role may invite. */
const INVITES: Readonly<Record<MemberRole, readonly MemberRole[]>> = {
  OWNER: EVERY_ROLE,
  ADMIN: EVERY_ROLE.filter((role) => role !== 'OWNER'),
  OPERATOR: [],
  EMPLOYEE: [],
  VIEWER: [],
};

/**
 * Takes back the open invitations that somebody sent and may send no more. They know the tokens, so that they could come
 * back with one, or hand it on. To be called while nobody else changes members (`lockTenant`), as invitations are made.
 * @param role what the inviter is from now on; null for a member no more
 * @returns how many
 */
export async function revokeInvitationsOf(
  tx: Transaction,
  userId: string,
  role: MemberRole | null,
  { actor, requestId }: Cause,
): Promise<number> {
  const kept = role === null ? [] : INVITES[role];
  const revoked = await tx.invitation.updateManyAndReturn({
    where: { invitedById: userId, role: { notIn: [...kept] }, state: 'PENDING', expiresAt: { gt: new Date() } },
    data: { state: 'REVOKED', endedAt: new Date(), version: { increment: 1 } },
    select: { id: true, role: true },
  });
  for (const invitation of revoked) {
    await recordEvent(tx, {
      kind: 'INVITATION_REVOKED',
      subject: { type: 'Invitation', id: invitation.id },
      actor,
      requestId,
      data: { role: invitation.role },
    });
  }
  return revoked.length;
}

import { newInvitationToken, secretHash } from '../../auth/secrets.js';
import { claimKey } from '../../db/idempotency.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { AlreadyExists, InvalidInput, InvalidState, NotFound } from '../../errors.js';
import type { Invitation } from '../../generated/prisma/client.js';
import type { MemberRole } from '../../generated/prisma/enums.js';
import { sendMail } from '../mail/outgoing-mail.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { lockTenant, type MembershipCause, refuseOwners } from './membership.service.js';
import { isTaken } from './taken-value.js';

/** How long an invitation can be accepted. */
export const INVITATION_DAYS = 7;
/** Projects one invitation may name. */
export const INVITATION_PROJECTS = 20;

export interface NewInvitation {
  readonly email: string;
  readonly role: MemberRole;
  /** Projects to become a member of, besides those everybody sees. */
  readonly projectIds: readonly string[];
  readonly idempotencyKey?: string | null | undefined;
}

/** An invitation, with its token where it has just been made. */
export interface SentInvitation {
  readonly invitation: Invitation;
  readonly token: string | null;
}

const TAKEN = 'There is an open invitation for this address; send that again, or revoke it.';

/**
 * Invites an address and mails it the token, of which only the hash is kept.
 * @returns no token when an earlier call with the same idempotency key made the invitation
 * @throws Forbidden when somebody who is no OWNER invites one
 * @throws AlreadyExists when the address is a member's, or has an open invitation
 * @throws NotFound when one of the projects is not there for whoever invites
 */
export async function createInvitation(
  db: TenantDb,
  input: NewInvitation,
  by: MembershipCause,
): Promise<SentInvitation> {
  const email = input.email.toLowerCase();
  const projectIds = [...new Set(input.projectIds)].sort();
  if (projectIds.length > INVITATION_PROJECTS) {
    throw InvalidInput.at(['input', 'projectIds'], `Name ${INVITATION_PROJECTS} projects at most.`);
  }
  try {
    return await transact(db, async (tx) => {
      const inviter = await requireInviter(tx, by, input.role);
      const { id, isRepeated } = await claimKey(tx, {
        operation: 'invitationCreate',
        key: input.idempotencyKey,
        request: [email, input.role, projectIds],
      });
      if (isRepeated) return { invitation: await tx.invitation.findFirstOrThrow({ where: { id } }), token: null };
      const projects = await tx.project.count({ where: { id: { in: projectIds }, archivedAt: null } });
      if (projects < projectIds.length) throw new NotFound('The project', ['input', 'projectIds']);
      const member = await tx.user.findFirst({ where: { email }, select: { id: true } });
      if (member) throw new AlreadyExists('This address is a member’s already.', ['input', 'email']);
      await tx.invitation.updateMany({
        where: { email, state: 'PENDING', expiresAt: { lte: new Date() } },
        data: { state: 'EXPIRED' },
      });
      const token = newInvitationToken();
      const invitation = await tx.invitation.create({
        data: {
          id,
          tenantId: tx.$tenantId,
          email,
          role: input.role,
          projectIds,
          tokenHash: secretHash(token),
          invitedById: by.userId,
          expiresAt: endOfInvitation(),
        },
      });
      await record(tx, 'INVITATION_CREATED', invitation, by);
      await mailInvitation(tx, invitation, token, inviter, by);
      return { invitation, token };
    });
  } catch (error) {
    throw isTaken(error) ? new AlreadyExists(TAKEN, ['input', 'email']) : error;
  }
}

/**
 * Mails an open invitation once more, with a new token and its full time; the token before is of no use any more. It is
 * the sender's from now on, who alone was told the token, and ends with their right to invite.
 * @throws NotFound; Forbidden for an OWNER's, by somebody who is none; InvalidState when it is not open
 */
export function resendInvitation(db: TenantDb, id: string, by: MembershipCause): Promise<SentInvitation> {
  return transact(db, async (tx) => {
    const found = await findInvitation(tx, id);
    const inviter = await requireInviter(tx, by, found.role);
    const token = newInvitationToken();
    const changed = await tx.invitation.updateMany({
      where: { id, state: 'PENDING', expiresAt: { gt: new Date() } },
      data: {
        tokenHash: secretHash(token),
        invitedById: by.userId,
        sentAt: new Date(),
        expiresAt: endOfInvitation(),
        version: { increment: 1 },
      },
    });
    if (changed.count === 0) throw new InvalidState('The invitation is not open any more; invite again.');
    const invitation = await findInvitation(tx, id);
    await record(tx, 'INVITATION_RESENT', invitation, by);
    await mailInvitation(tx, invitation, token, inviter, by);
    return { invitation, token };
  });
}

/**
 * Takes an open invitation back. Doing it twice changes nothing.
 * @throws NotFound; Forbidden for an OWNER's, by somebody who is none; InvalidState when it was accepted or has expired
 */
export function revokeInvitation(db: TenantDb, id: string, by: MembershipCause): Promise<Invitation> {
  return transact(db, async (tx) => {
    const found = await findInvitation(tx, id);
    await requireInviter(tx, by, found.role);
    if (found.state === 'REVOKED') return found;
    const changed = await tx.invitation.updateMany({
      where: { id, state: 'PENDING', expiresAt: { gt: new Date() } },
      data: { state: 'REVOKED', endedAt: new Date(), version: { increment: 1 } },
    });
    if (changed.count === 0) throw new InvalidState('The invitation is not open any more.');
    const invitation = await findInvitation(tx, id);
    await record(tx, 'INVITATION_REVOKED', invitation, by);
    return invitation;
  });
}

/** What state an invitation is in now: time alone ends one, too. */
export function invitationState({ state, expiresAt }: Pick<Invitation, 'state' | 'expiresAt'>): Invitation['state'] {
  return state === 'PENDING' && expiresAt <= new Date() ? 'EXPIRED' : state;
}

/**
 * The inviter's name. Changes of members wait from here on, so that no invitation is made behind the back of the one
 * that takes back what its inviter sent.
 * @throws Forbidden when their role, as it is now, is not enough
 */
async function requireInviter(tx: Transaction, { userId }: MembershipCause, role: MemberRole): Promise<string> {
  await lockTenant(tx);
  const own = await tx.membership.findFirst({ where: { userId }, include: { user: true } });
  refuseOwners(own?.role, [role], ['input', 'role']);
  return own?.user.name ?? '';
}

async function findInvitation(tx: Transaction, id: string): Promise<Invitation> {
  const invitation = await tx.invitation.findFirst({ where: { id } });
  if (!invitation) throw new NotFound('The invitation', ['input', 'id']);
  return invitation;
}

function endOfInvitation(): Date {
  return new Date(Date.now() + INVITATION_DAYS * 86_400_000);
}

async function record(
  tx: Transaction,
  kind: 'INVITATION_CREATED' | 'INVITATION_RESENT' | 'INVITATION_REVOKED',
  { id, role }: Invitation,
  { actor, requestId }: MembershipCause,
): Promise<void> {
  await recordEvent(tx, { kind, subject: { type: 'Invitation', id }, actor, requestId, data: { role } });
}

async function mailInvitation(
  tx: Transaction,
  { email, expiresAt }: Invitation,
  token: string,
  inviterName: string,
  { actor, requestId }: MembershipCause,
): Promise<void> {
  const tenant = await tx.tenant.findFirstOrThrow({ where: { id: tx.$tenantId } });
  await sendMail(tx, {
    template: 'INVITATION',
    to: email,
    values: { token, tenantName: tenant.name, inviterName, validForDays: INVITATION_DAYS },
    expiresAt,
    requestedBy: actor,
    requestId,
  });
}

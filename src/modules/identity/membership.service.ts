import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { Forbidden, InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { Membership, User } from '../../generated/prisma/client.js';
import type { MemberRole } from '../../generated/prisma/enums.js';
import { withPatience } from '../../jobs/failures.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { accessRevoked } from './access-revoked.js';
import { revokeInvitationsOf } from './invitation-end.service.js';

export type MembershipWithUser = Membership & { readonly user: User };

/** Who does it, for the rules and for the log. */
export interface MembershipCause extends Cause {
  readonly userId: string;
}

/** Who is given a case while they leave waits for this, and this for the case: PostgreSQL ends one of the two. */
const PATIENCE_MS = 5_000;
const LAST_OWNER = 'A tenant keeps at least one OWNER; make somebody else one first.';

/**
 * Gives a member another role. What is open for them is looked at anew on all gateways; invitations they sent and may
 * send no more are taken back.
 * @throws NotFound when the tenant has no such membership
 * @throws Forbidden when an OWNER is made or unmade by somebody who is none
 * @throws InvalidState when the last OWNER would be demoted
 * @throws Conflict when somebody else changed it first
 */
export function changeRole(
  db: TenantDb,
  id: string,
  { role, expectedVersion }: ExpectedVersion & { readonly role: MemberRole },
  by: MembershipCause,
): Promise<MembershipWithUser> {
  return transact(db, async (tx) => {
    const [member, own] = await lockMembers(tx, id, by);
    refuseOwners(own, [member.role], ['input', 'id']);
    refuseOwners(own, [role], ['input', 'role']);
    checkVersion('membership', { membership: member }, { expectedVersion });
    if (member.role === role) return member;
    if (member.role === 'OWNER') await refuseLastOwner(tx, id);
    const version = member.version + 1;
    await tx.membership.updateMany({ where: { id }, data: { role, version } });
    const data = { from: member.role, to: role };
    await recordEvent(tx, {
      kind: 'MEMBERSHIP_ROLE_CHANGED',
      subject: { type: 'Membership', id },
      actor: by.actor,
      requestId: by.requestId,
      data,
    });
    await revokeInvitationsOf(tx, member.userId, role, by);
    tx.$outbox(accessRevoked({ tenantId: tx.$tenantId, userId: member.userId }));
    return { ...member, role, version };
  });
}

/**
 * Ends a membership: sessions, open sockets, API keys and open invitations of that person in this tenant end with it.
 * @throws NotFound when the tenant has no such membership
 * @throws Forbidden when somebody who is no OWNER removes one
 * @throws InvalidState when it is that of the last OWNER
 */
export function revokeMembership(db: TenantDb, id: string, by: MembershipCause): Promise<MembershipWithUser> {
  return withPatience(PATIENCE_MS, () =>
    transact(db, async (tx) => {
      const [member, own] = await lockMembers(tx, id, by);
      refuseOwners(own, [member.role], ['input', 'id']);
      return endMembership(tx, member, 'MEMBERSHIP_REVOKED', by);
    }),
  );
}

/**
 * Ends one's own membership.
 * @param tenantSlug of the tenant the actor is signed in to, said again so that nobody leaves by accident
 * @throws NotFound when that is another tenant's
 * @throws InvalidState for the last OWNER
 */
export function leaveTenant(db: TenantDb, tenantSlug: string, by: MembershipCause): Promise<MembershipWithUser> {
  return withPatience(PATIENCE_MS, () =>
    transact(db, async (tx) => {
      const tenant = await tx.tenant.findFirst({ where: { id: tx.$tenantId, slug: tenantSlug }, select: { id: true } });
      if (!tenant) throw new NotFound('The tenant', ['input', 'tenantSlug']);
      const own = await tx.membership.findFirst({ where: { userId: by.userId }, select: { id: true } });
      if (!own) throw new NotFound('The membership', []);
      const [member] = await lockMembers(tx, own.id, by);
      return endMembership(tx, member, 'MEMBERSHIP_LEFT', by);
    }),
  );
}

async function endMembership(
  tx: Transaction,
  member: MembershipWithUser,
  kind: 'MEMBERSHIP_REVOKED' | 'MEMBERSHIP_LEFT',
  by: MembershipCause,
): Promise<MembershipWithUser> {
  const { actor, requestId } = by;
  const { id, userId, role } = member;
  if (role === 'OWNER') await refuseLastOwner(tx, id, kind === 'MEMBERSHIP_LEFT' ? [] : undefined);
  const now = new Date();
  await tx.authSession.updateMany({
    where: { userId, endedAt: null },
    data: { endedAt: now, endReason: kind },
  });
  // For good: somebody who is invited again later does not find old keys working.
  const keys = await tx.apiKey.updateMany({
    where: { createdById: userId, revokedAt: null },
    data: { revokedAt: now },
  });
  // Cases that were theirs are nobody's by that, and the database tells so for each: in whose name, it learns here.
  const cause = JSON.stringify({ actor, requestId: requestId ?? tx.$requestId });
  await tx.$executeRaw`SELECT set_config('app.cause', ${cause}, true)`;
  await tx.membership.deleteMany({ where: { id } });
  const invitationsRevoked = await revokeInvitationsOf(tx, userId, null, by);
  const data = { role, apiKeysRevoked: keys.count, invitationsRevoked };
  await recordEvent(tx, { kind, subject: { type: 'Membership', id }, actor, requestId, data });
  tx.$outbox(accessRevoked({ tenantId: tx.$tenantId, userId }));
  return member;
}

/**
 * The membership in question and the actor's own, as they are while nobody else changes members: all who do take turns
 * at the tenant's row. The role that counts is the one the actor has now, not the one the request began with.
 */
async function lockMembers(tx: Transaction, id: string, by: MembershipCause) {
  await lockTenant(tx);
  const member = await tx.membership.findFirst({ where: { id }, include: { user: true } });
  if (!member) throw new NotFound('The membership', ['input', 'id']);
  const own = await tx.membership.findFirst({ where: { userId: by.userId } });
  return [member, own?.role] as const;
}

/** Makes everybody who changes members of the tenant wait for this transaction. */
export async function lockTenant(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS "locked" FROM "Tenant" WHERE "id" = ${tx.$tenantId}::uuid FOR NO KEY UPDATE`;
}

/** @throws Forbidden when one of the roles is OWNER and the actor is none, or when the actor runs the tenant no more */
export function refuseOwners(own: MemberRole | undefined, roles: readonly MemberRole[], path: readonly string[]): void {
  if (own === 'OWNER') return;
  if (own !== 'ADMIN') throw new Forbidden('Your own role does not allow this any more.', path);
  if (roles.includes('OWNER')) throw new Forbidden('Only an OWNER may make, change or remove an OWNER.', path);
}

/** @throws InvalidState when no other OWNER would be left; the database refuses it, too */
async function refuseLastOwner(tx: Transaction, id: string, path?: readonly string[]): Promise<void> {
  const other = await tx.membership.findFirst({ where: { role: 'OWNER', id: { not: id } }, select: { id: true } });
  if (!other) throw new InvalidState(LAST_OWNER, path);
}

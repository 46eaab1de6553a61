import { createHash } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { CredentialLookup, MembershipOfUser } from '../../auth/credential-lookup.js';
import type { ExternalClaims, ExternalTokens } from '../../auth/external-tokens.js';
import type { ExternalBearer, ExternalSignIn } from '../../auth/identity-gate.js';
import type { TenantDb } from '../../db/tenant.js';
import type { TenantHandles } from '../../db/tenant-handles.js';
import { transact } from '../../db/transaction.js';
import type { MemberRole } from '../../generated/prisma/enums.js';
import type { Actor } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { announceSignals } from './access-revoked.js';
import { endExternalIdentities } from './account.sql.js';

export interface ExternalParts {
  readonly tokens: ExternalTokens;
  readonly lookup: CredentialLookup;
  readonly handles: TenantHandles;
}

const TENANT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Person {
  readonly userId: string;
  readonly email: string;
}
type Organisation = ExternalClaims['organisations'][number] & { readonly name: string };

/** Says who the bearer of a token of an issuer outside is here, and in which tenant. */
export function externalSignIn(parts: ExternalParts): ExternalSignIn {
  return {
    async bearerOf(token) {
      const claims = await parts.tokens.verify(token);
      return claims && bearerOf(parts, claims);
    },
  };
}

async function bearerOf(parts: ExternalParts, claims: ExternalClaims): Promise<ExternalBearer | null> {
  const person = await personOf(parts, claims);
  if (person?.validAfter && claims.issuedAt.getTime() <= Math.floor(person.validAfter.getTime() / 1_000) * 1_000)
    return null;
  const memberships = person ? await parts.lookup.memberships(person.userId) : [];
  const wanted = claims.settings.claims.tenant ? organisationsIn(claims) : undefined;
  const possible = memberships.filter((membership) => wanted?.some(({ name }) => isNamed(membership, name)) ?? true);
  const [membership] = possible;
  const { expiresAt } = claims;
  if (person && membership && possible.length === 1) {
    if (claims.settings.justInTime) await parts.lookup.externalIn(keyOf(claims), membership.tenantId);
    return { userId: person.userId, tenantId: membership.tenantId, expiresAt };
  }
  const [organisation] = wanted ?? [];
  if (possible.length > 1 || !organisation || wanted?.length !== 1) return null;
  return join(parts, claims, organisation);
}

/** Somebody who is known, or becomes so because both sides have proven the same address. */
async function personOf({ lookup }: ExternalParts, claims: ExternalClaims) {
  const known = await lookup.external(keyOf(claims));
  const { settings, email, isEmailVerified } = claims;
  if (known || !settings.linkByEmail || !isEmailVerified || !email) return known;
  await lookup.linkExternal(newId(), keyOf(claims), email);
  return lookup.external(keyOf(claims));
}

/** The organisations of a token that the issuer may speak for, with the names of their tenants. */
function organisationsIn({ organisations, settings: { tenants } }: ExternalClaims): Organisation[] {
  return organisations.flatMap((organisation) => {
    if (tenants === undefined || tenants === 'AS_NAMED') return [{ ...organisation, name: organisation.tenant }];
    const name = Object.hasOwn(tenants, organisation.tenant) ? tenants[organisation.tenant] : undefined;
    return name === undefined ? [] : [{ ...organisation, name }];
  });
}

/** What looks like an id is one, as for the database (`identity_tenant_named`). */
function isNamed({ tenantId, slug }: MembershipOfUser, name: string): boolean {
  return TENANT_ID.test(name) ? tenantId === name.toLowerCase() : slug === name;
}

/** Makes somebody a member of a tenant the first time they come, if the issuer may. */
async function join(
  parts: ExternalParts,
  claims: ExternalClaims,
  organisation: Organisation,
): Promise<ExternalBearer | null> {
  const { justInTime, issuer } = claims.settings;
  const tenantId = justInTime ? await parts.lookup.tenantNamed(organisation.name) : undefined;
  if (!justInTime || !tenantId) return null;
  const { roles } = justInTime;
  const mapped =
    organisation.role !== null && Object.hasOwn(roles, organisation.role) ? roles[organisation.role] : undefined;
  const role: MemberRole = mapped ?? justInTime.role;
  const address = claims.isEmailVerified ? claims.email : null;
  const madeUp = `external-${createHash('sha256').update(`${issuer} ${claims.subject}`).digest('hex').slice(0, 32)}@users.invalid`;
  return transact(parts.handles.for(tenantId), async (tx) => {
    const membershipId = newId();
    const [person] = await tx.$queryRaw<Person[]>`
      SELECT * FROM identity_join_external(${newId()}::uuid, ${newId()}::uuid, ${membershipId}::uuid, ${issuer}, ${claims.subject},
        ${address}, ${madeUp}, ${claims.name ?? address ?? 'External user'}, ${role}::"MemberRole")`;
    if (!person) return null;
    const actor: Actor = { kind: 'USER', id: person.userId, label: person.email };
    tx.$audit({ action: 'externalIdentityJoin', outcome: 'SUCCEEDED' });
    await recordEvent(tx, {
      kind: 'MEMBERSHIP_JOINED',
      subject: { type: 'Membership', id: membershipId },
      actor,
      data: { role, issuer },
    });
    return { userId: person.userId, tenantId, expiresAt: claims.expiresAt };
  });
}

function keyOf({ settings: { issuer }, subject }: ExternalClaims) {
  return { issuer, subject };
}

/**
 * Ends every sign-in by an issuer outside, in every tenant of the person: what was issued until now holds no longer, and
 * open sockets go with it.
 */
export async function endExternalSignIns(handles: TenantHandles, db: TenantDb, userId: string): Promise<void> {
  announceSignals(handles, await transact(db, (tx) => endExternalIdentities(tx, userId)));
}

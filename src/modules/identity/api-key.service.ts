import { type ApiScope, grantOf, isInScopes, PERMISSIONS } from '../../auth/permissions.js';
import { newApiKey, secretHash } from '../../auth/secrets.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { Conflict, InvalidInput, InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { ApiKey } from '../../generated/prisma/client.js';
import type { MemberRole } from '../../generated/prisma/enums.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { accessRevoked } from './access-revoked.js';

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly expiresAt?: Date | null | undefined;
  /** How many requests a minute it may make; null: only the limits that hold for everybody. */
  readonly requestsPerMinute?: number | null | undefined;
}

/** A key with its secret, which is told this once: only its hash is kept. */
export interface KeyWithSecret {
  readonly apiKey: ApiKey;
  readonly secret: string;
}

/**
 * Creates an API key.
 * @throws InvalidInput when it would expire in the past, or a scope gives nothing to somebody of the creator's role
 */
export function createApiKey(
  db: TenantDb,
  input: NewApiKey,
  creator: { readonly userId: string; readonly role: MemberRole },
  cause: Cause,
): Promise<KeyWithSecret> {
  refusePast(input.expiresAt);
  refuseMoreThan(creator.role, input.scopes);
  const { prefix, secret } = newApiKey();
  return transact(db, async (tx) => {
    const apiKey = await tx.apiKey.create({
      data: {
        tenantId: tx.$tenantId,
        name: input.name,
        prefix,
        hash: secretHash(secret),
        scopes: [...new Set(input.scopes)],
        createdById: creator.userId,
        expiresAt: input.expiresAt ?? null,
        requestsPerMinute: input.requestsPerMinute ?? null,
      },
    });
    await recordEvent(tx, { kind: 'API_KEY_CREATED', subject: subjectOf(apiKey), ...cause });
    return { apiKey, secret };
  });
}

/** What a key is changed to; what is left out stays. */
export interface ApiKeyChange extends ExpectedVersion {
  readonly name?: string | null | undefined;
  readonly scopes?: readonly ApiScope[] | null | undefined;
  /** Null takes the end away. */
  readonly expiresAt?: Date | null | undefined;
  /** Null takes the limit away. */
  readonly requestsPerMinute?: number | null | undefined;
}

/**
 * Changes what a key is called and may do. Other scopes act at once, also on what is connected with the key.
 * @throws NotFound, Conflict with the current key, InvalidState when it has ended, InvalidInput when a scope goes beyond
 * what its creator has
 */
export function updateApiKey(db: TenantDb, id: string, change: ApiKeyChange, cause: Cause): Promise<ApiKey> {
  refusePast(change.expiresAt);
  return transact(db, async (tx) => {
    const key = await requireLiving(tx, id, change);
    if (change.scopes) refuseMoreThan(await creatorsRole(tx, key), change.scopes);
    const changed = await moveOn(tx, key, {
      ...(change.name ? { name: change.name } : {}),
      ...(change.scopes ? { scopes: [...new Set(change.scopes)] } : {}),
      ...(change.expiresAt === undefined ? {} : { expiresAt: change.expiresAt }),
      ...(change.requestsPerMinute === undefined ? {} : { requestsPerMinute: change.requestsPerMinute }),
    });
    const data = { scopes: changed.scopes, before: { scopes: key.scopes } };
    await recordEvent(tx, { kind: 'API_KEY_UPDATED', subject: subjectOf(key), ...cause, data });
    tx.$outbox(accessRevoked({ tenantId: tx.$tenantId, apiKeyId: id }));
    return changed;
  });
}

/**
 * Gives a key a new secret. The old one works until the overlap ends, so that clients can be changed over one by one;
 * a secret from before an earlier rotation ends now.
 * @param overlapMinutes 0: the old secret ends at once, with what is connected by it
 * @throws NotFound, Conflict with the current key, or InvalidState when it has ended
 */
export function rotateApiKey(
  db: TenantDb,
  id: string,
  rotation: ExpectedVersion & { readonly overlapMinutes: number },
  cause: Cause,
): Promise<KeyWithSecret> {
  const { prefix, secret } = newApiKey();
  return transact(db, async (tx) => {
    const key = await requireLiving(tx, id, rotation);
    const now = new Date();
    const previousEndsAt = new Date(now.getTime() + rotation.overlapMinutes * 60_000);
    const apiKey = await moveOn(tx, key, {
      prefix,
      hash: secretHash(secret),
      previousHash: key.hash,
      previousEndsAt,
      rotatedAt: now,
    });
    const data = { previousEndsAt: previousEndsAt.toISOString() };
    await recordEvent(tx, { kind: 'API_KEY_ROTATED', subject: subjectOf(key), ...cause, data });
    tx.$outbox(accessRevoked({ tenantId: tx.$tenantId, apiKeyId: id }));
    return { apiKey, secret };
  });
}

/**
 * Ends a key, its old secret too, and whatever is connected with it. Revoking it again changes nothing.
 * @throws NotFound when the tenant has no such key
 */
export function revokeApiKey(db: TenantDb, id: string, cause: Cause): Promise<ApiKey> {
  return transact(db, async (tx) => {
    const key = await tx.apiKey.findFirst({ where: { id } });
    if (!key) throw new NotFound('The API key', ['input', 'id']);
    const revoked = await tx.apiKey.updateManyAndReturn({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date(), version: { increment: 1 } },
    });
    if (!revoked[0]) return key;
    await recordEvent(tx, { kind: 'API_KEY_REVOKED', subject: subjectOf(key), ...cause });
    tx.$outbox(accessRevoked({ tenantId: tx.$tenantId, apiKeyId: id }));
    return revoked[0];
  });
}

type KeyEnds = Pick<ApiKey, 'revokedAt' | 'expiresAt'>;

/** What state a key is in now. */
export function apiKeyState({ revokedAt, expiresAt }: KeyEnds): 'ACTIVE' | 'EXPIRED' | 'REVOKED' {
  if (revokedAt) return 'REVOKED';
  return expiresAt && expiresAt <= new Date() ? 'EXPIRED' : 'ACTIVE';
}

export type ApiKeyOperation = 'UPDATE' | 'ROTATE' | 'REVOKE';

/** The operations that would be accepted in the key's present state. */
export function availableApiKeyOperations(key: KeyEnds): ApiKeyOperation[] {
  const state = apiKeyState(key);
  if (state === 'ACTIVE') return ['UPDATE', 'ROTATE', 'REVOKE'];
  return state === 'EXPIRED' ? ['REVOKE'] : [];
}

async function requireLiving(tx: Transaction, id: string, change: ExpectedVersion): Promise<ApiKey> {
  const key = await tx.apiKey.findFirst({ where: { id } });
  if (!key) throw new NotFound('The API key', ['input', 'id']);
  checkVersion('key', { apiKey: key }, change);
  if (apiKeyState(key) !== 'ACTIVE') throw new InvalidState('The key has ended.');
  return key;
}

/** Writes a change of a key that nobody else changed meanwhile. */
async function moveOn(tx: Transaction, key: ApiKey, data: Partial<ApiKey>): Promise<ApiKey> {
  const { id, version } = key;
  const [changed] = await tx.apiKey.updateManyAndReturn({
    where: { id, version, revokedAt: null },
    data: { ...data, version: version + 1 },
  });
  if (!changed)
    throw new Conflict('The key has changed since.', { apiKey: await tx.apiKey.findFirst({ where: { id } }) });
  return changed;
}

async function creatorsRole(tx: Transaction, { createdById }: ApiKey): Promise<MemberRole | null> {
  const creator = await tx.membership.findFirst({ where: { userId: createdById }, select: { role: true } });
  return creator?.role ?? null;
}

/** A key never gets more than its creator has; a scope that would give nothing is refused before it misleads. */
function refuseMoreThan(role: MemberRole | null, scopes: readonly ApiScope[]): void {
  const beyond = scopes.filter(
    (scope) =>
      !PERMISSIONS.map(grantOf).some((grant) => isInScopes(grant, [scope]) && role && grant.roles.includes(role)),
  );
  if (beyond.length === 0) return;
  throw InvalidInput.at(['input', 'scopes'], `The creator of the key may not do this: ${beyond.join(', ')}.`);
}

function refusePast(expiresAt: Date | null | undefined): void {
  if (!expiresAt || expiresAt > new Date()) return;
  throw InvalidInput.at(['input', 'expiresAt'], 'The key would have expired already.');
}

function subjectOf({ id }: ApiKey) {
  return { type: 'ApiKey', id };
}

import type { ApiScope } from '../../auth/permissions.js';
import { newApiKey, secretHash } from '../../auth/secrets.js';
import type { TenantDb } from '../../db/tenant.js';
import { transact } from '../../db/transaction.js';
import { InvalidInput, NotFound } from '../../errors.js';
import type { ApiKey } from '../../generated/prisma/client.js';
import type { Actor } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { accessRevoked } from './access-revoked.js';

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly expiresAt?: Date | null | undefined;
}

/**
 * Creates an API key. The secret is returned this once; only its hash is kept.
 * @throws InvalidInput when it would expire in the past
 */
export function createApiKey(
  db: TenantDb,
  input: NewApiKey,
  userId: string,
  actor: Actor,
  requestId: string,
): Promise<{ apiKey: ApiKey; secret: string }> {
  if (input.expiresAt && input.expiresAt <= new Date()) {
    throw InvalidInput.at(['input', 'expiresAt'], 'The key would have expired already.');
  }
  const { prefix, secret } = newApiKey();
  return transact(db, async (tx) => {
    const apiKey = await tx.apiKey.create({
      data: {
        tenantId: tx.$tenantId,
        name: input.name,
        prefix,
        hash: secretHash(secret),
        scopes: [...new Set(input.scopes)],
        createdById: userId,
        expiresAt: input.expiresAt ?? null,
      },
    });
    await recordEvent(tx, { kind: 'API_KEY_CREATED', subject: { type: 'ApiKey', id: apiKey.id }, actor, requestId });
    return { apiKey, secret };
  });
}

/**
 * Ends a key and whatever is connected with it. Revoking it again changes nothing.
 * @throws NotFound when the tenant has no such key
 */
export function revokeApiKey(db: TenantDb, id: string, actor: Actor, requestId: string): Promise<ApiKey> {
  return transact(db, async (tx) => {
    const key = await tx.apiKey.findFirst({ where: { id } });
    if (!key) throw new NotFound('The API key', ['input', 'id']);
    if (key.revokedAt) return key;
    await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } });
    await recordEvent(tx, { kind: 'API_KEY_REVOKED', subject: { type: 'ApiKey', id }, actor, requestId });
    tx.$outbox(accessRevoked({ tenantId: tx.$tenantId, apiKeyId: id }));
    return { ...key, revokedAt: new Date() };
  });
}

/** What state a key is in now. */
export function apiKeyState({
  revokedAt,
  expiresAt,
}: Pick<ApiKey, 'revokedAt' | 'expiresAt'>): 'ACTIVE' | 'EXPIRED' | 'REVOKED' {
  if (revokedAt) return 'REVOKED';
  return expiresAt && expiresAt <= new Date() ? 'EXPIRED' : 'ACTIVE';
}

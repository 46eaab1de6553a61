import { createHash } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { IdempotencyMismatch } from '../errors.js';
import type { Transaction } from './transaction.js';

export interface IdempotentRequest {
  /** What is done, for example `caseOpen`; keys of different operations do not meet. */
  readonly operation: string;
  /** The caller's key; without one, every call is a new one. */
  readonly key: string | null | undefined;
  /** Everything the answer depends on. */
  readonly request: unknown;
}

/**
 * Claims an idempotency key inside the transaction that does the work: the first caller gets a new id to create
 * under, every later one (also in parallel: they wait for the first) gets the id of what was created.
 * @throws IdempotencyMismatch when the key came with another request before
 */
export async function claimKey(
  tx: Transaction,
  { operation, key, request }: IdempotentRequest,
): Promise<{ readonly id: string; readonly isRepeated: boolean }> {
  const id = newId();
  if (!key) return { id, isRepeated: false };
  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const claimed = await tx.$executeRaw`
    INSERT INTO "IdempotencyRecord" ("tenantId", "operation", "key", "requestHash", "resultId")
    VALUES (${tx.$tenantId}::uuid, ${operation}, ${key}, ${requestHash}, ${id}::uuid) ON CONFLICT DO NOTHING`;
  if (claimed === 1) return { id, isRepeated: false };
  const first = await tx.idempotencyRecord.findFirstOrThrow({ where: { operation, key } });
  if (first.requestHash !== requestHash) throw new IdempotencyMismatch();
  return { id: first.resultId, isRepeated: true };
}

import type { OutboxDelivery, OutboxMessage } from './outbox.js';
import { inBackground } from './request-clock.js';
import type { TenantDb, TenantTx } from './tenant.js';
import type { TenantVault } from './vault.js';

/** A transaction of one tenant, and what is to follow from its commit. */
export interface Transaction extends TenantTx {
  /** Adds a message that is delivered if, and only if, this transaction commits. */
  readonly $outbox: (message: OutboxMessage) => void;
  /** Seals and opens what is encrypted at rest. */
  readonly $vault: TenantVault;
}

/**
 * Runs `work` in one transaction; its outbox messages are stored with it and delivered right after the commit.
 * All writes of services go through here. On a job's handle the fence is checked first, so that a stalled twin
 * of the job changes nothing.
 * @throws what `work` or the fence throws, after rolling back
 */
export async function transact<T>(db: TenantDb, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const [result, stored] = await db.$transaction(async (tx) => {
    const messages: OutboxMessage[] = [];
    // @NOTE Defined, not assigned: assignment would reach through Prisma's proxy to what all transactions of the
    // handle share, and their messages would get mixed up.
    const transaction = Object.create(tx, {
      $tenantId: { value: db.$tenantId },
      $vault: { value: db.$vault },
      $outbox: { value: (message: OutboxMessage) => void messages.push(message) },
    }) as Transaction;
    await db.$fence?.(transaction);
    const outcome = await work(transaction);
    return [outcome, await store(transaction, messages)] as const;
  });
  if (stored.length > 0) inBackground(() => db.$deliver(db.$tenantId, stored));
  return result;
}

async function store(tx: TenantTx, messages: readonly OutboxMessage[]): Promise<OutboxDelivery[]> {
  if (messages.length === 0) return [];
  const rows = await tx.outboxEntry.createManyAndReturn({
    data: messages.map((message) => ({ tenantId: tx.$tenantId, ...message })),
    select: { id: true },
  });
  return messages.map((message, index) => ({ ...message, id: rows[index]!.id }));
}

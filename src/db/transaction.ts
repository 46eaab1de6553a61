import { auditEntryOf, insertAuditEntry } from './audit-entry.js';
import { type AuditFacts, currentAuditScope } from './audit-scope.js';
import type { OutboxDelivery, OutboxMessage } from './outbox.js';
import { inBackground } from './request-clock.js';
import { requestBehind } from './request-trace.js';
import type { TenantDb, TenantTx } from './tenant.js';
import type { TenantVault } from './vault.js';

/** A transaction of one tenant, and what is to follow from its commit. */
export interface Transaction extends TenantTx {
  /** Adds a message that is delivered if, and only if, this transaction commits. */
  readonly $outbox: (message: OutboxMessage) => void;
  /** The request that this is done for, also by a job; null when nobody asked. */
  readonly $requestId: string | null;
  /** Seals and opens what is encrypted at rest. */
  readonly $vault: TenantVault;
  /** Says more about the audit entry of this transaction. What was said first stands; with an `action` or an
   *  `outcome`, the entry is written whether or not a row changes, also where no request is behind it. */
  readonly $audit: (facts: AuditFacts) => void;
}

/**
 * Runs `work` in one transaction; its outbox messages are stored with it and delivered right after the commit.
 * All writes of services go through here. In the course of a mutation, what changed and who did it is written into the
 * audit by the same transaction. On a job's handle the fence is checked first, so that a stalled twin
 * of the job changes nothing.
 * @throws what `work` or the fence throws, after rolling back
 */
export async function transact<T>(db: TenantDb, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const scope = currentAuditScope();
  const [result, stored, audited] = await db.$transaction(async (tx) => {
    const messages: OutboxMessage[] = [];
    const facts: Writable<AuditFacts> = {};
    // @NOTE Defined, not assigned: assignment would reach through Prisma's proxy to what all transactions of the
    // handle share, and their messages would get mixed up.
    const transaction = Object.create(tx, {
      $tenantId: { value: db.$tenantId },
      $requestId: { value: scope?.origin.requestId ?? requestBehind() },
      $rights: { value: db.$rights },
      $vault: { value: db.$vault },
      $outbox: { value: (message: OutboxMessage) => void messages.push(message) },
      $audit: { value: (more: AuditFacts) => addFacts(facts, more) },
    }) as Transaction;
    await db.$fence?.(transaction);
    const outcome = await work(transaction);
    const entry = scope || facts.action ? auditEntryOf(scope, facts) : undefined;
    const isCertain = facts.action !== undefined || facts.outcome !== undefined;
    const isWritten = entry !== undefined && (await insertAuditEntry(transaction, entry, !isCertain));
    return [outcome, await store(transaction, messages), isWritten ? entry.outcome : undefined] as const;
  });
  if (audited) scope?.written.push(audited);
  if (stored.length > 0) inBackground(() => db.$deliver(db.$tenantId, stored));
  return result;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function addFacts(facts: Writable<AuditFacts>, more: AuditFacts): void {
  facts.action ??= more.action;
  facts.actor ??= more.actor;
  facts.subject ??= more.subject;
  facts.outcome ??= more.outcome;
  facts.codes ??= more.codes;
}

async function store(tx: TenantTx, messages: readonly OutboxMessage[]): Promise<OutboxDelivery[]> {
  if (messages.length === 0) return [];
  const rows = await tx.$queryRaw<{ readonly id: bigint }[]>`
    INSERT INTO "OutboxEntry" ("tenantId", "kind", "target", "body")
    SELECT ${tx.$tenantId}::uuid, m."kind"::"OutboxKind", m."target", m."body"
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) AS ("kind" text, "target" text, "body" jsonb))
      WITH ORDINALITY AS m("kind", "target", "body", "place")
    ORDER BY m."place" RETURNING "id"`;
  return messages.map((message, index) => ({ ...message, id: rows[index]!.id }));
}

import { v7 as newId } from 'uuid';
import type { AuditOutcome } from '../generated/prisma/enums.js';
import type { AuditActor, AuditFacts, AuditOrigin, AuditScope, AuditSubject } from './audit-scope.js';
import type { TenantTx } from './tenant.js';

/** An entry of the audit as it is written. */
export interface NewAuditEntry {
  readonly action: string;
  readonly actor: AuditActor;
  readonly subject: AuditSubject | null;
  readonly outcome: AuditOutcome;
  /** Codes of user errors or of the error. */
  readonly codes: readonly string[];
  readonly origin: AuditOrigin;
}

/** Who acts when nobody is signed in. */
const NOBODY: AuditActor = { kind: 'SYSTEM', id: null, label: 'nobody' };
/** A job or another part of the system that says what it does. */
const SYSTEM: AuditActor = { kind: 'SYSTEM', id: null, label: 'system' };
const NO_ORIGIN: AuditOrigin = { address: null, userAgent: null, requestId: null };

/** The entry of an act, from what is known of it. */
export function auditEntryOf(scope: AuditScope | undefined, facts: AuditFacts): NewAuditEntry {
  return {
    action: facts.action ?? scope?.action ?? 'unnamed',
    actor: scope?.actor ?? facts.actor ?? (scope ? NOBODY : SYSTEM),
    subject: facts.subject ?? scope?.subject ?? null,
    outcome: facts.outcome ?? 'SUCCEEDED',
    codes: facts.codes ?? [],
    origin: scope?.origin ?? NO_ORIGIN,
  };
}

/**
 * Appends an entry, with the changes that the transaction has made so far.
 * @param onlyIfChanged writes nothing when no row has changed
 * @returns whether it was written
 */
export async function insertAuditEntry(
  db: Pick<TenantTx, '$queryRawUnsafe'>,
  entry: NewAuditEntry,
  onlyIfChanged = false,
): Promise<boolean> {
  const [row] = await db.$queryRawUnsafe<{ isWritten: boolean }[]>(
    APPEND_AUDIT_ENTRY,
    ...auditEntryValues(entry, onlyIfChanged),
  );
  return row?.isWritten === true;
}

/** The statement that appends an entry; `auditEntryValues` are its values, as PostgreSQL reads them from text. */
export const APPEND_AUDIT_ENTRY = `SELECT audit_append($1::text::uuid, $2, $3::text::uuid, $4, $5, $6, $7::text::uuid, $8,
  $9::text::text[], $10, $11, $12, $13::text::boolean) AS "isWritten"`;

export function auditEntryValues(
  { action, actor, subject, outcome, codes, origin }: NewAuditEntry,
  onlyIfChanged: boolean,
): (string | null)[] {
  return [
    newId(),
    actor.kind,
    actor.id,
    actor.label,
    action,
    subject?.type ?? null,
    subject?.id ?? null,
    outcome,
    `{${codes.map((code) => code.replace(/\W/g, '')).join(',')}}`,
    origin.address,
    origin.userAgent?.slice(0, 300) ?? null,
    origin.requestId,
    String(onlyIfChanged),
  ];
}

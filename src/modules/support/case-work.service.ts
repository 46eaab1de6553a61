import { permissionsOf } from '../../auth/permissions.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidInput, InvalidState, NotFound } from '../../errors.js';
import { checkVersion } from '../../expected-version.js';
import type { Case, Prisma } from '../../generated/prisma/client.js';
import type { CasePriority } from '../../generated/prisma/enums.js';
import { withPatience } from '../../jobs/failures.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { EventData } from '../operations/tenant-event-data.js';
import type { CaseDecision } from './case.service.js';
import { lockCase } from './case.sql.js';
import { type CaseStreamEvent, caseEvent } from './case-events.js';
import { MAX_TAGS, normalTags } from './case-tags.js';

const PATIENCE_MS = 5_000;

type ChangeKind = `CASE_${'ASSIGNED' | 'UNASSIGNED' | 'TAGS_CHANGED' | 'PRIORITY_CHANGED' | 'SNOOZED' | 'WOKEN'}`;

/** What the event of a change says. */
type CaseFacts = { [Kind in ChangeKind]: { readonly kind: Kind; readonly facts: EventData<Kind> } }[ChangeKind];

/** What one change of a case's columns comes to; null: it is so already. */
export type CaseChange = CaseFacts & {
  readonly data: Prisma.CaseUpdateManyMutationInput & { readonly assigneeId?: string | null };
  readonly event: (changed: Case) => CaseStreamEvent;
};

/**
 * Changes columns of a case under lock, with its version, and tells everybody who watches.
 * @throws NotFound, Conflict with the current case, and what `decide` throws
 */
export async function changeCase(
  tx: Transaction,
  caseId: string,
  { expectedVersion, ...cause }: CaseDecision,
  decide: (current: Case) => CaseChange | null | Promise<CaseChange | null>,
): Promise<Case> {
  const current = await lockCase(tx, caseId);
  if (!current) throw new NotFound('The case', ['input', 'id']);
  checkVersion('case', { case: current }, { expectedVersion });
  const change = await decide(current);
  if (!change) return current;
  await tx.case.updateMany({
    where: { id: caseId },
    data: { ...change.data, version: { increment: 1 }, updatedAt: new Date() },
  });
  const changed = await tx.case.findFirstOrThrow({ where: { id: caseId } });
  tx.$outbox(caseEvent(caseId, change.event(changed)));
  const subject = { type: 'Case', id: caseId };
  await recordEvent(tx, { kind: change.kind, subject, ...cause, data: change.facts });
  return changed;
}

/**
 * Gives a case to a member, or to nobody.
 * @param membershipId null takes it away from whoever has it
 * @throws NotFound, Conflict, InvalidState when the case is closed, InvalidInput when the member may not work on it
 */
export function assignCase(db: TenantDb, caseId: string, membershipId: string | null, decision: CaseDecision) {
  // Somebody who leaves is locked before their cases, here it is the other way round: PostgreSQL ends one of the two.
  return withPatience(PATIENCE_MS, () => transact(db, (tx) => assignCaseIn(tx, caseId, membershipId, decision)));
}

/** `assignCase` as a part of the caller's transaction. */
export function assignCaseIn(
  tx: Transaction,
  caseId: string,
  membershipId: string | null,
  decision: CaseDecision,
): Promise<Case> {
  return changeCase(tx, caseId, decision, async ({ assigneeId: from, projectId, state }) => {
    if (membershipId !== null) {
      await requireAssignee(tx, membershipId, projectId);
      if (state === 'CLOSED') throw new InvalidState('A closed case is given to nobody.');
    }
    if (membershipId === from) return null;
    return {
      data: { assigneeId: membershipId },
      kind: membershipId === null ? 'CASE_UNASSIGNED' : 'CASE_ASSIGNED',
      facts: { from, to: membershipId },
      event: ({ version }) => ({ type: 'CaseAssigned', membershipId, version }),
    };
  });
}

/** The member must be one who works on cases, and see the project; nobody leaves while they are given one. */
async function requireAssignee(tx: Transaction, membershipId: string, projectId: string): Promise<void> {
  const path = ['input', 'membershipId'];
  const [member] = await tx.$queryRaw<{ role: Parameters<typeof permissionsOf>[0]; isHidden: boolean }[]>`
    SELECT "role", ${projectId}::uuid = ANY (hidden_projects_of("tenantId", "id")) AS "isHidden"
    FROM "Membership" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${membershipId}::uuid FOR KEY SHARE`;
  if (!member) throw new NotFound('The membership', path);
  if (!permissionsOf(member.role).has('case:write')) {
    throw InvalidInput.at(path, `Somebody who is ${member.role} does not work on cases.`);
  }
  if (member.isHidden) throw InvalidInput.at(path, 'They do not see the project of the case.');
}

export type TagVerb = 'ADD' | 'REMOVE' | 'SET';

/**
 * Adds tags to a case, takes some away, or sets all of them; in their normal form.
 * @throws NotFound, Conflict, InvalidInput when a tag is none, or there would be too many
 */
export function tagCase(db: TenantDb, caseId: string, verb: TagVerb, tags: readonly string[], decision: CaseDecision) {
  return transact(db, (tx) => tagCaseIn(tx, caseId, verb, tags, decision));
}

/** `tagCase` as a part of the caller's transaction. */
export function tagCaseIn(
  tx: Transaction,
  caseId: string,
  verb: TagVerb,
  given: readonly string[],
  decision: CaseDecision,
): Promise<Case> {
  const tags = normalTags(given);
  return changeCase(tx, caseId, decision, ({ tags: old }) => {
    const added = verb === 'REMOVE' ? [] : tags.filter((tag) => !old.includes(tag));
    const removed = verb === 'ADD' ? [] : old.filter((tag) => tags.includes(tag) === (verb === 'REMOVE'));
    if (added.length + removed.length === 0) return null;
    const now = [...old.filter((tag) => !removed.includes(tag)), ...added];
    if (now.length > MAX_TAGS) throw InvalidInput.at(['input', 'tags'], `A case has ${MAX_TAGS} tags at most.`);
    return {
      data: { tags: now },
      kind: 'CASE_TAGS_CHANGED',
      facts: { added, removed },
      event: ({ version }) => ({ type: 'CaseTagsChanged', tags: now, version }),
    };
  });
}

/**
 * Says how urgent a case is.
 * @param priority null: as urgent as its severity, from now on
 * @throws NotFound, Conflict, InvalidState when the case is closed
 */
export function setCasePriority(db: TenantDb, caseId: string, priority: CasePriority | null, decision: CaseDecision) {
  return transact(db, (tx) => setCasePriorityIn(tx, caseId, priority, decision));
}

/** `setCasePriority` as a part of the caller's transaction. */
export function setCasePriorityIn(
  tx: Transaction,
  caseId: string,
  priority: CasePriority | null,
  decision: CaseDecision,
): Promise<Case> {
  return changeCase(tx, caseId, decision, ({ priority: from, isPriorityFixed, state }) => {
    if (state === 'CLOSED') throw new InvalidState('A closed case is not urgent any more.');
    const isFixed = priority !== null;
    if (isFixed === isPriorityFixed && (priority ?? from) === from) return null;
    return {
      data: { isPriorityFixed: isFixed, ...(isFixed ? { priority } : {}) },
      kind: 'CASE_PRIORITY_CHANGED',
      facts: { from, to: priority, isFixed },
      event: (now) => ({ type: 'CasePriorityChanged', from, to: now.priority, version: now.version }),
    };
  });
}

/** Tells that a case got another priority with its severity, when it did. */
export async function announcePriority(tx: Transaction, before: Case, now: Case, cause: Cause): Promise<void> {
  const { id, version, priority: to } = now;
  const { priority: from } = before;
  if (from === to) return;
  tx.$outbox(caseEvent(id, { type: 'CasePriorityChanged', from, to, version }));
  const data = { from, to, isFixed: false };
  await recordEvent(tx, { kind: 'CASE_PRIORITY_CHANGED', subject: { type: 'Case', id }, ...cause, data });
}

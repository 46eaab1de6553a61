import type { Permission } from '../../auth/permissions.js';
import type { Case } from '../../generated/prisma/client.js';
import type { CaseState } from '../../generated/prisma/enums.js';

/** Every transition of a case. A person can be asked for at any time but after the end. */
export const CASE_TRANSITIONS: Readonly<Record<CaseState, readonly CaseState[]>> = {
  NEW: ['TRIAGING', 'NEEDS_HUMAN'],
  TRIAGING: ['TRIAGED', 'NEEDS_HUMAN'],
  TRIAGED: ['MATCHED', 'UNMATCHED', 'NEEDS_HUMAN'],
  MATCHED: ['REPLY_DRAFTED', 'RESOLVED', 'NEEDS_HUMAN'],
  UNMATCHED: ['REPLY_DRAFTED', 'CHANGE_PREP', 'RESOLVED', 'NEEDS_HUMAN'],
  REPLY_DRAFTED: ['AWAITING_APPROVAL', 'REPLIED', 'NEEDS_HUMAN'],
  AWAITING_APPROVAL: ['REPLIED', 'NEEDS_HUMAN'],
  REPLIED: ['RESOLVED', 'REOPENED', 'NEEDS_HUMAN'],
  RESOLVED: ['CLOSED', 'REOPENED', 'NEEDS_HUMAN'],
  CLOSED: [],
  CHANGE_PREP: ['CHANGE_PROPOSED', 'NEEDS_HUMAN'],
  CHANGE_PROPOSED: ['RESOLVED', 'NEEDS_HUMAN'],
  // A step that is tried again goes back to where it began; a person's triage goes on from TRIAGED; a reply that could
  // not be sent may be sent after all.
  NEEDS_HUMAN: ['TRIAGING', 'TRIAGED', 'MATCHED', 'UNMATCHED', 'REPLIED', 'RESOLVED'],
  REOPENED: ['RESOLVED', 'NEEDS_HUMAN'],
};

/** The states from which a case may enter `state`; what the guards in SQL compare with. */
export function caseStatesBefore(state: CaseState): CaseState[] {
  return (Object.keys(CASE_TRANSITIONS) as CaseState[]).filter((from) => CASE_TRANSITIONS[from].includes(state));
}

/** The pipeline is at work; when it gives up, a person takes over. */
export const AUTOMATED_STATES = [
  'NEW',
  'TRIAGING',
  'TRIAGED',
  'MATCHED',
  'UNMATCHED',
  'REPLY_DRAFTED',
  'CHANGE_PREP',
] as const satisfies readonly CaseState[];

/** What people may do with a case: one for each mutation, with the permission that it asks for. */
export const CASE_OPERATIONS = {
  CORRECT_TRIAGE: { description: '`caseTriageCorrect` would be accepted.', permission: 'case:write' },
  APPROVE_REPLY: { description: '`replyApprove` of its draft would be accepted.', permission: 'reply:decide' },
  REJECT_REPLY: { description: '`replyReject` of its draft would be accepted.', permission: 'reply:decide' },
  TAKE_OVER: { description: '`caseTakeOver` would be accepted.', permission: 'case:write' },
  HAND_BACK: { description: '`caseHandBack` would be accepted.', permission: 'case:write' },
  RESOLVE: { description: '`caseResolve` would be accepted.', permission: 'case:write' },
  CLOSE: { description: '`caseClose` would be accepted.', permission: 'case:write' },
  REOPEN: { description: '`caseReopen` would be accepted.', permission: 'case:write' },
} as const satisfies Record<string, { description: string; permission: Permission }>;
export type CaseOperation = keyof typeof CASE_OPERATIONS;

/** The operations that would be accepted in the case's present state from somebody with these permissions. */
export function availableCaseTransitions(
  { state }: Pick<Case, 'state'>,
  permissions: ReadonlySet<Permission>,
): CaseOperation[] {
  const next = CASE_TRANSITIONS[state];
  const operations: CaseOperation[] = [
    ...(state === 'CLOSED' ? [] : (['CORRECT_TRIAGE'] as const)),
    ...(state === 'AWAITING_APPROVAL' ? (['APPROVE_REPLY', 'REJECT_REPLY'] as const) : []),
    ...(state === 'CLOSED' ? [] : (['TAKE_OVER'] as const)),
    ...(state === 'NEEDS_HUMAN' ? (['HAND_BACK'] as const) : []),
    ...(next.includes('RESOLVED') ? (['RESOLVE'] as const) : []),
    ...(next.includes('CLOSED') ? (['CLOSE'] as const) : []),
    ...(next.includes('REOPENED') ? (['REOPEN'] as const) : []),
  ];
  return operations.filter((operation) => permissions.has(CASE_OPERATIONS[operation].permission));
}

import type { CasePriority } from '../../generated/prisma/enums.js';

/** What ended the time for which a case was put off. */
export type WokenBy = 'TIME' | 'CUSTOMER' | 'PERSON';
/** What is promised to the customer. */
export type SlaClock = 'FIRST_ANSWER' | 'RESOLUTION';

/** What people do with a case besides moving it, as it is appended to the case's live stream. */
export type CaseWorkEvent =
  | { readonly type: 'CaseSnoozed'; readonly until: string; readonly version: number }
  | { readonly type: 'CaseMerged'; readonly sourceId: string; readonly targetId: string }
  | { readonly type: 'CaseWoken'; readonly by: WokenBy; readonly version: number }
  | {
      readonly type: 'CaseSlaBreached';
      readonly clock: SlaClock;
      readonly dueAt: string;
      readonly version: number;
    }
  | { readonly type: 'CaseAssigned'; readonly membershipId: string | null; readonly version: number }
  | { readonly type: 'CaseTagsChanged'; readonly tags: string[]; readonly version: number }
  | {
      readonly type: 'CasePriorityChanged';
      readonly from: CasePriority;
      readonly to: CasePriority;
      readonly version: number;
    };

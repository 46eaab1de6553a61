import type { CasePriority } from '../../generated/prisma/enums.js';

/** What people do with a case besides moving it, as it is appended to the case's live stream. */
export type CaseWorkEvent =
  | { readonly type: 'CaseAssigned'; readonly membershipId: string | null; readonly version: number }
  | { readonly type: 'CaseTagsChanged'; readonly tags: string[]; readonly version: number }
  | {
      readonly type: 'CasePriorityChanged';
      readonly from: CasePriority;
      readonly to: CasePriority;
      readonly version: number;
    };

import type { ApprovalSubjects } from './modules/approvals/approval.service.js';
import { CHANGE_APPROVAL, REPLY_APPROVAL } from './modules/support/case-approval-subjects.service.js';

/** Everything that can wait for an approval, one line each, by its type in the schema. */
export const APPROVAL_SUBJECTS: ApprovalSubjects = {
  ChangeRequest: CHANGE_APPROVAL,
  ReplyDraft: REPLY_APPROVAL,
};

import type { ApprovalSubject } from '../approvals/approval.service.js';
import { acceptChangeIn, endChange } from './change-request.service.js';
import { approveReplyIn, endReply } from './reply-decision.service.js';

/** A draft: approving sends it; without a yes, the case needs a person. */
export const REPLY_APPROVAL: ApprovalSubject = {
  permission: 'reply:decide',
  approve: (tx, id, settlement) => approveReplyIn(tx, id, settlement),
  reject: (tx, id, settlement) => endReply(tx, id, 'REJECTED', settlement),
  expire: (tx, id, settlement) => endReply(tx, id, 'EXPIRED', settlement),
};

/** A proposed change. */
export const CHANGE_APPROVAL: ApprovalSubject = {
  permission: 'change:decide',
  approve: (tx, id, settlement) => acceptChangeIn(tx, id, settlement),
  reject: (tx, id, settlement) => endChange(tx, id, 'REJECTED', settlement),
  expire: (tx, id, settlement) => endChange(tx, id, 'EXPIRED', settlement),
};

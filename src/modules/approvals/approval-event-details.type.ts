import { encodeGlobalID } from '@pothos/plugin-relay';
import { eventDetails } from '../operations/tenant-event-details.type.js';
import { ApprovalKind } from './approval.type.js';

eventDetails(
  ['APPROVAL_REQUESTED', 'APPROVAL_APPROVED', 'APPROVAL_REJECTED', 'APPROVAL_EXPIRED', 'APPROVAL_SUPERSEDED'],
  'ApprovalDetails',
  'What is, or was, to be decided.',
  (t) => ({
    kind: t.expose('approvalKind', { type: ApprovalKind, description: 'What is to be decided.' }),
    about: t.node({
      description: 'A ReplyDraft or a ChangeRequest.',
      id: ({ subjectType, subjectId }) => encodeGlobalID(subjectType, subjectId),
    }),
    reason: t.exposeString('reason', { description: 'Why a person is asked.' }),
    note: t.exposeString('note', { nullable: true, description: 'What whoever decided said; null when nothing.' }),
  }),
);

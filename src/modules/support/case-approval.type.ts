import { builder } from '../../graphql/builder.js';
import { StreamItem } from '../../graphql/stream-items.js';
import { Approval, ApprovalState } from '../approvals/approval.type.js';
import type { ApprovalChangedItem } from './case-stream.js';
import { ChangeRequest } from './change-request.type.js';
import { ReplyDraft } from './reply-draft.type.js';

export const ApprovalChanged = builder.objectRef<ApprovalChangedItem>('ApprovalChanged').implement({
  description: 'A person is asked about something of the case, what is asked about was changed, or it was decided.',
  interfaces: [StreamItem],
  fields: (t) => ({
    state: t.expose('state', { type: ApprovalState, description: 'Where it was then.' }),
    version: t.exposeInt('version', { description: 'Its version then.' }),
    approval: t.prismaField({
      type: Approval,
      nullable: true,
      authScopes: { can: 'approval:read' },
      unauthorizedResolver: () => null,
      description: 'The approval as it is now; null for those who may not see it.',
      resolve: (query, { approvalId }, _args, { db }) => db.approval.findFirst({ ...query, where: { id: approvalId } }),
    }),
  }),
});

const newest = (subjectType: string, subjectId: string) =>
  ({ where: { subjectType, subjectId }, orderBy: { id: 'desc' } }) as const;

builder.prismaObjectField(ReplyDraft, 'approval', (t) =>
  t.prismaField({
    type: Approval,
    nullable: true,
    authScopes: { can: 'approval:read' },
    unauthorizedResolver: () => null,
    description: 'Where it waits for a person, or waited; null when nobody was asked, or it is not yours to see.',
    resolve: (query, { id }, _args, { db }) => db.approval.findFirst({ ...query, ...newest('ReplyDraft', id) }),
  }),
);

builder.prismaObjectField(ChangeRequest, 'approval', (t) =>
  t.prismaField({
    type: Approval,
    nullable: true,
    authScopes: { can: 'approval:read' },
    unauthorizedResolver: () => null,
    description: 'Where it waits for a person, or waited; null when nobody was asked, or it is not yours to see.',
    resolve: (query, { id }, _args, { db }) => db.approval.findFirst({ ...query, ...newest('ChangeRequest', id) }),
  }),
);

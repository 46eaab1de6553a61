import type { Case as CaseRow, ReplyDraft as ReplyDraftRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { decisionOf } from './case.mutations.js';
import { Case } from './case.type.js';
import { approveReply, editReply, rejectReply } from './reply-decision.service.js';
import { ReplyDraft } from './reply-draft.type.js';
import { TEXT } from './text-input.js';

const replyPayload = (name: 'ReplyApprovePayload' | 'ReplyRejectPayload' | 'ReplyEditPayload') =>
  payloadType<{ readonly replyDraft: ReplyDraftRow; readonly case: CaseRow }>(name, (p) => ({
    replyDraft: p.expose('replyDraft', {
      type: ReplyDraft,
      nullable: true,
      description: 'The draft as it is now, also after a conflict.',
    }),
    case: p.expose('case', {
      type: Case,
      nullable: true,
      description: 'The case as it is now, also when somebody else decided first; null when it did not change.',
    }),
  }));

const decisionInput = (name: string) =>
  builder.inputType(name, {
    description: 'Which draft.',
    fields: (t) => ({
      id: t.globalID({ for: ReplyDraft, description: 'The draft.' }),
      expectedVersion: t.int(expectedVersion('draft')),
    }),
  });

const ReplyApproveInput = decisionInput('ReplyApproveInput');
const ReplyRejectInput = decisionInput('ReplyRejectInput');

const ReplyEditInput = builder.inputType('ReplyEditInput', {
  description: 'A new text for a draft.',
  fields: (t) => ({
    id: t.globalID({ for: ReplyDraft, description: 'The draft.' }),
    body: t.string({
      validate: { schema: TEXT.message },
      description: 'Its whole text, in Markdown.',
    }),
    expectedVersion: t.int(expectedVersion('draft')),
  }),
});

builder.mutationField('replyApprove', (t) =>
  t.withAuth({ can: 'reply:decide' }).field({
    type: replyPayload('ReplyApprovePayload'),
    description: 'Sends a draft as it is. Of two who decide at once, the second gets CONFLICT.',
    args: { input: t.arg({ type: ReplyApproveInput, description: 'Which draft.' }) },
    resolve: (_root, { input }, context) => approveReply(context.db, input.id.id, decisionOf(context, input)),
  }),
);

builder.mutationField('replyReject', (t) =>
  t.withAuth({ can: 'reply:decide' }).field({
    type: replyPayload('ReplyRejectPayload'),
    description:
      'Refuses a draft: nothing is sent, and the case needs a person. Of two who decide at once, the second gets CONFLICT.',
    args: { input: t.arg({ type: ReplyRejectInput, description: 'Which draft.' }) },
    resolve: (_root, { input }, context) => rejectReply(context.db, input.id.id, decisionOf(context, input)),
  }),
);

builder.mutationField('replyEdit', (t) =>
  t.withAuth({ can: 'reply:decide' }).field({
    type: replyPayload('ReplyEditPayload'),
    description: 'Changes the text of a draft that waits for approval; CONFLICT when it was decided on already.',
    args: { input: t.arg({ type: ReplyEditInput, description: 'The draft and its text.' }) },
    resolve: async (_root, { input }, context) => ({
      replyDraft: await editReply(context.db, input.id.id, input.body, decisionOf(context, input)),
    }),
  }),
);

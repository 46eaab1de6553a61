import { builder } from '../../graphql/builder.js';
import { StreamGap, StreamItem } from '../../graphql/stream-items.js';
import { Case, CaseMessage } from './case.type.js';
import { ApprovalChanged } from './case-approval.type.js';
import { CaseDecided } from './case-decision.type.js';
import { requireCase } from './case-move.service.js';
import {
  type CaseItem,
  type CaseMatchedItem,
  type CaseMessageAddedItem,
  type CaseSnapshotItem,
  type CaseStateChangedItem,
  type CaseTriagedItem,
  type ChangeRequestChangedItem,
  caseSource,
  type PipelineStepChangedItem,
  type ReplyDraftChangedItem,
  type ReplyDraftDeltaItem,
} from './case-stream.js';
import { CASE_WORK_ITEMS } from './case-work-stream.type.js';
import { ChangeRequest } from './change-request.type.js';
import { PipelineStep } from './pipeline.type.js';
import { ReplyDraft } from './reply-draft.type.js';
import {
  CaseSeverity,
  CaseState,
  CaseType,
  ChangeRequestState,
  DeciderKind,
  MessageDirection,
  PipelineStepKind,
  PipelineStepState,
  ReplyDraftState,
} from './support-enums.type.js';

const CaseSnapshot = builder.objectRef<CaseSnapshotItem>('CaseSnapshot').implement({
  description: 'The case as it is at this cursor; only later events follow.',
  interfaces: [StreamItem],
  fields: (t) => ({
    case: t.expose('case', { type: Case, description: 'The case.' }),
    draftedSoFar: t.exposeString('draftedSoFar', {
      nullable: true,
      description: 'What has been written of the reply that is being drafted; null when none is.',
    }),
  }),
});

const CaseStateChanged = builder.objectRef<CaseStateChangedItem>('CaseStateChanged').implement({
  description: 'The case moved to another state.',
  interfaces: [StreamItem],
  fields: (t) => ({
    from: t.expose('from', { type: CaseState, description: 'Where it was.' }),
    to: t.expose('to', { type: CaseState, description: 'Where it is.' }),
    version: t.exposeInt('version', { description: "The case's version from then on." }),
  }),
});

const CaseTriaged = builder.objectRef<CaseTriagedItem>('CaseTriaged').implement({
  description: 'Somebody or something decided what kind of case it is.',
  interfaces: [StreamItem],
  fields: (t) => ({
    type: t.expose('caseType', { type: CaseType, description: 'What kind of case it is.' }),
    severity: t.expose('severity', { type: CaseSeverity, description: 'How much it hurts.' }),
    confidence: t.exposeFloat('confidence', { description: 'How sure the type is, 0 to 1.' }),
    decidedBy: t.expose('decidedBy', { type: DeciderKind, description: 'Who decided.' }),
  }),
});

const CaseMatched = builder.objectRef<CaseMatchedItem>('CaseMatched').implement({
  description: 'The knowledge base was searched; `Case.matches` has the articles.',
  interfaces: [StreamItem],
  fields: (t) => ({
    matches: t.exposeInt('matches', { description: 'How many articles fit well enough.' }),
    bestScore: t.exposeFloat('bestScore', {
      nullable: true,
      description: 'Score of the best; null when none was found.',
    }),
  }),
});

const PipelineStepChanged = builder.objectRef<PipelineStepChangedItem>('PipelineStepChanged').implement({
  description: 'A step of the pipeline moved to another state.',
  interfaces: [StreamItem],
  fields: (t) => ({
    kind: t.expose('kind', { type: PipelineStepKind, description: 'What the step does.' }),
    from: t.expose('from', { type: PipelineStepState, description: 'Where it was.' }),
    to: t.expose('to', { type: PipelineStepState, description: 'Where it is.' }),
    errorCode: t.exposeString('errorCode', { nullable: true, description: 'Why it failed; null when it did not.' }),
    step: t.prismaField({
      type: PipelineStep,
      nullable: true,
      description: 'The step as it is now.',
      resolve: (query, { stepId }, _args, { db }) => db.pipelineStep.findFirst({ ...query, where: { id: stepId } }),
    }),
  }),
});

const ReplyDraftDelta = builder.objectRef<ReplyDraftDeltaItem>('ReplyDraftDelta').implement({
  description: 'More of the reply that is being drafted.',
  interfaces: [StreamItem],
  fields: (t) => ({
    draftId: t.globalID({ description: 'The draft.', resolve: ({ draftId }) => ({ type: ReplyDraft, id: draftId }) }),
    offset: t.exposeInt('offset', {
      description: 'How many characters come before it; 0 begins anew, for example with a second attempt.',
    }),
    text: t.exposeString('text', { description: 'What to add.' }),
  }),
});

const ReplyDraftChanged = builder.objectRef<ReplyDraftChangedItem>('ReplyDraftChanged').implement({
  description: 'The draft of a reply was begun, finished, edited or decided on.',
  interfaces: [StreamItem],
  fields: (t) => ({
    draftId: t.globalID({ description: 'The draft.', resolve: ({ draftId }) => ({ type: ReplyDraft, id: draftId }) }),
    state: t.expose('state', { type: ReplyDraftState, description: 'Where it was then.' }),
    version: t.exposeInt('version', { description: 'Its version then.' }),
    draft: t.prismaField({
      type: ReplyDraft,
      nullable: true,
      description: 'The draft as it is now; null when it was given up.',
      resolve: (query, { draftId }, _args, { db }) => db.replyDraft.findFirst({ ...query, where: { id: draftId } }),
    }),
  }),
});

const ChangeRequestChanged = builder.objectRef<ChangeRequestChangedItem>('ChangeRequestChanged').implement({
  description: 'A change was proposed, edited, decided on or replaced.',
  interfaces: [StreamItem],
  fields: (t) => ({
    state: t.expose('state', { type: ChangeRequestState, description: 'Where it was then.' }),
    version: t.exposeInt('version', { description: 'Its version then.' }),
    changeRequest: t.prismaField({
      type: ChangeRequest,
      nullable: true,
      description: 'The change request as it is now.',
      resolve: (query, { changeRequestId }, _args, { db }) =>
        db.changeRequest.findFirst({ ...query, where: { id: changeRequestId } }),
    }),
  }),
});

const CaseMessageAdded = builder.objectRef<CaseMessageAddedItem>('CaseMessageAdded').implement({
  description: 'A message was added to the conversation.',
  interfaces: [StreamItem],
  fields: (t) => ({
    direction: t.expose('direction', { type: MessageDirection, description: 'Which way it went.' }),
    message: t.prismaField({
      type: CaseMessage,
      nullable: true,
      description: 'The message.',
      resolve: (query, { messageId }, _args, { db }) =>
        db.caseMessage.findFirst({ ...query, where: { id: messageId } }),
    }),
  }),
});

const CaseEvent = builder.unionType('CaseEvent', {
  description: 'What can come over the stream of a case.',
  types: [
    CaseSnapshot,
    CaseStateChanged,
    CaseTriaged,
    CaseMatched,
    PipelineStepChanged,
    ReplyDraftDelta,
    ReplyDraftChanged,
    ApprovalChanged,
    CaseDecided,
    ChangeRequestChanged,
    CaseMessageAdded,
    ...CASE_WORK_ITEMS,
    StreamGap,
  ],
  resolveType: (item) => (item as CaseItem).__typename,
});

builder.subscriptionField('caseEvents', (t) =>
  t.withAuth({ can: 'case:read' }).field({
    type: CaseEvent,
    description:
      'Follows a case. Without `after`: a snapshot first, then every later event. With `after`: exactly the events behind it. Never ends by itself.',
    args: {
      caseId: t.arg.globalID({ for: Case, description: 'The case.' }),
      after: t.arg({ type: 'EventCursor', required: false, description: 'Cursor of the last item you have.' }),
    },
    subscribe: async (_root, { caseId, after }, { db, services }) => {
      await requireCase(db, caseId.id, ['caseId']);
      return services.live.stream(caseSource(db, caseId.id, after ?? null));
    },
    resolve: (item) => item as CaseItem,
  }),
);

import { encodeGlobalID } from '@pothos/plugin-relay';
import { eventDetails } from '../operations/tenant-event-details.type.js';
import { CaseWokenBy, SlaClock } from './case-sla.type.js';
import { CasePriority } from './case-work.type.js';
import { ChannelKind } from './channel.type.js';
import { CaseSeverity, CaseState, CaseType, DeciderKind, KbArticleState, RiskLevel } from './support-enums.type.js';
import { TriageTrainingOutcome } from './triage-model.type.js';

eventDetails(['CASE_STATE_CHANGED'], 'CaseMoveDetails', 'How a case moved.', (t) => ({
  from: t.expose('from', { type: CaseState, description: 'The state it left.' }),
  to: t.expose('to', { type: CaseState, description: 'The state it came to.' }),
}));

eventDetails(['CASE_TRIAGED'], 'CaseTriageDetails', 'What a case is.', (t) => ({
  type: t.expose('type', { type: CaseType, description: 'Its type.' }),
  severity: t.expose('severity', { type: CaseSeverity, description: 'How bad it is.' }),
  confidence: t.exposeFloat('confidence', {
    nullable: true,
    description: 'How sure the decider is, 0 to 1; null when a person decided.',
  }),
  decidedBy: t.expose('decidedBy', { type: DeciderKind, description: 'Who decided.' }),
}));

eventDetails(['CASE_ASSIGNED', 'CASE_UNASSIGNED'], 'CaseAssignmentDetails', 'Who has a case.', (t) => ({
  from: t.node({
    description: 'Until now; null when nobody had it, or they have left the tenant.',
    id: ({ from }) => (from ? encodeGlobalID('Membership', from) : null),
  }),
  fromLabel: t.string({
    nullable: true,
    description: 'Who had it until they left the tenant, by their address; null when nobody left.',
    resolve: ({ fromLabel }) => fromLabel ?? null,
  }),
  to: t.node({
    description: 'From now on; null when nobody has it.',
    id: ({ to }) => (to ? encodeGlobalID('Membership', to) : null),
  }),
}));

eventDetails(['CASE_TAGS_CHANGED'], 'CaseTagDetails', 'How a case is filed.', (t) => ({
  added: t.exposeStringList('added', { description: 'Tags it got.' }),
  removed: t.exposeStringList('removed', { description: 'Tags it lost.' }),
}));

eventDetails(['CASE_PRIORITY_CHANGED'], 'CasePriorityDetails', 'How urgent a case is.', (t) => ({
  from: t.expose('from', { type: CasePriority, description: 'Until now.' }),
  to: t.expose('to', {
    type: CasePriority,
    nullable: true,
    description: 'From now on; null when a person left it to triage again.',
  }),
  isFixed: t.exposeBoolean('isFixed', { description: 'Whether a person said so, so that triage leaves it alone.' }),
}));

eventDetails(['CASE_SNOOZED'], 'CaseSnoozeDetails', 'How long a case is put off.', (t) => ({
  endsAt: t.field({ type: 'DateTime', description: 'Until when.', resolve: ({ until }) => new Date(until) }),
}));

eventDetails(['CASE_WOKEN'], 'CaseWokenDetails', 'Why a case is back.', (t) => ({
  by: t.expose('by', { type: CaseWokenBy, description: 'What woke it.' }),
}));

eventDetails(['CASE_SLA_BREACHED'], 'SlaBreachDetails', 'What was late.', (t) => ({
  clock: t.expose('clock', { type: SlaClock, description: 'What was promised.' }),
  dueAt: t.field({ type: 'DateTime', description: 'By when.', resolve: ({ dueAt }) => new Date(dueAt) }),
  priority: t.expose('priority', { type: CasePriority, description: 'How urgent the case is.' }),
}));

eventDetails(['CASE_MERGED'], 'CaseMergeDetails', 'Where a case goes on.', (t) => ({
  into: t.node({ description: 'The case it was merged into.', id: ({ intoId }) => encodeGlobalID('Case', intoId) }),
}));

eventDetails(['CUSTOMERS_MERGED'], 'CustomerMergeDetails', 'Who somebody is by now.', (t) => ({
  into: t.node({ description: 'The customer that both are.', id: ({ intoId }) => encodeGlobalID('Customer', intoId) }),
  movedCases: t.exposeInt('movedCases', { description: 'How many cases moved.' }),
}));

eventDetails(['CASE_NOTE_ADDED'], 'CaseNoteDetails', 'What was written.', (t) => ({
  message: t.node({ description: 'The note.', id: ({ messageId }) => encodeGlobalID('CaseMessage', messageId) }),
}));

eventDetails(['CASE_TAKEN_OVER'], 'CaseTakeOverDetails', 'Out of whose hands it was taken.', (t) => ({
  from: t.expose('from', { type: CaseState, description: 'Where the case was.' }),
  wasRunning: t.exposeBoolean('wasRunning', { description: 'Whether a pipeline was at work and was cancelled.' }),
}));

eventDetails(['CHANGE_PROPOSED'], 'ChangeProposalDetails', 'What was prepared.', (t) => ({
  case: t.node({ description: 'What it would solve.', id: ({ caseId }) => encodeGlobalID('Case', caseId) }),
  confidence: t.exposeFloat('confidence', { description: 'How sure the model is, 0 to 1.' }),
  riskLevel: t.expose('riskLevel', { type: RiskLevel, description: 'How risky it is.' }),
}));

eventDetails(
  ['CHANGE_EDITED', 'CHANGE_ACCEPTED', 'CHANGE_REJECTED', 'CHANGE_SUPERSEDED'],
  'ChangeDecisionDetails',
  'What it is about.',
  (t) => ({
    case: t.node({ description: 'What the change would solve.', id: ({ caseId }) => encodeGlobalID('Case', caseId) }),
  }),
);

eventDetails(['CASE_MESSAGE_RECEIVED'], 'CaseMessageDetails', 'What came in.', (t) => ({
  channel: t.node({ description: 'By which channel.', id: ({ channelId }) => encodeGlobalID('Channel', channelId) }),
}));

eventDetails(['CHANNEL_CREATED'], 'ChannelDetails', 'What was created.', (t) => ({
  kind: t.field({ type: ChannelKind, description: 'Kind of the channel.', resolve: ({ channelKind }) => channelKind }),
}));

eventDetails(['REPLY_DRAFTED'], 'ReplyDraftDetails', 'What was drafted.', (t) => ({
  case: t.node({ description: 'What it answers.', id: ({ caseId }) => encodeGlobalID('Case', caseId) }),
  citations: t.exposeInt('citations', { description: 'How many articles it cites.' }),
  confidence: t.exposeFloat('confidence', {
    nullable: true,
    description: 'How well it is founded, 0 to 1; null when that is not known.',
  }),
}));

eventDetails(['REPLY_APPROVED', 'REPLY_REJECTED'], 'ReplyDecisionDetails', 'What was decided on.', (t) => ({
  case: t.node({ description: 'What it answers.', id: ({ caseId }) => encodeGlobalID('Case', caseId) }),
}));

eventDetails(['REPLY_SENT', 'REPLY_SEND_FAILED'], 'ReplySendDetails', 'What became of a reply.', (t) => ({
  case: t.node({ description: 'What it answers.', id: ({ caseId }) => encodeGlobalID('Case', caseId) }),
  channel: t.node({
    description: 'By which channel; null when the case came by none.',
    id: ({ channelId }) => (channelId ? encodeGlobalID('Channel', channelId) : null),
  }),
  code: t.exposeString('code', { nullable: true, description: 'Why it failed; null when it did not.' }),
}));

eventDetails(['KB_ARTICLE_CREATED'], 'KbArticleDetails', 'What the article was.', (t) => ({
  title: t.exposeString('title', { description: 'Its title.' }),
  state: t.expose('state', { type: KbArticleState, description: 'Where it stood.' }),
}));

eventDetails(
  ['KB_ARTICLE_UPDATED', 'KB_ARTICLE_PUBLISHED', 'KB_ARTICLE_ARCHIVED'],
  'KbArticleChangeDetails',
  'What the article became.',
  (t) => ({
    title: t.exposeString('title', { description: 'Its title.' }),
    state: t.expose('state', { type: KbArticleState, description: 'Where it stood.' }),
    version: t.exposeInt('version', { description: 'Its version.' }),
    restoredVersion: t.exposeInt('restoredVersion', {
      nullable: true,
      description: 'The earlier version whose text it has again; null when it has a new one.',
    }),
  }),
);

eventDetails(['KB_ARTICLES_IMPORTED'], 'KbImportDetails', 'What an import did.', (t) => ({
  created: t.exposeInt('created', { description: 'How many articles were new.' }),
  updated: t.exposeInt('updated', { description: 'How many got another text.' }),
  unchanged: t.exposeInt('unchanged', { description: 'How many were known as they are.' }),
}));

eventDetails(['KB_SUGGESTIONS_FOUND'], 'KbSuggestionsDetails', 'What was found.', (t) => ({
  found: t.exposeInt('found', { description: 'How many articles were suggested.' }),
}));

eventDetails(
  ['KB_SUGGESTION_ACCEPTED', 'KB_SUGGESTION_DISMISSED'],
  'KbSuggestionDetails',
  'What was decided on.',
  (t) => ({
    suggestion: t.node({
      description: 'The suggestion; null when it is gone.',
      id: ({ suggestionId }) => encodeGlobalID('KbSuggestion', suggestionId),
    }),
    title: t.exposeString('title', { description: 'Its title.' }),
  }),
);

eventDetails(['CASES_IMPORTED'], 'CaseImportDetails', 'What an import did.', (t) => ({
  imported: t.exposeInt('imported', { description: 'How many cases were new.' }),
  known: t.exposeInt('known', { description: 'How many were there already.' }),
}));

eventDetails(['TRIAGE_LEARNED'], 'TriageTrainingDetails', 'What triage learned from.', (t) => ({
  samples: t.exposeInt('samples', { description: 'From how many cases.' }),
  number: t.exposeInt('number', { description: 'Number of the version in its project.' }),
  outcome: t.expose('outcome', { type: TriageTrainingOutcome, description: 'How the training ended.' }),
  macroF1Before: t.exposeFloat('macroF1Before', {
    nullable: true,
    description: 'Macro F1 of the version in use on the cases held out; null when it was not measured.',
  }),
  macroF1After: t.exposeFloat('macroF1After', {
    nullable: true,
    description: 'Macro F1 of the new version on the same cases; null when it was not measured.',
  }),
}));

eventDetails(['TRIAGE_MODEL_ACTIVATED'], 'TriageActivationDetails', 'What triage works with from now on.', (t) => ({
  model: t.node({ description: 'The version.', id: ({ modelId }) => encodeGlobalID('TriageModel', modelId) }),
  number: t.exposeInt('number', { description: 'Its number in the project.' }),
  insteadOf: t.exposeInt('insteadOf', {
    nullable: true,
    description: 'Number of the version until now; null when there was none.',
  }),
}));

eventDetails(['TRIAGE_MODEL_RETIRED'], 'TriageRetirementDetails', 'What triage works with no more.', (t) => ({
  model: t.node({ description: 'The version.', id: ({ modelId }) => encodeGlobalID('TriageModel', modelId) }),
  number: t.exposeInt('number', { description: 'Its number in the project.' }),
}));

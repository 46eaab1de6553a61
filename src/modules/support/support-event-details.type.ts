import { encodeGlobalID } from '@pothos/plugin-relay';
import { eventDetails } from '../operations/tenant-event-details.js';
import { ChannelKind } from './channel.type.js';
import { CaseSeverity, CaseState, CaseType, DeciderKind, KbArticleState } from './support-enums.type.js';

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

eventDetails(['CASE_MESSAGE_RECEIVED'], 'CaseMessageDetails', 'What came in.', (t) => ({
  channel: t.node({ description: 'By which channel.', id: ({ channelId }) => encodeGlobalID('Channel', channelId) }),
}));

eventDetails(['CHANNEL_CREATED'], 'ChannelDetails', 'What was created.', (t) => ({
  kind: t.field({ type: ChannelKind, description: 'Kind of the channel.', resolve: ({ channelKind }) => channelKind }),
}));

eventDetails(['REPLY_DRAFTED'], 'ReplyDraftDetails', 'What was drafted.', (t) => ({
  case: t.node({ description: 'What it answers.', id: ({ caseId }) => encodeGlobalID('Case', caseId) }),
  citations: t.exposeInt('citations', { description: 'How many articles it cites.' }),
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
  version: t.exposeString('version', { description: 'Version of the model.' }),
}));

import {
  CaseSeverity as CaseSeverities,
  CaseState as CaseStates,
  CaseType as CaseTypes,
  ChangeRequestState as ChangeRequestStates,
  DeciderKind as DeciderKinds,
  EmbeddingState as EmbeddingStates,
  KbArticleChange as KbArticleChanges,
  KbArticleState as KbArticleStates,
  MessageDirection as MessageDirections,
  PipelineState as PipelineStates,
  PipelineStepKind as PipelineStepKinds,
  PipelineStepState as PipelineStepStates,
  ReplyDraftState as ReplyDraftStates,
  RiskLevel as RiskLevels,
} from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { CASE_OPERATIONS, type CaseOperation } from './case-states.js';
import { ARTICLE_OPERATIONS, type ArticleOperation } from './kb-article-states.js';

/** An enum of the schema that has the values of one of the database, each with what it means. */
function described<Name extends string>(
  name: string,
  description: string,
  _values: Readonly<Record<Name, Name>>,
  meanings: Readonly<Record<Name, string>>,
) {
  const values = Object.fromEntries(
    Object.entries<string>(meanings).map(([value, meaning]) => [value, { description: meaning }]),
  ) as Record<Name, { description: string }>;
  return builder.enumType(name, { description, values });
}

export const CaseState = described('CaseState', 'Where a case stands.', CaseStates, {
  NEW: 'It was opened; its pipeline is about to start.',
  TRIAGING: 'Type and severity are being decided.',
  TRIAGED: 'Type and severity are known.',
  MATCHED: 'Articles that fit were found.',
  UNMATCHED: 'No article fits.',
  REPLY_DRAFTED: 'A reply was drafted.',
  AWAITING_APPROVAL: 'The draft waits for a person.',
  REPLIED: 'The customer has been answered.',
  RESOLVED: 'The problem is solved.',
  CLOSED: 'Nothing more will happen.',
  CHANGE_PREP: 'A change that would solve it is being prepared.',
  CHANGE_PROPOSED: 'A change that would solve it is proposed.',
  NEEDS_HUMAN: 'The pipeline has stopped; a person has to look at it.',
  REOPENED: 'The customer came back.',
});

export const CaseType = described('CaseType', 'What kind of case it is.', CaseTypes, {
  BUG: 'Something is broken.',
  FEATURE: 'Something is wanted.',
  QUESTION: 'Something is asked.',
});

export const CaseSeverity = described('CaseSeverity', 'How much a case hurts.', CaseSeverities, {
  LOW: 'A cosmetic matter, or a wish.',
  MEDIUM: 'It gets in the way.',
  HIGH: 'Something important does not work.',
  CRITICAL: 'Loss of data, money or safety, or nothing works.',
});

export const DeciderKind = described('DeciderKind', 'Who decided.', DeciderKinds, {
  MODEL: 'A model.',
  PERSON: 'A person; models learn from it and never override it.',
});

export const MessageDirection = described('MessageDirection', 'Which way a message went.', MessageDirections, {
  INBOUND: 'From the customer.',
  OUTBOUND: 'To the customer.',
  INTERNAL: 'Between members; the customer does not see it.',
});

export const PipelineState = described('PipelineState', 'Where a pipeline stands.', PipelineStates, {
  RUNNING: 'Its steps are under way.',
  SUCCEEDED: 'It went as far as it should.',
  FAILED: 'A step gave up; it can be retried.',
  CANCELLED: 'Somebody cancelled it.',
});

export const PipelineStepKind = described('PipelineStepKind', 'What a step does.', PipelineStepKinds, {
  TRIAGE: 'Decides type and severity.',
  KNOWN_ISSUE_MATCH: 'Finds articles that fit.',
  AUTO_REPLY: 'Drafts a reply from the articles.',
  CHANGE_PREP: 'Prepares a change, in the place of a reply, for a bug that no article knows.',
});

export const PipelineStepState = described('PipelineStepState', 'Where a step stands.', PipelineStepStates, {
  PENDING: 'It has not begun.',
  RUNNING: 'It is under way.',
  SUCCEEDED: 'It is done.',
  SKIPPED: 'It was left out.',
  FAILED: 'It gave up, or was cancelled; it can be retried.',
});

export const ReplyDraftState = described('ReplyDraftState', 'Where the draft of a reply stands.', ReplyDraftStates, {
  GENERATING: 'It is being written.',
  PENDING_APPROVAL: 'It waits for a person.',
  APPROVED: 'It may go out.',
  SENT: 'It went to the customer.',
  SEND_FAILED: 'It could not be sent.',
  REJECTED: 'A person refused it.',
  SUPERSEDED: 'Something newer took its place, or a person took over the case.',
  ABANDONED: 'It was given up while it was being written; nothing of it is kept.',
});

export const KbArticleState = described('KbArticleState', 'Where an article stands.', KbArticleStates, {
  DRAFT: 'It is being written and not found yet.',
  PUBLISHED: 'It is found and cited.',
  ARCHIVED: 'It is kept, but not found any more.',
});

export const KbArticleChange = described('KbArticleChange', 'What made a version of an article.', KbArticleChanges, {
  CREATED: 'It was written.',
  EDITED: 'Its title, text or tags were changed.',
  PUBLISHED: 'It was published.',
  ARCHIVED: 'It was put away.',
  RESTORED: 'It got the text of an earlier version again.',
  IMPORTED: 'It came, or was updated, from where it was imported.',
});

export const KbArticleTransition = builder.enumType('KbArticleTransition', {
  description: 'What can be done with an article.',
  values: Object.fromEntries(
    Object.entries(ARTICLE_OPERATIONS).map(([name, { description }]) => [name, { description }]),
  ) as Record<ArticleOperation, { description: string }>,
});

export const EmbeddingState = described(
  'EmbeddingState',
  'Whether an article is found by its meaning.',
  EmbeddingStates,
  {
    STALE: 'Its text has not been embedded yet.',
    EMBEDDING: 'Its text is being embedded.',
    FRESH: 'It is found by its present text.',
    FAILED: 'Its text could not be embedded; it is found by words only.',
  },
);

export const ChangeRequestState = described(
  'ChangeRequestState',
  'Where a change request stands.',
  ChangeRequestStates,
  {
    PREPARING: 'It is being prepared; its case is CHANGE_PREP meanwhile.',
    PROPOSED: 'It waits for a decision.',
    ACCEPTED: 'It will be done.',
    REJECTED: 'It will not be done.',
    SUPERSEDED: 'Something newer took its place, or a person took over the case.',
  },
);

export const RiskLevel = described('RiskLevel', 'How risky a change is.', RiskLevels, {
  LOW: 'Little can go wrong.',
  MEDIUM: 'Test it well.',
  HIGH: 'It may break something important.',
});

export const CaseTransition = builder.enumType('CaseTransition', {
  description: 'What can be done with a case.',
  values: CASE_OPERATIONS satisfies Record<CaseOperation, { description: string }>,
});

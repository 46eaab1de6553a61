import { graphql } from '../../gql/index.js';

export const TakeOver = graphql(`
  mutation TakeOver($input: CaseTakeOverInput!) {
    caseTakeOver(input: $input) {
      case { id state version assignee { user { email } } replyDraft { id state } }
      userErrors { code path }
    }
  }
`);

export const HandBack = graphql(`
  mutation HandBack($input: CaseHandBackInput!) {
    caseHandBack(input: $input) { case { id state assignee { id } } job { id } userErrors { code path } }
  }
`);

export const StartPipeline = graphql(`
  mutation StartPipeline($input: PipelineStartInput!) {
    pipelineStart(input: $input) { case { id state } job { id } userErrors { code path } }
  }
`);

export const FollowDraft = graphql(`
  subscription FollowDraft($caseId: ID!, $after: EventCursor) {
    caseEvents(caseId: $caseId, after: $after) {
      __typename
      ... on StreamItem { cursor }
      ... on CaseSnapshot { draftedSoFar }
      ... on ReplyDraftDelta { draftId offset text }
      ... on ReplyDraftChanged { draftState: state draft { id } }
    }
  }
`);

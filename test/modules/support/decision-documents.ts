import { graphql } from '../../gql/index.js';

export const SettingsUpdate = graphql(`
  mutation UpdateSupportSettings($input: SupportSettingsUpdateInput!) {
    supportSettingsUpdate(input: $input) {
      project {
        id version
        supportSettings { replyMode triageThreshold matchThreshold sendThreshold preparesChanges approvalHours }
      }
      userErrors { code path }
    }
  }
`);

export const DecisionsOfCase = graphql(`
  query DecisionsOfCase($id: ID!) {
    case(id: $id) {
      state
      replyDraft { id state confidence }
      decisions(first: 20) {
        nodes { id kind outcome confidence threshold reasons model at step { kind job { id } } }
        totalCount
      }
    }
  }
`);

export const FollowDecisions = graphql(`
  subscription FollowDecisions($caseId: ID!, $after: EventCursor) {
    caseEvents(caseId: $caseId, after: $after) {
      __typename
      ... on StreamItem { cursor }
      ... on CaseDecided { kind outcome confidence decision { id reasons } }
      ... on CaseStateChanged { to }
    }
  }
`);

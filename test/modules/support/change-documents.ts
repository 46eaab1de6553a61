import { graphql } from '../../gql/index.js';

export const ChangeOfCase = graphql(`
  query ChangeOfCase($id: ID!) {
    case(id: $id) {
      state
      changeRequest {
        id state summary affectedSurfaces riskLevel riskReason testIdeas confidence reasons version decidedAt
        availableTransitions
        original { summary affectedSurfaces riskLevel riskReason testIdeas }
      }
    }
  }
`);

export const ChangeRequests = graphql(`
  query ChangeRequests($filter: ChangeRequestFilter, $orderBy: ChangeRequestOrder) {
    changeRequests(first: 10, filter: $filter, orderBy: $orderBy) { nodes { id state case { id } } totalCount }
  }
`);

export const ChangeRequestAccept = graphql(`
  mutation AcceptChange($input: ChangeRequestAcceptInput!) {
    changeRequestAccept(input: $input) {
      changeRequest { id state version }
      case { id state }
      userErrors { code path }
    }
  }
`);

export const ChangeRequestReject = graphql(`
  mutation RejectChange($input: ChangeRequestRejectInput!) {
    changeRequestReject(input: $input) {
      changeRequest { id state version }
      case { id state }
      userErrors { code path }
    }
  }
`);

export const ChangeRequestEdit = graphql(`
  mutation EditChange($input: ChangeRequestEditInput!) {
    changeRequestEdit(input: $input) {
      changeRequest { id state version summary affectedSurfaces riskLevel original { summary affectedSurfaces riskLevel } }
      userErrors { code path }
    }
  }
`);

export const FollowChange = graphql(`
  subscription FollowChange($caseId: ID!, $after: EventCursor) {
    caseEvents(caseId: $caseId, after: $after) {
      __typename
      ... on StreamItem { cursor }
      ... on CaseStateChanged { to }
      ... on PipelineStepChanged { kind stepTo: to }
      ... on ChangeRequestChanged { state version changeRequest { id summary } }
    }
  }
`);

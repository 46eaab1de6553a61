import { graphql } from '../../gql/index.js';

export const Inbox = graphql(`
  query ApprovalInbox($filter: ApprovalFilter, $orderBy: ApprovalOrder) {
    approvals(first: 20, filter: $filter, orderBy: $orderBy) {
      nodes {
        id kind state title reason confidence version requestedAt expiresAt decidedAt note availableTransitions
        requestedBy { kind label }
        decidedBy { kind label }
        job { kind }
        project { id }
        subject {
          __typename id
          ... on ReplyDraft { draftState: state body approval { id state } }
          ... on ChangeRequest { changeState: state approval { id state } }
        }
      }
      totalCount
    }
  }
`);

export const ApprovalApprove = graphql(`
  mutation ApproveApproval($input: ApprovalApproveInput!) {
    approvalApprove(input: $input) {
      approval { id state version note decidedBy { label } subject { id } }
      userErrors { code path }
    }
  }
`);

export const ApprovalReject = graphql(`
  mutation RejectApproval($input: ApprovalRejectInput!) {
    approvalReject(input: $input) { approval { id state note } userErrors { code path } }
  }
`);

export const FollowApprovals = graphql(`
  subscription FollowApprovals($caseId: ID!, $after: EventCursor) {
    caseEvents(caseId: $caseId, after: $after) {
      __typename
      ... on StreamItem { cursor }
      ... on ApprovalChanged { state version approval { id } }
    }
  }
`);

import { graphql } from '../../gql/index.js';

export const CaseWork = graphql(`
  query SupportCaseWork($id: ID!) {
    case(id: $id) {
      id number version state tags priority isPriorityFixed
      assignee { id }
      messages(first: 20) { nodes { id direction body author { kind label } attachments { name contentType bytes isStored } } }
    }
  }
`);

export const Members = graphql(`
  query SupportMembers {
    memberships(first: 50) { nodes { id role user { email } } }
  }
`);

export const MembershipRevoke = graphql(`
  mutation SupportMembershipRevoke($input: MembershipRevokeInput!) {
    membershipRevoke(input: $input) { userErrors { code } }
  }
`);

export const ProjectRestrict = graphql(`
  mutation SupportProjectRestrict($input: ProjectUpdateInput!) {
    projectUpdate(input: $input) { project { id isRestricted } userErrors { code } }
  }
`);

export const CaseNumbers = graphql(`
  query SupportCaseNumbers($filter: CaseFilter) {
    cases(first: 100, filter: $filter, orderBy: { field: NUMBER, direction: ASC }) { nodes { number } }
  }
`);

export const CaseAssign = graphql(`
  mutation SupportCaseAssign($input: CaseAssignInput!) {
    caseAssign(input: $input) { case { version assignee { id } } userErrors { code message path } }
  }
`);

export const CaseUnassign = graphql(`
  mutation SupportCaseUnassign($input: CaseUnassignInput!) {
    caseUnassign(input: $input) { case { version assignee { id } } userErrors { code message path } }
  }
`);

export const CaseTagsAdd = graphql(`
  mutation SupportCaseTagsAdd($input: CaseTagsAddInput!) {
    caseTagsAdd(input: $input) { case { version tags } userErrors { code message path } }
  }
`);

export const CaseTagsRemove = graphql(`
  mutation SupportCaseTagsRemove($input: CaseTagsRemoveInput!) {
    caseTagsRemove(input: $input) { case { version tags } userErrors { code message path } }
  }
`);

export const CaseTagsSet = graphql(`
  mutation SupportCaseTagsSet($input: CaseTagsSetInput!) {
    caseTagsSet(input: $input) { case { version tags } userErrors { code message path } }
  }
`);

export const CasePrioritySet = graphql(`
  mutation SupportCasePrioritySet($input: CasePrioritySetInput!) {
    casePrioritySet(input: $input) { case { version priority isPriorityFixed } userErrors { code message path } }
  }
`);

export const CaseNoteAdd = graphql(`
  mutation SupportCaseNoteAdd($input: CaseNoteAddInput!) {
    caseNoteAdd(input: $input) {
      case { id }
      message { id direction body author { kind label } attachments { id name contentType bytes isStored } }
      userErrors { code message path }
    }
  }
`);

export const CaseWorkEvents = graphql(`
  subscription SupportCaseWorkEvents($caseId: ID!) {
    caseEvents(caseId: $caseId) {
      __typename
      ... on CaseAssigned { assignee { id } version }
      ... on CaseTagsChanged { tags }
      ... on CasePriorityChanged { from to }
      ... on CaseSlaBreached { clock dueAt }
      ... on CaseMessageAdded { direction message { body } }
    }
  }
`);

export const SlaPolicySet = graphql(`
  mutation SupportSlaPolicySet($input: SlaPolicySetInput!) {
    slaPolicySet(input: $input) {
      project { version slaPolicy { priority firstAnswerMinutes resolutionMinutes } }
      userErrors { code message path }
    }
  }
`);

export const CaseSla = graphql(`
  query SupportCaseSla($id: ID!) {
    case(id: $id) {
      number state version priority openedAt wakesAt
      firstAnswerDueAt firstAnsweredAt firstAnswerSla
      resolutionDueAt resolvedAt resolutionSla
    }
  }
`);

export const CaseOpenWithDue = graphql(`
  mutation SupportCaseOpenWithDue($input: CaseOpenInput!) {
    caseOpen(input: $input) { case { id openedAt firstAnswerDueAt resolutionDueAt firstAnswerSla resolutionSla } }
  }
`);

export const CaseSnooze = graphql(`
  mutation SupportCaseSnooze($input: CaseSnoozeInput!) {
    caseSnooze(input: $input) { case { version wakesAt resolutionSla } userErrors { code message path } }
  }
`);

export const CaseWake = graphql(`
  mutation SupportCaseWake($input: CaseWakeInput!) {
    caseWake(input: $input) { case { version wakesAt } userErrors { code message path } }
  }
`);

export const CaseMerge = graphql(`
  mutation SupportCaseMerge($input: CaseMergeInput!) {
    caseMerge(input: $input) {
      case { id state version mergedInto { id } replyDraft { state } pipeline { state } messages { totalCount } }
      into { id state mergedCases { nodes { number } } messages(first: 20) { nodes { body } } }
      userErrors { code message path }
    }
  }
`);

export const CaseMerged = graphql(`
  query SupportCaseMerged($id: ID!) {
    case(id: $id) {
      number state mergedInto { id } customer { id email addresses mergedInto { id } cases { totalCount } }
      pipeline { state }
      messages(first: 20) { nodes { body direction } }
    }
  }
`);

export const CustomerMerge = graphql(`
  mutation SupportCustomerMerge($input: CustomerMergeInput!) {
    customerMerge(input: $input) {
      customer { id email addresses }
      movedCases
      userErrors { code message path }
    }
  }
`);

export const CaseSearch = graphql(`
  query SupportCaseSearch($query: String!, $first: Int, $after: String, $filter: CaseFilter) {
    caseSearch(query: $query, first: $first, after: $after, filter: $filter) {
      edges { score node { id number subject } highlight { message { direction } parts { text isMatch } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const CaseBulk = graphql(`
  mutation SupportCaseBulk($input: CaseBulkActionInput!) {
    caseBulkAction(input: $input) { matched sample { id number } job { id } userErrors { code message path } }
  }
`);

export const BulkJob = graphql(`
  query SupportBulkJob($id: ID!) {
    job(id: $id) {
      state
      bulkSummary {
        action matched processed done skipped isStopped
        refusals { code count }
        caseFailures { id code message case { number } }
      }
    }
  }
`);

export const CaseAssignments = graphql(`
  subscription SupportCaseAssignments {
    tenantEvents(kinds: [CASE_ASSIGNED, CASE_UNASSIGNED]) {
      kind
      requestId
      actor { kind label }
      subject { id }
      details { ... on CaseAssignmentDetails { from { id } fromLabel to { id } } }
    }
  }
`);

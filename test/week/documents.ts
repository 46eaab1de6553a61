// What a company asks in its first week, as in docs/a-week.md: a test compares them.
import { graphql } from '../gql/index.js';

export const SignUp = graphql(`
  mutation WeekSignUp($input: SignUpInput!) {
    signUp(input: $input) {
      accessToken
      viewer { tenant { id slug } projects { nodes { id key version } } }
      userErrors { code message path }
    }
  }
`);

export const Watch = graphql(`
  subscription WeekWatch($after: EventCursor) {
    tenantEvents(after: $after) {
      cursor
      kind
      subject { id }
      actor { kind label }
      details {
        __typename
        ... on CaseMoveDetails { from to }
        ... on BudgetStandDetails { spent { amount } amount { amount } }
        ... on TriageTrainingDetails { outcome samples }
      }
    }
  }
`);

export const ImportArticles = graphql(`
  mutation WeekImportArticles($input: KbArchiveImportInput!) {
    kbArchiveImport(input: $input) { job { id } userErrors { code message path } }
  }
`);

export const ImportHistory = graphql(`
  mutation WeekImportHistory($input: CaseImportInput!) {
    caseImport(input: $input) { job { id } userErrors { code message path } }
  }
`);

export const FollowJob = graphql(`
  subscription WeekFollowJob($jobId: ID!, $after: EventCursor) {
    jobEvents(jobId: $jobId, after: $after) {
      __typename
      ... on StreamItem { cursor }
      ... on JobSnapshot { job { state } }
      ... on JobFinished { state error { code message } }
    }
  }
`);

export const CreateChannel = graphql(`
  mutation WeekCreateChannel($input: ChannelCreateInput!) {
    channelCreate(input: $input) { channel { id hookPath } secret userErrors { code message path } }
  }
`);

export const CreateApiKey = graphql(`
  mutation WeekCreateApiKey($input: ApiKeyCreateInput!) {
    apiKeyCreate(input: $input) { apiKey { id scopes } secret userErrors { code message path } }
  }
`);

export const OpenCase = graphql(`
  mutation WeekOpenCase($input: CaseOpenInput!) {
    caseOpen(input: $input) { case { id number } deduplicated userErrors { code message path } }
  }
`);

export const FollowCase = graphql(`
  subscription WeekFollowCase($caseId: ID!, $after: EventCursor) {
    caseEvents(caseId: $caseId, after: $after) {
      __typename
      ... on StreamItem { cursor }
      ... on CaseSnapshot { case { state } }
      ... on CaseStateChanged { from to }
      ... on ReplyDraftDelta { offset text }
    }
  }
`);

export const Inbox = graphql(`
  query WeekInbox {
    approvals(filter: { state: { eq: PENDING } }) {
      nodes {
        id
        kind
        title
        reason
        confidence
        version
        subject { id ... on ReplyDraft { case { id } } ... on ChangeRequest { case { id } } }
      }
    }
  }
`);

export const ReadCase = graphql(`
  query WeekReadCase($id: ID!) {
    case(id: $id) {
      number
      state
      version
      triage { type severity confidence reasoning decidedBy }
      decisions(first: 10) { nodes { kind outcome confidence reasons } }
      matches(first: 3) { edges { score node { title } } }
      replyDraft { id state body version citations { title } }
      changeRequest { id state version summary riskLevel affectedSurfaces testIdeas }
      pipeline { state steps { kind state } }
      messages(first: 20) { nodes { direction body } }
    }
  }
`);

export const EditReply = graphql(`
  mutation WeekEditReply($input: ReplyEditInput!) {
    replyEdit(input: $input) { replyDraft { id body version } userErrors { code message path } }
  }
`);

export const Approve = graphql(`
  mutation WeekApprove($input: ApprovalApproveInput!) {
    approvalApprove(input: $input) { approval { state decidedBy { label } } userErrors { code message path } }
  }
`);

export const CorrectTriage = graphql(`
  mutation WeekCorrectTriage($input: CaseTriageCorrectInput!) {
    caseTriageCorrect(input: $input) { case { triage { type severity decidedBy } } userErrors { code message path } }
  }
`);

export const CreateProvider = graphql(`
  mutation WeekCreateProvider($input: ModelProviderCreateInput!) {
    modelProviderCreate(input: $input) { modelProvider { id } userErrors { code message path } }
  }
`);

export const CreateModel = graphql(`
  mutation WeekCreateModel($input: ModelCreateInput!) {
    modelCreate(input: $input) { model { id } userErrors { code message path } }
  }
`);

export const SetRoute = graphql(`
  mutation WeekSetRoute($input: ModelRouteSetInput!) {
    modelRouteSet(input: $input) { modelRoute { purpose tier } userErrors { code message path } }
  }
`);

export const SetBudget = graphql(`
  mutation WeekSetBudget($input: BudgetSetInput!) {
    budgetSet(input: $input) { budget { id state spent { amount } } userErrors { code message path } }
  }
`);

export const Waiting = graphql(`
  query WeekWaiting {
    jobs(filter: { state: { eq: RETRYING } }) { nodes { id kind error { code } subject { id } } }
  }
`);

export const Report = graphql(`
  query WeekReport($projectId: ID!) {
    usage(groupBy: MODEL) { key calls inputTokens outputTokens cost { amount currency } }
    budgets { nodes { state amount { amount } spent { amount } } }
    triageQuality(projectId: $projectId) {
      decided
      judged
      corrected
      type { cells { machine person count } }
      weeks { decided corrected meanConfidence }
    }
    cases { totalCount }
    systemHealth { state }
  }
`);

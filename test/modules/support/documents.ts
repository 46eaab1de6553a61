import { graphql } from '../../gql/index.js';

export const CaseOpen = graphql(`
  mutation SupportCaseOpen($input: CaseOpenInput!) {
    caseOpen(input: $input) {
      case { id number subject state version }
      job { id kind state }
      deduplicated
      userErrors { code message path }
    }
  }
`);

export const CaseWhole = graphql(`
  query SupportCase($id: ID!) {
    case(id: $id) {
      id number subject state availableTransitions version openedAt
      customer { email name }
      triage { type severity confidence reasoning decidedBy }
      matches(first: 5) { edges { score lexicalScore semanticScore node { id title } } }
      replyDraft { id state body citations { id title } version }
      changeRequest { id state summary riskLevel affectedSurfaces }
      pipeline {
        id state
        job { id state error { code } }
        steps { id kind state attempts startedAt finishedAt error { code message } job { id state } }
      }
      messages(first: 20) { nodes { id direction body sentAt } totalCount }
      newest: messages(last: 1) { nodes { direction } }
    }
  }
`);

export const Cases = graphql(`
  query SupportCases($first: Int, $after: String, $filter: CaseFilter, $orderBy: CaseOrder) {
    cases(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      nodes { id number subject state triage { type severity decidedBy } customer { email } messages(last: 3) { nodes { body } } }
      totalCount
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const CaseEvents = graphql(`
  subscription SupportCaseEvents($caseId: ID!, $after: EventCursor) {
    caseEvents(caseId: $caseId, after: $after) {
      __typename
      ... on StreamItem { cursor at }
      ... on CaseSnapshot { case { id state } draftedSoFar }
      ... on CaseStateChanged { from to }
      ... on CaseTriaged { type severity confidence decidedBy }
      ... on CaseMatched { matches bestScore }
      ... on PipelineStepChanged { kind stepFrom: from stepTo: to step { state } }
      ... on ReplyDraftDelta { draftId offset text }
      ... on ReplyDraftChanged { state draft { id body version } }
      ... on CaseMessageAdded { message { body } }
    }
  }
`);

export const PipelineEvents = graphql(`
  subscription SupportPipelineEvents($jobId: ID!) {
    jobEvents(jobId: $jobId) {
      __typename
      ... on JobSnapshot { job { state } }
      ... on JobProgressed { percent stage }
      ... on JobLogAppended { line: message }
      ... on JobFinished { state error { code } }
    }
  }
`);

export const JobState = graphql(`
  query SupportJob($id: ID!) {
    job(id: $id) {
      id kind state attempt error { code message }
      log(first: 50) { nodes { message } }
      children(first: 10) { nodes { kind state attempt } }
    }
  }
`);

export const Jobs = graphql(`
  query SupportJobs($filter: JobFilter) {
    jobs(first: 50, filter: $filter) { nodes { id kind state } totalCount }
  }
`);

export const KbArticleCreate = graphql(`
  mutation SupportKbArticleCreate($input: KbArticleCreateInput!) {
    kbArticleCreate(input: $input) {
      kbArticle { id title state embeddingState }
      job { id }
      userErrors { code message path }
    }
  }
`);

export const KbArticle = graphql(`
  query SupportKbArticle($id: ID!) {
    kbArticle(id: $id) { id title body state embeddingState version sourceKey }
  }
`);

export const KbArticles = graphql(`
  query SupportKbArticles($filter: KbArticleFilter) {
    kbArticles(first: 50, filter: $filter) { nodes { id title version sourceKey embeddingState } totalCount }
  }
`);

export const KbSearch = graphql(`
  query SupportKbSearch($query: String!, $first: Int, $after: String, $projectId: ID) {
    kbSearch(query: $query, first: $first, after: $after, projectId: $projectId) {
      edges { cursor score lexicalScore semanticScore node { id title } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const CaseTriageCorrect = graphql(`
  mutation SupportCaseTriageCorrect($input: CaseTriageCorrectInput!) {
    caseTriageCorrect(input: $input) {
      case { id state version triage { type severity confidence decidedBy } }
      job { id }
      userErrors { code message path }
    }
  }
`);

export const ReplyApprove = graphql(`
  mutation SupportReplyApprove($input: ReplyApproveInput!) {
    replyApprove(input: $input) {
      replyDraft { id state version }
      case { id state }
      userErrors { code message path }
    }
  }
`);

export const ReplyReject = graphql(`
  mutation SupportReplyReject($input: ReplyRejectInput!) {
    replyReject(input: $input) { replyDraft { id state } case { id state } userErrors { code message path } }
  }
`);

export const ReplyEdit = graphql(`
  mutation SupportReplyEdit($input: ReplyEditInput!) {
    replyEdit(input: $input) { replyDraft { id state body version } userErrors { code message path } }
  }
`);

export const PipelineStepRetry = graphql(`
  mutation SupportPipelineStepRetry($input: PipelineStepRetryInput!) {
    pipelineStepRetry(input: $input) {
      pipeline { id state steps { kind state attempts } }
      job { id state }
      userErrors { code message path }
    }
  }
`);

export const CaseResolve = graphql(`
  mutation SupportCaseResolve($input: CaseResolveInput!) {
    caseResolve(input: $input) { case { id state } userErrors { code message path } }
  }
`);

export const CaseClose = graphql(`
  mutation SupportCaseClose($input: CaseCloseInput!) {
    caseClose(input: $input) { case { id state } userErrors { code message path } }
  }
`);

export const CaseReopen = graphql(`
  mutation SupportCaseReopen($input: CaseReopenInput!) {
    caseReopen(input: $input) { case { id state } userErrors { code message path } }
  }
`);

export const CaseImport = graphql(`
  mutation SupportCaseImport($input: CaseImportInput!) {
    caseImport(input: $input) { job { id } userErrors { code message path } }
  }
`);

export const KbImport = graphql(`
  mutation SupportKbImport($input: KbImportInput!) {
    kbImport(input: $input) { job { id } userErrors { code message path } }
  }
`);

export const ProjectCreate = graphql(`
  mutation SupportProjectCreate($input: ProjectCreateInput!) {
    projectCreate(input: $input) { project { id } userErrors { code } }
  }
`);

export const JobCancel = graphql(`
  mutation SupportJobCancel($input: JobCancelInput!) {
    jobCancel(input: $input) { job { id state } userErrors { code } }
  }
`);

export const JobRetry = graphql(`
  mutation SupportJobRetry($input: JobRetryInput!) {
    jobRetry(input: $input) { job { id state } userErrors { code } }
  }
`);

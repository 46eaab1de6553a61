import { graphql } from '../../test/gql/index.js';

export const ToolSignIn = graphql(`
  mutation ToolSignIn($input: SignInInput!) {
    signIn(input: $input) { accessToken userErrors { message } }
  }
`);

export const ToolProjects = graphql(`
  query ToolProjects($after: String) {
    projects(first: 100, after: $after) { nodes { id key } pageInfo { hasNextPage endCursor } }
  }
`);

export const ToolProjectCreate = graphql(`
  mutation ToolProjectCreate($input: ProjectCreateInput!) {
    projectCreate(input: $input) { project { id } userErrors { message path } }
  }
`);

export const ToolCaseImport = graphql(`
  mutation ToolCaseImport($input: CaseImportInput!) {
    caseImport(input: $input) { job { id } userErrors { message path } }
  }
`);

export const ToolKbImport = graphql(`
  mutation ToolKbImport($input: KbImportInput!) {
    kbImport(input: $input) { job { id } userErrors { message path } }
  }
`);

export const ToolJobEvents = graphql(`
  subscription ToolJobEvents($jobId: ID!) {
    jobEvents(jobId: $jobId) {
      __typename
      ... on JobProgressed { percent }
      ... on JobFinished { state error { message } }
    }
  }
`);

export const ToolJob = graphql(`
  query ToolJob($id: ID!, $after: String) {
    job(id: $id) {
      progress { counters }
      children(first: 100, after: $after) {
        nodes { id state }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

export const ToolOpenJobs = graphql(`
  query ToolOpenJobs($kind: String!) {
    jobs(first: 20, filter: { kind: { eq: $kind }, state: { in: [SCHEDULED, QUEUED, ACTIVE, RETRYING] } }) {
      nodes { id subject { id } }
    }
  }
`);

export const SmokeViewer = graphql(`
  query SmokeViewer { viewer { tenant { id } } }
`);

export const SmokePing = graphql(`
  mutation SmokePing { jobPing(input: { steps: 3 }) { job { id } userErrors { message } } }
`);

export const SmokeEvents = graphql(`
  subscription SmokeEvents($jobId: ID!, $after: EventCursor) {
    jobEvents(jobId: $jobId, after: $after) {
      __typename
      ... on StreamItem { cursor }
      ... on JobFinished { state }
    }
  }
`);

import { graphql } from '../../gql/index.js';

export const KbArticleWhole = graphql(`
  query KbArticleWhole($id: ID!) {
    kbArticle(id: $id) {
      id title body bodyHtml tags state availableTransitions embeddingState version publishedAt
      versions(first: 20) {
        totalCount
        nodes { id number change title body tags state author { kind label } }
      }
    }
  }
`);

export const KbArticleUpdate = graphql(`
  mutation KbUpdate($input: KbArticleUpdateInput!) {
    kbArticleUpdate(input: $input) {
      kbArticle { id title version tags state embeddingState }
      job { id }
      userErrors { code message path }
    }
  }
`);

export const KbArticlePublish = graphql(`
  mutation KbPublish($input: KbArticlePublishInput!) {
    kbArticlePublish(input: $input) { kbArticle { id state version } job { id } userErrors { code message path } }
  }
`);

export const KbArticleArchive = graphql(`
  mutation KbArchive($input: KbArticleArchiveInput!) {
    kbArticleArchive(input: $input) { kbArticle { id state version } job { id } userErrors { code message path } }
  }
`);

export const KbArticleVersionRestore = graphql(`
  mutation KbVersionRestore($input: KbArticleVersionRestoreInput!) {
    kbArticleVersionRestore(input: $input) {
      kbArticle { id title body version state }
      job { id }
      userErrors { code message path }
    }
  }
`);

export const KbArticleCreateWhole = graphql(`
  mutation KbCreate($input: KbArticleCreateInput!) {
    kbArticleCreate(input: $input) {
      kbArticle { id state version tags }
      job { id }
      deduplicated
      userErrors { code message path }
    }
  }
`);

export const KbFiltered = graphql(`
  query KbFiltered($filter: KbArticleFilter) {
    kbArticles(first: 50, filter: $filter) { nodes { id title } totalCount }
  }
`);

export const KbSearchWhole = graphql(`
  query KbSearchWhole($query: String!, $first: Int, $projectId: ID, $filter: KbArticleFilter) {
    kbSearch(query: $query, first: $first, projectId: $projectId, filter: $filter) {
      edges {
        score lexicalScore semanticScore
        highlight { heading parts { text isMatch } }
        node { id title state }
      }
    }
  }
`);

export const KbWeigh = graphql(`
  mutation KbWeigh($input: ProjectUpdateInput!) {
    projectUpdate(input: $input) { project { lexicalShare version } userErrors { code path } }
  }
`);

export const KbArchiveImport = graphql(`
  mutation KbImportArchive($input: KbArchiveImportInput!) {
    kbArchiveImport(input: $input) { job { id } userErrors { code message path } }
  }
`);

export const JobResult = graphql(`
  query KbJobResult($id: ID!) {
    job(id: $id) { state attempt progress { percent counters } }
  }
`);

export const KbSuggestions = graphql(`
  query KbSuggestionList($filter: KbSuggestionFilter) {
    kbSuggestions(first: 20, filter: $filter) {
      totalCount
      nodes { id title state version caseCount availableTransitions cases { subject } article { id } }
    }
  }
`);

export const KbSuggestionsRefresh = graphql(`
  mutation KbSuggestionsLook($input: KbSuggestionsRefreshInput!) {
    kbSuggestionsRefresh(input: $input) { job { id } userErrors { code path } }
  }
`);

export const KbSuggestionAccept = graphql(`
  mutation KbSuggestionTake($input: KbSuggestionAcceptInput!) {
    kbSuggestionAccept(input: $input) {
      kbSuggestion { id state version availableTransitions }
      kbArticle { id state title body }
      userErrors { code path }
    }
  }
`);

export const KbSuggestionDismiss = graphql(`
  mutation KbSuggestionDrop($input: KbSuggestionDismissInput!) {
    kbSuggestionDismiss(input: $input) { kbSuggestion { id state } userErrors { code path } }
  }
`);

export const Schedules = graphql(`
  query KbSchedules { schedules(first: 50) { nodes { id key isHeld isPaused lastRunAt } } }
`);

export const ScheduleRunNow = graphql(`
  mutation KbScheduleRunNow($input: ScheduleRunNowInput!) {
    scheduleRunNow(input: $input) { job { id } userErrors { code message } }
  }
`);

export const ProjectArchive = graphql(`
  mutation KbProjectArchive($input: ProjectArchiveInput!) {
    projectArchive(input: $input) { userErrors { code } }
  }
`);

export const ProjectRestore = graphql(`
  mutation KbProjectRestore($input: ProjectRestoreInput!) {
    projectRestore(input: $input) { userErrors { code } }
  }
`);

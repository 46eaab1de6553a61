import { graphql } from '../../gql/index.js';

export const TriageQuality = graphql(`
  query SupportTriageQuality($projectId: ID!, $window: TriageQualityWindow) {
    triageQuality(projectId: $projectId, window: $window) {
      from until decided judged corrected correctedShare meanConfidence
      type {
        cells { machine person count }
        figures { count wrong accuracy macroF1 classes { label support predicted precision recall f1 } }
      }
      severity {
        cells { machine person count }
        figures { count wrong accuracy macroF1 classes { label support predicted precision recall f1 } }
      }
      weeks { week startsOn decided judged corrected correctedShare meanConfidence shift types { type count } }
    }
  }
`);

export const TriageModels = graphql(`
  query SupportTriageModels($filter: TriageModelFilter) {
    triageModels(first: 30, filter: $filter) {
      nodes {
        id number state outcome sampleCount heldOutCount contentVersion isHeld activatedBy version availableTransitions
        before { count wrong macroF1 }
        after { count wrong macroF1 classes { label support f1 } }
      }
      totalCount
    }
  }
`);

export const TriageTrain = graphql(`
  mutation SupportTriageTrain($input: TriageTrainInput!) {
    triageTrain(input: $input) { job { id state } userErrors { code path } }
  }
`);

export const TriageModelActivate = graphql(`
  mutation SupportTriageModelActivate($input: TriageModelActivateInput!) {
    triageModelActivate(input: $input) { triageModel { id number state isHeld version } userErrors { code path } }
  }
`);

export const TriageModelRetire = graphql(`
  mutation SupportTriageModelRetire($input: TriageModelRetireInput!) {
    triageModelRetire(input: $input) { triageModel { id state version } userErrors { code path } }
  }
`);

export const CaseTriageOf = graphql(`
  query SupportCaseTriageOf($id: ID!) {
    case(id: $id) {
      state
      triage { type severity confidence decidedBy machine { type severity confidence reasoning decidedAt } }
    }
  }
`);

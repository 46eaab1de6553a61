import { builder } from '../../graphql/builder.js';
import type { ClassFigures, ConfusionCell, ConfusionFigures } from './confusion.js';
import { CASE_SEVERITIES, CASE_TYPES } from './triage-quality.service.js';

type Label = (typeof CASE_TYPES)[number] | (typeof CASE_SEVERITIES)[number];
const LABELS: readonly Label[] = [...CASE_TYPES, ...CASE_SEVERITIES];

const TriageLabel = builder.enumType('TriageLabel', {
  description: 'What triage tells apart: the types of a case, and its severities.',
  values: Object.fromEntries(
    LABELS.map((label) => [label, { description: `As \`${label}\` of \`CaseType\` or \`CaseSeverity\`.` }]),
  ) as Record<Label, { description: string }>,
});

const TriageClassFigures = builder.objectRef<ClassFigures<Label>>('TriageClassFigures').implement({
  description: 'How well one type, or one severity, is told.',
  authScopes: { can: 'triage:read' },
  fields: (t) => ({
    label: t.expose('label', { type: TriageLabel, description: 'Which one.' }),
    support: t.exposeInt('support', { description: 'Cases of which a person says that they are of it.' }),
    predicted: t.exposeInt('predicted', { description: 'Cases of which the machine says so.' }),
    precision: t.exposeFloat('precision', {
      nullable: true,
      description: 'Of those predicted, the share that is right; null when there is none.',
    }),
    recall: t.exposeFloat('recall', {
      nullable: true,
      description: 'Of those there are, the share that was told; null when there is none.',
    }),
    f1: t.exposeFloat('f1', {
      nullable: true,
      description: 'Twice the right ones, by those there are and those predicted together; null when there is neither.',
    }),
  }),
});

export const TriageFigures = builder.objectRef<ConfusionFigures<Label>>('TriageFigures').implement({
  description: 'How well triage tells types, or severities. Figures without cases are null.',
  authScopes: { can: 'triage:read' },
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'The cases that were counted.' }),
    wrong: t.exposeInt('wrong', { description: 'Of those, the ones told wrong.' }),
    accuracy: t.exposeFloat('accuracy', { nullable: true, description: 'The share told right; null without a case.' }),
    macroF1: t.exposeFloat('macroF1', {
      nullable: true,
      description: 'The mean F1 of what was said or meant at least once; null without a case.',
    }),
    classes: t.field({
      type: [TriageClassFigures],
      description: 'Each of them.',
      resolve: ({ classes }) => [...classes],
    }),
  }),
});

export const TriageConfusionCell = builder.objectRef<ConfusionCell<Label>>('TriageConfusionCell').implement({
  description: 'How often the machine said one thing where a person said another, or the same.',
  authScopes: { can: 'triage:read' },
  fields: (t) => ({
    machine: t.expose('machine', { type: TriageLabel, description: 'What the machine said.' }),
    person: t.expose('person', { type: TriageLabel, description: 'What the person said.' }),
    count: t.exposeInt('count', { description: 'How often.' }),
  }),
});

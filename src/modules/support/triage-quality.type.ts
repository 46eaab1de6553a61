import { InvalidInput } from '../../errors.js';
import { builder } from '../../graphql/builder.js';
import { Project } from '../identity/project.type.js';
import { CaseType } from './support-enums.type.js';
import { TriageConfusionCell, TriageFigures } from './triage-figures.type.js';
import { type Confusion, readTriageQuality, type TriageQuality, type TriageWeek } from './triage-quality.service.js';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 84;
const MAX_DAYS = 366;

const DECIDED = 'Cases of the time that a model has triaged.';
const JUDGED = 'Of those, the ones on which a person has given their word since: the sample that all figures rest on.';
const CORRECTED = 'Of those, the ones where the person said another type or severity.';
const CORRECTED_SHARE =
  'corrected / judged; null when nothing was judged. People look at what seems wrong first, so it is more than the share of errors.';
const MEAN_CONFIDENCE = 'How sure the models were of the type on the mean, 0 to 1; null without a case.';

function correctedShare({ judged, corrected }: { readonly judged: number; readonly corrected: number }) {
  return judged === 0 ? null : corrected / judged;
}

const TriageConfusion = builder.objectRef<Confusion<'BUG' | 'LOW'>>('TriageConfusion').implement({
  description: 'What machines said against what people said, over the judged cases.',
  authScopes: { can: 'triage:read' },
  fields: (t) => ({
    cells: t.field({
      type: [TriageConfusionCell],
      description: 'The matrix: every pair of what the machine and the person could say, also those that never came.',
      resolve: ({ cells }) => [...cells],
    }),
    figures: t.expose('figures', { type: TriageFigures, description: 'Precision, recall and F1.' }),
  }),
});

const TriageTypeCount = builder.objectRef<TriageWeek['types'][number]>('TriageTypeCount').implement({
  description: 'How often a model said one type.',
  authScopes: { can: 'triage:read' },
  fields: (t) => ({
    type: t.expose('type', { type: CaseType, description: 'The type.' }),
    count: t.exposeInt('count', { description: 'How often.' }),
  }),
});

const TriageWeekType = builder.objectRef<TriageWeek>('TriageWeek').implement({
  description: 'One week of triage.',
  authScopes: { can: 'triage:read' },
  fields: (t) => ({
    week: t.exposeString('week', { description: 'ISO 8601, such as `2026-W47`.' }),
    startsOn: t.expose('startsOn', { type: 'Date', description: 'Its Monday, UTC.' }),
    decided: t.exposeInt('decided', { description: DECIDED }),
    judged: t.exposeInt('judged', { description: JUDGED }),
    corrected: t.exposeInt('corrected', { description: CORRECTED }),
    correctedShare: t.float({ nullable: true, description: CORRECTED_SHARE, resolve: correctedShare }),
    meanConfidence: t.exposeFloat('meanConfidence', { nullable: true, description: MEAN_CONFIDENCE }),
    types: t.field({
      type: [TriageTypeCount],
      description: 'What models said.',
      resolve: ({ types }) => [...types],
    }),
    shift: t.exposeFloat('shift', {
      nullable: true,
      description:
        'How far the types of this week, P, are from those of all weeks before it in the window, Q: the Jensen-Shannon divergence to base 2, H((P+Q)/2) − (H(P)+H(Q))/2 with H(P) = −Σ p·log2 p; 0 is the same, 1 nothing in common. Null for the first week. Weeks of few cases shift by chance.',
    }),
  }),
});

const TriageQualityType = builder.objectRef<TriageQuality>('TriageQuality').implement({
  description:
    "How well a project's triage does: what models said, against the word of people afterwards. Imported cases, which no model saw, do not count.",
  authScopes: { can: 'triage:read' },
  fields: (t) => ({
    from: t.expose('from', { type: 'Date', description: 'The first day that counts, by when the model decided; UTC.' }),
    until: t.expose('until', { type: 'Date', description: 'The first day that does not count any more.' }),
    decided: t.exposeInt('decided', { description: DECIDED }),
    judged: t.exposeInt('judged', { description: JUDGED }),
    corrected: t.exposeInt('corrected', { description: CORRECTED }),
    correctedShare: t.float({ nullable: true, description: CORRECTED_SHARE, resolve: correctedShare }),
    meanConfidence: t.exposeFloat('meanConfidence', { nullable: true, description: MEAN_CONFIDENCE }),
    type: t.field({
      type: TriageConfusion,
      description: 'By type.',
      resolve: ({ type }) => type as unknown as Confusion<'BUG' | 'LOW'>,
    }),
    severity: t.field({
      type: TriageConfusion,
      description: 'By severity.',
      resolve: ({ severity }) => severity as unknown as Confusion<'BUG' | 'LOW'>,
    }),
    weeks: t.field({
      type: [TriageWeekType],
      description: 'Week by week, those with cases, oldest first.',
      resolve: ({ weeks }) => [...weeks],
    }),
  }),
});

const TriageQualityWindow = builder.inputType('TriageQualityWindow', {
  description: `Which days, UTC; the last ${DEFAULT_DAYS} by default, ${MAX_DAYS} at most.`,
  fields: (t) => ({
    from: t.field({ type: 'Date', required: false, description: 'The first day.' }),
    until: t.field({ type: 'Date', required: false, description: 'The day after the last; tomorrow by default.' }),
  }),
});

builder.queryField('triageQuality', (t) =>
  t.withAuth({ can: 'triage:read' }).field({
    type: TriageQualityType,
    nullable: true,
    description:
      "How well a project's triage does, by what people said about it; null when there is no such project for you.",
    args: {
      projectId: t.arg.globalID({ for: Project, description: 'The project.' }),
      window: t.arg({ type: TriageQualityWindow, required: false, description: 'Which days.' }),
    },
    resolve: (_root, { projectId, window }, { db }) => {
      const tomorrow = new Date(Math.floor(Date.now() / DAY_MS + 1) * DAY_MS);
      const until = window?.until ?? tomorrow;
      const from = window?.from ?? new Date(until.getTime() - DEFAULT_DAYS * DAY_MS);
      if (from >= until || until.getTime() - from.getTime() > MAX_DAYS * DAY_MS) {
        throw InvalidInput.at(['window'], `The window holds between one and ${MAX_DAYS} days.`);
      }
      return readTriageQuality(db, projectId.id, from, until);
    },
  }),
);

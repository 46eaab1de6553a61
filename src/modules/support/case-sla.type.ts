import type { Case as CaseRow } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { Project } from '../identity/project.type.js';
import { Case } from './case.type.js';
import { CasePriority } from './case-work.type.js';

export const SlaClock = builder.enumType('SlaClock', {
  description: 'What is promised to the customer of a case.',
  values: {
    FIRST_ANSWER: { description: 'That somebody answers.' },
    RESOLUTION: { description: 'That it is resolved.' },
  } as const,
});

export const CaseWokenBy = builder.enumType('CaseWokenBy', {
  description: 'What ended the time for which a case was put off.',
  values: {
    TIME: { description: 'Its time came.' },
    CUSTOMER: { description: 'The customer wrote.' },
    PERSON: { description: 'Somebody took it up again.' },
  } as const,
});

const SlaState = builder.enumType('SlaState', {
  description: 'Where a promise stands.',
  values: {
    PENDING: { description: 'There is time left.' },
    PAUSED: { description: 'The clock stands still: the customer has the word, or the case was put off.' },
    MET: { description: 'It was kept.' },
    BREACHED: { description: 'It was not kept.' },
  } as const,
});
type SlaStateName = typeof SlaState.$inferType;

interface Clock {
  readonly dueAt: Date | null;
  readonly doneAt: Date | null;
  readonly breachedAt: Date | null;
  readonly pausedAt: Date | null;
}

/** Where a promise stands; null: nothing was promised. */
export function slaState({ dueAt, doneAt, breachedAt, pausedAt }: Clock): SlaStateName | null {
  if (dueAt === null) return null;
  if (breachedAt || (doneAt && doneAt > dueAt)) return 'BREACHED';
  if (doneAt) return 'MET';
  return pausedAt && pausedAt <= dueAt ? 'PAUSED' : 'PENDING';
}

const SLA_COLUMNS = {
  firstAnswerDueAt: true,
  firstAnsweredAt: true,
  firstAnswerBreachedAt: true,
  resolutionDueAt: true,
  resolvedAt: true,
  resolutionBreachedAt: true,
  slaPausedAt: true,
} as const satisfies Partial<Record<keyof CaseRow, true>>;

builder.prismaObjectFields(Case, (t) => ({
  firstAnswerDueAt: t.expose('firstAnswerDueAt', {
    type: 'DateTime',
    nullable: true,
    description: 'By when a first answer is promised; null: nothing is promised.',
  }),
  firstAnsweredAt: t.expose('firstAnsweredAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When the first reply was sent, since it was opened or reopened; null: none was.',
  }),
  firstAnswerSla: t.field({
    type: SlaState,
    nullable: true,
    description: 'Where the promise of a first answer stands; null: nothing is promised.',
    select: SLA_COLUMNS,
    resolve: (row) =>
      slaState({
        dueAt: row.firstAnswerDueAt,
        doneAt: row.firstAnsweredAt ?? row.resolvedAt,
        breachedAt: row.firstAnswerBreachedAt,
        pausedAt: null,
      }),
  }),
  resolutionDueAt: t.expose('resolutionDueAt', {
    type: 'DateTime',
    nullable: true,
    description:
      'By when it is promised to be resolved; later by as long as the clock stands still. Null: nothing is promised.',
  }),
  resolvedAt: t.expose('resolvedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When it was resolved; null: it is not.',
  }),
  resolutionSla: t.field({
    type: SlaState,
    nullable: true,
    description: 'Where the promise of a resolution stands; null: nothing is promised.',
    select: SLA_COLUMNS,
    resolve: (row) =>
      slaState({
        dueAt: row.resolutionDueAt,
        doneAt: row.resolvedAt,
        breachedAt: row.resolutionBreachedAt,
        pausedAt: row.slaPausedAt,
      }),
  }),
  wakesAt: t.expose('snoozedUntil', {
    type: 'DateTime',
    nullable: true,
    description: 'When it is back, for one that is put off; null: it is not.',
  }),
}));

const SlaTarget = builder.prismaObject('SlaTarget', {
  description: 'How soon cases of a priority are answered and resolved.',
  authScopes: { can: 'project:read' },
  fields: (t) => ({
    priority: t.expose('priority', { type: CasePriority, description: 'Of which cases.' }),
    firstAnswerMinutes: t.exposeInt('firstAnswerMinutes', {
      nullable: true,
      description: 'Minutes until the first answer; null: nothing is promised.',
    }),
    resolutionMinutes: t.exposeInt('resolutionMinutes', {
      nullable: true,
      description: 'Minutes until it is resolved; null: nothing is promised.',
    }),
  }),
});

builder.prismaObjectField(Project, 'slaPolicy', (t) =>
  t.relation('slaTargets', {
    type: SlaTarget,
    description: 'What is promised to its customers, by the priority of their cases; for others, nothing.',
    query: { orderBy: { priority: 'asc' } },
  }),
);

import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import {
  TriageModelState as TriageModelStates,
  TriageTrainingOutcome as TriageTrainingOutcomes,
} from '../../generated/prisma/enums.js';
import { builder } from '../../graphql/builder.js';
import { enumFilter, IDFilter } from '../../graphql/filters.js';
import { VERSION } from '../../graphql/versions.js';
import { HeldOutFigures } from './train-triage.job.js';
import { TriageFigures } from './triage-figures.type.js';

const TriageModelState = builder.enumType('TriageModelState', {
  description: 'Where a version of what triage has learned stands.',
  values: {
    [TriageModelStates.TRAINING]: { description: 'It was trained, and is not judged yet.' },
    [TriageModelStates.CANDIDATE]: { description: 'It was not put in use by itself and waits for a person.' },
    [TriageModelStates.ACTIVE]: { description: 'It is in use. At most one of a project is.' },
    [TriageModelStates.RETIRED]: { description: 'It was in use, and can be gone back to.' },
  } as const,
});

export const TriageTrainingOutcome = builder.enumType('TriageTrainingOutcome', {
  description: 'What came of a training.',
  values: {
    [TriageTrainingOutcomes.NOT_WORSE]: {
      description: 'Put in use: on the held-out cases it was not worse than what was in use before.',
    },
    [TriageTrainingOutcomes.WORSE]: {
      description:
        'Not put in use: on the held-out cases its macro F1 was lower by more than 0.02, and at least two more of them were wrong.',
    },
    [TriageTrainingOutcomes.NOT_MEASURED]: {
      description:
        'Fewer than ten cases could be held out, so it has no figures. Put in use, unless what was in use had been measured or chosen by a person.',
    },
    [TriageTrainingOutcomes.HELD]: { description: 'Not put in use: a person wants another version to stay.' },
    [TriageTrainingOutcomes.OVERTAKEN]: {
      description: 'Not put in use: time and again another version was, while this one was measured.',
    },
  } as const,
});

const TriageModelTransition = builder.enumType('TriageModelTransition', {
  description: 'What can be done with a version.',
  values: {
    ACTIVATE: { description: '`triageModelActivate` would be accepted.' },
    RETIRE: { description: '`triageModelRetire` would be accepted.' },
  } as const,
});

const TRANSITIONS = {
  TRAINING: [],
  CANDIDATE: ['ACTIVATE'],
  ACTIVE: ['RETIRE'],
  RETIRED: ['ACTIVATE'],
} as const;

export const TriageModel = builder.prismaNode('TriageModel', {
  description: "A version of what a project's triage has learned from the cases that people have confirmed.",
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'triage:read' },
  select: { id: true },
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number in the project, from 1.' }),
    state: t.expose('state', { type: TriageModelState, description: 'Where it stands.' }),
    outcome: t.expose('outcome', {
      type: TriageTrainingOutcome,
      nullable: true,
      description: 'What came of its training; null while that is not judged.',
    }),
    availableTransitions: t.field({
      type: [TriageModelTransition],
      description: 'What you can do with it now.',
      select: { state: true },
      resolve: ({ state }, _args, { viewer }) => (viewer?.permissions.has('triage:write') ? TRANSITIONS[state] : []),
    }),
    contentVersion: t.exposeString('contentVersion', {
      nullable: true,
      description: 'Names what it has learned: the same cases give the same. Null for a version of an earlier release.',
    }),
    sampleCount: t.exposeInt('sampleCount', { description: 'Confirmed cases it has learned from.' }),
    heldOutCount: t.exposeInt('heldOutCount', {
      description:
        'Confirmed cases it has not learned from and was measured on: every fifth, the same for all versions; 0 when there were too few.',
    }),
    before: t.field({
      type: TriageFigures,
      nullable: true,
      description: 'What was in use before, on the held-out cases; null when nothing was held out.',
      select: { before: true },
      resolve: ({ before }) => figures(before),
    }),
    after: t.field({
      type: TriageFigures,
      nullable: true,
      description: 'This version, on the same held-out cases; null when nothing was held out.',
      select: { after: true },
      resolve: ({ after }) => figures(after),
    }),
    trainedAt: t.expose('trainedAt', { type: 'DateTime', description: 'When it was trained.' }),
    activatedAt: t.expose('activatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last put in use; null when it never was.',
    }),
    activatedBy: t.exposeString('activatedBy', { nullable: true, description: 'By whom; null when it never was.' }),
    isHeld: t.exposeBoolean('isHeld', {
      description: 'Whether a person wants it to stay in use, whatever is learned, until a person chooses again.',
    }),
    retiredAt: t.expose('retiredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken out of use; null when it was not.',
    }),
    version: t.exposeInt('version', VERSION),
  }),
});

function figures(stored: Prisma.JsonValue) {
  return stored === null ? null : HeldOutFigures.parse(stored);
}

const TriageModelStateFilter = enumFilter(TriageModelState, 'TriageModelStateFilter', {
  description: 'States of a version.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

const TriageModelFilter = builder.inputType('TriageModelFilter', {
  description: 'Which versions. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: TriageModelStateFilter, required: false, description: 'In these states.' }),
    projectId: t.field({ type: IDFilter, required: false, description: 'Of these projects.' }),
  }),
});

builder.queryField('triageModels', (t) =>
  t.prismaConnection(
    {
      type: TriageModel,
      cursor: 'id',
      description: 'Versions of what triage has learned, newest first; twenty a project are kept.',
      authScopes: { can: 'triage:read' },
      args: { filter: t.arg({ type: TriageModelFilter, required: false, description: 'Which; all by default.' }) },
      totalCount: (_connection, { filter }, { db }) => db.triageModel.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter }, { db }) =>
        db.triageModel.findMany({ ...query, where: conditions(filter), orderBy: { id: 'desc' } }),
    },
    { name: 'TriageModelConnection' },
    { name: 'TriageModelEdge' },
  ),
);

function conditions(filter: typeof TriageModelFilter.$inferInput | null | undefined): Prisma.TriageModelWhereInput {
  return { state: among(valuesOf(filter?.state)), projectId: among(idsOf(filter?.projectId)) };
}

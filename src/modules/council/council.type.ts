import { encodeGlobalID } from '@pothos/plugin-relay';
import { builder } from '../../graphql/builder.js';
import { Model, ModelRoute } from '../models/model.type.js';
import { JobError } from '../operations/job.type.js';
import {
  CouncilBuiltInEnum,
  CouncilMemberStateEnum,
  CouncilRuleEnum,
  CouncilStateEnum,
  CouncilTransition,
} from './council-enums.type.js';
import { OPEN_COUNCIL_STATES } from './council-states.js';
import { type Criterion, type CriterionScore, criteriaOf, scoresOf } from './rubric.js';
import type { VerdictRule } from './verdict.js';

const CouncilCriterion = builder.objectRef<Criterion>('CouncilCriterion').implement({
  description: 'One thing by which answers are judged.',
  authScopes: { can: 'council:read' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { description: 'What an answer has to be like.' }),
    weight: t.exposeFloat('weight', { description: 'How much it counts, as a share of all weights.' }),
  }),
});

const CouncilScore = builder.objectRef<CriterionScore>('CouncilScore').implement({
  description: 'What an answer is worth by one criterion.',
  authScopes: { can: 'council:read' },
  fields: (t) => ({
    criterion: t.exposeString('criterion', { description: 'The name of the criterion.' }),
    score: t.exposeFloat('score', { description: '0 (fails it) to 10 (could not be better).' }),
    reason: t.exposeString('reason', { description: 'Why, in one sentence.' }),
  }),
});

export const CouncilMember = builder.prismaObject('CouncilMember', {
  description: 'One of those who answer a question and judge the answers of the others.',
  authScopes: { can: 'council:read' },
  select: { id: true, routePurpose: true, routeTier: true },
  fields: (t) => ({
    seat: t.exposeInt('seat', { description: 'Its place, from 0, in the order in which they were named.' }),
    label: t.exposeString('label', { description: 'What it is called: provider and model, or a route.' }),
    state: t.expose('state', { type: CouncilMemberStateEnum, description: 'How far it is.' }),
    model: t.relation('model', { type: Model, nullable: true, description: 'The model; null when it is not one.' }),
    route: t.prismaField({
      type: ModelRoute,
      nullable: true,
      description: 'The route; null when it is none, or not there any more.',
      resolve: (query, { routePurpose: purpose, routeTier: tier }, _args, { db }) =>
        db.modelRoute.findFirst({ ...query, where: purpose && tier ? { purpose, tier } : { id: { in: [] } } }),
    }),
    builtIn: t.expose('builtIn', {
      type: CouncilBuiltInEnum,
      nullable: true,
      description: 'Which one of Switchyard it is; null when it is none.',
    }),
    error: t.field({
      type: JobError,
      nullable: true,
      description: 'Why it is left out; null when it is not.',
      select: { errorCode: true, errorMessage: true },
      resolve: ({ errorCode, errorMessage }) => (errorCode ? { code: errorCode, message: errorMessage ?? '' } : null),
    }),
  }),
});

export const CouncilAnswer = builder.prismaObject('CouncilMember', {
  variant: 'CouncilAnswer',
  description: 'What a member of a council answered.',
  authScopes: { can: 'council:read' },
  select: { id: true },
  fields: (t) => ({
    member: t.variant(CouncilMember, { description: 'Who answered.' }),
    text: t.string({
      description: 'The answer, in Markdown.',
      select: { answer: true },
      resolve: ({ answer }) => answer ?? '',
    }),
    answeredAt: t.expose('answeredAt', { type: 'DateTime', nullable: true, description: 'When it came.' }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: 'What the votes on it came to, 0 to 10; null before the verdict.',
    }),
  }),
});

export const CouncilVote = builder.prismaObject('CouncilVote', {
  description: 'What one member of a council holds of the answer of another.',
  authScopes: { can: 'council:read' },
  select: { id: true },
  fields: (t) => ({
    voter: t.relation('voter', { type: CouncilMember, description: 'Who judges.' }),
    answer: t.relation('member', { type: CouncilAnswer, description: 'The answer that is judged.' }),
    scores: t.field({
      type: [CouncilScore],
      description: 'By each criterion.',
      select: { scores: true },
      resolve: ({ scores }) => [...scoresOf(scores)],
    }),
    total: t.exposeFloat('total', { description: 'The mean of the scores by weight, 0 to 10.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was cast.' }),
  }),
});

builder.prismaObjectField(CouncilAnswer, 'votes', (t) =>
  t.relation('received', {
    type: CouncilVote,
    description: 'What the others hold of it.',
    query: { orderBy: { id: 'asc' } },
  }),
);

/** A council with a verdict. */
interface DecidedCouncil {
  readonly id: string;
  readonly winnerId: string;
  readonly score: number;
  readonly rule: VerdictRule;
  readonly reasons: readonly CriterionScore[];
}

const CouncilVerdict = builder.objectRef<DecidedCouncil>('CouncilVerdict').implement({
  description: 'The one answer that a council decided for, and why.',
  authScopes: { can: 'council:read' },
  fields: (t) => ({
    answer: t.prismaField({
      type: CouncilAnswer,
      description: 'The answer that won.',
      resolve: (query, { winnerId }, _args, { db }) =>
        db.councilMember.findFirstOrThrow({ ...query, where: { id: winnerId } }),
    }),
    score: t.exposeFloat('score', { description: 'The weighted mean of the votes on it, 0 to 10.' }),
    rule: t.expose('rule', { type: CouncilRuleEnum, description: 'What put it before the next one.' }),
    reasons: t.field({
      type: [CouncilScore],
      description: 'By each criterion the mean of the votes, with the reason of the voter who was nearest to it.',
      resolve: ({ reasons }) => [...reasons],
    }),
    standings: t.prismaField({
      type: [CouncilAnswer],
      description: 'All answers, best first.',
      resolve: (query, { id }, _args, { db }) =>
        db.councilMember.findMany({
          ...query,
          where: { councilId: id, score: { not: null } },
          orderBy: [{ score: 'desc' }, { seat: 'asc' }],
        }),
    }),
  }),
});

export const Council = builder.prismaNode('Council', {
  description: 'A question that several models answer; they judge the answers of each other, and one answer is taken.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'council:read' },
  select: { id: true, subjectType: true, subjectId: true },
  fields: (t) => ({
    question: t.exposeString('question', { description: 'What was asked.' }),
    subject: t.node({
      description: 'The case or article it is about; null when it is about none.',
      id: ({ subjectType, subjectId }) => (subjectType && subjectId ? encodeGlobalID(subjectType, subjectId) : null),
    }),
    state: t.expose('state', { type: CouncilStateEnum, description: 'Where it stands.' }),
    availableTransitions: t.field({
      type: [CouncilTransition],
      description: 'What you can do with it now.',
      select: { state: true },
      resolve: ({ state }, _args, { viewer }) =>
        OPEN_COUNCIL_STATES.includes(state) && viewer?.permissions.has('council:ask') ? (['CANCEL'] as const) : [],
    }),
    version: t.exposeInt('version', { description: 'Grows with every answer, vote and change of state.' }),
    criteria: t.field({
      type: [CouncilCriterion],
      description: 'By what answers are judged.',
      select: { criteria: true },
      resolve: ({ criteria }) => [...criteriaOf(criteria)],
    }),
    quorum: t.exposeInt('quorum', { description: 'How many members have to answer, and to vote.' }),
    members: t.relation('members', {
      type: CouncilMember,
      description: 'Who is asked, 7 at most.',
      query: { orderBy: { seat: 'asc' } },
    }),
    answers: t.relation('members', {
      type: CouncilAnswer,
      description: 'What was answered so far, in the order of the members.',
      query: { where: { answer: { not: null } }, orderBy: { seat: 'asc' } },
    }),
    votes: t.relation('votes', {
      type: CouncilVote,
      description: 'The votes so far, oldest first; 42 at most.',
      query: { orderBy: { id: 'asc' } },
    }),
    verdict: t.field({
      type: CouncilVerdict,
      nullable: true,
      description: 'What it decided; null when it has not.',
      select: { winnerId: true, verdictScore: true, verdictRule: true, verdictReasons: true },
      resolve: ({ id, winnerId, verdictScore: score, verdictRule: rule, verdictReasons }) =>
        winnerId && score !== null && rule ? { id, winnerId, score, rule, reasons: scoresOf(verdictReasons) } : null,
    }),
    error: t.field({
      type: JobError,
      nullable: true,
      description: 'Why it came to no verdict; null when it did, or may yet.',
      select: { errorCode: true, errorMessage: true },
      resolve: ({ errorCode, errorMessage }) => (errorCode ? { code: errorCode, message: errorMessage ?? '' } : null),
    }),
    job: t.relation('job', { nullable: true, description: 'The job that asks and decides.' }),
    project: t.relation('project', { nullable: true, description: 'The project it belongs to; null when to none.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was decided, failed or was ended; null before.',
    }),
  }),
});

import { encodeGlobalID } from '@pothos/plugin-relay';
import { among, idsOf, valuesOf } from '../../db/filter-values.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { DateTimeFilter, enumFilter, IDFilter, StringFilter, within } from '../../graphql/filters.js';
import { dollars, Money } from '../../graphql/money.js';
import { LlmCallStateEnum, ModelPurposeEnum, ModelTierEnum } from './model-enums.type.js';

const LlmCallAttempt = builder.prismaObject('LlmCallAttempt', {
  description: 'One model that was asked in the course of a use.',
  authScopes: { can: 'model:read' },
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Which one it was, from 1.' }),
    providerName: t.exposeString('providerName', { description: 'Whose model.' }),
    modelName: t.exposeString('modelName', { description: 'Which model.' }),
    state: t.expose('state', { type: LlmCallStateEnum, description: 'How it ended.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it failed; null when it did not.' }),
    inputTokens: t.exposeInt('inputTokens', { description: 'Tokens read.' }),
    outputTokens: t.exposeInt('outputTokens', { description: 'Tokens written.' }),
    cost: t.field({
      type: Money,
      description: 'What it cost.',
      select: { cost: true },
      resolve: ({ cost }) => dollars(cost),
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was asked.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', description: 'When it had answered or failed.' }),
  }),
});

export const LlmCall = builder.prismaNode('LlmCall', {
  description: 'One use of a model: what for, by which job, what it took and cost.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'model:read' },
  select: { id: true, subjectType: true, subjectId: true },
  fields: (t) => ({
    purpose: t.expose('purpose', { type: ModelPurposeEnum, description: 'What for.' }),
    tier: t.expose('tier', { type: ModelTierEnum, description: 'At which tier.' }),
    state: t.expose('state', { type: LlmCallStateEnum, description: 'Where it stands.' }),
    providerName: t.exposeString('providerName', {
      nullable: true,
      description: 'Whose model answered, or failed last.',
    }),
    modelName: t.exposeString('modelName', { nullable: true, description: 'Which model answered, or failed last.' }),
    inputTokens: t.exposeInt('inputTokens', { description: 'Tokens read, by all models that were asked.' }),
    cachedTokens: t.exposeInt('cachedTokens', { description: "Of those, the ones in the provider's cache." }),
    outputTokens: t.exposeInt('outputTokens', { description: 'Tokens written.' }),
    cost: t.field({
      type: Money,
      description: 'What it cost.',
      select: { cost: true },
      resolve: ({ cost }) => dollars(cost),
    }),
    isCacheHit: t.exposeBoolean('isCacheHit', { description: 'Whether part of the prompt came from a cache.' }),
    errorCode: t.exposeString('errorCode', { nullable: true, description: 'Why it failed; null when it did not.' }),
    prompt: t.exposeString('prompt', {
      nullable: true,
      description: 'What was asked, redacted; null when it is kept no longer.',
    }),
    answer: t.exposeString('answer', {
      nullable: true,
      description: 'What was answered, redacted; null when nothing was, or it is kept no longer.',
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request it came from, as in the logs.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null: not yet.',
    }),
    subject: t.node({
      description: 'What it was about; null when it was about nothing in particular.',
      id: ({ subjectType, subjectId }) => (subjectType && subjectId ? encodeGlobalID(subjectType, subjectId) : null),
    }),
    attempts: t.relation('attempts', {
      type: LlmCallAttempt,
      description: 'The models that were asked, in order.',
      query: { orderBy: { number: 'asc' } },
    }),
  }),
});

const LlmCallStateFilter = enumFilter(LlmCallStateEnum, 'LlmCallStateFilter', {
  description: 'States of a use of a model.',
  eq: 'In this state.',
  in: 'In one of these states.',
});

const LlmCallFilter = builder.inputType('LlmCallFilter', {
  description: 'Which uses of models. Conditions are joined by AND.',
  fields: (t) => ({
    state: t.field({ type: LlmCallStateFilter, required: false, description: 'In these states.' }),
    job: t.field({ type: IDFilter, required: false, description: 'By these jobs.' }),
    requestId: t.field({ type: StringFilter, required: false, description: 'From these requests.' }),
    startedAt: t.field({ type: DateTimeFilter, required: false, description: 'Begun in this span.' }),
  }),
});

builder.queryField('llmCalls', (t) =>
  t.prismaConnection(
    {
      type: LlmCall,
      cursor: 'id',
      description: 'The uses of models, newest first.',
      authScopes: { can: 'model:read' },
      args: { filter: t.arg({ type: LlmCallFilter, required: false, description: 'Which uses; all by default.' }) },
      totalCount: (_connection, { filter }, { db }) => db.llmCall.count({ where: conditions(filter) }),
      resolve: (query, _root, { filter }, { db }) =>
        db.llmCall.findMany({ ...query, where: conditions(filter), orderBy: [{ startedAt: 'desc' }, { id: 'desc' }] }),
    },
    { name: 'LlmCallConnection' },
    { name: 'LlmCallEdge' },
  ),
);

function conditions(filter: typeof LlmCallFilter.$inferInput | null | undefined): Prisma.LlmCallWhereInput {
  if (!filter) return {};
  const { state, job, requestId, startedAt } = filter;
  return {
    state: among(valuesOf(state)),
    jobId: among(idsOf(job)),
    requestId: among(valuesOf(requestId)),
    startedAt: within(startedAt),
  };
}

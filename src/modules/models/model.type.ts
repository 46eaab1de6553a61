import { builder } from '../../graphql/builder.js';
import { dollars, Money } from '../../graphql/money.js';
import { VERSION } from '../../graphql/versions.js';
import { ModelProtocolEnum, ModelPurposeEnum, ModelTierEnum } from './model-enums.type.js';

export const ModelProvider = builder.prismaNode('ModelProvider', {
  description: 'Somebody who offers models, with the credential of the tenant. The key itself is never shown.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'model:read' },
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name; unique in the tenant.' }),
    protocol: t.expose('protocol', { type: ModelProtocolEnum, description: 'In which protocol it is reached.' }),
    baseUrl: t.exposeString('baseUrl', { nullable: true, description: "Where; null: the protocol's own address." }),
    keyHint: t.exposeString('keyHint', { nullable: true, description: 'The end of its key; null when it has none.' }),
    isDisabled: t.boolean({
      description: 'Whether it is switched off.',
      select: { disabledAt: true },
      resolve: ({ disabledAt }) => disabledAt !== null,
    }),
    version: t.exposeInt('version', VERSION),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made known.' }),
    models: t.relatedConnection('models', {
      cursor: 'id',
      description: 'Its models.',
      totalCount: true,
      query: { orderBy: { id: 'asc' } },
    }),
  }),
});

export const Model = builder.prismaNode('Model', {
  description: 'A model at a provider, with what it costs.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'model:read' },
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name at the provider.' }),
    tier: t.expose('tier', { type: ModelTierEnum, description: 'What it is good for.' }),
    contextTokens: t.exposeInt('contextTokens', { description: 'How many tokens it reads at most.' }),
    inputPrice: t.field({
      type: Money,
      description: 'For a million tokens read.',
      select: { inputPrice: true },
      resolve: ({ inputPrice }) => dollars(inputPrice),
    }),
    cachedInputPrice: t.field({
      type: Money,
      description: "For a million tokens read from the provider's cache.",
      select: { cachedInputPrice: true },
      resolve: ({ cachedInputPrice }) => dollars(cachedInputPrice),
    }),
    outputPrice: t.field({
      type: Money,
      description: 'For a million tokens written.',
      select: { outputPrice: true },
      resolve: ({ outputPrice }) => dollars(outputPrice),
    }),
    isDisabled: t.boolean({
      description: 'Whether it is switched off.',
      select: { disabledAt: true },
      resolve: ({ disabledAt }) => disabledAt !== null,
    }),
    version: t.exposeInt('version', VERSION),
    provider: t.relation('provider', { description: 'Who offers it.' }),
  }),
});

export const ModelRoute = builder.prismaNode('ModelRoute', {
  description: 'Which models serve a purpose at a tier. Without one, the models that come with Switchyard do.',
  id: { field: 'id', description: 'Opaque and unique over all types.' },
  nullable: true,
  authScopes: { can: 'model:read' },
  select: { id: true },
  fields: (t) => ({
    purpose: t.expose('purpose', { type: ModelPurposeEnum, description: 'What for.' }),
    tier: t.expose('tier', { type: ModelTierEnum, description: 'At which tier.' }),
    timeoutMs: t.exposeInt('timeoutMs', { description: 'How long one model gets, in milliseconds.' }),
    hedgeAfterMs: t.exposeInt('hedgeAfterMs', {
      nullable: true,
      description: 'After so many milliseconds the next model is asked as well; null: only after a failure.',
    }),
    models: t.field({
      type: [Model],
      description: 'The preferred one first; the next takes over when one fails.',
      select: (_args, _context, nested) => ({
        targets: { orderBy: { position: 'asc' }, select: { model: nested() } },
      }),
      resolve: ({ targets }) => targets.map(({ model }) => model),
    }),
  }),
});

builder.queryField('modelProviders', (t) =>
  t.prismaConnection(
    {
      type: ModelProvider,
      cursor: 'id',
      description: 'The model providers of the tenant, oldest first.',
      authScopes: { can: 'model:read' },
      totalCount: (_connection, _args, { db }) => db.modelProvider.count(),
      resolve: (query, _root, _args, { db }) => db.modelProvider.findMany({ ...query, orderBy: { id: 'asc' } }),
    },
    { name: 'ModelProviderConnection' },
    { name: 'ModelProviderEdge' },
  ),
);

builder.queryField('modelRoutes', (t) =>
  t.withAuth({ can: 'model:read' }).prismaField({
    type: [ModelRoute],
    description: 'The routes that the tenant has made; one for each purpose and tier at most.',
    resolve: (query, _root, _args, { db }) =>
      db.modelRoute.findMany({ ...query, orderBy: [{ purpose: 'asc' }, { tier: 'asc' }] }),
  }),
);

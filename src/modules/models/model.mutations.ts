import { z } from 'zod';
import type {
  ModelProvider as ModelProviderRow,
  ModelRoute as ModelRouteRow,
  Model as ModelRow,
} from '../../generated/prisma/client.js';
import { builder } from '../../graphql/builder.js';
import { causeOf } from '../../graphql/context.js';
import { payloadType } from '../../graphql/payload.js';
import { expectedVersion } from '../../graphql/versions.js';
import { createModel, setModelRoute, updateModel } from './model.service.js';
import { Model, ModelProvider, ModelRoute } from './model.type.js';
import { ModelProtocolEnum, ModelPurposeEnum, ModelTierEnum } from './model-enums.type.js';
import { createModelProvider, updateModelProvider } from './model-provider.service.js';

const NAME = z.string().trim().min(1).max(100);
const BASE_URL = z.custom<URL>(
  (url) => url instanceof URL && /^https?:$/.test(url.protocol) && url.username === '' && url.href.length <= 2_000,
  'An address of http or https, without a user name.',
);
const KEY = z.string().trim().min(1).max(4_000);
const PRICE = z
  .string()
  .refine((text) => !text.startsWith('-') && Number(text) < 1_000_000, 'A price is not negative.');

const providerPayload = (name: 'ModelProviderCreatePayload' | 'ModelProviderUpdatePayload') =>
  payloadType<{ readonly modelProvider: ModelProviderRow }>(name, (p) => ({
    modelProvider: p.expose('modelProvider', { type: ModelProvider, nullable: true, description: 'The provider.' }),
  }));

const modelPayload = (name: 'ModelCreatePayload' | 'ModelUpdatePayload') =>
  payloadType<{ readonly model: ModelRow }>(name, (p) => ({
    model: p.expose('model', { type: Model, nullable: true, description: 'The model.' }),
  }));

const ModelProviderCreateInput = builder.inputType('ModelProviderCreateInput', {
  description: 'A provider of models.',
  fields: (t) => ({
    name: t.string({ validate: { schema: NAME }, description: 'Its name; unique in the tenant.' }),
    protocol: t.field({ type: ModelProtocolEnum, description: 'In which protocol it is reached.' }),
    baseUrl: t.field({
      type: 'URL',
      required: false,
      validate: { schema: BASE_URL },
      description: "Where; the protocol's own address by default.",
    }),
    apiKey: t.string({
      required: false,
      validate: { schema: KEY },
      description: 'The key; it is stored encrypted and never shown again.',
    }),
  }),
});

builder.mutationField('modelProviderCreate', (t) =>
  t.withAuth({ can: 'model:write' }).field({
    type: providerPayload('ModelProviderCreatePayload'),
    description: 'Makes a provider of models known.',
    args: { input: t.arg({ type: ModelProviderCreateInput, description: 'The provider.' }) },
    resolve: async (_root, { input }, context) => ({
      modelProvider: await createModelProvider(
        context.db,
        { ...input, baseUrl: input.baseUrl?.href ?? null },
        causeOf(context),
      ),
    }),
  }),
);

const ModelProviderUpdateInput = builder.inputType('ModelProviderUpdateInput', {
  description: 'What changes about a provider of models; what is left out stays.',
  fields: (t) => ({
    id: t.globalID({ for: ModelProvider, description: 'The provider.' }),
    name: t.string({ required: false, validate: { schema: NAME }, description: 'Its new name.' }),
    baseUrl: t.field({
      type: 'URL',
      required: false,
      validate: { schema: BASE_URL },
      description: "Its new address; null: the protocol's own. Another host asks for the key again.",
    }),
    apiKey: t.string({ required: false, validate: { schema: KEY }, description: 'Its new key.' }),
    isDisabled: t.boolean({ required: false, description: 'True to switch it off, false to switch it on.' }),
    expectedVersion: t.int(expectedVersion('provider or model')),
  }),
});

builder.mutationField('modelProviderUpdate', (t) =>
  t.withAuth({ can: 'model:write' }).field({
    type: providerPayload('ModelProviderUpdatePayload'),
    description: 'Changes a provider of models; it counts from the next use on.',
    args: { input: t.arg({ type: ModelProviderUpdateInput, description: 'Which one, and what.' }) },
    resolve: async (_root, { input: { id, baseUrl, ...change } }, context) => ({
      modelProvider: await updateModelProvider(
        context.db,
        id.id,
        { ...change, ...(baseUrl === undefined ? {} : { baseUrl: baseUrl?.href ?? null }) },
        causeOf(context),
      ),
    }),
  }),
);

const ModelCreateInput = builder.inputType('ModelCreateInput', {
  description: 'A model of a provider. Prices are US dollars for a million tokens.',
  fields: (t) => ({
    providerId: t.globalID({ for: ModelProvider, description: 'Who offers it.' }),
    name: t.string({ validate: { schema: NAME }, description: 'Its name at the provider.' }),
    tier: t.field({ type: ModelTierEnum, description: 'What it is good for.' }),
    contextTokens: t.int({
      validate: { schema: z.number().int().min(256).max(100_000_000) },
      description: 'How many tokens it reads at most.',
    }),
    ...priceFields(t),
  }),
});

builder.mutationField('modelCreate', (t) =>
  t.withAuth({ can: 'model:write' }).field({
    type: modelPayload('ModelCreatePayload'),
    description: 'Makes a model known.',
    args: { input: t.arg({ type: ModelCreateInput, description: 'The model.' }) },
    resolve: async (_root, { input }, context) => ({
      model: await createModel(context.db, { ...input, providerId: input.providerId.id }, causeOf(context)),
    }),
  }),
);

const ModelUpdateInput = builder.inputType('ModelUpdateInput', {
  description: 'What changes about a model; what is left out stays.',
  fields: (t) => ({
    id: t.globalID({ for: Model, description: 'The model.' }),
    ...priceFields(t),
    isDisabled: t.boolean({ required: false, description: 'True to switch it off, false to switch it on.' }),
    expectedVersion: t.int(expectedVersion('provider or model')),
  }),
});

builder.mutationField('modelUpdate', (t) =>
  t.withAuth({ can: 'model:write' }).field({
    type: modelPayload('ModelUpdatePayload'),
    description: 'Changes what a model costs, or switches it off or on.',
    args: { input: t.arg({ type: ModelUpdateInput, description: 'Which one, and what.' }) },
    resolve: async (_root, { input: { id, ...change } }, context) => ({
      model: await updateModel(context.db, id.id, change, causeOf(context)),
    }),
  }),
);

const ModelRouteSetInput = builder.inputType('ModelRouteSetInput', {
  description: 'Which models serve a purpose at a tier.',
  fields: (t) => ({
    purpose: t.field({ type: ModelPurposeEnum, description: 'What for.' }),
    tier: t.field({ type: ModelTierEnum, description: 'At which tier.' }),
    modelIds: t.globalIDList({
      for: Model,
      validate: { maxLength: 10 },
      description: 'The preferred one first, 10 at most. Empty: back to the models that come with Switchyard.',
    }),
    timeoutMs: t.int({
      required: false,
      validate: { schema: z.number().int().min(100).max(600_000) },
      description: 'How long one model gets, in milliseconds; 60,000 by default.',
    }),
    hedgeAfterMs: t.int({
      required: false,
      validate: { schema: z.number().int().min(10).max(600_000) },
      description: 'After so many milliseconds the next model is asked as well; never by default.',
    }),
  }),
});

builder.mutationField('modelRouteSet', (t) =>
  t.withAuth({ can: 'model:write' }).field({
    type: payloadType<{ readonly modelRoute: ModelRouteRow }>('ModelRouteSetPayload', (p) => ({
      modelRoute: p.expose('modelRoute', {
        type: ModelRoute,
        nullable: true,
        description: 'The route; null when the purpose is back to its default.',
      }),
    })),
    description: 'Says which models serve a purpose, in place of what was said before.',
    args: { input: t.arg({ type: ModelRouteSetInput, description: 'Which models, for what.' }) },
    resolve: async (_root, { input }, context) => ({
      modelRoute: await setModelRoute(
        context.db,
        { ...input, modelIds: input.modelIds.map(({ id }) => id) },
        causeOf(context),
      ),
    }),
  }),
);

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0];

function priceFields(t: InputFields) {
  const price = (description: string) =>
    t.field({ type: 'Decimal', required: false, validate: { schema: PRICE }, description });
  return {
    inputPrice: price('For tokens read; 0 by default.'),
    cachedInputPrice: price("For tokens read from the provider's cache; 0 by default."),
    outputPrice: price('For tokens written; 0 by default.'),
  };
}

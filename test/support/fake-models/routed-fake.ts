import type { ModelCreateInput, ModelPurpose } from '../../gql/graphql.js';
import { graphql } from '../../gql/index.js';
import type { Member, TestApp } from '../test-app.js';
import type { FakeModelServer } from './fake-model-server.js';

const MakeProvider = graphql(`
  mutation FakeProvider($input: ModelProviderCreateInput!) {
    modelProviderCreate(input: $input) { modelProvider { id } userErrors { code message } }
  }
`);
const MakeModel = graphql(`
  mutation FakeModel($input: ModelCreateInput!) {
    modelCreate(input: $input) { model { id } userErrors { code message } }
  }
`);
const SetRoute = graphql(`
  mutation RouteToFake($input: ModelRouteSetInput!) {
    modelRouteSet(input: $input) { modelRoute { purpose } userErrors { code message } }
  }
`);

/** How a fake is known to a tenant; it costs nothing by default. */
export interface FakeModelSettings extends Partial<Omit<ModelCreateInput, 'providerId'>> {
  readonly tier: ModelCreateInput['tier'];
  /** Name of the provider. */
  readonly provider?: string;
}

/** Makes a fake known to a member's tenant, as a provider with one model. Returns the id of the model. */
export async function addFakeModel(
  app: TestApp,
  member: Pick<Member, 'token'>,
  fake: FakeModelServer,
  { provider = 'Fake', ...settings }: FakeModelSettings,
): Promise<string> {
  const { protocol, apiKey, baseUrl } = fake.connection;
  const made = await app.run(member, MakeProvider, { input: { name: provider, protocol, apiKey, baseUrl } });
  const providerId = made.modelProviderCreate.modelProvider?.id;
  if (!providerId) throw new Error(JSON.stringify(made.modelProviderCreate.userErrors));
  const input = { name: 'fake', contextTokens: 8_000, ...settings, providerId };
  const { modelCreate } = await app.run(member, MakeModel, { input });
  if (!modelCreate.model) throw new Error(JSON.stringify(modelCreate.userErrors));
  return modelCreate.model.id;
}

/** `addFakeModel`, which then serves a purpose. */
export async function routeToFake(
  app: TestApp,
  member: Pick<Member, 'token'>,
  fake: FakeModelServer,
  { purpose, ...settings }: FakeModelSettings & { readonly purpose: ModelPurpose },
): Promise<void> {
  const modelIds = [await addFakeModel(app, member, fake, settings)];
  const { modelRouteSet } = await app.run(member, SetRoute, { input: { purpose, tier: settings.tier, modelIds } });
  if (!modelRouteSet.modelRoute) throw new Error(JSON.stringify(modelRouteSet.userErrors));
}

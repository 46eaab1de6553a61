import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { graphql } from '../../gql/index.js';
import { FakeModelServer, type SeenRequest } from '../../support/fake-models/fake-model-server.js';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';
import { globalId } from '../../support/walk-app.js';

const CreateProvider = graphql(`
  mutation ProviderOfTest($input: ModelProviderCreateInput!) {
    modelProviderCreate(input: $input) { modelProvider { id name keyHint version } userErrors { code message path } }
  }
`);
const UpdateProvider = graphql(`
  mutation ProviderChangedByTest($input: ModelProviderUpdateInput!) {
    modelProviderUpdate(input: $input) { modelProvider { id isDisabled version } userErrors { code path } }
  }
`);
const CreateModel = graphql(`
  mutation ModelOfTest($input: ModelCreateInput!) {
    modelCreate(input: $input) { model { id name tier inputPrice { amount currency } } userErrors { code path } }
  }
`);
const SetRoute = graphql(`
  mutation RouteOfTest($input: ModelRouteSetInput!) {
    modelRouteSet(input: $input) { modelRoute { id models { name } } userErrors { code path } }
  }
`);
const SetBudget = graphql(`
  mutation BudgetOfTest($input: BudgetSetInput!) {
    budgetSet(input: $input) { budget { id state spent { amount } project { id } } userErrors { code path } }
  }
`);
const Overview = graphql(`
  query ModelsOfTest {
    modelProviders { nodes { name protocol keyHint models { nodes { name } totalCount } } totalCount }
    modelRoutes { purpose tier models { name } }
    budgets { nodes { period state amount { amount } spent { amount } } }
    llmCalls { nodes { purpose state modelName inputTokens cost { amount } prompt attempts { number state } subject { __typename id } } totalCount }
    usage(groupBy: MODEL) { key calls inputTokens cost { amount currency } }
  }
`);
const OpenCase = graphql(`
  mutation CaseForModels($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } job { id } userErrors { code } } }
`);
const CaseAfterModels = graphql(`
  query CaseAfterModels($id: ID!) {
    case(id: $id) { state triage { type severity confidence reasoning } replyDraft { state body } }
  }
`);
const FollowJob = graphql(`
  subscription JobOfModels($id: ID!) { jobEvents(jobId: $id) { __typename ... on JobFinished { state } } }
`);

const KEY = 'sk-test-0123456789abcdef';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ environment: { OUTBOUND_PRIVATE_HOSTS: '127.0.0.1' } });
});
afterAll(() => app[Symbol.asyncDispose]());

describe('models', () => {
  let fake: FakeModelServer;
  let owner: Member;
  beforeEach(async () => {
    fake = await FakeModelServer.start('OPENAI', answerOf);
    owner = await app.newTenant();
  });
  afterEach(() => fake[Symbol.asyncDispose]());

  async function makeModel(): Promise<string> {
    const provider = { name: 'Main', protocol: 'OPENAI' as const, baseUrl: fake.baseUrl, apiKey: KEY };
    const { modelProviderCreate } = await app.run(owner, CreateProvider, { input: provider });
    const model = {
      providerId: modelProviderCreate.modelProvider?.id ?? '',
      name: 'big',
      tier: 'STANDARD' as const,
      contextTokens: 8_000,
      inputPrice: '2.5',
      outputPrice: '10',
    };
    const { modelCreate } = await app.run(owner, CreateModel, { input: model });
    expect(modelCreate).toMatchObject({ model: { inputPrice: { currency: 'USD' } }, userErrors: [] });
    return modelCreate.model?.id ?? '';
  }

  async function openCase(): Promise<string> {
    const input = {
      projectId: owner.projectId,
      subject: 'The export crashes',
      body: 'Since the update the export ends with an error.',
      customer: { email: 'kim@customer.test', name: 'Kim' },
    };
    const { caseOpen } = await app.run(owner, OpenCase, { input });
    for await (const _ of app.follow(owner, FollowJob, { id: caseOpen.job?.id ?? '' }));
    return caseOpen.case?.id ?? '';
  }

  it('serve the desk by the routes of the tenant, and every use is accounted for', async () => {
    const modelId = await makeModel();
    for (const route of [
      { purpose: 'TRIAGE' as const, tier: 'FAST' as const },
      { purpose: 'REPLY' as const, tier: 'STANDARD' as const },
    ]) {
      const { modelRouteSet } = await app.run(owner, SetRoute, { input: { ...route, modelIds: [modelId] } });
      expect(modelRouteSet).toMatchObject({ modelRoute: { models: [{ name: 'big' }] }, userErrors: [] });
    }
    const id = await openCase();
    expect((await app.run(owner, CaseAfterModels, { id })).case).toMatchObject({
      state: 'AWAITING_APPROVAL',
      triage: { type: 'FEATURE', severity: 'HIGH', confidence: 0.93, reasoning: 'It wants an export.' },
      replyDraft: { state: 'PENDING_APPROVAL', body: 'A colleague will look into it.' },
    });
    expect(fake.seen.map(({ key }) => key)).toEqual([KEY, KEY]);
    const seen = await app.run(owner, Overview, {});
    expect(seen.modelProviders).toMatchObject({
      totalCount: 1,
      nodes: [{ keyHint: 'cdef', models: { totalCount: 1 } }],
    });
    expect(JSON.stringify(seen)).not.toContain(KEY);
    expect(seen.llmCalls.nodes.map(({ purpose, state, modelName }) => [purpose, state, modelName])).toEqual([
      ['REPLY', 'SUCCEEDED', 'big'],
      ['TRIAGE', 'SUCCEEDED', 'big'],
    ]);
    expect(seen.llmCalls.nodes.every(({ subject }) => subject?.id === id)).toBe(true);
    expect(seen.usage).toEqual([
      { key: 'big', calls: 2, inputTokens: 22, cost: { amount: '0.00015500', currency: 'USD' } },
    ]);
  });

  it('that come with Switchyard are accounted for as well', async () => {
    await openCase();
    const { llmCalls, usage } = await app.run(owner, Overview, {});
    expect(llmCalls.nodes.map(({ modelName }) => modelName)).toEqual(['offline', 'offline']);
    expect(usage).toMatchObject([{ key: 'offline', calls: 2, cost: { amount: '0.00000000' } }]);
  });

  it('fall back to those of Switchyard where the route says so', async () => {
    const modelId = await makeModel();
    const own = await app.run(owner, CreateProvider, { input: { name: 'Own', protocol: 'OFFLINE' } });
    const providerId = own.modelProviderCreate.modelProvider?.id ?? '';
    const input = { providerId, name: 'offline', tier: 'FAST' as const, contextTokens: 8_000 };
    const offlineId = (await app.run(owner, CreateModel, { input })).modelCreate.model?.id ?? '';
    const route = { purpose: 'TRIAGE' as const, tier: 'FAST' as const, modelIds: [modelId, offlineId] };
    await app.run(owner, SetRoute, { input: route });
    fake.script({ kind: 'status', status: 500 });
    const id = await openCase();
    expect((await app.run(owner, CaseAfterModels, { id })).case?.triage?.type).toBe('BUG');
    const { llmCalls } = await app.run(owner, Overview, {});
    expect(llmCalls.nodes.find(({ purpose }) => purpose === 'TRIAGE')?.attempts).toEqual([
      { number: 1, state: 'FAILED' },
      { number: 2, state: 'SUCCEEDED' },
    ]);
  });

  it('are told what is wrong with them, field by field', async () => {
    const input = { name: 'Bare', protocol: 'OPENAI' as const };
    const missing = await app.run(owner, CreateProvider, { input });
    expect(missing.modelProviderCreate.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'apiKey'] },
    ]);
    const compatible = { name: 'Bare', protocol: 'OPENAI_COMPATIBLE' as const };
    const nowhere = await app.run(owner, CreateProvider, { input: compatible });
    expect(nowhere.modelProviderCreate.userErrors).toMatchObject([{ path: ['input', 'baseUrl'] }]);
    const modelId = await makeModel();
    const twice = { purpose: 'REPLY' as const, tier: 'FAST' as const, modelIds: [modelId, modelId] };
    const route = await app.run(owner, SetRoute, { input: twice });
    expect(route.modelRouteSet.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['input', 'modelIds'] }]);
    const nothing = await app.run(owner, SetBudget, { input: { period: 'DAY', amount: '0' } });
    expect(nothing.budgetSet.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['input', 'amount'] }]);
  });

  it('of another tenant are like ones that do not exist', async () => {
    const modelId = await makeModel();
    const stranger = await app.newTenant();
    const route = { purpose: 'REPLY' as const, tier: 'FAST' as const };
    const foreign = await app.run(stranger, SetRoute, { input: { ...route, modelIds: [modelId] } });
    const unknown = await app.run(stranger, SetRoute, {
      input: { ...route, modelIds: [globalId('Model', randomUUID())] },
    });
    expect(foreign).toEqual(unknown);
    expect(foreign.modelRouteSet.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'modelIds'] }]);
    expect((await app.run(stranger, Overview, {})).modelProviders).toEqual({ nodes: [], totalCount: 0 });
  });

  it('change under a version, and can be switched off', async () => {
    await makeModel();
    const created = await app.run(owner, CreateProvider, { input: { name: 'Two', protocol: 'OFFLINE' } });
    const id = created.modelProviderCreate.modelProvider?.id ?? '';
    const off = await app.run(owner, UpdateProvider, { input: { id, isDisabled: true, expectedVersion: 1 } });
    expect(off.modelProviderUpdate).toEqual({ modelProvider: { id, isDisabled: true, version: 2 }, userErrors: [] });
    const stale = await app.run(owner, UpdateProvider, { input: { id, isDisabled: false, expectedVersion: 1 } });
    expect(stale.modelProviderUpdate).toMatchObject({
      modelProvider: { version: 2 },
      userErrors: [{ code: 'CONFLICT' }],
    });
  });

  it('keep a stored key from any other host than the one it was stored for', async () => {
    const way = {
      protocol: 'OPENAI_COMPATIBLE' as const,
      baseUrl: 'https://models.example.com/v1',
      apiKey: 'key-of-old',
    };
    const { modelProviderCreate } = await app.run(owner, CreateProvider, { input: { name: 'Kept', ...way } });
    const id = modelProviderCreate.modelProvider?.id ?? '';
    const to = (baseUrl: string, apiKey?: string) =>
      app.run(owner, UpdateProvider, { input: { id, baseUrl, ...(apiKey ? { apiKey } : {}) } });
    const elsewhere = await to('https://collector.example.net/v1');
    expect(elsewhere.modelProviderUpdate.userErrors).toEqual([{ code: 'INVALID_INPUT', path: ['input', 'apiKey'] }]);
    expect((await to('https://models.example.com/v2')).modelProviderUpdate.userErrors).toEqual([]);
    expect((await to('https://collector.example.net/v1', 'key-of-new')).modelProviderUpdate.userErrors).toEqual([]);
  });

  it('may be changed by admins, and looked at by operators', async () => {
    const operator = await app.newColleague(owner, 'OPERATOR');
    const viewer = await app.newColleague(owner, 'VIEWER');
    expect((await app.run(operator, Overview, {})).modelProviders.totalCount).toBe(0);
    const input = { name: 'x', protocol: 'OFFLINE' as const };
    for (const answer of [
      await app.request(operator, CreateProvider, { input }),
      await app.request(viewer, Overview, {}),
    ]) {
      expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });
});

/** Answers as a model would that does what the prompts ask. */
function answerOf({ body }: SeenRequest) {
  const isTriage = JSON.stringify(body).includes('<<<CASE');
  const verdict = { type: 'FEATURE', severity: 'HIGH', confidence: 0.93, reasoning: 'It wants an export.' };
  return { kind: 'answer', text: isTriage ? JSON.stringify(verdict) : 'A colleague will look into it.' } as const;
}

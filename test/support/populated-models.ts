import { vi } from 'vitest';
import type { PopulatedTenant } from './populated-tenant.js';
import { textAt } from './raw-graphql.js';

type Filling = Pick<PopulatedTenant, 'run' | 'canary'>;

/** A provider with a model, a route and a budget. */
export async function fillModels({ run, canary }: Filling, projectId: string): Promise<void> {
  const made = await run(
    'mutation($input: ModelProviderCreateInput!) { modelProviderCreate(input: $input) { modelProvider { id } userErrors { message } } }',
    { input: { name: canary, protocol: 'OPENAI_COMPATIBLE', baseUrl: `https://${canary}.test`, apiKey: canary } },
  );
  const model = await run(
    'mutation($input: ModelCreateInput!) { modelCreate(input: $input) { model { id } userErrors { message } } }',
    {
      input: {
        providerId: textAt(made, 'modelProviderCreate.modelProvider.id'),
        name: canary,
        tier: 'COMPLEX',
        contextTokens: 8_000,
      },
    },
  );
  await run(
    'mutation($input: ModelRouteSetInput!) { modelRouteSet(input: $input) { modelRoute { id } userErrors { message } } }',
    { input: { purpose: 'COUNCIL', tier: 'COMPLEX', modelIds: [textAt(model, 'modelCreate.model.id')] } },
  );
  await run('mutation($input: BudgetSetInput!) { budgetSet(input: $input) { budget { id } userErrors { message } } }', {
    input: { projectId, period: 'MONTH', amount: '1000' },
  });
}

/** A council of the members of Switchyard, which has decided. */
export async function fillCouncil({ run, canary }: Filling, projectId: string): Promise<void> {
  const asked = await run(
    'mutation($input: CouncilAskInput!) { councilAsk(input: $input) { job { id } userErrors { message } } }',
    {
      input: {
        projectId,
        question: `${canary} loses its ${canary} backups. Restore the ${canary} backups from Monday. What comes first?`,
        members: [{ builtIn: 'BRIEF' }, { builtIn: 'CAUTIOUS' }],
        criteria: [{ name: `Fits ${canary}`, description: `It is about ${canary}.`, weight: 1 }],
      },
    },
  );
  await jobEnds(run, textAt(asked, 'councilAsk.job.id'));
}

/** Waits until a job has ended. */
export async function jobEnds(run: PopulatedTenant['run'], id: string): Promise<void> {
  const state = async () => textAt(await run('query($id: ID!) { job(id: $id) { state } }', { id }), 'job.state');
  await vi.waitUntil(async () => /^(SUCCEEDED|DEAD|FAILED)$/.test(await state()), { timeout: 30_000 });
}

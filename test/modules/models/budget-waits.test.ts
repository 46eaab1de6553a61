import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { TenantDb } from '../../../src/db/tenant.js';
import { transact } from '../../../src/db/transaction.js';
import { defineJob, handleJob } from '../../../src/jobs/define-job.js';
import { askForText } from '../../../src/modules/models/ask-model.service.js';
import { removeBudget, setBudget } from '../../../src/modules/models/budget.service.js';
import { createModel, setModelRoute } from '../../../src/modules/models/model.service.js';
import { withModels } from '../../../src/modules/models/model-failure.service.js';
import { createModelProvider } from '../../../src/modules/models/model-provider.service.js';
import { enqueueJobs } from '../../../src/modules/operations/job.service.js';
import { cancelJob } from '../../../src/modules/operations/job-control.service.js';
import { startWorker } from '../../../src/worker.js';
import { FakeModelServer } from '../../support/fake-models/fake-model-server.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

const CAUSE = { actor: { kind: 'SYSTEM', id: null, label: 'test' } } as const;
const BUDGET = { projectId: null, period: 'DAY' } as const;
/** What one answer of the fake costs: 11 × 3 + 5 × 15 dollars a million. */
const COST = 0.000108;
const CONCURRENCY = 8;

const Ask = defineJob({
  kind: 'test.ask-model',
  description: 'Asks a model.',
  payload: z.object({}),
  result: z.object({ text: z.string() }),
  stages: ['ask'],
  retry: { attempts: 2, backoffMs: 100 },
  timeoutMs: 30_000,
  concurrency: CONCURRENCY,
  tenantWindow: 64,
});
const ask = handleJob({
  definition: Ask,
  async run(_payload, run) {
    const use = { purpose: 'CHANGE_PREP', tier: 'STANDARD', projectId: null, subject: null } as const;
    // As long as the fake says that it is, so that what is put aside is what is paid.
    const prompt = { system: 'Be brief.', text: 'What now? Say it in one short line.' };
    const { jobId, requestId } = run;
    const { text } = await withModels(() => askForText(run, { ...use, jobId, requestId }, prompt));
    return { text };
  },
});

let app: TestApp;
let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  const overrides = { definitions: [Ask] };
  app = await startTestApp({ hasWorker: false, overrides, environment: { OUTBOUND_PRIVATE_HOSTS: '127.0.0.1' } });
  worker = await startWorker(app.config, app.gateway.app.log, { ...overrides, handlers: [ask] });
});
afterAll(async () => {
  await worker.stop();
  await app[Symbol.asyncDispose]();
});

describe('jobs that need a model', () => {
  let fake: FakeModelServer;
  let db: TenantDb;
  beforeEach(async () => {
    fake = await FakeModelServer.start('OPENAI', () => ({ kind: 'answer', text: 'ok' }));
    db = app.gateway.app.tenants.for((await app.newTenant()).tenantId);
    const { protocol, apiKey, baseUrl } = fake.connection;
    const provider = await createModelProvider(db, { name: 'Fake', protocol, apiKey, baseUrl }, CAUSE);
    const model = { providerId: provider.id, name: 'fake', tier: 'STANDARD', contextTokens: 8_000 } as const;
    const { id } = await createModel(db, { ...model, inputPrice: '3', outputPrice: '15' }, CAUSE);
    await setModelRoute(db, { purpose: 'CHANGE_PREP', tier: 'STANDARD', modelIds: [id] }, CAUSE);
  });
  afterEach(() => fake[Symbol.asyncDispose]());

  const enqueue = (count: number) =>
    transact(db, (tx) =>
      enqueueJobs(
        tx,
        Ask,
        Array.from({ length: count }, () => ({ payload: {} })),
        { requestedBy: CAUSE.actor },
      ),
    );
  const count = (where: NonNullable<Parameters<typeof db.job.count>[0]>['where']) => db.job.count({ where });
  const areWaiting = (wanted: number) => () =>
    count({ state: 'RETRYING', errorCode: 'BUDGET_EXHAUSTED' }).then((waiting) => waiting === wanted);
  const patience = { timeout: 60_000, interval: 100 };

  it('wait while the budget is used up, cost no attempt, and go on when it is raised', async () => {
    await setBudget(db, { ...BUDGET, amount: '0.0005' }, CAUSE);
    const jobs = 40;
    await enqueue(jobs);
    await vi.waitUntil(
      async () => (await count({ OR: [{ state: 'SUCCEEDED' }, { errorCode: 'BUDGET_EXHAUSTED' }] })) === jobs,
      patience,
    );
    // What a call will cost is put aside before it begins: however many run at once, the cap is not passed.
    const affordable = Math.floor(0.0005 / COST);
    await vi.waitUntil(areWaiting(jobs - affordable), patience);
    expect(fake.seen).toHaveLength(affordable);
    await setBudget(db, { ...BUDGET, amount: '10' }, CAUSE);
    await vi.waitUntil(async () => (await count({ state: 'SUCCEEDED' })) === jobs, patience);
    expect(fake.seen).toHaveLength(jobs);
    expect(await db.deadLetter.count()).toBe(0);
    const usage = await db.usageBucket.findFirst();
    expect([usage?.calls, usage?.cost.toFixed(6)]).toEqual([jobs, (jobs * COST).toFixed(6)]);
  });

  it('may wait more often than they may be tried, and go on when the budget is taken away', async () => {
    const budget = await setBudget(db, { ...BUDGET, amount: '0.0001' }, CAUSE);
    await enqueue(1);
    await vi.waitUntil(async () => (await count({ state: 'SUCCEEDED' })) === 1, patience);
    await enqueue(1);
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await vi.waitUntil(() => count({ state: 'RETRYING', attempt }), patience);
      await db.$queryRaw`SELECT operations_wake_postponed('BUDGET_EXHAUSTED', NULL)`;
    }
    await removeBudget(db, budget.id, CAUSE);
    await vi.waitUntil(async () => (await count({ state: 'SUCCEEDED' })) === 2, patience);
  });

  it('go on by themselves when the next period begins', async () => {
    const budget = await setBudget(db, { ...BUDGET, amount: '0.0001' }, CAUSE);
    await enqueue(1);
    await vi.waitUntil(async () => (await count({ state: 'SUCCEEDED' })) === 1, patience);
    await enqueue(2);
    await vi.waitUntil(areWaiting(2), patience);
    const [waiting] = await db.job.findMany({ where: { state: 'RETRYING' } });
    const midnight = new Date();
    midnight.setUTCHours(24, 0, 0, 0);
    expect(Math.abs((waiting?.runAt?.getTime() ?? 0) - midnight.getTime())).toBeLessThan(5_000);
    // As if a day had passed for the first of them.
    await app.owner.query(`UPDATE "UsageBucket" SET "day" = "day" - 1 WHERE "tenantId" = $1`, [db.$tenantId]);
    await app.owner.query(`UPDATE "Job" SET "runAt" = now() WHERE "id" = $1`, [waiting?.id]);
    await app.owner.query(`UPDATE "OutboxEntry" SET "createdAt" = now() WHERE "body"->>'jobId' = $1`, [waiting?.id]);
    await vi.waitUntil(async () => (await count({ state: 'SUCCEEDED' })) >= 2, patience);
    const kinds = await db.tenantEvent.findMany({ where: { subjectId: budget.id }, orderBy: { at: 'asc' } });
    expect(kinds.map(({ kind }) => kind).slice(0, 3)).toEqual(['BUDGET_SET', 'BUDGET_EXHAUSTED', 'BUDGET_RESTORED']);
  });

  it('hang up on the provider when they are cancelled, and when their time is up', async () => {
    fake.script({ kind: 'hang' });
    const [job] = await enqueue(1);
    await vi.waitUntil(() => fake.seen.length === 1, patience);
    await cancelJob(db, job?.id ?? '', { definitions: [Ask], actor: CAUSE.actor });
    await vi.waitUntil(() => fake.abandoned === 1, patience);
    await vi.waitUntil(() => count({ state: 'CANCELLED' }), patience);
    expect(await db.llmCall.findMany()).toMatchObject([{ state: 'CANCELLED' }]);
    const targets = await db.modelRouteTarget.findMany();
    const route = {
      purpose: 'CHANGE_PREP',
      tier: 'STANDARD',
      modelIds: targets.map(({ modelId }) => modelId),
    } as const;
    await setModelRoute(db, { ...route, timeoutMs: 200 }, CAUSE);
    fake.script({ kind: 'hang' });
    await enqueue(1);
    await vi.waitUntil(() => fake.abandoned === 2, patience);
    await vi.waitUntil(() => count({ state: 'SUCCEEDED' }), patience);
    expect(await db.llmCall.count({ where: { state: 'FAILED', errorCode: 'TIMED_OUT' } })).toBe(1);
  });

  it('of another tenant are not woken', async () => {
    await setBudget(db, { ...BUDGET, amount: '0.0001' }, CAUSE);
    await enqueue(1);
    await vi.waitUntil(async () => (await count({ state: 'SUCCEEDED' })) === 1, patience);
    await enqueue(1);
    await vi.waitUntil(areWaiting(1), patience);
    const other = app.gateway.app.tenants.for((await app.newTenant()).tenantId);
    const [woken] = await other.$queryRaw<
      [{ n: number }]
    >`SELECT operations_wake_postponed('BUDGET_EXHAUSTED', NULL) AS n`;
    expect(woken.n).toBe(0);
    expect(await areWaiting(1)()).toBe(true);
  });
});

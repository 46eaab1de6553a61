import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { askForObject, askForText, askForVectors, streamText } from '../../../src/modules/models/ask-model.service.js';
import { setBudget } from '../../../src/modules/models/budget.service.js';
import { createModel, setModelRoute } from '../../../src/modules/models/model.service.js';
import { createModelProvider } from '../../../src/modules/models/model-provider.service.js';
import type { ModelAccess, ModelUse } from '../../../src/modules/models/model-use.js';
import { FakeModelServer } from '../../support/fake-models/fake-model-server.js';
import { whileHeld } from '../../support/row-lock.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

const CAUSE = { actor: { kind: 'SYSTEM', id: null, label: 'test' } } as const;
const PROMPT = { system: 'You answer briefly.', text: 'Ask kim@example.test, password: hunter2!' };
const USE: ModelUse = {
  purpose: 'CHANGE_PREP',
  tier: 'STANDARD',
  projectId: null,
  subject: null,
  jobId: null,
  requestId: 'request-1',
};

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false, environment: { OUTBOUND_PRIVATE_HOSTS: '127.0.0.1' } });
});
afterAll(() => app[Symbol.asyncDispose]());

describe('asking a model', () => {
  let first: FakeModelServer;
  let second: FakeModelServer;
  let access: ModelAccess;

  beforeEach(async () => {
    first = await FakeModelServer.start('OPENAI');
    second = await FakeModelServer.start('ANTHROPIC');
    const member = await app.newTenant();
    const { tenants, ports } = app.gateway.app;
    const db = tenants.for(member.tenantId);
    access = { db, ports };
    const models = [];
    for (const { connection } of [first, second]) {
      const { protocol, apiKey, baseUrl } = connection;
      const provider = await createModelProvider(db, { name: protocol, protocol, apiKey, baseUrl }, CAUSE);
      const prices = { inputPrice: '3', outputPrice: '15', cachedInputPrice: '0.3' };
      const model = {
        providerId: provider.id,
        name: 'fake',
        tier: 'STANDARD',
        contextTokens: 8_000,
        ...prices,
      } as const;
      models.push(await createModel(db, model, CAUSE));
    }
    const modelIds = models.map(({ id }) => id);
    await setModelRoute(db, { purpose: 'CHANGE_PREP', tier: 'STANDARD', modelIds, timeoutMs: 2_000 }, CAUSE);
  });
  afterEach(async () => {
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
  });

  const calls = () => access.db.llmCall.findMany({ include: { attempts: { orderBy: { number: 'asc' } } } });

  it('is written down with what it took and cost, without secrets', async () => {
    first.script({ kind: 'answer', text: 'Done.' });
    expect((await askForText(access, USE, PROMPT)).text).toBe('Done.');
    const [call] = await calls();
    expect(call).toMatchObject({ state: 'SUCCEEDED', providerName: 'OPENAI', inputTokens: 11, outputTokens: 5 });
    expect(call?.cost.toString()).toBe('0.000108'); // 11 × 3 + 5 × 15 dollars a million
    expect(call?.prompt).toContain('[e-mail]');
    expect(JSON.stringify(call)).not.toMatch(/kim@example|hunter2/);
    const [usage] = await access.db.usageBucket.findMany();
    expect(usage).toMatchObject({ calls: 1, failures: 0, inputTokens: 11n, outputTokens: 5n });
  });

  it('falls back to the next model, and both attempts are written down', async () => {
    first.script({ kind: 'status', status: 503 });
    second.script({ kind: 'answer', text: 'From the second.' });
    expect((await askForText(access, USE, PROMPT)).text).toBe('From the second.');
    const [call] = await calls();
    expect(call?.attempts.map(({ state, reason }) => [state, reason])).toEqual([
      ['FAILED', 'UNAVAILABLE'],
      ['SUCCEEDED', null],
    ]);
    expect(call?.providerName).toBe('ANTHROPIC');
  });

  it('does not fall back when the request itself is at fault', async () => {
    first.script({ kind: 'status', status: 400 });
    await expect(askForText(access, USE, PROMPT)).rejects.toMatchObject({ reason: 'REJECTED' });
    expect(second.seen).toHaveLength(0);
    expect((await calls())[0]).toMatchObject({ state: 'FAILED', errorCode: 'REJECTED' });
  });

  it('passes over a model that keeps failing, and tries it again after a while', async () => {
    for (let i = 0; i < 5; i += 1) {
      first.script({ kind: 'status', status: 500 });
      second.script({ kind: 'answer', text: 'ok' });
      await askForText(access, USE, PROMPT);
    }
    second.script({ kind: 'answer', text: 'ok' });
    await askForText(access, USE, PROMPT);
    expect(first.seen).toHaveLength(5);
    expect(second.seen).toHaveLength(6);
  });

  it('asks the next model as well when hedging, and hangs up on the one that is late', async () => {
    const targets = await access.db.modelRouteTarget.findMany({ orderBy: { position: 'asc' } });
    const modelIds = targets.map(({ modelId }) => modelId);
    await setModelRoute(access.db, { purpose: 'CHANGE_PREP', tier: 'STANDARD', modelIds, hedgeAfterMs: 30 }, CAUSE);
    first.script({ kind: 'hang' });
    second.script({ kind: 'answer', text: 'Quick.' });
    expect((await askForText(access, USE, PROMPT)).text).toBe('Quick.');
    const [call] = await calls();
    expect(call?.attempts.map(({ state }) => state).sort()).toEqual(['CANCELLED', 'SUCCEEDED']);
  });

  it('streams, and takes the next model when the first fails before its first word', async () => {
    first.script({ kind: 'status', status: 429, headers: { 'retry-after': '1' } });
    second.script({ kind: 'answer', text: 'One two three.' });
    const pieces = [];
    for await (const chunk of streamText(access, USE, PROMPT)) pieces.push(chunk);
    expect(pieces.at(-1)).toMatchObject({ kind: 'final', text: 'One two three.' });
    expect(await calls()).toMatchObject([
      { state: 'SUCCEEDED', attempts: [{ state: 'FAILED' }, { state: 'SUCCEEDED' }] },
    ]);
  });

  it('fails when a stream is cut after words were shown', async () => {
    first.script({ kind: 'cut', text: 'One two three four.', afterEvents: 4 });
    const reading = (async () => {
      for await (const _ of streamText(access, USE, PROMPT));
    })();
    await expect(reading).rejects.toMatchObject({ reason: 'ANSWER_CUT' });
    expect(second.seen).toHaveLength(0);
    expect(await calls()).toMatchObject([{ state: 'FAILED', errorCode: 'ANSWER_CUT' }]);
  });

  it('is cancelled on the wire and in the account when nobody reads on', async () => {
    first.script({ kind: 'hang', text: 'One two three.', afterPieces: 4 });
    for await (const _ of streamText(access, USE, PROMPT)) break;
    expect(await calls()).toMatchObject([{ state: 'CANCELLED' }]);
  });

  it('asks nobody when the budget is used up, and asks again when it is raised', async () => {
    first.script({ kind: 'answer', text: 'Dear.' }, { kind: 'answer', text: 'Again.' });
    const budget = { projectId: null, period: 'DAY', amount: '0.0001' } as const;
    await setBudget(access.db, budget, CAUSE);
    await askForText(access, USE, PROMPT);
    await expect(askForText(access, USE, PROMPT)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(first.seen).toHaveLength(1);
    await setBudget(access.db, { ...budget, amount: '10' }, CAUSE);
    expect((await askForText(access, USE, PROMPT)).text).toBe('Again.');
    const events = await access.db.tenantEvent.findMany({
      where: { kind: { startsWith: 'BUDGET' } },
      orderBy: { at: 'asc' },
    });
    expect(events.map(({ kind }) => kind)).toEqual(['BUDGET_SET', 'BUDGET_EXHAUSTED', 'BUDGET_SET', 'BUDGET_RESTORED']);
  });

  it('counts what is under way as spent', async () => {
    await setBudget(access.db, { projectId: null, period: 'DAY', amount: '0.0005' }, CAUSE);
    first.script({ kind: 'hang' });
    const stop = new AbortController();
    const hanging = askForText({ ...access, signal: stop.signal }, USE, PROMPT).catch((error: unknown) => error);
    await vi.waitUntil(() => first.seen.length === 1, { timeout: 10_000 });
    await expect(askForText(access, USE, PROMPT)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    expect(first.seen).toHaveLength(1);
    stop.abort();
    await hanging;
    first.script({ kind: 'answer', text: 'Now.' });
    expect((await askForText(access, USE, PROMPT)).text).toBe('Now.');
    expect((await access.db.budget.findFirst())?.state).toBe('OK');
  });

  it('is not asked what would take more than is left, although something is', async () => {
    const budget = { projectId: null, period: 'DAY', amount: '0.0002' } as const;
    await setBudget(access.db, budget, CAUSE);
    first.script({ kind: 'answer', text: 'Dear.' }, { kind: 'answer', text: 'Dear, too.' });
    await askForText(access, USE, PROMPT);
    await expect(askForText(access, USE, PROMPT)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
    await setBudget(access.db, { ...budget, amount: '0.0003' }, CAUSE);
    expect((await askForText(access, USE, PROMPT)).text).toBe('Dear, too.');
  });

  it('waits for no budget that waits for it: budgets are locked in one order', async () => {
    const { id: older } = await setBudget(access.db, { projectId: null, period: 'DAY', amount: '1' }, CAUSE);
    const newer = { projectId: null, period: 'MONTH', amount: '1' } as const;
    const { id } = await setBudget(access.db, newer, CAUSE);
    const held = {
      lock: `SELECT FROM "Budget" WHERE "id" = $1 FOR UPDATE`,
      values: [older],
      waiting: 1,
      meanwhile: (client: PoolClient) => client.query(`SELECT FROM "Budget" WHERE "id" = $1 FOR UPDATE NOWAIT`, [id]),
    };
    const changed = await whileHeld(app.owner, held, () => setBudget(access.db, { ...newer, amount: '2' }, CAUSE));
    expect(changed.amount.toString()).toBe('2');
  });

  it('has one route, however many set it at the same moment', async () => {
    const { id } = await access.db.modelRoute.findFirstOrThrow();
    const [model] = await access.db.model.findMany();
    const route = { purpose: 'CHANGE_PREP', tier: 'STANDARD', modelIds: [model?.id ?? ''] } as const;
    const held = { lock: `SELECT FROM "ModelRoute" WHERE "id" = $1 FOR UPDATE`, values: [id], waiting: 2 };
    await whileHeld(app.owner, held, () => Promise.all([1, 2].map(() => setModelRoute(access.db, route, CAUSE))));
    expect(await access.db.modelRoute.count()).toBe(1);
  });

  it('loses no cent when many calls end at the same moment', async () => {
    const count = 20;
    for (let i = 0; i < count; i += 1) first.script({ kind: 'answer', text: '{"n":1}' });
    await setBudget(access.db, { projectId: null, period: 'MONTH', amount: '1' }, CAUSE);
    const schema = z.object({ n: z.number() });
    await Promise.all(Array.from({ length: count }, () => askForObject(access, USE, PROMPT, schema)));
    const [usage] = await access.db.usageBucket.findMany();
    expect(usage?.calls).toBe(count);
    expect(usage?.cost.toString()).toBe('0.00216');
  });

  it('gives vectors in the order of the texts, and counts them like any other use', async () => {
    first.script({
      kind: 'vectors',
      vectors: [
        [1, 0],
        [0, 1],
      ],
    });
    const { vectors } = await askForVectors(access, USE, ['one', 'two']);
    expect(vectors).toEqual([Float32Array.of(1, 0), Float32Array.of(0, 1)]);
    expect(await calls()).toMatchObject([{ state: 'SUCCEEDED', attempts: [{ number: 1, state: 'SUCCEEDED' }] }]);
  });

  it('needs no budget where the route costs nothing', async () => {
    await setModelRoute(access.db, { purpose: 'CHANGE_PREP', tier: 'STANDARD', modelIds: [] }, CAUSE);
    const other = { projectId: null, period: 'DAY', amount: '0.0001' } as const;
    await setBudget(access.db, other, CAUSE);
    await access.db.usageBucket.create({
      data: {
        tenantId: access.db.$tenantId,
        day: new Date(),
        purpose: 'REPLY',
        providerName: 'p',
        modelName: 'm',
        cost: 1,
      },
    });
    const schema = z.object({ n: z.number() });
    const { value } = await askForObject(access, USE, PROMPT, schema, async () => ({ n: 7 }));
    expect(value).toEqual({ n: 7 });
    expect(await calls()).toMatchObject([{ state: 'SUCCEEDED', providerName: 'offline' }]);
  });

  it('sees nothing of another tenant', async () => {
    const other = app.gateway.app.tenants.for((await app.newTenant()).tenantId);
    expect(await other.modelProvider.findMany()).toEqual([]);
    await expect(
      askForText({ ...access, db: other }, { ...USE, subject: { type: 'Case', id: randomUUID() } }, PROMPT),
    ).rejects.toMatchObject({ reason: 'REJECTED' });
    expect(first.seen).toHaveLength(0);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TenantDb } from '../../../src/db/tenant.js';
import { setBudget } from '../../../src/modules/models/budget.service.js';
import { createModel, setModelRoute } from '../../../src/modules/models/model.service.js';
import { createModelProvider } from '../../../src/modules/models/model-provider.service.js';
import { embedChunks } from '../../../src/modules/support/embed-chunks.service.js';
import { searchEmbedder } from '../../../src/modules/support/embedding.js';
import { type Behaviour, FakeModelServer, type SeenRequest } from '../../support/fake-models/fake-model-server.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import * as gql from './kb-documents.js';

const CAUSE = { actor: { kind: 'SYSTEM', id: null, label: 'test' } } as const;
const EMBEDDING = { purpose: 'EMBEDDING', tier: 'EMBEDDING' } as const;
const OFFLINE = 'offline-hash-384-v1';
const patience = { timeout: 30_000, interval: 50 };

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ environment: { OUTBOUND_PRIVATE_HOSTS: '127.0.0.1' } });
});
afterAll(() => app[Symbol.asyncDispose]());

describe('a route of embeddings', () => {
  let fake: FakeModelServer;
  /** What the fake does other than answer, by what it is asked. */
  let instead: (request: SeenRequest) => Behaviour | undefined;
  let desk: Desk;
  let db: TenantDb;
  let modelId: string;
  let lamp: string;
  let router: string;
  beforeEach(async () => {
    instead = () => undefined;
    fake = await FakeModelServer.start(
      'OPENAI',
      (request) => instead(request) ?? { kind: 'vectors', vectors: textsOf(request).map(bySense) },
    );
    desk = await Desk.open(app);
    db = app.gateway.app.tenants.for(desk.member.tenantId);
    const { protocol, apiKey, baseUrl } = fake.connection;
    const provider = await createModelProvider(db, { name: 'Fake', protocol, apiKey, baseUrl }, CAUSE);
    const model = { providerId: provider.id, name: 'senses', tier: 'EMBEDDING', contextTokens: 8_000, inputPrice: '1' };
    modelId = (await createModel(db, { ...model, tier: 'EMBEDDING' }, CAUSE)).id;
    lamp = await desk.write({ title: 'Lamp', body: 'A bulb glows.' });
    router = await desk.write({ title: 'Router', body: 'Packets travel.' });
    return () => fake[Symbol.asyncDispose]();
  });

  const use = (modelIds: readonly string[]) => setModelRoute(db, { ...EMBEDDING, modelIds, timeoutMs: 500 }, CAUSE);
  const newest = () => db.job.findFirst({ where: { kind: 'models.embed-anew' }, orderBy: { id: 'desc' } });
  const done = async () => {
    await vi.waitUntil(
      () => db.job.count({ where: { kind: 'models.embed-anew', finishedAt: null } }).then((n) => n === 0),
      patience,
    );
    return (await newest())?.result;
  };
  const chunks = async () => {
    const { rows } = await app.owner.query<{ model: string; size: number; copy: string; dimensions: number }>(
      `SELECT c."embeddingModel" AS model, cardinality(c."embedding") AS size, v."embeddingModel" AS copy, v."dimensions"
       FROM "KbChunk" c LEFT JOIN "KbVector" v ON v."chunkId" = c."id" WHERE c."tenantId" = $1`,
      [desk.member.tenantId],
    );
    return rows;
  };
  const search = async (query: string) => (await app.run(desk.member, gql.KbSearchWhole, { query })).kbSearch.edges;
  const space = () => `senses#${modelId}`;

  it('embeds everything again with its model, and only what is not, and what is looked for as well', async () => {
    for (const { semanticScore } of await search('luminous')) expect(semanticScore).toBeLessThan(0.5);
    await use([modelId]);
    expect(await done()).toEqual({ embeddingModel: space(), articles: 2, embedded: 2, failed: 0 });
    const row = { model: space(), size: 4, copy: space(), dimensions: 4 };
    expect(await chunks()).toEqual([row, row]);
    // No word of it stands in the article.
    const [best] = await search('luminous');
    expect(best).toMatchObject({ node: { id: lamp }, lexicalScore: 0 });
    expect(best?.semanticScore).toBeGreaterThan(0.9);
    const asked = fake.seen.length;
    await use([modelId]);
    expect(await done()).toEqual({ embeddingModel: space(), articles: 0, embedded: 0, failed: 0 });
    expect(fake.seen).toHaveLength(asked);
    const calls = await db.llmCall.findMany({ where: { purpose: 'EMBEDDING' } });
    expect(calls).toHaveLength(asked);
    expect(calls.every(({ state, cost }) => state === 'SUCCEEDED' && cost.greaterThan(0))).toBe(true);
    // Back to the model of Switchyard.
    await use([]);
    expect(await done()).toEqual({ embeddingModel: OFFLINE, articles: 2, embedded: 2, failed: 0 });
    expect(new Set((await chunks()).map(({ model, size }) => `${model} ${size}`))).toEqual(new Set([`${OFFLINE} 384`]));
  });

  it('is followed article by article: what has no new vectors yet is found by its old ones', async () => {
    let isSilent = true;
    instead = (request) => {
      if (!isSilent || !textsOf(request).includes('Packets travel.')) return undefined;
      isSilent = false;
      return { kind: 'hang' };
    };
    await use([modelId]);
    const half = async () => new Set((await chunks()).map(({ model }) => model)).size === 2 && fake.seen.length === 2;
    await vi.waitUntil(half, patience);
    const found = await search('Router packets');
    expect(found.map(({ node }) => node.id)).toContain(router);
    expect(found.find(({ node }) => node.id === router)?.semanticScore).toBeGreaterThan(0);
    // The provider says nothing; the job tries again, and asks for what is missing only.
    await vi.waitUntil(async () => (await newest())?.state === 'SUCCEEDED', patience);
    const lamps = fake.seen.map(textsOf).filter((texts) => texts.includes('A bulb glows.'));
    expect(lamps).toHaveLength(1);
    expect(new Set((await chunks()).map(({ model }) => model))).toEqual(new Set([space()]));
  });

  it('that does not answer, or may not be paid for, leaves a search with words', async () => {
    await use([modelId]);
    await done();
    fake.script({ kind: 'status', status: 503 });
    const [best] = await search('bulb');
    expect(best).toMatchObject({ node: { id: lamp }, semanticScore: 0 });
    expect(best?.lexicalScore).toBeGreaterThan(0);
    await setBudget(db, { projectId: null, period: 'DAY', amount: '0.0001' }, CAUSE);
    await app.owner.query(`UPDATE "UsageBucket" SET "cost" = 1 WHERE "tenantId" = $1`, [desk.member.tenantId]);
    const asked = fake.seen.length;
    expect((await search('bulb'))[0]?.node.id).toBe(lamp);
    // An article that is published now waits, and is embedded when there is a budget again.
    const input = { projectId: desk.projectId, title: 'Modem', body: 'It hums.', publish: true };
    await app.run(desk.member, gql.KbArticleCreateWhole, { input });
    await vi.waitUntil(() => db.job.count({ where: { state: 'RETRYING', errorCode: 'BUDGET_EXHAUSTED' } }), patience);
    expect(fake.seen).toHaveLength(asked);
    await setBudget(db, { projectId: null, period: 'DAY', amount: '100' }, CAUSE);
    await vi.waitUntil(async () => (await chunks()).filter(({ model }) => model === space()).length === 3, patience);
  });

  it('whose answer is no vectors, or of uneven length, fails the job and stores nothing', async () => {
    fake.script(...Array.from({ length: 12 }, () => ({ kind: 'vectors', vectors: [[1, 0], [1]] }) as const));
    await use([modelId]);
    await vi.waitUntil(async () => (await newest())?.errorCode === 'MODEL_ANSWER_INVALID', patience);
    expect(new Set((await chunks()).map(({ model }) => model))).toEqual(new Set([OFFLINE]));
  });

  it('that changes while an article is embedded by the old model leaves nothing of that behind', async () => {
    const { ports } = app.gateway.app;
    const about = { projectId: null, subject: null, jobId: null, requestId: null };
    const own = await searchEmbedder({ db, ports }, about);
    const overtaken: typeof own = {
      ...own,
      async embed(texts, options) {
        await use([modelId]);
        await done();
        return own.embed(texts, options);
      },
    };
    await app.owner.query(`UPDATE "KbChunk" SET "embeddingModel" = 'older' WHERE "articleId" = $1`, [rowId(lamp)]);
    await db.kbArticle.updateMany({ where: { id: rowId(lamp) }, data: { embeddingState: 'STALE' } });
    const embedding = embedChunks(db, overtaken, rowId(lamp), new AbortController().signal);
    await expect(embedding).rejects.toMatchObject({ code: 'EMBEDDING_MODEL_CHANGED' });
    expect(new Set((await chunks()).map(({ model }) => model))).toEqual(new Set([space()]));
    expect(await db.kbArticle.count({ where: { embeddingState: 'FRESH', embeddingModel: space() } })).toBe(2);
  });

  it('whose model refuses one text embeds the others', async () => {
    const refused = await desk.write({ title: 'Modem', body: 'It hums.' });
    for (const title of ['One', 'Two']) await desk.write({ title, body: 'A bulb glows.' });
    instead = (request) => (textsOf(request).includes('It hums.') ? { kind: 'status', status: 400 } : undefined);
    await use([modelId]);
    expect(await done()).toMatchObject({ articles: 4, failed: 1 });
    const states = await db.kbArticle.findMany({ where: { embeddingState: 'FAILED' }, select: { id: true } });
    expect(states).toEqual([{ id: rowId(refused) }]);
  });
});

function textsOf({ body }: SeenRequest): string[] {
  return (body.input as string[]).map(String);
}

/** A model that knows what words mean, as far as this test goes. */
function bySense(text: string): number[] {
  const light = /lamp|bulb|glow|luminous/i.test(text) ? 1 : 0;
  const net = /router|packet|modem/i.test(text) ? 1 : 0;
  return [light, net, 0.01, 0];
}

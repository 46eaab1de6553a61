import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countedModels } from '../../support/counted-models.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk, until } from './desk.js';
import * as gql from './kb-documents.js';

const counted = countedModels();
let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp({ overrides: { ports: { models: counted.models } } });
  desk = await Desk.open(app);
});
afterAll(() => app[Symbol.asyncDispose]());
beforeEach(() => {
  counted.before = () => {};
  counted.texts.length = 0;
});

const PARTS = Array.from(
  { length: 40 },
  (_, index) => `## Part ${index}\n\n${`What part ${index} says about thing ${index}. `.repeat(12)}`,
);
const TITLE = 'A long guide';

const write = async (parts = PARTS) => {
  const input = { projectId: desk.projectId, title: TITLE, body: parts.join('\n\n'), publish: true };
  const { kbArticleCreate } = await app.run(desk.member, gql.KbArticleCreateWhole, { input });
  return { id: kbArticleCreate.kbArticle?.id ?? '', jobId: kbArticleCreate.job?.id ?? '' };
};
const edit = async (id: string, change: { title?: string; body?: string; tags?: string[] }) => {
  counted.texts.length = 0;
  const { kbArticleUpdate } = await app.run(desk.member, gql.KbArticleUpdate, { input: { id, ...change } });
  if (kbArticleUpdate.job) expect((await desk.jobEnds(kbArticleUpdate.job.id)).state).toBe('SUCCEEDED');
  return kbArticleUpdate;
};
/** What was embedded, but for the title that goes with every batch. */
const embedded = () => counted.texts.filter((text) => text !== TITLE);
const chunks = async (id: string) => {
  const { rows } = await app.owner.query<{ id: string; heading: string; model: string | null; size: number }>(
    `SELECT "id", "heading", "embeddingModel" AS model, cardinality("embedding") AS size FROM "KbChunk" WHERE "articleId" = $1 ORDER BY "position"`,
    [rowId(id)],
  );
  return rows;
};
const embeddingState = async (id: string) =>
  (await app.run(desk.member, gql.KbArticleWhole, { id })).kbArticle?.embeddingState;

describe('the embedding of an article', () => {
  it('is made of its chunks, each embedded once', async () => {
    const { id, jobId } = await write();
    await desk.jobEnds(jobId);
    expect(await embeddingState(id)).toBe('FRESH');
    const rows = await chunks(id);
    expect(rows.map(({ heading }) => heading)).toEqual(PARTS.map((_, index) => `Part ${index}`));
    expect(new Set(rows.map(({ model, size }) => `${model} ${size}`))).toEqual(new Set(['offline-hash-384-v1 384']));
    expect(embedded()).toHaveLength(40);
    expect(new Set(embedded()).size).toBe(40);
  });

  it('costs what has changed: one chunk for one part, none for tags, all for another title', async () => {
    const { id, jobId } = await write();
    await desk.jobEnds(jobId);
    const before = await chunks(id);
    await edit(id, { body: PARTS.with(7, '## Part 7\n\nSomething else altogether.').join('\n\n') });
    expect(embedded()).toEqual(['Part 7\nSomething else altogether.']);
    const after = await chunks(id);
    expect(after.filter((row) => !before.some((old) => old.id === row.id))).toHaveLength(1);

    const moved = PARTS.with(7, '## Part 7\n\nSomething else altogether.').toReversed().slice(0, 30);
    await edit(id, { body: moved.join('\n\n') });
    expect(embedded()).toEqual([]);
    expect((await chunks(id)).map(({ heading }) => heading)).toEqual(moved.map((_, index) => `Part ${39 - index}`));
    expect(await embeddingState(id)).toBe('FRESH');

    const { job } = await edit(id, { tags: ['new'] });
    expect([job, counted.texts]).toEqual([null, []]);
    await edit(id, { title: 'Another guide' });
    expect(counted.texts.filter((text) => text !== 'Another guide')).toHaveLength(30);
  });

  it('is not begun for drafts, and not made anew when an article comes back', async () => {
    const input = { projectId: desk.projectId, title: TITLE, body: 'Draft.' };
    const { kbArticleCreate } = await app.run(desk.member, gql.KbArticleCreateWhole, { input });
    const id = kbArticleCreate.kbArticle?.id ?? '';
    expect([kbArticleCreate.job, await chunks(id)]).toEqual([null, []]);
    for (const round of [1, 0]) {
      counted.texts.length = 0;
      const { kbArticlePublish } = await app.run(desk.member, gql.KbArticlePublish, { input: { id } });
      await desk.jobEnds(kbArticlePublish.job?.id ?? '');
      expect(embedded()).toHaveLength(round);
      await app.run(desk.member, gql.KbArticleArchive, { input: { id } });
    }
  });

  it('goes on where it broke off, and embeds nothing twice', async () => {
    let calls = 0;
    counted.before = () => {
      calls += 1;
      if (calls === 2) throw new Error('The model went away.');
    };
    const { id, jobId } = await write();
    await until(
      () => embeddingState(id),
      (state) => state === 'EMBEDDING',
    );
    const job = await desk.jobEnds(jobId);
    expect(job).toMatchObject({ state: 'SUCCEEDED', attempt: 2 });
    expect(calls).toBe(3);
    expect(embedded()).toHaveLength(40);
    expect(new Set(embedded()).size).toBe(40);
    expect(await embeddingState(id)).toBe('FRESH');
  });

  it('is FAILED when the model fails for good, and made by the next change', async () => {
    counted.before = () => {
      throw new Error('The model is gone.');
    };
    const { id, jobId } = await write(['Short.']);
    expect(await desk.jobEnds(jobId)).toMatchObject({ state: 'DEAD' });
    expect(await embeddingState(id)).toBe('FAILED');
    counted.before = () => {};
    await edit(id, { body: 'Short and new.' });
    expect(await embeddingState(id)).toBe('FRESH');
  });

  it('is of the newest text when it changes while it is embedded', async () => {
    let id = '';
    let isChanged = false;
    counted.before = async (texts) => {
      if (isChanged || !texts.includes('Old text.')) return;
      isChanged = true;
      await app.run(desk.member, gql.KbArticleUpdate, { input: { id, body: 'New text.' } });
    };
    const input = { projectId: desk.projectId, title: TITLE, body: 'Old text.' };
    const { kbArticleCreate } = await app.run(desk.member, gql.KbArticleCreateWhole, { input });
    id = kbArticleCreate.kbArticle?.id ?? '';
    const { kbArticlePublish } = await app.run(desk.member, gql.KbArticlePublish, { input: { id } });
    await desk.jobEnds(kbArticlePublish.job?.id ?? '');
    expect(await embeddingState(id)).toBe('FRESH');
    const { rows } = await app.owner.query('SELECT "text" FROM "KbChunk" WHERE "articleId" = $1', [rowId(id)]);
    expect(rows).toEqual([{ text: 'New text.' }]);
  });

  it('stops when the article is put away meanwhile', async () => {
    let id = '';
    counted.before = async (texts) => {
      if (!texts.includes('Going.') || id === '') return;
      await app.run(desk.member, gql.KbArticleArchive, { input: { id } });
    };
    const input = { projectId: desk.projectId, title: TITLE, body: 'Going.' };
    id = (await app.run(desk.member, gql.KbArticleCreateWhole, { input })).kbArticleCreate.kbArticle?.id ?? '';
    const { kbArticlePublish } = await app.run(desk.member, gql.KbArticlePublish, { input: { id } });
    expect((await desk.jobEnds(kbArticlePublish.job?.id ?? '')).state).toBe('SUCCEEDED');
    expect(await embeddingState(id)).toBe('STALE');
  });
});

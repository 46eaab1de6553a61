import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import { KbSearch } from './documents.js';
import * as gql from './kb-documents.js';

let app: TestApp;
let desk: Desk;
let viewer: Member;
beforeAll(async () => {
  app = await startTestApp();
  desk = await Desk.open(app);
  viewer = await app.newColleague(desk.member, 'VIEWER');
});
afterAll(() => app[Symbol.asyncDispose]());

const create = async (input: { title?: string; body?: string; tags?: string[]; publish?: boolean } = {}) => {
  const text = { title: 'Ovens', body: 'Clean the oven.', ...input };
  const { kbArticleCreate } = await app.run(desk.member, gql.KbArticleCreateWhole, {
    input: { projectId: desk.projectId, ...text },
  });
  return kbArticleCreate.kbArticle?.id ?? '';
};
const whole = async (id: string, member = desk.member) => (await app.run(member, gql.KbArticleWhole, { id })).kbArticle;
const events = async (id: string) => {
  const { rows } = await app.owner.query<{ kind: string; data: Record<string, unknown> }>(
    `SELECT "kind", "data" FROM "TenantEvent" WHERE "subjectId" = $1 ORDER BY "at"`,
    [rowId(id)],
  );
  return rows;
};

describe('an article', () => {
  it('goes from draft to published to archived and back, each as a version of its own', async () => {
    const id = await create({ tags: ['kitchen', 'kitchen', 'heat'] });
    expect(await whole(id)).toMatchObject({
      state: 'DRAFT',
      version: 1,
      availableTransitions: ['UPDATE', 'PUBLISH', 'ARCHIVE'],
    });
    const updated = await app.run(desk.member, gql.KbArticleUpdate, {
      input: { id, title: 'Oven', expectedVersion: 1 },
    });
    expect(updated.kbArticleUpdate).toMatchObject({
      kbArticle: { title: 'Oven', version: 2 },
      job: null,
      userErrors: [],
    });
    const published = await app.run(desk.member, gql.KbArticlePublish, { input: { id, expectedVersion: 2 } });
    expect(published.kbArticlePublish).toMatchObject({ kbArticle: { state: 'PUBLISHED', version: 3 }, userErrors: [] });
    await desk.jobEnds(published.kbArticlePublish.job?.id ?? '');
    expect(await whole(id)).toMatchObject({ embeddingState: 'FRESH', availableTransitions: ['UPDATE', 'ARCHIVE'] });
    await app.run(desk.member, gql.KbArticleArchive, { input: { id } });
    expect(await whole(id)).toMatchObject({ state: 'ARCHIVED', availableTransitions: ['PUBLISH'] });
    await app.run(desk.member, gql.KbArticlePublish, { input: { id } });
    const found = await whole(id);
    expect(found).toMatchObject({ state: 'PUBLISHED', version: 5, tags: ['kitchen', 'heat'] });
    expect(found?.versions.totalCount).toBe(5);
    expect(found?.versions.nodes.map(({ number, change, title, state }) => [number, change, title, state])).toEqual([
      [5, 'PUBLISHED', 'Oven', 'PUBLISHED'],
      [4, 'ARCHIVED', 'Oven', 'ARCHIVED'],
      [3, 'PUBLISHED', 'Oven', 'PUBLISHED'],
      [2, 'EDITED', 'Oven', 'DRAFT'],
      [1, 'CREATED', 'Ovens', 'DRAFT'],
    ]);
    expect(found?.versions.nodes[0]?.author).toEqual({ kind: 'USER', label: desk.member.email });
    expect((await events(id)).map(({ kind, data }) => [kind, data.version])).toEqual([
      ['KB_ARTICLE_CREATED', undefined],
      ['KB_ARTICLE_UPDATED', 2],
      ['KB_ARTICLE_PUBLISHED', 3],
      ['KB_ARTICLE_ARCHIVED', 4],
      ['KB_ARTICLE_PUBLISHED', 5],
    ]);
  });

  it('is not found any more once it is archived, and again when it is published', async () => {
    const id = await desk.write({ title: 'Zeppelin parking', body: 'Park the zeppelin on the roof.' });
    const found = async () => {
      const { kbSearch } = await app.run(desk.member, KbSearch, { query: 'zeppelin', first: 1 });
      return kbSearch.edges.some(({ node, score }) => node.id === id && score > 0.3);
    };
    expect(await found()).toBe(true);
    await app.run(desk.member, gql.KbArticleArchive, { input: { id } });
    expect(await found()).toBe(false);
    await app.run(desk.member, gql.KbArticlePublish, { input: { id } });
    expect(await found()).toBe(true);
  });

  it('gets the text of an earlier version again, as a new version', async () => {
    const id = await create({ title: 'First', body: 'One.', tags: ['a'] });
    await app.run(desk.member, gql.KbArticleUpdate, { input: { id, title: 'Second', body: 'Two.', tags: ['b'] } });
    const first = (await whole(id))?.versions.nodes.find(({ number }) => number === 1)?.id ?? '';
    const { kbArticleVersionRestore } = await app.run(desk.member, gql.KbArticleVersionRestore, {
      input: { id: first, expectedVersion: 2 },
    });
    expect(kbArticleVersionRestore.kbArticle).toMatchObject({
      title: 'First',
      body: 'One.',
      version: 3,
      state: 'DRAFT',
    });
    const after = await whole(id);
    expect(after?.tags).toEqual(['a']);
    expect(after?.versions.nodes[0]).toMatchObject({ number: 3, change: 'RESTORED', title: 'First' });
    expect((await events(id)).at(-1)).toMatchObject({ kind: 'KB_ARTICLE_UPDATED', data: { restoredVersion: 1 } });
  });

  it('does not change by the same text once more', async () => {
    const id = await create();
    const { kbArticleUpdate } = await app.run(desk.member, gql.KbArticleUpdate, { input: { id, title: 'Ovens' } });
    expect(kbArticleUpdate).toMatchObject({ kbArticle: { version: 1 }, userErrors: [] });
    expect(await events(id)).toHaveLength(1);
  });

  it('is written once for one idempotency key, and refuses the key for another text', async () => {
    const input = { projectId: desk.projectId, title: 'Once', body: 'Only.', publish: true, idempotencyKey: 'k-1' };
    const twice = await Promise.all([1, 2].map(() => app.run(desk.member, gql.KbArticleCreateWhole, { input })));
    expect(new Set(twice.map(({ kbArticleCreate }) => kbArticleCreate.kbArticle?.id)).size).toBe(1);
    expect(twice.map(({ kbArticleCreate }) => kbArticleCreate.deduplicated).sort()).toEqual([false, true]);
    const other = await app.run(desk.member, gql.KbArticleCreateWhole, { input: { ...input, body: 'Other.' } });
    expect(other.kbArticleCreate.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
  });

  it('is listed by its tags', async () => {
    const id = await create({ tags: ['rare-tag'] });
    const list = async (tags: object) => {
      const { kbArticles } = await app.run(desk.member, gql.KbFiltered, { filter: { tags } });
      return [kbArticles.totalCount, kbArticles.nodes.map((node) => node.id)];
    };
    expect(await list({ eq: 'rare-tag' })).toEqual([1, [id]]);
    expect(await list({ in: ['rare-tag', 'nobody'] })).toEqual([1, [id]]);
    expect(await list({ in: ['nobody'] })).toEqual([0, []]);
  });

  it('shows its text as HTML that runs nothing', async () => {
    const id = await create({ body: '**Hot**\n\n<script>alert(1)</script>\n\n[a](javascript:alert(1))' });
    expect((await whole(id))?.bodyHtml).toBe(
      '<p><strong>Hot</strong></p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>[a](javascript:alert(1))</p>\n',
    );
  });
});

describe('a change of an article is refused', () => {
  it('when somebody changed it first, with what it is now', async () => {
    const id = await create();
    await app.run(desk.member, gql.KbArticleUpdate, { input: { id, body: 'Theirs.' } });
    const version = (await whole(id))?.versions.nodes.at(-1)?.id ?? '';
    const now = { id, version: 2, state: 'DRAFT' };
    const refused = [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }];
    const input = { id, expectedVersion: 1 };
    const update = await app.run(desk.member, gql.KbArticleUpdate, { input: { ...input, body: 'Mine.' } });
    expect(update.kbArticleUpdate).toMatchObject({ kbArticle: now, userErrors: refused });
    const publish = await app.run(desk.member, gql.KbArticlePublish, { input });
    expect(publish.kbArticlePublish).toMatchObject({ kbArticle: now, userErrors: refused });
    const archive = await app.run(desk.member, gql.KbArticleArchive, { input });
    expect(archive.kbArticleArchive).toMatchObject({ kbArticle: now, userErrors: refused });
    const restore = await app.run(desk.member, gql.KbArticleVersionRestore, { input: { ...input, id: version } });
    expect(restore.kbArticleVersionRestore).toMatchObject({ kbArticle: now, userErrors: refused });
    expect(await whole(id)).toMatchObject({ body: 'Theirs.', version: 2 });
  });

  it('to all but one of many at the same moment', async () => {
    const id = await create();
    const tried = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        app.run(desk.member, gql.KbArticleUpdate, { input: { id, body: `Number ${index}.`, expectedVersion: 1 } }),
      ),
    );
    const codes = tried.flatMap(({ kbArticleUpdate }) => kbArticleUpdate.userErrors.map(({ code }) => code));
    expect(codes).toEqual(Array(9).fill('CONFLICT'));
    expect(await whole(id)).toMatchObject({ version: 2, versions: { totalCount: 2 } });
  });

  it('from a state that does not allow it', async () => {
    const id = await create({ publish: true });
    const publish = await app.run(desk.member, gql.KbArticlePublish, { input: { id } });
    expect(publish.kbArticlePublish.userErrors).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'id'] }]);
    await app.run(desk.member, gql.KbArticleArchive, { input: { id } });
    const update = await app.run(desk.member, gql.KbArticleUpdate, { input: { id, body: 'x' } });
    expect(update.kbArticleUpdate.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    const archive = await app.run(desk.member, gql.KbArticleArchive, { input: { id } });
    expect(archive.kbArticleArchive.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('with everything that is wrong with it', async () => {
    const id = await create();
    const input = { id, title: ' ', body: 'a\u0000b', tags: ['', ' x'] };
    const { kbArticleUpdate } = await app.run(desk.member, gql.KbArticleUpdate, { input });
    expect(kbArticleUpdate.userErrors.map(({ code, path }) => [code, path.join('.')])).toEqual(
      expect.arrayContaining([
        ['INVALID_INPUT', 'input.title'],
        ['INVALID_INPUT', 'input.body'],
        ['INVALID_INPUT', 'input.tags.0'],
        ['INVALID_INPUT', 'input.tags.1'],
      ]),
    );
  });

  it('to somebody who may only read, who is shown no transitions either', async () => {
    const id = await create();
    expect(await whole(id, viewer)).toMatchObject({ availableTransitions: [], title: 'Ovens' });
    const { errors } = await app.request(viewer, gql.KbArticlePublish, { input: { id } });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('to another tenant, as if there were no such article', async () => {
    const id = await create();
    const version = (await whole(id))?.versions.nodes[0]?.id ?? '';
    const other = await app.newTenant();
    const answers = await Promise.all([
      app.run(other, gql.KbArticleUpdate, { input: { id, body: 'x' } }).then((answer) => answer.kbArticleUpdate),
      app.run(other, gql.KbArticlePublish, { input: { id } }).then((answer) => answer.kbArticlePublish),
      app.run(other, gql.KbArticleArchive, { input: { id } }).then((answer) => answer.kbArticleArchive),
      app
        .run(other, gql.KbArticleVersionRestore, { input: { id: version } })
        .then((answer) => answer.kbArticleVersionRestore),
    ]);
    for (const { userErrors, kbArticle } of answers) {
      expect([kbArticle, userErrors]).toMatchObject([null, [{ code: 'NOT_FOUND', path: ['input', 'id'] }]]);
    }
    expect(await whole(id, other)).toBeNull();
  });
});

it('has a history also where a gateway of the last version wrote it', async () => {
  const id = await create();
  await app.owner.query('DELETE FROM "KbArticleVersion" WHERE "articleId" = $1', [rowId(id)]);
  await app.run(desk.member, gql.KbArticleUpdate, { input: { id, body: 'New.' } });
  const versions = (await whole(id))?.versions.nodes;
  expect(versions?.map(({ number, body, author }) => [number, body, author.label])).toEqual([
    [2, 'New.', desk.member.email],
    [1, 'Clean the oven.', 'history'],
  ]);
});

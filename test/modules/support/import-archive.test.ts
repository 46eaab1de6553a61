import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { zipOf } from '../../support/zip.js';
import { Desk } from './desk.js';
import { KbArticles } from './documents.js';
import * as gql from './kb-documents.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const FILES = Array.from({ length: 60 }, (_, index) => ({
  name: `guide/part-${index}.md`,
  text: `# Part ${index}\n\nWhat part ${index} says.`,
}));
const archiveOf = (files: Parameters<typeof zipOf>[0]) => zipOf(files).toString('base64');
const send = async (desk: Desk, archive: string, more: object = {}) => {
  const input = { projectId: desk.projectId, archive, ...more };
  return (await app.run(desk.member, gql.KbArchiveImport, { input })).kbArchiveImport;
};
const resultOf = async (desk: Desk, id: string) => {
  await desk.jobEnds(id);
  return (await app.run(desk.member, gql.JobResult, { id })).job;
};

describe('an archive of articles', () => {
  it('is imported once, however often it is sent, and updates what has changed', async () => {
    const desk = await Desk.open(app);
    const files = [...FILES, { name: 'empty.md', text: ' \n' }, { name: 'note.txt', text: 'no' }];
    const first = await send(desk, archiveOf(files));
    expect(first.userErrors).toEqual([]);
    const done = await resultOf(desk, first.job?.id ?? '');
    expect(done).toMatchObject({
      state: 'SUCCEEDED',
      progress: { percent: 100, counters: { files: 61, created: 60, updated: 0, unchanged: 0, empty: 1 } },
    });
    const { kbArticles } = await app.run(desk.member, KbArticles, {});
    expect(kbArticles).toMatchObject({ totalCount: 60 });
    expect(kbArticles.nodes).toContainEqual(
      expect.objectContaining({ title: 'Part 59', sourceKey: 'guide/part-59.md', version: 1 }),
    );

    const changed = [{ ...FILES[0]!, text: '# Part 0\n\nNew.' }, ...FILES.slice(1)];
    const second = await send(desk, archiveOf(changed));
    expect((await resultOf(desk, second.job?.id ?? ''))?.progress?.counters).toMatchObject({
      created: 0,
      updated: 1,
      unchanged: 59,
      empty: 0,
    });
    const { rows } = await app.owner.query(
      `SELECT length("archive") AS bytes, "finishedAt" IS NULL AS "isOpen" FROM "KbImport" WHERE "projectId" = $1`,
      [rowId(desk.projectId)],
    );
    expect(rows).toEqual([1, 2].map(() => ({ bytes: 0, isOpen: false })));
  });

  it('is one job for one idempotency key, which another archive may not use', async () => {
    const desk = await Desk.open(app);
    const [archive, idempotencyKey] = [archiveOf(FILES.slice(0, 3)), 'k'];
    const sent = [await send(desk, archive, { idempotencyKey }), await send(desk, archive, { idempotencyKey })];
    expect(new Set(sent.map(({ job }) => job?.id)).size).toBe(1);
    await desk.jobEnds(sent[0]?.job?.id ?? '');
    expect((await send(desk, archive, { idempotencyKey })).job?.id).toBe(sent[0]?.job?.id);
    const other = await send(desk, archiveOf(FILES.slice(0, 2)), { idempotencyKey });
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
  });

  it('goes on where it broke off, and counts every file once', async () => {
    const desk = await Desk.open(app);
    const broken = 'guide/part-40.md';
    await app.owner.query(`
      CREATE FUNCTION break_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT "attempt" FROM "Job" WHERE "kind" = 'support.import-archive' AND "state" = 'ACTIVE' ORDER BY "queuedAt" DESC LIMIT 1) = 1
        THEN RAISE EXCEPTION 'broken'; END IF; RETURN NEW; END $$`);
    await app.owner.query(
      `CREATE TRIGGER break_once BEFORE INSERT ON "KbArticle" FOR EACH ROW WHEN (NEW."sourceKey" = '${broken}') EXECUTE FUNCTION break_once()`,
    );
    try {
      const { job } = await send(desk, archiveOf(FILES));
      expect(await resultOf(desk, job?.id ?? '')).toMatchObject({
        state: 'SUCCEEDED',
        attempt: 2,
        progress: { counters: { files: 60, created: 60, updated: 0, unchanged: 0, empty: 0 } },
      });
    } finally {
      await app.owner.query('DROP TRIGGER break_once ON "KbArticle"');
    }
    const { rows } = await app.owner.query(`SELECT count(*)::int AS n FROM "KbArticle" WHERE "projectId" = $1`, [
      rowId(desk.projectId),
    ]);
    expect(rows).toEqual([{ n: 60 }]);
  });

  it.each([
    ['no base64', '%%%'],
    ['nothing', ''],
    ['no zip', Buffer.from('hello').toString('base64')],
    ['a way out', archiveOf([{ name: '../a.md', text: 'x' }])],
  ])('is refused when it is %s, before anything is stored', async (_what, archive) => {
    const desk = await Desk.open(app);
    const refused = await send(desk, archive);
    expect(refused).toMatchObject({ job: null, userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'archive'] }] });
    const { rows } = await app.owner.query('SELECT FROM "KbImport" WHERE "projectId" = $1', [rowId(desk.projectId)]);
    expect(rows).toEqual([]);
  });

  it('is not taken into a project of somebody else, or from somebody who may only read', async () => {
    const [desk, other] = [await Desk.open(app), await Desk.open(app)];
    const input = { projectId: desk.projectId, archive: archiveOf(FILES.slice(0, 1)) };
    const { kbArchiveImport } = await app.run(other.member, gql.KbArchiveImport, { input });
    expect(kbArchiveImport.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'projectId'] }]);
    const viewer = await app.newColleague(desk.member, 'VIEWER');
    const { errors } = await app.request(viewer, gql.KbArchiveImport, { input });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

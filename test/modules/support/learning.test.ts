import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk, until } from './desk.js';
import * as gql from './documents.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app[Symbol.asyncDispose]());

/** Waits until nothing is being trained, and tells how often it was. */
async function trainings(desk: Desk): Promise<number> {
  const filter = { kind: { eq: 'support.train-triage' } };
  const { jobs } = await until(
    () => app.run(desk.member, gql.Jobs, { filter }),
    (seen) => seen.jobs.totalCount > 0 && seen.jobs.nodes.every(({ state }) => state === 'SUCCEEDED'),
  );
  return jobs.totalCount;
}

const WIDGETS = ['gizmo', 'widget', 'gadget', 'sprocket', 'flange', 'grommet', 'bracket', 'spindle'];

/** Imports cases that teach something no general model knows: here, whoever writes of a frobnicator has a wish. */
async function teach(desk: Desk) {
  const row = (index: number, about: string, type: 'FEATURE' | 'BUG') => ({
    sourceKey: `${about}-${index}`,
    subject: `${about} ${WIDGETS[index % WIDGETS.length]}`,
    body: `The ${about} of my ${WIDGETS[(index * 3 + 1) % WIDGETS.length]} number ${index}`,
    type,
    openedAt: '2026-01-01T00:00:00.000Z',
  });
  const cases = Array.from({ length: 30 }, (_, index) => [
    row(index, 'frobnicator', 'FEATURE'),
    row(index, 'crashes', 'BUG'),
  ]).flat();
  const { caseImport } = await app.run(desk.member, gql.CaseImport, { input: { projectId: desk.projectId, cases } });
  expect(caseImport.userErrors).toEqual([]);
  return desk.jobEnds(caseImport.job!.id);
}

describe('triage', () => {
  it('learns from what people have confirmed, project by project', async () => {
    const taught = await Desk.open(app, { replyMode: 'OFF' });
    const untaught = await Desk.open(app, { replyMode: 'OFF' }, taught.member);
    await teach(taught);
    await trainings(taught);
    const triageOf = async (desk: Desk) => {
      const opened = await desk.openCase('frobnicator flange', 'The frobnicator of my spindle');
      return (await desk.caseIn(opened.case.id, 'UNMATCHED', 'CHANGE_PROPOSED')).triage;
    };
    const [after, before] = [await triageOf(taught), await triageOf(untaught)];
    expect(after?.type).toBe('FEATURE');
    expect(after?.confidence).toBeGreaterThan(before?.type === 'FEATURE' ? before.confidence! : 0);
    expect(after?.reasoning).not.toBe(before?.reasoning);
  });

  it('is trained again after a correction', async () => {
    const desk = await Desk.open(app, { replyMode: 'OFF' });
    const opened = await desk.openCase('It does not start', 'The app crashes when I open it.');
    const { triage } = await desk.caseIn(opened.case.id, 'UNMATCHED', 'CHANGE_PROPOSED');
    const input = { id: opened.case.id, type: 'FEATURE', severity: 'LOW' } as const;
    const { caseTriageCorrect } = await app.run(desk.member, gql.CaseTriageCorrect, { input });
    expect(caseTriageCorrect).toMatchObject({ case: { triage: { type: 'FEATURE', decidedBy: 'PERSON' } }, job: null });
    expect(await trainings(desk)).toBe(1);
    const again = await desk.openCase('It does not start', 'The app crashes when I open it.');
    const second = await desk.caseIn(again.case.id, 'UNMATCHED', 'CHANGE_PROPOSED');
    expect(second.triage?.confidence).not.toBe(triage?.confidence);
  });
});

describe('importing', () => {
  it('the same cases twice stores them once, closed and confirmed, numbered without gaps', async () => {
    const desk = await Desk.open(app);
    await teach(desk);
    await teach(desk);
    const { cases } = await app.run(desk.member, gql.Cases, {
      first: 100,
      orderBy: { field: 'NUMBER', direction: 'ASC' },
    });
    expect(cases.totalCount).toBe(60);
    expect(cases.nodes.map(({ number }) => number)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(cases.nodes[0]).toMatchObject({ state: 'CLOSED', triage: { decidedBy: 'PERSON' } });
    const { rows } = await app.owner.query(
      `SELECT "payload", "result" FROM "Job" WHERE "tenantId" = $1 AND "kind" = 'support.import-cases' ORDER BY "id"`,
      [desk.member.tenantId],
    );
    expect(rows.map(({ result }) => result)).toEqual([
      { imported: 60, known: 0 },
      { imported: 0, known: 60 },
    ]);
    expect(rows.map(({ payload }) => payload.cases)).toEqual([[], []]);
  });

  it('an article twice updates it in place, and only when it has changed', async () => {
    const desk = await Desk.open(app);
    const { projectId } = desk;
    const send = async (body: string) => {
      const articles = [
        { sourceKey: 'a.md', title: 'A', body },
        { sourceKey: 'b.md', title: 'B', body: 'Always the same' },
      ];
      const { kbImport } = await app.run(desk.member, gql.KbImport, { input: { projectId, articles } });
      await desk.jobEnds(kbImport.job!.id);
      const { kbArticles } = await until(
        () => app.run(desk.member, gql.KbArticles, {}),
        (seen) => seen.kbArticles.nodes.every(({ embeddingState }) => embeddingState === 'FRESH'),
      );
      return kbArticles.nodes.map(({ sourceKey, version }) => `${sourceKey} ${version}`).sort();
    };
    expect(await send('one')).toEqual(['a.md 1', 'b.md 1']);
    expect(await send('two')).toEqual(['a.md 2', 'b.md 1']);
    expect(await send('two')).toEqual(['a.md 2', 'b.md 1']);
  });

  it('refuses a batch that is too large, or names a source twice', async () => {
    const desk = await Desk.open(app);
    const article = { sourceKey: 'a.md', title: 'A', body: 'B' };
    const { projectId } = desk;
    const twice = await app.run(desk.member, gql.KbImport, { input: { projectId, articles: [article, article] } });
    expect(twice.kbImport.userErrors).toMatchObject([{ path: ['input', 'articles', '1', 'sourceKey'] }]);
    const articles = Array.from({ length: 201 }, (_, index) => ({ ...article, sourceKey: `${index}` }));
    const large = await app.run(desk.member, gql.KbImport, { input: { projectId, articles } });
    expect(large.kbImport.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'articles'] }]);
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ARTICLES, Desk } from './desk.js';
import * as gql from './documents.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app[Symbol.asyncDispose]());

it('cannot read, change or watch anything of another tenant: it is as if it did not exist', async () => {
  const mine = await Desk.open(app);
  const articleId = await mine.write(ARTICLES.password);
  const opened = await mine.openCase('How do I reset my password?', 'I cannot sign in.');
  const whole = await mine.caseIn(opened.case.id, 'AWAITING_APPROVAL');
  const { member } = await Desk.open(app);
  const [id, draftId, stepId] = [opened.case.id, whole.replyDraft!.id, whole.pipeline!.steps[0]!.id];
  const { projectId } = mine;
  const customer = { email: 'a@b.test' };
  const openedAt = '2026-01-01T00:00:00.000Z';
  const row = { sourceKey: 'k', subject: 'S', body: 'B', type: 'BUG', openedAt } as const;

  const answers = await Promise.all([
    app.run(member, gql.CaseOpen, { input: { projectId, subject: 'S', body: 'B', customer } }),
    app.run(member, gql.CaseTriageCorrect, { input: { id, type: 'BUG', severity: 'LOW' } }),
    app.run(member, gql.CaseResolve, { input: { id } }),
    app.run(member, gql.CaseClose, { input: { id } }),
    app.run(member, gql.CaseReopen, { input: { id } }),
    app.run(member, gql.ReplyApprove, { input: { id: draftId } }),
    app.run(member, gql.ReplyReject, { input: { id: draftId } }),
    app.run(member, gql.ReplyEdit, { input: { id: draftId, body: 'B' } }),
    app.run(member, gql.PipelineStepRetry, { input: { id: stepId } }),
    app.run(member, gql.KbArticleCreate, { input: { projectId, title: 'T', body: 'B', publish: true } }),
    app.run(member, gql.CaseImport, { input: { projectId, cases: [row] } }),
    app.run(member, gql.KbImport, { input: { projectId, articles: [{ sourceKey: 'k', title: 'T', body: 'B' }] } }),
  ]);
  for (const answer of answers) {
    const [payload] = Object.values(answer) as { userErrors: { code: string }[] }[];
    expect(
      payload?.userErrors.map(({ code }) => code),
      JSON.stringify(answer),
    ).toEqual(['NOT_FOUND']);
  }

  expect(await app.run(member, gql.CaseWhole, { id })).toEqual({ case: null });
  expect(await app.run(member, gql.KbArticle, { id: articleId })).toEqual({ kbArticle: null });
  expect((await app.run(member, gql.Cases, {})).cases.totalCount).toBe(0);
  const found = await app.run(member, gql.KbSearch, { query: 'reset password', projectId });
  expect(found.kbSearch.edges).toEqual([]);
  await expect(app.follow(member, gql.CaseEvents, { caseId: id }).next()).rejects.toThrow();
  expect(await mine.case(id)).toEqual(whole);
});

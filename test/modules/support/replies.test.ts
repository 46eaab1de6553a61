import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ARTICLES, Desk } from './desk.js';
import * as gql from './documents.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app[Symbol.asyncDispose]());

async function caseWithDraft() {
  const desk = await Desk.open(app);
  await desk.write(ARTICLES.password);
  const opened = await desk.openCase('How do I reset my password?', 'I cannot sign in.');
  const { replyDraft } = await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
  return { desk, caseId: opened.case.id, draft: replyDraft! };
}

describe('a drafted reply', () => {
  it('that is rejected is never sent, and the case needs a person', async () => {
    const { desk, caseId, draft } = await caseWithDraft();
    const { replyReject } = await app.run(desk.member, gql.ReplyReject, { input: { id: draft.id } });
    expect(replyReject).toMatchObject({ replyDraft: { state: 'REJECTED' }, case: { state: 'NEEDS_HUMAN' } });
    expect((await desk.case(caseId)).messages.totalCount).toBe(1);
    const { replyApprove } = await app.run(desk.member, gql.ReplyApprove, { input: { id: draft.id } });
    const late = {
      replyDraft: { state: 'REJECTED' },
      case: { state: 'NEEDS_HUMAN' },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'id'] }],
    };
    expect(replyApprove).toMatchObject(late);
    const again = await app.run(desk.member, gql.ReplyReject, { input: { id: draft.id } });
    expect(again.replyReject).toMatchObject(late);
    const edit = await app.run(desk.member, gql.ReplyEdit, { input: { id: draft.id, body: 'Too late.' } });
    expect(edit.replyEdit).toMatchObject({ replyDraft: late.replyDraft, userErrors: late.userErrors });
  });

  it('is edited before it goes out; who edits an older version is shown the present one', async () => {
    const { desk, caseId, draft } = await caseWithDraft();
    const edit = (body: string, expectedVersion: number) =>
      app.run(desk.member, gql.ReplyEdit, { input: { id: draft.id, body, expectedVersion } });
    const { replyEdit: first } = await edit('Press the button.', draft.version);
    expect(first).toMatchObject({
      replyDraft: { body: 'Press the button.', version: draft.version + 1 },
      userErrors: [],
    });
    const { replyEdit: second } = await edit('Call us.', draft.version);
    expect(second).toMatchObject({
      replyDraft: { body: 'Press the button.', version: draft.version + 1 },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
    const approve = { id: draft.id, expectedVersion: draft.version + 1 };
    await app.run(desk.member, gql.ReplyApprove, { input: approve });
    expect((await desk.case(caseId)).messages.nodes.at(-1)?.body).toBe('Press the button.');
  });

  it('is approved once, however many approve it at the same moment', async () => {
    const { desk, caseId, draft } = await caseWithDraft();
    const approvals = await Promise.all(
      Array.from({ length: 8 }, () => app.run(desk.member, gql.ReplyApprove, { input: { id: draft.id } })),
    );
    expect(approvals.filter(({ replyApprove }) => replyApprove.userErrors.length === 0)).toHaveLength(1);
    expect((await desk.case(caseId)).messages.totalCount).toBe(2);
  });
});

describe('a case that was answered', () => {
  it('is resolved, reopened, resolved and closed, and nothing else', async () => {
    const { desk, caseId, draft } = await caseWithDraft();
    const input = { id: caseId };
    const early = await app.run(desk.member, gql.CaseResolve, { input });
    expect(early.caseResolve).toMatchObject({ case: null, userErrors: [{ code: 'INVALID_STATE' }] });
    await app.run(desk.member, gql.ReplyApprove, { input: { id: draft.id } });
    const states = [
      (await app.run(desk.member, gql.CaseResolve, { input })).caseResolve.case?.state,
      (await app.run(desk.member, gql.CaseReopen, { input })).caseReopen.case?.state,
      (await app.run(desk.member, gql.CaseResolve, { input })).caseResolve.case?.state,
      (await app.run(desk.member, gql.CaseClose, { input })).caseClose.case?.state,
    ];
    expect(states).toEqual(['RESOLVED', 'REOPENED', 'RESOLVED', 'CLOSED']);
    expect((await desk.case(caseId)).availableTransitions).toEqual([]);
    const late = await app.run(desk.member, gql.CaseReopen, { input: { ...input, expectedVersion: 1 } });
    expect(late.caseReopen).toMatchObject({ case: { state: 'CLOSED' }, userErrors: [{ code: 'CONFLICT' }] });
  });
});

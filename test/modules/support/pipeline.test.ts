import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ARTICLES, Desk } from './desk.js';
import * as gql from './documents.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const QUESTION = ['How do I reset my password?', 'I forgot it and cannot sign in. Where is the link?'] as const;

describe('the pipeline of a case', () => {
  it('triages, matches and drafts, then waits for approval and is sent by it', async () => {
    const desk = await Desk.open(app);
    const [password] = [await desk.write(ARTICLES.password), await desk.write(ARTICLES.invoice)];
    const opened = await desk.openCase(...QUESTION);
    expect(opened.case).toMatchObject({ number: 1, state: 'NEW', version: 1 });
    expect(opened.job).toMatchObject({ kind: 'support.case-pipeline', state: 'ACTIVE' });

    const waiting = await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
    expect(waiting.triage).toMatchObject({ type: 'QUESTION', decidedBy: 'MODEL' });
    expect(waiting.triage?.reasoning).not.toBe('');
    expect(waiting.matches.edges[0]?.node.id).toBe(password);
    expect(waiting.pipeline).toMatchObject({
      state: 'SUCCEEDED',
      job: { state: 'SUCCEEDED' },
      steps: ['TRIAGE', 'KNOWN_ISSUE_MATCH', 'AUTO_REPLY'].map((kind) => ({ kind, state: 'SUCCEEDED', attempts: 1 })),
    });
    expect(waiting.availableTransitions).toEqual(expect.arrayContaining(['APPROVE_REPLY', 'REJECT_REPLY']));
    const draft = waiting.replyDraft!;
    expect(draft).toMatchObject({ state: 'PENDING_APPROVAL', citations: [{ id: password }] });
    expect(draft.body).toContain('Forgot password');

    const { replyApprove } = await app.run(desk.member, gql.ReplyApprove, { input: { id: draft.id } });
    expect(replyApprove).toMatchObject({ replyDraft: { state: 'SENT' }, case: { state: 'REPLIED' }, userErrors: [] });
    const replied = await desk.case(opened.case.id);
    expect(replied.messages.nodes.map(({ direction }) => direction)).toEqual(['INBOUND', 'OUTBOUND']);
    expect(replied.newest.nodes).toEqual([{ direction: 'OUTBOUND' }]);
  });
});

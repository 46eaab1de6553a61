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

  it('tells those who watch the case and the pipeline of every step, in order', async () => {
    const desk = await Desk.open(app);
    await desk.write(ARTICLES.password);
    const opened = await desk.openCase(...QUESTION);
    const [seen, lines] = await Promise.all([followCase(desk, opened.case.id), followPipeline(desk, opened.job.id)]);

    expect(seen.kinds[0]).toBe('CaseSnapshot');
    expect(seen.states.at(-1)).toBe('AWAITING_APPROVAL');
    expect(seen.draft.length).toBeGreaterThan(0);
    expect((await desk.case(opened.case.id)).replyDraft?.body.endsWith(seen.draft)).toBe(true);
    expect(lines.percents).toEqual([...lines.percents].sort((one, other) => one - other));
    expect(lines.finished).toEqual({ state: 'SUCCEEDED', error: null });
    const { job } = await app.run(desk.member, gql.JobState, { id: opened.job.id });
    expect(job?.children.nodes.map(({ kind, state }) => [kind, state])).toEqual([
      ['support.triage-case', 'SUCCEEDED'],
      ['support.match-known-issues', 'SUCCEEDED'],
      ['support.draft-reply', 'SUCCEEDED'],
    ]);
    expect(job?.log.nodes.length).toBeGreaterThan(3);
  });

  it('is followed from any point on without losing or repeating anything', async () => {
    const desk = await Desk.open(app);
    await desk.write(ARTICLES.password);
    const { case: opened } = await desk.openCase(...QUESTION);
    const cursors = (await followCase(desk, opened.id)).cursors;
    await desk.caseIn(opened.id, 'AWAITING_APPROVAL');
    for (const at of [0, 3, cursors.length - 2]) {
      const rest = cursors.slice(at + 1);
      const again: string[] = [];
      const events = app.follow(desk.member, gql.CaseEvents, { caseId: opened.id, after: cursors[at] });
      for await (const { caseEvents: item } of events) {
        if (again.push(String(item.cursor)) === rest.length) break;
      }
      expect(again).toEqual(rest);
    }
  });

  it('sends at once where the project says so, but only what cites an article', async () => {
    const desk = await Desk.open(app, { replyMode: 'SEND' });
    const groundless = await desk.openCase('Do you sell gift cards?', 'I want to buy one for my aunt.');
    expect(await desk.caseIn(groundless.case.id, 'AWAITING_APPROVAL', 'REPLIED')).toMatchObject({
      state: 'AWAITING_APPROVAL',
      replyDraft: { state: 'PENDING_APPROVAL', citations: [] },
    });
    await desk.write(ARTICLES.password);
    const founded = await desk.openCase(...QUESTION);
    expect(await desk.caseIn(founded.case.id, 'AWAITING_APPROVAL', 'REPLIED')).toMatchObject({
      state: 'REPLIED',
      replyDraft: { state: 'SENT' },
      messages: { totalCount: 2 },
    });
  });

  it('drafts nothing where the project says so', async () => {
    const desk = await Desk.open(app, { replyMode: 'OFF' });
    const opened = await desk.openCase(...QUESTION);
    await desk.jobEnds(opened.job.id);
    expect(await desk.case(opened.case.id)).toMatchObject({
      state: 'UNMATCHED',
      replyDraft: null,
      pipeline: { state: 'SUCCEEDED', steps: [{}, { state: 'SUCCEEDED' }, { state: 'SKIPPED', job: null }] },
    });
  });

  it('asks a person when triage is not sure, and goes on with their word', async () => {
    const desk = await Desk.open(app, { triageThreshold: 1 });
    const opened = await desk.openCase(...QUESTION);
    const unsure = await desk.caseIn(opened.case.id, 'NEEDS_HUMAN');
    expect(unsure.pipeline).toMatchObject({
      state: 'SUCCEEDED',
      steps: [{ state: 'SUCCEEDED' }, { state: 'SKIPPED' }, { state: 'SKIPPED' }],
    });
    const input = { id: unsure.id, type: 'FEATURE', severity: 'HIGH' } as const;
    const { caseTriageCorrect } = await app.run(desk.member, gql.CaseTriageCorrect, { input });
    expect(caseTriageCorrect.case).toMatchObject({
      state: 'TRIAGED',
      triage: { type: 'FEATURE', severity: 'HIGH', confidence: 1, decidedBy: 'PERSON' },
    });
    await desk.jobEnds(caseTriageCorrect.job!.id);
    expect(await desk.case(unsure.id)).toMatchObject({ state: 'AWAITING_APPROVAL', triage: { type: 'FEATURE' } });
  });
});

/** Follows a case until its draft waits for approval. */
async function followCase(desk: Desk, caseId: string) {
  const [kinds, states, cursors]: [string[], string[], string[]] = [[], [], []];
  let draft = '';
  for await (const { caseEvents: item } of app.follow(desk.member, gql.CaseEvents, { caseId })) {
    kinds.push(item.__typename);
    cursors.push(String(item.cursor));
    if (item.__typename === 'CaseSnapshot') {
      states.push(item.case.state);
      draft = item.draftedSoFar ?? '';
    }
    if (item.__typename === 'ReplyDraftDelta') draft = item.offset === 0 ? item.text : draft + item.text;
    if (item.__typename === 'CaseStateChanged') {
      expect(item.from).toBe(states.at(-1));
      states.push(item.to);
    }
    if (states.at(-1) === 'AWAITING_APPROVAL') break;
  }
  return { kinds, states, draft, cursors };
}

/** Follows a pipeline's job to its end. */
async function followPipeline(desk: Desk, jobId: string) {
  const percents: number[] = [];
  let finished: unknown;
  for await (const { jobEvents: item } of app.follow(desk.member, gql.PipelineEvents, { jobId })) {
    if (item.__typename === 'JobProgressed') percents.push(item.percent);
    if (item.__typename === 'JobFinished') finished = { state: item.state, error: item.error };
  }
  return { percents, finished };
}

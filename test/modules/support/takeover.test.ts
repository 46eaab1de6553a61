import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeModelServer } from '../../support/fake-models/fake-model-server.js';
import { routeToFake } from '../../support/fake-models/routed-fake.js';
import { whileHeld } from '../../support/row-lock.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { ARTICLES, Desk } from './desk.js';
import * as desks from './documents.js';
import { KbArticleArchive } from './kb-documents.js';
import * as gql from './takeover-documents.js';

const QUESTION = ['Do you sell gift cards?', 'I want to buy one for my aunt.'] as const;
const LOCK_CASE = `SELECT FROM "Case" WHERE "id" = $1 FOR UPDATE`;
const HALF = 'We are looking into it and a colleague writes soon.';

let app: TestApp;
let fake: FakeModelServer;
beforeAll(async () => {
  const environment = { OUTBOUND_PRIVATE_HOSTS: '127.0.0.1', ENCRYPTION_KEY: randomBytes(32).toString('base64') };
  app = await startTestApp({ environment });
  fake = await FakeModelServer.start('OPENAI', () => ({ kind: 'answer', text: HALF }));
});
afterAll(async () => {
  await fake[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

/** A desk whose replies the fake model writes. */
async function deskWithModel(): Promise<Desk> {
  const desk = await Desk.open(app);
  await routeToFake(app, desk.member, fake, { purpose: 'REPLY', tier: 'STANDARD' });
  return desk;
}

/** Follows a draft that the fake model has begun and does not finish: what was written, and from which cursor on. */
async function halfWritten(desk: Desk) {
  fake.script({ kind: 'hang', text: HALF, afterPieces: 6 });
  const opened = await desk.openCase(...QUESTION);
  const events = app.follow(desk.member, gql.FollowDraft, { caseId: opened.case.id });
  const cursors: string[] = [];
  let text = '';
  for await (const { caseEvents: item } of events) {
    cursors.push(String(item.cursor));
    if (item.__typename === 'CaseSnapshot') text = item.draftedSoFar ?? '';
    if (item.__typename === 'ReplyDraftDelta') text += item.text;
    if (text.length > 3) break;
  }
  expect(HALF.startsWith(text)).toBe(true);
  return { ...opened, cursors, text };
}

describe('a draft that is being written', () => {
  it('is followed on from any cursor, seen by who comes late, and ends as an item; the model is hung up on', async () => {
    const desk = await deskWithModel();
    const { case: found, cursors, text } = await halfWritten(desk);
    const late = app.follow(desk.member, gql.FollowDraft, { caseId: found.id });
    const snapshot = (await late.next()).value?.caseEvents;
    expect(snapshot).toMatchObject({ __typename: 'CaseSnapshot' });
    expect(HALF.startsWith(snapshot?.__typename === 'CaseSnapshot' ? (snapshot.draftedSoFar ?? '') : '?')).toBe(true);
    await late.return(undefined);

    const { pipeline, replyDraft } = await desk.case(found.id);
    const [given, jobId] = [fake.abandoned, pipeline?.steps[2]?.job?.id ?? ''];
    await app.run(desk.member, desks.JobCancel, { input: { id: jobId } });
    await vi.waitUntil(() => fake.abandoned === given + 1, { timeout: 20_000 });
    const rest: string[] = [];
    let whole = '';
    for await (const { caseEvents: item } of app.follow(desk.member, gql.FollowDraft, {
      caseId: found.id,
      after: cursors[0],
    })) {
      rest.push(String(item.cursor));
      if (item.__typename === 'ReplyDraftDelta') {
        expect(item).toMatchObject({ draftId: replyDraft?.id, offset: whole.length });
        whole += item.text;
      }
      if (item.__typename !== 'ReplyDraftChanged' || item.draftState === 'GENERATING') continue;
      expect(item).toMatchObject({ draftState: 'ABANDONED', draft: null });
      break;
    }
    expect(rest.slice(0, cursors.length - 1)).toEqual(cursors.slice(1)); // the same again, then what came since
    expect(whole.startsWith(text)).toBe(true);
    expect(await desk.caseIn(found.id, 'NEEDS_HUMAN')).toMatchObject({ replyDraft: null });
  });
});

describe('a person who takes a case over', () => {
  it('ends what the pipeline does, at once and for good, and gives it back when they like', async () => {
    const desk = await deskWithModel();
    const { case: found } = await halfWritten(desk);
    const before = fake.abandoned;
    const { caseTakeOver } = await app.run(desk.member, gql.TakeOver, { input: { id: found.id } });
    expect(caseTakeOver).toMatchObject({
      case: { state: 'NEEDS_HUMAN', assignee: { user: { email: desk.member.email } }, replyDraft: null },
      userErrors: [],
    });
    // Given back before the worker has let go: what it still does touches nothing of the new pipeline.
    const { caseHandBack } = await app.run(desk.member, gql.HandBack, { input: { caseId: found.id } });
    expect(caseHandBack).toMatchObject({ case: { state: 'TRIAGED', assignee: null }, userErrors: [] });
    await vi.waitUntil(() => fake.abandoned === before + 1, { timeout: 20_000 });
    const drafted = await desk.caseIn(found.id, 'AWAITING_APPROVAL');
    expect(drafted).toMatchObject({ replyDraft: { state: 'PENDING_APPROVAL', body: HALF } });
    expect(drafted.pipeline?.steps.map(({ kind, state }) => [kind, state])).toEqual([
      ['KNOWN_ISSUE_MATCH', 'SUCCEEDED'],
      ['AUTO_REPLY', 'SUCCEEDED'],
    ]);
    const { rows } = await app.owner.query<{ state: string }>(
      `SELECT j."state"::text FROM "Pipeline" p JOIN "Job" j ON j."id" = p."jobId" WHERE p."caseId" = $1 ORDER BY p."id"`,
      [rowId(found.id)],
    );
    expect(rows.map(({ state }) => state)).toEqual(['CANCELLED', 'SUCCEEDED']);
  });

  it('makes what waited for a word no matter, and may name another member', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase(...QUESTION);
    const { version, replyDraft } = await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
    const input = { id: opened.case.id, expectedVersion: version };
    const late = await app.run(desk.member, gql.TakeOver, { input: { ...input, expectedVersion: version - 1 } });
    expect(late.caseTakeOver.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    const { caseTakeOver } = await app.run(desk.member, gql.TakeOver, { input });
    expect(caseTakeOver.case?.replyDraft).toEqual({ id: replyDraft?.id, state: 'SUPERSEDED' });
    const { rows } = await app.owner.query<{ state: string }>(
      `SELECT "state"::text FROM "Approval" WHERE "subjectId" = $1`,
      [rowId(replyDraft?.id ?? '')],
    );
    expect(rows).toEqual([{ state: 'SUPERSEDED' }]);
    const approve = await app.run(desk.member, desks.ReplyApprove, { input: { id: replyDraft?.id ?? '' } });
    expect(approve.replyApprove).toMatchObject({
      replyDraft: { state: 'SUPERSEDED' },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'id'] }],
    });
    const { member: stranger } = await Desk.open(app);
    for (const [document, id] of [
      [gql.TakeOver, { id: opened.case.id }],
      [gql.HandBack, { caseId: opened.case.id }],
      [gql.StartPipeline, { caseId: opened.case.id }],
    ] as const) {
      const answer = await app.request(stranger, document as typeof gql.TakeOver, { input: id as { id: string } });
      expect(JSON.stringify(answer.data)).toContain('NOT_FOUND');
    }
  });
});

describe('of those who act at the same moment', () => {
  it('one takes the case over, the other is told', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase(...QUESTION);
    const { version } = await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
    const colleague = await app.newColleague(desk.member, 'OPERATOR');
    const input = { id: opened.case.id, expectedVersion: version };
    const held = { lock: LOCK_CASE, values: [rowId(opened.case.id)], waiting: 2 };
    const both = await whileHeld(app.owner, held, () =>
      Promise.all([desk.member, colleague].map((member) => app.run(member, gql.TakeOver, { input }))),
    );
    const codes = both.map(({ caseTakeOver }) => caseTakeOver.userErrors.map(({ code }) => code).join());
    expect(codes.toSorted()).toEqual(['', 'CONFLICT']);
  });

  it('one starts the pipeline again', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase(...QUESTION);
    await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
    const input = { caseId: opened.case.id };
    const held = { lock: LOCK_CASE, values: [rowId(opened.case.id)], waiting: 2 };
    const both = await whileHeld(app.owner, held, () =>
      Promise.all([1, 2].map(() => app.run(desk.member, gql.StartPipeline, { input }))),
    );
    const errors = both.flatMap(({ pipelineStart }) => pipelineStart.userErrors);
    expect(errors).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'caseId'] }]);
    await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
  });

  it('whoever takes over finds a reply sent by somebody else no hindrance', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase(...QUESTION);
    const { replyDraft } = await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
    const draftId = rowId(replyDraft?.id ?? '');
    const held = {
      lock: `SELECT FROM "ReplyDraft" WHERE "id" = $1 FOR UPDATE`,
      values: [draftId],
      waiting: 1,
      meanwhile: (client: PoolClient) =>
        client.query(`UPDATE "ReplyDraft" SET "state" = 'SENT', "version" = "version" + 1 WHERE "id" = $1`, [draftId]),
    };
    const { caseTakeOver } = await whileHeld(app.owner, held, () =>
      app.run(desk.member, gql.TakeOver, { input: { id: opened.case.id } }),
    );
    expect(caseTakeOver).toMatchObject({
      case: { state: 'NEEDS_HUMAN', replyDraft: { state: 'SENT' } },
      userErrors: [],
    });
  });
});

describe('a pipeline that is started again', () => {
  it('goes on from the step that is named, and from there only', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase(...QUESTION);
    const first = await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
    const start = (input: { from?: 'TRIAGE' | 'AUTO_REPLY' | 'CHANGE_PREP' }) =>
      app.run(desk.member, gql.StartPipeline, { input: { caseId: opened.case.id, ...input } });
    const again = await start({ from: 'AUTO_REPLY' });
    expect(again.pipelineStart.userErrors).toEqual([]);
    await desk.jobEnds(again.pipelineStart.job?.id ?? '');
    const second = await desk.case(opened.case.id);
    expect(second).toMatchObject({ state: 'AWAITING_APPROVAL', pipeline: { steps: [{ kind: 'AUTO_REPLY' }] } });
    expect(second.replyDraft?.id).not.toBe(first.replyDraft?.id);
    const change = await start({ from: 'CHANGE_PREP' });
    await desk.jobEnds(change.pipelineStart.job?.id ?? '');
    expect((await desk.case(opened.case.id)).state).toBe('CHANGE_PROPOSED');
    const whole = await start({ from: 'TRIAGE' });
    await desk.jobEnds(whole.pipelineStart.job?.id ?? '');
    expect((await desk.case(opened.case.id)).pipeline?.steps).toHaveLength(3);
    const states = await app.gateway.app.tenants
      .for(desk.member.tenantId)
      .approval.groupBy({ by: ['state'], _count: true, orderBy: { state: 'asc' } });
    expect(states.map(({ state, _count }) => [state, _count])).toEqual([
      ['PENDING', 1],
      ['SUPERSEDED', 3],
    ]);
  });

  it('cites no article that was put away meanwhile', async () => {
    const desk = await Desk.open(app);
    const article = await desk.write(ARTICLES.password);
    const opened = await desk.openCase('How do I reset my password?', 'I cannot sign in.');
    const { replyDraft } = await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL');
    expect(replyDraft?.citations).toHaveLength(1);
    await app.run(desk.member, KbArticleArchive, { input: { id: article } });
    const input = { caseId: opened.case.id, from: 'AUTO_REPLY' as const };
    const { pipelineStart } = await app.run(desk.member, gql.StartPipeline, { input });
    await desk.jobEnds(pipelineStart.job?.id ?? '');
    const again = await desk.case(opened.case.id);
    expect(again.replyDraft?.id).not.toBe(replyDraft?.id);
    expect(again.replyDraft?.citations).toEqual([]);
  });
});

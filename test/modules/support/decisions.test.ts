import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import * as gql from './decision-documents.js';
import { ARTICLES, Desk } from './desk.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const QUESTION = ['How do I reset my password?', 'I forgot it and cannot sign in. Where is the link?'] as const;
const BUG = ['Crash in app/export.py', 'The export crashes with an error since the update.'] as const;

async function set(desk: Desk, settings: object) {
  const input = { projectId: desk.projectId, ...settings };
  const { supportSettingsUpdate } = await app.run(desk.member, gql.SettingsUpdate, { input });
  return supportSettingsUpdate;
}

async function decided(desk: Desk, [subject, body]: readonly [string, string]) {
  const opened = await desk.openCase(subject, body);
  await desk.jobEnds(opened.job.id);
  const found = await app.run(desk.member, gql.DecisionsOfCase, { id: opened.case.id });
  if (!found.case) throw new Error('The case is gone');
  const byKind = new Map(found.case.decisions.nodes.map((decision) => [decision.kind, decision]));
  return { ...found.case, id: opened.case.id, byKind };
}

describe('what the pipeline decides by itself', () => {
  it('is told with reasons, confidence and what was asked for', async () => {
    const desk = await Desk.open(app, { replyMode: 'SEND' });
    await desk.write(ARTICLES.password);
    const { state, decisions, byKind, id, replyDraft } = await decided(desk, QUESTION);
    expect(state).toBe('REPLIED');
    expect(decisions.nodes.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['TRIAGE', 'QUESTION'],
      ['KNOWN_ISSUE_MATCH', 'MATCHED'],
      ['REPLY', 'SEND'],
    ]);
    expect(decisions.totalCount).toBe(3);
    expect(byKind.get('TRIAGE')).toMatchObject({ threshold: 0, model: 'offline', step: { kind: 'TRIAGE' } });
    expect(byKind.get('KNOWN_ISSUE_MATCH')?.reasons[0]).toContain('“Reset your password” scores');
    expect(byKind.get('REPLY')).toMatchObject({ threshold: 0.5, confidence: replyDraft?.confidence });
    const seen: unknown[] = [];
    const events = app.follow(desk.member, gql.FollowDecisions, { caseId: id, after: null });
    for await (const { caseEvents: item } of events) {
      seen.push(item.__typename);
      break;
    }
    expect(seen).toEqual(['CaseSnapshot']);
  });

  it('comes over the stream of the case, each once', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase(...BUG);
    const seen: string[] = [];
    for await (const { caseEvents: item } of app.follow(desk.member, gql.FollowDecisions, { caseId: opened.case.id })) {
      if (item.__typename === 'CaseDecided') {
        seen.push(`${item.kind} ${item.outcome}`);
        expect(item.decision?.reasons.length).toBeGreaterThan(0);
      }
      if (item.__typename === 'CaseStateChanged' && item.to === 'CHANGE_PROPOSED') break;
    }
    const all = ['TRIAGE BUG', 'KNOWN_ISSUE_MATCH UNMATCHED', 'CHANGE_PREP PROPOSED'];
    expect(seen).toEqual(all.slice(all.length - seen.length)); // the snapshot may have been taken after the first
    expect(seen.at(-1)).toBe('CHANGE_PREP PROPOSED');
  });
});

describe('the settings of a project', () => {
  it('say when a reply goes out, what fits, and whether changes are prepared', async () => {
    const desk = await Desk.open(app);
    await desk.write(ARTICLES.password);
    expect(await set(desk, { replyMode: 'SEND', sendThreshold: 0.99 })).toMatchObject({
      project: { supportSettings: { replyMode: 'SEND', sendThreshold: 0.99, matchThreshold: 0.25 } },
      userErrors: [],
    });
    const unsure = await decided(desk, QUESTION);
    expect(unsure).toMatchObject({ state: 'AWAITING_APPROVAL', replyDraft: { state: 'PENDING_APPROVAL' } });
    expect(unsure.byKind.get('REPLY')).toMatchObject({ outcome: 'APPROVAL', threshold: 0.99 });
    expect(unsure.byKind.get('REPLY')?.reasons.join('\n')).toContain('the project asks for 0.99');

    await set(desk, { matchThreshold: 1, preparesChanges: false, replyMode: 'OFF' });
    const nothing = await decided(desk, QUESTION);
    expect(nothing).toMatchObject({ state: 'UNMATCHED', replyDraft: null });
    expect(nothing.byKind.get('KNOWN_ISSUE_MATCH')).toMatchObject({ outcome: 'UNMATCHED', threshold: 1 });
    expect(nothing.byKind.get('REPLY')).toMatchObject({ outcome: 'OFF', confidence: null });
    expect((await decided(desk, BUG)).state).toBe('UNMATCHED');
    await set(desk, { preparesChanges: true });
    expect((await decided(desk, BUG)).state).toBe('CHANGE_PROPOSED');
    await set(desk, { triageThreshold: 1 });
    const asked = await decided(desk, BUG);
    expect(asked.state).toBe('NEEDS_HUMAN');
    expect(asked.byKind.get('TRIAGE')?.reasons.at(-1)).toContain('a person decides');
  });

  it('are checked, guarded by their version, and nobody else’s', async () => {
    const desk = await Desk.open(app);
    const wrong = { triageThreshold: 1.1, matchThreshold: -0.1, approvalHours: 9_000 };
    expect((await set(desk, wrong)).userErrors.map(({ code, path }) => [code, path[1]])).toEqual([
      ['INVALID_INPUT', 'triageThreshold'],
      ['INVALID_INPUT', 'matchThreshold'],
      ['INVALID_INPUT', 'approvalHours'],
    ]);
    const { project } = await set(desk, { approvalHours: 48 });
    expect(project?.supportSettings.approvalHours).toBe(48);
    const late = await set(desk, { approvalHours: 1, expectedVersion: (project?.version ?? 0) - 1 });
    expect(late).toMatchObject({
      project: { version: project?.version, supportSettings: { approvalHours: 48 } },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
    expect((await set(desk, { approvalHours: 0 })).project?.supportSettings.approvalHours).toBeNull();
    const { member } = await Desk.open(app);
    const input = { projectId: desk.projectId, approvalHours: 1 };
    const { supportSettingsUpdate } = await app.run(member, gql.SettingsUpdate, { input });
    expect(supportSettingsUpdate).toEqual({
      project: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'projectId'] }],
    });
  });
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startWorker } from '../../../src/worker.js';
import { startChild } from '../../support/child-process.js';
import { FakeModelServer } from '../../support/fake-models/fake-model-server.js';
import { routeToFake } from '../../support/fake-models/routed-fake.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import * as change from './change-documents.js';
import { ARTICLES, Desk } from './desk.js';
import * as gql from './documents.js';

const ENVIRONMENT = {
  JOB_LOCK_SECONDS: '1',
  OUTBOUND_PRIVATE_HOSTS: '127.0.0.1',
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
};
const BUG = [
  '[Export] Export crashes with a KeyError',
  [
    'Since the update the export crashes.',
    '### Steps to reproduce',
    '1. Open the invoice page',
    '2. Press Export',
    '### Expected behavior',
    'A file is downloaded.',
    '### Environment',
    'Version 4.2 on Windows 11',
    '```',
    'Traceback (most recent call last):',
    '  File "app/billing/export.py", line 12, in write_rows',
    "KeyError: 'amount'",
    '```',
  ].join('\n'),
] as const;
const ANSWER = {
  summary: 'Handle rows without an amount.',
  affectedSurfaces: ['app/billing/export.py'],
  riskLevel: 'MEDIUM',
  riskReason: 'It touches invoices.',
  testIdeas: ['Export an invoice whose rows have no amount.'],
  confidence: 0.8,
  reasons: ['The trace names the file.'],
} as const;

let app: TestApp;
let fake: FakeModelServer;
let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false, environment: ENVIRONMENT });
  fake = await FakeModelServer.start('OPENAI');
});
afterAll(async () => {
  await worker?.stop();
  await fake[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

/** A desk whose changes are prepared by the fake model, which costs nothing. */
async function deskWithModel(): Promise<Desk> {
  const desk = await Desk.open(app);
  await routeToFake(app, desk.member, fake, { purpose: 'CHANGE_PREP', tier: 'COMPLEX' });
  return desk;
}

async function changeOf(desk: Desk, caseId: string) {
  await desk.caseIn(caseId, 'CHANGE_PROPOSED');
  const found = await app.run(desk.member, change.ChangeOfCase, { id: caseId });
  if (!found.case?.changeRequest) throw new Error('No change was prepared');
  return found.case.changeRequest;
}

it('a worker that is killed while a change is prepared leaves one change, made by the next', async () => {
  const desk = await deskWithModel();
  fake.script({ kind: 'hang' });
  const { config } = app;
  const victim = startChild('worker', {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'test',
    DATABASE_URL: config.DATABASE_URL,
    REDIS_URL: config.REDIS_URL,
    REDIS_PREFIX: config.REDIS_PREFIX,
    ACCESS_TOKEN_SECRET: randomBytes(48).toString('base64'),
    JOB_STALLED_CHECK_SECONDS: '1',
    ...ENVIRONMENT,
  });
  const opened = await desk.openCase(...BUG);
  await vi.waitUntil(() => fake.seen.length > 0, { timeout: 60_000, interval: 50 });
  victim.process.kill('SIGKILL');
  fake.script({ kind: 'answer', text: JSON.stringify(ANSWER) });
  worker = await startWorker(config, app.gateway.app.log);

  expect(await changeOf(desk, opened.case.id)).toMatchObject({ state: 'PROPOSED', ...ANSWER });
  const { pipeline } = await desk.case(opened.case.id);
  expect(pipeline?.steps.map(({ kind, state, attempts }) => [kind, state, attempts])).toEqual([
    ['TRIAGE', 'SUCCEEDED', 1],
    ['KNOWN_ISSUE_MATCH', 'SUCCEEDED', 1],
    ['AUTO_REPLY', 'SKIPPED', 0],
    ['CHANGE_PREP', 'SUCCEEDED', 2],
  ]);
  const rows = await app.gateway.app.tenants.for(desk.member.tenantId).changeRequest.count();
  expect(rows).toBe(1);
});

describe('a change that a model of the tenant prepares', () => {
  it('is asked for as data, and repaired once', async () => {
    const desk = await deskWithModel();
    const before = fake.seen.length;
    fake.script({ kind: 'answer', text: '{"summary": 1}' }, { kind: 'answer', text: JSON.stringify(ANSWER) });
    const first = await desk.openCase(...BUG);
    expect(await changeOf(desk, first.case.id)).toMatchObject(ANSWER);
    expect(fake.seen.length).toBe(before + 2);
    expect(JSON.stringify(fake.seen.at(-1)?.body)).toContain('<<<CASE');
  });
});

describe('a bug that no article knows', () => {
  it('gets a change in the place of a reply, which everybody who watches sees', async () => {
    const desk = await Desk.open(app);
    const first = await desk.openCase('Export crashes with a KeyError', 'It says KeyError in app/billing/export.py.');
    await changeOf(desk, first.case.id);
    const opened = await desk.openCase(...BUG);
    const seen: unknown[] = [];
    for await (const { caseEvents: item } of app.follow(desk.member, change.FollowChange, { caseId: opened.case.id })) {
      if (item.__typename === 'ChangeRequestChanged')
        seen.push([item.state, item.version, item.changeRequest?.summary]);
      if (item.__typename === 'CaseStateChanged' && item.to.startsWith('CHANGE')) seen.push(item.to);
      if (item.__typename === 'CaseStateChanged' && item.to === 'CHANGE_PROPOSED') break;
    }
    const prepared = await changeOf(desk, opened.case.id);
    expect(seen).toEqual(['CHANGE_PREP', ['PROPOSED', 1, prepared.summary], 'CHANGE_PROPOSED']);
    expect(prepared.affectedSurfaces.slice(0, 2).sort()).toEqual(['Export', 'app/billing/export.py']);
    expect(prepared.summary).toContain('A file is downloaded.');
    expect(prepared.testIdeas.join('\n')).toContain('Press Export');
    expect(prepared.testIdeas.join('\n')).toContain(`#${first.case.number}`);
    expect(prepared.riskReason).toContain('money');
    expect(prepared.availableTransitions).toEqual(['ACCEPT', 'REJECT', 'EDIT']);
    expect(await desk.case(opened.case.id)).toMatchObject({ replyDraft: null, pipeline: { state: 'SUCCEEDED' } });
    const { calls } = await usesOf(desk);
    expect(calls).toContainEqual(['CHANGE_PREP', 'SUCCEEDED', 'offline']);
  });

  it('is answered where an article knows it, and a question is answered anyway', async () => {
    const desk = await Desk.open(app);
    await desk.write(ARTICLES.printer);
    const known = await desk.openCase('Printer shows offline', 'The printer shows offline since the update. It fails.');
    const asked = await desk.openCase('Do you sell gift cards?', 'I want to buy one for my aunt.');
    for (const { case: opened } of [known, asked]) {
      expect(await desk.caseIn(opened.id, 'AWAITING_APPROVAL', 'CHANGE_PROPOSED')).toMatchObject({
        state: 'AWAITING_APPROVAL',
        changeRequest: null,
      });
    }
  });
});

describe('a change request', () => {
  it('is edited, accepted and found; what it said at first is kept', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase(...BUG);
    const { id, version, summary, affectedSurfaces, riskLevel } = await changeOf(desk, opened.case.id);
    const edit = { id, expectedVersion: version, summary: 'Skip empty rows.', affectedSurfaces: ['billing'] };
    const { changeRequestEdit } = await app.run(desk.member, change.ChangeRequestEdit, { input: edit });
    expect(changeRequestEdit).toMatchObject({
      changeRequest: {
        version: version + 1,
        summary: 'Skip empty rows.',
        affectedSurfaces: ['billing'],
        riskLevel,
        original: { summary, affectedSurfaces, riskLevel },
      },
      userErrors: [],
    });
    const late = await app.run(desk.member, change.ChangeRequestAccept, { input: { id, expectedVersion: version } });
    expect(late.changeRequestAccept).toMatchObject({
      changeRequest: { state: 'PROPOSED', version: version + 1 },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
    const both = await Promise.all([
      app.run(desk.member, change.ChangeRequestAccept, { input: { id } }),
      app.run(desk.member, change.ChangeRequestAccept, { input: { id } }),
    ]);
    expect(both.filter(({ changeRequestAccept }) => changeRequestAccept.userErrors.length === 0)).toHaveLength(1);
    const filter = { state: { eq: 'ACCEPTED' as const }, projectId: { eq: desk.projectId } };
    const { changeRequests } = await app.run(desk.member, change.ChangeRequests, { filter });
    expect(changeRequests).toEqual({ nodes: [{ id, state: 'ACCEPTED', case: { id: opened.case.id } }], totalCount: 1 });
    const none = await app.run(desk.member, change.ChangeRequests, { filter: { state: { eq: 'PROPOSED' } } });
    expect(none.changeRequests.totalCount).toBe(0);
    const { rows } = await app.owner.query<{ kind: string; projectId: string }>(
      `SELECT "kind", "projectId" FROM "TenantEvent" WHERE "subjectId" = $1 ORDER BY "at"`,
      [rowId(id)],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['CHANGE_PROPOSED', 'CHANGE_EDITED', 'CHANGE_ACCEPTED']);
    expect(new Set(rows.map(({ projectId }) => projectId))).toEqual(new Set([rowId(desk.projectId)]));
    const { caseResolve } = await app.run(desk.member, gql.CaseResolve, { input: { id: opened.case.id } });
    expect(caseResolve.case?.state).toBe('RESOLVED');
  });

  it('that is rejected needs a person, and bad input says what is wrong with it', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase(...BUG);
    const { id } = await changeOf(desk, opened.case.id);
    const wrong = { id, summary: ' ', testIdeas: [''], affectedSurfaces: Array.from({ length: 21 }, () => 'a') };
    const { changeRequestEdit } = await app.run(desk.member, change.ChangeRequestEdit, { input: wrong });
    expect(changeRequestEdit.userErrors.map(({ code, path }) => [code, path[1]])).toEqual([
      ['INVALID_INPUT', 'summary'],
      ['INVALID_INPUT', 'affectedSurfaces'],
      ['INVALID_INPUT', 'testIdeas'],
    ]);
    const { changeRequestReject } = await app.run(desk.member, change.ChangeRequestReject, { input: { id } });
    expect(changeRequestReject).toMatchObject({ changeRequest: { state: 'REJECTED' }, case: { state: 'NEEDS_HUMAN' } });
    const again = await app.run(desk.member, change.ChangeRequestAccept, { input: { id } });
    expect(again.changeRequestAccept).toMatchObject({
      changeRequest: { id, state: 'REJECTED' },
      case: { state: 'NEEDS_HUMAN' },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'id'] }],
    });
  });
});

async function usesOf(desk: Desk) {
  const rows = await app.gateway.app.tenants.for(desk.member.tenantId).llmCall.findMany({ orderBy: { id: 'asc' } });
  return { calls: rows.map(({ purpose, state, providerName }) => [purpose, state, providerName]) };
}

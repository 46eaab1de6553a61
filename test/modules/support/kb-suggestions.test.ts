import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { JOB_DEFINITIONS } from '../../../src/jobs/definitions.js';
import { nextRuns, runDueSchedules } from '../../../src/modules/operations/schedule.service.js';
import { whileHeld } from '../../support/row-lock.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import * as gql from './kb-documents.js';

const MATTER = [
  'How can I export my invoices to my tax adviser?',
  'Export of invoices for the tax adviser',
  'I want to export all invoices for my tax adviser',
  'Invoices: export for my tax adviser, how?',
];

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp();
  desk = await Desk.open(app, { replyMode: 'OFF' });
  const others = ['The dark theme is too dark on my phone', 'Please delete my account'];
  for (const subject of [...MATTER, ...others]) {
    const { job } = await desk.openCase(subject, 'Thank you.');
    await desk.jobEnds(job.id);
  }
});
afterAll(() => app[Symbol.asyncDispose]());

const refresh = async () => {
  const input = { projectId: desk.projectId };
  const { kbSuggestionsRefresh } = await app.run(desk.member, gql.KbSuggestionsRefresh, { input });
  expect(await desk.jobEnds(kbSuggestionsRefresh.job?.id ?? '')).toMatchObject({ state: 'SUCCEEDED' });
};
const list = async (filter: object = { state: { eq: 'OPEN' } }) =>
  (await app.run(desk.member, gql.KbSuggestions, { filter })).kbSuggestions.nodes;

describe('suggestions for missing articles', () => {
  it('are found once, and accepted as a draft that says what it has to answer', async () => {
    await refresh();
    await refresh();
    const [found, ...more] = await list();
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      caseCount: 4,
      state: 'OPEN',
      version: 2,
      availableTransitions: ['ACCEPT', 'DISMISS'],
    });
    expect(found?.cases.map(({ subject }) => subject).toSorted()).toEqual(MATTER.toSorted());
    expect(MATTER).toContain(found?.title);
    const id = found?.id ?? '';
    const stale = await app.run(desk.member, gql.KbSuggestionAccept, { input: { id, expectedVersion: 1 } });
    expect(stale.kbSuggestionAccept).toMatchObject({
      kbSuggestion: { id, version: 2 },
      userErrors: [{ code: 'CONFLICT' }],
    });
    const both = await Promise.all(
      [1, 2].map(() => app.run(desk.member, gql.KbSuggestionAccept, { input: { id, expectedVersion: 2 } })),
    );
    const codes = both.flatMap(({ kbSuggestionAccept }) => kbSuggestionAccept.userErrors.map(({ code }) => code));
    expect(codes).toEqual(['CONFLICT']);
    const accepted = both.find(
      ({ kbSuggestionAccept }) => kbSuggestionAccept.userErrors.length === 0,
    )?.kbSuggestionAccept;
    expect(accepted?.kbSuggestion).toMatchObject({ state: 'ACCEPTED', availableTransitions: [] });
    expect(accepted?.kbArticle).toMatchObject({ state: 'DRAFT', title: found?.title });
    for (const subject of MATTER) expect(accepted?.kbArticle?.body).toContain(subject);
    await refresh();
    expect(await list()).toEqual([]);
    expect(await list({ state: { eq: 'ACCEPTED' } })).toMatchObject([{ id, article: { id: accepted?.kbArticle?.id } }]);
    const { rows } = await app.owner.query(
      `SELECT "kind", count(*)::int AS n FROM "TenantEvent" WHERE "kind" LIKE 'KB_SUGGESTION%' GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { kind: 'KB_SUGGESTIONS_FOUND', n: 1 },
      { kind: 'KB_SUGGESTION_ACCEPTED', n: 1 },
    ]);
  });

  it('are not made again of cases for which a suggestion was dismissed', async () => {
    for (const subject of [
      'Slow search in the archive',
      'The search in the archive is slow',
      'Archive: search is so slow',
    ]) {
      await desk.jobEnds((await desk.openCase(subject, 'Thank you.')).job.id);
    }
    await refresh();
    const [found] = await list();
    const id = found?.id ?? '';
    const { kbSuggestionDismiss } = await app.run(desk.member, gql.KbSuggestionDismiss, { input: { id } });
    expect(kbSuggestionDismiss).toMatchObject({ kbSuggestion: { state: 'DISMISSED' }, userErrors: [] });
    const again = await app.run(desk.member, gql.KbSuggestionAccept, { input: { id } });
    expect(again.kbSuggestionAccept).toMatchObject({
      kbSuggestion: { id, state: 'DISMISSED' },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'id'] }],
    });
    await refresh();
    expect(await list()).toEqual([]);
  });

  it('go by what fits in their project, and are left as they are by whoever decides meanwhile', async () => {
    const db = app.gateway.app.tenants.for(desk.member.tenantId);
    const own = { id: rowId(desk.projectId) };
    const { matchThreshold } = await db.project.findFirstOrThrow({ where: own });
    await db.project.updateMany({ where: own, data: { matchThreshold: 0.5 } });
    const { id: articleId } = await db.kbArticle.findFirstOrThrow();
    const [lexicalScore, semanticScore, score] = [0.4, 0.4, 0.4];
    for (const subject of [
      'Webhook signature cannot be verified',
      'Cannot verify the webhook signature',
      'The signature of a webhook is not verified',
    ]) {
      const opened = await desk.openCase(subject, 'Thank you.');
      await desk.jobEnds(opened.job.id);
      const caseId = rowId(opened.case.id);
      await db.caseMatch.deleteMany({ where: { caseId } });
      const match = { tenantId: db.$tenantId, caseId, articleId, position: 0, lexicalScore, semanticScore, score };
      await db.caseMatch.create({ data: match });
    }
    await refresh();
    const [found] = await list();
    expect(found?.caseCount).toBe(3);
    const suggestionId = rowId(found?.id ?? '');
    await db.kbSuggestionCase.deleteMany({ where: { suggestionId, position: 2 } });
    const held = {
      lock: `SELECT FROM "KbSuggestion" WHERE "id" = $1 FOR UPDATE`,
      values: [suggestionId],
      waiting: 1,
      meanwhile: (client: PoolClient) =>
        client.query(`UPDATE "KbSuggestion" SET "state" = 'DISMISSED' WHERE "id" = $1`, [suggestionId]),
    };
    await whileHeld(app.owner, held, refresh);
    expect(await db.kbSuggestionCase.count({ where: { suggestionId } })).toBe(2);
    await db.project.updateMany({ where: own, data: { matchThreshold } });
  });

  it('are there for those who write articles alone, and for nobody of another tenant', async () => {
    const [found] = await list({});
    const id = found?.id ?? '';
    for (const role of ['EMPLOYEE', 'VIEWER'] as const) {
      const colleague = await app.newColleague(desk.member, role);
      const { errors } = await app.request(colleague, gql.KbSuggestions, {});
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    const stranger = await app.newTenant();
    expect((await app.run(stranger, gql.KbSuggestions, {})).kbSuggestions.nodes).toEqual([]);
    const dismissed = await app.run(stranger, gql.KbSuggestionDismiss, { input: { id } });
    expect(dismissed.kbSuggestionDismiss.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    const input = { projectId: desk.projectId };
    const refreshed = await app.run(stranger, gql.KbSuggestionsRefresh, { input });
    expect(refreshed.kbSuggestionsRefresh.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('are looked for once a week by a schedule of the project, unless it is paused', async () => {
    const id = rowId(desk.projectId);
    const db = app.gateway.app.tenants.for(desk.member.tenantId);
    const schedule = await db.schedule.findFirstOrThrow({ where: { key: `support.suggest-articles:${id}` } });
    const week = 7 * 86_400_000;
    const [next, after] = nextRuns(schedule.cron, new Date(), 'UTC', 2) as [Date, Date];
    expect(schedule.nextRunAt).toEqual(next);
    expect(after.getTime() - next.getTime()).toBe(week);
    const isDue = (text: string) =>
      app.owner.query(`UPDATE "Schedule" SET "nextRunAt" = now(), "isPaused" = ${text} WHERE "id" = $1`, [schedule.id]);
    await isDue('true');
    expect((await runDueSchedules(db, JOB_DEFINITIONS)).jobs).toEqual([]);
    await isDue('false');
    const of = { kind: 'support.suggest-articles', requestedByLabel: 'schedule' };
    await vi.waitUntil(() => db.job.count({ where: { ...of, state: 'SUCCEEDED' } }), {
      timeout: 30_000,
      interval: 100,
    });
    // Its result quotes cases: it is for those who see the project.
    expect(await db.job.findMany({ where: of, select: { projectId: true } })).toEqual([{ projectId: id }]);
  });

  it('are not looked for while their project is archived, and are again from its restoring on', async () => {
    const other = await Desk.open(app, {}, await app.newTenant());
    const key = `support.suggest-articles:${rowId(other.projectId)}`;
    const db = app.gateway.app.tenants.for(other.member.tenantId);
    const due = () =>
      app.owner.query(`UPDATE "Schedule" SET "nextRunAt" = now() - interval '1 minute' WHERE "key" = $1`, [key]);
    const shown = async () =>
      (await app.run(other.member, gql.Schedules, {})).schedules.nodes.find((node) => node.key === key)!;
    await app.run(other.member, gql.ProjectArchive, { input: { id: other.projectId } });
    const { id, isHeld } = await shown();
    expect(isHeld).toBe(true);
    await due();
    await vi.waitUntil(async () => (await db.schedule.findFirstOrThrow({ where: { key } })).nextRunAt > new Date(), {
      timeout: 30_000,
      interval: 100,
    });
    expect(await db.job.count({ where: { kind: 'support.suggest-articles', projectId: rowId(other.projectId) } })).toBe(
      0,
    );
    const refused = (await app.run(other.member, gql.ScheduleRunNow, { input: { id } })).scheduleRunNow;
    expect(refused).toMatchObject({
      job: null,
      userErrors: [{ code: 'INVALID_STATE', message: 'Its project is archived.' }],
    });
    await app.run(other.member, gql.ProjectRestore, { input: { id: other.projectId } });
    expect(await shown()).toMatchObject({ isHeld: false, isPaused: false, lastRunAt: null });
    expect((await runDueSchedules(db, JOB_DEFINITIONS)).jobs).toEqual([]);
    await due();
    await vi.waitUntil(async () => (await shown()).lastRunAt !== null, { timeout: 30_000, interval: 100 });
  });
});

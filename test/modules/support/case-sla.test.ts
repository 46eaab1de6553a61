import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact } from '../../../src/db/transaction.js';
import { runCaseTimers } from '../../../src/jobs/case-timers.js';
import { JOB_HANDLERS } from '../../../src/jobs/handlers.js';
import { jobRegistry } from '../../../src/jobs/registry.js';
import { runTimers } from '../../../src/modules/support/case-timers.service.js';
import { startWorker } from '../../../src/worker.js';
import { deliver, inboundEnds, message, newChannel } from '../../support/hook-sender.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { ARTICLES, Desk, until } from './desk.js';
import * as gql from './documents.js';
import * as work from './work-documents.js';

/** Minutes that are promised. */
const TARGETS = [
  { priority: 'NORMAL' as const, firstAnswerMinutes: 60, resolutionMinutes: 600 },
  { priority: 'URGENT' as const, firstAnswerMinutes: 5, resolutionMinutes: 120 },
];
const MINUTE = 60_000;

let app: TestApp;
beforeAll(async () => {
  // The worker comes later: what it does is tried by hand first.
  app = await startTestApp({ hasWorker: false });
});
afterAll(() => app[Symbol.asyncDispose]());

/** A desk that promises something. */
async function promising(): Promise<Desk> {
  const desk = await Desk.open(app);
  const input = { projectId: desk.projectId, targets: TARGETS };
  const { slaPolicySet } = await app.run(desk.member, work.SlaPolicySet, { input });
  expect(slaPolicySet).toMatchObject({ userErrors: [], project: { slaPolicy: TARGETS } });
  return desk;
}

const sla = async (desk: Desk, id: string) => (await app.run(desk.member, work.CaseSla, { id })).case!;
const newCase = async (desk: Desk) => (await desk.openCase('It is slow', 'Since yesterday.')).case.id;
const minutesBetween = (from: unknown, to: unknown) =>
  (new Date(String(to)).getTime() - new Date(String(from)).getTime()) / MINUTE;

/** Lets so many minutes pass for one case. */
async function pass(caseId: string, minutes: number): Promise<void> {
  const columns = [
    'slaStartedAt',
    'slaPausedAt',
    'firstAnsweredAt',
    'firstAnswerDueAt',
    'resolutionDueAt',
    'resolvedAt',
    'snoozedUntil',
  ];
  const earlier = columns.map((name) => `"${name}" = "${name}" - make_interval(mins => $2)`);
  await app.owner.query(`UPDATE "Case" SET ${earlier.join(', ')} WHERE "id" = $1`, [rowId(caseId), minutes]);
}

/** Puts a case into a state, as its pipeline would. */
async function put(caseId: string, state: string): Promise<void> {
  await app.owner.query(`UPDATE "Case" SET "state" = $2::"CaseState" WHERE "id" = $1`, [rowId(caseId), state]);
}

async function answer(caseId: string): Promise<string> {
  const id = randomUUID();
  await app.owner.query(
    `INSERT INTO "ReplyDraft" ("id", "tenantId", "caseId", "state", "decidedAt")
     SELECT $1, "tenantId", "id", 'APPROVED', now() FROM "Case" WHERE "id" = $2`,
    [id, rowId(caseId)],
  );
  await app.owner.query(`UPDATE "ReplyDraft" SET "state" = 'SENT' WHERE "id" = $1`, [id]);
  return id;
}

const runNow = (desk: Desk) => transact(app.gateway.app.tenants.for(desk.member.tenantId), runTimers);

async function breachesOf(caseId: string): Promise<unknown[]> {
  const { rows } = await app.owner.query<{ clock: string }>(
    `SELECT "data" ->> 'clock' AS clock FROM "TenantEvent" WHERE "kind" = 'CASE_SLA_BREACHED' AND "subjectId" = $1 ORDER BY "at", "id"`,
    [rowId(caseId)],
  );
  return rows.map(({ clock }) => clock);
}

describe('what is promised', () => {
  it('is set for a project by those who run it, each priority once', async () => {
    const desk = await promising();
    const set = (input: object) =>
      app.run(desk.member, work.SlaPolicySet, { input: { projectId: desk.projectId, targets: [], ...input } });
    const twice = await set({ targets: [TARGETS[0], TARGETS[0]] });
    expect(twice.slaPolicySet.userErrors[0]?.path).toEqual(['input', 'targets', '1', 'priority']);
    const never = await set({ targets: [{ priority: 'LOW', firstAnswerMinutes: 0 }] });
    expect(never.slaPolicySet.userErrors[0]?.path).toEqual(['input', 'targets', '0', 'firstAnswerMinutes']);
    const late = await set({ expectedVersion: 1 });
    expect(late.slaPolicySet).toMatchObject({ project: { slaPolicy: TARGETS }, userErrors: [{ code: 'CONFLICT' }] });
    const stranger = await app.newTenant();
    const input = { projectId: desk.projectId, targets: [] };
    const foreign = await app.run(stranger, work.SlaPolicySet, { input });
    expect(foreign.slaPolicySet).toMatchObject({ project: null, userErrors: [{ code: 'NOT_FOUND' }] });
    expect((await set({})).slaPolicySet.project?.slaPolicy).toEqual([]);
    expect(await sla(desk, await newCase(desk))).toMatchObject({ firstAnswerSla: null, resolutionSla: null });
  });

  it('counts from the opening, by the priority, and no more once it was done', async () => {
    const desk = await promising();
    const customer = { email: 'ada@customer.test' };
    const opening = { projectId: desk.projectId, subject: 'S', body: 'B', customer };
    const { caseOpen } = await app.run(desk.member, work.CaseOpenWithDue, { input: opening });
    const opened = caseOpen.case!;
    expect([opened.firstAnswerSla, opened.resolutionSla]).toEqual(['PENDING', 'PENDING']);
    expect(minutesBetween(opened.openedAt, opened.firstAnswerDueAt)).toBeCloseTo(60, 1);
    expect(minutesBetween(opened.openedAt, opened.resolutionDueAt)).toBeCloseTo(600, 1);
    await app.run(desk.member, work.CasePrioritySet, { input: { id: opened.id, priority: 'URGENT' } });
    const urgent = await sla(desk, opened.id);
    expect(minutesBetween(urgent.openedAt, urgent.firstAnswerDueAt)).toBeCloseTo(5, 1);
    const draftId = await answer(opened.id);
    expect(await sla(desk, opened.id)).toMatchObject({ firstAnswerSla: 'MET', firstAnsweredAt: expect.any(String) });
    // One that came back was no answer.
    await app.owner.query(`UPDATE "ReplyDraft" SET "state" = 'SEND_FAILED' WHERE "id" = $1`, [draftId]);
    expect(await sla(desk, opened.id)).toMatchObject({ firstAnswerSla: 'PENDING', firstAnsweredAt: null });
    await put(opened.id, 'RESOLVED');
    expect(await sla(desk, opened.id)).toMatchObject({ firstAnswerSla: 'MET', resolutionSla: 'MET' });
    await pass(opened.id, 10_000);
    await runNow(desk);
    expect(await breachesOf(opened.id)).toEqual([]);
  });

  it('stands still while the customer has the word, and counts again when the case is reopened', async () => {
    const desk = await promising();
    const id = await newCase(desk);
    await answer(id);
    await put(id, 'REPLIED');
    expect((await sla(desk, id)).resolutionSla).toBe('PAUSED');
    await pass(id, 300);
    await put(id, 'REOPENED');
    const back = await sla(desk, id);
    expect(back).toMatchObject({ resolutionSla: 'PENDING', firstAnswerSla: 'MET' });
    // Everything was moved by 300 minutes; the due time came after by as many.
    expect(minutesBetween(back.openedAt, back.resolutionDueAt)).toBeCloseTo(600, 1);
    await put(id, 'RESOLVED');
    await pass(id, 5_000);
    await put(id, 'REOPENED');
    const again = await sla(desk, id);
    expect(again).toMatchObject({ firstAnswerSla: 'PENDING', resolutionSla: 'PENDING', firstAnsweredAt: null });
    expect(minutesBetween(new Date(), again.firstAnswerDueAt)).toBeCloseTo(60, 0);
  });

  it('is noted once when it was not kept, however many look, and again only when it counts again', async () => {
    const desk = await promising();
    const [id, other] = [await newCase(desk), await newCase(desk)];
    const watch = app.follow(desk.member, work.CaseWorkEvents, { caseId: id });
    await watch.next();
    await pass(id, 61);
    // A worker that dies in the middle has done nothing.
    const db = app.gateway.app.tenants.for(desk.member.tenantId);
    const dies = transact(db, async (tx) => {
      await runTimers(tx);
      throw new Error('killed');
    });
    await expect(dies).rejects.toThrow('killed');
    expect(await breachesOf(id)).toEqual([]);
    await Promise.all(Array.from({ length: 6 }, () => runNow(desk)));
    expect(await breachesOf(id)).toEqual(['FIRST_ANSWER']);
    expect((await watch.next()).value?.caseEvents).toMatchObject({
      __typename: 'CaseSlaBreached',
      clock: 'FIRST_ANSWER',
    });
    await watch.return(undefined);
    expect(await sla(desk, id)).toMatchObject({ firstAnswerSla: 'BREACHED', resolutionSla: 'PENDING' });
    const { number } = await sla(desk, id);
    const breached = async (slaBreached: boolean) =>
      (await app.run(desk.member, work.CaseNumbers, { filter: { slaBreached } })).cases.nodes;
    expect(await breached(true)).toEqual([{ number }]);
    expect(await breached(false)).toEqual([{ number: (await sla(desk, other)).number }]);
    // Resolved too late before anybody looked: noted all the same.
    await pass(id, 600);
    await put(id, 'RESOLVED');
    await runNow(desk);
    await runNow(desk);
    expect(await breachesOf(id)).toEqual(['FIRST_ANSWER', 'RESOLUTION']);
    await put(id, 'REOPENED');
    expect(await breached(true)).toEqual([]);
    await pass(id, 61);
    await runNow(desk);
    expect(await breachesOf(id)).toEqual(['FIRST_ANSWER', 'RESOLUTION', 'FIRST_ANSWER']);
  });
});

describe('a case that is put off', () => {
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();

  it('is back when somebody wants it; its clock stood still meanwhile', async () => {
    const desk = await promising();
    const id = await newCase(desk);
    const before = await sla(desk, id);
    const snooze = async (minutes: number) =>
      (await app.run(desk.member, work.CaseSnooze, { input: { id, until: inMinutes(minutes) } })).caseSnooze;
    expect((await snooze(-1)).userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'until'] }]);
    expect((await snooze(600_000)).userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'until'] }]);
    expect((await snooze(90)).case).toMatchObject({ resolutionSla: 'PAUSED', wakesAt: expect.any(String) });
    const found = await app.run(desk.member, work.CaseNumbers, { filter: { isSnoozed: true } });
    expect(found.cases.nodes).toHaveLength(1);
    await pass(id, 30);
    await app.run(desk.member, work.CaseWake, { input: { id } });
    const after = await sla(desk, id);
    expect(after.wakesAt).toBeNull();
    expect(minutesBetween(before.resolutionDueAt, after.resolutionDueAt)).toBeCloseTo(0, 1);
    await put(id, 'RESOLVED');
    expect((await snooze(5)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    const stranger = await app.newTenant();
    const foreign = await app.run(stranger, work.CaseSnooze, { input: { id, until: inMinutes(5) } });
    expect(foreign.caseSnooze.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  it('and what is late are found again by a worker that starts with an empty Redis', async () => {
    const desk = await promising();
    const [late, slept, written] = [await newCase(desk), await newCase(desk), await newCase(desk)];
    for (const id of [slept, written]) {
      await app.run(desk.member, work.CaseSnooze, { input: { id, until: inMinutes(10) } });
    }
    // Triage is not to say that nothing is promised.
    await app.run(desk.member, work.CasePrioritySet, { input: { id: late, priority: 'NORMAL' } });
    await pass(late, 601);
    await pass(slept, 11);
    const { tenants, unscoped, definitions } = app.gateway.app;
    const registry = jobRegistry(JOB_HANDLERS, definitions);
    const look = () => runCaseTimers({ tenants, finder: unscoped, registry, log: pino({ level: 'silent' }) });
    await Promise.all([look(), look()]);
    const redis = new Redis(app.config.REDIS_URL);
    const keys = await redis.keys(`${app.config.REDIS_PREFIX}*`);
    if (keys.length > 0) await redis.del(keys);
    await redis.quit();
    const worker = await startWorker(app.config, pino({ level: 'silent' }));
    try {
      await until(
        () => sla(desk, slept),
        ({ wakesAt }) => wakesAt === null,
      );
      await until(
        () => breachesOf(late),
        (seen) => seen.length === 2,
      );
      const { rows } = await app.owner.query(
        `SELECT "data" FROM "TenantEvent" WHERE "kind" = 'CASE_WOKEN' AND "subjectId" = $1`,
        [rowId(slept)],
      );
      expect(rows).toEqual([{ data: { by: 'TIME' } }]);
      expect(await breachesOf(late)).toEqual(['FIRST_ANSWER', 'RESOLUTION']);
      const counted = await worker.app.metrics.registry.getSingleMetricAsString('switchyard_case_sla_breaches_total');
      expect(counted).toMatch(/clock="resolution"\} 1/);
      expect((await sla(desk, written)).wakesAt).not.toBeNull();
      // The customer's own channel wakes it at once.
      await desk.write(ARTICLES.password);
      const channel = await newChannel(app, { ...desk.member, projectId: desk.projectId }, { kind: 'CHAT' });
      const say = async (id: string) => {
        const body = message(`Message ${id}`, { conversation: 'one', id });
        expect((await deliver(app, channel, body, { id })).status).toBe(202);
        return (await inboundEnds(app, desk.member, channel, id)).case!;
      };
      const { id } = await say('a');
      await app.run(desk.member, work.CaseSnooze, { input: { id, until: inMinutes(10) } });
      await say('b');
      expect((await sla(desk, id)).wakesAt).toBeNull();
      const waiting = await desk.caseIn(id, 'AWAITING_APPROVAL', 'NEEDS_HUMAN');
      expect(waiting.messages.totalCount).toBe(2);
      await app.run(desk.member, gql.ReplyApprove, { input: { id: waiting.replyDraft?.id ?? '' } });
      expect(await sla(desk, id)).toMatchObject({ state: 'REPLIED', firstAnsweredAt: expect.any(String) });
    } finally {
      await worker.stop();
    }
  });
});

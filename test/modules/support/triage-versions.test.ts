import { createHash, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOfflineModels } from '../../../src/adapters/models/offline/offline-models.js';
import { startWorker } from '../../../src/worker.js';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk, until } from './desk.js';
import { CaseTriageCorrect } from './documents.js';
import * as gql from './triage-documents.js';

const models = createOfflineModels();
/** Runs before each case is triaged. */
let before: () => Promise<void> = async () => {};

let app: TestApp;
let member: Member;
/** Numbers of cases are unique in the tenant, and those that are opened begin at 1. */
let desks = 1;
beforeAll(async () => {
  app = await startTestApp({
    overrides: {
      ports: {
        models: {
          ...models,
          async triage(text, model, options) {
            await before();
            return models.triage(text, model, options);
          },
        },
      },
    },
  });
  member = await app.newTenant();
});
afterAll(() => app[Symbol.asyncDispose]());

const SIZE = 120;

/** A desk whose people say that whoever writes of a frobnicator has a wish: no general model knows that. */
async function taughtDesk(): Promise<Desk> {
  const desk = await Desk.open(app, { replyMode: 'OFF' }, member);
  const [tenantId, projectId, customerId] = [member.tenantId, rowId(desk.projectId), randomUUID()];
  desks += 1;
  await app.owner.query('INSERT INTO "Customer" ("id", "tenantId", "email") VALUES ($1, $2, $3)', [
    customerId,
    tenantId,
    `${customerId}@customer.test`,
  ]);
  await app.owner.query(
    `INSERT INTO "Case" ("id", "tenantId", "projectId", "customerId", "number", "subject", "body", "state", "type", "severity", "triageDecidedBy", "triagedAt")
     SELECT gen_random_uuid(), $1, $2, $3, $4 + i, CASE i % 2 WHEN 1 THEN 'frobnicator ' ELSE 'crash ' END || i,
       CASE i % 2 WHEN 1 THEN 'The frobnicator of my flange ' ELSE 'The app crashes with an error ' END || i, 'CLOSED',
       (CASE i % 2 WHEN 1 THEN 'FEATURE' ELSE 'BUG' END)::"CaseType", 'LOW', 'PERSON', now() FROM generate_series(1, $5::int) i`,
    [tenantId, projectId, customerId, desks * 100_000, SIZE],
  );
  expect((await train(desk)).state).toBe('SUCCEEDED');
  return desk;
}

/** Versions of the project, newest first, once there are so many and none is being trained. */
async function versions(desk: Desk, count: number) {
  const filter = { projectId: { eq: desk.projectId } };
  const { triageModels } = await until(
    () => app.run(desk.member, gql.TriageModels, { filter }),
    (seen) =>
      seen.triageModels.nodes.length === count && seen.triageModels.nodes.every(({ state }) => state !== 'TRAINING'),
  );
  return triageModels.nodes;
}

async function train(desk: Desk) {
  const { triageTrain } = await app.run(desk.member, gql.TriageTrain, { input: { projectId: desk.projectId } });
  return desk.jobEnds(triageTrain.job?.id ?? '');
}

/** Turns the word of people around for the cases that are learned from, so that the next version learns nonsense. */
async function poison(desk: Desk): Promise<void> {
  const { rows } = await app.owner.query<{ id: string }>('SELECT "id" FROM "Case" WHERE "projectId" = $1', [
    rowId(desk.projectId),
  ]);
  const learned = rows.map(({ id }) => id).filter((id) => createHash('sha256').update(id).digest()[0]! >= 51);
  await app.owner.query(
    `UPDATE "Case" SET "type" = (CASE "type" WHEN 'BUG' THEN 'FEATURE' ELSE 'BUG' END)::"CaseType" WHERE "id" = ANY($1::uuid[])`,
    [learned],
  );
}

/** Which version triages a new case; null for the general model. */
async function usedFor(desk: Desk): Promise<string | null> {
  const opened = await desk.openCase('frobnicator', 'The frobnicator of my flange');
  await desk.caseIn(opened.case.id, 'UNMATCHED', 'CHANGE_PROPOSED');
  const { rows } = await app.owner.query('SELECT "machineModelId" FROM "Case" WHERE "id" = $1', [
    rowId(opened.case.id),
  ]);
  return rows[0].machineModelId;
}

const eventsOf = async (desk: Desk) => {
  const { rows } = await app.owner.query(
    `SELECT "kind", "data", "actorLabel" FROM "TenantEvent" WHERE "projectId" = $1 AND "kind" LIKE 'TRIAGE_%' ORDER BY "id"`,
    [rowId(desk.projectId)],
  );
  return rows as { kind: string; data: Record<string, unknown>; actorLabel: string }[];
};

describe('a training', () => {
  it('puts its version in use when it is not worse on what none has learned from, with figures of both', async () => {
    const desk = await taughtDesk();
    const [first] = await versions(desk, 1);
    expect(first).toMatchObject({ number: 1, state: 'ACTIVE', outcome: 'NOT_WORSE', isHeld: false });
    expect(first!.heldOutCount).toBeGreaterThanOrEqual(10);
    expect(first!.sampleCount + first!.heldOutCount).toBe(SIZE);
    expect(first?.before?.count).toBe(first?.heldOutCount);
    expect(first?.after?.count).toBe(first?.heldOutCount);
    expect(first!.after!.macroF1!).toBeGreaterThan(first!.before!.macroF1!);
    expect(await usedFor(desk)).toBe(rowId(first!.id));
    expect(await eventsOf(desk)).toMatchObject([
      { kind: 'TRIAGE_LEARNED', data: { number: 1, outcome: 'NOT_WORSE', macroF1After: first?.after?.macroF1 } },
      { kind: 'TRIAGE_MODEL_ACTIVATED', data: { number: 1, insteadOf: null }, actorLabel: 'triage training' },
    ]);
  });

  it('leaves a worse version to a person, who may put it in use and go back, in every worker at once', async () => {
    const desk = await taughtDesk();
    await poison(desk);
    expect((await train(desk)).state).toBe('SUCCEEDED');
    const [second, first] = await versions(desk, 2);
    expect(second).toMatchObject({
      number: 2,
      state: 'CANDIDATE',
      outcome: 'WORSE',
      availableTransitions: ['ACTIVATE'],
    });
    expect(second!.after!.macroF1!).toBeLessThan(second!.before!.macroF1! - 0.02);
    expect(second!.before!.macroF1).toBe(first!.after!.macroF1);
    expect(first).toMatchObject({ state: 'ACTIVE', availableTransitions: ['RETIRE'] });

    await using another = await workerBeside();
    expect(another).toBeDefined();
    const all = (n: number) => Promise.all(Array.from({ length: n }, () => usedFor(desk)));
    expect(new Set(await all(3))).toEqual(new Set([rowId(first!.id)]));
    const id = second!.id;
    const stale = await app.run(desk.member, gql.TriageModelActivate, { input: { id, expectedVersion: 9 } });
    expect(stale.triageModelActivate).toMatchObject({
      triageModel: { version: 1 },
      userErrors: [{ code: 'CONFLICT' }],
    });
    const chosen = await app.run(desk.member, gql.TriageModelActivate, { input: { id, expectedVersion: 1 } });
    expect(chosen.triageModelActivate).toMatchObject({
      triageModel: { state: 'ACTIVE', isHeld: false },
      userErrors: [],
    });
    expect(new Set(await all(3))).toEqual(new Set([rowId(second!.id)]));
    const again = await app.run(desk.member, gql.TriageModelActivate, { input: { id } });
    expect(again.triageModelActivate.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);

    const back = await app.run(desk.member, gql.TriageModelActivate, { input: { id: first!.id } });
    expect(back.triageModelActivate).toMatchObject({ triageModel: { state: 'ACTIVE', isHeld: true }, userErrors: [] });
    expect(new Set(await all(3))).toEqual(new Set([rowId(first!.id)]));
    // What a person has gone back to stays, however good the next version is.
    await poison(desk);
    await train(desk);
    expect((await versions(desk, 3)).map(({ state, outcome }) => `${state} ${outcome}`)).toEqual([
      'CANDIDATE HELD',
      'RETIRED WORSE',
      'ACTIVE NOT_WORSE',
    ]);
    const retired = await app.run(desk.member, gql.TriageModelRetire, { input: { id: first!.id } });
    expect(retired.triageModelRetire).toMatchObject({ triageModel: { state: 'RETIRED' }, userErrors: [] });
    expect(await usedFor(desk)).toBeNull();
    expect((await eventsOf(desk)).map(({ kind }) => kind).slice(-4)).toEqual([
      'TRIAGE_MODEL_ACTIVATED',
      'TRIAGE_MODEL_ACTIVATED',
      'TRIAGE_LEARNED',
      'TRIAGE_MODEL_RETIRED',
    ]);
  });

  it("that is overtaken measures again, and what an attempt or a lost training left behind is in nobody's use", async () => {
    const desk = await taughtDesk();
    await poison(desk);
    await train(desk);
    const [second, first] = await versions(desk, 2);
    await poison(desk);
    // What a worker leaves that is lost between storing a version and judging it, of a job that has ended since.
    await app.owner.query(
      `INSERT INTO "TriageModel" ("id", "tenantId", "projectId", "state", "weights", "sampleCount")
       VALUES ($1, $2, $3, 'TRAINING', '\\x00', 1)`,
      [randomUUID(), desk.member.tenantId, rowId(desk.projectId)],
    );
    let isOvertaken = false;
    before = async () => {
      if (isOvertaken) return;
      isOvertaken = true;
      await app.run(desk.member, gql.TriageModelActivate, { input: { id: second!.id } });
    };
    const job = await train(desk).finally(() => {
      before = async () => {};
    });
    expect([job, isOvertaken]).toMatchObject([{ state: 'SUCCEEDED' }, true]);
    const [newest, ...older] = await versions(desk, 3);
    // Against the version it was trained beside it would be equal; against the one in use it is better.
    expect(newest).toMatchObject({ state: 'ACTIVE', outcome: 'NOT_WORSE' });
    expect(newest!.before!.macroF1).toBe(second!.after!.macroF1);
    expect(older.map(({ id, state }) => [id, state])).toEqual([
      [second!.id, 'RETIRED'],
      [first!.id, 'RETIRED'],
    ]);
    expect((await eventsOf(desk)).filter(({ kind }) => kind === 'TRIAGE_LEARNED')).toHaveLength(3);
  });

  it('with too few cases to hold any out has no figures, and makes way for one that has', async () => {
    const desk = await Desk.open(app, { replyMode: 'OFF' }, member);
    const opened = await desk.openCase('frobnicator', 'The frobnicator of my flange');
    await desk.caseIn(opened.case.id, 'UNMATCHED', 'CHANGE_PROPOSED');
    const input = { id: opened.case.id, type: 'FEATURE', severity: 'LOW' } as const;
    await app.run(desk.member, CaseTriageCorrect, { input });
    const [first] = await versions(desk, 1);
    expect(first).toMatchObject({
      outcome: 'NOT_MEASURED',
      state: 'ACTIVE',
      heldOutCount: 0,
      before: null,
      after: null,
    });
    expect(await usedFor(desk)).toBe(rowId(first!.id));
  });
});

describe('a version in use', () => {
  /** As if another Switchyard had written it: the ninth byte of a model is its format. */
  const rewrite = (id: string, format: number) =>
    app.owner.query('UPDATE "TriageModel" SET "weights" = set_byte("weights", 8, $2::int) WHERE "id" = $1', [
      rowId(id),
      format,
    ]);

  it('of an earlier Switchyard gives way to the general model, and its project is trained anew by itself', async () => {
    const desk = await taughtDesk();
    const [outdated] = await versions(desk, 1);
    await rewrite(outdated!.id, 1);
    expect(await Promise.all([usedFor(desk), usedFor(desk)])).toContain(null);
    const [renewed, retired] = await versions(desk, 2);
    expect(retired).toMatchObject({ id: outdated!.id, state: 'RETIRED' });
    expect(renewed).toMatchObject({ state: 'ACTIVE', outcome: 'NOT_WORSE', sampleCount: outdated!.sampleCount });
    expect(await usedFor(desk)).toBe(rowId(renewed!.id));
    expect((await eventsOf(desk)).slice(2)).toMatchObject([
      { kind: 'TRIAGE_MODEL_RETIRED', data: { number: 1 }, actorLabel: 'triage training' },
      { kind: 'TRIAGE_LEARNED', data: { number: 2 } },
      { kind: 'TRIAGE_MODEL_ACTIVATED', data: { number: 2, insteadOf: null } },
    ]);
  });

  it('of a later Switchyard, which runs beside this one, is left alone', async () => {
    const desk = await taughtDesk();
    const [later] = await versions(desk, 1);
    await rewrite(later!.id, 255);
    expect(await usedFor(desk)).toBeNull();
    expect(await versions(desk, 1)).toMatchObject([{ id: later!.id, state: 'ACTIVE' }]);
    expect(await eventsOf(desk)).toHaveLength(2);
  });
});

describe('versions', () => {
  it('are for administrators to choose and for operators to see, and do not exist for another tenant', async () => {
    const [desk, mine] = [await taughtDesk(), await Desk.open(app)];
    const operator = await app.newColleague(member, 'OPERATOR');
    const [version] = await versions(new Desk(app, operator, desk.projectId), 1);
    expect(version?.availableTransitions).toEqual([]);
    const id = version!.id;
    const refused = await app.request(operator, gql.TriageModelRetire, { input: { id } });
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');

    const { projectId } = desk;
    const answers = [
      (await app.run(mine.member, gql.TriageTrain, { input: { projectId } })).triageTrain,
      (await app.run(mine.member, gql.TriageModelActivate, { input: { id } })).triageModelActivate,
      (await app.run(mine.member, gql.TriageModelRetire, { input: { id } })).triageModelRetire,
    ];
    expect(answers.map(({ userErrors }) => userErrors[0]?.code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    const filter = { projectId: { eq: projectId } };
    expect((await app.run(mine.member, gql.TriageModels, { filter })).triageModels.totalCount).toBe(0);
    expect((await versions(desk, 1))[0]).toMatchObject({ state: 'ACTIVE', version: 1 });
  });
});

/** A second worker with models, and caches, of its own. */
async function workerBeside(): Promise<AsyncDisposable> {
  const worker = await startWorker(app.config, pino({ level: 'silent' }));
  return { [Symbol.asyncDispose]: () => worker.stop() };
}

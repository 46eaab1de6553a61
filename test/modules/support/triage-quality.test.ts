import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseSeverity, CaseType } from '../../gql/graphql.js';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import { CaseTriageCorrect } from './documents.js';
import * as gql from './triage-documents.js';

let app: TestApp;
let member: Member;
beforeAll(async () => {
  app = await startTestApp();
  member = await app.newTenant();
});
afterAll(() => app[Symbol.asyncDispose]());

interface Said {
  readonly id: string;
  readonly type: CaseType;
  readonly severity: CaseSeverity;
  readonly confidence: number;
}

/** Cases that a model has triaged, with what it said. */
async function triaged(desk: Desk, subjects: readonly string[]): Promise<Said[]> {
  const opened = await Promise.all(subjects.map((subject) => desk.openCase(subject, 'Since the last update.')));
  return Promise.all(
    opened.map(async ({ case: { id } }) => {
      const { triage } = await desk.caseIn(id, 'UNMATCHED', 'CHANGE_PROPOSED');
      return { id, type: triage!.type!, severity: triage!.severity!, confidence: triage!.confidence! };
    }),
  );
}

const correct = (desk: Desk, id: string, type: CaseType, severity: CaseSeverity) =>
  app.run(desk.member, CaseTriageCorrect, { input: { id, type, severity } });
const other = (type: CaseType): CaseType => (type === 'BUG' ? 'FEATURE' : 'BUG');
const otherSeverity = (severity: CaseSeverity): CaseSeverity => (severity === 'LOW' ? 'HIGH' : 'LOW');

async function quality(desk: Desk, window?: { from: string; until: string }) {
  const { triageQuality } = await app.run(desk.member, gql.TriageQuality, { projectId: desk.projectId, window });
  if (!triageQuality) throw new Error('There is no such project');
  return triageQuality;
}

describe('the quality of triage', () => {
  it('says nothing where there is nothing to say', async () => {
    const desk = await Desk.open(app, { replyMode: 'OFF' }, member);
    const found = await quality(desk);
    expect(found).toMatchObject({ decided: 0, judged: 0, corrected: 0, correctedShare: null, meanConfidence: null });
    expect(found.weeks).toEqual([]);
    expect(found.type.cells).toHaveLength(9);
    expect(found.severity.cells).toHaveLength(16);
    expect(found.type.figures).toMatchObject({ count: 0, accuracy: null, macroF1: null });
    expect(found.type.figures.classes.map(({ precision, recall, f1 }) => [precision, recall, f1])).toEqual(
      Array(3).fill([null, null, null]),
    );
  });

  it("sets the machine's word beside the person's last one", async () => {
    const desk = await Desk.open(app, { replyMode: 'OFF' }, member);
    const [right, wrong, twice, unjudged] = await triaged(desk, [
      'The app crashes on start with error 500',
      'The app crashes when I save',
      'It fails with an exception',
      'The app crashes again',
    ]);
    if (!right || !wrong || !twice || !unjudged) throw new Error('no cases');
    await correct(desk, right.id, right.type, right.severity);
    await correct(desk, wrong.id, other(wrong.type), wrong.severity);
    await correct(desk, twice.id, other(twice.type), otherSeverity(twice.severity));
    await correct(desk, twice.id, twice.type, otherSeverity(twice.severity));

    const found = await quality(desk);
    expect(found).toMatchObject({ decided: 4, judged: 3, corrected: 2, correctedShare: 2 / 3 });
    const cell = (machine: CaseType, person: CaseType) =>
      found.type.cells.find((one) => one.machine === machine && one.person === person)?.count;
    expect(wrong.type).toBe(right.type);
    expect(twice.type).toBe(right.type);
    expect(cell(right.type, right.type)).toBe(2);
    expect(cell(wrong.type, other(wrong.type))).toBe(1);
    expect(found.type.cells.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(found.type.figures).toMatchObject({ count: 3, wrong: 1, accuracy: 2 / 3 });
    // Three were called so and two were: precision 2/3, recall 1, F1 4/5. The other one was never said: F1 0.
    expect(found.type.figures.classes.find(({ label }) => label === right.type)).toMatchObject({
      support: 2,
      predicted: 3,
      precision: 2 / 3,
      recall: 1,
      f1: 4 / 5,
    });
    expect(found.type.figures.classes.find(({ label }) => label === other(right.type))).toMatchObject({
      support: 1,
      predicted: 0,
      precision: null,
      recall: 0,
      f1: 0,
    });
    expect(found.type.figures.macroF1).toBeCloseTo(0.4);
    expect(found.severity.figures).toMatchObject({ count: 3, wrong: 1 });
    const mean = [right, wrong, twice, unjudged].reduce((sum, { confidence }) => sum + confidence, 0) / 4;
    expect(found.meanConfidence).toBeCloseTo(mean);
    const seen = await app.run(desk.member, gql.CaseTriageOf, { id: wrong.id });
    expect(seen.case?.triage).toMatchObject({
      type: other(wrong.type),
      confidence: 1,
      decidedBy: 'PERSON',
      machine: { type: wrong.type, severity: wrong.severity, confidence: wrong.confidence },
    });
    expect(seen.case?.triage?.machine?.reasoning).toBeTruthy();
  });

  it('shows drift week by week, in the window only', async () => {
    const desk = await Desk.open(app, { replyMode: 'OFF' }, member);
    const said = await triaged(desk, ['It crashes', 'It crashes badly', 'It crashes again', 'It crashes too']);
    const days = ['2026-01-01', '2026-01-04', '2026-01-05', '2025-06-01'];
    const types = ['BUG', 'BUG', 'FEATURE', 'QUESTION'];
    for (const [i, { id }] of said.entries()) {
      await app.owner.query(
        `UPDATE "Case" SET "machineTriagedAt" = $2, "machineType" = $3, "machineConfidence" = $4 WHERE "id" = $1`,
        [rowId(id), `${days[i]}T12:00:00Z`, types[i], 0.5 + i / 10],
      );
    }
    const found = await quality(desk, { from: '2025-12-29', until: '2026-02-01' });
    expect(found.decided).toBe(3);
    expect(found.weeks).toMatchObject([
      // 1 January 2026 is a Thursday: its week is the first of the year and begins in the old one.
      { week: '2026-W01', startsOn: '2025-12-29', decided: 2, judged: 0, correctedShare: null, shift: null },
      { week: '2026-W02', startsOn: '2026-01-05', decided: 1, meanConfidence: 0.7, shift: 1 },
    ]);
    expect(found.weeks[0]?.meanConfidence).toBeCloseTo(0.55);
    expect(found.weeks[0]?.types).toContainEqual({ type: 'BUG', count: 2 });
  });

  it('is of no project of another tenant, and of a window that makes sense', async () => {
    const [mine, theirs] = [await Desk.open(app), await Desk.open(app)];
    const { projectId } = theirs;
    expect(await app.run(mine.member, gql.TriageQuality, { projectId })).toEqual({ triageQuality: null });
    for (const window of [
      { from: '2026-01-02', until: '2026-01-02' },
      { from: '2020-01-01', until: '2026-01-02' },
    ]) {
      const answer = await app.request(mine.member, gql.TriageQuality, { projectId: mine.projectId, window });
      expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
  });
});

import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportCases } from '../../../src/modules/support/import-cases.job.js';
import { importCases } from '../../../src/modules/support/import-cases.worker.js';
import { deliver, inboundEnds, message, newChannel } from '../../support/hook-sender.js';
import { whileHeld } from '../../support/row-lock.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import * as gql from './documents.js';
import * as work from './work-documents.js';

const LOCK_CASE = `SELECT FROM "Case" WHERE "id" = $1 FOR UPDATE`;

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp();
  desk = await Desk.open(app, { triageThreshold: 1 });
});
afterAll(() => app[Symbol.asyncDispose]());

async function newCase(subject: string, email = `${randomUUID()}@customer.test`): Promise<string> {
  const { case: opened } = await desk.openCase(subject, 'Please help.', { email });
  await desk.caseIn(opened.id, 'NEEDS_HUMAN');
  return opened.id;
}

describe('at the same moment', () => {
  it('a case is closed and its customer writes: the message opens another case', async () => {
    const channel = await newChannel(app, { ...desk.member, projectId: desk.projectId });
    const conversation = randomUUID();
    await deliver(app, channel, message('It broke.', { conversation }), { id: 'first' });
    const first = (await inboundEnds(app, desk.member, channel, 'first')).case!;
    await desk.caseIn(first.id, 'NEEDS_HUMAN');
    await app.run(desk.member, gql.CaseResolve, { input: { id: first.id } });
    const held = {
      lock: LOCK_CASE,
      values: [rowId(first.id)],
      waiting: 1,
      meanwhile: (client: PoolClient) =>
        client.query(`UPDATE "Case" SET "state" = 'CLOSED', "version" = "version" + 1 WHERE "id" = $1`, [
          rowId(first.id),
        ]),
    };
    await whileHeld(app.owner, held, () =>
      deliver(app, channel, message('It broke again.', { conversation }), { id: 'second' }),
    );
    const second = await inboundEnds(app, desk.member, channel, 'second');
    expect(second.outcome).toBe('CASE_OPENED');
    expect(second.case?.id).not.toBe(first.id);
    expect((await desk.case(first.id)).messages.nodes.map(({ body }) => body)).toEqual(['It broke.']);
  });

  it.each(['resolved', 'merged'] as const)(
    'a case is %s and its pipeline begins anew: that is cancelled',
    async (how) => {
      const email = `${randomUUID()}@customer.test`;
      const id = await newCase('Stuck', email);
      const intoId = await newCase('Stuck again', email);
      const [job, pipeline] = [randomUUID(), randomUUID()];
      const begin = async (client: PoolClient) => {
        const { rows } = await client.query<{ tenantId: string }>(
          `UPDATE "Case" SET "state" = 'UNMATCHED', "version" = "version" + 1 WHERE "id" = $1 RETURNING "tenantId"`,
          [rowId(id)],
        );
        const tenantId = rows[0]?.tenantId;
        await client.query(
          `INSERT INTO "Job" ("id", "tenantId", "kind", "state", "payload", "maxAttempts", "subjectType", "subjectId", "requestedByKind", "requestedByLabel")
         VALUES ($1, $2, 'support.case-pipeline', 'ACTIVE', '{}', 1, 'Case', $3, 'SYSTEM', 'test')`,
          [job, tenantId, rowId(id)],
        );
        await client.query(`INSERT INTO "Pipeline" ("id", "tenantId", "caseId", "jobId") VALUES ($1, $2, $3, $4)`, [
          pipeline,
          tenantId,
          rowId(id),
          job,
        ]);
      };
      const held = { lock: LOCK_CASE, values: [rowId(id)], waiting: 1, meanwhile: begin };
      const userErrors = await whileHeld(app.owner, held, async () =>
        how === 'resolved'
          ? (await app.run(desk.member, gql.CaseResolve, { input: { id } })).caseResolve.userErrors
          : (await app.run(desk.member, work.CaseMerge, { input: { id, intoId } })).caseMerge.userErrors,
      );
      expect(userErrors).toEqual([]);
      expect((await desk.case(id)).state).toBe(how === 'resolved' ? 'RESOLVED' : 'CLOSED');
      const { rows } = await app.owner.query(`SELECT "state" FROM "Job" WHERE "id" = $1`, [job]);
      expect(rows).toEqual([{ state: expect.stringMatching(/^CANCELL/) }]);
    },
  );

  it('a case is merged and somebody notes something: the note is where the case goes on', async () => {
    const email = `${randomUUID()}@customer.test`;
    const [id, intoId] = [await newCase('Once', email), await newCase('Twice', email)];
    const held = {
      lock: LOCK_CASE,
      values: [rowId(id)],
      waiting: 1,
      meanwhile: (client: PoolClient) =>
        client.query(`UPDATE "Case" SET "state" = 'CLOSED', "mergedIntoId" = $2 WHERE "id" = $1`, [
          rowId(id),
          rowId(intoId),
        ]),
    };
    const { caseNoteAdd } = await whileHeld(app.owner, held, () =>
      app.run(desk.member, work.CaseNoteAdd, { input: { id, body: 'Call back.' } }),
    );
    expect(caseNoteAdd).toMatchObject({ case: { id: intoId }, userErrors: [] });
    expect((await desk.case(intoId)).messages.nodes.map(({ body }) => body)).toContain('Call back.');
    expect((await desk.case(id)).messages.nodes.map(({ body }) => body)).not.toContain('Call back.');
  });

  it('a case is given to whoever has it, and they are on the point of leaving: it is tried again', async () => {
    const id = await newCase('Whose');
    const { memberships } = await app.run(desk.member, work.Members, {});
    const membershipId = memberships.nodes.find(({ user }) => user.email === desk.member.email)!.id;
    await app.run(desk.member, work.CaseAssign, { input: { id, membershipId } });
    const held = {
      lock: `SELECT FROM "Membership" WHERE "id" = $1 FOR UPDATE`,
      values: [rowId(membershipId)],
      waiting: 1,
      // As the end of a membership does.
      meanwhile: (client: PoolClient) =>
        client.query(`UPDATE "Case" SET "assigneeId" = NULL WHERE "assigneeId" = $1`, [rowId(membershipId)]),
    };
    const { caseAssign } = await whileHeld(app.owner, held, () =>
      app.run(desk.member, work.CaseAssign, { input: { id, membershipId } }),
    );
    expect(caseAssign).toMatchObject({ case: { assignee: { id: membershipId } }, userErrors: [] });
  });

  it('customers are merged and one of their cases is worked on by somebody who wants the other, too', async () => {
    const [one, two] = [await newCase('One'), await newCase('Two')];
    const customers = await Promise.all(
      [one, two].map(async (id) => (await app.run(desk.member, work.CaseMerged, { id })).case!.customer.id),
    );
    const [id = '', intoId = ''] = customers;
    const held = {
      lock: LOCK_CASE,
      values: [rowId(one)],
      waiting: 1,
      // The merge holds the customer and waits for the case: it is ended, and comes again.
      meanwhile: (client: PoolClient) =>
        client.query(`UPDATE "Customer" SET "name" = 'Eve' WHERE "id" = $1`, [rowId(id)]),
    };
    const { customerMerge } = await whileHeld(app.owner, held, () =>
      app.run(desk.member, work.CustomerMerge, { input: { id, intoId } }),
    );
    expect(customerMerge).toMatchObject({ customer: { id: intoId }, movedCases: 1, userErrors: [] });
  });
});

it('an import is told of once, also when its worker is lost before the job has ended', async () => {
  const db = app.gateway.app.tenants.for(desk.member.tenantId);
  const source = {
    sourceKey: randomUUID(),
    subject: 'Old',
    body: 'Solved.',
    type: 'BUG',
    severity: 'LOW',
    customer: null,
  };
  const payload = ImportCases.payload.parse({
    projectId: rowId(desk.projectId),
    cases: [{ ...source, openedAt: new Date().toISOString() }],
  });
  const attempt = () =>
    importCases.run(payload, { db, progress: async () => {}, log: { info() {} } } as unknown as Parameters<
      typeof importCases.run
    >[1]);
  expect(await attempt()).toEqual({ imported: 1, known: 0 });
  expect(await attempt()).toEqual({ imported: 0, known: 1 });
  const where = { kind: 'CASES_IMPORTED' };
  expect((await db.tenantEvent.findMany({ where })).map(({ data }) => data)).toEqual([{ imported: 1, known: 0 }]);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact } from '../../../src/db/transaction.js';
import { MemberRole } from '../../../src/generated/prisma/enums.js';
import { pauseQueue, resumeQueue } from '../../../src/modules/operations/queue.service.js';
import { BulkCases } from '../../../src/modules/support/bulk-cases.job.js';
import { actOnCases } from '../../../src/modules/support/bulk-cases.service.js';
import type { CaseBulkActionInput } from '../../gql/graphql.js';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk, until } from './desk.js';
import * as work from './work-documents.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app[Symbol.asyncDispose]());

/** A desk with so many cases whose pipelines have stopped, and their ids, oldest first. */
async function deskWith(count: number, member?: Member): Promise<{ desk: Desk; ids: string[] }> {
  const desk = await Desk.open(app, { triageThreshold: 1 }, member);
  const { rows } = await app.owner.query<{ id: string }>(
    `WITH customer AS (INSERT INTO "Customer" ("id", "tenantId", "email") VALUES (gen_random_uuid(), $1, $3) RETURNING "id"),
       numbers AS (SELECT COALESCE(max("number"), 0) AS last FROM "Case" WHERE "tenantId" = $1),
       cases AS (INSERT INTO "Case" ("id", "tenantId", "projectId", "customerId", "number", "subject", "body", "state", "openedAt")
         SELECT gen_random_uuid(), $1, $2, customer."id", last + i, 'S', 'B', 'NEEDS_HUMAN', now() - interval '1 day' + i * interval '1 second'
         FROM customer, numbers, generate_series(1, $4::int) i RETURNING "id", "openedAt")
     SELECT "id" FROM cases ORDER BY "openedAt"`,
    [desk.member.tenantId, rowId(desk.projectId), `${randomUUID()}@customer.test`, count],
  );
  return { desk, ids: rows.map(({ id }) => globalCase(id)) };
}
const globalCase = (id: string) => Buffer.from(`Case:${id}`).toString('base64');
const bulk = async (desk: Desk, input: CaseBulkActionInput, by: Pick<Member, 'token'> = desk.member) =>
  (await app.run(by, work.CaseBulk, { input })).caseBulkAction;

async function ends(desk: Desk, jobId: string | undefined) {
  const { job } = await until(
    () => app.run(desk.member, work.BulkJob, { id: jobId ?? '' }),
    ({ job: seen }) => seen?.state === 'SUCCEEDED' || seen?.state === 'DEAD',
  );
  expect(job?.state).toBe('SUCCEEDED');
  return job!.bulkSummary!;
}
const numbersOf = async (desk: Desk, filter: object) =>
  (await app.run(desk.member, work.CaseNumbers, { filter })).cases.nodes.length;

describe('an action on many cases', () => {
  it('is done with all that match, in one job; a dry run changes nothing, and a key counts once', async () => {
    const { desk } = await deskWith(60);
    const own = (await app.run(desk.member, work.Members, {})).memberships.nodes[0]!.id;
    const filter = { state: { eq: 'NEEDS_HUMAN' as const }, isAssigned: false };
    const assign = { action: 'ASSIGN' as const, membershipId: own, filter };
    const dry = await bulk(desk, { ...assign, dryRun: true });
    expect(dry).toMatchObject({ matched: 60, job: null, userErrors: [] });
    expect(dry.sample).toHaveLength(10);
    const first = await bulk(desk, { ...assign, idempotencyKey: 'once' });
    expect(await ends(desk, first.job?.id)).toMatchObject({
      action: 'ASSIGN',
      processed: 60,
      done: 60,
      skipped: 0,
      caseFailures: [],
    });
    expect(await numbersOf(desk, { assigneeId: { eq: own } })).toBe(60);
    expect((await bulk(desk, { ...assign, idempotencyKey: 'once' })).job?.id).toBe(first.job?.id);
    expect(await bulk(desk, assign)).toMatchObject({ matched: 0, job: null });
    const other = await bulk(desk, { action: 'CLOSE', filter, idempotencyKey: 'once' });
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
    for (const [action, more, found] of [
      ['TAG', { tags: ['Bulk'] }, { tags: { eq: 'bulk' } }],
      ['PRIORITY', { priority: 'URGENT' }, { priority: { eq: 'URGENT' } }],
      ['SNOOZE', { until: new Date(Date.now() + 60_000).toISOString() }, { isSnoozed: true }],
      ['UNTAG', { tags: ['BULK '] }, { isAssigned: true, tags: { in: [] } }],
    ] as const) {
      const given = { action, ...more, filter: { isAssigned: true } } as CaseBulkActionInput;
      expect((await ends(desk, (await bulk(desk, given)).job?.id)).done).toBe(60);
      expect([action, await numbersOf(desk, found)]).toEqual([action, action === 'UNTAG' ? 0 : 60]);
    }
  });

  it('says of each case that refused why, and goes on or stops as it was told', async () => {
    const { desk, ids } = await deskWith(5);
    const { ids: foreign } = await deskWith(1);
    const put = (index: number, state: string) =>
      app.owner.query(`UPDATE "Case" SET "state" = $2::"CaseState" WHERE "id" = $1`, [rowId(ids[index]!), state]);
    for (const index of [0, 2, 4]) await put(index, 'RESOLVED');
    const named = [ids[0]!, ids[1]!, foreign[0]!, globalCase(randomUUID()), ids[2]!];
    const went = await bulk(desk, { action: 'CLOSE', ids: named });
    expect(went.matched).toBe(5);
    expect(await ends(desk, went.job?.id)).toMatchObject({
      processed: 5,
      done: 2,
      skipped: 3,
      isStopped: false,
      refusals: [
        { code: 'INVALID_STATE', count: 1 },
        { code: 'NOT_FOUND', count: 2 },
      ],
      caseFailures: [
        { id: ids[1], code: 'INVALID_STATE', case: { number: 2 } },
        { id: foreign[0], code: 'NOT_FOUND', case: null },
        { id: named[3], code: 'NOT_FOUND', case: null },
      ],
    });
    const stopped = await bulk(desk, { action: 'CLOSE', ids: [ids[1]!, ids[4]!], errorPolicy: 'STOP' });
    expect(await ends(desk, stopped.job?.id)).toMatchObject({ processed: 1, done: 0, skipped: 1, isStopped: true });
    expect(await numbersOf(desk, { state: { eq: 'RESOLVED' } })).toBe(1);
  });

  it('is done with all or none of them where that was asked for, and says of each that refused why', async () => {
    const { desk, ids } = await deskWith(4);
    await app.owner.query(`UPDATE "Case" SET "state" = 'RESOLVED' WHERE "id" = ANY ($1)`, [ids.slice(0, 3).map(rowId)]);
    const errorPolicy = 'ALL_OR_NOTHING' as const;
    const named = [...ids, globalCase(randomUUID())];
    const undone = await bulk(desk, { action: 'CLOSE', ids: named, errorPolicy });
    expect(await ends(desk, undone.job?.id)).toMatchObject({
      processed: 5,
      done: 0,
      skipped: 2,
      isStopped: true,
      caseFailures: [
        { id: ids[3], code: 'INVALID_STATE' },
        { id: named[4], code: 'NOT_FOUND' },
      ],
    });
    expect(await numbersOf(desk, { state: { eq: 'RESOLVED' } })).toBe(3);
    const { rows } = await app.owner.query(
      `SELECT FROM "TenantEvent" WHERE "tenantId" = $1 AND "kind" = 'CASE_STATE_CHANGED'`,
      [desk.member.tenantId],
    );
    expect(rows).toEqual([]);
    const done = await bulk(desk, { action: 'CLOSE', filter: { state: { eq: 'RESOLVED' } }, errorPolicy });
    expect(await ends(desk, done.job?.id)).toMatchObject({ processed: 3, done: 3, skipped: 0, isStopped: false });
    expect(await numbersOf(desk, { state: { eq: 'CLOSED' } })).toBe(3);
  });

  it('is refused where too many would be done all or none, also when they have become too many', async () => {
    const { desk } = await deskWith(101);
    const filter = { state: { eq: 'NEEDS_HUMAN' as const } };
    const input = { action: 'TAG' as const, tags: ['all'], errorPolicy: 'ALL_OR_NOTHING' as const, filter };
    for (const dryRun of [true, false]) {
      const refused = await bulk(desk, { ...input, dryRun });
      expect(refused.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'errorPolicy'] }]);
    }
    const db = app.gateway.app.tenants.for(desk.member.tenantId);
    const by = { actor: { kind: 'SYSTEM', id: null, label: 'test' } } as const;
    await pauseQueue(db, BulkCases.kind, null, by);
    const one = await app.owner.query<{ id: string }>(
      `UPDATE "Case" SET "state" = 'RESOLVED' WHERE "tenantId" = $1 AND "number" = 1 RETURNING "id"`,
      [desk.member.tenantId],
    );
    const { job } = await bulk(desk, input);
    await app.owner.query(`UPDATE "Case" SET "state" = 'NEEDS_HUMAN' WHERE "id" = $1`, [one.rows[0]?.id]);
    await resumeQueue(db, BulkCases.kind, by);
    expect(await ends(desk, job?.id)).toMatchObject({
      done: 0,
      isStopped: true,
      refusals: [{ code: 'INVALID_STATE', count: 1 }],
    });
    expect(await numbersOf(desk, { tags: { eq: 'all' } })).toBe(0);
  });

  it('that has come to its end by a refusal does not go on when its worker is lost before it says so', async () => {
    const { desk, ids } = await deskWith(3);
    const db = app.gateway.app.tenants.for(desk.member.tenantId);
    await pauseQueue(db, BulkCases.kind, null, { actor: { kind: 'SYSTEM', id: null, label: 'test' } });
    await app.owner.query(`UPDATE "Case" SET "state" = 'RESOLVED' WHERE "id" = ANY ($1)`, [ids.slice(1).map(rowId)]);
    const { job } = await bulk(desk, { action: 'CLOSE', ids, errorPolicy: 'STOP' });
    const jobId = rowId(job?.id ?? '');
    const payload = BulkCases.payload.parse((await db.job.findFirstOrThrow({ where: { id: jobId } })).payload);
    for (const attempt of [1, 2]) {
      const { run, isLast } = await transact(db, (tx) => actOnCases(tx, jobId, payload));
      expect([attempt, run.processed, run.done, isLast]).toEqual([attempt, 1, 0, true]);
    }
  });

  it('is the same one for a key that comes again when it would be refused by now', async () => {
    const { desk, ids } = await deskWith(1);
    const leaver = await app.newColleague(desk.member, MemberRole.OPERATOR);
    const { memberships } = await app.run(desk.member, work.Members, {});
    const membershipId = memberships.nodes.find(({ user }) => user.email === leaver.email)!.id;
    const input = { action: 'ASSIGN' as const, ids, membershipId, idempotencyKey: 'gone' };
    const first = await bulk(desk, input);
    await ends(desk, first.job?.id);
    await app.run(desk.member, work.MembershipRevoke, { input: { id: membershipId } });
    expect(await bulk(desk, input)).toMatchObject({ job: { id: first.job?.id }, userErrors: [] });
    expect((await bulk(desk, { ...input, idempotencyKey: 'new' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('names what is wrong with the request, and knows nobody of another tenant', async () => {
    const { desk, ids } = await deskWith(1);
    const stranger = await Desk.open(app);
    const foreign = (await app.run(stranger.member, work.Members, {})).memberships.nodes[0]!.id;
    const refused = async (input: object) =>
      (await bulk(desk, { action: 'CLOSE', ...input } as CaseBulkActionInput)).userErrors[0];
    expect(await refused({})).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'filter'] });
    expect(await refused({ filter: {} })).toMatchObject({ path: ['input', 'filter'] });
    expect(await refused({ filter: { isAssigned: true }, ids })).toMatchObject({ path: ['input', 'ids'] });
    expect(await refused({ action: 'SNOOZE', ids })).toMatchObject({ path: ['input', 'until'] });
    expect(await refused({ action: 'TAG', ids })).toMatchObject({ path: ['input', 'tags'] });
    expect(await refused({ action: 'TAG', ids, tags: ['ok', ' '] })).toMatchObject({ path: ['input', 'tags', '1'] });
    const assign = { action: 'ASSIGN', ids };
    expect(await refused({ ...assign, membershipId: foreign })).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'membershipId'],
    });
    const viewer = await app.newColleague(desk.member, MemberRole.VIEWER);
    const denied = await app.request(viewer, work.CaseBulk, { input: { action: 'CLOSE', ids } });
    expect(denied.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('meets what whoever asked sees, and nothing else', async () => {
    const { desk } = await deskWith(2);
    const { desk: hidden } = await deskWith(2, desk.member);
    await app.run(desk.member, work.ProjectRestrict, { input: { id: hidden.projectId, isRestricted: true } });
    const operator = await app.newColleague(desk.member, MemberRole.OPERATOR);
    const input = { action: 'TAG' as const, tags: ['seen'], filter: { state: { eq: 'NEEDS_HUMAN' as const } } };
    const { job, matched } = await bulk(desk, input, operator);
    expect(matched).toBe(2);
    expect((await ends(desk, job?.id)).done).toBe(2);
    expect(await numbersOf(desk, { tags: { eq: 'seen' } })).toBe(2);
    expect(await numbersOf(desk, { tags: { eq: 'seen' }, projectId: { eq: hidden.projectId } })).toBe(0);
  });

  it('goes on where it was when it is killed in the middle: nothing twice, nothing left out', async () => {
    const { desk } = await deskWith(60);
    const db = app.gateway.app.tenants.for(desk.member.tenantId);
    const by = { actor: { kind: 'SYSTEM', id: null, label: 'test' } } as const;
    await pauseQueue(db, BulkCases.kind, null, by);
    const { job } = await bulk(desk, { action: 'TAG', tags: ['a'], filter: { isAssigned: false } });
    const jobId = rowId(job?.id ?? '');
    const { payload: stored } = await db.job.findFirstOrThrow({ where: { id: jobId } });
    const payload = BulkCases.payload.parse(stored);
    const act = () => transact(db, (tx) => actOnCases(tx, jobId, payload));
    const killed = transact(db, async (tx) => {
      await actOnCases(tx, jobId, payload);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    const seen = [];
    for (;;) {
      const { run, isLast } = await act();
      seen.push(run.processed);
      if (isLast) break;
    }
    expect(seen).toEqual([25, 50, 60]);
    const { rows } = await app.owner.query(
      `SELECT "subjectId" FROM "TenantEvent" WHERE "tenantId" = $1 AND "kind" = 'CASE_TAGS_CHANGED'`,
      [desk.member.tenantId],
    );
    expect(rows).toHaveLength(60);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import * as gql from './documents.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const numbersOf = async (desk: Desk): Promise<number[]> => {
  const { cases } = await app.run(desk.member, gql.Cases, {
    first: 100,
    orderBy: { field: 'NUMBER', direction: 'ASC' },
  });
  return cases.nodes.map(({ number }) => number);
};

describe('opening a case', () => {
  it('with one key opens one case, also 50 times at once', async () => {
    const desk = await Desk.open(app);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => desk.openCase('Broken', 'It is broken.', { idempotencyKey: 'once' })),
    );
    expect(new Set(answers.map((answer) => answer.case.id)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.job.id)).size).toBe(1);
    expect(answers.filter(({ deduplicated }) => !deduplicated)).toHaveLength(1);
    expect(await numbersOf(desk)).toEqual([1]);
    const other = { projectId: desk.projectId, subject: 'Other', body: 'Other.', customer: { email: 'a@b.test' } };
    const { caseOpen } = await app.run(desk.member, gql.CaseOpen, { input: { ...other, idempotencyKey: 'once' } });
    expect(caseOpen.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH', path: ['input', 'idempotencyKey'] }]);
  });

  it('numbers cases without gaps, although some of the calls fail and all come at once', async () => {
    const desk = await Desk.open(app);
    // A failure behind the numbering: the database refuses a message.
    await app.owner.query(`
      CREATE FUNCTION refuse_message() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
      CREATE TRIGGER refuse_message BEFORE INSERT ON "CaseMessage" FOR EACH ROW WHEN (NEW."body" = 'refuse me')
        EXECUTE FUNCTION refuse_message()`);
    const calls = Array.from({ length: 40 }, (_, index) => {
      const body = index % 4 === 3 ? 'refuse me' : 'It is broken.';
      const customer = { email: `c${index % 5}@customer.test` };
      const input = { projectId: desk.projectId, subject: 'Broken', body, customer };
      return app.request(desk.member, gql.CaseOpen, { input });
    });
    const answers = await Promise.all(calls);
    expect(answers.filter(({ data }) => data?.caseOpen.case)).toHaveLength(30);
    expect(await numbersOf(desk)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('names every field at fault in one answer', async () => {
    const desk = await Desk.open(app);
    const input = {
      projectId: desk.projectId,
      subject: ' ',
      body: 'zero \u0000',
      customer: { email: 'a@b.test', name: 'x'.repeat(300) },
    };
    const { caseOpen } = await app.run(desk.member, gql.CaseOpen, { input });
    expect(caseOpen.case).toBeNull();
    expect(caseOpen.userErrors.map(({ path }) => path.join('.')).sort()).toEqual([
      'input.body',
      'input.customer.name',
      'input.subject',
    ]);
  });

  it('knows a customer by their address, whatever its case', async () => {
    const desk = await Desk.open(app);
    await desk.openCase('One', 'One', { email: 'Cleo@Customer.test' });
    const second = await desk.openCase('Two', 'Two', { email: 'cleo@customer.test' });
    const { rows } = await app.owner.query('SELECT count(*)::int AS n FROM "Customer" WHERE "tenantId" = $1', [
      desk.member.tenantId,
    ]);
    expect(rows[0].n).toBe(1);
    expect((await desk.case(second.case.id)).customer.email).toBe('cleo@customer.test');
  });

  it('leaves everything in one transaction: both jobs, the steps, the event and the first job in line', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase('One', 'One');
    const found = await desk.case(opened.case.id);
    expect(found.pipeline?.steps.map(({ state, job }) => [state, job?.state])).toEqual([
      ['PENDING', 'QUEUED'],
      ['PENDING', undefined],
      ['PENDING', undefined],
    ]);
    const { rows } = await app.owner.query(
      'SELECT "kind", "subjectId"::text FROM "TenantEvent" WHERE "subjectId" = $1',
      [rowId(opened.case.id)],
    );
    expect(rows).toEqual([{ kind: 'CASE_OPENED', subjectId: rowId(opened.case.id) }]);
  });
});

describe('the list of cases', () => {
  it('is filtered, ordered and paged', async () => {
    const desk = await Desk.open(app);
    for (let index = 0; index < 5; index += 1) await desk.openCase(`Case ${index}`, 'Body');
    const page = await app.run(desk.member, gql.Cases, { first: 2 });
    expect(page.cases.nodes.map(({ number }) => number)).toEqual([5, 4]);
    expect(page.cases).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    const next = await app.run(desk.member, gql.Cases, { first: 2, after: page.cases.pageInfo.endCursor });
    expect(next.cases.nodes.map(({ number }) => number)).toEqual([3, 2]);
    const ascending = await app.run(desk.member, gql.Cases, {
      filter: { number: { in: [1, 4] }, state: { eq: 'NEW' }, projectId: { eq: desk.projectId } },
      orderBy: { field: 'OPENED_AT', direction: 'ASC' },
    });
    expect(ascending.cases.nodes.map(({ number }) => number)).toEqual([1, 4]);
    const none = await app.run(desk.member, gql.Cases, { filter: { type: { eq: 'BUG' } } });
    expect(none.cases.totalCount).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaseState, MemberRole } from '../../../src/generated/prisma/enums.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import * as work from './work-documents.js';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  desk = await Desk.open(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const search = async (query: string, more: object = {}, by = desk.member) =>
  (await app.run(by, work.CaseSearch, { query, ...more })).caseSearch;
const found = async (query: string, filter: object = {}, by = desk.member) =>
  (await search(query, { filter }, by)).edges.map(({ node }) => node.id);

describe('a search', () => {
  it('finds cases by subject, messages and notes, what says more of it first, and shows where', async () => {
    const { case: inSubject } = await desk.openCase('The zeppelin leaks helium', 'It came down.');
    const { case: inBody } = await desk.openCase('Something leaks', 'I think that it is the zeppelin again.');
    const { case: inNote } = await desk.openCase('No idea', 'Please help.');
    await app.run(desk.member, work.CaseNoteAdd, { input: { id: inNote.id, body: 'Probably one of the zeppelins.' } });
    const { edges } = await search('leaking zeppelin');
    expect(edges.map(({ node }) => node.id)).toEqual([inSubject.id, inBody.id, inNote.id]);
    expect(edges[0]?.score).toBeCloseTo(1);
    expect(edges.map(({ score }) => score)).toEqual(edges.map(({ score }) => score).toSorted((a, b) => b - a));
    const marked = edges.map(({ highlight }) => [
      highlight?.message?.direction ?? 'SUBJECT',
      highlight?.parts.flatMap(({ text, isMatch }) => (isMatch ? [text] : [])),
    ]);
    expect(marked).toEqual([
      ['SUBJECT', ['zeppelin', 'leaks']],
      ['SUBJECT', ['leaks']],
      ['INTERNAL', ['zeppelins']],
    ]);
    const first = await search('zeppelin', { first: 2 });
    const second = await search('zeppelin', { first: 2, after: first.pageInfo.endCursor });
    expect([first.pageInfo.hasNextPage, second.edges.length, second.pageInfo.hasNextPage]).toEqual([true, 1, false]);
    const at = async (place: string) =>
      (await search('zeppelin', { after: Buffer.from(`OffsetConnection:${place}`).toString('base64') })).edges.length;
    expect(await at('99999999999')).toBe(0);
    expect(await at('-7')).toBeGreaterThan(0);
    expect((await search('the of and')).edges).toEqual([]);
    expect((await search('\'; DROP TABLE "Case" -- & | ! ( :*')).edges).toEqual([]);
    const empty = await app.request(desk.member, work.CaseSearch, { query: ' ' });
    expect(empty.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('finds what is much like it where nobody has written it like this', async () => {
    const other = await Desk.open(app);
    const by = other.member;
    const { case: printer } = await other.openCase('The printer shows offline', 'See above.');
    const { case: invoice } = await other.openCase('Where are my invoices?', 'I looked everywhere.');
    expect(await found('prinnter', {}, by)).toEqual([printer.id]);
    expect(await found('invoises offlne', {}, by)).toEqual(expect.arrayContaining([printer.id, invoice.id]));
    const { edges } = await search('invoises', {}, by);
    expect(edges.map(({ node }) => node.id)).toEqual([invoice.id]);
    expect(edges[0]?.score).toBeGreaterThan(0.4);
    expect(edges[0]?.score).toBeLessThan(1);
    expect(edges[0]?.highlight?.parts).toEqual([{ text: 'Where are my invoices?', isMatch: false }]);
    // One word that is found is enough: nothing else is guessed at.
    expect(await found('prinnter everywhere', {}, by)).toEqual([invoice.id]);
    expect(await found('prinnter', { state: { eq: 'CLOSED' } }, by)).toEqual([]);
    expect(await found('quagga', {}, by)).toEqual([]);
    const page = await search('prinnter', { first: 1 }, by);
    expect((await search('prinnter', { first: 1, after: page.pageInfo.endCursor }, by)).edges).toEqual([]);
  });

  it('goes by the filter of the list', async () => {
    const other = await Desk.open(app);
    const ids: string[] = [];
    for (const subject of ['Quokka one', 'Quokka two', 'Quokka three'])
      ids.push((await other.openCase(subject, 'B')).case.id);
    const [one = '', two = ''] = ids;
    const run = other.member;
    const own = (await app.run(run, work.Members, {})).memberships.nodes[0]!.id;
    await app.run(run, work.CaseTagsAdd, { input: { id: one, tags: ['a'] } });
    await app.run(run, work.CaseAssign, { input: { id: two, membershipId: own } });
    await app.run(run, work.CasePrioritySet, { input: { id: two, priority: 'HIGH' } });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await app.run(run, work.CaseSnooze, { input: { id: one, until } });
    await app.owner.query(
      `UPDATE "Case" SET "firstAnswerBreachedAt" = now(), "severity" = 'LOW', "type" = 'BUG' WHERE "id" = $1`,
      [rowId(two)],
    );
    const { customer } = (await app.run(run, work.CaseMerged, { id: one })).case!;
    const filters = [
      {},
      { state: { eq: 'NEW' } },
      { state: { in: [] } },
      { type: { eq: 'BUG' } },
      { severity: { eq: 'LOW' } },
      { priority: { in: ['HIGH', 'URGENT'] } },
      { projectId: { eq: other.projectId } },
      { projectId: { eq: other.member.projectId } },
      { customerId: { eq: customer.id } },
      { assigneeId: { eq: own } },
      { isAssigned: true },
      { isAssigned: false },
      { isSnoozed: true },
      { isSnoozed: false },
      { slaBreached: true },
      { slaBreached: false },
      { tags: { eq: ' A ' } },
      { number: { in: [1, 3] } },
      { openedAt: { gte: until } },
      { openedAt: { lt: until } },
      { isAssigned: true, tags: { eq: 'a' } },
    ];
    for (const filter of filters) {
      const { cases } = await app.run(run, work.CaseNumbers, { filter: filter as object });
      const { edges } = await search('quokka', { filter }, run);
      const numbers = edges.map(({ node }) => node.number).toSorted((a, b) => a - b);
      expect([filter, numbers]).toEqual([filter, cases.nodes.map(({ number }) => number)]);
    }
  });

  it('has a list beside it that knows every state there is', async () => {
    const other = await Desk.open(app);
    const states = Object.values(CaseState);
    await app.owner.query(
      `WITH customer AS (INSERT INTO "Customer" ("id", "tenantId", "email") VALUES (gen_random_uuid(), $1, 'states@customer.test') RETURNING "id")
       INSERT INTO "Case" ("id", "tenantId", "projectId", "customerId", "number", "subject", "body", "state")
       SELECT gen_random_uuid(), $1, $2, customer."id", s.place, 'S', 'B', s.state::"CaseState"
       FROM customer, unnest($3::text[]) WITH ORDINALITY AS s(state, place)`,
      [other.member.tenantId, rowId(other.projectId), states],
    );
    for (const [index, state] of states.entries()) {
      const { cases } = await app.run(other.member, work.CaseNumbers, { filter: { state: { eq: state } } });
      expect([state, cases.nodes]).toEqual([state, [{ number: index + 1 }]]);
    }
  });

  it('shows nobody what is not theirs to see', async () => {
    const restricted = await Desk.open(app, {}, desk.member);
    const { case: hidden } = await restricted.openCase('Wombat', 'Only the wombat knows.');
    await app.run(desk.member, work.ProjectRestrict, { input: { id: restricted.projectId, isRestricted: true } });
    const operator = await app.newColleague(desk.member, MemberRole.OPERATOR);
    const employee = await app.newColleague(desk.member, MemberRole.EMPLOYEE);
    const stranger = await app.newTenant();
    expect(await found('wombat')).toEqual([hidden.id]);
    expect(await found('wommbat')).toEqual([hidden.id]);
    for (const member of [operator, employee, stranger]) {
      expect(await found('wombat', {}, member)).toEqual([]);
      expect(await found('wommbat', {}, member)).toEqual([]);
    }
    const { case: own } = await new Desk(app, employee, desk.projectId).openCase('Numbat', 'Mine.');
    await desk.openCase('Numbat', 'Not theirs.');
    expect(await found('numbat', {}, employee)).toEqual([own.id]);
    const narrowed = await app.request(
      desk.member,
      work.CaseSearch,
      { query: 'wombat' },
      {
        'x-project-id': desk.projectId,
      },
    );
    expect(narrowed.data?.caseSearch.edges).toEqual([]);
  });

  it('reads an index among ten thousand cases', async () => {
    const { tenantId, projectId } = desk.member;
    await app.owner.query(
      `WITH customer AS (INSERT INTO "Customer" ("id", "tenantId", "email") VALUES (gen_random_uuid(), $1, 'many@customer.test') RETURNING "id"),
       cases AS (INSERT INTO "Case" ("id", "tenantId", "projectId", "customerId", "number", "subject", "body", "state")
         SELECT gen_random_uuid(), $1, $2, customer."id", 100000 + i, 'Subject about thing' || i % 500, 'b', 'CLOSED' FROM customer, generate_series(1, 10000) i
         RETURNING "id", "tenantId", "number")
       INSERT INTO "CaseMessage" ("id", "tenantId", "caseId", "direction", "body")
       SELECT gen_random_uuid(), "tenantId", "id", 'INBOUND', 'We press the button and see word' || "number" % 700 || ' on screen ' || "number" FROM cases`,
      [tenantId, rowId(projectId)],
    );
    await app.owner.query('ANALYZE "Case", "CaseMessage"');
    const { edges } = await search('thing7 word7', { first: 50 });
    expect(edges.length).toBe(32); // 20 and 15 of them, three of which have both
    expect(edges[0]?.score).toBeGreaterThan(edges[3]!.score);
    const { rows } = await app.owner.query<{ prosrc: string }>(
      `SELECT "prosrc" FROM pg_proc WHERE "proname" IN ('case_similar_subjects', 'case_word_hits') ORDER BY "proname"`,
    );
    const client = await app.owner.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
      await client.query('SET LOCAL enable_seqscan = off');
      await client.query('SET LOCAL enable_indexscan = off');
      const planOf = async (source: string) => {
        const body = source
          .replace('unnest(words)', `unnest(ARRAY['thing7', 'word7'])`)
          .replace('cardinality(words)', '2')
          .replace('at_most', '500');
        const plan = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${body}`);
        return plan.rows.map((row) => row['QUERY PLAN']).join('\n');
      };
      const [similar = '', text = ''] = await Promise.all(rows.map(({ prosrc }) => planOf(prosrc)));
      expect(similar).toContain('Bitmap Index Scan on "Case_subject_trigrams_idx"');
      expect(text).toContain('Bitmap Index Scan on "Case_words_idx"');
      expect(text).toContain('Bitmap Index Scan on "CaseMessage_words_idx"');
      // Whether a project is seen is looked up by id, and only where some are not.
      expect(text).not.toMatch(/Seq Scan on "CaseMessage"/);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});

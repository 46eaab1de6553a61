import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ROW_POLICIES } from '../../src/auth/policies.js';
import { schema } from '../../src/graphql/schema.js';
import type { PopulatedTenant } from '../support/populated-tenant.js';
import { codesOf, postRaw, type RawAnswer, textAt } from '../support/raw-graphql.js';
import { argumentsWith, documentFor, nodeTypes, type RootField, rootFields, slotsOf } from '../support/schema-walk.js';
import { type Member, rowId } from '../support/test-app.js';
import { globalId, startWalkApp, type WalkApp } from '../support/walk-app.js';

/** Types of which an EMPLOYEE sees their own only, as far as they can be asked for by id. */
const OWN_ROWS = ROW_POLICIES.filter(({ name }) => name === 'own_rows');
const OWNED = OWN_ROWS.flatMap(({ types }) => types).filter((type) => nodeTypes(schema).includes(type));

let walk: WalkApp;
let tenant: PopulatedTenant;
let employee: Member;
let colleague: Member;
/** Global ids of what the employee and their colleague opened, found from the case by the owner of the tables. */
let own: Set<string>;
let ownCase: string;
beforeAll(async () => {
  walk = await startWalkApp();
  tenant = walk.a;
  employee = await walk.app.newColleague(tenant.member, 'EMPLOYEE');
  colleague = await walk.app.newColleague(tenant.member, 'EMPLOYEE');
  ownCase = await openCase(employee, 'How do I reset my password?');
  await openCase(colleague, 'My invoice is wrong');
  own = await idsAbout(ownCase);
});
afterAll(() => walk[Symbol.asyncDispose]());

const ask = (member: Pick<Member, 'token'>, query: string, variables: object = {}): Promise<RawAnswer> =>
  postRaw(walk.app.url, { query, variables: { ...variables } }, { authorization: `Bearer ${member.token}` });

/** Opens a case for a customer whom the tenant knew before, and waits for its pipeline. */
async function openCase(member: Member, subject: string): Promise<string> {
  const opened = await ask(
    member,
    'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id customer { id } } job { id } userErrors { code } } }',
    {
      input: {
        projectId: tenant.member.projectId,
        subject,
        body: `${subject} I forgot my password.`,
        customer: { email: `${tenant.canary}@customer.test` },
      },
    },
  );
  const id = textAt(opened, 'caseOpen.case.id');
  const state = async () =>
    textAt(await ask(member, '{ cases { nodes { pipeline { state } } } }'), 'cases.nodes.0.pipeline.state');
  await vi.waitUntil(async () => (await state()) !== 'RUNNING', { timeout: 30_000 });
  return id;
}

async function idsAbout(caseId: string): Promise<Set<string>> {
  const { rows } = await walk.app.owner.query<{ type: string; id: string }>(
    `WITH c AS (SELECT * FROM "Case" WHERE "id" = $1),
       j AS (SELECT "id" FROM "Job" WHERE "subjectType" = 'Case' AND "subjectId" = $1)
     SELECT 'Case' AS type, "id" FROM c UNION ALL SELECT 'Customer', "customerId" FROM c
     UNION ALL SELECT 'CaseMessage', "id" FROM "CaseMessage" WHERE "caseId" = $1
     UNION ALL SELECT 'Pipeline', "id" FROM "Pipeline" WHERE "caseId" = $1
     UNION ALL SELECT 'PipelineStep', s."id" FROM "PipelineStep" s JOIN "Pipeline" p ON p."id" = s."pipelineId" WHERE p."caseId" = $1
     UNION ALL SELECT 'ReplyDraft', "id" FROM "ReplyDraft" WHERE "caseId" = $1
     UNION ALL SELECT 'CaseDecision', "id" FROM "CaseDecision" WHERE "caseId" = $1
     UNION ALL SELECT 'ChangeRequest', "id" FROM "ChangeRequest" WHERE "caseId" = $1
     UNION ALL SELECT 'Job', "id" FROM j UNION ALL SELECT 'DeadLetter', d."id" FROM "DeadLetter" d JOIN j ON j."id" = d."jobId"`,
    [rowId(caseId)],
  );
  return new Set(rows.map(({ type, id }) => globalId(type, id)));
}

/** Ids of owned types in an answer that are not about the employee's case. */
function foreignIn({ text }: RawAnswer): string[] {
  const ids = [...text.matchAll(/"([A-Za-z0-9+/]{24,}={0,2})"/g)].map(([, id]) => id ?? '');
  const isOwned = (id: string) => OWNED.includes(Buffer.from(id, 'base64').toString().split(':')[0] ?? '');
  return ids.filter((id) => isOwned(id) && !own.has(id)).map((id) => Buffer.from(id, 'base64').toString());
}

describe('an EMPLOYEE', () => {
  it('has something, and others have more', async () => {
    expect(own.size).toBeGreaterThan(8);
    const { rows } = await walk.app.owner.query('SELECT count(*)::int AS n FROM "Case" WHERE "tenantId" = $1', [
      tenant.member.tenantId,
    ]);
    expect(rows[0].n).toBeGreaterThan(4);
    const answer = await ask(
      tenant.member,
      '{ cases { nodes { id pipeline { steps { id } } } } jobs { nodes { id } } }',
    );
    expect(foreignIn(answer).length).toBeGreaterThan(4); // or else nothing would be found below either
  });

  it.each(rootFields(schema, 'Query').map((field) => ({ name: field.name, field })))(
    'finds nothing of others in $name, however deep',
    async ({ field }) => {
      const suggest = (name: string) => (name === 'query' ? 'reset password' : undefined);
      const given = argumentsWith(field, [], undefined, suggest);
      if (slotsOf(field, 'ID').some(({ path }) => path[0]! in given)) return; // asked with ids below
      const answer = await ask(employee, documentFor(schema, 'query', field, given, 4), given);
      expect(foreignIn(answer)).toEqual([]);
      expect(codesOf(answer).filter((code) => code !== 'FORBIDDEN')).toEqual([]);
    },
  );

  it('finds what is theirs by id, whole, and what is not never', async () => {
    const nodes = rootFields(schema, 'Query').find(({ name }) => name === 'nodes') as RootField;
    const query = documentFor(schema, 'query', nodes, { ids: [] }, 3);
    const mine = await ask(employee, query, { ids: [...own] });
    expect(codesOf(mine), mine.text.slice(0, 500)).toEqual([]);
    expect((mine.data as { nodes: unknown[] }).nodes.filter((node) => node === null)).toEqual([]);
    expect(foreignIn(mine)).toEqual([]);
    for (const type of OWNED) {
      const { rows } = await walk.app.owner.query<{ id: string }>(`SELECT "id" FROM "${type}" WHERE "tenantId" = $1`, [
        tenant.member.tenantId,
      ]);
      const others = rows.map(({ id }) => globalId(type, id)).filter((id) => !own.has(id));
      expect([type, others.length > 0]).toEqual([type, true]);
      const answer = await ask(employee, '{ nodes(ids: $ids) { id } }'.replace('{', 'query($ids: [ID!]!) {'), {
        ids: others.slice(0, 100),
      });
      expect((answer.data as { nodes: unknown[] }).nodes.filter((node) => node !== null)).toEqual([]);
      expect(
        await ask(tenant.member, 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: others.slice(0, 100) }),
      ).toMatchObject({ data: { nodes: others.slice(0, 100).map((id) => ({ id })) } });
    }
  });

  it('counts only what they see, filtered or not', async () => {
    const { rows } = await walk.app.owner.query<{ customer: string }>(
      'SELECT "customerId" AS customer FROM "Case" WHERE "id" = $1',
      [rowId(ownCase)],
    );
    const customer = globalId('Customer', rows[0]?.customer ?? '');
    const query = `query($customer: ID!) { cases { totalCount } jobs { totalCount } deadLetters { totalCount }
      filtered: cases(filter: { customerId: { eq: $customer } }) { totalCount }
      node(id: $customer) { ... on Customer { cases { totalCount } } } }`;
    const jobs = [...own].filter((id) => Buffer.from(id, 'base64').toString().startsWith('Job:')).length;
    expect((await ask(employee, query, { customer })).data).toEqual({
      cases: { totalCount: 1 },
      jobs: { totalCount: jobs },
      deadLetters: { totalCount: 0 },
      filtered: { totalCount: 1 },
      node: { cases: { totalCount: 1 } },
    });
    const all = (await ask(tenant.member, query, { customer })).data as { filtered: { totalCount: number } };
    expect(all.filtered.totalCount).toBeGreaterThan(2);
  });

  it.each(['caseEvents(caseId', 'jobEvents(jobId', 'jobEventLog(jobId'])(
    'opens no stream of others by %s',
    async (field) => {
      const type = field.startsWith('case') ? 'Case' : 'Job';
      const { rows } = await walk.app.owner.query<{ id: string }>(
        `SELECT "id" FROM "${type}" WHERE "tenantId" = $1 AND "id" <> $2 AND "${type === 'Case' ? 'openedById' : 'ownerId'}" IS DISTINCT FROM $3 LIMIT 1`,
        [tenant.member.tenantId, rowId(ownCase), rowId(employee.userId)],
      );
      const answers = [];
      for (const id of [globalId(type, rows[0]?.id ?? ''), globalId(type, randomUUID())]) {
        const kind = field.includes('Log') ? 'query' : 'subscription';
        const response = await fetch(`${walk.app.url}/graphql`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'text/event-stream',
            authorization: `Bearer ${employee.token}`,
          },
          body: JSON.stringify({ query: `${kind} { ${field}: "${id}") { __typename } }` }),
        });
        answers.push((await response.text()).replace(/"requestId":"[^"]+"/g, ''));
      }
      expect(answers[0]).toContain('NOT_FOUND');
      expect(answers[0]).toEqual(answers[1]);
    },
  );

  it('is sent what they see, though somebody who sees more follows the same', async () => {
    const query = `subscription($id: ID!) { caseEvents(caseId: $id) {
      ... on CaseSnapshot { case { customer { cases { totalCount } } } } } }`;
    const counts = [];
    for (const member of [tenant.member, employee, tenant.member, employee]) {
      const client = walk.app.connect(member);
      const items = client.iterate<{ caseEvents: { case: { customer: { cases: { totalCount: number } } } } }>({
        query,
        variables: { id: ownCase },
      });
      for await (const { data } of items) {
        counts.push(data?.caseEvents.case.customer.cases.totalCount);
        break;
      }
      // Left open until all have been asked.
    }
    expect(counts[1]).toBe(1);
    expect(counts[3]).toBe(1);
    expect(counts[0]).toBeGreaterThan(1);
  });

  it('still sees the jobs of their case when somebody else started them', async () => {
    const { rows } = await walk.app.owner.query<{ id: string }>(
      `INSERT INTO "Job" ("id", "tenantId", "kind", "payload", "maxAttempts", "subjectType", "subjectId",
         "requestedByKind", "requestedById", "requestedByLabel", "state", "finishedAt")
       VALUES ($1, $2, 'test', '{}', 1, 'Case', $3, 'USER', $4, 'x', 'SUCCEEDED', now()) RETURNING "id"`,
      [randomUUID(), tenant.member.tenantId, rowId(ownCase), rowId(tenant.member.userId)],
    );
    const job = globalId('Job', rows[0]?.id ?? '');
    const answer = await ask(employee, 'query($id: ID!) { job(id: $id) { kind } }', { id: job });
    expect(answer.data).toEqual({ job: { kind: 'test' } });
    expect((await ask(colleague, 'query($id: ID!) { job(id: $id) { kind } }', { id: job })).data).toEqual({
      job: null,
    });
  });

  it('learns nothing from an idempotency key of somebody else', async () => {
    const mutation = 'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code } } }';
    const input = {
      projectId: tenant.member.projectId,
      subject: 's',
      body: 'b',
      customer: { email: 'same@customer.test' },
      idempotencyKey: 'shared',
    };
    expect(textAt(await ask(tenant.member, mutation, { input }), 'caseOpen.case.id')).not.toBe('');
    expect((await ask(colleague, mutation, { input })).data).toEqual({
      caseOpen: { case: null, userErrors: [{ code: 'IDEMPOTENCY_MISMATCH' }] },
    });
  });
});

describe('what can be done', () => {
  it.each(['EMPLOYEE', 'VIEWER'] as const)('is nothing for %s', async (role) => {
    const member = role === 'EMPLOYEE' ? employee : await walk.app.newColleague(tenant.member, role);
    const query =
      'query($id: ID!) { case(id: $id) { availableTransitions replyDraft { availableTransitions } pipeline { job { availableTransitions } } } }';
    const { data } = await ask(member, query, { id: ownCase });
    const { case: seen } = data as { case: { availableTransitions: string[]; replyDraft: object | null } };
    expect(JSON.stringify(seen)).not.toMatch(/availableTransitions":\[[^\]]/);
    const operator = await walk.app.newColleague(tenant.member, 'OPERATOR');
    expect(textAt(await ask(operator, query, { id: ownCase }), 'case.availableTransitions.0')).not.toBe('');
  });

  it('is accepted when it is offered, and refused when it is not', async () => {
    const operator = await walk.app.newColleague(tenant.member, 'OPERATOR');
    const offered = await ask(operator, 'query($id: ID!) { case(id: $id) { availableTransitions } }', { id: ownCase });
    const { availableTransitions } = (offered.data as { case: { availableTransitions: string[] } }).case;
    const mutations = { RESOLVE: 'caseResolve', CLOSE: 'caseClose', REOPEN: 'caseReopen' };
    for (const [operation, name] of Object.entries(mutations)) {
      if (availableTransitions.includes(operation)) continue;
      const answer = await ask(
        operator,
        `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { userErrors { code } } }`,
        { input: { id: ownCase } },
      );
      expect(answer.data).toEqual({ [name]: { userErrors: [{ code: 'INVALID_STATE' }] } });
    }
  });
});

describe('others', () => {
  it('see everything, VIEWER too', async () => {
    const viewer = await walk.app.newColleague(tenant.member, 'VIEWER');
    const query = '{ cases { totalCount } jobs { totalCount } }';
    expect((await ask(viewer, query)).data).toEqual((await ask(tenant.member, query)).data);
  });

  it('see their own only from the moment they become EMPLOYEE, and so does the key that they made', async () => {
    const admin = await walk.app.newColleague(tenant.member, 'ADMIN');
    const made = await ask(
      admin,
      'mutation { apiKeyCreate(input: { name: "k", scopes: [SUPPORT_READ, SUPPORT_WRITE] }) { secret } }',
    );
    const secret = textAt(made, 'apiKeyCreate.secret');
    const countOf = async (headers: Record<string, string>) =>
      ((await postRaw(walk.app.url, { query: '{ cases { totalCount } }' }, headers)).data as Counted).cases.totalCount;
    interface Counted {
      readonly cases: { readonly totalCount: number };
    }
    const headers = { person: { authorization: `Bearer ${admin.token}` }, key: { 'x-api-key': secret } };
    expect(await countOf(headers.key)).toBeGreaterThan(2);
    await walk.app.owner.query(`UPDATE "Membership" SET "role" = 'EMPLOYEE' WHERE "userId" = $1`, [
      rowId(admin.userId),
    ]);
    for (const each of Object.values(headers)) {
      await expect.poll(() => countOf(each), { timeout: 2_000 }).toBe(0);
    }
  });
});

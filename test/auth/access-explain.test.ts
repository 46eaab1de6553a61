import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemberRole } from '../../src/generated/prisma/enums.js';
import { codesOf, postRaw, textAt } from '../support/raw-graphql.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';
import { globalId } from '../support/walk-app.js';

interface Explanation {
  readonly isAllowed: boolean;
  readonly steps: readonly { readonly kind: string; readonly name: string; readonly outcome: string }[];
}

let app: TestApp;
let owner: Member;
let stranger: Member;
let employee: Member;
let ownersCase: string;
let employeesCase: string;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  [owner, stranger] = [await app.newTenant(), await app.newTenant()];
  employee = await app.newColleague(owner, 'EMPLOYEE');
  [ownersCase, employeesCase] = [await openCase(owner), await openCase(employee)];
});
afterAll(() => app[Symbol.asyncDispose]());

const ask = ({ token }: Pick<Member, 'token'>, query: string, variables: object = {}) =>
  postRaw(app.url, { query, variables: { ...variables } }, { authorization: `Bearer ${token}` });

async function openCase(member: Member): Promise<string> {
  const query = 'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code } } }';
  const input = { projectId: owner.projectId, subject: 's', body: 'b', customer: { email: 'c@customer.test' } };
  return textAt(await ask(member, query, { input }), 'caseOpen.case.id');
}

const EXPLAIN = `query($nodeId: ID!, $permission: Permission!, $userId: ID, $apiKeyId: ID) {
  accessExplain(nodeId: $nodeId, permission: $permission, userId: $userId, apiKeyId: $apiKeyId) {
    permission isAllowed steps { kind name outcome explanation } } }`;
const explain = async (variables: object, member = owner) =>
  ((await ask(member, EXPLAIN, variables)).data as { accessExplain: Explanation }).accessExplain;
const refusals = ({ steps }: Explanation) =>
  steps.filter(({ outcome }) => outcome === 'REFUSED').map(({ kind, name }) => `${kind} ${name}`);

describe('accessExplain', () => {
  it('names the role that does not have the permission', async () => {
    const viewer = await app.newColleague(owner, 'VIEWER');
    const answer = await explain({ nodeId: ownersCase, permission: 'CASE_WRITE', userId: viewer.userId });
    expect(answer.isAllowed).toBe(false);
    expect(refusals(answer)).toEqual(['ROLE VIEWER']);
    expect((await explain({ nodeId: ownersCase, permission: 'CASE_READ', userId: viewer.userId })).isAllowed).toBe(
      true,
    );
  });

  it('names the policy that keeps what is another’s from an EMPLOYEE, and lets them have what is theirs', async () => {
    const others = await explain({ nodeId: ownersCase, permission: 'CASE_READ', userId: employee.userId });
    expect([others.isAllowed, refusals(others)]).toEqual([false, ['POLICY own_rows']]);
    const own = await explain({ nodeId: employeesCase, permission: 'CASE_READ', userId: employee.userId });
    expect([own.isAllowed, own.steps.at(-1)]).toMatchObject([true, { kind: 'POLICY', outcome: 'ALLOWED' }]);
    const mine = await explain({ nodeId: ownersCase, permission: 'CASE_READ' });
    expect(mine.steps.at(-1)).toMatchObject({ kind: 'POLICY', outcome: 'NOT_CONCERNED' });
  });

  it('says of an object of another tenant what it says of one that does not exist', async () => {
    const foreign = await explain({ nodeId: globalId('Tenant', stranger.tenantId), permission: 'TENANT_READ' });
    const unknown = await explain({ nodeId: globalId('Tenant', randomUUID()), permission: 'TENANT_READ' });
    expect(foreign).toEqual(unknown);
    expect(refusals(foreign)).toEqual(['TENANT Tenant']);
    for (const userId of [stranger.userId, globalId('User', randomUUID())]) {
      const answer = await ask(owner, EXPLAIN, { nodeId: ownersCase, permission: 'CASE_READ', userId });
      expect([codesOf(answer), answer.errors?.[0]?.message]).toEqual([['BAD_USER_INPUT'], 'The member was not found.']);
    }
  });

  it('names the scope that a key lacks, and what no key ever gets', async () => {
    const made = await ask(
      owner,
      'mutation { apiKeyCreate(input: { name: "k", scopes: [SUPPORT_READ] }) { apiKey { id } secret } }',
    );
    const apiKeyId = textAt(made, 'apiKeyCreate.apiKey.id');
    expect(refusals(await explain({ nodeId: ownersCase, permission: 'CASE_WRITE', apiKeyId }))).toEqual([
      'API_SCOPE SUPPORT_WRITE',
    ]);
    expect(refusals(await explain({ nodeId: apiKeyId, permission: 'API_KEY_WRITE', apiKeyId }))).toEqual([
      'API_SCOPE none',
    ]);
    expect((await explain({ nodeId: ownersCase, permission: 'CASE_READ', apiKeyId })).isAllowed).toBe(true);
    await app.owner.query('UPDATE "ApiKey" SET "revokedAt" = now() WHERE "id" = $1', [rowId(apiKeyId)]);
    const revoked = await ask(owner, EXPLAIN, { nodeId: ownersCase, permission: 'CASE_READ', apiKeyId });
    expect(codesOf(revoked)).toEqual(['BAD_USER_INPUT']);
  });

  it('agrees with what happens, for every role', async () => {
    for (const role of Object.values(MemberRole)) {
      const member = role === 'OWNER' ? owner : await app.newColleague(owner, role);
      for (const nodeId of [ownersCase, employeesCase]) {
        const { isAllowed } = await explain({ nodeId, permission: 'CASE_READ', userId: member.userId });
        const seen = (await ask(member, 'query($id: ID!) { node(id: $id) { id } }', { id: nodeId })).data;
        expect([role, seen]).toEqual([role, { node: isAllowed ? { id: nodeId } : null }]);
      }
    }
  });

  it('agrees with what happens to customers, who belong to the tenant and not to a project', async () => {
    const operator = await app.newColleague(owner, 'OPERATOR');
    const made = await ask(
      owner,
      'mutation { projectCreate(input: { key: "restricted", name: "R", isRestricted: true }) { project { id } } }',
    );
    const input = {
      projectId: textAt(made, 'projectCreate.project.id'),
      subject: 's',
      body: 'b',
      customer: { email: 'hidden@customer.test' },
    };
    const open = 'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id customer { id } } } }';
    const opened = await ask(owner, open, { input });
    const [hiddenCase, customer] = [textAt(opened, 'caseOpen.case.id'), textAt(opened, 'caseOpen.case.customer.id')];
    for (const [nodeId, expected] of [
      [hiddenCase, false],
      [customer, true],
    ] as const) {
      const { isAllowed } = await explain({ nodeId, permission: 'CASE_READ', userId: operator.userId });
      const seen = (await ask(operator, 'query($id: ID!) { node(id: $id) { id } }', { id: nodeId })).data;
      expect([isAllowed, seen]).toEqual([expected, { node: expected ? { id: nodeId } : null }]);
    }
  });

  it('takes an id of something, and one of member and key', async () => {
    for (const nodeId of ['junk', globalId('Viewer', randomUUID()), globalId('__proto__', randomUUID())]) {
      const answer = await ask(owner, EXPLAIN, { nodeId, permission: 'CASE_READ' });
      expect([nodeId, codesOf(answer)]).toEqual([nodeId, ['BAD_USER_INPUT']]);
    }
    const both = {
      nodeId: ownersCase,
      permission: 'CASE_READ',
      userId: owner.userId,
      apiKeyId: globalId('ApiKey', randomUUID()),
    };
    expect(codesOf(await ask(owner, EXPLAIN, both))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await ask(employee, EXPLAIN, { nodeId: ownersCase, permission: 'CASE_READ' }))).toEqual([
      'FORBIDDEN',
    ]);
  });
});

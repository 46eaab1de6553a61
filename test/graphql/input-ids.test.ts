import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postRaw } from '../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let member: Member;
beforeAll(async () => {
  app = await startTestApp();
  member = await app.newTenant();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const ask = (query: string, variables: Record<string, unknown>) =>
  postRaw(app.url, { query, variables }, { authorization: `Bearer ${member.token}` });

const message = 'This is not an id of what is wanted here.';
const idOf = (type: string) => btoa(`${type}:01a1ffe2-ac73-732a-a5e0-9ce296a8ad11`);

const NO_IDS = ['', 'junk', 'UHJvamVjdA=='];

describe.each([...NO_IDS, idOf('Case'), idOf('Nothing')])('the id %j of no project', (id) => {
  it('is refused by a mutation in its payload, at its field', async () => {
    const query =
      'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code message path } } }';
    const input = { projectId: id, subject: 's', body: 'b', customer: { email: 'm@customer.test' } };
    const { data, errors } = await ask(query, { input });
    expect([errors, data]).toEqual([
      undefined,
      { caseOpen: { case: null, userErrors: [{ code: 'INVALID_INPUT', message, path: ['input', 'projectId'] }] } },
    ]);
  });

  it('is refused by a subscription', async () => {
    const query = 'subscription($id: ID!) { jobEvents(jobId: $id) { __typename } }';
    const follow = app.connect(member).iterate({ query, variables: { id } })[Symbol.asyncIterator]().next();
    const issues = [{ code: 'INVALID_INPUT', message, path: ['jobId'] }];
    await expect(follow).rejects.toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', issues } }]);
  });
});

describe('among good ids of a list', () => {
  it.each(NO_IDS)('%j is refused by a query at its place in the filter', async (id) => {
    const query = 'query($in: [ID!]) { cases(filter: { projectId: { in: $in } }) { nodes { id } } }';
    const { errors } = await ask(query, { in: [member.projectId, id] });
    const issues = [{ code: 'INVALID_INPUT', message, path: ['filter', 'projectId', 'in', '1'] }];
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT', issues } }]);
  });
});

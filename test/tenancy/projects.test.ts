import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { codesOf, postRaw } from '../support/raw-graphql.js';
import { OF_PROJECT, type RestrictedProject, startRestrictedProject } from '../support/restricted-project.js';
import { nodeTypes } from '../support/schema-walk.js';
import { rowId } from '../support/test-app.js';
import { globalId } from '../support/walk-app.js';

const TYPES = nodeTypes(schema);

let walk: RestrictedProject['walk'];
let project: RestrictedProject['project'];
let outsider: RestrictedProject['outsider'];
let insider: RestrictedProject['insider'];
let hidden: RestrictedProject['hidden'];
let ask: RestrictedProject['ask'];
let walkQueries: RestrictedProject['walkQueries'];
let idsIn: RestrictedProject['idsIn'];
beforeAll(async () => {
  ({ walk, project, outsider, insider, hidden, ask, walkQueries, idsIn } = await startRestrictedProject());
});
afterAll(() => walk[Symbol.asyncDispose]());

describe('a restricted project', () => {
  it('has something in every table that belongs to projects, and no such table is forgotten', async () => {
    for (const [table, ids] of hidden) expect([table, ids.length]).not.toEqual([table, 0]);
    const { rows } = await walk.app.owner.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_policies WHERE policyname = 'project_scope' AND permissive = 'RESTRICTIVE'`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(OF_PROJECT).sort());
    const withColumn = await walk.app.owner.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relkind = 'r' AND a.attname = 'projectId' AND NOT a.attisdropped`,
    );
    expect(Object.keys(OF_PROJECT)).toEqual(expect.arrayContaining(withColumn.rows.map(({ name }) => name)));
  });

  it('is not there for others: no list, nested list, search or count shows anything of it', async () => {
    for (const [field, answer] of await walkQueries(outsider)) {
      expect([field.name, codesOf(answer).filter((code) => code !== 'FORBIDDEN')]).toEqual([field.name, []]);
      expect([field.name, idsIn(answer)]).toEqual([field.name, []]);
    }
    const counts =
      '{ cases { totalCount } kbArticles { totalCount } projects { totalCount nodes { key } } deadLetters { totalCount } }';
    expect((await ask(outsider, counts)).data).toEqual({
      cases: { totalCount: 0 },
      kbArticles: { totalCount: 0 },
      projects: { totalCount: 1, nodes: [{ key: 'support' }] },
      deadLetters: { totalCount: 0 },
    });
  });

  it('is not there by id: every node of it answers like one that nobody has', async () => {
    for (const type of TYPES) {
      for (const id of hidden.get(type) ?? []) {
        const { data } = await ask(outsider, 'query($id: ID!) { node(id: $id) { id } }', { id });
        expect([type, data]).toEqual([type, { node: null }]);
        const seen = await ask(insider, 'query($id: ID!) { node(id: $id) { id } }', { id });
        expect([type, seen.data]).toEqual([type, { node: { id } }]);
      }
    }
  });

  it('cannot be written to, or followed', async () => {
    const projectId = globalId('Project', project);
    const input = { projectId, subject: 's', body: 'b', customer: { email: 'c@c.test' } };
    const opened = await ask(
      outsider,
      'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code path } } }',
      { input },
    );
    expect(opened.data).toEqual({
      caseOpen: { case: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'projectId'] }] },
    });
    const closed = await ask(
      outsider,
      'mutation($input: CaseCloseInput!) { caseClose(input: $input) { userErrors { code } } }',
      { input: { id: hidden.get('Case')?.[0] } },
    );
    expect(closed.data).toEqual({ caseClose: { userErrors: [{ code: 'NOT_FOUND' }] } });
    for (const [field, type] of [
      ['caseEvents(caseId: $id)', 'Case'],
      ['jobEvents(jobId: $id)', 'Job'],
    ] as const) {
      const client = walk.app.connect(outsider);
      const query = `subscription($id: ID!) { ${field} { __typename } }`;
      const follow = client
        .iterate({ query, variables: { id: hidden.get(type)?.[0] } })
        [Symbol.asyncIterator]()
        .next();
      await expect(follow).rejects.toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it('is there for its members, and for OWNER and ADMIN', async () => {
    const admin = await walk.app.newColleague(walk.b.member, 'ADMIN');
    const query =
      '{ cases { totalCount } kbSearch(query: "reset password") { nodes { id } } projects { nodes { isRestricted } } }';
    const [first, ...others] = await Promise.all(
      [walk.b.member, insider, admin].map(async (member) => (await ask(member, query)).data),
    );
    expect(first).toMatchObject({
      cases: { totalCount: 4 },
      kbSearch: { nodes: [{ id: hidden.get('KbArticle')?.[0] }] },
    });
    for (const other of others) expect(other).toEqual(first);
  });

  it('shows keys no more than the person who made them', async () => {
    const key = await walk.app.newColleague(walk.b.member, 'ADMIN');
    const made = await ask(
      key,
      'mutation { apiKeyCreate(input: { name: "k", scopes: [SUPPORT_READ, IDENTITY_READ] }) { secret } }',
    );
    const { secret } = (made.data as { apiKeyCreate: { secret: string } }).apiKeyCreate;
    const count = () =>
      postRaw(walk.app.url, { query: '{ cases { totalCount } }' }, { 'x-api-key': secret }).then(({ data }) => data);
    expect(await count()).toEqual({ cases: { totalCount: 4 } });
    await walk.app.owner.query(`UPDATE "Membership" SET "role" = 'VIEWER' WHERE "userId" = $1`, [rowId(key.userId)]);
    await expect.poll(count).toEqual({ cases: { totalCount: 0 } });
  });

  it('tells others nothing on the stream of the tenant', async () => {
    const seen: Record<string, string[]> = { outsider: [], insider: [] };
    const clients = [];
    for (const [name, member] of Object.entries({ outsider, insider })) {
      const client = walk.app.connect(member);
      clients.push(client);
      client.subscribe<{ tenantEvents: { kind: string } }>(
        { query: 'subscription { tenantEvents { kind } }' },
        { next: ({ data }) => void seen[name]?.push(data?.tenantEvents.kind ?? 'none'), error() {}, complete() {} },
      );
    }
    const open = (projectId: string) => {
      const input = { projectId, subject: 's', body: 'b', customer: { email: 'c@c.test' } };
      const query = 'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } } }';
      return ask(walk.b.member, query, { input });
    };
    await expect
      .poll(async () => {
        await open(walk.b.member.projectId); // the project everybody sees
        return seen.outsider?.length && seen.insider?.length;
      })
      .toBeTruthy();
    await walk.b.run('mutation($input: ProjectUpdateInput!) { projectUpdate(input: $input) { userErrors { code } } }', {
      input: { id: globalId('Project', project), name: 'Still secret' },
    });
    await expect.poll(() => seen.insider).toContain('PROJECT_UPDATED');
    await open(walk.b.member.projectId);
    const before = seen.outsider?.length ?? 0;
    await expect
      .poll(async () => {
        await open(walk.b.member.projectId);
        return seen.outsider?.length ?? 0;
      })
      .toBeGreaterThan(before);
    expect(seen.outsider).not.toContain('PROJECT_UPDATED');
    for (const client of clients) await client.dispose();
  });
});

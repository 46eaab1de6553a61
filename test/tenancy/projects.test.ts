import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { openTwoTenants } from '../db/two-tenants.js';
import { codesOf, postRaw, type RawAnswer } from '../support/raw-graphql.js';
import { argumentsWith, documentFor, nodeTypes, type RootField, rootFields, slotsOf } from '../support/schema-walk.js';
import { type Member, rowId } from '../support/test-app.js';
import { globalId, startWalkApp, type WalkApp } from '../support/walk-app.js';

const QUERIES = rootFields(schema, 'Query');
const TYPES = nodeTypes(schema);

/** What of each table belongs to a project: written down here once more, apart from the policies. */
const IN_CASE = `"caseId" IN (SELECT "id" FROM "Case" WHERE "projectId" = $1)`;
const IN_JOB = `"jobId" IN (SELECT "id" FROM "Job" WHERE "projectId" = $1)`;
const OF_PROJECT: Readonly<Record<string, string>> = {
  Project: `"id" = $1`,
  ProjectMember: `"projectId" = $1`,
  Case: `"projectId" = $1`,
  KbArticle: `"projectId" = $1`,
  TriageModel: `"projectId" = $1`,
  Job: `"projectId" = $1`,
  TenantEvent: `"projectId" = $1`,
  CaseMessage: IN_CASE,
  CaseMatch: IN_CASE,
  Pipeline: IN_CASE,
  ReplyDraft: IN_CASE,
  ChangeRequest: IN_CASE,
  PipelineStep: `"pipelineId" IN (SELECT "id" FROM "Pipeline" WHERE ${IN_CASE})`,
  ReplyCitation: `"draftId" IN (SELECT "id" FROM "ReplyDraft" WHERE ${IN_CASE})`,
  JobAttempt: IN_JOB,
  JobLog: IN_JOB,
  DeadLetter: IN_JOB,
};

let walk: WalkApp;
/** The project in which everything of tenant B lies. */
let project: string;
let outsider: Member;
let insider: Member;
/** Global ids of everything in the project, by type. */
const hidden = new Map<string, string[]>();

beforeAll(async () => {
  walk = await startWalkApp();
  const { app, b } = walk;
  const { rows } = await app.owner.query<{ id: string }>(
    'UPDATE "Project" SET "isRestricted" = true WHERE "tenantId" = $1 AND "key" = $2 RETURNING "id"',
    [b.member.tenantId, b.canary],
  );
  project = rows[0]?.id ?? '';
  await app.owner.query('UPDATE "TriageModel" SET "projectId" = $1 WHERE "tenantId" = $2', [
    project,
    b.member.tenantId,
  ]);
  outsider = await app.newColleague(b.member, 'OPERATOR');
  insider = await app.newColleague(b.member, 'OPERATOR');
  await app.owner.query(
    `INSERT INTO "ProjectMember" ("id", "tenantId", "projectId", "membershipId")
     SELECT gen_random_uuid(), "tenantId", $1, "id" FROM "Membership" WHERE "tenantId" = $2 AND "userId" = $3`,
    [project, b.member.tenantId, rowId(insider.userId)],
  );
  for (const [table, condition] of Object.entries(OF_PROJECT)) {
    const found = await app.owner.query<{ id: string }>(`SELECT "id" FROM "${table}" WHERE ${condition}`, [project]);
    hidden.set(
      table,
      found.rows.map(({ id }) => globalId(table, id)),
    );
  }
});
afterAll(() => walk[Symbol.asyncDispose]());

function ask(member: Member, query: string, variables: object = {}, headers: Record<string, string> = {}) {
  const request = { query, variables: { ...variables } };
  return postRaw(walk.app.url, request, { authorization: `Bearer ${member.token}`, ...headers });
}

const suggest = (name: string, type: string) => {
  if (type === 'ID') return undefined;
  return name === 'query' ? 'reset password link' : undefined;
};

/** Every list and root object, three objects deep. */
async function walkQueries(member: Member, headers: Record<string, string> = {}): Promise<[RootField, RawAnswer][]> {
  const fields = QUERIES.filter((field) => {
    const given = argumentsWith(field, [], undefined, suggest);
    return !slotsOf(field, 'ID').some(({ path }) => path[0]! in given);
  });
  return Promise.all(
    fields.map(async (field) => {
      const given = argumentsWith(field, [], undefined, suggest);
      return [field, await ask(member, documentFor(schema, 'query', field, given, 3), given, headers)] as const;
    }),
  ) as Promise<[RootField, RawAnswer][]>;
}
function idsIn({ text }: RawAnswer): string[] {
  return [...hidden.values()].flat().filter((id) => text.includes(id) || text.includes(rowId(id)));
}

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

describe('a request that is narrowed to a project', () => {
  const elsewhere = () => ({ 'x-project-id': walk.b.member.projectId });
  const inside = () => ({ 'x-project-id': globalId('Project', project) });

  it('sees nothing of other projects, whoever asks', async () => {
    const walked = await walkQueries(walk.b.member, elsewhere());
    for (const [field, answer] of walked) {
      expect([field.name, answer.errors]).toEqual([field.name, undefined]);
      const shown = idsIn(answer).filter((id) => !/^(Project|ProjectMember):/.test(atob(id)));
      expect([field.name, shown]).toEqual([field.name, []]);
    }
    const query = '{ cases { totalCount } projects { totalCount } jobs { nodes { id } } }';
    expect((await ask(walk.b.member, query, {}, elsewhere())).data).toMatchObject({ projects: { totalCount: 2 } });
    const jobs = (await ask(walk.b.member, '{ jobs(first: 100) { nodes { id } } }', {}, inside())).data as {
      jobs: { nodes: { id: string }[] };
    };
    expect(jobs.jobs.nodes.map(({ id }) => id).sort()).toEqual([...(hidden.get('Job') ?? [])].sort());
  });

  it('opens cases in that project alone', async () => {
    const query =
      'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { project { id } } userErrors { code path } } }';
    const customer = { email: 'c@c.test' };
    const open = (projectId: string) =>
      ask(walk.b.member, query, { input: { projectId, subject: 's', body: 'b', customer } }, elsewhere());
    expect((await open(walk.b.member.projectId)).data).toMatchObject({
      caseOpen: { case: { project: { id: walk.b.member.projectId } }, userErrors: [] },
    });
    expect((await open(globalId('Project', project))).data).toEqual({
      caseOpen: { case: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'projectId'] }] },
    });
  });

  it('is refused for a project of others, a hidden one, an archived one and none, in the same words', async () => {
    const archived = await walk.b.run(
      'mutation { projectCreate(input: { key: "old", name: "Old" }) { project { id } } }',
    );
    const { id } = (archived.data as { projectCreate: { project: { id: string } } }).projectCreate.project;
    await walk.b.run(
      'mutation($input: ProjectArchiveInput!) { projectArchive(input: $input) { userErrors { code } } }',
      {
        input: { id },
      },
    );
    const refused = [
      walk.a.member.projectId,
      globalId('Project', project),
      globalId('Project', '00000000-0000-7000-8000-00000000dead'),
      id,
      globalId('Case', rowId(walk.b.member.projectId)),
      rowId(walk.b.member.projectId),
      '',
      'x'.repeat(4_000),
    ];
    const answers = await Promise.all(
      refused.map((project) => ask(outsider, '{ viewer { role } }', {}, { 'x-project-id': project })),
    );
    for (const { data, errors } of answers) {
      expect([data, errors?.map(({ message, extensions }) => [message, extensions.code])]).toEqual([
        undefined,
        [['The project that this request is narrowed to was not found.', 'FORBIDDEN']],
      ]);
    }
    for (const projectId of refused) {
      const client = walk.app.connect(outsider, {
        connectionParams: { authorization: `Bearer ${outsider.token}`, projectId },
      });
      const closed = new Promise((resolve) => client.on('closed', resolve));
      client.subscribe({ query: '{ viewer { role } }' }, { next() {}, error() {}, complete() {} });
      expect(await closed).toMatchObject({ code: 4403 });
    }
    const stream = await fetch(`${walk.app.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${outsider.token}`,
        'x-project-id': walk.a.member.projectId,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ query: 'subscription { tenantEvents { kind } }' }),
    });
    expect(await stream.text()).toContain('"code":"FORBIDDEN"');
  });

  it('is narrowed on a socket, too, and the socket ends when the project is archived', async () => {
    const made = await walk.b.run(
      'mutation { projectCreate(input: { key: "soon", name: "Soon" }) { project { id } } }',
    );
    const { id } = (made.data as { projectCreate: { project: { id: string } } }).projectCreate.project;
    const client = walk.app.connect(insider, {
      lazy: false,
      connectionParams: { authorization: `Bearer ${insider.token}`, projectId: id },
    });
    const closed = new Promise<{ code: number }>((resolve) =>
      client.on('closed', (event) => resolve(event as CloseEvent)),
    );
    for await (const { data } of client.iterate({ query: '{ cases { totalCount } }' })) {
      expect(data).toEqual({ cases: { totalCount: 0 } });
    }
    client.subscribe({ query: 'subscription { tenantEvents { kind } }' }, { next() {}, error() {}, complete() {} });
    await walk.b.run(
      'mutation($input: ProjectArchiveInput!) { projectArchive(input: $input) { userErrors { code } } }',
      {
        input: { id },
      },
    );
    expect((await closed).code).toBe(4403);
  });
});

describe('handles of different scopes on few connections', () => {
  it('see their own rows at the same moment, in plain reads, raw SQL and transactions, and leave nothing behind', async () => {
    await using two = await openTwoTenants();
    const tenantId = two.ids[0];
    const secret = await two.a.project.create({ data: { tenantId, key: 'secret', name: 'n', isRestricted: true } });
    const narrow = two.handles.for(tenantId, { hidden: [secret.id], only: null });
    const rounds = Array.from({ length: 200 }, async (_, index) => {
      const [db, expected] = index % 2 === 0 ? [two.a, 2] : [narrow, 1];
      if (index % 3 === 0) return [(await db.project.findMany()).length, expected];
      if (index % 3 === 1) return [(await db.$queryRaw<object[]>`SELECT "id" FROM "Project"`).length, expected];
      return [await db.$transaction((tx) => tx.project.count()), expected];
    });
    for (const [seen, expected] of await Promise.all(rounds)) expect(seen).toBe(expected);
    const { rows } = await two.database.pool.query<{ left: string | null }>(
      `SELECT current_setting('app.hidden_projects', true) AS left`,
    );
    expect(rows[0]?.left || null).toBeNull();
  });
});

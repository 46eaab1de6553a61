import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowRights } from '../../src/db/row-rights.js';
import { schema } from '../../src/graphql/schema.js';
import { openTwoTenants } from '../db/two-tenants.js';
import { codesOf } from '../support/raw-graphql.js';
import { type RestrictedProject, startRestrictedProject } from '../support/restricted-project.js';
import { argumentsWith, documentFor, rootFields, slotsOf } from '../support/schema-walk.js';
import { rowId } from '../support/test-app.js';
import { globalId } from '../support/walk-app.js';

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

describe('a request that is narrowed to a project', () => {
  const elsewhere = () => ({ 'x-project-id': walk.b.member.projectId });
  const inside = () => ({ 'x-project-id': globalId('Project', project) });

  it('sees nothing of other projects, whoever asks', async () => {
    const walked = await walkQueries(walk.b.member, elsewhere());
    for (const [field, answer] of walked) {
      if (field.name === 'auditEntries') continue; // of the tenant, for those who run it
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

  it('changes that project alone, and makes no other', async () => {
    const membership = await walk.app.owner.query<{ id: string }>(
      'SELECT "id" FROM "Membership" WHERE "tenantId" = $1 AND "userId" = $2',
      [walk.b.member.tenantId, rowId(outsider.userId)],
    );
    const membershipId = globalId('Membership', membership.rows[0]?.id ?? '');
    const place = (projectId: string) => ({ projectId, membershipId });
    const changes = [
      ['Update', (id: string) => ({ id, name: 'Renamed' })],
      ['Restore', (id: string) => ({ id })],
      ['MemberAdd', place],
      ['MemberRemove', place],
      ['Archive', (id: string) => ({ id })],
    ] as const;
    for (const [name, inputFor] of changes) {
      const field = `project${name}`;
      const query = `mutation($input: Project${name}Input!) { ${field}(input: $input) { userErrors { code path } } }`;
      const change = async (id: string) => {
        const { data, errors } = await ask(walk.b.member, query, { input: inputFor(id) }, elsewhere());
        return [errors, data];
      };
      const at = inputFor === place ? 'projectId' : 'id';
      const refused = { [field]: { userErrors: [{ code: 'NOT_FOUND', path: ['input', at] }] } };
      expect(await change(globalId('Project', project))).toEqual([undefined, refused]);
      if (name === 'Archive') continue; // no request could be narrowed to it any more
      expect(await change(walk.b.member.projectId)).toEqual([undefined, { [field]: { userErrors: [] } }]);
    }
    const query = 'mutation { projectCreate(input: { key: "third", name: "T" }) { userErrors { code path } } }';
    const { data } = await ask(walk.b.member, query, {}, elsewhere());
    expect(data).toEqual({ projectCreate: { userErrors: [{ code: 'FORBIDDEN', path: [] }] } });
  });

  it('is told of things elsewhere that they are not there, by every mutation', async () => {
    const idOf = (wanted: readonly string[]) => hidden.get(wanted[0] ?? 'Case')?.[0];
    const suggest = (_name: string, type: string, wanted: readonly string[]) =>
      type === 'ID' ? (idOf(wanted) ?? globalId(wanted[0] ?? 'Case', randomUUID())) : undefined;
    const slots = rootFields(schema, 'Mutation').flatMap((field) => slotsOf(field, 'ID'));
    const reaching = slots.filter(({ wanted }) => idOf(wanted));
    expect(reaching.length).toBeGreaterThan(20);
    for (const { field, path, wanted } of reaching) {
      const given = argumentsWith(field, path, idOf(wanted), suggest);
      const answer = await ask(walk.b.member, documentFor(schema, 'mutation', field, given, 1), given, elsewhere());
      expect([field.name, codesOf(answer).filter((code) => code !== 'FORBIDDEN')]).toEqual([field.name, []]);
      expect([field.name, idsIn(answer)]).toEqual([field.name, []]);
    }
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

  it('is narrowed on a socket, too, and what runs there ends when the project is archived', async () => {
    const made = await walk.b.run(
      'mutation { projectCreate(input: { key: "soon", name: "Soon" }) { project { id } } }',
    );
    const { id } = (made.data as { projectCreate: { project: { id: string } } }).projectCreate.project;
    const client = walk.app.connect(insider, {
      lazy: false,
      connectionParams: { authorization: `Bearer ${insider.token}`, projectId: id },
    });
    for await (const { data } of client.iterate({ query: '{ cases { totalCount } }' })) {
      expect(data).toEqual({ cases: { totalCount: 0 } });
    }
    const ended = new Promise<unknown>((error) => {
      const query = 'subscription { tenantEvents { kind } }';
      client.subscribe({ query }, { next() {}, error, complete: () => error('completed') });
    });
    await walk.b.run(
      'mutation($input: ProjectArchiveInput!) { projectArchive(input: $input) { userErrors { code } } }',
      {
        input: { id },
      },
    );
    expect(await ended).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const next = client.iterate({ query: '{ viewer { role } }' })[Symbol.asyncIterator]().next();
    await expect(next).rejects.toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('handles of different scopes on few connections', () => {
  it('see their own rows at the same moment, in plain reads, raw SQL and transactions, and leave nothing behind', async () => {
    await using two = await openTwoTenants();
    const tenantId = two.ids[0];
    const secret = await two.a.project.create({ data: { tenantId, key: 'secret', name: 'n', isRestricted: true } });
    const narrow = two.handles.for(tenantId, rowRights({ hiddenProjects: [secret.id] }, {}));
    const rounds = Array.from({ length: 200 }, async (_, index) => {
      const [db, expected] = index % 2 === 0 ? [two.a, 2] : [narrow, 1];
      if (index % 3 === 0) return [(await db.project.findMany()).length, expected];
      if (index % 3 === 1) return [(await db.$queryRaw<object[]>`SELECT "id" FROM "Project"`).length, expected];
      return [await db.$transaction((tx) => tx.project.count()), expected];
    });
    for (const [seen, expected] of await Promise.all(rounds)) expect(seen).toBe(expected);
    const { rows } = await two.database.pool.query<{ left: string | null }>(
      `SELECT current_setting('app.rights', true) AS left`,
    );
    expect(rows[0]?.left || null).toBeNull();
  });
});

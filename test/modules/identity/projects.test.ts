import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphql } from '../../gql/index.js';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';
import { globalId } from '../../support/walk-app.js';
import { Members, membershipOf } from './people.js';

const Create = graphql(`
  mutation CreateProject($input: ProjectCreateInput!) {
    projectCreate(input: $input) { project { id isRestricted version } userErrors { code path } }
  }
`);
const Update = graphql(`
  mutation UpdateProject($input: ProjectUpdateInput!) {
    projectUpdate(input: $input) { project { name replyMode isRestricted version } userErrors { code path } }
  }
`);
const Archive = graphql(`
  mutation ArchiveProject($input: ProjectArchiveInput!) {
    projectArchive(input: $input) { project { archivedAt version } userErrors { code path } }
  }
`);
const Restore = graphql(`
  mutation RestoreProject($input: ProjectRestoreInput!) {
    projectRestore(input: $input) { project { archivedAt } userErrors { code } }
  }
`);
const Add = graphql(`
  mutation AddProjectMember($input: ProjectMemberAddInput!) {
    projectMemberAdd(input: $input) {
      project { members { nodes { user { email } } totalCount } } membership { id } userErrors { code path }
    }
  }
`);
const Remove = graphql(`
  mutation RemoveProjectMember($input: ProjectMemberRemoveInput!) {
    projectMemberRemove(input: $input) { project { members { totalCount } } userErrors { code path } }
  }
`);
const Projects = graphql(`
  query ProjectsSeen($isArchived: Boolean) {
    projects(isArchived: $isArchived) { nodes { key } totalCount } viewer { projects { nodes { key } } }
  }
`);
const Follow = graphql(`subscription FollowProjects { tenantEvents { kind } }`);
const OpenCase = graphql(`
  mutation OpenCaseInProject($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code path } } }
`);

describe('projects', () => {
  let app: TestApp;
  let owner: Member;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false });
    owner = await app.newTenant();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  async function create(key: string, isRestricted = false): Promise<string> {
    const { projectCreate } = await app.run(owner, Create, { input: { key, name: key, isRestricted } });
    return projectCreate.project?.id ?? '';
  }
  const keysSeenBy = async (member: Member) =>
    (await app.run(member, Projects, {})).projects.nodes.map(({ key }) => key);

  it('are changed with their version, by those who run the tenant', async () => {
    const id = await create('web');
    const updated = await app.run(owner, Update, {
      input: { id, name: ' Web ', replyMode: 'OFF', expectedVersion: 1 },
    });
    expect(updated.projectUpdate).toEqual({
      project: { name: 'Web', replyMode: 'OFF', isRestricted: false, version: 2 },
      userErrors: [],
    });
    const stale = await app.run(owner, Update, { input: { id, name: 'Other', expectedVersion: 1 } });
    expect(stale.projectUpdate).toMatchObject({
      project: { name: 'Web', version: 2 },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
    const bad = await app.run(owner, Update, { input: { id, name: '', triageThreshold: 2 } });
    expect(bad.projectUpdate.userErrors.map(({ path }) => path.join('.')).sort()).toEqual([
      'input.name',
      'input.triageThreshold',
    ]);
    const operator = await app.newColleague(owner, 'OPERATOR');
    const refused = { errors: [{ extensions: { code: 'FORBIDDEN' } }] };
    const membershipId = await membershipOf(app, operator);
    expect(await app.request(operator, Update, { input: { id, name: 'Mine' } })).toMatchObject(refused);
    expect(await app.request(operator, Archive, { input: { id } })).toMatchObject(refused);
    expect(await app.request(operator, Add, { input: { projectId: id, membershipId } })).toMatchObject(refused);
  });

  it('count parallel changes of one version once', async () => {
    const id = await create('busy');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        app.run(owner, Update, { input: { id, name: `n${index}`, expectedVersion: 1 } }),
      ),
    );
    expect(answers.filter(({ projectUpdate }) => projectUpdate.userErrors.length === 0)).toHaveLength(1);
  });

  it('are archived and restored, and take nothing new meanwhile', async () => {
    const id = await create('old');
    const { projectArchive } = await app.run(owner, Archive, { input: { id } });
    expect(projectArchive).toEqual({ project: { archivedAt: expect.any(String), version: 2 }, userErrors: [] });
    expect((await app.run(owner, Archive, { input: { id } })).projectArchive.project?.version).toBe(2);
    const seen = await app.run(owner, Projects, {});
    expect(JSON.stringify(seen)).not.toContain('"old"');
    expect((await app.run(owner, Projects, { isArchived: true })).projects.nodes).toEqual([{ key: 'old' }]);
    const input = { projectId: id, subject: 's', body: 'b', customer: { email: 'c@c.test' } };
    const opened = await app.run(owner, OpenCase, { input });
    expect(opened.caseOpen.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'projectId'] }]);
    expect((await app.run(owner, Restore, { input: { id } })).projectRestore.project).toEqual({ archivedAt: null });
    expect((await app.run(owner, OpenCase, { input })).caseOpen.userErrors).toEqual([]);
  });

  it('that are restricted appear to members when they are added, and vanish when they are removed', async () => {
    const person = await app.newColleague(owner, 'OPERATOR');
    const id = await create('secret', true);
    const membershipId = await membershipOf(app, person);
    expect(await keysSeenBy(person)).not.toContain('secret');
    const input = { projectId: id, membershipId };
    const added = await app.run(owner, Add, { input });
    expect(added.projectMemberAdd).toEqual({
      project: { members: { nodes: [{ user: { email: person.email } }], totalCount: 1 } },
      membership: { id: membershipId },
      userErrors: [],
    });
    await app.run(owner, Add, { input }); // a second time changes nothing
    expect(await keysSeenBy(person)).toContain('secret');
    const filtered = await app.run(owner, Members, { filter: { projectId: { eq: id } } });
    expect(filtered.memberships.nodes.map(({ user }) => user.email)).toEqual([person.email]);
    const client = app.connect(person, { lazy: false });
    const kinds: unknown[] = [];
    const next = ({ data }: { data?: Record<string, unknown> | null }) => void kinds.push(data?.tenantEvents);
    client.subscribe({ query: Follow.toString() }, { next, error() {}, complete() {} });
    const rename = (name: string) => app.run(owner, Update, { input: { id, name } });
    await expect.poll(() => rename('while a member').then(() => kinds.length)).toBeGreaterThan(0);
    const removed = await app.run(owner, Remove, { input });
    expect(removed.projectMemberRemove).toEqual({ project: { members: { totalCount: 0 } }, userErrors: [] });
    const seen = kinds.length;
    await rename('afterwards');
    await expect.poll(() => create(`k${randomUUID().slice(0, 8)}`).then(() => kinds.length)).toBeGreaterThan(seen);
    expect(JSON.stringify(kinds.slice(seen))).not.toContain('PROJECT_UPDATED');
    expect(await keysSeenBy(person)).not.toContain('secret');
  });

  it('vanish for others at once when they are restricted', async () => {
    const person = await app.newColleague(owner, 'VIEWER');
    const id = await create('open');
    expect(await keysSeenBy(person)).toContain('open');
    await app.run(owner, Update, { input: { id, isRestricted: true } });
    expect(await keysSeenBy(person)).not.toContain('open');
  });

  it('and members of others are like unknown ones', async () => {
    const stranger = await app.newTenant();
    const [ownMember, foreignMember] = [await membershipOf(app, owner), await membershipOf(app, stranger)];
    for (const id of [stranger.projectId, globalId('Project', randomUUID())]) {
      const notFound = [{ code: 'NOT_FOUND', path: ['input', 'id'] }];
      expect((await app.run(owner, Update, { input: { id, name: 'x' } })).projectUpdate.userErrors).toEqual(notFound);
      expect((await app.run(owner, Archive, { input: { id } })).projectArchive.userErrors).toEqual(notFound);
      const added = await app.run(owner, Add, { input: { projectId: id, membershipId: ownMember } });
      expect(added.projectMemberAdd.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'projectId'] }]);
    }
    for (const membershipId of [foreignMember, globalId('Membership', randomUUID())]) {
      const added = await app.run(owner, Add, { input: { projectId: owner.projectId, membershipId } });
      expect(added.projectMemberAdd.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'membershipId'] }]);
    }
  });
});

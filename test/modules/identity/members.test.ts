import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphql } from '../../gql/index.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { globalId } from '../../support/walk-app.js';
import { LeaveTenant, Members, membershipOf, RevokeMember, UpdateMember, WhoIsThis } from './people.js';

const CreateKey = graphql(`
  mutation KeyOfMember($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret userErrors { code } } }
`);
const CreateProject = graphql(`
  mutation ProjectByMember($input: ProjectCreateInput!) {
    projectCreate(input: $input) { project { id } userErrors { code } }
  }
`);
const Follow = graphql(`subscription EventsForMember { tenantEvents { kind subject { id } } }`);

describe('members', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('are listed with filters, and only those of the own tenant', async () => {
    const owner = await app.newTenant();
    const admin = await app.newColleague(owner, 'ADMIN');
    await app.newColleague(owner, 'VIEWER');
    const stranger = await app.newTenant();
    const all = await app.run(owner, Members, {});
    expect(all.memberships.nodes.map(({ role }) => role)).toEqual(['OWNER', 'ADMIN', 'VIEWER']);
    expect(all.memberships.totalCount).toBe(3);
    expect(JSON.stringify(all)).not.toContain(stranger.email);
    const byRole = await app.run(owner, Members, { filter: { role: { in: ['ADMIN', 'OWNER'] } } });
    expect(byRole.memberships.totalCount).toBe(2);
    const found = await app.run(owner, Members, { filter: { search: admin.email.slice(0, 8).toUpperCase() } });
    expect(found.memberships.nodes).toMatchObject([{ role: 'ADMIN', user: { email: admin.email } }]);
    const foreign = await app.run(owner, Members, { filter: { search: stranger.email } });
    expect(foreign.memberships).toEqual({ nodes: [], totalCount: 0 });
  });

  it('get another role, which counts at once', async () => {
    const owner = await app.newTenant();
    const viewer = await app.newColleague(owner, 'VIEWER');
    const input = { key: 'web', name: 'Web' };
    expect(await app.request(viewer, CreateProject, { input })).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    const id = await membershipOf(app, viewer);
    const { membershipUpdate } = await app.run(owner, UpdateMember, {
      input: { id, role: 'ADMIN', expectedVersion: 1 },
    });
    expect(membershipUpdate).toEqual({
      membership: { id, role: 'ADMIN', version: 2, user: { email: viewer.email } },
      userErrors: [],
    });
    expect((await app.run(viewer, CreateProject, { input })).projectCreate.userErrors).toEqual([]);
    const stale = await app.run(owner, UpdateMember, { input: { id, role: 'VIEWER', expectedVersion: 1 } });
    expect(stale.membershipUpdate).toMatchObject({
      membership: { id, role: 'ADMIN', version: 2 },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
  });

  it('of the rank of OWNER are made and unmade by an OWNER alone', async () => {
    const owner = await app.newTenant();
    const admin = await app.newColleague(owner, 'ADMIN');
    const other = await app.newColleague(owner, 'OPERATOR');
    const [ownerId, otherId] = [await membershipOf(app, owner), await membershipOf(app, other)];
    const promoted = await app.run(admin, UpdateMember, { input: { id: otherId, role: 'OWNER' } });
    expect(promoted.membershipUpdate.userErrors).toEqual([{ code: 'FORBIDDEN', path: ['input', 'role'] }]);
    const demoted = await app.run(admin, UpdateMember, { input: { id: ownerId, role: 'VIEWER' } });
    expect(demoted.membershipUpdate.userErrors).toEqual([{ code: 'FORBIDDEN', path: ['input', 'id'] }]);
    const removed = await app.run(admin, RevokeMember, { input: { id: ownerId } });
    expect(removed.membershipRevoke.userErrors).toEqual([{ code: 'FORBIDDEN', path: ['input', 'id'] }]);
    const made = await app.run(owner, UpdateMember, { input: { id: otherId, role: 'OWNER' } });
    expect(made.membershipUpdate).toMatchObject({ membership: { role: 'OWNER' }, userErrors: [] });
    expect((await app.run(admin, Members, { filter: { role: { eq: 'OWNER' } } })).memberships.totalCount).toBe(2);
  });

  it('keep an OWNER, who can neither leave, be demoted nor be removed', async () => {
    const owner = await app.newTenant();
    const id = await membershipOf(app, owner);
    const demoted = await app.run(owner, UpdateMember, { input: { id, role: 'ADMIN' } });
    expect(demoted.membershipUpdate.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    const removed = await app.run(owner, RevokeMember, { input: { id } });
    expect(removed.membershipRevoke.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    const left = await app.run(owner, LeaveTenant, { input: { tenantSlug: owner.tenantSlug } });
    expect(left.membershipLeave.userErrors).toEqual([{ code: 'INVALID_STATE', path: [] }]);
    expect((await app.run(owner, WhoIsThis, {})).viewer.role).toBe('OWNER');
  });

  it('keep an OWNER when fifty demote, remove and leave at the same moment', async () => {
    const owner = await app.newTenant();
    const second = await app.newColleague(owner, 'OWNER');
    const [firstId, secondId] = [await membershipOf(app, owner), await membershipOf(app, second)];
    const attempts = Array.from({ length: 50 }, (_, index) => {
      const [who, whom] = index % 2 === 0 ? [owner, secondId] : [second, firstId];
      if (index % 5 === 0) return app.request(who, RevokeMember, { input: { id: whom } });
      if (index % 7 === 0) return app.request(who, LeaveTenant, { input: { tenantSlug: who.tenantSlug } });
      return app.request(who, UpdateMember, { input: { id: whom, role: 'VIEWER' } });
    });
    const answers = await Promise.all(attempts);
    expect(JSON.stringify(answers)).not.toContain('INTERNAL');
    const { rows } = await app.owner.query(`SELECT FROM "Membership" WHERE "tenantId" = $1 AND "role" = 'OWNER'`, [
      owner.tenantId,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('keep an OWNER whatever reaches the database', async () => {
    const owner = await app.newTenant();
    await app.newColleague(owner, 'OWNER');
    const all = `WHERE "tenantId" = '${owner.tenantId}'`;
    for (const change of [
      `UPDATE "Membership" SET "role" = 'ADMIN' ${all}`,
      `DELETE FROM "Membership" ${all}`,
      `UPDATE "Membership" SET "tenantId" = gen_random_uuid() ${all}`,
    ]) {
      await expect(app.owner.query(change)).rejects.toThrow(/keeps at least one owner|foreign key/);
    }
  });

  it('who are removed are out at once: sessions, sockets, and the keys they made', async () => {
    const owner = await app.newTenant();
    const admin = await app.newColleague(owner, 'ADMIN');
    const made = await app.run(admin, CreateKey, { input: { name: 'robot', scopes: ['IDENTITY_READ'] } });
    const key = { 'x-api-key': made.apiKeyCreate.secret ?? '' };
    expect((await app.request(null, WhoIsThis, {}, key)).data?.viewer.role).toBe('ADMIN');
    const closed = new Promise<unknown>((resolve) => {
      const client = app.connect(admin, { on: { closed: resolve } });
      client.subscribe({ query: Follow.toString() }, { next() {}, error() {}, complete() {} });
      client.on('connected', () => {
        void membershipOf(app, admin).then((id) => app.run(owner, RevokeMember, { input: { id } }));
      });
    });
    expect(await closed).toMatchObject({ code: 4403 });
    const refused = { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
    expect(await app.request(admin, WhoIsThis, {})).toMatchObject(refused);
    expect(await app.request(null, WhoIsThis, {}, key)).toMatchObject(refused);
    const { rows } = await app.owner.query(
      `SELECT s."endReason", k."revokedAt" FROM "AuthSession" s JOIN "ApiKey" k ON k."createdById" = s."userId" WHERE s."tenantId" = $1`,
      [owner.tenantId],
    );
    expect(rows).toEqual([{ endReason: 'MEMBERSHIP_REVOKED', revokedAt: expect.any(Date) }]);
    expect((await app.run(owner, Members, {})).memberships.totalCount).toBe(1);
  });

  it('leave by saying which tenant they mean', async () => {
    const owner = await app.newTenant();
    const viewer = await app.newColleague(owner, 'VIEWER');
    const mistaken = await app.run(viewer, LeaveTenant, { input: { tenantSlug: 'elsewhere' } });
    expect(mistaken.membershipLeave.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'tenantSlug'] }]);
    const left = await app.run(viewer, LeaveTenant, { input: { tenantSlug: owner.tenantSlug } });
    expect(left.membershipLeave).toMatchObject({ membership: { user: { email: viewer.email } }, userErrors: [] });
    expect(await app.request(viewer, WhoIsThis, {})).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('of another tenant are like unknown ones', async () => {
    const [owner, stranger] = [await app.newTenant(), await app.newTenant()];
    const foreign = await membershipOf(app, stranger);
    for (const id of [foreign, globalId('Membership', randomUUID())]) {
      const updated = await app.run(owner, UpdateMember, { input: { id, role: 'VIEWER' } });
      expect(updated.membershipUpdate).toEqual({
        membership: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }],
      });
      const revoked = await app.run(owner, RevokeMember, { input: { id } });
      expect(revoked.membershipRevoke.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    }
    expect((await app.run(stranger, WhoIsThis, {})).viewer.role).toBe('OWNER');
  });
});

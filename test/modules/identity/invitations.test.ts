import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { graphql } from '../../gql/index.js';
import { MailServer } from '../../support/mail-server.js';
import { postRaw } from '../../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';
import { globalId } from '../../support/walk-app.js';
import { LeaveTenant, membershipOf, RevokeMember, SignInTo, UpdateMember, WhoIsThis } from './people.js';

const Create = graphql(`
  mutation Invite($input: InvitationCreateInput!) {
    invitationCreate(input: $input) {
      invitation { id email role state version projects { key } invitedBy { email } } token userErrors { code path }
    }
  }
`);
const Resend = graphql(`
  mutation InviteAgain($input: InvitationResendInput!) {
    invitationResend(input: $input) { invitation { id state version } token userErrors { code path } }
  }
`);
const Revoke = graphql(`
  mutation Disinvite($input: InvitationRevokeInput!) {
    invitationRevoke(input: $input) { invitation { state } userErrors { code path } }
  }
`);
const Accept = graphql(`
  mutation AcceptInvitation($input: InvitationAcceptInput!) {
    invitationAccept(input: $input) {
      accessToken viewer { user { email name } tenant { slug } role projects { nodes { key } } }
      userErrors { code message path }
    }
  }
`);
const List = graphql(`
  query ListInvitations($filter: InvitationFilter) {
    invitations(filter: $filter) { nodes { email state } totalCount }
  }
`);
const CreateProject = graphql(`
  mutation ProjectOfInvited($input: ProjectCreateInput!) { projectCreate(input: $input) { project { id } } }
`);

const PASSWORD = 'a password of my own';

describe('invitations', () => {
  let app: TestApp;
  let mails: MailServer;
  let owner: Member;
  beforeAll(async () => {
    mails = await MailServer.start();
    app = await startTestApp({ environment: { SMTP_URL: mails.url, MAIL_FROM: 'Desk <desk@switchyard.test>' } });
    owner = await app.newTenant();
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await mails[Symbol.asyncDispose]();
  });

  const newAddress = () => `${randomUUID()}@invited.test`;
  async function invite(email = newAddress(), more: object = {}) {
    const { invitationCreate } = await app.run(owner, Create, { input: { email, role: 'OPERATOR', ...more } });
    expect(invitationCreate.userErrors).toEqual([]);
    return { email, token: invitationCreate.token ?? '', id: invitationCreate.invitation?.id ?? '' };
  }
  const accept = (token: string, password = PASSWORD, as: Member | null = null) =>
    app.run(as, Accept, { input: { token, name: 'Ida', password } }).then(({ invitationAccept }) => invitationAccept);

  it('are mailed, accepted once, and make a member of tenant and projects', async () => {
    const made = await app.run(owner, CreateProject, { input: { key: 'secret', name: 'S', isRestricted: true } });
    const email = newAddress().toUpperCase();
    const { invitationCreate } = await app.run(owner, Create, {
      input: { email, role: 'OPERATOR', projectIds: [made.projectCreate.project?.id ?? ''] },
    });
    expect(invitationCreate).toMatchObject({
      invitation: {
        email: email.toLowerCase(),
        state: 'PENDING',
        projects: [{ key: 'secret' }],
        invitedBy: { email: owner.email },
      },
      userErrors: [],
    });
    const token = invitationCreate.token ?? '';
    await expect.poll(() => mails.received.map(({ text }) => text).join(), { timeout: 20_000 }).toContain(token);
    const accepted = await accept(token);
    expect(accepted).toMatchObject({
      viewer: {
        user: { email: email.toLowerCase(), name: 'Ida' },
        tenant: { slug: owner.tenantSlug },
        role: 'OPERATOR',
        projects: { nodes: [{ key: 'secret' }, { key: 'support' }] },
      },
      userErrors: [],
    });
    expect((await accept(token)).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'token'] }]);
    const signedIn = await app.run(null, SignInTo, { input: { email: email.toLowerCase(), password: PASSWORD } });
    expect(signedIn.signIn.viewer?.role).toBe('OPERATOR');
    const stored = await app.owner.query(
      `SELECT (SELECT string_agg(i::text, '') FROM "Invitation" i) || (SELECT string_agg(j::text, '') FROM "Job" j)
         || (SELECT string_agg(e::text, '') FROM "TenantEvent" e) || (SELECT string_agg(a::text, '') FROM "AuditEntry" a) AS text`,
    );
    expect(stored.rows[0].text).not.toContain(token);
  });

  it('are accepted by one of fifty who try at the same moment', async () => {
    const { token, email } = await invite();
    const answers = await Promise.all(Array.from({ length: 50 }, () => accept(token)));
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    for (const { userErrors } of answers) {
      if (userErrors[0]) expect(['NOT_FOUND', 'INVALID_CREDENTIALS', 'ALREADY_EXISTS']).toContain(userErrors[0].code);
    }
    const { rows } = await app.owner.query(
      'SELECT m."id" FROM "Membership" m JOIN "User" u ON u."id" = m."userId" WHERE u."email" = $1',
      [email],
    );
    expect(rows).toHaveLength(1);
  });

  it('take over no account: its password, or being signed in as it, is needed', async () => {
    const [person, other] = [await app.newTenant(), await app.newTenant()];
    const { token } = await invite(person.email);
    const wrong = [{ code: 'INVALID_CREDENTIALS', path: ['input', 'password'] }];
    expect((await accept(token, 'a password I invent')).userErrors).toMatchObject(wrong);
    expect((await accept(token, 'a password I invent', other)).userErrors).toMatchObject(wrong);
    expect((await accept(token, `${other.password}x`, other)).userErrors).toMatchObject(wrong);
    const accepted = await accept(token, person.password);
    expect(accepted.viewer).toMatchObject({ user: { email: person.email, name: 'Olga Owner' }, role: 'OPERATOR' });
    const elsewhere = await app.newTenant();
    const again = await app.run(elsewhere, Create, { input: { email: person.email, role: 'VIEWER' } });
    const signedIn = await app.run(person, Accept, { input: { token: again.invitationCreate.token ?? '' } });
    expect(signedIn.invitationAccept.viewer).toMatchObject({ tenant: { slug: elsewhere.tenantSlug }, role: 'VIEWER' });
    expect((await app.run(person, WhoIsThis, {})).viewer.tenant.slug).toBe(person.tenantSlug);
  });

  it('ask a new person for everything that is missing, and use nothing up by that', async () => {
    const { token } = await invite();
    const bad = await app.run(null, Accept, { input: { token, name: ' ', password: 'short' } });
    expect(bad.invitationAccept.userErrors.map(({ path }) => path.join('.'))).toEqual(['input.name', 'input.password']);
    expect((await accept(token)).userErrors).toEqual([]);
  });

  it('that are revoked, expired, replaced or made up are answered alike', async () => {
    const [revoked, expired, replaced] = [await invite(), await invite(), await invite()];
    expect((await app.run(owner, Revoke, { input: { id: revoked.id } })).invitationRevoke).toEqual({
      invitation: { state: 'REVOKED' },
      userErrors: [],
    });
    await app.owner.query(`UPDATE "Invitation" SET "expiresAt" = now() WHERE "email" = $1`, [expired.email]);
    const { invitationResend } = await app.run(owner, Resend, { input: { id: replaced.id } });
    expect(invitationResend).toMatchObject({ invitation: { state: 'PENDING', version: 2 }, userErrors: [] });
    const answers = [];
    for (const token of [revoked.token, expired.token, replaced.token, `swi_${'x'.repeat(43)}`, '']) {
      answers.push(await accept(token));
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'token'] }]);
    expect((await accept(invitationResend.token ?? '')).userErrors).toEqual([]);
    const ended = await app.run(owner, Resend, { input: { id: expired.id } });
    expect(ended.invitationResend.userErrors).toEqual([{ code: 'INVALID_STATE', path: ['input', 'id'] }]);
    const states = await app.run(owner, List, { filter: { state: { in: ['EXPIRED', 'REVOKED'] } } });
    expect(states.invitations.nodes.map(({ state }) => state).sort()).toEqual(['EXPIRED', 'REVOKED']);
    await invite(expired.email); // an address can be invited again
  });

  it('are made once for a key, and once for an address', async () => {
    const [email, idempotencyKey] = [newAddress(), randomUUID()];
    const input = { email, role: 'VIEWER', idempotencyKey } as const;
    const both = [await app.run(owner, Create, { input }), await app.run(owner, Create, { input })];
    expect(both[0]?.invitationCreate.invitation?.id).toBe(both[1]?.invitationCreate.invitation?.id);
    expect(both[1]?.invitationCreate.token).toBeNull();
    const race = newAddress();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.run(owner, Create, { input: { email: race, role: 'VIEWER' } })),
    );
    const failed = answers.filter(({ invitationCreate }) => invitationCreate.userErrors.length > 0);
    expect(failed).toHaveLength(9);
    for (const { invitationCreate } of failed) {
      expect(invitationCreate.userErrors).toEqual([{ code: 'ALREADY_EXISTS', path: ['input', 'email'] }]);
    }
    const member = await app.run(owner, Create, { input: { email: owner.email, role: 'VIEWER' } });
    expect(member.invitationCreate.userErrors).toEqual([{ code: 'ALREADY_EXISTS', path: ['input', 'email'] }]);
  });

  it('of an OWNER are for an OWNER to make, and all of them for those who run the tenant', async () => {
    const admin = await app.newColleague(owner, 'ADMIN');
    const tried = await app.run(admin, Create, { input: { email: newAddress(), role: 'OWNER' } });
    expect(tried.invitationCreate.userErrors).toEqual([{ code: 'FORBIDDEN', path: ['input', 'role'] }]);
    const { id } = await invite(newAddress(), { role: 'OWNER' });
    expect((await app.run(admin, Resend, { input: { id } })).invitationResend.userErrors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    expect((await app.run(admin, Revoke, { input: { id } })).invitationRevoke.userErrors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    const operator = await app.newColleague(owner, 'OPERATOR');
    const refused = { errors: [{ extensions: { code: 'FORBIDDEN' } }] };
    expect(await app.request(operator, List, {})).toMatchObject(refused);
    const input = { email: newAddress(), role: 'VIEWER' } as const;
    expect(await app.request(operator, Create, { input })).toMatchObject(refused);
  });

  it('end with the right of whoever sent them last, who knows their tokens', async () => {
    const boss = await app.newTenant();
    const [removed, leaving, demoted] = [
      await app.newColleague(boss, 'ADMIN'),
      await app.newColleague(boss, 'ADMIN'),
      await app.newColleague(boss, 'OWNER'),
    ];
    const sent = async (by: Member, role: 'OWNER' | 'ADMIN') => {
      const { invitationCreate } = await app.run(by, Create, { input: { email: newAddress(), role } });
      return { id: invitationCreate.invitation?.id ?? '', token: invitationCreate.token ?? '' };
    };
    const resent = await sent(boss, 'ADMIN');
    const again = (await app.run(removed, Resend, { input: { id: resent.id } })).invitationResend;
    const gone = [await sent(removed, 'ADMIN'), await sent(leaving, 'ADMIN'), await sent(demoted, 'OWNER')];
    const kept = [await sent(demoted, 'ADMIN'), await sent(boss, 'OWNER')];
    await app.run(boss, RevokeMember, { input: { id: await membershipOf(app, removed) } });
    await app.run(leaving, LeaveTenant, { input: { tenantSlug: boss.tenantSlug } });
    await app.run(boss, UpdateMember, { input: { id: await membershipOf(app, demoted), role: 'ADMIN' } });
    for (const token of [again.token ?? '', ...gone.map(({ token }) => token)]) {
      expect(await accept(token)).toMatchObject({ accessToken: null, userErrors: [{ code: 'NOT_FOUND' }] });
    }
    for (const { token } of kept) expect((await accept(token)).userErrors).toEqual([]);
    const { rows } = await app.owner.query(
      `SELECT i."state", i."version", (SELECT count(*)::int FROM "TenantEvent" e
         WHERE e."kind" = 'INVITATION_REVOKED' AND e."subjectId" = i."id") AS told
       FROM "Invitation" i WHERE i."tenantId" = $1 AND i."endedAt" IS NOT NULL AND i."acceptedById" IS NULL ORDER BY i."version"`,
      [boss.tenantId],
    );
    const revoked = (version: number) => ({ state: 'REVOKED', version, told: 1 });
    expect(rows).toEqual([revoked(2), revoked(2), revoked(2), revoked(3)]);
  });

  it('are listed with as many statements however many there are, as are members and keys', async () => {
    const boss = await app.newTenant();
    const query = `{ invitations { nodes { invitedBy { email } projects { key } } }
      memberships { nodes { user { email } } } apiKeys { nodes { createdBy { email } } } }`;
    const { pool } = app.gateway.app.database;
    const countStatements = async () => {
      const sent = vi.spyOn(pool, 'query');
      const answer = await postRaw(app.url, { query }, { authorization: `Bearer ${boss.token}` });
      const reads = sent.mock.calls.map((call) => JSON.stringify(call)).filter((text) => /User|Project/.test(text));
      sent.mockRestore();
      return [reads.length, answer.text] as const;
    };
    const send = (by: Member) =>
      app.run(by, Create, { input: { email: newAddress(), role: 'VIEWER', projectIds: [boss.projectId] } });
    await send(boss);
    await countStatements(); // the first one of a while reads anew who asks
    const [few] = await countStatements();
    expect(few).toBeGreaterThan(0);
    const others = [await app.newColleague(boss, 'ADMIN'), await app.newColleague(boss, 'ADMIN')];
    for (const by of [boss, ...others]) await send(by);
    await countStatements(); // the first one of a while reads anew who asks
    const [many, text] = await countStatements();
    expect(many).toBe(few);
    const { data } = JSON.parse(text) as { data: { invitations: { nodes: object[] } } };
    const shown = (by: Member) => ({ invitedBy: { email: by.email }, projects: [{ key: 'support' }] });
    expect(data.invitations.nodes).toEqual([...others].reverse().concat(boss, boss).map(shown));
  });

  it('of another tenant, and into its projects, are like unknown ones', async () => {
    const stranger = await app.newTenant();
    const { id } = await invite();
    for (const wanted of [id, globalId('Invitation', randomUUID())]) {
      const notFound = [{ code: 'NOT_FOUND', path: ['input', 'id'] }];
      const input = { id: wanted };
      expect((await app.run(stranger, Resend, { input })).invitationResend.userErrors).toEqual(notFound);
      expect((await app.run(stranger, Revoke, { input })).invitationRevoke.userErrors).toEqual(notFound);
    }
    for (const projectId of [owner.projectId, globalId('Project', randomUUID())]) {
      const { invitationCreate } = await app.run(stranger, Create, {
        input: { email: newAddress(), role: 'VIEWER', projectIds: [projectId] },
      });
      expect(invitationCreate.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'projectIds'] }]);
    }
    expect((await app.run(stranger, List, {})).invitations.totalCount).toBe(0);
  });
});

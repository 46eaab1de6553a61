import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AccessTokens } from '../../../src/auth/access-token.js';
import { deviceOf } from '../../../src/modules/identity/user-agent.js';
import { graphql } from '../../gql/index.js';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';

const Sessions = graphql(`
  query OwnSessions($first: Int) {
    authSessions(first: $first) {
      nodes { id device userAgent address createdAt lastSeenAt expiresAt endedAt isCurrent }
      totalCount
    }
  }
`);
const End = graphql(`
  mutation SessionEndOnce($id: ID!) {
    authSessionEnd(input: { id: $id }) { authSession { id endedAt isCurrent } userErrors { code path } }
  }
`);
const EndOthers = graphql(`mutation SessionsEndOthers { authSessionsEndOthers { endedCount userErrors { code } } }`);
const SignIn = graphql(`
  mutation SignInForSession($email: String!, $password: String!) {
    signIn(input: { email: $email, password: $password }) { accessToken }
  }
`);
const Look = graphql(`query SessionNode($id: ID!) { node(id: $id) { __typename id } viewer { role } }`);

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('sessions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  async function signInAgain(member: Member, userAgent = 'curl/8'): Promise<Member> {
    const variables = { email: member.email, password: member.password };
    const { data } = await app.request(null, SignIn, variables, { 'user-agent': userAgent });
    return { ...member, token: data?.signIn.accessToken ?? '' };
  }
  const isIn = async (member: Member) => !(await app.request(member, Sessions, {})).errors;
  const listed = async (member: Member) => (await app.run(member, Sessions, {})).authSessions;

  it('are listed for whom they belong to, with what they are used from', async () => {
    const member = await app.newTenant();
    const colleague = await app.newColleague(member, 'VIEWER');
    const browser = await signInAgain(member, FIREFOX);
    const { nodes, totalCount } = await listed(browser);
    expect(totalCount).toBe(2);
    expect(nodes.map(({ isCurrent }) => isCurrent)).toEqual([true, false]);
    expect(nodes[0]).toMatchObject({ device: 'Firefox on Windows', userAgent: FIREFOX, endedAt: null });
    expect(nodes[0]?.address).toMatch(/127\.0\.0\.1/);
    expect(Date.parse(nodes[0]?.expiresAt ?? '')).toBeGreaterThan(Date.parse(nodes[0]?.createdAt ?? ''));
    expect((await listed(colleague)).totalCount).toBe(1);
  });

  it('end for HTTP and sockets when their owner ends them', async () => {
    const member = await app.newTenant();
    const lost = await signInAgain(member);
    const closed = new Promise<number>((resolve) => {
      const client = app.connect(lost, { on: { closed: (event) => resolve((event as { code: number }).code) } });
      client.subscribe(
        { query: 'subscription { tenantEvents { cursor } }' },
        { next: () => {}, error: () => {}, complete: () => {} },
      );
      client.on('connected', () => void app.run(member, EndOthers, {}));
    });
    expect([4401, 4403]).toContain(await closed);
    await vi.waitUntil(async () => !(await isIn(lost)), { timeout: 2_000 });
    expect(await isIn(member)).toBe(true);
    expect((await listed(member)).totalCount).toBe(1);
  });

  it('of one person end with one signal, however many they are', async () => {
    const member = await app.newTenant();
    for (let index = 0; index < 10; index += 1) await signInAgain(member);
    const messages = async () =>
      Number((await app.owner.query('SELECT last_value FROM "OutboxEntry_id_seq"')).rows[0].last_value);
    const before = await messages();
    const { authSessionsEndOthers } = await app.run(member, EndOthers, {});
    expect(authSessionsEndOthers).toMatchObject({ endedCount: 10, userErrors: [] });
    expect((await messages()) - before).toBe(2); // the event, and the signal
    expect(await isIn(member)).toBe(true);
  });

  it('end one at a time; ending one again changes nothing', async () => {
    const member = await app.newTenant();
    const [second, third] = [await signInAgain(member), await signInAgain(member)];
    const own = (await listed(second)).nodes.find(({ isCurrent }) => isCurrent)?.id ?? '';
    const { authSessionEnd } = await app.run(member, End, { id: own });
    expect(authSessionEnd).toMatchObject({ authSession: { id: own, isCurrent: false }, userErrors: [] });
    expect(authSessionEnd.authSession?.endedAt).not.toBeNull();
    await vi.waitUntil(async () => !(await isIn(second)), { timeout: 2_000 });
    expect(await isIn(third)).toBe(true);
    expect((await app.run(member, End, { id: own })).authSessionEnd).toEqual(authSessionEnd);
    const { rows } = await app.owner.query(
      `SELECT "data" FROM "TenantEvent" WHERE "tenantId" = $1 AND "kind" = 'SESSION_ENDED'`,
      [member.tenantId],
    );
    expect(rows).toEqual([{ data: { count: 1 } }]);
  });

  it('of others are not there: not for a colleague, not for another tenant', async () => {
    const member = await app.newTenant();
    const [colleague, stranger] = [await app.newColleague(member, 'OWNER'), await app.newTenant()];
    const id = (await listed(member)).nodes[0]?.id ?? '';
    expect((await app.run(member, Look, { id })).node).toMatchObject({ __typename: 'AuthSession', id });
    for (const other of [colleague, stranger]) {
      expect((await app.run(other, Look, { id })).node).toBeNull();
      const { authSessionEnd } = await app.run(other, End, { id });
      expect(authSessionEnd).toEqual({ authSession: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }] });
    }
    expect(await isIn(member)).toBe(true);
  });

  it('note when they were last seen, at most once a minute', async () => {
    const member = await app.newTenant();
    const seenAt = async () => (await listed(member)).nodes[0]?.lastSeenAt ?? '';
    /** Asks with another access token of the same session, which the gate has not seen yet. */
    const again = async () => {
      const { config } = app;
      const tokens = new AccessTokens(config.ACCESS_TOKEN_SECRET, config.ACCESS_TOKEN_MINUTES);
      const { rows } = await app.owner.query(`SELECT "id", "userId" FROM "AuthSession" WHERE "tenantId" = $1`, [
        member.tenantId,
      ]);
      const { token } = await tokens.sign({
        userId: rows[0].userId,
        sessionId: rows[0].id,
        tenantId: member.tenantId,
      });
      expect(await isIn({ ...member, token })).toBe(true);
    };
    const age = (seconds: number) =>
      app.owner.query(
        `UPDATE "AuthSession" SET "lastSeenAt" = date_trunc('second', now()) - make_interval(secs => $2)
         WHERE "tenantId" = $1 RETURNING "lastSeenAt"`,
        [member.tenantId, seconds],
      );
    const { rows: recent } = await age(30);
    await again();
    expect(Date.parse(await seenAt())).toBe(recent[0].lastSeenAt.getTime());
    const { rows: old } = await age(90);
    await again();
    expect(Date.parse(await seenAt())).toBeGreaterThan(old[0].lastSeenAt.getTime());
  });
});

describe('a device', () => {
  it.each([
    [FIREFOX, 'Firefox on Windows'],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      'Chrome on Linux',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      'Safari on macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    ['curl/8.5.0', 'curl'],
    ['something else', 'Unknown device'],
    [null, 'Unknown device'],
  ])('that says %s is named', (userAgent, name) => expect(deviceOf(userAgent)).toBe(name));
});

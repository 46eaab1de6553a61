import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphql } from '../../gql/index.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

const SignUp = graphql(`
  mutation SignUpOnce($input: SignUpInput!) {
    signUp(input: $input) {
      accessToken
      viewer { user { email } tenant { slug } role projects(first: 10) { nodes { key } totalCount } }
      userErrors { code message path }
    }
  }
`);
const SignIn = graphql(`
  mutation SignInOnce($input: SignInInput!) {
    signIn(input: $input) { accessToken viewer { role } userErrors { code message path } }
  }
`);
const WhoAmI = graphql(`query WhoAmI { viewer { user { email } tenant { slug } role } }`);
const Refresh = graphql(`mutation RefreshOnce { tokenRefresh { accessToken userErrors { code } } }`);
const SignOut = graphql(`mutation SignOutOnce { signOut { userErrors { code } } }`);

const PERSON = { tenantName: 'Acme', password: 'correct horse battery', name: 'Ada' };

describe('sign-in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  /** Posts with a Cookie header and returns the answer with the cookies it set. */
  async function post(query: { toString(): string }, variables: object, cookie = '') {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
      body: JSON.stringify({ query: query.toString(), variables }),
    });
    const cookies = response.headers.getSetCookie();
    return { body: (await response.json()) as { data: Record<string, unknown> }, cookies };
  }
  const pairOf = (cookies: readonly string[], name: string) =>
    cookies.find((cookie) => cookie.startsWith(`__Host-sw-${name}=`))?.split(';')[0] ?? '';

  it('creates a tenant and signs its owner in at once', async () => {
    const input = { ...PERSON, tenantSlug: 'acme', email: 'Ada@Acme.test' };
    const { signUp } = await app.run(null, SignUp, { input });
    expect(signUp.userErrors).toEqual([]);
    expect(signUp.viewer).toMatchObject({
      user: { email: 'ada@acme.test' },
      tenant: { slug: 'acme' },
      role: 'OWNER',
      projects: { nodes: [{ key: 'support' }], totalCount: 1 },
    });
    const { viewer } = await app.run({ token: signUp.accessToken ?? '' }, WhoAmI, {});
    expect(viewer.tenant.slug).toBe('acme');
  });

  it('names every field at fault at once', async () => {
    const input = { tenantName: ' ', tenantSlug: 'Not OK', email: 'nobody', password: 'short', name: 'Ada' };
    const { signUp } = await app.run(null, SignUp, { input });
    expect(signUp.accessToken).toBeNull();
    expect(signUp.userErrors.map(({ code, path }) => [code, path.join('.')]).sort()).toEqual([
      ['INVALID_INPUT', 'input.email'],
      ['INVALID_INPUT', 'input.password'],
      ['INVALID_INPUT', 'input.tenantName'],
      ['INVALID_INPUT', 'input.tenantSlug'],
    ]);
  });

  it('says which unique value is taken', async () => {
    const input = { ...PERSON, tenantSlug: 'taken', email: 'first@taken.test' };
    await app.run(null, SignUp, { input });
    const slug = await app.run(null, SignUp, { input: { ...input, email: 'second@taken.test' } });
    expect(slug.signUp.userErrors).toMatchObject([{ code: 'ALREADY_EXISTS', path: ['input', 'tenantSlug'] }]);
    const email = await app.run(null, SignUp, { input: { ...input, tenantSlug: 'taken-2' } });
    expect(email.signUp.userErrors).toMatchObject([{ code: 'ALREADY_EXISTS', path: ['input', 'email'] }]);
  });

  it('answers an unknown address like a wrong password', async () => {
    const member = await app.newTenant();
    const wrong = await app.run(null, SignIn, {
      input: { email: member.email, password: 'wrong password', tenantSlug: null },
    });
    const unknown = await app.run(null, SignIn, {
      input: { email: 'nobody@nowhere.test', password: 'wrong password', tenantSlug: null },
    });
    expect(wrong.signIn.userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    expect(unknown).toEqual(wrong);
  });

  it('keeps tokens in host-only cookies that scripts cannot read, and takes the cookie first', async () => {
    const member = await app.newTenant();
    const { cookies } = await post(SignIn, { input: { email: member.email, password: member.password } });
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies)
      expect(cookie).toMatch(/^__Host-sw-\w+=[^;]+;.*Path=\/;.*HttpOnly; Secure; SameSite=(Lax|Strict)$/);
    const { body } = await post(WhoAmI, {}, pairOf(cookies, 'access'));
    expect(body.data).toMatchObject({ viewer: { user: { email: member.email } } });
  });

  it('rotates the refresh token, and ends the session when a used one comes back', async () => {
    const member = await app.newTenant();
    const { cookies } = await post(SignIn, { input: { email: member.email, password: member.password } });
    const first = pairOf(cookies, 'refresh');
    const rotated = await post(Refresh, {}, first);
    const second = pairOf(rotated.cookies, 'refresh');
    const access = pairOf(rotated.cookies, 'access');
    expect(rotated.body.data).toMatchObject({ tokenRefresh: { userErrors: [] } });

    const replayed = await post(Refresh, {}, first);
    expect(replayed.body.data).toMatchObject({
      tokenRefresh: { accessToken: null, userErrors: [{ code: 'INVALID_CREDENTIALS' }] },
    });
    const afterwards = await post(Refresh, {}, second);
    expect(afterwards.body.data).toMatchObject({ tokenRefresh: { accessToken: null } });
    await expect
      .poll(async () => (await post(WhoAmI, {}, access)).body)
      .toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('lets at most one of two parallel refreshes live', async () => {
    const member = await app.newTenant();
    const { cookies } = await post(SignIn, { input: { email: member.email, password: member.password } });
    const refresh = pairOf(cookies, 'refresh');
    const both = await Promise.all([post(Refresh, {}, refresh), post(Refresh, {}, refresh)]);
    const alive = both.filter(
      ({ body }) => (body.data as { tokenRefresh: { accessToken: string | null } }).tokenRefresh.accessToken,
    );
    expect(alive.length).toBeLessThanOrEqual(1);
  });

  it('signs out everywhere the session is used', async () => {
    const member = await app.newTenant();
    await app.run(member, SignOut, {});
    await expect
      .poll(() => app.request(member, WhoAmI, {}))
      .toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

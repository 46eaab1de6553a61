import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { passwordFault } from '../../../src/auth/password-rules.js';
import { hashPassword } from '../../../src/auth/passwords.js';
import { graphql } from '../../gql/index.js';
import { MailServer } from '../../support/mail-server.js';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';

const Ask = graphql(`
  mutation ResetAsk($email: String!) {
    passwordResetRequest(input: { email: $email }) { userErrors { code message path } }
  }
`);
const Reset = graphql(`
  mutation ResetUse($token: String!, $newPassword: String!) {
    passwordReset(input: { token: $token, newPassword: $newPassword }) { userErrors { code message path } }
  }
`);
const Change = graphql(`
  mutation PasswordChangeOnce($currentPassword: String!, $newPassword: String!) {
    passwordChange(input: { currentPassword: $currentPassword, newPassword: $newPassword }) { userErrors { code message path } }
  }
`);
const SignIn = graphql(`
  mutation SignInWithPassword($email: String!, $password: String!, $tenantSlug: String) {
    signIn(input: { email: $email, password: $password, tenantSlug: $tenantSlug }) { accessToken userErrors { code } }
  }
`);
const Who = graphql(`query WhoHasPassword { viewer { user { email isEmailVerified } } }`);
const SignUp = graphql(`
  mutation SignUpWithPassword($input: SignUpInput!) { signUp(input: $input) { accessToken userErrors { code path } } }
`);

const RESET = 'Set a new password';
const REFUSED = [{ code: 'INVALID_INPUT', path: ['input', 'token'] }];

let mails: MailServer;
let app: TestApp;
beforeAll(async () => {
  mails = await MailServer.start();
  app = await startTestApp({ environment: { SMTP_URL: mails.url } });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await mails[Symbol.asyncDispose]();
});

const resetMails = (email: string) => mails.to(email).filter(({ subject }) => subject === RESET);
async function resetToken(email: string, count = 1): Promise<string> {
  await vi.waitUntil(() => resetMails(email).length >= count, { timeout: 20_000 });
  return /#token=([\w-]+)/.exec(resetMails(email).at(-1)?.text ?? '')?.[1] ?? '';
}
async function signIn({ email }: Member, password: string, tenantSlug?: string): Promise<string | null | undefined> {
  const answer = await app.run(null, SignIn, { email, password, tenantSlug: tenantSlug ?? null });
  return answer.signIn.accessToken;
}
const isIn = async (token: string) => !(await app.request({ token }, Who, {})).errors;
function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
const newPassword = () => `new ${randomBytes(8).toString('hex')}`;

describe('a forgotten password', () => {
  it('is set anew with the link in the mail; all sessions end, and the address counts as proven', async () => {
    const member = await app.newTenant();
    const elsewhere = (await signIn(member, member.password)) ?? '';
    const asked = await app.run(null, Ask, { email: member.email.toUpperCase() });
    expect(asked.passwordResetRequest.userErrors).toEqual([]);
    const token = await resetToken(member.email);
    const password = newPassword();
    expect((await app.run(null, Reset, { token, newPassword: password })).passwordReset.userErrors).toEqual([]);
    await vi.waitUntil(async () => !(await isIn(member.token)) && !(await isIn(elsewhere)), { timeout: 2_000 });
    expect(await signIn(member, member.password)).toBeNull();
    const access = (await signIn(member, password)) ?? '';
    expect((await app.run({ token: access }, Who, {})).viewer.user).toMatchObject({ isEmailVerified: true });
    await vi.waitUntil(() => mails.to(member.email).some(({ subject }) => subject === 'Your password was changed'));
    const again = await app.run(null, Reset, { token, newPassword: newPassword() });
    expect(again.passwordReset.userErrors).toMatchObject(REFUSED);
  });

  it('closes what is open on sockets within a second, in every tenant of the person', async () => {
    const [one, two] = [await app.newTenant(), await app.newTenant()];
    await app.owner.query(
      `INSERT INTO "Membership" ("id", "tenantId", "userId", "role")
       SELECT gen_random_uuid(), $1, "id", 'VIEWER' FROM "User" WHERE "email" = $2`,
      [two.tenantId, one.email],
    );
    const there = (await signIn(one, one.password, two.tenantSlug)) ?? '';
    const sockets = [one.token, there].map((token) => {
      const opened = deferred<void>();
      const closed = deferred<number>();
      const on = {
        connected: () => opened.resolve(),
        closed: (event: unknown) => closed.resolve((event as { code: number }).code),
      };
      app.connect({ token }, { lazy: false, on, onNonLazyError: () => {} });
      return { opened: opened.promise, closed: closed.promise };
    });
    for (const { opened } of sockets) await opened;
    await app.run(null, Ask, { email: one.email });
    const token = await resetToken(one.email);
    await app.run(null, Reset, { token, newPassword: newPassword() });
    for (const { closed } of sockets) expect([4401, 4403]).toContain(await closed);
    await vi.waitUntil(async () => !(await isIn(one.token)) && !(await isIn(there)), { timeout: 2_000 });
    const left = async () => (await app.owner.query(`SELECT 1 FROM "OutboxEntry" WHERE "target" = 'access'`)).rowCount;
    await vi.waitUntil(async () => (await left()) === 0, { timeout: 10_000 });
  });

  it('is set by one of fifty that use the link at the same moment', async () => {
    const member = await app.newTenant();
    await app.run(null, Ask, { email: member.email });
    const token = await resetToken(member.email);
    const passwords = Array.from({ length: 50 }, newPassword);
    const answers = await Promise.all(
      passwords.map((password) => app.run(null, Reset, { token, newPassword: password })),
    );
    const winners = passwords.filter((_, index) => answers[index]?.passwordReset.userErrors.length === 0);
    expect(winners).toHaveLength(1);
    expect(await signIn(member, winners[0] ?? '')).toBeTruthy();
    const { rows } = await app.owner.query(
      `SELECT count(*)::int AS n FROM "TenantEvent" WHERE "tenantId" = $1 AND "kind" = 'PASSWORD_RESET'`,
      [member.tenantId],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('does not take a link that is over, of another purpose, of an address given up, or whose sibling was used', async () => {
    const member = await app.newTenant();
    const verification = await vi.waitUntil(() => mails.tokenFor(member.email), { timeout: 20_000 });
    const refused = async (token: string) =>
      expect(
        (await app.run(null, Reset, { token, newPassword: newPassword() })).passwordReset.userErrors,
      ).toMatchObject(REFUSED);
    await refused(verification);
    await refused('made up');
    await app.run(null, Ask, { email: member.email });
    const first = await resetToken(member.email);
    await app.run(null, Ask, { email: member.email });
    const second = await resetToken(member.email, 2);
    const change = (sql: string) =>
      app.owner.query(`UPDATE "OneTimeToken" SET ${sql} WHERE "email" = $1`, [member.email]);
    await change(`"expiresAt" = now()`);
    await refused(first);
    await change(`"expiresAt" = now() + interval '1 minute'`);
    await app.owner.query(`UPDATE "User" SET "email" = 'x' || "email" WHERE "email" = $1`, [member.email]);
    await refused(first);
    await app.owner.query(`UPDATE "User" SET "email" = $1 WHERE "email" = 'x' || $1`, [member.email]);
    expect(
      (await app.run(null, Reset, { token: second, newPassword: newPassword() })).passwordReset.userErrors,
    ).toEqual([]);
    await refused(first);
    expect(
      (
        await app.owner.query(
          `SELECT extract(epoch FROM "expiresAt" - "createdAt")::int AS s FROM "OneTimeToken" WHERE "hash" IS NOT NULL AND "purpose" = 'PASSWORD_RESET' AND "email" <> $1 LIMIT 1`,
          [member.email],
        )
      ).rows,
    ).toEqual([{ s: 1_800 }]);
  });

  it('tells nobody who has an account: one answer, and the work behind it', async () => {
    const member = await app.newTenant();
    await vi.waitUntil(() => mails.to(member.email).length === 1, { timeout: 20_000 });
    const known = await app.request(null, Ask, { email: member.email });
    const unknown = await app.request(null, Ask, { email: 'nobody@nowhere.test' });
    expect(unknown).toEqual(known);
    // Somebody whose last membership has ended has nothing to sign in to.
    const colleague = await app.newColleague(member, 'VIEWER');
    await app.owner.query(`DELETE FROM "Membership" WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = $1)`, [
      colleague.email,
    ]);
    expect(await app.request(null, Ask, { email: colleague.email })).toEqual(known);
    await resetToken(member.email);
    await app.run(null, Ask, { email: member.email });
    await resetToken(member.email, 2);
    expect(mails.to('nobody@nowhere.test')).toEqual([]);
    expect(resetMails(colleague.email)).toEqual([]);
  });

  it('does the work after the answer has left, so that its time tells nothing', async () => {
    const { background } = app.gateway.app;
    const begun: string[] = [];
    const spy = vi.spyOn(background, 'run').mockImplementation((what) => void begun.push(what));
    const member = await app.newTenant();
    const counted = async () => (await app.owner.query(`SELECT count(*)::int AS n FROM "OneTimeToken"`)).rows[0].n;
    const before = await counted();
    for (const email of [member.email, 'nobody@nowhere.test']) await app.run(null, Ask, { email });
    spy.mockRestore();
    expect(begun).toEqual(['password reset', 'password reset']);
    expect(await counted()).toBe(before);
  });
});

describe('a password that is changed', () => {
  it('ends the other sessions and keeps this one', async () => {
    const member = await app.newTenant();
    const other = (await signIn(member, member.password)) ?? '';
    const wrong = await app.run(member, Change, { currentPassword: 'not this', newPassword: newPassword() });
    expect(wrong.passwordChange.userErrors).toMatchObject([
      { code: 'INVALID_CREDENTIALS', path: ['input', 'currentPassword'] },
    ]);
    expect(await isIn(other)).toBe(true);
    const password = newPassword();
    const changed = await app.run(member, Change, { currentPassword: member.password, newPassword: password });
    expect(changed.passwordChange.userErrors).toEqual([]);
    await vi.waitUntil(async () => !(await isIn(other)), { timeout: 2_000 });
    expect(await isIn(member.token)).toBe(true);
    expect(await signIn(member, member.password)).toBeNull();
    expect(await signIn(member, password)).toBeTruthy();
  });

  it('makes reset links that lie about worthless', async () => {
    const member = await app.newTenant();
    await app.run(null, Ask, { email: member.email });
    const token = await resetToken(member.email);
    await app.run(member, Change, { currentPassword: member.password, newPassword: newPassword() });
    const used = await app.run(null, Reset, { token, newPassword: newPassword() });
    expect(used.passwordReset.userErrors).toMatchObject(REFUSED);
  });

  it('is changed by one of many that change it at the same moment', async () => {
    const member = await app.newTenant();
    const passwords = Array.from({ length: 10 }, newPassword);
    const answers = await Promise.all(
      passwords.map((password) => app.run(member, Change, { currentPassword: member.password, newPassword: password })),
    );
    expect(answers.filter(({ passwordChange }) => passwordChange.userErrors.length === 0)).toHaveLength(1);
  });

  it('is refused when anybody would try it first, wherever one is set', async () => {
    const member = await app.newTenant();
    for (const weak of ['short', 'password123', member.email, 'aaaaaaaaaaaa', 'x'.repeat(201)]) {
      const changed = await app.run(member, Change, { currentPassword: member.password, newPassword: weak });
      expect(changed.passwordChange.userErrors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'newPassword'] },
      ]);
    }
    const person = { tenantName: 'Weak', tenantSlug: 'weak', email: 'weak@weak.test', name: 'W' };
    const signUp = await app.run(null, SignUp, { input: { ...person, password: 'weak@weak.test' } });
    expect(signUp.signUp.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'password'] }]);
  });
});

describe('the rules of passwords', () => {
  it.each([
    'password123',
    'Password123',
    ' QWERTYUIOP ',
    '1234567890',
    'ada@acme.test',
    'ADA@acme.test',
    'abababababab',
  ])('refuse %s', (password) => expect(passwordFault(password, 'ada@acme.test')).toEqual(expect.any(String)));
  it.each(['correct horse battery', 'zu lang zum Raten', '8f3k2hs9d0'])('take %s', (password) =>
    expect(passwordFault(password, 'ada@acme.test')).toBeNull(),
  );

  it('hash with the settings that an unknown address costs, too', async () => {
    const settings = (hash: string) => hash.split('$').slice(1, 4);
    const source = await import('node:fs/promises').then(({ readFile }) => readFile('src/auth/passwords.ts', 'utf8'));
    const nobodys = /'(\$argon2id\$[^']+)'/.exec(source)?.[1] ?? '';
    expect(settings(await hashPassword('whatever it is'))).toEqual(settings(nobodys));
  });
});

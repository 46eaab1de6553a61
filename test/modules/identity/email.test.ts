import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { graphql } from '../../gql/index.js';
import { MailServer } from '../../support/mail-server.js';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';

const Verify = graphql(`
  mutation EmailVerifyOnce($token: String!) {
    emailVerify(input: { token: $token }) { email userErrors { code message path } }
  }
`);
const Resend = graphql(`mutation EmailResend { emailVerificationResend { userErrors { code } } }`);
const Change = graphql(`
  mutation EmailChangeOnce($newEmail: String!, $password: String!) {
    emailChange(input: { newEmail: $newEmail, password: $password }) { userErrors { code message path } }
  }
`);
const Profile = graphql(`
  mutation ProfileOnce($input: ProfileUpdateInput!) {
    profileUpdate(input: $input) { user { name version isEmailVerified } userErrors { code message path } }
  }
`);
const Me = graphql(`query MeWithEmail { viewer { user { id name email isEmailVerified version } } }`);
const SignIn = graphql(`
  mutation SignInWithEmail($email: String!, $password: String!) {
    signIn(input: { email: $email, password: $password }) { accessToken userErrors { code } }
  }
`);
const NewProject = graphql(`
  mutation ProjectOfUnverified { projectCreate(input: { key: "fresh", name: "Fresh" }) { project { id } userErrors { code } } }
`);

const fresh = () => `${randomBytes(6).toString('hex')}@mail.test`;
const REFUSED = [{ code: 'INVALID_INPUT', path: ['input', 'token'] }];

describe('an e-mail address', () => {
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

  async function tokenOf(address: string, count = 1): Promise<string> {
    await vi.waitUntil(() => mails.to(address).length >= count, { timeout: 20_000 });
    return mails.tokenFor(address);
  }
  const me = async (member: Member) => (await app.run(member, Me, {})).viewer.user;

  it('is proven by the link that was mailed at sign-up, once, by whoever has it', async () => {
    const member = await app.newTenant();
    expect(await me(member)).toMatchObject({ isEmailVerified: false });
    const token = await tokenOf(member.email);
    expect(token).toMatch(/^swo_[\w-]{43}$/);
    const { emailVerify } = await app.run(null, Verify, { token });
    expect(emailVerify).toEqual({ email: member.email, userErrors: [] });
    expect(await me(member)).toMatchObject({ isEmailVerified: true });
    const again = await app.run(null, Verify, { token });
    expect(again.emailVerify).toMatchObject({ email: null, userErrors: REFUSED });
    const { rows } = await app.owner.query(
      `SELECT count(*)::int AS n FROM "TenantEvent" WHERE "tenantId" = $1 AND "kind" = 'EMAIL_VERIFIED'`,
      [member.tenantId],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('is proven once by fifty that come at the same moment', async () => {
    const member = await app.newTenant();
    const token = await tokenOf(member.email);
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.run(null, Verify, { token })));
    expect(answers.filter(({ emailVerify }) => emailVerify.email)).toHaveLength(1);
    const { rows } = await app.owner.query(
      `SELECT count(*)::int AS n FROM "TenantEvent" WHERE "tenantId" = $1 AND "kind" = 'EMAIL_VERIFIED'`,
      [member.tenantId],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('is not proven by a token that is over, made up, or for something else', async () => {
    const member = await app.newTenant();
    const token = await tokenOf(member.email);
    for (const made of ['x', `swo_${'A'.repeat(43)}`, `${token}x`, token.toLowerCase(), "' OR true --"]) {
      expect((await app.run(null, Verify, { token: made })).emailVerify.userErrors).toMatchObject(REFUSED);
    }
    await app.owner.query(`UPDATE "OneTimeToken" SET "purpose" = 'PASSWORD_RESET' WHERE "email" = $1`, [member.email]);
    expect((await app.run(null, Verify, { token })).emailVerify.userErrors).toMatchObject(REFUSED);
    await app.owner.query(
      `UPDATE "OneTimeToken" SET "purpose" = 'EMAIL_VERIFICATION', "expiresAt" = now() - interval '1 second' WHERE "email" = $1`,
      [member.email],
    );
    expect((await app.run(null, Verify, { token })).emailVerify.userErrors).toMatchObject(REFUSED);
    expect(await me(member)).toMatchObject({ isEmailVerified: false });
  });

  it('can be asked to be proven again, until it is', async () => {
    const member = await app.newTenant();
    await app.run(member, Resend, {});
    const second = await tokenOf(member.email, 2);
    await app.run(null, Verify, { token: second });
    await app.run(member, Resend, {});
    const other = await app.newTenant();
    await tokenOf(other.email); // sent after what would have been sent to the first
    expect(mails.to(member.email)).toHaveLength(2);
  });

  it('is proven and protected by people who see only their own rows, too', async () => {
    const employee = await app.newColleague(await app.newTenant(), 'EMPLOYEE');
    expect((await app.run(employee, Resend, {})).emailVerificationResend.userErrors).toEqual([]);
    await app.run(null, Verify, { token: await tokenOf(employee.email) });
    expect(await me(employee)).toMatchObject({ isEmailVerified: true });
    const change = { newEmail: fresh(), password: employee.password };
    expect((await app.run(employee, Change, change)).emailChange.userErrors).toEqual([]);
    await app.run(null, Verify, { token: await tokenOf(change.newEmail) });
    expect(await me(employee)).toMatchObject({ email: change.newEmail });
  });

  it('is changed by the link that was mailed to the new one, and the old one is told', async () => {
    const member = await app.newTenant();
    const newEmail = fresh();
    const wrong = await app.run(member, Change, { newEmail, password: 'not this one' });
    expect(wrong.emailChange.userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS', path: ['input', 'password'] }]);
    const same = await app.run(member, Change, { newEmail: member.email.toUpperCase(), password: member.password });
    expect(same.emailChange.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'newEmail'] }]);
    const asked = await app.run(member, Change, { newEmail: newEmail.toUpperCase(), password: member.password });
    expect(asked.emailChange.userErrors).toEqual([]);
    expect(await me(member)).toMatchObject({ email: member.email, isEmailVerified: false });
    const token = await tokenOf(newEmail);
    const old = await tokenOf(member.email);
    expect((await app.run(null, Verify, { token })).emailVerify).toEqual({ email: newEmail, userErrors: [] });
    expect(await me(member)).toMatchObject({ email: newEmail, isEmailVerified: true, version: 2 });
    await vi.waitUntil(() =>
      mails.to(member.email).some(({ subject }) => subject === 'Your e-mail address was changed'),
    );
    expect((await app.run(null, Verify, { token: old })).emailVerify.userErrors).toMatchObject(REFUSED);
    const signIn = async (email: string) => (await app.run(null, SignIn, { email, password: member.password })).signIn;
    expect((await signIn(newEmail)).userErrors).toEqual([]);
    expect((await signIn(member.email)).userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  it('that somebody else has is not taken, and not told of', async () => {
    const [member, other] = [await app.newTenant(), await app.newTenant()];
    await tokenOf(other.email);
    const asked = await app.run(member, Change, { newEmail: other.email, password: member.password });
    expect(asked.emailChange.userErrors).toEqual([]);
    const newEmail = fresh();
    await app.run(member, Change, { newEmail, password: member.password });
    const token = await tokenOf(newEmail);
    expect(mails.to(other.email)).toHaveLength(1);
    await app.owner.query(`UPDATE "User" SET "email" = $1 WHERE "email" = $2`, [newEmail, other.email]);
    const late = await app.run(null, Verify, { token });
    expect(late.emailVerify.userErrors).toMatchObject([{ code: 'ALREADY_EXISTS', path: ['input', 'token'] }]);
    expect(await me(member)).toMatchObject({ email: member.email });
  });

  it('that is asked for is answered before it is known whether it is free', async () => {
    const member = await app.newTenant();
    await tokenOf(member.email);
    const newEmail = fresh();
    const client = await app.owner.connect();
    try {
      await client.query('BEGIN');
      await client.query('LOCK TABLE "OneTimeToken" IN EXCLUSIVE MODE'); // where the half for a free one begins
      const asked = await app.run(member, Change, { newEmail, password: member.password });
      expect(asked.emailChange.userErrors).toEqual([]);
      await client.query('ROLLBACK');
    } finally {
      client.release();
    }
    expect(await tokenOf(newEmail)).toMatch(/^swo_/);
    const { rows } = await app.owner.query(
      `SELECT "outcome" FROM "AuditEntry" WHERE "tenantId" = $1 AND "action" = 'emailChange'`,
      [member.tenantId],
    );
    expect(rows).toEqual([{ outcome: 'SUCCEEDED' }]);
  });

  it('goes with a name that can be changed, unless somebody else did', async () => {
    const member = await app.newTenant();
    const renamed = await app.run(member, Profile, { input: { name: '  Ada  ', expectedVersion: 1 } });
    expect(renamed.profileUpdate).toEqual({
      user: { name: 'Ada', version: 2, isEmailVerified: false },
      userErrors: [],
    });
    const late = await app.run(member, Profile, { input: { name: 'Eve', expectedVersion: 1 } });
    expect(late.profileUpdate).toMatchObject({ user: { name: 'Ada', version: 2 }, userErrors: [{ code: 'CONFLICT' }] });
    const bad = await app.run(member, Profile, { input: { name: ' ' } });
    expect(bad.profileUpdate.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'name'] }]);
    const race = await Promise.all(
      Array.from({ length: 20 }, (_, n) => app.run(member, Profile, { input: { name: `N${n}`, expectedVersion: 2 } })),
    );
    expect(race.filter(({ profileUpdate }) => profileUpdate.userErrors.length === 0)).toHaveLength(1);
    expect(await me(member)).toMatchObject({ version: 3 });
  });
});

describe('where an address has to be proven first', () => {
  it('lets people look, and change nothing but their account, until it is', async () => {
    await using mails = await MailServer.start();
    await using app = await startTestApp({ environment: { SMTP_URL: mails.url, REQUIRE_VERIFIED_EMAIL: 'true' } });
    const member = await app.newTenant();
    const refused = await app.request(member, NewProject, {});
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await app.run(member, Profile, { input: { name: 'Ada' } })).profileUpdate.userErrors).toEqual([]);
    await vi.waitUntil(() => mails.tokenFor(member.email) !== '', { timeout: 20_000 });
    await app.run(null, Verify, { token: mails.tokenFor(member.email) });
    expect((await app.run(member, NewProject, {})).projectCreate.userErrors).toEqual([]);
  });
});

describe('mails that anybody can ask for', () => {
  it('are counted by address, whoever asks', async () => {
    await using mails = await MailServer.start();
    await using app = await startTestApp({ environment: { SMTP_URL: mails.url, MAILS_PER_HOUR: '3' } });
    const member = await app.newTenant();
    for (let asked = 0; asked < 3; asked += 1) await app.run(member, Resend, {});
    const fourth = await app.request(member, Resend, {});
    expect(fourth.errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) } },
    ]);
    const other = await app.newTenant();
    expect((await app.request(other, Resend, {})).errors).toBeUndefined();
  });
});

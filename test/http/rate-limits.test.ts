import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { codesOf, postRaw, type RawAnswer } from '../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

const SIGN_IN = 'mutation($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code } } }';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    hasWorker: false,
    environment: {
      RATE_LIMITS: 'true',
      REQUESTS_PER_MINUTE: '40',
      MUTATIONS_PER_MINUTE: '20',
      SUBSCRIBES_PER_MINUTE: '5',
    },
  });
});
afterAll(() => app[Symbol.asyncDispose]());
// Counts are by the minute of the clock; a test must not begin in one and end in the next.
beforeEach(() => vi.waitUntil(() => Date.now() % 60_000 < 52_000, { timeout: 10_000 }));

const ask = (member: Member | null, query: string, headers: Record<string, string> = {}) =>
  postRaw(app.url, { query }, { ...(member ? { authorization: `Bearer ${member.token}` } : {}), ...headers });

function expectLimited({ status, headers, errors }: RawAnswer): void {
  expect(status).toBe(429);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(codesOf({ errors })).toEqual(['RATE_LIMITED']);
  expect(errors?.[0]?.extensions.retryAfterSeconds).toBeGreaterThan(0);
}

/** How many of so many questions, one after the other, were answered. */
async function answered(count: number, question: () => Promise<RawAnswer>): Promise<number> {
  let passed = 0;
  for (let index = 0; index < count; index += 1) {
    const answer = await question();
    if (answer.status === 429) expectLimited(answer);
    else passed += 1;
  }
  return passed;
}

describe('rate limits', () => {
  it('count queries and mutations apart, each person for themselves', async () => {
    const [ada, bob] = [await app.newTenant(), await app.newTenant()];
    const mutate = () => ask(ada, 'mutation { signOutNothing: jobCancel(input: { id: "x" }) { userErrors { code } } }');
    expect(await answered(30, mutate)).toBe(20);
    expect(await answered(50, () => ask(ada, '{ __typename }'))).toBe(40);
    expect((await ask(bob, '{ __typename }')).status).toBe(200);
  });

  it('count what nobody can run, and what cannot even be read', async () => {
    const member = await app.newTenant();
    expect(await answered(60, () => ask(member, `{ nope${Math.random().toString(36).slice(2)} }`))).toBe(40);
    expect((await ask(member, '{ __typename }')).status).toBe(429);
    expect((await ask(member, '{')).status).toBe(429);
  });

  it('count an address that nobody is signed in from, whatever it says it was forwarded for', async () => {
    let index = 0;
    const spoof = () =>
      ask(null, '{ __typename }', {
        'x-forwarded-for': `10.0.0.${index++}`,
        'x-real-ip': `10.1.0.${index}`,
        forwarded: `for=10.2.0.${index}`,
      });
    expect(await answered(60, spoof)).toBe(40);
  });

  it('count subscriptions over the socket like any other', async () => {
    const member = await app.newTenant();
    const codes = [];
    for (let index = 0; index < 7; index += 1) {
      const client = app.connect(member);
      const outcome = await new Promise<string>((resolve) => {
        client.subscribe(
          { query: 'subscription { jobEvents(jobId: "Sm9iOng=") { __typename } }' },
          {
            next: () => resolve('item'),
            error: (errors) => resolve(String((errors as { extensions: { code: string } }[])[0]?.extensions.code)),
            complete: () => resolve('complete'),
          },
        );
      });
      codes.push(outcome);
      await client.dispose();
    }
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2);
  });
});

describe('signing in', () => {
  let strict: TestApp;
  beforeAll(async () => {
    strict = await startTestApp({ hasWorker: false, environment: { SIGN_INS_PER_MINUTE: '10' } });
  });
  afterAll(() => strict[Symbol.asyncDispose]());
  beforeEach(forgetAttempts);

  /** Takes the counts away that were made so far, as time does. */
  async function forgetAttempts(): Promise<void> {
    const { redis } = strict.gateway.app;
    const keys = await redis.keys(`${strict.config.REDIS_PREFIX}limit:*`);
    if (keys.length > 0) await redis.del(keys);
  }

  const attempt = (email: string, headers: Record<string, string> = {}) =>
    postRaw(strict.url, { query: SIGN_IN, variables: { input: { email, password: 'wrong password' } } }, headers);

  it('is tried ten times a minute for one account, from wherever it says it comes', async () => {
    let index = 0;
    const passed = await answered(14, () => attempt('Victim@Tenant.test', { 'x-forwarded-for': `10.0.0.${index++}` }));
    expect(passed).toBe(10);
    expectLimited(await attempt('victim@tenant.test'));
    expect((await attempt('somebody-else@tenant.test')).status).toBe(200);
  });

  it('is tried thirty times a minute from one address, whatever the account', async () => {
    let index = 0;
    expect(await answered(40, () => attempt(`account-${index++}@tenant.test`))).toBe(30);
  });

  it('counts each alias of one document as a try', async () => {
    const input = '{ email: "aliased@tenant.test", password: "wrong password" }';
    const aliases = Array.from({ length: 15 }, (_, i) => `a${i}: signIn(input: ${input}) { userErrors { code } }`);
    const answer = await postRaw(strict.url, { query: `mutation { ${aliases.join(' ')} }` });
    expectLimited(answer);
    expect(answer.data).toBeNull();
    expectLimited(await attempt('aliased@tenant.test'));
  });

  it('takes as long for an address that nobody has as for a wrong password', async () => {
    const member = await strict.newTenant();
    await forgetAttempts();
    const median = async (email: string) => {
      const times = [];
      for (let index = 0; index < 9; index += 1) {
        const start = performance.now();
        expect((await attempt(email)).status).toBe(200);
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[4]!;
    };
    const [known, unknown] = [await median(member.email), await median('nobody@nowhere.test')];
    expect(Math.abs(known - unknown) / Math.max(known, unknown)).toBeLessThan(0.5);
  });
});

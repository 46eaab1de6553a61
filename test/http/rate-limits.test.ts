import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../src/observability/logger.js';
import { codesOf, postRaw, type RawAnswer, textAt } from '../support/raw-graphql.js';
import { askHttp, JSON_HEADERS } from '../support/raw-http.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

const SIGN_IN = 'mutation($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code } } }';

let app: TestApp;
const lines: string[] = [];
const log = createLogger('warn', 'test', { write: (line) => void lines.push(line) });
beforeAll(async () => {
  app = await startTestApp({
    hasWorker: false,
    environment: {
      RATE_LIMITS: 'true',
      REQUESTS_PER_MINUTE: '40',
      MUTATIONS_PER_MINUTE: '20',
      SUBSCRIBES_PER_MINUTE: '5',
      COST_PER_MINUTE: '2000',
      TENANT_RATE_FACTOR: '2',
    },
    log,
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
  /** A gateway whose counts of addresses nobody else uses. */
  let elsewhere: TestApp;
  beforeAll(async () => {
    elsewhere = await startTestApp({
      hasWorker: false,
      environment: { RATE_LIMITS: 'true', REQUESTS_PER_MINUTE: '40' },
    });
  });
  afterAll(() => elsewhere[Symbol.asyncDispose]());

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

  it('count a request that is none as a query of its address, and say so', async () => {
    const answers = [];
    for (let index = 0; index < 45; index += 1) {
      answers.push(await askHttp(elsewhere.url, { headers: JSON_HEADERS, body: ['{"nonsense'] }));
    }
    expect(answers.map(({ status }) => status)).toEqual([...Array(40).fill(400), ...Array(5).fill(429)]);
    expect(answers[0]?.headers).toMatchObject({ 'ratelimit-limit': '40', 'ratelimit-remaining': '39' });
    expect(Number(answers[44]?.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('give a whole tenant a budget above that of each of its people', async () => {
    const ada = await app.newTenant();
    const people = [ada, await app.newColleague(ada, 'ADMIN'), await app.newColleague(ada, 'VIEWER')];
    const passed = [];
    for (const person of people) passed.push(await answered(45, () => ask(person, '{ __typename }')));
    expect(passed).toEqual([40, 40, 0]); // 80 of the tenant's 80
    const refused = await ask(people[2] as Member, '{ __typename }');
    expect(refused.errors?.[0]?.extensions.rateLimit).toEqual({ class: 'QUERY', subject: 'TENANT', limit: 80 });
  });

  it('count what operations cost', async () => {
    const member = await app.newTenant();
    const dear = '{ jobs(first: 100) { nodes { children(first: 8) { nodes { id } } } } }'; // 1,002 points
    expect(await answered(3, () => ask(member, dear))).toBe(1);
    const { errors, data, text } = await ask(member, dear);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      rateLimit: { class: 'COST', subject: 'USER', limit: 2_000, requested: 1_002 },
    });
    expect(JSON.parse(text).extensions.cost).toEqual({ requested: 1_002, maximum: 10_000 });
    expect((await ask(member, '{ viewer { role } }')).status).toBe(200);
  });

  it('hold a key to its own limit, whatever it asks', async () => {
    const member = await app.newTenant();
    const create =
      'mutation { apiKeyCreate(input: { name: "robot", scopes: [IDENTITY_READ], requestsPerMinute: 3 }) { secret userErrors { message } } }';
    const secret = textAt(await ask(member, create), 'apiKeyCreate.secret');
    const asKey = (query: string) => postRaw(app.url, { query }, { 'x-api-key': secret });
    expect((await asKey('mutation { jobCancel(input: { id: "x" }) { userErrors { code } } }')).status).toBe(200);
    expect(await answered(4, () => asKey('{ __typename }'))).toBe(2);
    const refused = await asKey('{ __typename }');
    expect(refused.errors?.[0]?.extensions.rateLimit).toEqual({ class: 'QUERY', subject: 'API_KEY', limit: 3 });
  });

  it('say on every answer what is left, and in a query', async () => {
    const member = await app.newTenant();
    const left = async (query: string) => {
      const { headers } = await ask(member, query);
      const reset = Number(headers.get('ratelimit-reset'));
      expect([reset > 0, reset <= 60]).toEqual([true, true]);
      return [headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')];
    };
    expect(await left('{ __typename }')).toEqual(['40', '39']);
    expect(await left('{ nope }')).toEqual(['40', '38']);
    expect(await left('mutation { jobCancel(input: { id: "x" }) { userErrors { code } } }')).toEqual(['20', '19']);
    const { data } = await ask(
      member,
      '{ rateLimit { isEnforced requests { class subject limit remaining resetsAt } cost { subject limit remaining } } }',
    );
    const resetsAt = expect.stringMatching(/:00\.000Z$/);
    expect(data).toMatchObject({
      rateLimit: {
        isEnforced: true,
        requests: [
          { class: 'AUTH', subject: 'USER', limit: 100_000, remaining: 99_999 },
          { class: 'QUERY', subject: 'USER', limit: 40, remaining: 37, resetsAt },
          { class: 'QUERY', subject: 'TENANT', limit: 80, remaining: 77, resetsAt },
          { class: 'MUTATION', subject: 'USER', limit: 20, remaining: 19 },
          { class: 'MUTATION', subject: 'TENANT', limit: 40, remaining: 39 },
          { class: 'SUBSCRIBE', subject: 'USER', limit: 5, remaining: 5 },
          { class: 'SUBSCRIBE', subject: 'TENANT', limit: 10, remaining: 10 },
          { class: 'UPLOAD', subject: 'USER', limit: 60, remaining: 60 },
          { class: 'UPLOAD', subject: 'TENANT', limit: 120, remaining: 120 },
        ],
        cost: [
          { subject: 'USER', limit: 2_000, remaining: expect.any(Number) },
          { subject: 'TENANT', limit: 4_000, remaining: expect.any(Number) },
        ],
      },
    });
    for (const [path, method] of [
      ['/graphql', 'PUT'],
      ['/graphql?query=', 'GET'],
    ] as const) {
      const { headers } = await askHttp(app.url, { path, method });
      expect(headers).toMatchObject({ 'ratelimit-limit': '40', 'ratelimit-reset': expect.any(String) });
    }
  });

  it('leave a line in the log now and then, and a count', async () => {
    const member = await app.newTenant();
    await answered(60, () => ask(member, '{ __typename }'));
    const told = lines
      .map((line) => JSON.parse(line))
      .filter(({ tenantId, kind }) => tenantId === member.tenantId && kind === 'RATE_QUERY');
    expect(told).toMatchObject([
      { msg: 'refused by a limit', subject: 'USER', limit: 40, address: '127.0.0.1', transport: 'HTTP' },
    ]);
    const metrics = await (await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/metrics`)).text();
    expect(
      Number(/rate_limited_total\{class="QUERY",subject="USER"\} (\d+)/.exec(metrics)?.[1]),
    ).toBeGreaterThanOrEqual(20);
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

  it('is counted and told when the password is tried on an invitation, which anybody can make', async () => {
    const [victim, attacker] = [await strict.newTenant(), await strict.newTenant()];
    await forgetAttempts();
    const invite = `mutation { invitationCreate(input: { email: "${victim.email}", role: VIEWER }) { token } }`;
    const invited = await postRaw(strict.url, { query: invite }, { authorization: `Bearer ${attacker.token}` });
    const input = { token: textAt(invited, 'invitationCreate.token'), password: 'wrong password' };
    const query =
      'mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { userErrors { code } } }';
    const accept = () => postRaw(strict.url, { query, variables: { input } });
    expect(await answered(14, accept)).toBe(10);
    expectLimited(await attempt(victim.email));
    const told = `SELECT count(*)::int AS n FROM "AuditEntry" WHERE "tenantId" = $1 AND "action" = 'signIn' AND "outcome" = 'DENIED'`;
    expect((await strict.owner.query(told, [victim.tenantId])).rows).toEqual([{ n: 10 }]);
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

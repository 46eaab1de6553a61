import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TENANT_TOPIC } from '../../src/realtime/topic.js';
import { graphql } from '../gql/index.js';
import { askGraphql, askHttp } from '../support/raw-http.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';

const OpenCase = graphql(`
  mutation OpenCaseBeforeOutage($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } } }
`);
const WatchSubjects = graphql(`
  subscription WatchSubjectsInOutage($kinds: [TenantEventKind!]) {
    tenantEvents(kinds: $kinds) { data subject { ... on Case { id subject } } }
  }
`);

/** As in production. */
const IMPATIENT = {
  DATABASE_POOL_WAIT_MS: '1000',
  DATABASE_REQUEST_WAIT_MS: '1500',
  DATABASE_LOCK_WAIT_MS: '1000',
  DATABASE_STATEMENT_TIMEOUT_MS: '5000',
};

let app: TestApp;
let member: Member;
let postgres: TcpProxy;
let redis: TcpProxy;
beforeAll(async () => {
  postgres = await startTcpProxy(process.env.DATABASE_URL ?? '');
  redis = await startTcpProxy(process.env.REDIS_URL ?? '');
  vi.stubEnv('DATABASE_URL', postgres.url);
  vi.stubEnv('REDIS_URL', redis.url);
  app = await startTestApp({
    hasWorker: false,
    environment: { RATE_LIMITS: 'true', SIGN_INS_PER_MINUTE: '1000', ...IMPATIENT },
  });
  member = await app.newTenant();
});
afterAll(async () => {
  vi.unstubAllEnvs(); // the next file may run in this process
  await app[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});
afterEach(async () => {
  postgres.mend();
  redis.mend();
  await expect.poll(async () => (await get('/readyz')).status, { timeout: 15_000 }).toBe(200);
});

const get = (path: string) => askHttp(app.url, { method: 'GET', path });
const ask = (query: string, headers: Record<string, string> = { authorization: `Bearer ${member.token}` }) =>
  askGraphql(app.url, { query }, headers);
const SIGN_IN = 'mutation { signIn(input: { email: "a@b.test", password: "wrong password" }) { userErrors { code } } }';

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const start = performance.now();
  const done = await work;
  expect(performance.now() - start).toBeLessThan(ms);
  return done;
}

function expectHonest({ status, headers, text }: Awaited<ReturnType<typeof ask>>): void {
  expect(status).toBe(503);
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  const { errors } = JSON.parse(text);
  expect(errors[0]).toMatchObject({
    message: 'The service cannot answer at the moment. Try again shortly.',
    extensions: { code: 'SERVICE_UNAVAILABLE', requestId: expect.any(String) },
  });
  expect(text).not.toMatch(/127\.0\.0\.1|ECONN|postgres|redis|prisma|\.ts/i);
}

describe('without PostgreSQL', () => {
  it('answers 503 soon, says that it is not ready, lives on, and is back by itself', async () => {
    await ask('{ viewer { role } }');
    postgres.cut();
    for (const query of [
      '{ jobs { nodes { id } } }',
      'mutation { projectCreate(input: { key: "k", name: "n" }) { userErrors { code } } }',
      SIGN_IN,
    ]) {
      expectHonest(await within(3_000, ask(query)));
    }
    expect((await get('/healthz')).status).toBe(200);
    const ready = await within(3_000, get('/readyz'));
    expect([ready.status, JSON.parse(ready.text)]).toEqual([
      503,
      { status: 'not ready', parts: { postgres: 'down', migrations: expect.any(String), redis: 'up' } },
    ]);
    expect((await ask('{ __typename }', {})).status).toBe(200);
    postgres.mend();
    await expect.poll(async () => (await ask('{ viewer { role } }')).status, { timeout: 5_000 }).toBe(200);
  });

  it('does not hang when it hangs', async () => {
    postgres.freeze();
    const start = performance.now();
    const health = within(500, get('/healthz'));
    expect((await health).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 15 }, () => ask('{ jobs { nodes { id } } }')));
    expect(performance.now() - start).toBeLessThan(4_000);
    for (const answer of answers) expectHonest(answer);
  });
});

describe('with a PostgreSQL that is busy', () => {
  it('shows no event without what it is about: the event waits, and those behind it wait in order', async () => {
    const input = {
      projectId: member.projectId,
      subject: 'Busy',
      body: 'Wait.',
      customer: { email: 'b@customer.test' },
    };
    const { caseOpen } = await app.run(member, OpenCase, { input });
    const id = caseOpen.case?.id ?? '';
    const seen: { readonly data?: Readonly<Record<string, unknown>> | null }[] = [];
    const numbers = () => seen.map(({ data }) => data?.n);
    const watching = (async () => {
      for await (const { tenantEvents } of app.follow(member, WatchSubjects, { kinds: ['CASE_TAGS_CHANGED'] })) {
        seen.push(tenantEvents);
        if (tenantEvents.data?.n === 3) break;
      }
    })();
    const { streamLog, metrics } = app.gateway.app;
    const happen = (n: number) =>
      streamLog.append(member.tenantId, TENANT_TOPIC, {
        type: 'TenantEvent',
        kind: 'CASE_TAGS_CHANGED',
        subject: { type: 'Case', id: rowId(id) },
        projectId: rowId(member.projectId),
        actor: { kind: 'SYSTEM', id: null, label: 'test' },
        requestId: null,
        data: { n },
      });
    const hears = async () => {
      await happen(0);
      return seen.length > 0;
    };
    await expect.poll(hears, { interval: 200 }).toBe(true);
    const lock = await app.owner.connect();
    try {
      await lock.query('BEGIN; LOCK TABLE "Case" IN ACCESS EXCLUSIVE MODE');
      await happen(1);
      const isPostponed = async () => (await metrics.registry.metrics()).includes('what="postponed"');
      await expect.poll(isPostponed, { timeout: 10_000 }).toBe(true);
      await happen(2);
      expect(numbers()).not.toContain(1);
    } finally {
      await lock.query('ROLLBACK');
      lock.release();
    }
    await happen(3);
    await watching;
    const behind = seen.slice(numbers().lastIndexOf(0) + 1);
    expect(behind).toEqual([1, 2, 3].map((n) => ({ data: { n }, subject: { id, subject: 'Busy' } })));
  });
});

describe('without Redis', () => {
  it('reads on, does not let anybody guess passwords, and says that it is not ready', async () => {
    redis.cut();
    expect((await within(2_000, ask('{ jobs { nodes { id } } viewer { role } }'))).status).toBe(200);
    const create =
      'mutation { projectCreate(input: { key: "while-away", name: "n" }) { project { key } userErrors { code } } }';
    expect((await within(2_000, ask(create))).text).toContain('while-away');
    expectHonest(await within(3_000, ask(SIGN_IN, {})));
    const ready = await within(3_000, get('/readyz'));
    expect(JSON.parse(ready.text).parts).toMatchObject({ postgres: 'up', redis: 'down' });
    redis.mend();
    await expect.poll(async () => (await ask(SIGN_IN, {})).status, { timeout: 10_000 }).toBe(200);
  });
});

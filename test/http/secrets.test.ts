import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../src/observability/logger.js';
import { cookieHeader, postRaw, textAt } from '../support/raw-graphql.js';
import { askHttp, JSON_HEADERS } from '../support/raw-http.js';
import { SocketClient } from '../support/socket-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const canary = (name: string) => `${name}-canary-${randomBytes(6).toString('hex')}`;
/** Nothing that keeps or shows anything may hold one of these. */
const secrets: Record<string, string> = {
  password: canary('password'),
  wrongPassword: canary('wrong'),
  parameter: canary('parameter'),
  bearer: canary('bearer'),
  cookie: canary('cookie'),
  query: canary('query'),
  unparsable: canary('unparsable'),
  literal: canary('literal'),
  registered: canary('registered'),
  unknownText: canary('unknown'),
  initialised: canary('initialised'),
  subscribed: canary('subscribed'),
  invalid: canary('invalid'),
  header: canary('header'),
};

let app: TestApp;
const lines: string[] = [];
beforeAll(async () => {
  const log = createLogger('trace', 'test', { write: (line) => void lines.push(line) });
  app = await startTestApp({ log, environment: { TRUSTED_DOCUMENTS: 'LOG', RATE_LIMITS: 'true' } });
  await handSecretsIn();
});
afterAll(() => app[Symbol.asyncDispose]());

/** Goes everywhere a secret is asked for or may stray to. */
async function handSecretsIn(): Promise<void> {
  const person = {
    email: 'secretive@tenant.test',
    password: secrets.password,
    name: 'Name\r\n{"level":60,"msg":"forged"}\u001b[31m',
  };
  const input = { tenantName: 'Secrets', tenantSlug: 'secrets', ...person };
  const signUp = await postRaw(app.url, {
    query:
      'mutation($input: SignUpInput!) { signUp(input: $input) { accessToken viewer { projects { nodes { id } } } } }',
    variables: { input },
  });
  secrets.accessToken = textAt(signUp, 'signUp.accessToken');
  for (const cookie of signUp.cookies) {
    const [name = '', value = ''] = cookie.split(';')[0]?.split('=') ?? [];
    secrets[name] = value;
  }
  const authorization = `Bearer ${secrets.accessToken}`;
  const key = await postRaw(
    app.url,
    { query: 'mutation { apiKeyCreate(input: { name: "robot", scopes: [SUPPORT_READ] }) { secret } }' },
    { authorization },
  );
  secrets.apiKey = textAt(key, 'apiKeyCreate.secret');
  const signIn = 'mutation($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code } } }';
  await postRaw(app.url, {
    query: signIn,
    variables: { input: { email: person.email, password: secrets.wrongPassword } },
  });
  await postRaw(app.url, {
    query: signIn,
    variables: { input: { email: person.email, password: [secrets.wrongPassword] } },
  });
  const refreshed = await postRaw(
    app.url,
    { query: 'mutation { tokenRefresh { accessToken } }' },
    { cookie: cookieHeader(signUp.cookies) },
  );
  secrets.secondToken = textAt(refreshed, 'tokenRefresh.accessToken');
  await postRaw(
    app.url,
    { query: '{ viewer { role } }' },
    { 'x-api-key': secrets.apiKey, cookie: `__Host-sw-access=${secrets.cookie}` },
  );
  await postRaw(app.url, { query: '{ viewer { role } }' }, { authorization: `Bearer ${secrets.bearer}` });
  await askHttp(app.url, {
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent('{ viewer { role } }')}&token=${secrets.query}`,
  });
  await askHttp(app.url, { headers: JSON_HEADERS, body: [`{"password": "${secrets.unparsable}`] });
  for (const connectionParams of [
    { authorization },
    { token: secrets.parameter },
    { 'x-api-key': secrets.apiKey, password: secrets.parameter },
  ]) {
    const client = app.connect(null, { connectionParams });
    await new Promise<void>((resolve) => {
      client.subscribe(
        { query: '{ viewer { role } }' },
        { next: () => {}, error: () => resolve(), complete: () => resolve() },
      );
    });
    await client.dispose();
  }
  await handInByDocuments(authorization);
  const projectId = textAt(signUp, 'signUp.viewer.projects.nodes.0.id');
  const opened = await postRaw(
    app.url,
    {
      query: 'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { job { id } } }',
      variables: { input: { projectId, subject: 'x', body: 'x', customer: { email: 'c@c.test' } } },
    },
    { authorization },
  );
  const id = textAt(opened, 'caseOpen.job.id');
  await vi.waitUntil(
    async () =>
      (await postRaw(app.url, { query: `{ job(id: "${id}") { finishedAt } }` }, { authorization })).text.includes(
        '"finishedAt":"',
      ),
    { timeout: 20_000 },
  );
}

/** Where texts of documents, hashes and whatever is refused could be kept or told. */
async function handInByDocuments(authorization: string): Promise<void> {
  const signIn = (secret: string | undefined) =>
    `mutation Inline { signIn(input: { email: "secretive@tenant.test", password: "${secret}" }) { userErrors { code } } }`;
  await postRaw(app.url, { query: signIn(secrets.literal) });
  await postRaw(app.url, {
    query: `mutation Broken { signIn(input: { email: "x", password: "${secrets.invalid}", nope: 1 }) { nope } }`,
  });
  for (const secret of [secrets.registered, secrets.unknownText]) {
    const query = signIn(secret);
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const body = JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } });
    await askHttp(app.url, { headers: { ...JSON_HEADERS, authorization }, body: [body] });
  }
  // A name of a client must look like one; what does not is not kept.
  await postRaw(
    app.url,
    { query: '{ __typename }' },
    { 'graphql-client-name': `a client called ${secrets.header}`, 'x-request-id': `${secrets.header} !` },
  );
  for (const messages of [
    [`{"type":"connection_init","payload":{"password":"${secrets.initialised}"`],
    [{ type: 'connection_init' }, { type: 'subscribe', id: '1', payload: { query: signIn(secrets.subscribed) } }],
    [
      { type: 'connection_init' },
      {
        type: 'subscribe',
        id: '1',
        payload: {
          query: '{ viewer { role } }',
          extensions: { headers: { authorization: `Bearer ${secrets.subscribed}` } },
        },
      },
    ],
  ]) {
    const client = await new SocketClient(`${app.url.replace('http', 'ws')}/graphql`).opened();
    for (const message of messages) {
      client.say(message);
      if (messages.length > 1) await client.heard(({ type }) => type !== 'ping');
    }
    if (messages.length > 1) await client.heard(({ id }) => id === '1');
    client.socket.close();
    await client.closed;
  }
}

function expectNoSecretIn(where: string, text: string, allowed: readonly string[] = []): void {
  const found = Object.entries(secrets).filter(([name, secret]) => !allowed.includes(name) && text.includes(secret));
  expect([where, found.map(([name]) => name)]).toEqual([where, []]);
}

describe('secrets', () => {
  it('were really handed in', () => {
    expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(12);
    for (const [name, secret] of Object.entries(secrets)) expect([name, secret.length > 12]).toEqual([name, true]);
  });

  it('stand in no line of the log, and every line is one JSON object', () => {
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      expect(line.endsWith('}\n')).toBe(true);
      expect(line.trimEnd()).not.toContain('\n');
      expect(JSON.parse(line)).toMatchObject({
        level: expect.any(Number),
        time: expect.any(String),
        msg: expect.any(String),
      });
      expect(line).not.toContain('\u001b');
      expectNoSecretIn('log', line);
    }
    expect(lines.filter((line) => JSON.parse(line).msg === 'forged')).toEqual([]);
  });

  it('tell in the log who did what in which request', () => {
    const operation = lines
      .map((line) => JSON.parse(line))
      .find(({ msg, type }) => msg === 'operation' && type === 'mutation');
    expect(operation).toMatchObject({ requestId: expect.any(String), transport: 'HTTP', ms: expect.any(Number) });
    const known = lines.map((line) => JSON.parse(line)).find(({ userId }) => userId);
    expect(known).toMatchObject({ tenantId: expect.any(String), userId: expect.any(String) });
  });

  it('stand in no metric', async () => {
    const metrics = await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/metrics`);
    expectNoSecretIn('metrics', await metrics.text());
  });

  it('stand nowhere in Redis', async () => {
    const { redis } = app.gateway.app;
    const keys = await redis.keys('*');
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      const dump = await redis.dumpBuffer(key);
      expectNoSecretIn('redis', `${key} ${dump?.toString('latin1')}`);
    }
  });

  it('stand nowhere in the database, neither as text nor inside JSON', async () => {
    const url = new URL(app.config.DATABASE_URL);
    const admin = new URL(process.env.TEST_ADMIN_DATABASE_URL ?? '');
    admin.pathname = url.pathname;
    const client = new pg.Client({ connectionString: admin.toString() });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      for (const { row } of rows) expectNoSecretIn(name, row);
    }
    await client.end();
  });
});

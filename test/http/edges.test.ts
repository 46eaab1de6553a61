import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOfflineModels } from '../../src/adapters/models/offline/offline-models.js';
import { askGraphql, askHttp, type HttpAnswer, JSON_HEADERS } from '../support/raw-http.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

const FRIEND = 'https://desk.friend.test';

describe('the edge', () => {
  let app: TestApp;
  let member: Member;
  beforeAll(async () => {
    app = await startTestApp({
      hasWorker: false,
      environment: { ALLOWED_ORIGINS: FRIEND },
      overrides: {
        ports: {
          models: {
            ...createOfflineModels(),
            embed: () => {
              throw new Error('canary: SELECT * FROM "Secret" at /srv/app/models.ts:12 on db-1.internal:5432');
            },
          },
        },
      },
    });
    member = await app.newTenant();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  const ask = (headers: Record<string, string>, query = '{ __typename }') => askGraphql(app.url, { query }, headers);
  const get = (path: string, headers: Record<string, string> = {}) =>
    askHttp(app.url, { method: 'GET', path, headers });

  describe('of other origins', () => {
    const credentialsOf = ({ headers }: HttpAnswer) => [
      headers['access-control-allow-origin'],
      headers['access-control-allow-credentials'],
    ];
    const preflight = (origin: string) =>
      askHttp(app.url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });

    it('names those on the list, with credentials', async () => {
      const answer = await ask({ origin: FRIEND });
      expect(credentialsOf(answer)).toEqual([FRIEND, 'true']);
      expect(answer.headers.vary).toContain('Origin');
      const { status, headers } = await preflight(FRIEND);
      expect(status).toBe(204);
      expect(headers['access-control-allow-headers']).toContain('authorization');
    });

    it.each([
      'https://evil.test',
      'null',
      `${FRIEND}.evil.test`,
      FRIEND.replace('https', 'http'),
      `${FRIEND}:8443`,
      'https://evil-desk.friend.test',
      '',
      'file://',
      '*',
    ])('gives %j nothing', async (origin) => {
      for (const answer of [await ask({ origin }), await preflight(origin), await get('/graphiql', { origin })]) {
        expect(credentialsOf(answer)).toEqual([undefined, undefined]);
        expect(JSON.stringify(answer.headers)).not.toContain('evil');
      }
    });
  });

  it('sets the same careful headers on every answer', async () => {
    const answers = [
      await ask({}),
      await ask({}, '{'),
      await askHttp(app.url, { headers: { 'content-type': 'text/plain' }, body: ['x'] }),
      ...(await Promise.all(['/graphiql', '/healthz', '/readyz', '/nowhere', '/graphql'].map((path) => get(path)))),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'strict-transport-security': expect.stringContaining('max-age='),
        'x-request-id': expect.any(String),
      });
      expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
    }
    const { headers } = await get('/graphiql');
    expect(headers['content-security-policy']).toMatch(/default-src 'self';.*frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*'unsafe-inline'/);
  });

  it('answers questions that are no HTTP shortly and without a stack', async () => {
    for (const [request, status] of [
      ['NONSENSE\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\nbad header\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
      ['POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ] as const) {
      const answer = await raw(request);
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).not.toMatch(/node:|Error/);
    }
  });

  const raw = (request: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(app.gateway.port, '127.0.0.1', () => socket.write(request));
      let answer = '';
      socket.on('data', (chunk) => (answer += String(chunk)));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  it('gives every request an id: the caller’s own where it has the form of one', async () => {
    const own = 'my-request-00000001';
    const answer = await ask({ 'x-request-id': own }, '{ viewer { role } }');
    expect(answer.headers['x-request-id']).toBe(own);
    expect(JSON.parse(answer.text).errors[0].extensions.requestId).toBe(own);
    for (const query of ['{', '{ nope }', '{ jobs(first: 1000) { nodes { id } } }']) {
      const { text, headers } = await ask({ 'x-request-id': own }, query);
      expect([query, JSON.parse(text).errors[0].extensions.requestId]).toEqual([query, own]);
      expect(headers['x-request-id']).toBe(own);
    }
    for (const forged of ['short', 'x'.repeat(65), 'has space in it', '{"level":60}00', '../../etc/passwd']) {
      const { headers } = await ask({ 'x-request-id': forged });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect((await get('/nowhere', { 'x-request-id': own })).headers['x-request-id']).toBe(own);
  });

  it('tells nothing of what broke inside', async () => {
    const { status, text } = await ask(
      { authorization: `Bearer ${member.token}` },
      '{ kbSearch(query: "x") { nodes { id } } }',
    );
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      data: null,
      errors: [
        {
          message: 'Something went wrong on our side.',
          locations: [{ line: 1, column: 3 }],
          path: ['kbSearch'],
          extensions: { code: 'INTERNAL', requestId: expect.any(String) },
        },
      ],
      extensions: { cost: { requested: 32, maximum: 10_000 } },
    });
  });

  it('has nothing anywhere else', async () => {
    for (const path of [
      '/',
      '/metrics',
      '/admin',
      '/graphql/',
      '/GRAPHQL',
      '/graphql%00',
      '/../etc/passwd',
      '/.env',
      '/healthz/x',
      '/graphiql/../metrics/x',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect((await get(`/${'x'.repeat(15_000)}`)).status).toBe(404);
  });

  it('is alive and ready, and shows its metrics on another port only', async () => {
    expect(JSON.parse((await get('/healthz')).text)).toEqual({ status: 'alive' });
    expect(JSON.parse((await get('/readyz')).text)).toEqual({
      status: 'ready',
      parts: { postgres: 'up', migrations: 'up', redis: 'up' },
    });
    const metrics = await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/metrics`);
    expect(await metrics.text()).toContain('switchyard_graphql_operation_seconds_bucket');
    expect((await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/graphql`)).status).toBe(404);
  });

  it('keeps the number of its time series constant, whatever clients call themselves', async () => {
    const series = async () => {
      const text = await (await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/metrics`)).text();
      return text.split('\n').filter((line) => line.startsWith('switchyard_')).length;
    };
    const flood = async (from: number) => {
      for (let index = from; index < from + 600; index += 50) {
        await Promise.all(
          Array.from({ length: 50 }, (_, offset) => ask({}, `query Name${index + offset} { __typename }`)),
        );
      }
      await Promise.all(Array.from({ length: 20 }, (_, index) => get(`/path-${from}-${index}`)));
      await ask({}, `query ${'L'.repeat(5_000)} { __typename }`);
    };
    await flood(0);
    const before = await series();
    await flood(1_000);
    await app.newTenant();
    expect(await series()).toBe(before);
    const text = await (await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/metrics`)).text();
    expect(text).not.toMatch(/L{200}|tenant\.test|t-[0-9a-f]{12}/);
  });

  it('cuts a body off that trickles in', async () => {
    const start = performance.now();
    const answer = await raw(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

describe('in production', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false, environment: { NODE_ENV: 'production' } });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "Query") { name } }',
    '{ a: __schema { queryType { name } } }',
    'query IntrospectionQuery { __schema { queryType { name } } }',
    '{ ...F } fragment F on Query { __schema { queryType { name } } }',
    '{ ... { __schema { queryType { name } } } }',
    '{ __schema\n\n{ queryType { name } } }',
    'query($n: String!) { __type(name: $n) { fields { name } } }',
    'mutation { __typename __schema { queryType { name } } }',
  ])('nobody reads the schema with %j', async (query) => {
    const variables = { n: 'Query' };
    const get = `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`;
    for (const answer of [
      await askGraphql(app.url, { query, variables }),
      await askHttp(app.url, { method: 'GET', path: get }),
      await askHttp(app.url, {
        headers: { ...JSON_HEADERS, accept: 'text/event-stream' },
        body: [JSON.stringify({ query, variables })],
      }),
    ]) {
      expect(answer.text).not.toContain('"queryType"');
      expect(answer.text).not.toContain('"fields"');
      expect(answer.text).toMatch(/introspection|POST|on type \\"Mutation/);
    }
  });

  it('gives no hint of names that are nearly right, and no explorer', async () => {
    const asked = [
      '{ viewr { role } }',
      '{ viewer { rol } }',
      '{ jobs(frst: 1) { nodes { id } } }',
      'query($i: SignInInpt!) { viewer { role } }',
      '{ node(id: "x") { ... on Jb { id } } }',
      'mutation { signIn(input: { emai: "x" }) { accessToken } }',
    ];
    for (const query of asked) {
      const { text } = await askGraphql(app.url, { query });
      expect(text).not.toMatch(/[Dd]id you mean/);
    }
    const variables = { input: { emai: 'x', password: 'x' } };
    const signIn = 'mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }';
    expect((await askGraphql(app.url, { query: signIn, variables })).text).not.toMatch(/[Dd]id you mean/);
    expect((await askHttp(app.url, { method: 'GET', path: '/graphiql' })).status).toBe(404);
  });
});

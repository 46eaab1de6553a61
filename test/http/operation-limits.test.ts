import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOfflineModels } from '../../src/adapters/models/offline/offline-models.js';
import { askGraphql, askHttp, JSON_HEADERS } from '../support/raw-http.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';
import { askOver, TRANSPORTS } from '../support/transports.js';

interface Case {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly requested: number;
  readonly maximum: number;
  readonly message: RegExp;
  readonly code?: string;
  /** What it costs, where it could be measured. */
  readonly cost?: number;
}

const parents = (levels: number) => `{ jobs { nodes ${'{ parent '.repeat(levels)}{ id }${' }'.repeat(levels)} } }`;
const repeated = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** Each limit is gone beyond by one where that can be done. */
const CASES: readonly Case[] = [
  {
    name: 'DEPTH',
    query: parents(10),
    requested: 13,
    maximum: 12,
    message: /asks for 13 levels deep; 12 are/,
    cost: 222,
  },
  {
    name: 'ALIASES',
    query: `{ viewer { ${repeated(31, (i) => `a${i}: role`)} } }`,
    requested: 31,
    maximum: 30,
    message: /31 aliases; 30/,
    cost: 2,
  },
  {
    name: 'ROOT_FIELDS',
    query: `{ ${'viewer { role } '.repeat(21)} }`,
    requested: 21,
    maximum: 20,
    message: /21 fields at the root; 20/,
    cost: 22,
  },
  {
    name: 'DIRECTIVES',
    query: `{ viewer { ${repeated(51, () => 'role @include(if: true)')} } }`,
    requested: 51,
    maximum: 50,
    message: /51 directives; 50/,
    cost: 2,
  },
  {
    name: 'TOKENS',
    query: `{ ${'__typename '.repeat(5_000)} }`,
    requested: 5_001,
    maximum: 5_000,
    message: /5001 tokens or more; 5000/,
  },
  {
    name: 'NESTING',
    query: `{ viewer(a: ${'['.repeat(300)}1${']'.repeat(300)}) { role } }`,
    requested: 201,
    maximum: 200,
    message: /201 levels of brackets or more; 200/,
  },
  {
    name: 'NODES',
    query: '{ jobs(first: 100) { nodes { children(first: 100) { nodes { id } } } } }',
    requested: 10_100,
    maximum: 10_000,
    message: /10100 objects; 10000/,
    cost: 10_202,
  },
  {
    name: 'COST',
    query:
      '{ jobs(first: 100) { nodes { children(first: 49) { nodes { attempts(first: 0) { nodes { number } } } } } } }',
    requested: 10_002,
    maximum: 10_000,
    message: /10002 points of work; 10000/,
    cost: 10_002,
  },
  {
    name: 'PAGE_SIZE',
    query: '{ jobs(first: 101) { nodes { id } } }',
    requested: 101,
    maximum: 100,
    message: /`first` is 101; it must be between 0 and 100/,
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'PAGE_SIZE',
    query: 'query($n: Int) { jobs(last: $n) { nodes { id } } }',
    variables: { n: 1_000_000 },
    requested: 1_000_000,
    maximum: 100,
    message: /`last` is 1000000/,
    code: 'BAD_USER_INPUT',
  },
];

let app: TestApp;
let member: Member;
let aborted = 0;
beforeAll(async () => {
  const models = {
    ...createOfflineModels(),
    embed: (_texts: readonly string[], options?: { signal?: AbortSignal | undefined }) =>
      new Promise<never>((_resolve, reject) =>
        options?.signal?.addEventListener('abort', () => {
          aborted += 1;
          reject(options.signal?.reason);
        }),
      ),
  };
  app = await startTestApp({
    hasWorker: false,
    environment: { MAX_EXECUTION_MS: '4000' },
    overrides: { ports: { models } },
  });
  member = await app.newTenant();
});
afterAll(() => app[Symbol.asyncDispose]());

describe.each(TRANSPORTS)('over %s', (transport) => {
  const ask = (query: string, variables = {}) =>
    askOver(transport, app.url, { query, variables }, { authorization: `Bearer ${member.token}` });

  it.each(CASES)('$name has one text, a code and both numbers', async (each) => {
    const { data, errors, extensions } = await ask(each.query, each.variables);
    expect(data).toBeUndefined();
    const { name, requested, maximum, message, cost } = each;
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(message),
        extensions: {
          code: each.code ?? 'COST_LIMIT_EXCEEDED',
          limit: { name, requested, maximum },
          requestId: expect.any(String),
        },
      },
    ]);
    const wanted = cost === undefined ? undefined : { requested: cost, maximum: 10_000 };
    expect(errors?.[0]?.extensions.cost).toEqual(wanted);
    // On a socket an operation that was not run is answered with nothing but its errors.
    if (transport !== 'WEBSOCKET') expect(extensions?.cost).toEqual(wanted);
  });

  it('says what an operation cost that was run, whether it went well or not', async () => {
    for (const [query, requested] of [
      ['{ __typename }', 1],
      ['{ viewer { role } }', 2],
      ['{ viewer { user { name } projects(first: 3) { nodes { key } pageInfo { hasNextPage } } } }', 8],
      ['{ job(id: "bm90aGluZw==") { id } }', 2],
      ['mutation { jobCancel(input: { id: "bm90aGluZw==" }) { userErrors { code } } }', 18],
    ] as const) {
      expect([query, (await ask(query)).extensions]).toEqual([query, { cost: { requested, maximum: 10_000 } }]);
    }
    const shared = 'fragment Page on JobConnection { nodes { id } }';
    const twice = `{ a: jobs(first: 2) { ...Page } b: jobs(first: 50) { ...Page } } ${shared}`;
    expect((await ask(twice)).extensions).toEqual({ cost: { requested: 55, maximum: 10_000 } });
  });

  it('gives up what takes too long, and stops it', async () => {
    const before = aborted;
    const { data, errors, extensions } = await ask('{ kbSearch(query: "x") { nodes { id } } viewer { role } }');
    expect([data, extensions]).toEqual([null, { cost: { requested: 33, maximum: 10_000 } }]);
    expect(errors).toMatchObject([
      {
        message: 'The operation took longer than 4000 ms, which are allowed; it was given up.',
        extensions: { code: 'EXECUTION_TIMEOUT', limit: { name: 'EXECUTION_TIME', maximum: 4_000 } },
      },
    ]);
    expect(aborted).toBe(before + 1);
  });

  it('counts in the metrics what was refused', async () => {
    await ask(parents(10));
    const text = await (await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/metrics`)).text();
    expect(text).toMatch(/switchyard_limits_exceeded_total\{limit="DEPTH"\} [1-9]/);
    expect(text).toMatch(/switchyard_limits_exceeded_total\{limit="EXECUTION_TIME"\} [1-9]/);
  });
});

describe('a batch', () => {
  const QUERY = { query: '{ __typename }' };
  let open: TestApp;
  let closed: TestApp;
  beforeAll(async () => {
    [open, closed] = [
      await startTestApp({
        hasWorker: false,
        environment: { MAX_BATCH: '3', RATE_LIMITS: 'true', REQUESTS_PER_MINUTE: '10' },
      }),
      await startTestApp({ hasWorker: false }),
    ];
  });
  afterAll(async () => {
    await open[Symbol.asyncDispose]();
    await closed[Symbol.asyncDispose]();
  });
  const send = (app: TestApp, batch: readonly object[], headers = {}) => askGraphql(app.url, batch, headers);

  it('is refused unless it is allowed, in one text with both numbers', async () => {
    const { status, text } = await send(closed, [QUERY, QUERY]);
    expect([status, JSON.parse(text).errors]).toMatchObject([
      400,
      [
        {
          message: 'The request is a batch of 2 operations; batches are not taken, send one operation a request.',
          extensions: { code: 'COST_LIMIT_EXCEEDED', limit: { name: 'BATCH', requested: 2, maximum: 1 } },
        },
      ],
    ]);
    expect((await send(closed, [QUERY])).status).toBe(400);
  });

  it('holds at most as many operations as it may, each counted and answered by itself', async () => {
    const tooMany = await send(open, [QUERY, QUERY, QUERY, QUERY]);
    expect([tooMany.status, tooMany.text]).toEqual([
      400,
      expect.stringContaining('a batch of 4 operations; 3 are allowed'),
    ]);
    for (const body of [[], [[]], [QUERY, null], [QUERY, 'x']])
      expect((await send(open, body as object[])).status).toBe(400);
    const stream = await send(open, [QUERY], { accept: 'application/graphql-response+json' });
    expect(stream.status).toBe(406);
    const { status, text } = await send(open, [
      QUERY,
      { query: '{ nope }' },
      { query: 'subscription { tenantEvents { kind } }' },
    ]);
    expect([status, JSON.parse(text)]).toMatchObject([
      200,
      [
        { data: { __typename: 'Query' } },
        { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
        { errors: [{}] },
      ],
    ]);
    await send(open, [QUERY, QUERY, QUERY]);
    const last = await send(open, [QUERY, QUERY, QUERY]);
    expect(JSON.parse(last.text).at(-1).errors[0].extensions.code).toBe('RATE_LIMITED');
  });
});

describe('in production', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false, environment: { NODE_ENV: 'production' } });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it.each(TRANSPORTS)('neither the schema nor names that are nearly right are told over %s', async (transport) => {
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __type(name: "Query") { name } }',
      '{ ...F } fragment F on Query { __schema { queryType { name } } }',
      '{ viewr { role } }',
      '{ node(id: "x") { ... on Jb { id } } }',
      'mutation { signIn(input: { emai: "x" }) { accessToken } }',
      'subscription { jobEvent(jobId: "x") { __typename } }',
    ]) {
      const { errors, text } = await askOver(transport, app.url, { query });
      expect(errors?.length).toBeGreaterThan(0);
      expect(text).not.toMatch(/[Dd]id you mean|"queryType"|"fields"/);
    }
    const variables = { input: { emai: 'x', password: 'x' } };
    const signIn = 'mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }';
    expect((await askOver(transport, app.url, { query: signIn, variables })).text).not.toMatch(/[Dd]id you mean/);
  });

  it('is told to those who ask with GET as little', async () => {
    const path = `/graphql?${new URLSearchParams({ query: '{ viewr { role } }' })}`;
    const { text } = await askHttp(app.url, { method: 'GET', path, headers: JSON_HEADERS });
    expect(text).not.toMatch(/[Dd]id you mean/);
  });
});

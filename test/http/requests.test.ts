import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askGraphql, askHttp, type HttpAnswer, type HttpQuestion, JSON_HEADERS } from '../support/raw-http.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let member: Member;
let signedIn: Record<string, string>;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  member = await app.newTenant();
  signedIn = { authorization: `Bearer ${member.token}` };
});
afterAll(() => app[Symbol.asyncDispose]());

const CREATE = 'mutation Create { projectCreate(input: { key: "forged", name: "forged" }) { userErrors { code } } }';
const ask = (question: HttpQuestion): Promise<HttpAnswer> => askHttp(app.url, question);
const get = (parameters: Record<string, string>, headers: Record<string, string> = signedIn) =>
  ask({ method: 'GET', path: `/graphql?${new URLSearchParams(parameters)}`, headers });

async function expectNothingCreated(): Promise<void> {
  const { rows } = await app.owner.query(`SELECT 1 FROM "Project" WHERE "key" = 'forged'`);
  expect(rows).toEqual([]);
}

describe('a request that could come from another site', () => {
  it.each([
    ['application/x-www-form-urlencoded', `query=${encodeURIComponent(CREATE)}`],
    [
      'multipart/form-data; boundary=x',
      `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{"query":"mutation { signOut { userErrors { code } } }"}\r\n--x--`,
    ],
    ['text/plain', JSON.stringify({ query: CREATE })],
    ['text/plain; a=application/json', JSON.stringify({ query: CREATE })],
    ['application/graphql', CREATE],
    ['application/jsonx', JSON.stringify({ query: CREATE })],
    ['', JSON.stringify({ query: CREATE })],
  ])('is refused as %j and executes nothing', async (type, body) => {
    const headers = type ? { ...signedIn, 'content-type': type } : signedIn;
    const { status } = await ask({ headers, body: [body] });
    expect(status).toBe(415);
    await expectNothingCreated();
  });

  it('changes nothing by GET or HEAD, however the mutation is named', async () => {
    const both = `query Look { __typename } ${CREATE}`;
    const ways: Record<string, string>[] = [{ query: CREATE }, { query: both, operationName: 'Create' }];
    for (const parameters of ways) {
      const { status, headers } = await get(parameters);
      expect([status, headers.allow]).toEqual([405, 'POST']);
      const stream = await get(parameters, { ...signedIn, accept: 'text/event-stream' });
      expect(stream.status).toBe(405);
      const path = `/graphql?${new URLSearchParams(parameters)}`;
      expect((await ask({ method: 'HEAD', path, headers: signedIn })).status).toBe(405);
    }
    await expectNothingCreated();
  });

  it('may be a query by GET', async () => {
    const { status, text } = await get({
      query: 'query($id: ID!) { node(id: $id) { id } }',
      variables: JSON.stringify({ id: member.projectId }),
    });
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { data: { node: { id: member.projectId } }, extensions: { cost: { requested: 2, maximum: 10_000 } } },
    ]);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('is refused as %s', async (method) => {
    const { status, headers } = await ask({
      method,
      headers: { ...JSON_HEADERS, ...signedIn },
    });
    expect([status, headers.allow]).toEqual([405, 'GET, POST']);
  });
});

describe('a body', () => {
  const post = (body: readonly (string | Buffer)[], headers: Record<string, string> = {}) =>
    ask({ headers: { ...JSON_HEADERS, ...headers }, body });

  it('is one operation, not a batch of any size', async () => {
    for (const count of [0, 1, 2, 1_000]) {
      const { status } = await post(
        [JSON.stringify(Array.from({ length: count }, () => ({ query: CREATE })))],
        signedIn,
      );
      expect(status).toBe(400);
    }
    await expectNothingCreated();
  });

  it('is an object with a query in it', async () => {
    for (const body of [
      'null',
      '1',
      '"x"',
      '{}',
      '{"query":""}',
      '{"query":null}',
      '{"query":{}}',
      '{"query":["{ __typename }"]}',
    ]) {
      expect([body, (await post([body])).status]).toEqual([body, 400]);
    }
    for (const extra of ['"variables":[]', '"variables":"x"', '"operationName":1', '"extensions":[]']) {
      expect([extra, (await post([`{"query":"{ __typename }",${extra}}`])).status]).toEqual([extra, 400]);
    }
    expect((await post(['{"query":"{ __typename }","variables":null,"operationName":null}'])).status).toBe(200);
  });

  it('is not repeated when it cannot be read', async () => {
    for (const body of ['{"query": "canary', 'canary', '{"canary"}', '\u0000canary', '{"query":"{ a }"} canary']) {
      const { status, text } = await post([body]);
      expect(status).toBe(400);
      expect(text).not.toContain('canary');
    }
  });

  it('is read in UTF-8 and uncompressed only', async () => {
    const query = JSON.stringify({ query: '{ __typename }' });
    expect((await post([gzipSync(query)], { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await post([query], { 'content-encoding': 'br' })).status).toBe(415);
    expect(
      (await post([Buffer.from(query, 'utf16le')], { 'content-type': 'application/json; charset=utf-16' })).status,
    ).toBe(415);
    expect((await post([query], { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
    expect((await post([query], { 'content-type': 'APPLICATION/JSON;charset="UTF-8"' })).status).toBe(200);
  });

  it('is cut off when it is too large, with and without a content-length', async () => {
    const query = '{ __typename }';
    const fitting = JSON.stringify({ query, extensions: { padding: 'x'.repeat(1_000_000) } });
    expect((await post([fitting])).status).toBe(200);
    const large = [JSON.stringify({ query, extensions: { padding: 'x'.repeat(1_048_576) } })];
    expect((await post(large)).status).toBe(413);
    expect((await post(large, { 'content-length': String(Buffer.byteLength(large[0]!)) })).status).toBe(413);
    expect((await post([], { 'content-length': '60000000' })).status).toBe(413);
    const pieces = Array.from({ length: 60 }, () => 'x'.repeat(1_048_576));
    expect((await post(pieces)).status).toBe(413);
  });

  it('may nest its variables as deep as it likes without harm', async () => {
    const deep = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
    for (const levels of [1_000, 100_000]) {
      const body = `{"query":"query($id: ID!) { node(id: $id) { id } }","variables":{"id":${deep(levels)}}}`;
      const { status, text } = await post([body], signedIn);
      expect(status, text.slice(0, 200)).toBe(400);
      expect(text).not.toContain('INTERNAL');
    }
  });

  it('may bring variables that nobody declared, and names of what every object has', async () => {
    const body =
      '{"query":"{ __typename }","variables":{"__proto__":{"x":1},"constructor":1},"__proto__":{"query":"x"}}';
    expect((await post([body])).status).toBe(200);
  });
});

describe('an answer', () => {
  const cases: [string, string, number][] = [
    ['{ viewer { role } }', 'application/json', 200],
    ['{ viewer { role } }', 'application/graphql-response+json', 200],
    ['{ nope }', 'application/json', 200],
    ['{ nope }', 'application/graphql-response+json', 400],
    ['{', 'application/graphql-response+json', 400],
    ['query($id: ID!) { node(id: $id) { id } }', 'application/graphql-response+json', 400],
    ['subscription { tenantEvents { kind } }', 'application/json', 406],
  ];
  it.each(cases)('to %j as %s has status %d', async (query, accept, status) => {
    const answer = await askGraphql(app.url, { query }, { ...signedIn, accept });
    expect(answer.status).toBe(status);
    if (status !== 406) expect(answer.headers['content-type']).toBe(`${accept}; charset=utf-8`);
  });

  it('comes in a type that the client takes, or not at all', async () => {
    const typeFor = async (accept: string) => {
      const { status, headers } = await askGraphql(app.url, { query: '{ __typename }' }, { accept });
      return status === 200 ? headers['content-type']?.split(';')[0] : status;
    };
    expect(await typeFor('*/*')).toBe('application/json');
    expect(await typeFor('application/graphql-response+json, application/json;q=0.9')).toBe(
      'application/graphql-response+json',
    );
    expect(await typeFor('application/*')).toBe('application/json');
    expect(await typeFor('text/html')).toBe(406);
    expect(await typeFor('image/png, text/plain')).toBe(406);
  });

  it('repeats no value of a variable', async () => {
    const signIn = 'mutation($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }';
    for (const input of [
      { email: 'a@b.test', password: { nested: 'canary' } },
      { email: 'a@b.test', password: 'canary', unknown: 1 },
      { email: ['canary'], password: 'canary' },
      'canary',
      { password: 'canary at "canary"; canary' },
    ]) {
      const { status, text } = await askGraphql(app.url, { query: signIn, variables: { input } });
      expect(status).toBe(400);
      expect(text).not.toContain('canary');
      expect(text).toMatch(/Variable \\"\$input\\" got an invalid value/);
    }
  });
});

import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, postRaw, type RawAnswer } from '../support/raw-graphql.js';
import { askGraphql } from '../support/raw-http.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let member: Member;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  member = await app.newTenant();
  await ask('{ __typename }'); // the first question also warms up
});
afterAll(() => app[Symbol.asyncDispose]());

const ask = (query: string, variables: Record<string, unknown> = {}, signedIn = true): Promise<RawAnswer> =>
  postRaw(app.url, { query, variables }, signedIn ? { authorization: `Bearer ${member.token}` } : {});

/** Refused before anything ran, soon, and for the asker's own fault. */
async function expectRefused(query: string, variables: Record<string, unknown> = {}): Promise<void> {
  for (const signedIn of [true, false]) {
    const start = performance.now();
    const { data, errors, status } = await ask(query, variables, signedIn);
    expect(performance.now() - start).toBeLessThan(3_000); // what is not refused soon takes for ever
    expect(data).toBeUndefined();
    expect(status).toBe(400);
    expect(codesOf({ errors })).not.toContain('INTERNAL');
  }
}

const parents = (levels: number) => `{ jobs { nodes ${'{ parent '.repeat(levels)}{ id }${' }'.repeat(levels)} } }`;

describe('what one operation may ask for', () => {
  it('is bounded in depth, also through fragments', async () => {
    expect((await ask(parents(8))).errors).toBeUndefined();
    await expectRefused(parents(12));
    await expectRefused(parents(300));
    const chain = Array.from({ length: 20 }, (_, i) => `fragment F${i} on Job { parent { ...F${i + 1} } }`).join(' ');
    await expectRefused(`{ jobs { nodes { ...F0 } } } ${chain} fragment F20 on Job { id }`);
    const inline = `${'{ parent { ... on Job '.repeat(20)}{ id }${' } }'.repeat(20)}`;
    await expectRefused(`{ jobs { nodes ${inline} } }`);
  });

  it('is bounded in aliases, fields at the root, and duplicates', async () => {
    const aliases = (count: number) => `{ ${Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ')} }`;
    const viewers = (count: number) =>
      `{ viewer { user { ${Array.from({ length: count }, (_, i) => `a${i}: name`).join(' ')} } } }`;
    expect((await ask(viewers(30))).errors).toBeUndefined();
    await expectRefused(viewers(31));
    await expectRefused(aliases(100));
    await expectRefused(aliases(5_000));
    await expectRefused(`{ ${'viewer { role } '.repeat(1_000)} }`);
  });

  it('is bounded in directives', async () => {
    await expectRefused(`{ viewer { role ${'@include(if: true) '.repeat(51)} } }`);
    await expectRefused(`{ viewer { role ${'@aa '.repeat(500)} } }`);
    await expectRefused(`query ${'@skip(if: false) '.repeat(60)} { __typename }`);
  });

  it('is bounded in tokens, before a tree is built', async () => {
    await expectRefused(`{ ${'__typename '.repeat(5_000)} }`);
    await expectRefused(`{ a(b: ${'['.repeat(2_000)}1${']'.repeat(2_000)}) }`);
    await expectRefused(`${'{ a '.repeat(20_000)}${' }'.repeat(20_000)}`);
    await expectRefused(`{ job(id: "${'x'.repeat(5)}") { id } } ${'# comment\n'.repeat(50_000)} x`);
  });

  it('is bounded when fragments double at every step, or go in circles', async () => {
    const doubling = Array.from({ length: 60 }, (_, i) => `fragment D${i} on Job { ...D${i + 1} ...D${i + 1} }`).join(
      ' ',
    );
    await expectRefused(
      `{ jobs { nodes { ...D0 } } } ${doubling} fragment D60 on Job { a: parent { id } b: parent { id } }`,
    );
    await expectRefused(
      '{ jobs { nodes { ...A } } } fragment A on Job { parent { ...B } } fragment B on Job { parent { ...A } }',
    );
    await expectRefused('{ jobs { nodes { ...S } } } fragment S on Job { ...S }');
  });

  it('is bounded in pages and in the objects it could give', async () => {
    for (const size of [101, 1_000_000, -1]) {
      await expectRefused(`{ jobs(first: ${size}) { nodes { id } } }`);
      await expectRefused(`{ jobs(last: ${size}) { nodes { id } } }`);
      await expectRefused('query($n: Int) { jobs(first: $n) { nodes { id } } }', { n: size });
    }
    expect((await ask('{ jobs(first: 100) { nodes { id } } }')).errors).toBeUndefined();
    await expectRefused(
      '{ jobs(first: 100) { nodes { children(first: 100) { nodes { children(first: 100) { nodes { id } } } } } } }',
    );
    await expectRefused(
      'query($n: Int = 100) { jobs(first: $n) { nodes { children(first: $n) { nodes { log(first: $n) { nodes { at } } } } } } }',
    );
    const ids = Array.from({ length: 100 }, () => Buffer.from(`Job:${crypto.randomUUID()}`).toString('base64'));
    const nodes =
      'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Job { children(first: 100) { nodes { id } } attempts(first: 100) { nodes { number } } } } }';
    await expectRefused(nodes, { ids });
    const tooMany = await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [...ids, ...ids] });
    expect(codesOf(tooMany)).toEqual(['BAD_USER_INPUT']);
  });

  it('says which limit it was, and how much was asked', async () => {
    const { errors } = await ask(parents(12));
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^The operation asks for \d+ levels deep; 12 are allowed\.$/),
        extensions: {
          code: 'COST_LIMIT_EXCEEDED',
          limit: { name: 'DEPTH', requested: 15, maximum: 12 },
          cost: { requested: expect.any(Number), maximum: 10_000 },
          requestId: expect.any(String),
        },
      },
    ]);
  });

  it('includes the whole schema, where that is open', async () => {
    const { errors } = await ask(getIntrospectionQuery(), {}, false);
    expect(errors).toBeUndefined();
    const circular = `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`;
    await expectRefused(circular);
  });
});

describe('neighbours', () => {
  it('are served while somebody asks too much', async () => {
    const doubling = Array.from({ length: 200 }, (_, i) => `fragment D${i} on Job { ...D${i + 1} ...D${i + 1} }`).join(
      ' ',
    );
    const bombs = [
      `{ jobs { nodes { ...D0 } } } ${doubling} fragment D200 on Job { id }`,
      `${'{ a '.repeat(20_000)}`,
      `{ ${Array.from({ length: 1_000 }, (_, i) => `a${i}: viewer { role }`).join(' ')} }`,
      `{ ${'viewer { ... on Viewer { role } } '.repeat(500)} }`,
      `query(${Array.from({ length: 900 }, (_, i) => `$v${i}: Int`).join(' ')}) { __typename }`,
    ];
    const flood = Promise.all(
      bombs.flatMap((query, i) => Array.from({ length: 10 }, (_, j) => ask(`${query} #${i} ${j}`))),
    );
    let isOver = false;
    void flood.then(() => (isOver = true));
    let served = 0;
    do {
      const answer = await askGraphql(app.url, { query: '{ __typename }' });
      expect(JSON.parse(answer.text)).toMatchObject({ data: { __typename: 'Query' } });
      served += 1;
    } while (!isOver);
    expect(served).toBeGreaterThan(0);
    for (const { status } of await flood) expect(status).toBeLessThan(500);
  });
});

import { randomUUID } from 'node:crypto';
import { getNamedType, isEnumType, isLeafType, isObjectType, isScalarType } from 'graphql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { urlFor } from '../../src/db/provision.js';
import { schema } from '../../src/graphql/schema.js';
import { postRaw, textAt } from '../support/raw-graphql.js';
import { argumentsWith, documentFor, rootFields, slotsOf } from '../support/schema-walk.js';
import { connect } from '../support/socket-client.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';
import { globalId } from '../support/walk-app.js';

let app: TestApp;
let member: Member;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  member = await app.newTenant();
  // What hostile texts drop, had they a way to: it belongs to the very role that the application signs in with.
  const admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  await admin.query('CREATE TABLE x AS SELECT 1 AS n');
  await admin.query(`ALTER TABLE x OWNER TO "${new URL(app.config.DATABASE_URL).username}"`);
  await admin.end();
});
afterAll(() => app[Symbol.asyncDispose]());

/** Values of each scalar that have broken things elsewhere. */
const HOSTILE: Record<string, readonly unknown[]> = {
  String: [
    `'; SELECT pg_sleep(5); --`,
    `" OR "1"="1`,
    `') UNION SELECT "passwordHash" FROM "UserCredential" --`,
    '{{7*7}}<%= 7*7 %>',
    '\u0000',
    'text\u0000with nul',
    '\ud800',
    '\u202egnp.exe\u200b\ufeff',
    '%00%0d%0aSet-Cookie: a=b',
    `${'a'.repeat(30_000)}!`,
    '('.repeat(2_000),
    `${'a'.repeat(15_000)}@${'a'.repeat(15_000)}`,
    ' '.repeat(30_000),
    '\\'.repeat(1_000),
    '*?.[]{}()^$|+',
    'x & y | ! ( <-> :* ',
    '',
  ],
  EmailAddress: [
    'x',
    'a@b',
    `${'a'.repeat(30_000)}@x.test`,
    'a@b.test\u0000',
    `a'--@b.test`,
    `${'a.'.repeat(5_000)}@b.test`,
  ],
  DateTime: [
    'x',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '+275760-09-13T00:00:00.000Z',
    '2020-02-30T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    0,
    1e30,
  ],
  EventCursor: [
    'x',
    'AAAA',
    Buffer.from('9999999999999-9999999999-x').toString('base64url'),
    Buffer.from('0-0-').toString('base64url'),
    '-'.repeat(120),
    '\u0000',
  ],
  ID: [
    '',
    'x',
    '\u0000',
    'Job:1',
    Buffer.from("Job:'; DROP TABLE x; --").toString('base64'),
    Buffer.from('Job:').toString('base64'),
    Buffer.from('__proto__:constructor').toString('base64'),
    'A'.repeat(30_000),
    1,
    -1,
  ],
  Boolean: ['true', 1, 'x'],
  Date: ['x', '2020-02-30', '0000-00-00', '9999-12-31', 0],
  Decimal: ['x', '1e400', '-0', '9'.repeat(5_000), 'NaN', 'Infinity'],
  CurrencyCode: ['x', 'eur', 'EURO', '', 1],
  BigInt: ['x', '9'.repeat(5_000), -1, 1.5],
  URL: ['x', 'javascript:alert(1)', 'file:///etc/passwd', `http://${'a'.repeat(30_000)}`, 'http://[::1'],
  JSONObject: [
    [],
    'x',
    1,
    { __proto__: null, 'a\u0000b': '\u0000' },
    JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`),
  ],
  Int: [-1, 0, 2_147_483_647, 2_147_483_648, 1.5, '1'],
  Float: [-1, 1e308, 2, '1'],
};

function suggest(name: string, type: string): unknown {
  if (type === 'ID') return name === 'projectId' ? member.projectId : globalId('Job', randomUUID());
  if (name === 'key') return `k${randomUUID().slice(0, 8)}`;
  return undefined;
}

/** Values that no enum has. */
const NO_MEMBERS = ['x', '', "ASC'; DROP TABLE x; --", '__proto__', 1, true];
const valuesFor = (type: string) => HOSTILE[type] ?? NO_MEMBERS;
const ENUMS = Object.values(schema.getTypeMap())
  .filter((type) => isEnumType(type) && !type.name.startsWith('__'))
  .map(({ name }) => name);
const SCALARS = Object.values(schema.getTypeMap())
  .filter(isScalarType)
  .map(({ name }) => name);

const slots = (['Query', 'Mutation', 'Subscription'] as const).flatMap((parent) =>
  rootFields(schema, parent).flatMap((field) =>
    [...Object.keys(HOSTILE), ...ENUMS].flatMap((type) =>
      slotsOf(field, type).map(({ path }) => ({ name: `${field.name}(${path.join('.')})`, parent, field, path, type })),
    ),
  ),
);
const cases = slots.filter(({ parent }) => parent !== 'Subscription');
const streams = slots.filter(({ parent }) => parent === 'Subscription');

const FAULTS = /INTERNAL|SERVICE_UNAVAILABLE|EXECUTION_TIMEOUT|passwordHash|prisma|node_modules/;

describe('hostile values', () => {
  it('exist for every scalar of the schema', () => {
    expect(SCALARS.filter((name) => !(name in HOSTILE))).toEqual([]);
  });

  it.each(cases)('do no harm at $name', async ({ parent, field, path, type }) => {
    for (const value of valuesFor(type)) {
      const given = argumentsWith(field, path, value, suggest);
      const query = documentFor(schema, parent === 'Query' ? 'query' : 'mutation', field, given, 0);
      await ask(query, given, value);
    }
  });

  it.each(streams)('do no harm at $name, and leave the socket open', async ({ field, path, type }) => {
    const client = await connect(`${app.url.replace('http', 'ws')}/graphql`, {
      authorization: `Bearer ${member.token}`,
    });
    for (const [index, value] of valuesFor(type).entries()) {
      const variables = argumentsWith(field, path, value, suggest);
      const query = documentFor(schema, 'subscription', field, variables, -1);
      client.say({ type: 'subscribe', id: `s${index}`, payload: { query, variables } });
      client.say({ type: 'subscribe', id: `q${index}`, payload: { query: '{ __typename }' } });
      expect(await client.heard(({ id }) => id === `q${index}`)).toMatchObject({ type: 'next' });
      client.say({ type: 'complete', id: `s${index}` });
    }
    expect(JSON.stringify(client.messages)).not.toMatch(FAULTS);
    client.socket.terminate();
  });

  it('do no harm at any argument of a field below the root', async () => {
    const { caseId } = await openCase();
    const ids: Record<string, string> = {
      Case: caseId,
      Tenant: globalId('Tenant', member.tenantId),
      Project: member.projectId,
    };
    const asked: string[] = [];
    for (const [type, id] of Object.entries(ids)) {
      const object = schema.getType(type);
      if (!isObjectType(object)) throw new Error(type);
      for (const field of Object.values(object.getFields())) {
        for (const scalar of Object.keys(HOSTILE)) {
          for (const { path } of slotsOf(field, scalar)) {
            asked.push(`${type}.${field.name}(${path.join('.')})`);
            for (const value of valuesFor(scalar)) {
              const given = argumentsWith(field, path, value, suggest);
              const declared = field.args.filter(({ name }) => name in given);
              const variables = declared.map(({ name, type: input }) => `$${name}: ${String(input)}`).join(', ');
              const args = declared.map(({ name }) => `${name}: $${name}`).join(', ');
              const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
              const query = `query($id: ID!, ${variables}) { node(id: $id) { ... on ${type} { ${field.name}(${args}) ${selection} } } }`;
              await ask(query, { id, ...given }, value);
            }
          }
        }
      }
    }
    expect(asked).toEqual(
      expect.arrayContaining(['Case.messages(first)', 'Case.messages(after)', 'Case.matches(last)']),
    );
  });

  it.each([
    ['auditEntries', 'query($in: [ID!]) { auditEntries(filter: { actor: { in: $in } }) { totalCount } }'],
    [
      'auditExport',
      'mutation($in: [ID!]) { auditExport(input: { filter: { subject: { in: $in } } }) { userErrors { code path } } }',
    ],
    ['cases by project', 'query($in: [ID!]) { cases(filter: { projectId: { in: $in } }) { totalCount } }'],
    ['cases by number', 'query($in: [Int!]) { cases(filter: { number: { in: $in } }) { totalCount } }'],
  ])('that are many are taken up to a hundred: %s', async (name, query) => {
    const send = (count: number) => {
      const values = Array.from({ length: count }, (_, index) =>
        name === 'cases by number' ? index : globalId(name === 'auditEntries' ? 'User' : 'Project', randomUUID()),
      );
      return postRaw(app.url, { query, variables: { in: values } }, { authorization: `Bearer ${member.token}` });
    };
    expect((await send(100)).errors).toBeUndefined();
    for (const count of [101, 5_000]) {
      const { text } = await send(count);
      expect(text.slice(0, 500)).toMatch(/INVALID_INPUT/);
      expect(text.slice(0, 500)).toContain('"in"');
    }
  });

  it('found no way to the tables', async () => {
    const { prisma } = app.gateway.app.database;
    expect(await prisma.$queryRawUnsafe('SELECT n FROM x')).toEqual([{ n: 1 }]);
    await prisma.$executeRawUnsafe('DROP TABLE x'); // which would have gone through
    await expect(prisma.$queryRawUnsafe('SELECT n FROM x')).rejects.toThrow(/"?x"? does not exist/);
  });
});

/** The way of somebody who may do everything into the database of the application. */
function adminUrl(): string {
  return urlFor(String(process.env.TEST_ADMIN_DATABASE_URL), {
    database: new URL(app.config.DATABASE_URL).pathname.slice(1),
  });
}

async function ask(query: string, variables: Record<string, unknown>, value: unknown): Promise<void> {
  const start = performance.now();
  const { text, status } = await postRaw(app.url, { query, variables }, { authorization: `Bearer ${member.token}` });
  const shown = `${JSON.stringify(value)?.slice(0, 60)} → ${text.slice(0, 300)}`;
  expect(performance.now() - start, shown).toBeLessThan(2_000);
  expect(status, shown).toBeLessThan(500);
  expect(text, shown).not.toMatch(FAULTS);
}

async function openCase(): Promise<{ caseId: string }> {
  const query =
    'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { message path } } }';
  const input = { projectId: member.projectId, subject: 'x', body: 'x', customer: { email: 'c@c.test' } };
  const answer = await postRaw(app.url, { query, variables: { input } }, { authorization: `Bearer ${member.token}` });
  return { caseId: textAt(answer, 'caseOpen.case.id') };
}

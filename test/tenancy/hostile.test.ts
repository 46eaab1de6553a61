import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { postRaw } from '../support/raw-graphql.js';
import { argumentsWith, documentFor, rootFields, slotsOf } from '../support/schema-walk.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';
import { globalId } from '../support/walk-app.js';

let app: TestApp;
let member: Member;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  member = await app.newTenant();
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
  Int: [-1, 0, 2_147_483_647, 2_147_483_648, 1.5, '1'],
  Float: [-1, 1e308, 2, '1'],
};

function suggest(name: string, type: string): unknown {
  if (type === 'ID') return name === 'projectId' ? member.projectId : globalId('Job', randomUUID());
  if (name === 'key') return `k${randomUUID().slice(0, 8)}`;
  return undefined;
}

const cases = (['Query', 'Mutation'] as const).flatMap((parent) =>
  rootFields(schema, parent).flatMap((field) =>
    Object.keys(HOSTILE).flatMap((scalar) =>
      slotsOf(field, scalar).map(({ path }) => ({
        name: `${field.name}(${path.join('.')})`,
        parent,
        field,
        path,
        scalar,
      })),
    ),
  ),
);

describe('hostile values', () => {
  it.each(cases)('do no harm at $name', async ({ parent, field, path, scalar }) => {
    for (const value of HOSTILE[scalar] ?? []) {
      const given = argumentsWith(field, path, value, suggest);
      const query = documentFor(schema, parent === 'Query' ? 'query' : 'mutation', field, given, 0);
      const start = performance.now();
      const { text, status } = await postRaw(
        app.url,
        { query, variables: given },
        { authorization: `Bearer ${member.token}` },
      );
      const shown = `${JSON.stringify(value).slice(0, 60)} → ${text.slice(0, 300)}`;
      expect(performance.now() - start, shown).toBeLessThan(2_000);
      expect(status, shown).toBeLessThan(500);
      expect(text, shown).not.toMatch(/INTERNAL|SERVICE_UNAVAILABLE|passwordHash|prisma|node_modules/);
    }
  });

  it('found no way to the tables', async () => {
    const { rows } = await app.owner.query('SELECT count(*)::int AS n FROM "UserCredential"');
    expect(rows[0].n).toBeGreaterThan(0);
  });
});

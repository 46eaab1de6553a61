import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { postRaw } from '../support/raw-graphql.js';
import { argumentsWith, documentFor, type IdSlot, nodeTypes, rootFields, slotsOf } from '../support/schema-walk.js';
import { type Member, rowId } from '../support/test-app.js';
import { CONNECTIONS, globalId, globalIds, startWalkApp, type WalkApp } from '../support/walk-app.js';

/*
 * What the walk leaves to ask: whether counts, forged types or the work that is done tell a foreign id from one that
 * nobody has. Work is counted, not timed: the same statements are sent, and as many rows come back.
 */

const TYPES = nodeTypes(schema);
const slots = (['Query', 'Mutation'] as const).flatMap((parent) =>
  rootFields(schema, parent)
    .flatMap((field) => slotsOf(field, 'ID'))
    .map((slot) => ({ parent, slot, name: `${slot.field.name}(${slot.path.join('.')})` })),
);
const connections = rootFields(schema, 'Query').filter(({ type }) => String(type).endsWith('Connection!'));
const counted = connections.filter(({ type }) => {
  const connection = schema.getType(String(type).replace('!', ''));
  return connection && 'getFields' in connection && 'totalCount' in connection.getFields();
});

let walk: WalkApp;
const ofA = new Map<string, string>();
const ofB = new Map<string, string>();
beforeAll(async () => {
  walk = await startWalkApp();
  for (const type of TYPES) {
    ofA.set(type, (await globalIds(walk.app, type, walk.a))[0] ?? '');
    ofB.set(type, (await globalIds(walk.app, type, walk.b))[0] ?? '');
  }
});
afterAll(() => walk[Symbol.asyncDispose]());

function suggest(name: string, type: string, [wanted]: readonly string[]): unknown {
  if (type === 'ID') return ofB.get(wanted ?? 'Project');
  return /[kK]ey$|[sS]lug$/.test(name) ? `k${randomUUID().slice(0, 8)}` : undefined;
}

async function ask({ slot, parent }: { slot: IdSlot; parent: 'Query' | 'Mutation' }, id: string | undefined) {
  const given = argumentsWith(slot.field, slot.path, id, suggest);
  const kind = parent === 'Query' ? 'query' : 'mutation';
  // What a mutation makes anew has an id of its own in every answer; its errors tell what is asked here.
  const query = documentFor(schema, kind, slot.field, given, parent === 'Query' ? 1 : -1);
  const answer = await postRaw(walk.app.url, { query, variables: given }, bearer());
  const errors = answer.errors?.map(({ message, path, extensions }) => [message, path, extensions.code]);
  return { text: answer.text, verdict: JSON.stringify([answer.status, answer.data, errors]) };
}

const bearer = () => ({ authorization: `Bearer ${walk.b.member.token}` });

/** The statements that the gateway's pool sends meanwhile, and how many rows each brought. */
async function workOf(act: () => Promise<unknown>): Promise<string[]> {
  const { pool } = walk.app.gateway.app.database;
  const sent: string[] = [];
  const send = pool.query;
  const listening = ((...args: Parameters<typeof send>) => {
    const [statement] = args as unknown as [string | { text?: string }];
    const text = typeof statement === 'string' ? statement : (statement.text ?? '');
    const result: unknown = Reflect.apply(send, pool, args);
    if (result instanceof Promise) {
      sent.push(text);
      const place = sent.length - 1;
      result.then(
        (answer: Answer) => (sent[place] = `${text} → ${rowsIn(answer)} rows`),
        () => (sent[place] = `${text} → refused`),
      );
    } else sent.push(text);
    return result;
  }) as typeof send;
  pool.query = listening;
  try {
    await act();
  } finally {
    pool.query = send;
  }
  return sent.filter((text) => !BACKGROUND.test(text)).sort();
}

interface Answer {
  readonly rowCount: number | null;
  readonly rows: readonly object[];
}

/** Plain reads come as one row that holds all of them. */
function rowsIn({ rowCount, rows: [first] }: Answer): number | null {
  const packed = (first as { rows?: unknown } | undefined)?.rows;
  return typeof packed === 'string' ? (JSON.parse(packed) as unknown[]).length : rowCount;
}

/** Who asks, which is looked up once in a while, and what the gateway does by itself. */
const BACKGROUND = new RegExp(
  [
    String.raw`hidden_projects_of\(m\."tenantId", m\."id"\) AS "hidden"`,
    String.raw`UPDATE \S*"AuthSession" SET "lastSeenAt"`,
    '"OutboxEntry"|operations_|"JobDelta"',
  ].join('|'),
);

describe('the work done for a foreign id', () => {
  it.each(slots.filter(({ parent }) => parent === 'Query'))('is that for an unknown one at $name', async (place) => {
    const types = place.slot.wanted.length > 0 ? place.slot.wanted : TYPES;
    await ask(place, globalId(types[0] ?? '', randomUUID())); // what is kept for the next time is kept now
    for (const type of types) {
      const foreign = await workOf(() => ask(place, ofA.get(type)));
      const unknown = await workOf(() => ask(place, globalId(type, randomUUID())));
      expect([type, foreign]).toEqual([type, unknown]);
    }
  });

  it('would be seen, if it were more', async () => {
    const place = slots.find(({ name }) => name === 'node(id)');
    if (!place) throw new Error('There is no node(id)');
    await ask(place, ofB.get('Case'));
    const own = await workOf(() => ask(place, ofB.get('Case')));
    const unknown = await workOf(() => ask(place, globalId('Case', randomUUID())));
    expect(own).not.toEqual(unknown);
  });
});

/** What a list leaves out of its table by itself. */
const LISTED: Readonly<Record<string, string>> = {
  AuthSession: 'AND "userId" = $2 AND "endedAt" IS NULL',
  Project: 'AND "archivedAt" IS NULL',
};

/** How many a list should count, by the owner of the tables. */
async function countIn(type: string, { tenantId, userId }: Member): Promise<number> {
  if (type === 'LiveConnection') return tenantId === walk.a.member.tenantId ? CONNECTIONS : 0;
  const { rows } = await walk.app.owner.query(
    `SELECT count(*)::int AS n FROM "${type}" WHERE "tenantId" = $1 ${LISTED[type] ?? ''}`,
    LISTED[type]?.includes('$2') ? [tenantId, rowId(userId)] : [tenantId],
  );
  return rows[0].n;
}

describe('a count', () => {
  it.each(counted.map((field) => ({ name: field.name, field })))(
    'of $name counts nothing of others',
    async ({ field }) => {
      const query = `{ ${field.name} { totalCount } }`;
      const type = String(field.type).replace('Connection!', '');
      for (const member of [walk.a.member, await walk.app.newTenant()]) {
        const answer = await postRaw(walk.app.url, { query }, { authorization: `Bearer ${member.token}` });
        expect(answer.errors, answer.text).toBeUndefined();
        const { totalCount } = (answer.data as Record<string, { totalCount: number }>)[field.name] ?? {};
        expect([type, totalCount]).toEqual([type, await countIn(type, member)]);
      }
    },
  );

  it.each(slots.filter(({ parent, slot }) => parent === 'Query' && counted.includes(slot.field)))(
    'that is narrowed by an id of A at $name is that of an unknown id',
    async (place) => {
      const asked = TYPES.map(async (type) => {
        const [foreign, unknown] = [await ask(place, ofA.get(type)), await ask(place, globalId(type, randomUUID()))];
        expect([type, foreign.verdict]).toEqual([type, unknown.verdict]);
      });
      await Promise.all(asked);
    },
  );
});

// Last: what B tried with ids of A stands in B's own audit from then on, and can be found there by those ids.
describe('an id whose type is forged', () => {
  it.each(slots)('opens nothing at $name: the row of the one is none of the other', async (place) => {
    const { wanted } = place.slot;
    const [first = ''] = TYPES;
    // Where any type will do, one row as every type: the others are walked as they are.
    const types = wanted.length === 0 ? [first] : TYPES;
    for (const as of wanted.length > 0 ? wanted : TYPES) {
      const unknown = await ask(place, globalId(as, randomUUID()));
      const asked = types.map(async (type) => {
        if (as === type) return;
        const [, row = ''] = Buffer.from(ofA.get(type) ?? '', 'base64')
          .toString()
          .split(':');
        const forged = await ask(place, globalId(as, row));
        expect([type, as, forged.verdict]).toEqual([type, as, unknown.verdict]);
        expect(forged.text).not.toContain(walk.a.canary);
      });
      await Promise.all(asked);
    }
  });
});

import { randomUUID } from 'node:crypto';
import { getNamedType, isAbstractType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { detailsOf } from '../../src/modules/operations/tenant-event-details.type.js';
import type { PopulatedTenant } from '../support/populated-tenant.js';
import { postRaw, type RawAnswer } from '../support/raw-graphql.js';
import {
  argumentsWith,
  documentFor,
  type IdSlot,
  likelyTypes,
  nodeTypes,
  type RootField,
  rootFields,
  slotsOf,
} from '../support/schema-walk.js';
import { checksums } from '../support/tenant-tables.js';
import { outcome, verdict } from '../support/verdict.js';
import { globalId, globalIds, startWalkApp, type WalkApp } from '../support/walk-app.js';

const TYPES = nodeTypes(schema);
const QUERIES = rootFields(schema, 'Query');
const MUTATIONS = rootFields(schema, 'Mutation');

let walk: WalkApp;
/** Ids by tenant and type. */
let ids: { a: Map<string, string[]>; b: Map<string, string[]> };
beforeAll(async () => {
  walk = await startWalkApp();
  const of = async (tenant: PopulatedTenant) =>
    new Map(await Promise.all(TYPES.map(async (type) => [type, await globalIds(walk.app, type, tenant)] as const)));
  ids = { a: await of(walk.a), b: await of(walk.b) };
});
afterAll(() => walk[Symbol.asyncDispose]());

/** What can be any object is asked for the object's own fields: with those of others, a document has 400 KB. */
const depthOf = ({ type }: RootField) => (isAbstractType(getNamedType(type)) ? 0 : 2);

/** Asks as B. */
async function ask(kind: 'query' | 'mutation', field: RootField, given: object, depth = depthOf(field)) {
  const request = { query: documentFor(schema, kind, field, given, depth), variables: { ...given } };
  return postRaw(walk.app.url, request, { authorization: `Bearer ${walk.b.member.token}` });
}

/** Values for what stands beside the slot, all of them B's own. */
function suggest(name: string, type: string, [wanted]: readonly string[] = []): unknown {
  if (name === 'nodeId') return ids.b.get('Case')?.[0];
  if (type === 'ID') return ids.b.get(wanted ?? `${name.charAt(0).toUpperCase()}${name.slice(1, -2)}`)?.[0];
  if (name === 'query') return 'reset password';
  if (name === 'contextTokens') return 8_000;
  if (name === 'email') return `${randomUUID()}@walk.test`;
  if (name === 'key' || name === 'tenantSlug') return `k${randomUUID().slice(0, 8)}`;
  return undefined;
}

function expectNothingOfA({ text }: RawAnswer): void {
  expect(text).not.toContain(walk.a.canary);
  expect(text).not.toContain(walk.a.member.tenantId);
}

const slotNames = (slots: readonly IdSlot[]) =>
  slots.map((slot) => ({ slot, name: `${slot.field.name}(${slot.path.join('.')})` }));
const querySlots = slotNames(QUERIES.flatMap((field) => slotsOf(field, 'ID')));
const mutationSlots = slotNames(MUTATIONS.flatMap((field) => slotsOf(field, 'ID')));

/** An id of A and one that nobody has get the same answer, whatever type they are said to be of. */
async function expectNoDifference(kind: 'query' | 'mutation', slot: IdSlot): Promise<void> {
  const tried = TYPES.map(async (type) => {
    const answers = [];
    for (const id of [ids.a.get(type)?.[0], globalId(type, randomUUID())]) {
      const answer = await ask(kind, slot.field, argumentsWith(slot.field, slot.path, id, suggest));
      expectNothingOfA(answer);
      answers.push(kind === 'mutation' ? outcome(answer) : verdict(answer));
    }
    expect(answers[0], `${slot.field.name} with a ${type}`).toEqual(answers[1]);
    expect(JSON.stringify(answers), `${slot.field.name} with a ${type}`).not.toContain('INTERNAL');
  });
  await Promise.all(tried);
}

/** The walk reaches the slot: some id of B's own gets another answer than one that nobody has. */
async function expectOwnIdsToMatter(kind: 'query' | 'mutation', slot: IdSlot): Promise<void> {
  for (const type of likelyTypes(slot, TYPES)) {
    const unknown = await ask(
      kind,
      slot.field,
      argumentsWith(slot.field, slot.path, globalId(type, randomUUID()), suggest),
    );
    for (const id of ids.b.get(type) ?? []) {
      const own = await ask(kind, slot.field, argumentsWith(slot.field, slot.path, id, suggest));
      if (JSON.stringify(verdict(own)) !== JSON.stringify(verdict(unknown))) return;
    }
  }
  throw new Error(`No id of its own makes a difference to ${slot.field.name}(${slot.path.join('.')})`);
}

describe('two tenants', () => {
  it('have something of every type that has an id', () => {
    for (const type of TYPES) expect([type, ids.a.get(type)?.length ?? 0]).not.toEqual([type, 0]);
  });

  it.each(QUERIES.map((field) => ({ name: field.name, field })))('$name shows B nothing of A', async ({ field }) => {
    const given = argumentsWith(field, [], undefined, suggest);
    if (slotsOf(field, 'ID').some(({ path }) => path[0]! in given)) return; // walked by its ids below
    const answer = await ask('query', field, given, 4);
    expect(answer.errors, answer.text).toBeUndefined();
    expectNothingOfA(answer);
  });

  it('would show A as much as B, if the walk looked', async () => {
    for (const name of ['viewer', 'projects', 'cases', 'kbArticles', 'jobs', 'apiKeys']) {
      const field = QUERIES.find((found) => found.name === name) as RootField;
      expect((await ask('query', field, {})).text).toContain(walk.b.canary);
      const asA = await postRaw(
        walk.app.url,
        { query: documentFor(schema, 'query', field, {}) },
        { authorization: `Bearer ${walk.a.member.token}` },
      );
      expect(asA.text, name).toContain(walk.a.canary);
    }
  });
});

describe('an id of A in a query of B', () => {
  it.each(querySlots)('is like an unknown one at $name', ({ slot }) => expectNoDifference('query', slot));
  it.each(querySlots)('would matter at $name if it were its own', ({ slot }) => expectOwnIdsToMatter('query', slot));

  it('is refused as the asker’s own fault when it is of no type, or no id', { timeout: 300_000 }, async () => {
    const uuid = randomUUID();
    const odd = [
      '',
      'x',
      'Case',
      'Case:',
      'Case:1',
      'Case:%00',
      ':',
      `Membership:${uuid}`,
      `Viewer:${uuid}`,
      `__proto__:${uuid}`,
      `Query:${uuid}`,
      `Case:${uuid}:${uuid}`,
      `Case:${uuid}' OR 1=1`,
    ];
    const ids = [...odd, ...odd.map((text) => Buffer.from(text).toString('base64')), 'x'.repeat(10_000), '\u0000'];
    for (const { slot } of [...querySlots, ...mutationSlots]) {
      const kind = QUERIES.includes(slot.field) ? 'query' : 'mutation';
      const asked = ids.map(async (id) => {
        const { text } = await ask(kind, slot.field, argumentsWith(slot.field, slot.path, id, suggest), -1);
        return [id, text.slice(0, 300)];
      });
      const unexpected = (await Promise.all(asked)).filter(([, text]) => text?.includes('INTERNAL'));
      expect(unexpected, slot.field.name).toEqual([]);
    }
  });

  it('brings nothing along when it stands among own ids', async () => {
    const nodes = QUERIES.find(({ name }) => name === 'nodes') as RootField;
    const mixed = TYPES.flatMap((type) => [ids.a.get(type)?.[0], ids.b.get(type)?.[0]]);
    const answer = await ask('query', nodes, { ids: mixed });
    expectNothingOfA(answer);
    const found = (answer.data as { nodes: (object | null)[] }).nodes;
    expect(found.map((node) => node !== null)).toEqual(TYPES.flatMap(() => [false, true]));
  });
});

describe('an id of A in a mutation of B', () => {
  /** What A has, as the test before left it. */
  let standing: Awaited<ReturnType<typeof checksums>> | undefined;

  it.each(mutationSlots)('is like an unknown one at $name, and changes nothing of A', async ({ slot }) => {
    const before = standing ?? (await checksums(walk.app.owner, walk.a.member.tenantId));
    await expectNoDifference('mutation', slot);
    standing = await checksums(walk.app.owner, walk.a.member.tenantId);
    expect(standing).toEqual(before);
  });
  it.each(mutationSlots)('would matter at $name if it were its own', ({ slot }) =>
    expectOwnIdsToMatter('mutation', slot),
  );
});

describe('what happened', () => {
  it('is told by the type of its kind, whatever the walk did', async () => {
    const { rows } = await walk.app.owner.query<{ kind: string; data: unknown }>(
      'SELECT DISTINCT "kind", "data" FROM "TenantEvent"',
    );
    const untold = rows.filter(({ kind, data }) => (data === null) !== (detailsOf(kind, data) === null));
    expect(untold).toEqual([]);
    expect(new Set(rows.map(({ kind }) => kind)).size).toBeGreaterThan(30);
  });
});

describe('a cursor of A', () => {
  const lists = QUERIES.filter((field) => slotsOf(field, 'String').some(({ path }) => path.join() === 'after'));

  it.each(lists.map((field) => ({ name: field.name, field })))('opens nothing for B in $name', async ({ field }) => {
    const asA = await postRaw(
      walk.app.url,
      { query: `{ ${field.name}${/Search$/.test(field.name) ? '(query: "password")' : ''} { edges { cursor } } }` },
      { authorization: `Bearer ${walk.a.member.token}` },
    );
    const cursor = (asA.data as Record<string, { edges: { cursor: string }[] }>)[field.name]?.edges[0]?.cursor;
    expect(cursor, asA.text).toBeDefined();
    const unknown = Buffer.from(
      Buffer.from(String(cursor), 'base64')
        .toString()
        .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, randomUUID()),
    ).toString('base64');
    for (const place of ['after', 'before']) {
      const given = argumentsWith(field, [], undefined, suggest);
      // Asked again when B's own things moved between the two, such as the counts of its sockets.
      await vi.waitFor(async () => {
        const foreign = await ask('query', field, { ...given, [place]: cursor });
        expectNothingOfA(foreign);
        const random = await ask('query', field, { ...given, [place]: unknown });
        expect(verdict(foreign)).toEqual(verdict(random));
      });
    }
  });

  it.each(lists.map((field) => ({ name: field.name, field })))(
    'that is junk is refused by $name',
    async ({ field }) => {
      for (const junk of [
        '',
        'x',
        'AAAA',
        'R1BDOlM6eA==',
        `R1BDOlM6${'x'.repeat(2_000)}`,
        "' OR 1=1 --",
        'R1BDOk46MQ==',
        Buffer.from('OffsetConnection:99999999999999999999').toString('base64'),
        Buffer.from('OffsetConnection:-5').toString('base64'),
      ]) {
        const answer = await ask('query', field, { ...argumentsWith(field, [], undefined, suggest), after: junk });
        expect(JSON.stringify(verdict(answer)), junk).not.toContain('INTERNAL');
      }
    },
  );
});

describe('a header', () => {
  it('names no tenant', async () => {
    const { tenantId, tenantSlug } = walk.a.member;
    const names = [
      'X-Tenant-Id',
      'X-Tenant',
      'Tenant',
      'X-Org-Id',
      'X-Organization',
      'X-Account',
      'X-User-Id',
      'X-Forwarded-User',
      'X-Tenant-Slug',
      'X-Original-Host',
      'Forwarded',
    ];
    for (const name of names) {
      for (const value of [tenantId, tenantSlug, globalId('Tenant', tenantId), walk.a.member.projectId]) {
        const headers = { authorization: `Bearer ${walk.b.member.token}`, [name]: value };
        const answer = await postRaw(
          walk.app.url,
          { query: '{ viewer { tenant { slug } } cases { nodes { subject } } }' },
          headers,
        );
        expect(answer.text).toContain(walk.b.member.tenantSlug);
        expectNothingOfA(answer);
      }
    }
  });
});

describe('A and B at the same moment', () => {
  it('get their own answers to the same documents', async () => {
    const field = (name: string) => QUERIES.find((found) => found.name === name) as RootField;
    const documents = ['viewer', 'cases', 'jobs', 'kbArticles', 'projects'].map((name) =>
      documentFor(schema, 'query', field(name), {}, 2),
    );
    for (let round = 0; round < 6; round += 1) {
      const asked = Array.from({ length: 20 }, async (_, index) => {
        const own = index % 2 === 0 ? walk.a : walk.b;
        const other = own === walk.a ? walk.b : walk.a;
        const answer = await own.run(documents[(index + round) % documents.length] as string);
        expect(answer.text).toContain(own.canary);
        expect(answer.text).not.toContain(other.canary);
      });
      await Promise.all(asked);
    }
  });
});

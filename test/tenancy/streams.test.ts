import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import type { PopulatedTenant } from '../support/populated-tenant.js';
import { argumentsWith, documentFor, nodeTypes, rootFields, slotsOf } from '../support/schema-walk.js';
import { globalId, globalIds, startWalkApp, type WalkApp } from '../support/walk-app.js';

const TYPES = nodeTypes(schema);
const SUBSCRIPTIONS = rootFields(schema, 'Subscription');
const slots = SUBSCRIPTIONS.flatMap((field) => slotsOf(field, 'ID')).map((slot) => ({ slot, name: slot.field.name }));

let walk: WalkApp;
beforeAll(async () => {
  walk = await startWalkApp();
});
afterAll(() => walk[Symbol.asyncDispose]());

type Item = Record<string, Record<string, unknown>>;

/** Subscribes and returns what comes until `isEnough`, or the errors with which it was refused. */
async function subscribe(tenant: PopulatedTenant, query: string, variables: object, isEnough: (item: Item) => boolean) {
  const client = walk.app.connect(tenant.member);
  const items: Item[] = [];
  try {
    for await (const { data } of client.iterate<Item>({ query, variables: { ...variables } })) {
      items.push(data as Item);
      if (isEnough(data as Item)) break;
    }
    return { items, refused: null };
  } catch (errors) {
    const refused = (errors as { message: string; extensions: { code: string } }[]).map(({ message, extensions }) => [
      message,
      extensions.code,
    ]);
    return { items, refused };
  } finally {
    await client.dispose();
  }
}

describe('a stream of A', () => {
  it.each(slots)('is refused to B by $name like one that does not exist', async ({ slot: { field, path } }) => {
    for (const type of TYPES) {
      const answers = [];
      for (const id of [(await globalIds(walk.app, type, walk.a))[0], globalId(type, randomUUID())]) {
        const given = argumentsWith(field, path, id, () => undefined);
        answers.push(await subscribe(walk.b, documentFor(schema, 'subscription', field, given), given, () => true));
      }
      expect(answers[0]?.items, type).toEqual([]);
      expect(answers[0], type).toEqual(answers[1]);
    }
  });

  it.each(slots)('can be watched by A itself with $name', async ({ slot: { field, path } }) => {
    const opened = [];
    for (const type of TYPES) {
      const [id] = await globalIds(walk.app, type, walk.a);
      const given = argumentsWith(field, path, id, () => undefined);
      const document = documentFor(schema, 'subscription', field, given);
      opened.push(...(await subscribe(walk.a, document, given, () => true)).items);
    }
    expect(opened).toHaveLength(1);
  });

  it('cannot be entered with a cursor that A has', async () => {
    const field = SUBSCRIPTIONS.find(({ name }) => name === 'caseEvents')!;
    const [[ofA], [ofB]] = [await globalIds(walk.app, 'Case', walk.a), await globalIds(walk.app, 'Case', walk.b)];
    const document = documentFor(schema, 'subscription', field, { caseId: '', after: '' });
    const seen = await subscribe(
      walk.a,
      documentFor(schema, 'subscription', field, { caseId: '' }),
      { caseId: ofA },
      () => true,
    );
    const cursor = JSON.stringify(seen.items).match(/"[A-Za-z]*_?cursor":"([^"]+)"/)?.[1];
    expect(cursor).toBeDefined();
    const refused = await subscribe(walk.b, document, { caseId: ofA, after: cursor }, () => true);
    expect(refused.items).toEqual([]);
    const own = await subscribe(walk.b, document, { caseId: ofB, after: cursor }, () => true);
    expect(JSON.stringify(own)).not.toContain(walk.a.canary);
  });
});

describe('the events of a tenant', () => {
  it('never show another tenant, though both are busy', async () => {
    const field = SUBSCRIPTIONS.find(({ name }) => name === 'tenantEvents')!;
    const document = documentFor(schema, 'subscription', field, {});
    const watch = (tenant: PopulatedTenant) => {
      let count = 0;
      return subscribe(tenant, document, {}, () => ++count === 20);
    };
    const watched = Promise.all([watch(walk.a), watch(walk.b)]);
    let isDone = false;
    void watched.then(() => (isDone = true));
    const input = () => ({ input: { key: `p${randomUUID().slice(0, 8)}`, name: 'busy' } });
    const create = 'mutation($input: ProjectCreateInput!) { projectCreate(input: $input) { userErrors { message } } }';
    while (!isDone) await Promise.all([walk.a.run(create, input()), walk.b.run(create, input())]);
    const [a, b] = await watched;
    expect(JSON.stringify(a.items)).toContain(walk.a.member.email);
    expect(JSON.stringify(a.items)).not.toContain(walk.b.canary);
    expect(JSON.stringify(b.items)).toContain(walk.b.member.email);
    expect(JSON.stringify(b.items)).not.toContain(walk.a.canary);
  });
});

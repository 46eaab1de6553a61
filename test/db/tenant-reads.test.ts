import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ReadModel, readModels } from '../../src/db/read-model.js';
import { forTenant, type TenantDb } from '../../src/db/tenant.js';
import { TenantReads } from '../../src/db/tenant-reads.js';
import { addRowsOfEveryModel } from './every-model.js';
import { openTwoTenants, type TwoTenants } from './two-tenants.js';

type Args = Record<string, unknown>;
type Delegate = Record<'findMany' | 'findFirst' | 'findFirstOrThrow' | 'findUnique', (args?: Args) => Promise<unknown>>;

const UNREADABLE = ['UserCredential', 'ExternalIdentity']; // by nobody
const MODELS = [...readModels().values()].filter(({ name }) => !UNREADABLE.includes(name));
let tenants: TwoTenants;
let compiled: TenantDb;
let prisma: TenantDb;
let answered = 0;

class CountingReads extends TenantReads {
  override async read(...call: Parameters<TenantReads['read']>) {
    const answer = await super.read(...call);
    if (answer) answered += 1;
    return answer;
  }
}

beforeAll(async () => {
  tenants = await openTwoTenants();
  const { database, ids } = tenants;
  prisma = forTenant(database.prisma, ids[0], () => {});
  for (const id of ids)
    await addRowsOfEveryModel(
      tenants.owner,
      forTenant(database.prisma, id, () => {}),
    );
});
beforeEach(() => {
  const { database, ids } = tenants;
  compiled = forTenant(database.prisma, ids[0], () => {}, new CountingReads(database.pool, true));
  answered = 0;
});
afterAll(() => tenants[Symbol.asyncDispose]());

describe('reads that are compiled to one statement', () => {
  it.each(MODELS.map((model) => [model.name, model] as const))('are equal to Prisma for %s', async (_name, model) => {
    const rows = (await delegate(prisma, model).findMany()) as Args[];
    expect(rows.length).toBeGreaterThan(0);
    const shapes = shapesOf(model, rows[0]!);
    for (const args of shapes) await expectEqual(model, 'findMany', args);
    for (const args of shapes.filter(({ take }) => take === undefined)) await expectEqual(model, 'findFirst', args);
    const hasBytes = [...model.columns.values()].some(({ type }) => type === 'Bytes');
    expect(answered).toBeGreaterThan(hasBytes ? 0 : shapes.length);
  });

  it('are equal to Prisma for random combinations', async () => {
    const random = seeded(7);
    for (let run = 0; run < 250; run += 1) {
      const model = MODELS[Math.floor(random() * MODELS.length)]!;
      await expectEqual(model, 'findMany', randomArgs(model, random, 2));
    }
    expect(answered).toBeGreaterThan(200);
  });

  it('find one row by id or composite key, and tell Prisma that there is none', async () => {
    const [row] = await prisma.case.findMany({ take: 1 });
    const { id, tenantId, number } = row!;
    expect(await compiled.case.findUnique({ where: { id } })).toEqual(row);
    expect(await compiled.case.findUnique({ where: { tenantId_number: { tenantId, number } } })).toEqual(row);
    expect(await compiled.case.findFirst({ where: { id: randomUUID() } })).toBeNull();
    await expect(compiled.case.findFirstOrThrow({ where: { id: randomUUID() } })).rejects.toMatchObject({
      code: 'P2025',
    });
  });

  it('never show another tenant’s rows, whatever the filter says', async () => {
    const [, other] = tenants.ids;
    expect(await compiled.case.findMany({ where: { tenantId: other } })).toEqual(await prisma.case.findMany());
    const foreign = await tenants.b.case.findFirstOrThrow();
    expect(await compiled.case.findFirst({ where: { id: foreign.id } })).toBeNull();
  });

  it('leave what is not plain, and what is wrong, to Prisma', async () => {
    const [first] = await prisma.case.findMany({ orderBy: { id: 'asc' }, take: 1 });
    const beyond: Args[] = [
      { where: { OR: [{ number: 1 }, { number: 2 }] }, orderBy: { id: 'asc' } },
      { where: { subject: { contains: 'a' } }, orderBy: { id: 'asc' } },
      { where: { customer: { email: 'a@b.test' } } },
      { cursor: { id: first!.id }, skip: 1, orderBy: { id: 'asc' } },
      { distinct: ['state'] },
      { orderBy: { customer: { email: 'asc' } } },
      { where: { state: { not: 'NEW' } }, orderBy: { id: 'asc' } },
    ];
    for (const args of beyond) await expectEqual(readModels().get('Case')!, 'findMany', args);
    expect(answered).toBe(0);
    const wrong: Args[] = [
      { where: { id: 'no uuid' } },
      { where: { nothing: 1 } },
      { select: {} },
      { where: { number: 'x' } },
    ];
    for (const args of wrong) {
      const errors = await Promise.all(
        [prisma, compiled].map((db) =>
          delegate(db, readModels().get('Case')!)
            .findMany(args)
            .catch((error: Error) => error),
        ),
      );
      expect(errors[1]).toBeInstanceOf(Error);
      expect((errors[1] as Error).name).toBe((errors[0] as Error).name);
    }
  });

  it('work without prepared statements', async () => {
    const unprepared = forTenant(
      tenants.database.prisma,
      tenants.ids[0],
      () => {},
      new TenantReads(tenants.database.pool, false),
    );
    expect(await unprepared.case.findMany({ orderBy: { id: 'asc' } })).toEqual(
      await prisma.case.findMany({ orderBy: { id: 'asc' } }),
    );
  });
});

async function expectEqual(model: ReadModel, operation: 'findMany' | 'findFirst', args: Args): Promise<void> {
  const [expected, actual] = await Promise.all([prisma, compiled].map((db) => delegate(db, model)[operation](args)));
  expect(actual, `${model.name}.${operation}(${JSON.stringify(args, writable)})`).toEqual(expected);
}

function delegate(db: TenantDb, { name }: ReadModel): Delegate {
  return (db as unknown as Record<string, Delegate>)[name.charAt(0).toLowerCase() + name.slice(1)]!;
}

/** Each column, relation, comparison and page on its own. */
function shapesOf(model: ReadModel, row: Args): Args[] {
  const orderBy = orderOf(model);
  const columns = [...model.columns.values()].filter(({ type }) => type !== 'Bytes');
  const filtered = columns.filter(({ type, isList }) => type !== 'Json' && !isList);
  return [
    { orderBy, select: Object.fromEntries(columns.map(({ name }) => [name, true])) },
    { orderBy: orderOf(model, 'desc'), take: 1 },
    { orderBy, take: -1 },
    { orderBy, take: 2, skip: 1 },
    ...filtered.flatMap(({ name }) => {
      const value = row[name];
      const nulls = value === null ? [{ orderBy, where: { [name]: null } }] : [];
      const comparisons = isOrdered(value) ? [{ gte: value }, { lt: value }, { in: [value] }, { equals: value }] : [];
      return [...nulls, ...comparisons.map((comparison) => ({ orderBy, where: { [name]: comparison } }))];
    }),
    ...[...model.relations.values()].flatMap(({ name, model: target, isList }) => {
      if (UNREADABLE.includes(target)) return [];
      const theirs = readModels().get(target)!;
      const nested = isList ? { orderBy: orderOf(theirs), take: -2 } : {};
      const counted = isList ? [{ orderBy, select: { _count: { select: { [name]: true } } } }] : [];
      return [
        { orderBy, include: { [name]: isList ? nested : true } },
        { orderBy, select: { [name]: isList ? nested : true } },
        ...counted,
      ];
    }),
  ].filter((args) => !UNREADABLE.some((name) => reads(args, name, model)));
}

function randomArgs(model: ReadModel, random: () => number, depth: number): Args {
  const some = <T>(items: Iterable<T>, share: number) => [...items].filter(() => random() < share);
  const columns = some(
    [...model.columns.values()].filter(({ type }) => type !== 'Bytes'),
    0.5,
  );
  const relations =
    depth > 0
      ? some(
          [...model.relations.values()].filter((relation) => !UNREADABLE.includes(relation.model)),
          0.4,
        )
      : [];
  const nested = Object.fromEntries(
    relations.map(({ name, model: target, isList }) => {
      const theirs = readModels().get(target)!;
      const args = randomArgs(theirs, random, depth - 1);
      return [name, isList ? args : { select: args.select }];
    }),
  );
  const direction = random() < 0.5 ? 'asc' : 'desc';
  const page = random() < 0.5 ? { take: Math.floor(random() * 5) - 2 || 1 } : {};
  const first = [...model.columns.keys()][0]!;
  return {
    select: { [first]: true, ...Object.fromEntries(columns.map(({ name }) => [name, true])), ...nested },
    orderBy: orderOf(model, direction),
    ...page,
    ...(random() < 0.3 ? { skip: 1 } : {}),
  };
}

/** By something unique, so that there is one right order. */
function orderOf(model: ReadModel, direction: 'asc' | 'desc' = 'asc'): Args[] {
  const columns = model.columns.has('id')
    ? ['id']
    : ['tenantId', 'userId', 'operation', 'name', 'key'].filter((name) => model.columns.has(name));
  return columns.map((name) => ({ [name]: direction }));
}

function reads(args: Args, target: string, model: ReadModel): boolean {
  const selected = { ...(args.select as Args | undefined), ...(args.include as Args | undefined) };
  return Object.keys(selected).some((name) => model.relations.get(name)?.model === target);
}

function isOrdered(value: unknown): boolean {
  return value !== null && typeof value !== 'object' && typeof value !== 'boolean'
    ? !isEnum(value)
    : value instanceof Date;
}

function isEnum(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Z_]+$/.test(value);
}

function writable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Numbers that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

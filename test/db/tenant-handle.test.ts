import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantDb } from '../../src/db/tenant.js';
import { asTenant } from '../../src/db/tenant-context.js';
import { transact } from '../../src/db/transaction.js';
import { openTwoTenants, type TwoTenants } from './two-tenants.js';

const NOTHING_LEFT = [null, null];

/** What every way of asking sees: the tenants of the rows it got. */
const WAYS: Record<string, (db: TenantDb) => Promise<string[]>> = {
  findMany: async (db) => (await db.project.findMany()).map(({ tenantId }) => tenantId),
  findUnique: async (db) => {
    const own = await db.project.findUnique({ where: { tenantId_key: { tenantId: db.$tenantId, key: db.$tenantId } } });
    return own ? [own.tenantId] : [];
  },
  count: async (db) => Array.from({ length: await db.project.count() }, () => db.$tenantId),
  'raw SQL': async (db) => {
    const rows = await db.$queryRaw<{ tenantId: string }[]>`SELECT "tenantId" FROM "Project"`;
    return rows.map(({ tenantId }) => tenantId);
  },
  'a transaction': (db) =>
    db.$transaction(async (tx) => {
      const first = await tx.project.findMany();
      const second = await tx.$queryRaw<{ tenantId: string }[]>`SELECT "tenantId" FROM "Project"`;
      return [...new Set([...first, ...second].map(({ tenantId }) => tenantId))];
    }),
  'our transaction': (db) => transact(db, async (tx) => (await tx.project.findMany()).map(({ tenantId }) => tenantId)),
};

describe.each([
  ['with prepared statements', true],
  ['without prepared statements, as behind a pooler', false],
])('the tenant handle, %s', (_name, preparedStatements) => {
  let two: TwoTenants;
  beforeAll(async () => {
    two = await openTwoTenants({ preparedStatements });
  });
  afterAll(() => two[Symbol.asyncDispose]());

  it.each(Object.entries(WAYS))('sees its own tenant by %s', async (_way, ask) => {
    expect(await ask(two.a)).toEqual([two.ids[0]]);
    expect(await ask(two.b)).toEqual([two.ids[1]]);
    expect(await two.leftBehind()).toEqual(NOTHING_LEFT);
  });

  it('keeps 400 mixed questions apart that wait for two connections', async () => {
    const ways = Object.entries(WAYS);
    const answers: { way: string; own: string; seen: string[] }[] = [];
    for (let wave = 0; wave < 10; wave += 1) {
      const asked = Array.from({ length: 40 }, async (_, index) => {
        const [way, ask] = ways[index % ways.length]!;
        const own = (index + wave) % 2 === 0 ? two.a : two.b;
        return { way, own: own.$tenantId, seen: await ask(own) };
      });
      answers.push(...(await Promise.all(asked)));
    }
    expect(answers.filter(({ own, seen }) => seen.length !== 1 || seen[0] !== own)).toEqual([]);
    expect(await two.leftBehind()).toEqual(NOTHING_LEFT);
  });

  it('does not let a waiting question take on the tenant of the one that frees its connection', async () => {
    const { pool } = two.database;
    const held = await Promise.all([pool.connect(), pool.connect()]);
    const waiting = Promise.all([two.b.project.findMany()]); // Prisma asks when somebody waits
    await expect.poll(() => pool.waitingCount).toBe(1);
    asTenant(two.ids[0], () => {
      for (const client of held) client.release(); // the waiting question is sent from here
    });
    expect((await waiting)[0].map(({ tenantId }) => tenantId)).toEqual([two.ids[1]]);
  });

  it('takes no transaction as a list, which would begin as whoever asked first in the same tick', () => {
    expect(() => two.a.$transaction([two.a.project.findMany()])).toThrow('Hand $transaction a function, not a list');
  });

  it('sees nothing at all without a tenant', async () => {
    await two.a.project.findMany(); // the connection served a tenant before
    expect(await two.database.prisma.project.findMany()).toEqual([]);
    expect(await two.database.prisma.$queryRaw`SELECT * FROM "Project"`).toEqual([]);
    await expect(two.database.prisma.project.create({ data: row(two.ids[0]) })).rejects.toThrow();
  });

  it('can go on after a statement that failed in the same trip as its tenant', async () => {
    for (let round = 0; round < 4; round += 1) {
      await expect(two.a.$queryRaw`SELECT 1 / ${0}::int`).rejects.toThrow(/division by zero/);
      await expect(two.a.$queryRaw`SELECT * FROM "NoSuchTable"`).rejects.toThrow(/does not exist/);
      await expect(two.b.project.create({ data: row(two.ids[1], two.ids[1]) })).rejects.toMatchObject({
        code: 'P2002',
      });
      expect(await WAYS.findMany!(two.a)).toEqual([two.ids[0]]);
      expect(await WAYS.findMany!(two.b)).toEqual([two.ids[1]]);
    }
    expect(await two.leftBehind()).toEqual(NOTHING_LEFT);
  });

  it('leaves nothing of a transaction that throws', async () => {
    const key = randomUUID();
    const failing = transact(two.a, async (tx) => {
      await tx.project.create({ data: row(two.ids[0], key) });
      throw new Error('not today');
    });
    await expect(failing).rejects.toThrow('not today');
    expect(await two.a.project.count({ where: { key } })).toBe(0);
    expect(await two.leftBehind()).toEqual(NOTHING_LEFT);
  });
});

describe('what a tenant may write', () => {
  let two: TwoTenants;
  beforeAll(async () => {
    two = await openTwoTenants();
  });
  afterAll(() => two[Symbol.asyncDispose]());

  it('is refused when it names another tenant, by the handle and by the database', async () => {
    const [a, b] = two.ids;
    await expect(two.a.project.create({ data: row(b) })).rejects.toThrow('must name its own tenant');
    await expect(two.a.project.createMany({ data: [row(a), row(b)] })).rejects.toThrow('must name its own tenant');
    await expect(two.a.project.updateMany({ data: { tenantId: b } })).rejects.toThrow('may not change tenants');
    const upsert = { where: { tenantId_key: { tenantId: b, key: b } }, create: row(b), update: { name: 'mine' } };
    await expect(two.a.project.upsert(upsert)).rejects.toThrow('must name its own tenant');
    await expect(
      two.a
        .$executeRaw`INSERT INTO "Project" ("id", "tenantId", "key", "name") VALUES (gen_random_uuid(), ${b}::uuid, 'x', 'x')`,
    ).rejects.toThrow(/row-level security/);
  });

  it('changes nothing of another tenant, whatever its filter says', async () => {
    const foreign = await two.b.project.findFirstOrThrow();
    const where = { id: foreign.id };
    expect(await two.a.project.updateMany({ where, data: { name: 'mine' } })).toEqual({ count: 0 });
    expect(await two.a.project.updateMany({ where: { tenantId: two.ids[1] }, data: { version: 9 } })).toEqual({
      count: 1,
    });
    expect(await two.a.project.deleteMany({ where })).toEqual({ count: 0 });
    await expect(two.a.project.update({ where, data: { name: 'mine' } })).rejects.toMatchObject({ code: 'P2025' });
    expect(await two.a.$executeRaw`UPDATE "Project" SET "name" = 'mine' WHERE "id" = ${foreign.id}::uuid`).toBe(0);
    expect(await two.b.project.findFirstOrThrow()).toEqual(foreign);
  });

  it('is not linked with rows of another tenant, by nested verbs or by foreign key', async () => {
    const foreign = await two.b.project.findFirstOrThrow();
    const base = { tenantId: two.ids[0], id: randomUUID(), title: 't', body: 'b' };
    for (const project of [
      { connect: { id: foreign.id } },
      { connectOrCreate: { where: { id: foreign.id }, create: row(two.ids[0]) } },
    ]) {
      const linked = two.a.kbArticle.create({ data: { ...base, project } as never });
      await expect(linked).rejects.toThrow('set the foreign key, do not connect');
    }
    const setKey = two.a.kbArticle.create({ data: { ...base, projectId: foreign.id } });
    await expect(setKey).rejects.toMatchObject({ code: 'P2003' });
    const own = await two.a.project.findFirstOrThrow();
    const deep = { cases: { create: { customer: { connect: { id: randomUUID() } } } } };
    const nested = two.a.project.update({ where: { id: own.id }, data: deep as never });
    await expect(nested).rejects.toThrow('set the foreign key, do not connect');
    const set = two.a.project.update({ where: { id: own.id }, data: { kbArticles: { set: [{ id: randomUUID() }] } } });
    await expect(set).rejects.toThrow('set the foreign key, do not set');
  });

  it('refuses a tenant that is no UUID before anything is sent', () => {
    expect(() => asTenant(`x'; DROP TABLE "Project"; --`, () => {})).toThrow('must be a UUID');
  });
});

describe('behind a pooler in transaction mode', () => {
  it('carries nothing from one transaction to the next, whoever gets the connection', async () => {
    await using two = await openTwoTenants({ poolSize: 1, preparedStatements: false });
    for (let round = 0; round < 20; round += 1) {
      const tenant = round % 2 === 0 ? two.a : two.b;
      const way = Object.values(WAYS)[round % Object.keys(WAYS).length]!;
      expect(await way(tenant)).toEqual([tenant.$tenantId]);
      const { rows } = await two.database.pool.query(`
        SELECT current_setting('app.tenant_id', true) AS tenant, pg_backend_pid() AS pid,
          (SELECT count(*)::int FROM pg_prepared_statements) AS statements,
          (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks`);
      expect(rows[0]).toMatchObject({ tenant: expect.toSatisfy((left) => !left), statements: 0, locks: 0 });
    }
  });
});

function row(tenantId: string, key: string = randomUUID()) {
  return { id: randomUUID(), tenantId, key, name: key };
}

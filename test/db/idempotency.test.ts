import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimKey } from '../../src/db/idempotency.js';
import type { TenantDb } from '../../src/db/tenant.js';
import { transact } from '../../src/db/transaction.js';
import { openTwoTenants, type TwoTenants } from './two-tenants.js';

describe('an idempotency key', () => {
  let tenants: TwoTenants;
  beforeAll(async () => {
    tenants = await openTwoTenants({ poolSize: 25 });
    await Promise.all(Array.from({ length: 25 }, () => tenants.a.$queryRaw`SELECT pg_sleep(0.1)::text`)); // all connected
  });
  afterAll(() => tenants[Symbol.asyncDispose]());

  /** Creates a project under a key. */
  const create = (db: TenantDb, key: string | null, name: string, fails = false) =>
    transact(db, async (tx) => {
      const { id, isRepeated } = await claimKey(tx, { operation: 'create', key, request: { name } });
      if (!isRepeated) await tx.project.create({ data: { id, tenantId: tx.$tenantId, key: id, name } });
      if (fails) throw new Error('not today');
      return { id, isRepeated };
    });

  it('makes 50 callers at once create one row, and all get it', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => create(tenants.a, 'race', 'race')));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ isRepeated }) => !isRepeated)).toHaveLength(1);
    expect(await tenants.a.project.count({ where: { name: 'race' } })).toBe(1);
  });

  it('is free again when the work it was claimed for was rolled back, also for those who waited', async () => {
    const attempts = Array.from({ length: 10 }, (_, index) => create(tenants.a, 'flaky', 'flaky', index < 5));
    const results = await Promise.allSettled(attempts);
    const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.id] : []));
    expect(new Set(done).size).toBe(1);
    expect(await tenants.a.project.count({ where: { name: 'flaky' } })).toBe(1);
  });

  it('refuses another request, and says so', async () => {
    await create(tenants.a, 'other', 'first');
    await expect(create(tenants.a, 'other', 'second')).rejects.toMatchObject({ name: 'IdempotencyMismatch' });
    expect(await tenants.a.project.count({ where: { name: 'second' } })).toBe(0);
  });

  it('belongs to one tenant', async () => {
    const [a, b] = await Promise.all([create(tenants.a, 'shared', 'n'), create(tenants.b, 'shared', 'm')]);
    expect([a.isRepeated, b.isRepeated]).toEqual([false, false]);
    expect(a.id).not.toBe(b.id);
  });

  it('is not needed', async () => {
    const [first, second] = [await create(tenants.a, null, 'twice'), await create(tenants.a, null, 'twice')];
    expect(first.id).not.toBe(second.id);
  });
});

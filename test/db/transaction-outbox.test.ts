import { afterAll, beforeAll, expect, it } from 'vitest';
import { transact } from '../../src/db/transaction.js';
import { Rig } from '../jobs/rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open([]);
});
afterAll(() => rig[Symbol.asyncDispose]());

it('keeps the messages of transactions apart that run at the same time on one handle', async () => {
  const db = await rig.newTenant();
  const committed = Array.from({ length: 8 }, (_, index) =>
    transact(db, async (tx) => {
      await tx.$executeRaw`SELECT pg_sleep(0.05)`;
      tx.$outbox({ kind: 'EVENT', target: 'tenant', body: { type: 'Kept', index } });
    }),
  );
  const rolledBack = transact(db, async (tx) => {
    await tx.$executeRaw`SELECT pg_sleep(0.05)`;
    tx.$outbox({ kind: 'EVENT', target: 'tenant', body: { type: 'Ghost' } });
    await tx.$executeRaw`SELECT pg_sleep(0.1)`;
    throw new Error('no');
  });
  await Promise.all([...committed, expect(rolledBack).rejects.toThrow('no')]);

  const told = await rig.events(db, '', 'tenant');
  expect(told.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

it('dates a message by the clock of the database, whatever that of the process says', async () => {
  const db = await rig.newTenant();
  await transact(db, async (tx) => {
    await tx.outboxEntry.createMany({ data: [{ tenantId: db.$tenantId, kind: 'EVENT', target: 'way', body: {} }] });
    const [row] = await tx.$queryRaw<{ isNow: boolean }[]>`
      SELECT "createdAt" = now()::timestamptz(3) AS "isNow" FROM "OutboxEntry" WHERE "target" = 'way'`;
    expect(row?.isNow).toBe(true);
  });
});

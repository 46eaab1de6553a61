import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowRightsOf } from '../../src/auth/policies.js';
import { ALL_ROWS, rowRights } from '../../src/db/row-rights.js';
import { forTenant, type TenantDb } from '../../src/db/tenant.js';
import { addRowsOfEveryModel } from './every-model.js';
import { openTwoTenants, type TwoTenants } from './two-tenants.js';

const PERSON = { userId: randomUUID(), role: 'EMPLOYEE', apiKeyId: null } as const;

let tenants: TwoTenants;
/** Two handles of the same rights: one whose plain reads are compiled, one that leaves all to Prisma. */
let limited: readonly (readonly [string, TenantDb])[];
let caseId: string;
let jobId: string;
beforeAll(async () => {
  tenants = await openTwoTenants();
  const { a, database, ids, handles } = tenants;
  await addRowsOfEveryModel(tenants.owner, a);
  const rights = rowRightsOf(PERSON);
  limited = [
    ['compiled', handles.for(ids[0], rights)],
    ['Prisma', forTenant(database.prisma, ids[0], () => {}, undefined, undefined, { rights })],
  ];
  caseId = (await a.case.findFirstOrThrow({ where: { messages: { some: {} } } })).id;
  await a.case.updateMany({ where: { id: caseId }, data: { openedById: PERSON.userId } });
  jobId = (await a.job.findFirstOrThrow({ where: { logs: { some: {} } } })).id;
  await a.job.updateMany({ where: { id: jobId }, data: { ownerId: PERSON.userId } });
});
afterAll(() => tenants[Symbol.asyncDispose]());

describe('a handle that sees what is somebody’s own', () => {
  it('says the same through compiled reads, Prisma, and raw SQL', async () => {
    for (const [name, db] of limited) {
      const ids = { cases: [{ id: caseId }], jobs: [{ id: jobId }] };
      const select = { id: true } as const;
      expect([name, await db.case.findMany({ select })]).toEqual([name, ids.cases]);
      expect([name, await db.job.findMany({ select })]).toEqual([name, ids.jobs]);
      expect([name, await db.case.count(), await db.job.count()]).toEqual([name, 1, 1]);
      expect(await db.$queryRaw`SELECT "id" FROM "Case"`).toEqual(ids.cases);
      expect(await db.$transaction((tx) => tx.$queryRaw`SELECT "id" FROM "Job"`)).toEqual(ids.jobs);
      expect(await db.$transaction((tx) => tx.case.count())).toBe(1);
    }
  });

  it('keeps what hangs on other rows out of nested reads and counts', async () => {
    const { a } = tenants;
    for (const [name, db] of limited) {
      const project = await db.project.findFirst({
        include: { cases: { include: { messages: true } }, _count: { select: { cases: true } } },
      });
      expect([name, project?._count.cases, project?.cases.map(({ id }) => id)]).toEqual([name, 1, [caseId]]);
      expect(project?.cases[0]?.messages.length).toBe(await a.caseMessage.count({ where: { caseId } }));
      expect([name, await db.jobLog.count()]).toEqual([name, await a.jobLog.count({ where: { jobId } })]);
      expect([name, await db.deadLetter.findMany()]).toEqual([name, []]);
      const customers = await db.customer.findMany({ include: { cases: true } });
      expect([name, customers.map(({ cases }) => cases.length)]).toEqual([name, [1]]);
    }
    expect(await a.deadLetter.count()).toBe(1);
    expect(await a.customer.count()).toBe(2);
  });

  it('changes and deletes nothing that it does not see', async () => {
    const { a } = tenants;
    const before = await a.case.findMany({ orderBy: { id: 'asc' } });
    for (const [, db] of limited) {
      const others = { where: { id: { not: caseId } } };
      expect(await db.case.updateMany({ ...others, data: { subject: 'x' } })).toEqual({ count: 0 });
      expect(await db.case.deleteMany(others)).toEqual({ count: 0 });
      expect(await db.$executeRaw`UPDATE "Case" SET "subject" = 'x' WHERE "id" <> ${caseId}::uuid`).toBe(0);
      expect(await db.$executeRaw`DELETE FROM "JobLog" WHERE "jobId" <> ${jobId}::uuid`).toBe(0);
    }
    expect(await a.case.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('leaves nothing of its rights on the connection', async () => {
    const { a, database, ids } = tenants;
    for (const [, db] of limited) {
      await Promise.all(Array.from({ length: 8 }, (_, index) => (index % 2 ? db.case.count() : a.case.count())));
      await db.$transaction((tx) => tx.case.count());
      const { rows } = await database.pool.query(`SELECT current_setting('app.rights', true) AS rights`);
      expect(rows[0].rights ?? '').toBe('');
      expect(await a.case.count()).toBeGreaterThan(1);
    }
    const mixed = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? limited[0]![1] : tenants.handles.for(ids[0])).case.count()),
    );
    expect([...new Set(mixed.filter((_, index) => index % 2 === 1))]).toEqual([1]);
    expect([...new Set(mixed.filter((_, index) => index % 2 === 0))]).toEqual([await a.case.count()]);
  });

  it('sees nothing when it owns nothing, and all with all rights', async () => {
    const { a, ids, handles } = tenants;
    const nobody = handles.for(ids[0], rowRightsOf({ ...PERSON, userId: randomUUID() }));
    expect([await nobody.case.count(), await nobody.job.count(), await nobody.customer.count()]).toEqual([0, 0, 0]);
    const none = handles.for(ids[0], rowRights({ owners: [] }, {}));
    expect([await none.case.count(), await none.caseMessage.count()]).toEqual([0, 0]);
    expect(await nobody.$withRights(ALL_ROWS).case.count()).toBe(await a.case.count());
    expect(nobody.$withRights(ALL_ROWS)).toBe(a);
  });

  it('is not meant by rights to projects: customers belong to the tenant', async () => {
    const { a, database, ids, handles } = tenants;
    const { projectId } = await a.case.findFirstOrThrow({ where: { messages: { some: {} } } });
    const empty = await a.project.create({ data: { tenantId: ids[0], key: 'empty', name: 'n' } });
    const customers = await a.customer.count();
    expect(customers).toBeGreaterThan(0);
    for (const rights of [rowRights({ project: [empty.id] }, {}), rowRights({ hiddenProjects: [projectId] }, {})]) {
      const db = handles.for(ids[0], rights);
      expect([await db.case.count({ where: { projectId } }), await db.customer.count()]).toEqual([0, customers]);
    }
    // Nor does anything pay for two rules where one holds.
    const { rows } = await database.pool.query<{ qual: string }>(
      `SELECT qual FROM pg_policies WHERE policyname = 'own_rows' AND qual NOT LIKE '%owners\\_are\\_open() AS owners\\_are\\_open) IS NOT NULL%'`,
    );
    expect(rows).toEqual([]);
  });

  it('takes no rights that could say anything else to the database', () => {
    for (const bad of ["x'; DROP TABLE", 'a b', 'a\\b', 'ü', '$1']) {
      expect(() => rowRights({ owners: [bad] }, {})).toThrow('lists of ids');
    }
  });

  it('finds its own among very many by an index', async () => {
    const { ids, database } = tenants;
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.tenant_id', $1, true), set_config('app.rights', $2, true)`, [
        ids[0],
        rowRightsOf(PERSON).text,
      ]);
      await client.query('SET LOCAL enable_seqscan = off');
      await client.query('SET LOCAL enable_sort = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT "id" FROM "Job" WHERE "tenantId" = $1 AND "ownerId" = ANY($2) ORDER BY "queuedAt" DESC, "id" DESC LIMIT 20`,
        [ids[0], [PERSON.userId]],
      );
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('Job_');
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});

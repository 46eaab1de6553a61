import { beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../../bench/operations/explain.js';
import { jobLists } from '../../../bench/operations/job-lists.js';
import { fillWithJobs, MANY_KINDS, type ManyJobs } from '../../../bench/operations/many-jobs.js';
import { openDatabase } from '../../../src/db/client.js';
import { urlFor } from '../../../src/db/provision.js';
import { TenantHandles } from '../../../src/db/tenant-handles.js';
import { countJobs, findJobIds, jobIdsQuery } from '../../../src/modules/operations/job-page.sql.js';
import { listQueues } from '../../../src/modules/operations/queue.service.js';
import { countStates } from '../../../src/modules/operations/queue.sql.js';
import { ownUrls, type RigUrls } from '../../jobs/rig.js';

const COUNT = 1_000_000;
let urls: RigUrls;
let jobs: ManyJobs;
beforeAll(async () => {
  urls = await ownUrls();
  const database = new URL(urls.databaseUrl).pathname.slice(1);
  jobs = await fillWithJobs(urlFor(process.env.TEST_ADMIN_DATABASE_URL ?? '', { database }), COUNT);
}, 240_000);

function openTenant(tenantId: string) {
  const database = openDatabase({
    url: urls.databaseUrl,
    poolSize: 4,
    poolWaitMs: 5_000,
    statementTimeoutMs: 10_000,
    preparedStatements: true,
    onPoolError: () => {},
  });
  const db = new TenantHandles(database.prisma, () => {}, database.reads).for(tenantId);
  return { db, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

describe('lists of jobs, with a million of them', () => {
  it.each(jobLists())('read little more than a page: $name', async ({ name, criteria, place }) => {
    for (const planned of ['CUSTOM', 'GENERIC'] as const) {
      const found = await explain(urls.databaseUrl, jobs.tenantId, jobIdsQuery(criteria, place), planned);
      console.info(`${name} (${planned}): ${found.executionMs} ms, ${found.rowsRead} rows, ${found.buffers} pages`);
      const scans = found.nodes.filter(({ type }) => type.includes('Scan') && type !== 'Function Scan');
      expect(scans.map(({ type }) => type).filter((type) => !/^Index (Only )?Scan|^Subquery Scan/.test(type))).toEqual(
        [],
      );
      expect(found.rows).toBe(place.size);
      const walks = (criteria.kinds?.length ?? 1) * (criteria.states?.length ?? (criteria.kinds ? 11 : 1));
      expect(found.rowsRead).toBeLessThanOrEqual(place.size * walks * 2);
      expect(found.buffers).toBeLessThanOrEqual(400 + place.size * walks * 2);
    }
  });

  it('go on behind a cursor without reading what lies before it', async () => {
    await using tenant = openTenant(jobs.tenantId);
    const criteria = { kinds: MANY_KINDS.slice(0, 1), states: ['SUCCEEDED'] as const };
    const middle = await findJobIds(
      tenant.db,
      { ...criteria, queuedAt: { lt: new Date(Date.now() - 50 * 86_400_000) } },
      {
        orderBy: 'queuedAt',
        direction: 'desc',
        size: 1,
      },
    );
    const place = { orderBy: 'queuedAt', direction: 'desc', size: 51, behind: middle[0] } as const;
    const found = await explain(urls.databaseUrl, jobs.tenantId, jobIdsQuery(criteria, place), 'GENERIC');
    expect(found.rows).toBe(51);
    expect(found.rowsRead).toBeLessThanOrEqual(110);
    expect(found.buffers).toBeLessThanOrEqual(300);
  });

  it('are in order and without doubles, whichever way they are walked', async () => {
    await using tenant = openTenant(jobs.tenantId);
    const criteria = { kinds: MANY_KINDS.slice(0, 2), states: ['DEAD', 'CANCELLED'] as const };
    const paged: string[] = [];
    for (let behind: string | undefined; paged.length < 200; behind = paged.at(-1)) {
      paged.push(
        ...(await findJobIds(tenant.db, criteria, { orderBy: 'queuedAt', direction: 'desc', size: 20, behind })),
      );
    }
    const plain = await tenant.db.job.findMany({
      where: { kind: { in: criteria.kinds }, state: { in: [...criteria.states] } },
      orderBy: [{ queuedAt: 'desc' }, { id: 'desc' }],
      take: 200,
      select: { id: true },
    });
    expect(paged).toEqual(plain.map(({ id }) => id));
    const back = await findJobIds(tenant.db, criteria, {
      orderBy: 'queuedAt',
      direction: 'asc',
      size: 10,
      behind: paged[10],
    });
    expect(back.reverse()).toEqual(paged.slice(0, 10));
  });

  it('count no further than they are asked to', async () => {
    await using tenant = openTenant(jobs.tenantId);
    expect(await countJobs(tenant.db, {}, 10_000)).toBe(10_000);
    const rare = await countJobs(tenant.db, { kinds: MANY_KINDS.slice(0, 1), states: ['ACTIVE'] }, 10_000);
    expect(rare).toBe(
      (await countStates(tenant.db)).find(({ kind, state }) => kind === MANY_KINDS[0] && state === 'ACTIVE')?.count,
    );
  });

  it('leave the queues cheap: their counts are sums, not walks', async () => {
    await using tenant = openTenant(jobs.tenantId);
    const definitions = [{ kind: MANY_KINDS[0], description: '', concurrency: 1 }] as unknown as Parameters<
      typeof listQueues
    >[1];
    await listQueues(tenant.db, definitions, { isPaused: async () => false }); // connects
    const startedAt = performance.now();
    const [queue] = await listQueues(tenant.db, definitions, { isPaused: async () => false });
    console.info(`queues: ${(performance.now() - startedAt).toFixed(1)} ms with ${queue?.counts.waiting} jobs waiting`);
    const [{ count = 0 } = {}] = await tenant.db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM "Job" WHERE "kind" = ${MANY_KINDS[0]} AND "state" = 'QUEUED'`;
    expect(queue?.counts.waiting).toBe(count);
    expect(count).toBeGreaterThan(1_000);
  });
});

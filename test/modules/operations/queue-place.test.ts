import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pauseQueue } from '../../../src/modules/operations/queue.service.js';
import { placesOf } from '../../../src/modules/operations/queue-place.service.js';
import type { PresentWorkerRecord } from '../../../src/modules/operations/worker.service.js';
import { graphql } from '../../gql/index.js';
import { CRASH_HANDLERS, Steady } from '../../jobs/crash-kinds.js';
import { Rig, SOMEBODY } from '../../jobs/rig.js';
import { startTestApp } from '../../support/test-app.js';

const Places = graphql(`
  query TestPlaces { jobs(first: 50, filter: { kind: { eq: "operations.prune-history" } }, orderBy: { field: QUEUED_AT, direction: ASC }) {
    nodes { id queuePosition estimatedStartAt subject { __typename id ... on Project { name } } }
  } }
`);

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open(CRASH_HANDLERS);
});
afterAll(() => rig[Symbol.asyncDispose]());

async function addJobs(tenantId: string, count: number, state: string): Promise<string[]> {
  const rows = await rig.asOwner<{ id: string }>(
    `INSERT INTO "Job" ("id", "tenantId", "kind", "state", "payload", "maxAttempts", "requestedByKind", "requestedByLabel", "queuedAt")
     SELECT gen_random_uuid(), $1, $2, $3::"JobState", '{}', 1, 'SYSTEM', 'test', now() + n * interval '1 second' FROM generate_series(1, $4::int) n
     RETURNING "id"`,
    [tenantId, Steady.kind, state, count],
  );
  return rows.map(({ id }) => id);
}

const worker = { isLost: false, state: 'ACTIVE', concurrency: { [Steady.kind]: 4 } } as unknown as PresentWorkerRecord;
const parts = {
  definitions: [Steady],
  workers: { list: async () => [worker] },
  competition: { competingTenants: (kinds: readonly string[]) => rig.finder.competingTenants(kinds) },
};
const minutesFromNow = (date: Date | null | undefined) => (date ? (date.getTime() - Date.now()) / 60_000 : null);

describe('the place of a job in its queue', () => {
  it('is counted among the own jobs, and its start estimated by pace and fair share', async () => {
    const [db, other] = [await rig.newTenant(), await rig.newTenant()];
    const ids = await addJobs(db.$tenantId, 9, 'QUEUED');
    await addJobs(other.$tenantId, 50, 'QUEUED');
    const jobs = ids.map((id) => ({ id, kind: Steady.kind }));
    const unknown = await placesOf(db, jobs, parts);
    expect(ids.map((id) => unknown.get(id)?.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(unknown.get(ids[0]!)?.estimatedStartAt).toBeNull(); // none has ended yet

    await rig.asOwner(
      `INSERT INTO "JobThroughput" ("tenantId", "kind", "minute", "state", "count", "ranMs") VALUES ($1, $2, date_trunc('minute', now()), 'SUCCEEDED', 10, 600000)`,
      [db.$tenantId, Steady.kind],
    );
    const known = await placesOf(db, jobs, parts);
    // A minute each, and two tenants share four places: the first two start at once, the last behind seven halves.
    expect(minutesFromNow(known.get(ids[1]!)?.estimatedStartAt)).toBeCloseTo(0, 0);
    expect(minutesFromNow(known.get(ids[8]!)?.estimatedStartAt)).toBeCloseTo(3.5, 0);
    const alone = { ...parts, competition: { competingTenants: async () => new Map([[Steady.kind, 1]]) } };
    expect(minutesFromNow((await placesOf(db, jobs, alone)).get(ids[8]!)?.estimatedStartAt)).toBeCloseTo(1.25, 0);
    const unattended = { ...parts, workers: { list: async () => [] } };
    expect((await placesOf(db, jobs, unattended)).get(ids[0]!)).toEqual({ position: 1, estimatedStartAt: null });
    await pauseQueue(db, Steady.kind, null, { actor: SOMEBODY });
    expect((await placesOf(db, jobs, parts)).get(ids[8]!)).toEqual({ position: 9, estimatedStartAt: null });
    expect((await placesOf(other, jobs, parts)).size).toBe(0);
  });
});

describe('a list of jobs', () => {
  it('asks for all subjects and places at once, however many rows it has', async () => {
    await using app = await startTestApp({ hasWorker: false });
    const member = await app.newTenant();
    const fill = (count: number) =>
      app.owner.query(
        `INSERT INTO "Job" ("id", "tenantId", "kind", "payload", "maxAttempts", "subjectType", "subjectId", "requestedByKind", "requestedByLabel")
         SELECT gen_random_uuid(), $1, 'operations.prune-history', '{}', 1, 'Project', p."id", 'SYSTEM', 'test'
         FROM "Project" p CROSS JOIN generate_series(1, $2::int) WHERE p."tenantId" = $1`,
        [member.tenantId, count],
      );
    const { pool } = app.gateway.app.database;
    const spy = vi.spyOn(pool, 'query');
    const statements = async () => {
      await app.run(member, Places, {});
      spy.mockClear();
      const answer = await app.run(member, Places, {});
      // Background work asks, too: what counts is what the subjects and the places cost.
      const texts = spy.mock.calls
        .map(([asked]) => JSON.stringify(asked))
        .filter((text) => /row_number|Project/.test(text));
      return { count: texts.length, nodes: answer.jobs.nodes };
    };
    await fill(2);
    const few = await statements();
    await fill(30);
    const many = await statements();
    expect(many.nodes).toHaveLength(32);
    expect(
      many.nodes.every(({ subject }) => subject?.__typename === 'Project' && subject.id === member.projectId),
    ).toBe(true);
    expect(many.nodes.map(({ queuePosition }) => queuePosition).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      Array.from({ length: 32 }, (_, index) => index + 1),
    );
    expect(few.count).toBeGreaterThan(0);
    expect(many.count).toBe(few.count);
  });
});

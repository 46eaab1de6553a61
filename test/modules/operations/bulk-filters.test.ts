import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeadLetterFilter, DeadLetterState, JobFilter } from '../../gql/graphql.js';
import { graphql } from '../../gql/index.js';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';

const ActOnJobs = graphql(`
  mutation ActOnJobs($input: JobBulkActionInput!) {
    jobBulkAction(input: $input) { matched sample { id } job { id } userErrors { message path } }
  }
`);

const ActOnLetters = graphql(`
  mutation ActOnLetters($input: DeadLetterBulkActionInput!) {
    deadLetterBulkAction(input: $input) { matched sample { id } job { id } userErrors { message path } }
  }
`);

const JobsOfFilter = graphql(`
  query JobsOfFilter($filter: JobFilter!) { jobs(filter: $filter) { nodes { id } } }
`);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
});
afterAll(() => app[Symbol.asyncDispose]());

/** Jobs of a tenant in a state, with a dead letter each if they are dead; the ids of the jobs. */
async function addJobs({ tenantId }: Member, count: number, state: 'QUEUED' | 'DEAD'): Promise<string[]> {
  const { rows } = await app.owner.query<{ id: string }>(
    `INSERT INTO "Job" ("id", "tenantId", "kind", "state", "payload", "maxAttempts", "requestedByKind", "requestedByLabel", "queuedAt")
     SELECT gen_random_uuid(), $1, 'operations.ping', $2::"JobState", '{"steps":1}', 1, 'SYSTEM', 'test', now() - interval '1 minute'
     FROM generate_series(1, $3::int) RETURNING "id"`,
    [tenantId, state, count],
  );
  const ids = rows.map(({ id }) => id);
  if (state === 'DEAD') {
    await app.owner.query(
      `INSERT INTO "DeadLetter" ("id", "tenantId", "jobId", "kind", "reason", "createdAt")
       SELECT gen_random_uuid(), "tenantId", "id", "kind", 'It failed.', now() - interval '1 minute' FROM "Job" WHERE "id" = ANY($1)`,
      [ids],
    );
  }
  return ids;
}

const REFUSED = { matched: null, job: null, userErrors: [{ path: ['input', 'filter'] }] };

describe('the filter of an action on many', () => {
  it('is none when all its conditions are left open', async () => {
    const member = await app.newTenant();
    await addJobs(member, 3, 'QUEUED');
    await addJobs(member, 2, 'DEAD');
    const open: JobFilter[] = [
      {},
      { queuedAt: {} },
      { finishedAt: { gte: null } },
      { queuedAt: { gte: null, lt: null }, kind: {}, state: { in: null }, subject: {} },
    ];
    for (const filter of open) {
      const { jobBulkAction } = await app.run(member, ActOnJobs, {
        input: { action: 'CANCEL', filter },
      });
      expect([filter, jobBulkAction]).toMatchObject([filter, REFUSED]);
    }
    const openLetters: DeadLetterFilter[] = [{}, { createdAt: {} }, { createdAt: { gte: null }, state: {} }];
    for (const filter of openLetters) {
      const input = { action: 'DISCARD' as const, filter };
      const { deadLetterBulkAction } = await app.run(member, ActOnLetters, { input });
      expect([filter, deadLetterBulkAction]).toMatchObject([filter, REFUSED]);
    }
    const { rows } = await app.owner.query(
      `SELECT 1 FROM "Job" WHERE "tenantId" = $1 AND "kind" = 'operations.bulk-action'`,
      [member.tenantId],
    );
    expect(rows).toEqual([]);
  });

  it('meets the jobs that `jobs` shows, where a request is narrowed to a project', async () => {
    const member = await app.newTenant();
    const [inside] = await addJobs(member, 3, 'QUEUED');
    await app.owner.query('UPDATE "Job" SET "projectId" = $2 WHERE "id" = $1', [inside, rowId(member.projectId)]);
    const narrowed = { 'x-project-id': member.projectId };
    const filter = { kind: { eq: 'operations.ping' } };
    const { data: shown } = await app.request(member, JobsOfFilter, { filter }, narrowed);
    const ids = shown?.jobs.nodes.map(({ id }) => id);
    expect(ids).toHaveLength(1);
    const act = async (wanted: JobFilter, dryRun: boolean) => {
      const input = { action: 'CANCEL' as const, filter: wanted, dryRun };
      return (await app.request(member, ActOnJobs, { input }, narrowed)).data?.jobBulkAction;
    };
    expect(await act(filter, true)).toMatchObject({ matched: 1, sample: ids?.map((id) => ({ id })) });
    expect(await act({}, false)).toMatchObject(REFUSED);
    const started = await act(filter, false);
    expect(started).toMatchObject({ matched: 1, userErrors: [] });
    const { rows } = await app.owner.query<{ payload: { target: { criteria: object } } }>(
      'SELECT "payload" FROM "Job" WHERE "id" = $1',
      [rowId(started?.job?.id ?? '')],
    );
    expect(rows[0]?.payload.target.criteria).toMatchObject({ projectId: rowId(member.projectId) });
    const everywhere = { action: 'CANCEL', filter, dryRun: true } as const;
    expect((await app.run(member, ActOnJobs, { input: everywhere })).jobBulkAction).toMatchObject({ matched: 3 });
  });

  it('may be a state alone, for dead letters too', async () => {
    const member = await app.newTenant();
    await addJobs(member, 2, 'DEAD');
    const act = async (states: DeadLetterState[]) => {
      const input = { action: 'DISCARD' as const, filter: { state: { in: states } } };
      return (await app.run(member, ActOnLetters, { input })).deadLetterBulkAction;
    };
    expect(await act(['REPLAYED'])).toMatchObject({ matched: 0, job: null, userErrors: [] });
    expect(await act(['OPEN', 'DISCARDED'])).toMatchObject({ matched: 2, userErrors: [] });
    const input = { action: 'RETRY', filter: { state: { eq: 'DEAD' } } } as const;
    expect((await app.run(member, ActOnJobs, { input })).jobBulkAction).toMatchObject({ matched: 2, userErrors: [] });
  });
});

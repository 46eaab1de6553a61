import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSession } from '../../src/db/provision.js';
import { transact } from '../../src/db/transaction.js';
import { openTwoTenants, type TwoTenants } from './two-tenants.js';

/**
 * The server says goodbye to sessions at moments when no query listens. Each of these ended the whole process once:
 * vitest fails a run in which an error reaches nobody.
 */
let two: TwoTenants;
beforeEach(async () => {
  two = await openTwoTenants({ poolSize: 1, poolWaitMs: 2_000 });
});
afterEach(async () => {
  await two[Symbol.asyncDispose]();
});

/** As a server does that shuts down; resolves when the session is gone from it. */
async function terminate(pid: number | undefined): Promise<void> {
  await using admin = await openSession(process.env.TEST_ADMIN_DATABASE_URL ?? '');
  await admin.client.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
}

const endOf = (client: pg.PoolClient) => new Promise<void>((resolve) => client.once('end', resolve));

async function pidOf(client: pg.PoolClient): Promise<number | undefined> {
  return (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
}

describe('a session that the server ends', () => {
  it('while it is lent out and asks nothing fails the next statement, and nothing else', async () => {
    const client = await two.database.pool.connect();
    const ended = endOf(client);
    await terminate(await pidOf(client));
    await ended;
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release(true);
    expect((await two.a.project.findMany()).map(({ tenantId }) => tenantId)).toEqual([two.ids[0]]);
  });

  it('between two statements of a transaction undoes it', async () => {
    const doomed = transact(two.a, async (tx) => {
      await tx.project.updateMany({ data: { name: 'half done' } });
      const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await terminate(row?.pid);
      await tx.project.updateMany({ data: { name: 'never' } });
    });
    await expect(doomed).rejects.toThrow();
    const projects = await vi.waitFor(() => two.a.project.findMany(), { timeout: 10_000 });
    expect(projects.map(({ name }) => name)).toEqual([two.ids[0]]);
  });

  it('while it lies idle in the pool costs nobody an answer', async () => {
    const client = await two.database.pool.connect();
    const ended = endOf(client);
    const pid = await pidOf(client);
    client.release();
    await terminate(pid);
    await ended;
    expect((await two.b.project.findMany()).map(({ tenantId }) => tenantId)).toEqual([two.ids[1]]);
  });

  it('while the pool closes it is no error', async () => {
    const closing = await openTwoTenants({ poolSize: 1 });
    const client = await closing.database.pool.connect();
    const pid = await pidOf(client);
    client.release();
    await Promise.all([terminate(pid), closing[Symbol.asyncDispose]()]);
    expect(closing.database.pool.totalCount).toBe(0);
  });
});

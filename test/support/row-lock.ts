import type { Pool, PoolClient } from 'pg';
import { vi } from 'vitest';

export interface HeldRows {
  /** Locks them. */
  readonly lock: string;
  readonly values: readonly unknown[];
  /** How many are to wait for a lock before the rows are let go. */
  readonly waiting: number;
  /** Done with the rows by whoever holds them, just before they are let go. */
  readonly meanwhile?: (client: PoolClient) => Promise<unknown>;
}

/** Begins something while somebody else holds rows, and lets go of them as soon as it waits: a race with a known end. */
export async function whileHeld<T>(
  pool: Pool,
  { lock, values, waiting, meanwhile }: HeldRows,
  begin: () => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(lock, [...values]);
    const begun = begin();
    await vi.waitUntil(async () => (await waitersOf(client)) >= waiting, { timeout: 10_000, interval: 20 });
    await meanwhile?.(client);
    await client.query('COMMIT');
    return await begun;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

async function waitersOf(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(DISTINCT "pid")::int FROM pg_locks JOIN pg_stat_activity USING ("pid")
      WHERE NOT "granted" AND "datname" = current_database()`,
  );
  return rows[0]?.count ?? 0;
}

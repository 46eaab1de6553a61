import pg from 'pg';

/**
 * A pool of connections of a test's own, on whichever role.
 * @NOTE A server that is told to go says so on each of its connections, also on those just being closed. The pool
 * passes that on, and an error that nobody listens to ends the run.
 */
export function openTestPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

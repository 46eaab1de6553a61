import pg from 'pg';
import type { Datasource } from './adapter.js';
import { logLine } from './engine-log.js';

/** Prisma's codes for the ways a connection fails. */
const PRISMA_CODES: Readonly<Record<string, string>> = {
  '3D000': 'P1003', // no such database
  '28P01': 'P1000', // wrong password
  '28000': 'P1000', // no such role
  '42P04': 'P1009', // the database exists already
};

/** The Prisma code and text for an error of the PostgreSQL driver. */
export function explainDriverError(error: unknown): { code: string; message: string } {
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: PRISMA_CODES[code] ?? 'P1001', message: message || code };
}

/** The same server, another database. */
export function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.toString();
}

/** Runs `work` on a connection to the maintenance database of the server at `url`. */
export async function withMaintenance<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inDatabase(url, 'postgres'), connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Creates the database that `url` names and returns its name. */
export async function createDatabase(url: string): Promise<string> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
  await withMaintenance(url, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`));
  return name;
}

/** `cli can-connect-to-database` and `cli create-database`: exit code 0, or 1 with the reason on stderr. */
export async function runCliCommand(command: string, { url = '' }: Datasource): Promise<number> {
  try {
    if (command === 'create-database') await createDatabase(url);
    else if (command === 'can-connect-to-database') await tryConnection(url);
    else throw new Error(`Unknown command "${command}"`);
    return 0;
  } catch (error) {
    const { code, message } = explainDriverError(error);
    logLine('INFO', `Running ${command}`); // the CLI skips the first line
    logLine('ERROR', message, { error_code: code });
    return 1;
  }
}

async function tryConnection(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  await client.end();
}

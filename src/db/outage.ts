/** The database did not answer in time, or is known not to. Ours to mend, worth another try. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable';
}

/** Prisma's codes for a lost or refused connection, a busy pool, a transaction that was ended. */
const PRISMA_CODES: ReadonlySet<string> = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
/**
 * PostgreSQL: connection exceptions, too many connections or no memory left, operator intervention (which a statement
 * timeout is), a lock or a transaction that was waited for too long.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const SQLSTATES = /^(08...|53[1-3]00|57014|57P0[1-5]|55P03|25P03)$/;
const WORDS =
  /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|unable to start a transaction|can't reach database|the database system is|statement timeout|lock timeout|too many clients|connection slots|server closed the connection/i;

interface Caused {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly code?: unknown; readonly driverAdapterError?: unknown };
}

/** How deep drivers and Prisma wrap what happened. */
const LAYERS = 5;

/** A deadlock or a conflict of two transactions: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CONFLICT = /^(40001|40P01|P2034)$/;

/** Whether the database was away, full or too slow, so that the same statement may succeed a little later. */
export function isDatabaseOutage(error: unknown): boolean {
  return someLayer(
    error,
    (layer, codes) =>
      layer instanceof DatabaseUnavailable ||
      codes.some((code) => PRISMA_CODES.has(code) || SQLSTATES.test(code)) ||
      (layer instanceof Error && WORDS.test(layer.message)),
  );
}

/** Whether the database ended this transaction for another one's sake. Of raw statements Prisma says so layers deep. */
export function isConflict(error: unknown): boolean {
  return someLayer(error, (_layer, codes) => codes.some((code) => CONFLICT.test(code)));
}

function someLayer(
  error: unknown,
  holds: (layer: object, codes: readonly string[]) => boolean,
  layers = LAYERS,
): boolean {
  if (typeof error !== 'object' || error === null || layers === 0) return false;
  const { code, originalCode, cause, meta } = error as Caused;
  const codes = [code, originalCode, meta?.code].filter((each) => typeof each === 'string');
  if (holds(error, codes)) return true;
  return someLayer(cause, holds, layers - 1) || someLayer(meta?.driverAdapterError, holds, layers - 1);
}

/**
 * What of a tenant's rows a handle may see. The tenant itself is not part of it: that is a wall of its own.
 * It is told to the database, where row security decides, so it holds for nested reads, counts and raw SQL alike.
 */
export interface RowRights {
  /** JSON that row security reads as the setting `app.rights`; empty: all rows of the tenant. */
  readonly text: string;
  /** Conditions by model that say the same of lists that begin there, so that an index can serve them. */
  readonly filters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** All rows of the tenant: what services and jobs work with that answer for themselves. */
export const ALL_ROWS: RowRights = Object.freeze({ text: '', filters: {} });

/** Nothing that could end a text in SQL: ids, names, and the signs of JSON. */
const HARMLESS = /^[\w\-[\]{}":,]*$/;

/**
 * @param rights the lists of ids by name that policies of the database look at
 * @param filters the same as conditions by model
 * @throws when a name or an id could be anything else
 */
export function rowRights(
  rights: Readonly<Record<string, readonly string[]>>,
  filters: RowRights['filters'],
): RowRights {
  const text = JSON.stringify(rights);
  if (!HARMLESS.test(text)) throw new Error('Rights to rows are lists of ids');
  return { text, filters };
}

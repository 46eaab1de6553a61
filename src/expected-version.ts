import { Conflict } from './errors.js';

/** The part of a change that guards it against changes by others. */
export interface ExpectedVersion {
  /** The version that the caller has seen; without it, whichever there is will do. */
  readonly expectedVersion?: number | null | undefined;
}

/**
 * Refuses a change of what somebody else has changed first.
 * @param what - what it is to people, such as "article"
 * @param current - the row as it is now, under the name it has in the payload, such as `{ kbArticle }`
 * @throws Conflict, which holds `current`
 */
export function checkVersion<Name extends string>(
  what: string,
  current: Readonly<Record<Name, { readonly version: number }>>,
  { expectedVersion }: ExpectedVersion,
): void {
  if (typeof expectedVersion !== 'number') return;
  const isOther = Object.values<{ readonly version: number }>(current).some((row) => row.version !== expectedVersion);
  if (isOther) throw new Conflict(`The ${what} has changed since.`, current);
}

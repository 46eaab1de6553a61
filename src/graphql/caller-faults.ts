import { PothosError } from '@pothos/core';
import { InvalidInput } from '../errors.js';

/** PostgreSQL's class of data exceptions: a value that its column cannot hold. */
const DATA_EXCEPTION = /^22/;
/** Prisma's words for the same: a value too long, malformed, or inconsistent with its column. */
const PRISMA_VALUE_ERRORS: ReadonlySet<string> = new Set(['P2000', 'P2006', 'P2007', 'P2020', 'P2023', 'P2033']);

/** Said of an id that is none, or of something else than what is asked for. */
export const NO_ID = 'This is not an id of what is wanted here.';
const NO_CURSOR = 'This is not a cursor of this list.';

/** What the schema's plugins say of ids, cursors and page sizes, and what the caller is told; no value is repeated. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/^(Invalid global ID|ID: )|does not support loading by id$|has not been implemented$/, NO_ID],
  [/cursor|base64/i, NO_CURSOR],
  [/^Arguments? "(first|last|before|after)"/, 'These arguments of a list do not go together.'],
];
/** Ids are text wherever we make them; only a cursor can bring one that is not. */
const FOREIGN_CURSOR = /Argument `id`: Invalid value provided/;

/** The caller's own fault behind an error of a library; undefined when it is none of theirs. */
export function callerFault(error: unknown): InvalidInput | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof PothosError) {
    const refusal = REFUSALS.find(([words]) => words.test(error.message));
    return refusal && InvalidInput.at([], refusal[1]);
  }
  if (error.name === 'PrismaClientValidationError' && FOREIGN_CURSOR.test(error.message)) {
    return InvalidInput.at([], NO_CURSOR);
  }
  return codesOf(error).some((code) => DATA_EXCEPTION.test(code) || PRISMA_VALUE_ERRORS.has(code))
    ? InvalidInput.at([], 'A value has a form that cannot be stored or looked for.')
    : undefined;
}

interface DatabaseError {
  readonly code?: unknown;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } } };
}

/** PostgreSQL's code stands in the error itself or, where Prisma ran the statement, deep inside. */
function codesOf(error: Error): string[] {
  const { code, meta } = error as DatabaseError;
  const inner = (error.cause as { originalCode?: unknown } | undefined)?.originalCode;
  return [code, meta?.driverAdapterError?.cause?.originalCode, inner].filter((each) => typeof each === 'string');
}

import { GraphQLError } from 'graphql';

/** Errors that are ours to mend: a backing service was away, or had too much to do. */
const PASSING: ReadonlySet<unknown> = new Set(['SERVICE_UNAVAILABLE', 'EXECUTION_TIMEOUT']);

/** Whether the same may succeed a little later. */
export function isPassing(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && PASSING.has(error.extensions.code);
}

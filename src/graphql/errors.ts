import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { IssuerUnreachable } from '../auth/issuer-keys.js';
import type { Viewer } from '../auth/viewer.js';
import { isDatabaseOutage } from '../db/outage.js';
import { DomainError, TooManyAttempts } from '../errors.js';
import { callerFault } from './caller-faults.js';
import { withoutValue } from './variable-errors.js';

/** Top-level error codes besides GraphQL's own. Clients switch on these, never on the message. */
export type TopLevelCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'RATE_LIMITED'
  | 'COST_LIMIT_EXCEEDED'
  | 'PERSISTED_DOCUMENT_REQUIRED'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'PERSISTED_QUERY_NOT_SUPPORTED'
  | 'EXECUTION_TIMEOUT'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED';

/** An error that is meant for the caller, with a code. */
export function publicError(
  code: TopLevelCode,
  message: string,
  extensions: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

/** Why somebody may not: not signed in, or signed in and not allowed. */
export function refuse(viewer: Viewer | null): GraphQLError {
  return viewer ? publicError('FORBIDDEN', 'You may not do this.') : publicError('UNAUTHENTICATED', 'Sign in first.');
}

/** What the client of Redis says while it is away: ours to mend, worth a retry. */
const REDIS_OUTAGE = /Connection is closed|Stream isn't writeable|max retries per request|command timed out/i;

/**
 * Makes whatever was thrown fit for the caller. What was meant for them passes; everything else is logged in full and
 * replaced by a message without detail. Every error carries the request id.
 */
export function maskError(thrown: unknown, requestId: string, log: Logger): GraphQLError {
  const error = asGraphQLError(thrown);
  const cause = rootCause(error);
  const code = meantForCaller(error, cause);
  if (code) return withExtensions(error, withoutValue(error.message), { ...error.extensions, code, requestId });
  const fault = cause instanceof DomainError ? cause : callerFault(cause);
  if (fault instanceof TooManyAttempts) {
    const { message, retryAfterSeconds } = fault;
    return withExtensions(error, message, {
      code: 'RATE_LIMITED',
      retryAfterSeconds,
      rateLimit: { class: 'AUTH' },
      requestId,
    });
  }
  if (fault) {
    return withExtensions(error, fault.message, { code: 'BAD_USER_INPUT', issues: fault.issues, requestId });
  }
  if (isDatabaseOutage(cause) || REDIS_OUTAGE.test(String(cause?.message)) || cause instanceof IssuerUnreachable) {
    log.warn({ err: cause }, 'a backing service is unavailable');
    const message = 'The service cannot answer at the moment. Try again shortly.';
    return withExtensions(error, message, { code: 'SERVICE_UNAVAILABLE', requestId });
  }
  log.error({ err: cause ?? error, path: error.path }, 'unexpected error in a resolver');
  return withExtensions(error, 'Something went wrong on our side.', { code: 'INTERNAL', requestId });
}

function asGraphQLError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  return new GraphQLError('', { originalError: thrown instanceof Error ? thrown : new Error(String(thrown)) });
}

function meantForCaller(error: GraphQLError, cause: Error | undefined): unknown {
  if (typeof error.extensions.code === 'string') return error.extensions.code;
  const isOfGraphQL = cause === undefined || (cause instanceof GraphQLError && cause.originalError === undefined);
  // Errors that graphql-js raises itself (variables, validation) carry nodes or no path, never a foreign cause.
  return isOfGraphQL && error.path === undefined ? 'BAD_USER_INPUT' : undefined;
}

function rootCause(error: GraphQLError): Error | undefined {
  let cause: Error | undefined = error.originalError;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function withExtensions(error: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

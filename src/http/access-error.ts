import type { GraphQLError } from 'graphql';
import type { AccessEnd } from '../auth/access-end.js';
import { publicError } from '../graphql/errors.js';

/** How an operation is told that the identity it ran under has ended. */
export function accessError({ reason, message }: AccessEnd, requestId: string): GraphQLError {
  const code = reason === 'TERMINATED' ? 'FORBIDDEN' : 'UNAUTHENTICATED';
  return publicError(code, message, { reason, requestId });
}

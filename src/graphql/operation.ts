import type { DocumentNode, ExecutionResult, GraphQLError } from 'graphql';
import type { Viewer } from '../auth/viewer.js';
import type { Client } from './context.js';
import type { OperationCost } from './limits.js';

/** Transports run what somebody waits for in this; the database then answers within the time of a request, or not at all. */
export { asRequest } from '../db/request-clock.js';

/** A GraphQL request as it arrives, whatever the transport. */
export interface OperationParams {
  /** Empty where the request names its document by a hash. */
  readonly query: string;
  readonly documentId?: string | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Who asks, and over what. */
export interface OperationCaller {
  readonly viewer: Viewer | null;
  readonly client: Client;
  readonly requestId: string;
}

/** What a subscription's root field gave: its events, or why there are none. Errors are masked. */
export type SourceEvents =
  | { readonly kind: 'stream'; readonly stream: AsyncIterable<unknown> }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

/** A request that was parsed, validated and found within all limits; it may be run. */
export interface PreparedOperation {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly document: DocumentNode;
  /** Equal for equal documents. */
  readonly documentKey: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Equal for callers that may be shown the same result. */
  readonly rightsKey: string;
  /** Whether it has turned out to depend on who asks, not only on what they may do. Stays so once it is. */
  readonly isPersonal: boolean;
  /**
   * Runs it. For a subscription this makes the result of one event, given as `rootValue`, in a context of its own.
   * Never rejects; errors in the result are masked. Except for events, the result says what the operation cost.
   */
  execute(rootValue?: unknown): ExecutionResult | Promise<ExecutionResult>;
  /**
   * For a subscription: runs its root field's `subscribe` (authorisation and validation included) and returns its
   * stream untouched. Never rejects.
   */
  subscribe(): Promise<SourceEvents>;
}

/** What an answer says besides data and errors: what the operation cost, where that was measured. */
export interface AnswerExtensions {
  readonly cost: OperationCost;
}

export type Preparation =
  | { readonly kind: 'ready'; readonly operation: PreparedOperation }
  | {
      readonly kind: 'refused';
      readonly errors: readonly GraphQLError[];
      readonly extensions?: AnswerExtensions | undefined;
    };

/** The one way from a transport to the schema: parse, validate, limits, context, masking. */
export interface GraphqlGate {
  /** Never rejects: what is wrong with a request is told in `errors`, masked. */
  prepare(params: OperationParams, caller: OperationCaller): Promise<Preparation>;
}

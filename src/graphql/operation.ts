import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Viewer } from '../auth/viewer.js';
import type { Client, Context } from './context.js';

/** A GraphQL request as it arrives, whatever the transport. */
export interface OperationParams {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Who asks, and over what. */
export interface Caller {
  readonly viewer: Viewer | null;
  readonly client: Client;
  readonly requestId: string;
}

/** A request that was parsed, validated and found within all limits; it may be run. */
export interface PreparedOperation {
  readonly type: OperationTypeNode;
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** Equal for equal documents. */
  readonly documentKey: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
  /** Equal for callers that may be shown the same result. */
  readonly rightsKey: string;
  freshContext(): Context;
  /** Runs a query or mutation. Errors in the result are masked. */
  execute(): Promise<ExecutionResult>;
  /**
   * Runs the root field's `subscribe` of a subscription, authorisation and validation included, and returns its
   * stream untouched; or a result with errors, masked.
   */
  subscribe(): Promise<ExecutionResult | AsyncIterable<unknown>>;
  /** Makes the result of one event of a subscription, in a context of its own. Errors in the result are masked. */
  executeEvent(event: unknown): ExecutionResult | Promise<ExecutionResult>;
}

export type Preparation =
  | { readonly kind: 'ready'; readonly operation: PreparedOperation }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

/** The one way from a transport to the schema: parse, validate, limits, context, masking. */
export interface GraphqlGate {
  /** Never rejects: what is wrong with a request is told in `errors`, masked. */
  prepare(params: OperationParams, caller: Caller): Promise<Preparation>;
}

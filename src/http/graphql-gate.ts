import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { YogaServerInstance } from 'graphql-yoga';
import { rightsKey } from '../auth/viewer.js';
import type { Context } from '../graphql/context.js';
import { maskError, publicError } from '../graphql/errors.js';
import { enforceLimits, type Limits } from '../graphql/limits.js';
import type {
  GraphqlGate,
  OperationCaller,
  Preparation,
  PreparedOperation,
  SourceEvents,
} from '../graphql/operation.js';
import { PlannedQueries } from '../graphql/query-run.js';
import { type ValidatedDocument, ValidatedDocuments } from '../graphql/validated-documents.js';
import type { OperationObserver } from './operation-observer.js';
import type { OperationRateLimits } from './rate-limits.js';

export interface GateParts {
  readonly yoga: YogaServerInstance<Record<string, unknown>, Record<string, unknown>>;
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly rateLimits: OperationRateLimits;
  readonly observer: OperationObserver;
  readonly contextFor: (caller: OperationCaller) => Context;
}

/**
 * Parses, validates, limits and runs operations for HTTP, WebSocket and SSE alike. Yoga's enveloped functions do
 * the parsing and validating, once a document text.
 */
export function createGraphqlGate(parts: GateParts): GraphqlGate {
  const documents = new ValidatedDocuments(() => {
    const { parse, validate } = parts.yoga.getEnveloped({}) as Enveloped;
    return { parse, validate: (document) => validate(parts.schema, document) };
  });

  const queries = new PlannedQueries(parts.schema);

  /** A document that cannot be run costs more to look at than one that was seen before: it counts as a query. */
  async function documentOf(query: string, caller: OperationCaller): Promise<ValidatedDocument> {
    const found = documents.of(query);
    if (found.errors.length > 0) await parts.rateLimits.take(OperationTypeNode.QUERY, caller);
    return found;
  }

  return {
    async prepare(params, caller): Promise<Preparation> {
      try {
        const { query } = params;
        const operationName = params.operationName || undefined;
        const variables = params.variables ?? {};
        const { document, errors } = await documentOf(query, caller);
        if (errors.length > 0) return refused(errors.map((error) => withRequestId(error, caller.requestId)));
        const operation = chooseOperation(document, operationName);
        await parts.rateLimits.take(operation.operation, caller);
        const cost = enforceLimits(parts.schema, document, operation, variables, parts.limits);
        return {
          kind: 'ready',
          operation: prepared(parts, queries, { query, document, operation, operationName, variables, cost }, caller),
        };
      } catch (error) {
        const graphqlError =
          error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
        return refused([maskError(graphqlError, caller.requestId, parts.contextFor(caller).log)]);
      }
    },
  };
}

interface Enveloped {
  readonly parse: (text: string) => DocumentNode;
  readonly validate: (schema: GraphQLSchema, document: DocumentNode) => readonly GraphQLError[];
}

interface Chosen {
  readonly query: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly cost: number;
}

function prepared(
  parts: GateParts,
  queries: PlannedQueries,
  chosen: Chosen,
  caller: OperationCaller,
): PreparedOperation {
  const { document, operation, operationName, variables } = chosen;
  const context = parts.contextFor(caller);
  const args = { schema: parts.schema, document, variableValues: variables, operationName };
  const masked = (result: ExecutionResult): ExecutionResult =>
    result.errors
      ? { ...result, errors: result.errors.map((error) => maskError(error, caller.requestId, context.log)) }
      : result;
  return {
    type: operation.operation,
    document,
    documentKey: chosen.query,
    operationName: operationName ?? null,
    variables,
    get rightsKey() {
      return rightsKey(caller.viewer);
    },
    async execute(rootValue) {
      // An event of a subscription gets a context of its own, so that nothing loaded for the last one is shown again.
      if (rootValue !== undefined) {
        return masked(await execute({ ...args, rootValue, contextValue: parts.contextFor(caller) }));
      }
      const done = parts.observer.started(operation, caller, chosen.cost);
      const planned = await queries.run({ document, operation, variables, context });
      const result = planned ?? masked(await execute({ ...args, contextValue: parts.contextFor(caller) }));
      done(result);
      return result;
    },
    async subscribe(): Promise<SourceEvents> {
      const done = parts.observer.started(operation, caller, chosen.cost);
      const source = await createSourceEventStream({ ...args, contextValue: context });
      if (Symbol.asyncIterator in source) {
        done({});
        return { kind: 'stream', stream: source };
      }
      const { errors = [] } = masked(source);
      done({ errors });
      return { kind: 'refused', errors };
    },
  };
}

function withRequestId(error: GraphQLError, requestId: string): GraphQLError {
  const { nodes, source, positions } = error;
  return new GraphQLError(error.message, {
    nodes,
    source,
    positions,
    extensions: { ...error.extensions, requestId },
  });
}

function refused(errors: readonly GraphQLError[]): Preparation {
  return { kind: 'refused', errors };
}

function chooseOperation(document: DocumentNode, operationName: string | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  throw publicError(
    'BAD_USER_INPUT',
    operationName
      ? `The document has no operation \`${operationName}\`.`
      : 'The document has several operations; say which one in `operationName`.',
  );
}

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
import { Deadline } from '../graphql/deadline.js';
import { deniedFields } from '../graphql/denied-fields.js';
import type { DocumentSource } from '../graphql/documents/document-source.js';
import { maskError, publicError } from '../graphql/errors.js';
import { type Limits, measureOperation, type OperationCost } from '../graphql/limits.js';
import type {
  GraphqlGate,
  OperationCaller,
  OperationParams,
  Preparation,
  PreparedOperation,
  SourceEvents,
} from '../graphql/operation.js';
import { PlannedQueries } from '../graphql/query-run.js';
import { type ValidatedDocument, ValidatedDocuments } from '../graphql/validated-documents.js';
import { watchContext } from '../graphql/watched-context.js';
import type { OperationObserver } from './operation-observer.js';
import type { RateLimits } from './rate-limits.js';

export interface GateParts {
  readonly yoga: YogaServerInstance<Record<string, unknown>, Record<string, unknown>>;
  readonly schema: GraphQLSchema;
  readonly documents: DocumentSource;
  readonly limits: Limits;
  /** How long one operation, or one event of a subscription, may take. */
  readonly executionMs: number;
  readonly rateLimits: Pick<RateLimits, 'takeOperation' | 'takeCost'>;
  readonly observer: OperationObserver;
  readonly contextFor: (caller: OperationCaller, deadline: Deadline) => Context;
  /** Writes denied access into the audit; the root fields with the codes they were denied with. Never rejects. */
  readonly auditDenied: (caller: OperationCaller, fields: ReadonlyMap<string, string>) => Promise<void>;
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

  const known: Known = { queries: new PlannedQueries(parts.schema), personal: new WeakSet() };

  /** A document that cannot be run costs more to look at than one that was seen before: it counts as a query. */
  async function documentOf(query: string, caller: OperationCaller): Promise<ValidatedDocument> {
    const found = documents.of(query);
    if (found.errors.length > 0) await parts.rateLimits.takeOperation(OperationTypeNode.QUERY, caller);
    return found;
  }

  /** A document that is looked for in vain, or not taken, counts as a query, too. */
  async function textOf(params: OperationParams, caller: OperationCaller): Promise<string> {
    try {
      return await parts.documents.textOf(params, caller);
    } catch (error) {
      await parts.rateLimits.takeOperation(OperationTypeNode.QUERY, caller);
      throw error;
    }
  }

  /** What the caller is told instead of being served. */
  function refused(error: unknown, caller: OperationCaller, cost?: OperationCost): Preparation {
    const { log } = parts.contextFor(caller, new Deadline(0));
    return refusedWith([maskError(error, caller.requestId, log)], caller, cost);
  }

  function refusedWith(errors: readonly GraphQLError[], caller: OperationCaller, cost?: OperationCost): Preparation {
    parts.observer.refused(errors, caller);
    return { kind: 'refused', errors, extensions: cost && { cost } };
  }

  return {
    async prepare(params, caller): Promise<Preparation> {
      let cost: OperationCost | undefined;
      try {
        const query = await textOf(params, caller);
        const operationName = params.operationName || undefined;
        const variables = params.variables ?? {};
        const { document, errors } = await documentOf(query, caller);
        if (errors.length > 0) {
          return refusedWith(
            errors.map((error) => withRequestId(error, caller.requestId)),
            caller,
          );
        }
        const operation = chooseOperation(document, operationName);
        if (params.extensions?.persistedQuery) await parts.documents.register(params, document, caller);
        await parts.rateLimits.takeOperation(operation.operation, caller);
        if (caller.viewer?.isProjectRefused) return refused(publicError('FORBIDDEN', PROJECT_REFUSED), caller);
        const measured = measureOperation(parts.schema, document, operation, variables, parts.limits);
        cost = measured.cost;
        if (measured.refusal) return refused(measured.refusal, caller, cost);
        await parts.rateLimits.takeCost(cost.requested, caller);
        return {
          kind: 'ready',
          operation: prepared(parts, known, { query, document, operation, operationName, variables, cost }, caller),
        };
      } catch (error) {
        return refused(error, caller, cost);
      }
    },
  };
}

/** The same for a project of another tenant, one that is hidden, archived, or none. */
const PROJECT_REFUSED = 'The project that this request is narrowed to was not found.';

interface Enveloped {
  readonly parse: (text: string) => DocumentNode;
  readonly validate: (schema: GraphQLSchema, document: DocumentNode) => readonly GraphQLError[];
}

/** What has been found out about documents. */
interface Known {
  readonly queries: PlannedQueries;
  /** Subscriptions whose results depend on who asks. */
  readonly personal: WeakSet<DocumentNode>;
}

interface Chosen {
  readonly query: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly cost: OperationCost;
}

function prepared(
  parts: GateParts,
  { queries, personal }: Known,
  chosen: Chosen,
  caller: OperationCaller,
): PreparedOperation {
  const { document, operation, operationName, variables, cost } = chosen;
  const deadline = new Deadline(parts.executionMs);
  const context = parts.contextFor(caller, deadline);
  const args = { schema: parts.schema, document, variableValues: variables, operationName };
  const masked = (result: ExecutionResult): ExecutionResult =>
    result.errors
      ? { ...result, errors: result.errors.map((error) => maskError(error, caller.requestId, context.log)) }
      : result;
  /** graphql-js, in a context of its own, so that nothing loaded before is shown again. */
  const runAnew = async (within: Deadline) =>
    masked(await execute({ ...args, contextValue: parts.contextFor(caller, within) }));
  const watched = (inner: Context) => watchContext(inner, () => personal.add(document));
  /** One event, perhaps for everybody of the same rights. */
  const runEvent = async (within: Deadline, rootValue: unknown) =>
    masked(await execute({ ...args, rootValue, contextValue: watched(parts.contextFor(caller, within)) }));
  const inTime = (within: Deadline, work: Promise<ExecutionResult>): Promise<ExecutionResult> =>
    within.race(work).catch((error: GraphQLError) => {
      void work.catch(() => {}); // nobody waits for it any more
      return masked({ data: null, errors: [error] });
    });
  const auditDenied = async ({ errors }: Pick<ExecutionResult, 'errors'>) => {
    const denied = errors ? deniedFields(document, operation, errors) : undefined;
    if (denied?.size) await parts.auditDenied(caller, denied);
  };
  const runNow = async (): Promise<ExecutionResult> => {
    const planned = await queries.run({ document, operation, variables, context });
    if (planned) return planned;
    const result = await runAnew(deadline);
    if (result.errors) await auditDenied(result);
    return result;
  };
  return {
    type: operation.operation,
    document,
    documentKey: chosen.query,
    operationName: operationName ?? null,
    variables,
    get rightsKey() {
      return rightsKey(caller.viewer);
    },
    get isPersonal() {
      return personal.has(document);
    },
    async execute(rootValue) {
      if (rootValue !== undefined) {
        const perEvent = new Deadline(parts.executionMs);
        return inTime(perEvent, runEvent(perEvent, rootValue));
      }
      const done = parts.observer.started(operation, caller, cost.requested);
      const result = await inTime(deadline, runNow());
      done(result);
      return { ...result, extensions: { cost } };
    },
    async subscribe(): Promise<SourceEvents> {
      const done = parts.observer.started(operation, caller, cost.requested);
      const source = await deadline
        .race(createSourceEventStream({ ...args, contextValue: watched(context) }))
        .catch((error: GraphQLError): ExecutionResult => ({ errors: [error] }));
      if (Symbol.asyncIterator in source) {
        done({});
        return { kind: 'stream', stream: source };
      }
      const { errors = [] } = masked(source);
      done({ errors });
      await auditDenied({ errors });
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

import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import type { Context } from './context.js';
import { type Completion, type FieldPlan, planQuery, type QueryPlan, type Selection } from './query-plan.js';

type Path = GraphQLResolveInfo['path'];
type Answer = Record<string, unknown>;

/** What a query needs to run besides its document. */
export interface QueryRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
}

/** Thrown where an answer would need an error or a null in place of something: graphql-js knows all rules of that. */
const BEYOND_PLAN = Symbol('beyond plan');

/**
 * Runs queries by a plan that is made once for each document. It calls the same resolvers with the same arguments as
 * graphql-js, and answers the same, or not at all: at the first sign of an error it gives up, and graphql-js runs the
 * query from its beginning. Queries change nothing, so running one twice does no harm.
 */
export class PlannedQueries {
  readonly #schema: GraphQLSchema;
  readonly #plans = new WeakMap<OperationDefinitionNode, QueryPlan | { readonly selection: null }>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** @returns undefined when graphql-js has to run it, in a context of its own */
  async run(request: QueryRequest): Promise<ExecutionResult | undefined> {
    const { document, operation, variables, context } = request;
    const plan = this.#planOf(document, operation);
    if (!plan) return undefined;
    const { coerced } = getVariableValues(this.#schema, operation.variableDefinitions ?? [], variables);
    if (!coerced) return undefined;
    const shared = {
      schema: this.#schema,
      fragments: plan.fragments,
      rootValue: undefined,
      operation,
      variableValues: coerced,
    };
    try {
      return { data: await new QueryRun(plan, shared, context).selection(plan.selection, undefined, undefined) };
    } catch (error) {
      // Behind the deadline nothing is begun anew.
      if (error instanceof GraphQLError && error.extensions.code === 'EXECUTION_TIMEOUT') throw error;
      return undefined;
    }
  }

  #planOf(document: DocumentNode, operation: OperationDefinitionNode): QueryPlan | null {
    const known = this.#plans.get(operation);
    if (known) return known.selection === null ? null : known;
    const plan = planQuery(this.#schema, document, operation);
    this.#plans.set(operation, plan ?? { selection: null });
    return plan;
  }
}

type SharedInfo = Omit<GraphQLResolveInfo, 'fieldName' | 'fieldNodes' | 'returnType' | 'parentType' | 'path'>;

class QueryRun {
  readonly #shared: SharedInfo;
  readonly #context: Context;
  /** Arguments of each field: they depend on variables, not on rows. */
  readonly #args: (Record<string, unknown> | undefined)[];

  readonly #allowed = new Set<GraphQLObjectType>();

  constructor(plan: QueryPlan, shared: SharedInfo, context: Context) {
    this.#shared = shared;
    this.#context = context;
    this.#args = new Array(plan.fieldCount);
  }

  selection(selection: Selection, parent: unknown, path: Path | undefined): Answer | Promise<Answer> {
    const answer: Answer = {};
    let pending: Promise<void>[] | undefined;
    for (const { key, plan } of selection) {
      const value = typeof plan === 'string' ? plan : this.#field(plan, parent, path);
      answer[key] = value; // holds the place among the fields, if it is a promise
      if (!isPromise(value)) continue;
      pending ??= [];
      const placed = value.then((settled) => {
        answer[key] = settled;
      });
      pending.push(watched(placed));
    }
    return pending ? Promise.all(pending).then(() => answer) : answer;
  }

  #field(plan: FieldPlan, parent: unknown, parentPath: Path | undefined): unknown {
    if (plan.column !== undefined) {
      const value = (parent as Answer)[plan.column];
      if (value !== undefined && plan.completion.kind !== 'object') {
        return this.#complete(plan.completion, value, undefined);
      }
      // A field may have a way of its own to answer for a row that is missing.
      if (value !== undefined && value !== null)
        return this.#complete(plan.completion, value, this.#info(plan, parentPath));
    }
    const info = this.#info(plan, parentPath);
    const value = plan.resolve(parent, this.#argumentsOf(plan), this.#context, info);
    return isPromise(value)
      ? value.then((settled) => this.#complete(plan.completion, settled, info))
      : this.#complete(plan.completion, value, info);
  }

  #complete(completion: Completion, value: unknown, info: GraphQLResolveInfo | undefined, path = info?.path): unknown {
    if (value === null || value === undefined) {
      if (!completion.isNullable) throw BEYOND_PLAN;
      return null;
    }
    if (value instanceof Error) throw BEYOND_PLAN;
    if (completion.kind === 'leaf') {
      const serialized = completion.type.serialize(value);
      if (serialized === null || serialized === undefined) throw BEYOND_PLAN;
      // What JSON would make of it anyway, but an answer without dates is written twice as fast.
      return serialized instanceof Date ? serialized.toISOString() : serialized;
    }
    if (completion.kind === 'list') return this.#list(completion.item, value, info, path);
    if (!info) throw BEYOND_PLAN;
    const { type, selection, isSameForAll } = completion;
    if (isSameForAll && this.#allowed.has(type)) return this.selection(selection, value, path);
    const isOfType = type.isTypeOf?.(value, this.#context, info) ?? true;
    if (isPromise(isOfType)) {
      return isOfType.then((holds) => {
        if (!holds) throw BEYOND_PLAN;
        return this.selection(selection, value, path);
      });
    }
    if (!isOfType) throw BEYOND_PLAN;
    if (isSameForAll) this.#allowed.add(type);
    return this.selection(selection, value, path);
  }

  #list(item: Completion, values: unknown, info: GraphQLResolveInfo | undefined, path: Path | undefined): unknown {
    if (!Array.isArray(values)) throw BEYOND_PLAN;
    let isPending = false;
    const items = values.map((value: unknown, key) => {
      const itemPath = info && { prev: path, key, typename: undefined };
      const done = isPromise(value)
        ? value.then((settled) => this.#complete(item, settled, info, itemPath))
        : this.#complete(item, value, info, itemPath);
      if (!isPromise(done)) return done;
      isPending = true;
      return watched(done);
    });
    return isPending ? Promise.all(items) : items;
  }

  #argumentsOf({ index, definition, nodes }: FieldPlan): Record<string, unknown> {
    this.#args[index] ??= getArgumentValues(definition, nodes[0]!, this.#shared.variableValues);
    return this.#args[index];
  }

  #info({ key, definition, nodes, parentType }: FieldPlan, prev: Path | undefined): GraphQLResolveInfo {
    const path = { prev, key, typename: parentType.name };
    const { schema, fragments, rootValue, operation, variableValues } = this.#shared;
    const { name: fieldName, type: returnType } = definition;
    return {
      fieldName,
      fieldNodes: nodes,
      returnType,
      parentType,
      path,
      schema,
      fragments,
      rootValue,
      operation,
      variableValues,
    };
  }
}

/** Another field may give up first; then nobody waits for this one any more. */
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

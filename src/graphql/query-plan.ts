import {
  type DocumentNode,
  defaultFieldResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { PlainField } from './plugins/plain-fields.js';

/** What becomes of a resolved value. */
export type Completion = { readonly isNullable: boolean } & (
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType }
  | { readonly kind: 'list'; readonly item: Completion }
  | {
      readonly kind: 'object';
      readonly type: GraphQLObjectType;
      readonly selection: Selection;
      /** Whether `isTypeOf` says of all rows what it says of one: it asks for permissions only. */
      readonly isSameForAll: boolean;
    }
);

/** One field of an answer, with everything about it that no request changes. */
export interface FieldPlan {
  readonly key: string;
  /** Its place among all fields of the plan. */
  readonly index: number;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  readonly completion: Completion;
  /** Set where the value is a property of the row, when the row has it. */
  readonly column: string | undefined;
  readonly isPlainId: boolean;
}

/** A field, or the name of the type where `__typename` is asked for. */
export type Selection = readonly { readonly key: string; readonly plan: FieldPlan | string }[];

export interface QueryPlan {
  readonly selection: Selection;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly fieldCount: number;
}

const MAX_FIELDS = 1_000;

/**
 * Lays out a query once, so that running it need not look at the document again. Only what most queries are made of
 * is laid out: no directives, no introspection, no field whose object types differ from row to row.
 * @returns null when the query has anything else
 */
export function planQuery(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): QueryPlan | null {
  const type = schema.getQueryType();
  if (operation.operation !== 'query' || !type) return null;
  const planner = new Planner(schema, document);
  const selection = planner.selection(type, [operation.selectionSet]);
  if (!planner.isPlannable) return null;
  return { selection, fragments: planner.fragments, fieldCount: planner.fieldCount };
}

class Planner {
  readonly #schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  fieldCount = 0;
  isPlannable = true;

  constructor(schema: GraphQLSchema, { definitions }: DocumentNode) {
    this.#schema = schema;
    const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = Object.fromEntries(fragments.map((node) => [node.name.value, node]));
  }

  selection(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Selection {
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of sets) this.#collect(type, set, fields, spread);
    return [...fields].flatMap(([key, nodes]) => {
      const plan = this.#field(type, key, nodes);
      return plan === undefined ? [] : [{ key, plan }];
    });
  }

  #collect(
    type: GraphQLObjectType,
    set: SelectionSetNode,
    fields: Map<string, FieldNode[]>,
    spread: Set<string>,
  ): void {
    for (const node of set.selections) {
      if (node.directives?.length) this.isPlannable = false;
      if (node.kind === Kind.FIELD) {
        const key = node.alias?.value ?? node.name.value;
        fields.set(key, [...(fields.get(key) ?? []), node]);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments[node.name.value] : node;
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(node.name.value)) continue;
        spread.add(node.name.value);
      }
      if (fragment && this.#applies(fragment.typeCondition?.name.value, type)) {
        this.#collect(type, fragment.selectionSet, fields, spread);
      }
    }
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.#schema.getType(condition);
    return isAbstractType(named) && this.#schema.isSubType(named, type);
  }

  #field(parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): FieldPlan | string | undefined {
    const name = nodes[0]?.name.value ?? '';
    const definition = parentType.getFields()[name];
    this.fieldCount += 1;
    // `__proto__` is a name GraphQL takes and an object does not.
    if (this.fieldCount > MAX_FIELDS || key === '__proto__') this.isPlannable = false;
    if (name === '__typename') return parentType.name;
    if (!definition) this.isPlannable = false;
    if (!definition || !this.isPlannable) return undefined;
    const index = this.fieldCount - 1;
    const completion = this.#completion(definition.type, nodes);
    if (!completion) return undefined;
    const { plainColumn, plainRelation, isPlainId = false } = definition.extensions as PlainField;
    const isRow = completion.kind === 'object' && completion.selection.every(({ plan }) => isOfRow(plan));
    return {
      key,
      index,
      nodes,
      parentType,
      definition,
      resolve: definition.resolve ?? defaultFieldResolver,
      completion,
      column: completion.kind === 'object' ? (isRow ? plainRelation : undefined) : plainColumn,
      isPlainId,
    };
  }

  #completion(type: GraphQLOutputType, nodes: readonly FieldNode[]): Completion | undefined {
    const isNullable = !isNonNullType(type);
    const inner = isNonNullType(type) ? type.ofType : type;
    if (isListType(inner)) {
      const item = this.#completion(inner.ofType, nodes);
      return item && { kind: 'list', isNullable, item };
    }
    if (isLeafType(inner)) return { kind: 'leaf', isNullable, type: inner };
    if (isObjectType(inner)) {
      const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const selection = this.selection(inner, sets);
      return { kind: 'object', isNullable, type: inner, selection, isSameForAll: asksPermissionsOnly(inner) };
    }
    this.isPlannable = false;
    return undefined;
  }
}

/** Whether a field needs nothing but its row: such a row need not be told apart from others by how it was loaded. */
function isOfRow(plan: FieldPlan | string): boolean {
  return typeof plan === 'string' || plan.isPlainId || (plan.column !== undefined && plan.completion.kind !== 'object');
}

/** Pothos asks a type's rules where graphql-js asks whether a value is of the type. Fixed rules look at no value. */
function asksPermissionsOnly(type: GraphQLObjectType): boolean {
  const { pothosConfig } = type.extensions as { pothosConfig?: { isTypeOf?: unknown } };
  if (!pothosConfig || pothosConfig.isTypeOf !== undefined) return false;
  return [type, ...type.getInterfaces()].every(({ extensions }) => hasFixedRules(extensions));
}

function hasFixedRules(extensions: object): boolean {
  const { pothosOptions } = extensions as { pothosOptions?: { authScopes?: unknown; grantScopes?: unknown } };
  return typeof pothosOptions?.authScopes !== 'function' && pothosOptions?.grantScopes === undefined;
}

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './builder.js';
import { publicError } from './errors.js';

/** How much one operation may ask for. */
export interface Limits {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Objects an operation could return at most, list sizes multiplied. */
  readonly cost: number;
}

/** Items a plain list is counted as; such lists are bounded by a business rule. */
const PLAIN_LIST_SIZE = 5;

interface Totals {
  depth: number;
  aliases: number;
  directives: number;
  fields: number;
  cost: number;
}

type Parent = GraphQLObjectType | GraphQLInterfaceType | undefined;

/**
 * Refuses an operation that asks for too much, before anything runs. Fragments are measured once, so a chain of
 * fragments that doubles at every step costs no more to refuse than to write.
 * @throws GraphQLError COST_LIMIT_EXCEEDED or BAD_USER_INPUT saying which limit and what was asked
 */
export function enforceLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: Limits,
): number {
  const known = COSTS.get(operation);
  if (known?.limits === limits) return known.cost;
  const meter = new Meter(schema, document, withDefaults(operation, variables));
  const root = schema.getRootType(operation.operation) ?? undefined;
  const total = meter.measure(operation.selectionSet, root);
  total.directives += operation.directives?.length ?? 0;
  const checks: [string, number, number][] = [
    ['levels deep', total.depth, limits.depth],
    ['aliases', total.aliases, limits.aliases],
    ['fields at the root', total.fields, limits.rootFields],
    ['directives', total.directives, limits.directives],
    ['objects', total.cost, limits.cost],
  ];
  for (const [what, requested, maximum] of checks) {
    if (requested <= maximum) continue;
    throw publicError('COST_LIMIT_EXCEEDED', `The operation asks for ${requested} ${what}; ${maximum} are allowed.`, {
      cost: { requested, maximum },
    });
  }
  if (!meter.readsVariables) COSTS.set(operation, { limits, cost: total.cost });
  return total.cost;
}

/** Operations found within limits whose cost no variable changes. A document is parsed once, so its nodes are keys. */
const COSTS = new WeakMap<OperationDefinitionNode, { readonly limits: Limits; readonly cost: number }>();

class Meter {
  /** Whether a page size came from a variable. */
  readsVariables = false;
  readonly #schema: GraphQLSchema;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #measured = new Map<string, Totals>();

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#variables = variables;
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(node.name.value, node);
    }
  }

  measure({ selections }: SelectionSetNode, parent: Parent): Totals {
    const total: Totals = { depth: 0, aliases: 0, directives: 0, fields: 0, cost: 0 };
    for (const selection of selections) {
      total.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) this.#addField(total, selection, parent);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) add(total, this.#fragment(selection.name.value));
      else
        add(
          total,
          this.measure(selection.selectionSet, this.#conditionType(selection.typeCondition?.name.value, parent)),
        );
    }
    return total;
  }

  #addField(total: Totals, node: FieldNode, parent: Parent): void {
    total.fields += 1;
    if (node.alias && node.name.value !== '__typename') total.aliases += 1;
    total.depth = Math.max(total.depth, 1);
    if (!node.selectionSet) return;
    if (node.name.value.startsWith('__')) {
      // The schema about itself: small, of a depth that graphql-js bounds, and only there where it may be asked.
      const { aliases, directives } = this.measure(node.selectionSet, undefined);
      add(total, { depth: 0, aliases, directives, fields: 0, cost: 1 });
      return;
    }
    const field = parent?.getFields()[node.name.value];
    const type = field ? getNamedType(field.type) : undefined;
    const isConnection = type?.name.endsWith('Connection') ?? false;
    const isPlainList = field !== undefined && isListOf(field.type) && !(parent?.name.endsWith('Connection') ?? false);
    const inner = this.measure(node.selectionSet, isCompositeType(type) && 'getFields' in type ? type : undefined);
    const size = isConnection ? this.#pageSize(node) : isPlainList ? this.#listSize(node) : 1;
    total.depth = Math.max(total.depth, 1 + inner.depth);
    total.aliases += inner.aliases;
    total.directives += inner.directives;
    total.cost += 1 + size * inner.cost + (isConnection ? size : 0);
  }

  #fragment(name: string): Totals {
    const known = this.#measured.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    const nothing: Totals = { depth: 0, aliases: 0, directives: 0, fields: 0, cost: 0 };
    this.#measured.set(name, nothing);
    if (!fragment) return nothing;
    const totals = this.measure(
      fragment.selectionSet,
      this.#conditionType(fragment.typeCondition.name.value, undefined),
    );
    this.#measured.set(name, totals);
    return totals;
  }

  #conditionType(name: string | undefined, fallback: Parent): Parent {
    const type = name === undefined ? fallback : this.#schema.getType(name);
    return isObjectType(type) || (isAbstractType(type) && 'getFields' in type) ? type : undefined;
  }

  #pageSize(node: FieldNode): number {
    const sizes = (node.arguments ?? [])
      .filter(({ name }) => name.value === 'first' || name.value === 'last')
      .map(({ name, value }) => [name.value, this.#number(value)] as const);
    for (const [name, size] of sizes) {
      if (size !== undefined && (size < 0 || size > MAX_PAGE_SIZE)) {
        throw new GraphQLError(`\`${name}\` must be between 0 and ${MAX_PAGE_SIZE}.`, {
          nodes: [node],
          extensions: { code: 'BAD_USER_INPUT' },
        });
      }
    }
    return Math.max(...sizes.map(([, size]) => size ?? DEFAULT_PAGE_SIZE), sizes.length === 0 ? DEFAULT_PAGE_SIZE : 0);
  }

  /** A list of objects by their ids is as long as the list of ids. */
  #listSize(node: FieldNode): number {
    const ids = node.arguments?.find(({ name }) => name.value === 'ids')?.value;
    if (ids?.kind === Kind.LIST) return ids.values.length;
    if (ids?.kind !== Kind.VARIABLE) return PLAIN_LIST_SIZE;
    this.readsVariables = true;
    const given = this.#variables[ids.name.value];
    return Array.isArray(given) ? given.length : PLAIN_LIST_SIZE;
  }

  #number(value: ValueNode): number | undefined {
    if (value.kind === Kind.INT) return Number(value.value);
    if (value.kind === Kind.VARIABLE) this.readsVariables = true;
    const given = value.kind === Kind.VARIABLE ? this.#variables[value.name.value] : undefined;
    return typeof given === 'number' ? given : undefined;
  }
}

/** The variables, and the document's own values where it has some and the caller has none. */
function withDefaults(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return defaults.length === 0 ? variables : { ...Object.fromEntries(defaults), ...variables };
}

function add(total: Totals, inner: Totals): void {
  total.depth = Math.max(total.depth, inner.depth);
  total.aliases += inner.aliases;
  total.directives += inner.directives;
  total.fields += inner.fields;
  total.cost += inner.cost;
}

function isListOf(type: unknown): boolean {
  const inner = type as { ofType?: unknown };
  return isListType(type) || (inner.ofType !== undefined && isListOf(inner.ofType));
}

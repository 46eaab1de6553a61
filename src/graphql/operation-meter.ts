import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './builder.js';
import { publicError } from './errors.js';

/** Items a plain list is counted as; such lists are bounded by a business rule. */
const PLAIN_LIST_SIZE = 5;
/** Points of a change besides the objects that it shows. */
const MUTATION_POINTS = 10;

/** How much a selection asks for. */
export interface Measure {
  depth: number;
  aliases: number;
  directives: number;
  /** Fields of the selection itself. */
  fields: number;
  /** Objects it could return at most, list sizes multiplied. */
  nodes: number;
  /** Points: one an object, one a list, ten a change, and what a field says of itself in `extensions.cost`. */
  cost: number;
}

type Parent = GraphQLObjectType | GraphQLInterfaceType | undefined;

/**
 * Measures operations of one document. Fragments are measured once, so a chain of fragments that doubles at every
 * step costs no more to measure than to write.
 */
export class OperationMeter {
  /** Whether a page size came from a variable. */
  readsVariables = false;
  readonly #schema: GraphQLSchema;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #measured = new Map<string, Measure>();

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#variables = variables;
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(node.name.value, node);
    }
  }

  /**
   * @param page how many items the lists of a connection hold, where `parent` is one
   * @throws GraphQLError BAD_USER_INPUT when a page is larger than a page may be
   */
  measure({ selections }: SelectionSetNode, parent: Parent, page = 1): Measure {
    const total = nothing();
    for (const selection of selections) {
      total.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) this.#addField(total, selection, parent, page);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) add(total, this.#fragment(selection.name.value, page));
      else {
        const type = this.#conditionType(selection.typeCondition?.name.value, parent);
        add(total, this.measure(selection.selectionSet, type, page));
      }
    }
    return total;
  }

  #addField(total: Measure, node: FieldNode, parent: Parent, page: number): void {
    total.fields += 1;
    if (node.alias && node.name.value !== '__typename') total.aliases += 1;
    total.depth = Math.max(total.depth, 1);
    const field = parent?.getFields()[node.name.value];
    total.cost += weightOf(field?.extensions.cost) + (parent === this.#schema.getMutationType() ? MUTATION_POINTS : 0);
    if (!node.selectionSet) return;
    if (node.name.value.startsWith('__')) {
      // The schema about itself: small, of a depth that graphql-js bounds, and only there where it may be asked.
      const { aliases, directives } = this.measure(node.selectionSet, undefined);
      add(total, { ...nothing(), aliases, directives, cost: 1 });
      return;
    }
    const type = field ? getNamedType(field.type) : undefined;
    const isConnection = isPage(type);
    const inner = this.measure(
      node.selectionSet,
      isCompositeType(type) && 'getFields' in type ? type : undefined,
      isConnection ? this.#pageSize(node) : 1,
    );
    total.depth = Math.max(total.depth, 1 + inner.depth);
    total.aliases += inner.aliases;
    total.directives += inner.directives;
    if (isConnection) {
      total.nodes += inner.nodes;
      total.cost += 1 + inner.cost;
      return;
    }
    // An edge is no object of its own: it stands for the one in it, also where that is not asked for.
    const isEdge = type?.name.endsWith('Edge') ?? false;
    const isList = field !== undefined && isListOf(field.type);
    const isOfPage = isPage(parent);
    const size = isList ? (isOfPage ? page : this.#listSize(node)) : 1;
    total.nodes += size * (isEdge ? Math.max(1, inner.nodes) : 1 + inner.nodes);
    total.cost += size * (isEdge ? Math.max(1, inner.cost) : 1 + inner.cost) + (isList && !isOfPage ? 1 : 0);
  }

  #fragment(name: string, page: number): Measure {
    const key = `${name} ${page}`;
    const known = this.#measured.get(key);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    this.#measured.set(key, nothing());
    if (!fragment) return nothing();
    const type = this.#conditionType(fragment.typeCondition.name.value, undefined);
    const measure = this.measure(fragment.selectionSet, type, page);
    this.#measured.set(key, measure);
    return measure;
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
        throw publicError('BAD_USER_INPUT', `\`${name}\` is ${size}; it must be between 0 and ${MAX_PAGE_SIZE}.`, {
          limit: { name: 'PAGE_SIZE', requested: size, maximum: MAX_PAGE_SIZE },
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

function nothing(): Measure {
  return { depth: 0, aliases: 0, directives: 0, fields: 0, nodes: 0, cost: 0 };
}

function add(total: Measure, inner: Measure): void {
  total.depth = Math.max(total.depth, inner.depth);
  total.aliases += inner.aliases;
  total.directives += inner.directives;
  total.fields += inner.fields;
  total.nodes += inner.nodes;
  total.cost += inner.cost;
}

function weightOf(cost: unknown): number {
  return typeof cost === 'number' ? cost : 0;
}

function isListOf(type: unknown): boolean {
  const inner = type as { ofType?: unknown };
  return isListType(type) || (inner.ofType !== undefined && isListOf(inner.ofType));
}

/** Whether a type is a page of a list. */
function isPage(type: GraphQLNamedType | undefined): boolean {
  return isObjectType(type) && 'pageInfo' in type.getFields();
}

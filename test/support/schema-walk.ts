import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

export type RootField = GraphQLField<unknown, unknown>;
type Input = GraphQLArgument | GraphQLInputField;

/** A place of a field's arguments that takes an id, as a path such as `['input', 'id']`. */
export interface IdSlot {
  readonly field: RootField;
  readonly path: readonly string[];
  /** The types whose ids it takes; empty when any will do. */
  readonly wanted: readonly string[];
}

export function rootFields(schema: GraphQLSchema, kind: 'Query' | 'Mutation' | 'Subscription'): RootField[] {
  return Object.values((schema.getType(kind) as GraphQLObjectType).getFields());
}

/** Names of the types that can be fetched by id. */
export function nodeTypes(schema: GraphQLSchema): string[] {
  const node = schema.getType('Node');
  return isInterfaceType(node) ? schema.getPossibleTypes(node).map(({ name }) => name) : [];
}

/** Every place of a field's arguments where a value of the named scalar can stand, input objects included. */
export function slotsOf(field: RootField, scalar: string): IdSlot[] {
  const found: IdSlot[] = [];
  const visit = (input: Input, path: readonly string[]): void => {
    const type = getNamedType(input.type);
    if (type.name === scalar) found.push({ field, path, wanted: wantedTypes(input) });
    if (!isInputObjectType(type) || path.length > 5) return;
    for (const inner of Object.values(type.getFields())) visit(inner, [...path, inner.name]);
  };
  for (const argument of field.args) visit(argument, [argument.name]);
  return found;
}

/**
 * Says what to put where the schema alone does not tell; undefined leaves it to the type.
 * `wanted` are the types whose ids are taken, where only some are.
 */
export type Suggest = (name: string, type: string, wanted: readonly string[]) => unknown;

/** The types whose ids an argument takes; empty when any will do, or when it takes no id. */
function wantedTypes({ extensions }: Input): string[] {
  const { relayGlobalIDFor } = extensions as { relayGlobalIDFor?: readonly { typename: string }[] | null };
  return (relayGlobalIDFor ?? []).map(({ typename }) => typename);
}

/** Arguments that a field accepts, with `value` at the slot. Optional ones are left out, unless on the way to it. */
export function argumentsWith(field: RootField, slot: readonly string[], value: unknown, suggest: Suggest) {
  const build = (input: Input, rest: readonly string[] | undefined): unknown => {
    const isList = isListType(getNullableType(input.type));
    const one = single(input, rest);
    return isList ? [one] : one;
  };
  const single = (input: Input, rest: readonly string[] | undefined): unknown => {
    if (rest?.length === 0) return value;
    const type = getNamedType(input.type) as GraphQLInputType;
    if (isInputObjectType(type)) return objectOf(Object.values(type.getFields()), rest);
    const suggested = suggest(input.name, type.toString(), wantedTypes(input));
    if (suggested !== undefined) return suggested;
    return isEnumType(type) ? type.getValues()[0]?.name : SAMPLES[type.toString()];
  };
  const objectOf = (inputs: readonly Input[], rest: readonly string[] | undefined): Record<string, unknown> => {
    const wanted = inputs.filter(
      (input) => rest?.[0] === input.name || (isNonNullType(input.type) && input.defaultValue === undefined),
    );
    return Object.fromEntries(
      wanted.map((input) => [input.name, build(input, rest?.[0] === input.name ? rest.slice(1) : undefined)]),
    );
  };
  return objectOf(field.args, slot);
}

const SAMPLES: Readonly<Record<string, unknown>> = {
  String: 'sample text',
  Int: 1,
  Float: 0.5,
  Boolean: true,
  DateTime: '2030-01-01T00:00:00.000Z',
  EmailAddress: 'sample@walk.test',
  EventCursor: 'AAAA',
  Decimal: '1.5',
};

const DOCUMENTS = new WeakMap<RootField, Map<string, string>>();

/** A document that calls one root field with all its arguments as variables and selects whatever is there. */
export function documentFor(
  schema: GraphQLSchema,
  kind: 'query' | 'mutation' | 'subscription',
  field: RootField,
  given: object,
  depth = 4,
): string {
  const used = field.args.filter(({ name }) => name in given);
  // Made once: a walk asks the same document for every type of id.
  const made = DOCUMENTS.get(field) ?? new Map<string, string>();
  DOCUMENTS.set(field, made);
  const key = [kind, depth, ...used.map(({ name }) => name)].join(' ');
  const document = made.get(key) ?? write(schema, kind, field, used, depth);
  made.set(key, document);
  return document;
}

function write(
  schema: GraphQLSchema,
  kind: string,
  field: RootField,
  used: readonly GraphQLArgument[],
  depth: number,
): string {
  const declared = used.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
  const [variables, args] = used.length > 0 ? [`(${declared})`, `(${passed})`] : ['', ''];
  return `${kind} Walk${variables} { ${field.name}${args} ${selectionOf(schema, field.type, depth)} }`;
}

/** Everything of a type that can be asked without arguments, so many objects deep; empty for a scalar. Below 0: its name. */
function selectionOf(schema: GraphQLSchema, output: GraphQLOutputType, depth: number): string {
  const type = getNamedType(output);
  if (depth < 0 && (isAbstractType(type) || isObjectType(type))) return '{ __typename }';
  if (isAbstractType(type)) {
    const members = schema
      .getPossibleTypes(type)
      .map((member) => `... on ${member.name} ${fieldsOf(schema, member, Math.min(depth, 2), `${member.name}_`)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  return isObjectType(type) ? fieldsOf(schema, type, depth, '') : '';
}

function fieldsOf(schema: GraphQLSchema, type: GraphQLObjectType, depth: number, prefix: string): string {
  const selected = Object.values(type.getFields())
    .filter(({ args }) => args.every((argument) => !isNonNullType(argument.type)))
    .flatMap((field) => {
      const isLeaf = !isObjectType(getNamedType(field.type)) && !isAbstractType(getNamedType(field.type));
      if (!isLeaf && depth <= 0) return [];
      // Members of a union may have fields of one name and different types.
      const alias = prefix === '' ? '' : `${prefix}${field.name}: `;
      const page = field.args.some(({ name }) => name === 'first') ? '(first: 5)' : '';
      return [`${alias}${field.name}${page} ${selectionOf(schema, field.type, depth - 1)}`];
    });
  return `{ __typename ${selected.join(' ')} }`;
}

/** Types of ids that may stand at a place, in the order in which one is likely to matter there, by its name. */
export function likelyTypes({ path, wanted }: IdSlot, types: readonly string[]): readonly string[] {
  if (wanted.length > 0) return wanted;
  const names = path.join(' ').toLowerCase();
  const rank = (type: string) => {
    if (names.includes(type.toLowerCase())) return 0;
    return ['Case', 'Membership', 'User', 'Job', 'KbArticle'].includes(type) ? 1 : 2;
  };
  return types.toSorted((one, other) => rank(one) - rank(other));
}

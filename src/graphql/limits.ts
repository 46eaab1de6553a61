import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import { publicError } from './errors.js';
import { type Measure, OperationMeter } from './operation-meter.js';

/** How much one operation may ask for. */
export interface Limits {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Objects an operation could return at most, list sizes multiplied. */
  readonly nodes: number;
  /** Points of work; see `Measure`. */
  readonly cost: number;
}

/** What an operation costs, and what it could have cost; `extensions.cost` of its answer. */
export interface OperationCost {
  readonly requested: number;
  readonly maximum: number;
}

export interface Measurement {
  readonly cost: OperationCost;
  /** Why it must not be run. */
  readonly refusal: GraphQLError | undefined;
}

/** What an answer says of every limit: its name, in words, and what of an operation it bounds. */
const CHECKS: readonly [string, string, keyof Limits, (measure: Measure) => number][] = [
  ['DEPTH', 'levels deep', 'depth', ({ depth }) => depth],
  ['ALIASES', 'aliases', 'aliases', ({ aliases }) => aliases],
  ['ROOT_FIELDS', 'fields at the root', 'rootFields', ({ fields }) => fields],
  ['DIRECTIVES', 'directives', 'directives', ({ directives }) => directives],
  ['NODES', 'objects', 'nodes', ({ nodes }) => nodes],
  ['COST', 'points of work', 'cost', ({ cost }) => cost],
];

/** Operations whose measure no variable changes. A document is parsed once, so its nodes are keys. */
const KNOWN = new WeakMap<OperationDefinitionNode, { readonly limits: Limits; readonly measurement: Measurement }>();

/**
 * Looks how much an operation asks for, before anything runs.
 * @throws GraphQLError BAD_USER_INPUT when a page is larger than a page may be
 */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: Limits,
): Measurement {
  const known = KNOWN.get(operation);
  if (known?.limits === limits) return known.measurement;
  const meter = new OperationMeter(schema, document, withDefaults(operation, variables));
  const total = meter.measure(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
  total.directives += operation.directives?.length ?? 0;
  total.cost += 1;
  const cost: OperationCost = Object.freeze({ requested: total.cost, maximum: limits.cost });
  const measurement = { cost, refusal: refusalOf(total, limits, cost) };
  if (!meter.readsVariables) KNOWN.set(operation, { limits, measurement });
  return measurement;
}

/** An operation that asks for more than a limit allows. `requested` may be a lower bound. */
export function limitExceeded(
  name: string,
  what: string,
  requested: number,
  maximum: number,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  const message = `The operation asks for ${requested} ${what}; ${maximum} are allowed.`;
  return publicError('COST_LIMIT_EXCEEDED', message, { limit: { name, requested, maximum }, ...extensions });
}

function refusalOf(total: Measure, limits: Limits, cost: OperationCost): GraphQLError | undefined {
  for (const [name, what, limit, of] of CHECKS) {
    if (of(total) > limits[limit]) return limitExceeded(name, what, of(total), limits[limit], { cost });
  }
  return undefined;
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

import {
  execute,
  GraphQLEnumType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  getOperationAST,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/graphql/context.js';
import { PlannedQueries } from '../../src/graphql/query-run.js';

const later = <T>(value: T): Promise<T> => Promise.resolve(value);
const failing = () => {
  throw new Error('no');
};

interface Row {
  readonly title?: string | null;
  readonly size: number;
  readonly kind?: string;
  readonly parts?: unknown[];
  readonly whole?: unknown;
}

const Moment = new GraphQLScalarType({ name: 'Moment', serialize: (value) => value });
const Colour = new GraphQLEnumType({ name: 'Colour', values: { RED: { value: 'red' }, BLUE: { value: 'blue' } } });
const Named = new GraphQLInterfaceType({
  name: 'Named',
  fields: { name: { type: GraphQLString } },
  resolveType: () => 'Thing',
});

const Thing: GraphQLObjectType = new GraphQLObjectType<Row>({
  name: 'Thing',
  interfaces: [Named],
  isTypeOf: (value) =>
    (value as { kind?: string }).kind === 'slow' ? later(true) : (value as { kind?: string }).kind !== 'alien',
  fields: () => ({
    name: { type: GraphQLString, extensions: { plainColumn: 'title' }, resolve: ({ title = 'the long way' }) => title },
    size: { type: new GraphQLNonNull(GraphQLInt) },
    colour: { type: Colour },
    at: { type: Moment, resolve: () => new Date('2026-01-02T03:04:05.678Z') },
    tags: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)), extensions: { plainColumn: 'tags' } },
    scaled: {
      type: GraphQLInt,
      args: { by: { type: GraphQLInt, defaultValue: 2 } },
      resolve: ({ size }, { by }: { by: number }) => size * by,
    },
    path: {
      type: GraphQLString,
      resolve: (_thing, _args, _context, info) => `${info.parentType.name}/${keysOf(info.path)}`,
    },
    parts: {
      type: new GraphQLNonNull(new GraphQLList(Thing)),
      resolve: ({ parts = [] }) => parts,
    },
    slow: { type: Thing, resolve: () => later({ title: 'slow', size: 9, kind: 'slow' }) },
    fails: { type: GraphQLString, resolve: failing },
    failsLater: { type: GraphQLString, resolve: async () => failing() },
    whole: {
      type: Thing,
      extensions: { plainRelation: 'whole' },
      resolve: ({ whole }) => whole ?? { title: 'the long way', size: 0 },
    },
    named: { type: Named, resolve: (thing) => thing },
  }),
});

const thing = {
  title: 'a',
  size: 1,
  colour: 'red',
  tags: ['x', 'y'],
  parts: [{ size: 2, title: null }, later({ size: 3, title: 'c' }), null, { size: 4 }],
  whole: { title: 'w', size: 5, whole: null },
};

const schema = new GraphQLSchema({
  types: [Thing],
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      thing: { type: Thing, resolve: () => thing },
      thingLater: { type: Thing, resolve: () => later(thing) },
      things: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(Thing))),
        resolve: () => later([thing, thing]),
      },
      alien: { type: Thing, resolve: () => ({ kind: 'alien' }) },
      sizeless: { type: Thing, resolve: () => ({ title: 'x' }) },
      noList: { type: new GraphQLList(GraphQLString), resolve: () => 'text' },
      wrongColour: { type: Colour, resolve: () => 'green' },
      nothing: { type: Thing, resolve: () => null },
      givesError: { type: GraphQLString, resolve: () => new Error('no') },
    },
  }),
  mutation: new GraphQLObjectType({ name: 'Mutation', fields: { change: { type: GraphQLInt, resolve: () => 1 } } }),
});

function keysOf(path: { prev: unknown; key: string | number } | undefined): string {
  return path ? `${keysOf(path.prev as typeof path)}.${path.key}` : '';
}

async function bothWays(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  const operation = getOperationAST(document)!;
  const context = { viewer: null } as unknown as Context;
  const planned = await new PlannedQueries(schema).run({ document, operation, variables, context });
  const reference = await execute({ schema, document, variableValues: variables, contextValue: context });
  return { planned, reference };
}

describe('a planned query', () => {
  it.each([
    ['columns, resolvers, enums, lists and moments', '{ thing { name size colour at tags } }'],
    [
      'values that come later, in the order asked',
      '{ thing { slow { name size } size } thingLater { size } a: thing { name } }',
    ],
    ['lists of values, promises and nulls', '{ things { parts { size name } path parts2: parts { path } } }'],
    ['types that say later whether they are it', '{ thing { slow { name } } }'],
    [
      'aliases and one field asked twice',
      '{ thing { size other: size parts { size } parts { name } } thing { colour } }',
    ],
    [
      'rows that were loaded with the row, and those that were not',
      '{ thing { whole { name size } deep: whole { whole { whole { name } } } parts { whole { name } } } }',
    ],
    ['type names', '{ __typename thing { __typename kind: __typename } nothing { __typename } }'],
    [
      'fragments, on interfaces too',
      '{ thing { ...F ... on Named { name } ... { size } ... on Query { things { size } } } } fragment F on Thing { colour ...G } fragment G on Thing { size }',
    ],
  ])('answers %s like graphql-js', async (_what, query) => {
    const { planned, reference } = await bothWays(query);
    expect(planned).toBeDefined();
    expect(JSON.stringify(planned)).toBe(JSON.stringify(reference));
  });

  it('takes variables, literals and defaults for arguments', async () => {
    const query =
      'query ($by: Int = 7, $none: Int) { thing { scaled(by: $by) a: scaled b: scaled(by: 3) c: scaled(by: $none) } }';
    for (const variables of [{}, { by: 5 }, { by: 5, none: 4 }]) {
      const { planned, reference } = await bothWays(query, variables);
      expect(planned).toBeDefined();
      expect(JSON.stringify(planned)).toBe(JSON.stringify(reference));
    }
  });

  it.each([
    ['an error', '{ thing { size fails } }'],
    ['an error that comes later, beside others', '{ thing { failsLater slow { failsLater } fails } }'],
    ['an error in a list', '{ things { parts { failsLater } } }'],
    ['an error as a value', '{ givesError }'],
    ['null where none may be', '{ sizeless { size } }'],
    ['a value of another type', '{ alien { size } }'],
    ['something else than a list', '{ noList }'],
    ['something else than an enum value', '{ wrongColour }'],
    ['a field of an interface', '{ thing { named { name } } }'],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['a directive', '{ thing { size @skip(if: true) name } }'],
    ['a directive on a fragment', '{ thing { ... @include(if: false) { size } name } }'],
    ['an alias that is no name for an object', '{ thing { __proto__: size } }'],
    ['a mutation', 'mutation { change }'],
  ])('leaves %s to graphql-js', async (_what, query) => {
    const { planned } = await bothWays(query);
    expect(planned).toBeUndefined();
  });

  it('asks once whether rows of a type may be seen, where the answer looks at no row', async () => {
    for (const [isTypeOf, pothosOptions, asked] of [
      [() => true, { authScopes: { can: 'see' } }, 1],
      [() => true, { authScopes: () => ({ can: 'see' }) }, 3],
    ] as const) {
      let count = 0;
      const Ruled = new GraphQLObjectType({
        name: 'Ruled',
        extensions: { pothosConfig: {}, pothosOptions },
        isTypeOf: () => {
          count += 1;
          return isTypeOf();
        },
        fields: { n: { type: GraphQLInt } },
      });
      const query = new GraphQLObjectType({
        name: 'Query',
        fields: { all: { type: new GraphQLList(Ruled), resolve: () => [{ n: 1 }, { n: 2 }, { n: 3 }] } },
      });
      const document = parse('{ all { n } }');
      const request = { document, operation: getOperationAST(document)!, variables: {}, context: {} as Context };
      const answer = await new PlannedQueries(new GraphQLSchema({ query })).run(request);
      expect(answer).toEqual({ data: { all: [{ n: 1 }, { n: 2 }, { n: 3 }] } });
      expect(count).toBe(asked);
    }
  });

  it('leaves variables of a wrong type to graphql-js', async () => {
    const { planned, reference } = await bothWays('query ($by: Int!) { thing { scaled(by: $by) } }', { by: 'x' });
    expect(planned).toBeUndefined();
    expect(reference.errors).toHaveLength(1);
  });
});

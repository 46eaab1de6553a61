import { readFileSync } from 'node:fs';
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../src/graphql/schema.js';
import { renderSchema } from '../tools/generate/print-schema.js';
import { inProject } from '../tools/project.js';

const TYPES = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const OBJECTS = TYPES.filter(isObjectType);
const ROOTS = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()] as GraphQLObjectType[];
const [QUERY, MUTATION] = ROOTS as [GraphQLObjectType, GraphQLObjectType];
type AnyField = GraphQLField<unknown, unknown>;

/** What anybody may ask. Nothing else of the schema may be reached without signing in. */
const PUBLIC_FIELDS = [
  'Mutation.emailVerify',
  'Mutation.invitationAccept',
  'Mutation.passwordReset',
  'Mutation.passwordResetRequest',
  'Mutation.signIn',
  'Mutation.signUp',
  'Mutation.tokenRefresh',
];

/** Contract documents call these without arguments; the others mean whoever asks and have nothing to say. */
const WITHOUT_INPUT = ['signOut', 'tokenRefresh', 'emailVerificationResend', 'authSessionsEndOthers'];

/** Not counted: events, whose stream is trimmed while one reads, and ranked lists, which are cut at a bound. */
const UNCOUNTED = ['JobEventConnection', 'CaseMatchConnection', 'KbSearchConnection', 'CaseSearchConnection'];

/** Read forwards by the cursors of its stream, which are not those of lists. */
const FORWARD_ONLY = ['JobEventConnection', 'LiveConnectionConnection'];
/** What a connection has to say besides, where no other list could. */
const BESIDES: Readonly<Record<string, readonly string[]>> = { LiveConnectionConnection: ['silentGateways'] };
/** A page of a list; `LiveConnection` is a thing of its own. */
const isConnection = (name: string) => name.endsWith('Connection') && name !== 'LiveConnection';

/**
 * Types without a scope of their own, because they carry nothing but what a guarded field has handed out:
 * values of a row, and answers of a root field.
 */
const CARRIERS =
  /(Payload|Connection|Edge)$|^(PageInfo|UserError|Actor|JobError|JobProgress|SystemHealth|SystemComponent|Queue|QueueCounts|Money|UsageBucket)$/;

function fieldsOf(type: GraphQLNamedType): AnyField[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

/** What the builder was told of a type or field. */
function authScopes({ extensions }: { extensions: unknown }): unknown {
  return (extensions as { pothosOptions?: { authScopes?: unknown } }).pothosOptions?.authScopes;
}

const everyField = OBJECTS.flatMap((type) =>
  fieldsOf(type).map((field) => ({ path: `${type.name}.${field.name}`, type, field })),
);
const isStreamItem = (type: GraphQLObjectType) => type.getInterfaces().some(({ name }) => name === 'StreamItem');
const isRoot = (type: GraphQLNamedType) => ROOTS.includes(type as GraphQLObjectType);

describe('schema.graphql', () => {
  it('is what the code declares', () => {
    expect(readFileSync(inProject('schema.graphql'), 'utf8')).toBe(renderSchema(schema));
  });
});

describe('descriptions', () => {
  it('stand at every type, field, argument, input field and enum value', () => {
    const undescribed: string[] = [];
    const look = (path: string, { description }: { description?: string | null | undefined }) => {
      if (!description || description.trim().length < 4) undescribed.push(path);
    };
    for (const type of TYPES) {
      if (isScalarType(type) && isSpecifiedScalarType(type)) continue;
      look(type.name, type);
      for (const field of fieldsOf(type)) {
        look(`${type.name}.${field.name}`, field);
        for (const argument of field.args) look(`${type.name}.${field.name}(${argument.name})`, argument);
      }
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) look(`${type.name}.${field.name}`, field);
      }
      if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    }
    expect(undescribed).toEqual([]);
  });
});

describe('authorisation', () => {
  it('guards every root field, except those on the public list', () => {
    const unguarded = everyField
      .filter(({ type, field }) => isRoot(type) && !isGuard(authScopes(field)))
      .map(({ path }) => path);
    expect(unguarded.sort()).toEqual(PUBLIC_FIELDS);
  });

  it('says on each field of the public list that this is meant', () => {
    for (const path of PUBLIC_FIELDS) {
      const found = everyField.find((entry) => entry.path === path);
      expect(found && authScopes(found.field)).toEqual({ public: true });
    }
  });

  it('guards every other object type, except carriers of what a guarded field gave', () => {
    const unguarded = OBJECTS.filter((type) => !isRoot(type) && !CARRIERS.test(type.name) && !isStreamItem(type))
      .filter((type) => !isGuard(authScopes(type)))
      .map(({ name }) => name);
    expect(unguarded).toEqual([]);
  });

  it('hands out items of streams, which have no guard of their own, through guarded root fields only', () => {
    const open = OBJECTS.filter((type) => isStreamItem(type) && !isGuard(authScopes(type))).map(({ name }) => name);
    const givers = everyField.filter(
      ({ type, field }) => !isRoot(type) && open.includes(getNamedType(field.type).name),
    );
    expect(givers.map(({ path }) => path)).toEqual([]);
  });

  it('makes every Node guarded, and fetchable by its id alone', () => {
    const nodes = OBJECTS.filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'));
    expect(nodes.length).toBeGreaterThan(5);
    expect(nodes.filter((type) => !isGuard(authScopes(type))).map(({ name }) => name)).toEqual([]);
  });

  function isGuard(scopes: unknown): boolean {
    if (typeof scopes !== 'object' || scopes === null) return typeof scopes === 'function';
    return ('can' in scopes || 'signedIn' in scopes) && !('public' in scopes);
  }
});

describe('connections', () => {
  const connections = OBJECTS.filter(({ name }) => isConnection(name));

  it('have edges, nodes, pageInfo and totalCount', () => {
    expect(connections.length).toBeGreaterThan(5);
    for (const type of connections) {
      const counted = UNCOUNTED.includes(type.name) ? [] : ['totalCount'];
      expect([type.name, ...Object.keys(type.getFields()).sort()]).toEqual([
        type.name,
        ...['edges', 'nodes', 'pageInfo', ...counted, ...(BESIDES[type.name] ?? [])].sort(),
      ]);
    }
  });

  it('take first, after, last and before wherever they are handed out', () => {
    for (const { path, field } of everyField) {
      const { name: connection } = getNamedType(field.type);
      if (!isConnection(connection)) continue;
      const wanted = FORWARD_ONLY.includes(connection) ? ['first'] : ['first', 'after', 'last', 'before'];
      const names = field.args.map(({ name }) => name);
      expect([path, names]).toEqual([path, expect.arrayContaining(wanted)]);
    }
  });
});

describe('mutations', () => {
  const mutations = Object.values(MUTATION.getFields());

  it('are named object first and answer with a payload of their name that has userErrors', () => {
    for (const { name, type } of mutations) {
      const payload = getNamedType(type) as GraphQLObjectType;
      expect(payload.name).toBe(`${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`);
      expect(String(payload.getFields().userErrors?.type)).toBe('[UserError!]!');
      expect(isNonNullType(type)).toBe(true);
    }
  });

  it('take one required input of their name', () => {
    for (const { name, args } of mutations) {
      const wanted = WITHOUT_INPUT.includes(name)
        ? []
        : [['input', `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`]];
      expect([name, args.map((argument) => [argument.name, String(argument.type)])]).toEqual([name, wanted]);
    }
  });

  it('show nothing but userErrors as certain, since a failure leaves the rest empty', () => {
    for (const { type } of mutations) {
      const certain = fieldsOf(getNamedType(type))
        .filter((field) => isNonNullType(field.type))
        .map(({ name }) => name);
      expect([type.toString(), certain.filter((name) => name !== 'deduplicated')]).toEqual([
        type.toString(),
        ['userErrors'],
      ]);
    }
  });
});

describe('conventions', () => {
  it('give every scalar of ours a specification', () => {
    const vague = TYPES.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type)).filter(
      (type) => isScalarType(type) && !URL.canParse(type.specifiedByURL ?? ''),
    );
    expect(vague.map(({ name }) => name)).toEqual([]);
  });

  it('write enum values in capitals, dates with At at their end, and fields in camel case', () => {
    const odd: string[] = [];
    for (const type of TYPES) {
      if (isEnumType(type))
        odd.push(
          ...type
            .getValues()
            .filter(({ name }) => !/^[A-Z][A-Z0-9_]*$/.test(name))
            .map(({ name }) => `${type.name}.${name}`),
        );
      for (const { name, type: output } of fieldsOf(type)) {
        if (!/^[a-z][A-Za-z0-9]*$/.test(name)) odd.push(`${type.name}.${name}`);
        if (getNamedType(output).name === 'DateTime' && !/At$|^at$/.test(name)) odd.push(`${type.name}.${name}`);
      }
    }
    expect(odd).toEqual([]);
  });

  it('refer to objects in answers and to ids in inputs', () => {
    // An item of a stream names what it is about without loading it, thousands of times.
    const ids = everyField.filter(
      ({ field, type }) => getNamedType(field.type).name === 'ID' && field.name !== 'id' && !isStreamItem(type),
    );
    expect(ids.map(({ path }) => path)).toEqual([]);
  });

  it('make no list of lists and no list that may hold nulls, but for nodes by id', () => {
    const loose = everyField.filter(({ field }) => {
      const list = getNullableType(field.type);
      return isListType(list) && !isNonNullType(list.ofType);
    });
    expect(loose.map(({ path }) => path)).toEqual(['Query.nodes']);
    expect(QUERY.getFields().nodes).toBeDefined();
  });
});

import {
  buildSchema,
  createSourceEventStream,
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { pino } from 'pino';
import { rightsKey } from '../../src/auth/viewer.js';
import { statementPatience } from '../../src/db/request-clock.js';
import type { Context } from '../../src/graphql/context.js';
import { maskError } from '../../src/graphql/errors.js';
import type { GraphqlGate, OperationCaller, PreparedOperation } from '../../src/graphql/operation.js';
import { watchContext } from '../../src/graphql/watched-context.js';
import type { LiveHub } from '../../src/realtime/live-hub.js';
import type { Journals } from './journals.js';

export const LIVE_SDL = `
  type Query { hello: String!, caller: String, fails: String!, slow: String!, patience: Int!, long(length: Int!): String! }
  type Mutation { touch(id: ID!, n: Int!): Boolean! }
  type Entry { kind: String!, cursor: String!, n: Int, numbers: [Int!], reason: String }
  extend type Entry {
    "Who is shown it; only of entries from 5 on, so that a stream may turn out to be personal half way."
    seenBy: String
    mayTouch: Boolean!
  }
  type Subscription {
    journal(id: ID!, after: String, only: String): Entry!
    ticks(count: Int!): Int!
    refused: Int!
  }
`;

/** Counts executions, to show that they are shared. */
export interface Executions {
  events: number;
}

function rootOf(hub: LiveHub, journals: Journals) {
  return {
    hello: () => 'world',
    /** What a statement would wait for the database: far less in a request than elsewhere. */
    patience: () => Math.ceil(statementPatience(1_000, 60_000)),
    long: ({ length }: { length: number }) => 'x'.repeat(length),
    caller: (_args: unknown, { viewer }: OperationCaller) => viewer?.label ?? null,
    fails: () => {
      throw new Error('a secret of the server');
    },
    slow: () => new Promise((resolve) => setTimeout(() => resolve('at last'), 100)),
    touch: async ({ id, n }: { id: string; n: number }) => {
      await journals.add(id, n);
      return true;
    },
    journal: ({ id, after, only }: { id: string; after?: string | null; only?: string | null }) =>
      hub.stream(journals.source(id, after ?? null, only ?? null)),
    ticks: async function* ({ count }: { count: number }) {
      for (let tick = 1; tick <= count; tick += 1) yield { ticks: tick };
    },
    refused: () => {
      throw new GraphQLError('You may not do this.', { extensions: { code: 'FORBIDDEN' } });
    },
  };
}

function schemaOf(): GraphQLSchema {
  const schema = buildSchema(LIVE_SDL);
  const fields = (schema.getType('Entry') as GraphQLObjectType<{ n: number | null }, OperationCaller>).getFields();
  const { seenBy, mayTouch } = fields;
  if (seenBy) seenBy.resolve = ({ n }, _args, { viewer }) => ((n ?? 0) >= 5 ? viewer?.label : null);
  if (mayTouch) mayTouch.resolve = (_entry, _args, { viewer }) => viewer?.permissions.has('case:write') ?? false;
  return schema;
}

/** A small gate over a small schema: everything the transports need and nothing of the product. */
export function createTestGate(hub: LiveHub, journals: Journals, executions: Executions = { events: 0 }): GraphqlGate {
  const schema = schemaOf();
  const root = rootOf(hub, journals);
  const documents = new Map<string, DocumentNode>();
  const personal = new WeakSet<DocumentNode>();
  const log = pino({ level: 'silent' });
  const mask = (errors: readonly GraphQLError[], { requestId }: OperationCaller) =>
    errors.map((error) => maskError(error, requestId, log));
  return {
    async prepare(params, caller) {
      try {
        const document = documents.get(params.query) ?? parse(params.query, { maxTokens: 1_000 });
        documents.set(params.query, document);
        const errors = validate(schema, document);
        if (errors.length > 0) return { kind: 'refused', errors };
        const node = getOperationAST(document, params.operationName ?? undefined);
        if (!node) return { kind: 'refused', errors: [new GraphQLError('There is no such operation.')] };
        const operation = {
          type: node.operation,
          document,
          documentKey: params.query,
          operationName: params.operationName ?? null,
          variables: params.variables ?? {},
          rightsKey: rightsKey(caller.viewer),
        };
        return {
          kind: 'ready',
          operation: {
            ...operation,
            ...run(schema, operation, caller),
            get isPersonal() {
              return personal.has(document);
            },
          },
        };
      } catch (error) {
        return { kind: 'refused', errors: mask([error as GraphQLError], caller) };
      }
    },
  };

  function watched(caller: OperationCaller, document: DocumentNode): Context {
    return watchContext(caller as unknown as Context, () => personal.add(document));
  }

  function run(
    graph: GraphQLSchema,
    { document, operationName, variables }: Pick<PreparedOperation, 'document' | 'operationName' | 'variables'>,
    caller: OperationCaller,
  ): Pick<PreparedOperation, 'execute' | 'subscribe'> {
    const args = {
      schema: graph,
      document,
      operationName,
      variableValues: variables,
      contextValue: watched(caller, document),
    };
    return {
      async execute(event) {
        if (event !== undefined) executions.events += 1;
        const rootValue = event === undefined ? root : isTick(event) ? event : { journal: event };
        const result = await execute({ ...args, rootValue });
        return result.errors ? { ...result, errors: mask(result.errors, caller) } : result;
      },
      async subscribe() {
        const source = await createSourceEventStream({ ...args, rootValue: root });
        if (Symbol.asyncIterator in source) return { kind: 'stream', stream: source };
        return { kind: 'refused', errors: mask(source.errors ?? [], caller) };
      },
    };
  }
}

function isTick(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'ticks' in event;
}

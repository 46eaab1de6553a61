import { buildSchema, GraphQLError } from 'graphql';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { Context } from '../../src/graphql/context.js';
import { contextFactory } from '../../src/graphql/context-factory.js';
import { Deadline } from '../../src/graphql/deadline.js';
import type { OperationCaller } from '../../src/graphql/operation.js';
import { createEnvelop } from '../../src/graphql/yoga.js';
import { createGraphqlGate } from '../../src/http/graphql-gate.js';

const CALLER: OperationCaller = {
  viewer: null,
  requestId: 'request-1',
  client: { address: '::1', userAgent: null, transport: 'HTTP', setCookie: () => {}, refreshToken: null },
};

/** A gate over a schema in which things never end, and the context that its resolvers were given. */
function slowGate() {
  const schema = buildSchema(
    'type Query { slow: Int, second: Int } type Mutation { a: Int, b: Int } type Subscription { ticks: Int, never: Int }',
  );
  const contexts: Context[] = [];
  const begun: string[] = [];
  const forever = new Promise<never>(() => {});
  const slow = (name: string) => async (_root: unknown, _args: unknown, context: Context) => {
    begun.push(name);
    contexts.push(context);
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    void context.db; // what a resolver does next
    begun.push(`${name} went on`);
  };
  Object.assign(schema.getQueryType()?.getFields().slow ?? {}, { resolve: slow('slow') });
  Object.assign(schema.getMutationType()?.getFields().a ?? {}, { resolve: slow('a') });
  Object.assign(schema.getMutationType()?.getFields().b ?? {}, {
    resolve: (_root: unknown, _args: unknown, { services }: Context) => {
      begun.push(`b ${typeof services}`);
    },
  });
  const { ticks, never } = schema.getSubscriptionType()?.getFields() ?? {};
  Object.assign(ticks ?? {}, {
    subscribe: async function* () {
      yield {};
    },
    resolve: slow('ticks'),
  });
  Object.assign(never ?? {}, { subscribe: () => forever });
  const log = pino({ level: 'silent' });
  const contextFor = contextFactory({ tenants: { for: () => ({}) } as never, services: {} as never, log });
  const gate = createGraphqlGate({
    yoga: createEnvelop(schema, 1_000, true),
    schema,
    limits: { depth: 10, aliases: 10, rootFields: 10, directives: 10, nodes: 100, cost: 100 },
    executionMs: 50,
    documents: { textOf: ({ query }: { query: string }) => query } as never,
    rateLimits: { takeOperation: async () => {}, takeCost: async () => {} },
    observer: { started: () => () => {}, refused: () => {} },
    contextFor,
    auditDenied: async () => {},
  });
  return { gate, contexts, begun };
}

const TIMEOUT = { data: null, errors: [{ extensions: { code: 'EXECUTION_TIMEOUT', requestId: 'request-1' } }] };

async function ready(gate: ReturnType<typeof slowGate>['gate'], query: string) {
  const preparation = await gate.prepare({ query }, CALLER);
  if (preparation.kind !== 'ready') throw new Error(JSON.stringify(preparation.errors));
  return preparation.operation;
}

it('ends a query in time, aborts its resolvers, and gives them no database afterwards', async () => {
  const { gate, contexts, begun } = slowGate();
  expect(await (await ready(gate, '{ slow second }')).execute()).toMatchObject(TIMEOUT);
  expect(begun).toEqual(['slow']);
  expect(contexts[0]?.signal.aborted).toBe(true);
  expect(() => contexts[0]?.db).toThrow('took longer than 50 ms');
  expect(() => contexts[0]?.services).toThrow(GraphQLError);
});

it('begins no further change of a mutation that has run out of time', async () => {
  const { gate, begun } = slowGate();
  const operation = await ready(gate, 'mutation { a b }');
  expect(await operation.execute()).toMatchObject(TIMEOUT);
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual(['a']); // neither did the first go on, nor did the second get anything to work with
});

it('holds for every event of a subscription anew, and for its opening', async () => {
  const { gate } = slowGate();
  const operation = await ready(gate, 'subscription { ticks }');
  expect((await operation.subscribe()).kind).toBe('stream');
  for (let event = 0; event < 2; event += 1) expect(await operation.execute({})).toMatchObject(TIMEOUT);
  const source = await (await ready(gate, 'subscription { never }')).subscribe();
  expect(source).toMatchObject({ kind: 'refused', errors: TIMEOUT.errors });
});

it('leaves what is in time alone', async () => {
  const deadline = new Deadline(1_000);
  expect(await deadline.race(Promise.resolve(1))).toBe(1);
  await expect(deadline.race(Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  expect(deadline.isOver).toBe(false);
  deadline.check();
});

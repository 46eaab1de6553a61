import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Gateway, startGateway } from '../../src/gateway.js';
import { ConnectionRegister } from '../../src/http/connection-register.js';
import { ControlChannel } from '../../src/realtime/control-channel.js';
import { startChild } from '../support/child-process.js';
import { EventStreamClient } from '../support/event-stream-client.js';
import { until } from '../support/live-server.js';
import { codesOf, postRaw } from '../support/raw-graphql.js';
import { connect, type SocketClient } from '../support/socket-client.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';
import { globalId } from '../support/walk-app.js';

const LIST = `query L($first: Int, $after: String) { liveConnections(first: $first, after: $after) {
  nodes { id transport actor { kind label } identity { __typename } address userAgent gateway connectedAt accessEndsAt
    messagesIn messagesOut bufferedBytes subscriptions { operationName field topic delivered buffered lagMs startedAt } }
  totalCount silentGateways pageInfo { hasNextPage endCursor } } }`;
const TERMINATE = `mutation($id: ID!, $reason: String) { liveConnectionTerminate(input: { id: $id, reason: $reason }) {
  connection { id transport } userErrors { code message path } } }`;
const EVENTS = 'subscription Watch { tenantEvents { kind } }';

interface Connection {
  readonly id: string;
  readonly transport: string;
  readonly gateway: string;
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly subscriptions: { topic: string | null; delivered: number }[];
}
interface Page {
  readonly nodes: Connection[];
  readonly totalCount: number;
  readonly silentGateways: number;
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

let app: TestApp;
let other: Gateway;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  other = await startGateway(app.config, pino({ level: 'silent' }));
});
afterAll(async () => {
  await other.stop();
  await app[Symbol.asyncDispose]();
});

const bearer = ({ token }: Pick<Member, 'token'>) => ({ authorization: `Bearer ${token}` });
const socketTo = (port: number, member: Member) => connect(`ws://127.0.0.1:${port}/graphql`, bearer(member));
const ask = (member: Member, query: string, variables = {}) => postRaw(app.url, { query, variables }, bearer(member));

async function list(member: Member, variables = {}): Promise<Page> {
  const answer = await ask(member, LIST, variables);
  if (answer.errors) throw new Error(answer.text);
  return (answer.data as { liveConnections: Page }).liveConnections;
}

async function happen(member: Member): Promise<void> {
  const key = `k${randomUUID().slice(0, 8)}`;
  await ask(member, `mutation { projectCreate(input: { key: "${key}", name: "n" }) { userErrors { code } } }`);
}

function watch(client: SocketClient): void {
  client.say({ type: 'subscribe', id: 'w', payload: { query: EVENTS, operationName: 'Watch' } });
}

it('shows sockets and event streams of both gateways, with what they follow', async () => {
  const owner = await app.newTenant();
  const socket = await socketTo(other.port, owner);
  watch(socket);
  const stream = new EventStreamClient(`${app.url}/graphql`, { query: EVENTS }, bearer(owner));
  await stream.opened;
  await until(async () => {
    await happen(owner);
    return socket.of('w').length > 0 && stream.results.length > 0;
  }, 'events arrive');
  const { nodes, totalCount, silentGateways } = await list(owner);
  expect([totalCount, silentGateways]).toEqual([2, 0]);
  expect(nodes.map(({ transport }) => transport)).toEqual(['SSE', 'WEBSOCKET']);
  const seen = socket.of('w').length;
  expect(nodes[1]).toMatchObject({
    actor: { kind: 'USER', label: owner.email },
    identity: { __typename: 'User' },
    address: '127.0.0.1',
    accessEndsAt: expect.any(String),
    subscriptions: [{ operationName: 'Watch', field: 'tenantEvents', topic: 'tenant', buffered: 0, lagMs: 0 }],
  });
  expect(nodes[1]?.messagesIn).toBe(2);
  expect(nodes[1]?.subscriptions[0]?.delivered).toBeGreaterThanOrEqual(seen);
  expect(nodes[1]?.messagesOut).toBe((nodes[1]?.subscriptions[0]?.delivered ?? 0) + 1);
  const node = await ask(owner, '{ node(id: "ID") { id __typename } }'.replace('ID', String(nodes[1]?.id)));
  expect(node.data).toEqual({ node: { id: nodes[1]?.id, __typename: 'LiveConnection' } });

  socket.socket.terminate();
  stream.close();
  await until(async () => (await list(owner)).totalCount === 0, 'nobody is there');
});

it('pages newest first, without a hole or a repetition', async () => {
  const owner = await app.newTenant();
  const sockets: SocketClient[] = [];
  for (let n = 0; n < 7; n += 1) sockets.push(await socketTo(n % 2 ? other.port : app.gateway.port, owner));
  const all = (await list(owner)).nodes.map(({ id }) => id);
  expect(all).toHaveLength(7);
  const paged: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page: Page = await list(owner, { first: 3, after });
    expect(page.totalCount).toBe(7);
    paged.push(...page.nodes.map(({ id }) => id));
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
  }
  expect(paged).toEqual(all);
  expect(codesOf(await ask(owner, LIST, { after: 'junk' }))).toEqual(['BAD_USER_INPUT']);
  for (const { socket } of sockets) socket.close();
});

it('shows neither secrets nor connections of others', async () => {
  const [ada, bob] = [await app.newTenant(), await app.newTenant()];
  const socket = await socketTo(app.gateway.port, ada);
  expect((await list(bob)).totalCount).toBe(0);
  const { text } = await ask(ada, LIST);
  expect(text).not.toContain(ada.token);
  const operator = await app.newColleague(ada, 'OPERATOR');
  expect(codesOf(await ask(operator, LIST))).toEqual(['FORBIDDEN']);
  const [mine] = (await list(ada)).nodes;
  const foreign = await ask(bob, TERMINATE, { id: mine?.id });
  const unknown = await ask(bob, TERMINATE, { id: globalId('LiveConnection', randomUUID()) });
  expect(foreign.text).toBe(unknown.text);
  expect(foreign.text).toContain('NOT_FOUND');
  expect(socket.isClosed).toBe(false);
  socket.socket.close();
});

describe('ending a connection', () => {
  it('ends a socket on another gateway with a typed reason, and the stock client comes back when it asks again', async () => {
    const owner = await app.newTenant();
    const errors: unknown[] = [];
    const codes: number[] = [];
    const client = app.connect(owner, {
      url: `ws://127.0.0.1:${other.port}/graphql`,
      retryAttempts: 3,
      on: { closed: (event) => codes.push((event as CloseEvent).code) },
    });
    let events = 0;
    const follow = () =>
      client.subscribe(
        { query: EVENTS },
        {
          next: () => {
            events += 1;
          },
          error: (e) => errors.push(e),
          complete() {},
        },
      );
    follow();
    await until(async () => {
      await happen(owner);
      return events > 0;
    }, 'events arrive');
    const [{ id } = { id: '' }] = (await list(owner)).nodes;
    const ended = await ask(owner, TERMINATE, { id, reason: 'Maintenance of the wall board' });
    expect(ended.data).toMatchObject({ liveConnectionTerminate: { connection: { id }, userErrors: [] } });
    await until(() => errors.length === 1 && codes.length > 0, 'the client is told');
    expect(errors[0]).toMatchObject([
      { message: 'Maintenance of the wall board', extensions: { code: 'FORBIDDEN', reason: 'TERMINATED' } },
    ]);
    expect((await list(owner)).totalCount).toBe(0);
    const before = events;
    follow();
    await until(async () => {
      await happen(owner);
      return events > before;
    }, 'it is back');
    await client.dispose();
  });

  it('closes the bare socket with 4403, ends an event stream, and is counted and written down', async () => {
    const owner = await app.newTenant();
    const socket = await socketTo(other.port, owner);
    const stream = new EventStreamClient(`http://127.0.0.1:${other.port}/graphql`, { query: EVENTS }, bearer(owner));
    await stream.opened;
    await until(async () => (await list(owner)).totalCount === 2, 'both are there');
    for (const { id } of (await list(owner)).nodes) await ask(owner, TERMINATE, { id });
    expect(await socket.closed).toEqual({ code: 4403, reason: 'The connection was ended by an administrator.' });
    await stream.ended;
    expect(stream.results).toMatchObject([{ errors: [{ extensions: { code: 'FORBIDDEN', reason: 'TERMINATED' } }] }]);
    const counted = await (await fetch(`http://127.0.0.1:${other.metricsPort}/metrics`)).text();
    expect(counted).toMatch(/live_connections_ended_total\{transport="WEBSOCKET",why="terminated"\} [1-9]/);
    expect(counted).toMatch(/live_connections_ended_total\{transport="SSE",why="terminated"\} [1-9]/);
    const { rows } = await app.owner.query(
      `SELECT "subjectId" FROM "TenantEvent" WHERE "tenantId" = $1 AND "kind" = 'CONNECTION_TERMINATED'`,
      [owner.tenantId],
    );
    expect(rows).toHaveLength(2);
  });
});

it('says that a connection may still be open when its gateway does not answer', async () => {
  const owner = await app.newTenant();
  const socket = await socketTo(other.port, owner);
  const [{ id } = { id: '' }] = (await list(owner)).nodes;
  const answers = vi.spyOn(ControlChannel.prototype, 'publishNamed');
  vi.spyOn(ConnectionRegister.prototype, 'terminate').mockImplementation(() => {
    answers.mockResolvedValueOnce(); // the answer to this question is never sent
    return false;
  });
  const answer = await ask(owner, TERMINATE, { id }).finally(() => vi.restoreAllMocks());
  const userErrors = [{ code: 'INVALID_STATE', message: 'Its gateway did not answer.', path: ['input', 'id'] }];
  expect(answer.data).toEqual({ liveConnectionTerminate: { connection: null, userErrors } });
  expect(socket.isClosed).toBe(false);
  const events = `SELECT 1 FROM "TenantEvent" WHERE "tenantId" = $1 AND "kind" = 'CONNECTION_TERMINATED'`;
  expect((await app.owner.query(events, [owner.tenantId])).rows).toEqual([]);
  expect((await ask(owner, TERMINATE, { id })).text).toContain('"userErrors":[]');
  await socket.closed;
  expect((await app.owner.query(events, [owner.tenantId])).rows).toHaveLength(1);
});

it('has no ghosts of a gateway that was killed', async () => {
  const owner = await app.newTenant();
  const { DATABASE_URL, REDIS_URL, REDIS_PREFIX, ACCESS_TOKEN_SECRET } = app.config;
  const child = startChild('gateway', {
    PATH: String(process.env.PATH),
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    ...{ DATABASE_URL, REDIS_URL, REDIS_PREFIX, ACCESS_TOKEN_SECRET },
  });
  const { port } = await child.line(({ msg }) => msg === 'ready');
  const socket = await socketTo(Number(port), owner);
  await until(async () => (await list(owner)).totalCount === 1, 'it is shown');
  expect((await list(owner)).nodes[0]?.gateway).toMatch(new RegExp(`:${child.process.pid}$`));
  child.process.kill('SIGKILL');
  await child.exit;
  await socket.closed;
  const page = await list(owner);
  expect([page.totalCount, page.silentGateways]).toEqual([0, 0]);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLive, startLiveServer, testViewer, until } from '../support/live-server.js';
import { connect, entriesOf, followJournal, SocketClient } from '../support/socket-client.js';

const live = startLive(String(process.env.REDIS_URL));
let server: Awaited<ReturnType<typeof startLiveServer>>;
beforeAll(async () => {
  server = await startLiveServer(live, {
    webSocket: { initTimeoutMs: 300, messageBurst: 150 },
    isAllowedOrigin: ({ headers }) => headers.origin !== 'https://evil.example',
  });
  server.viewers.set('alice', testViewer('alice'));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await live[Symbol.asyncDispose]();
});

const init = { type: 'connection_init' };
const hello = (id: string) => ({ type: 'subscribe', id, payload: { query: '{ hello }' } });

/** What a client says, one message after the other, and the code it is closed with. */
const CLOSINGS: readonly [what: string, said: readonly unknown[], code: number, reason: RegExp][] = [
  ['no JSON', ['{'], 4400, /Invalid message/],
  ['JSON that is no message', ['[]'], 4400, /./],
  ['a message of no type', [{}], 4400, /type/],
  ['an unknown type', [{ type: 'start', id: '1', payload: {} }], 4400, /start/],
  ['what only a server says: connection_ack', [init, { type: 'connection_ack' }], 4400, /connection_ack/],
  ['what only a server says: next', [init, { type: 'next', id: '1', payload: {} }], 4400, /next/],
  ['what only a server says: error', [init, { type: 'error', id: '1', payload: [] }], 4400, /./],
  ['subscribe without an id', [init, { type: 'subscribe', payload: { query: '{ hello }' } }], 4400, /id/],
  ['subscribe without a query', [init, { type: 'subscribe', id: '1', payload: {} }], 4400, /query/],
  ['an endless id', [init, hello('x'.repeat(1_000))], 4400, /id/],
  ['subscribe before connection_init', [hello('1')], 4401, /^Unauthorized$/],
  ['subscribe before connection_ack', [init, hello('1')], 4401, /^Unauthorized$/],
  ['connection_init twice', [init, init], 4429, /^Too many initialisation requests$/],
  ['a credential that does not hold', [{ ...init, payload: { authorization: 'Bearer x' } }], 4403, /^Forbidden$/],
  ['a database that cannot say who it is', [{ ...init, payload: { authorization: 'Bearer outage' } }], 1013, /later/],
  ['a message of more than 64 KiB', [init, 'x'.repeat(70_000)], 1009, /./],
  ['a flood', Array.from({ length: 200 }, () => ({ type: 'ping' })), 1008, /^Too many messages$/],
];

describe('a socket is closed for', () => {
  it.each(CLOSINGS)('%s', async (_what, said, code, reason) => {
    const client = await new SocketClient(server.webSocketUrl).opened();
    for (const message of said) client.say(message);
    const closed = await client.closed;
    expect(closed.code).toBe(code);
    if (code !== 1009) expect(closed.reason).toMatch(reason);
  });

  it('a second operation of the same id, with 4409', async () => {
    const client = await connect(server.webSocketUrl);
    followJournal(client, 'a', randomUUID());
    followJournal(client, 'a', randomUUID());
    expect(await client.closed).toEqual({ code: 4409, reason: 'Subscriber for a already exists' });
  });

  it('saying nothing for too long, with 4408, pings or not', async () => {
    const client = await new SocketClient(server.webSocketUrl).opened();
    const openedAt = performance.now();
    const pings = setInterval(() => client.socket.ping(), 30);
    expect(await client.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
    clearInterval(pings);
    expect(performance.now() - openedAt).toBeLessThan(2_000);
  });

  it('another subprotocol, with 4406', async () => {
    // `ws` refuses to talk on when nothing was agreed on, so this client offers nothing.
    const client = await new SocketClient(server.webSocketUrl, []).opened();
    expect((await client.closed).code).toBe(4406);
  });

  it('binary messages, with 4400', async () => {
    const client = await new SocketClient(server.webSocketUrl).opened();
    client.socket.send(Buffer.from(JSON.stringify(init)));
    expect((await client.closed).code).toBe(4400);
  });
});

it('turns an origin away that is not on the list, and other paths', async () => {
  const statusOf = (url: string, origin: string) =>
    new Promise((resolve) => {
      const client = new SocketClient(url, ['graphql-transport-ws'], { origin });
      client.socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
      client.socket.once('open', () => resolve(101));
    });
  expect(await statusOf(server.webSocketUrl, 'https://evil.example')).toBe(403);
  expect(await statusOf(server.webSocketUrl, 'https://good.example')).toBe(101);
  expect(await statusOf(server.webSocketUrl.replace('/graphql', '/else'), 'https://good.example')).toBe(404);
});

it('acknowledges, and answers pings with their payload', async () => {
  const client = await connect(server.webSocketUrl);
  client.say({ type: 'ping', payload: { at: 7 } });
  expect(await client.heard(({ type }) => type === 'pong')).toEqual({ type: 'pong', payload: { at: 7 } });
  client.say({ type: 'pong' });
  client.say({ type: 'complete', id: 'never started' });
  client.say(hello('1'));
  await client.heard(({ type }) => type === 'complete');
  expect(client.of('1')).toEqual([
    { id: '1', type: 'next', payload: { data: { hello: 'world' } } },
    { id: '1', type: 'complete' },
  ]);
  client.socket.close();
});

/** Operations that fail in their own ways; the socket stays open and nothing follows the error. */
const BAD_OPERATIONS: readonly [what: string, query: string][] = [
  ['a syntax error', '{ hello'],
  ['an unknown field', '{ nothing }'],
  ['too many tokens', `{ ${'hello '.repeat(2_000)} }`],
  ['a missing variable', 'query Q($id: ID!) { __type(name: $id) { name } }'],
  ['a subscription that is refused', 'subscription { refused }'],
  ['a subscription with a cursor that is none', 'subscription { journal(id: "1", after: "x") { kind } }'],
];

it.each(BAD_OPERATIONS)('answers %s with `error` and goes on', async (_what, query) => {
  const client = await connect(server.webSocketUrl);
  client.say({ type: 'subscribe', id: 'bad', payload: { query } });
  const { payload } = await client.heard(({ type }) => type === 'error');
  expect((payload as { message: string }[])[0]?.message).toBeTruthy();
  client.say(hello('good'));
  await client.heard(({ type, id }) => type === 'complete' && id === 'good');
  expect(client.of('bad').map(({ type }) => type)).toEqual(['error']);
  client.say(hello('bad')); // its id is free again
  await client.heard(({ type, id }) => type === 'complete' && id === 'bad');
  client.socket.close();
});

it('answers a resolver that fails with `next`, masked', async () => {
  const client = await connect(server.webSocketUrl);
  client.say({ type: 'subscribe', id: '1', payload: { query: '{ hello fails }' } });
  await client.heard(({ type }) => type === 'complete');
  const [next] = client.of('1');
  expect(next).toMatchObject({ type: 'next', payload: { data: null, errors: [{ extensions: { code: 'INTERNAL' } }] } });
  expect(JSON.stringify(next)).not.toContain('secret');
  client.socket.close();
});

it('runs mutations, and subscriptions to plain iterables', async () => {
  const client = await connect(server.webSocketUrl);
  const query = 'mutation { touch(id: "m", n: 1) }';
  client.say({ type: 'subscribe', id: 'm', payload: { query } });
  client.say({ type: 'subscribe', id: 't', payload: { query: 'subscription { ticks(count: 3) }' } });
  for (const done of ['m', 't']) await client.heard(({ type, id }) => type === 'complete' && id === done);
  expect(client.of('m')[0]?.payload).toEqual({ data: { touch: true } });
  expect(client.of('t').map(({ payload }) => payload)).toEqual([
    { data: { ticks: 1 } },
    { data: { ticks: 2 } },
    { data: { ticks: 3 } },
    undefined,
  ]);
  client.socket.close();
});

it('stops without a word when the client completes, and frees the stream', async () => {
  const client = await connect(server.webSocketUrl);
  const journal = randomUUID();
  followJournal(client, '1', journal);
  await client.heard(({ type }) => type === 'next');
  client.say({ type: 'subscribe', id: 'slow', payload: { query: '{ slow }' } });
  client.say({ type: 'complete', id: 'slow' });
  client.say({ type: 'complete', id: '1' });
  await until(() => live.hub.openTopics === 0, 'the topic is free');
  await server.journals.add(journal, 1);
  client.say({ type: 'subscribe', id: 'later', payload: { query: '{ slow }' } });
  await client.heard(({ type, id }) => type === 'complete' && id === 'later');
  expect(client.of('1')).toHaveLength(1);
  expect(client.of('slow')).toHaveLength(0);
  client.socket.close();
});

it('keeps to 100 operations, and tells the one that is too many', async () => {
  const client = await connect(server.webSocketUrl);
  for (let index = 0; index <= 100; index += 1) followJournal(client, String(index), 'one');
  const refused = await client.heard(({ type }) => type === 'error');
  expect(refused).toMatchObject({ id: '100', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
  await until(() => entriesOf(client, '99').length > 0, 'the hundredth runs');
  client.socket.close();
  await until(() => live.hub.openSubscriptions === 0, 'everything is free');
});

it('keeps no identity of an operation that was completed before it was known whose it is', async () => {
  server.viewers.set('guest', testViewer('guest'));
  const client = await connect(server.webSocketUrl);
  const headers = { authorization: 'Bearer guest' };
  server.atIdentity.shut();
  client.say({ type: 'subscribe', id: 'g', payload: { query: '{ caller }', extensions: { headers } } });
  await until(() => server.atIdentity.waiting === 1, 'it is asked whose it is');
  client.say({ type: 'complete', id: 'g' });
  client.say({ type: 'ping' });
  await client.heard(({ type }) => type === 'pong');
  server.atIdentity.open();
  client.say({ type: 'subscribe', id: 'after', payload: { query: '{ caller }', extensions: { headers } } });
  await client.heard(({ id, type }) => id === 'after' && type === 'complete');
  expect([...server.sockets.identities()].map(({ viewer }) => viewer.label)).not.toContain('guest');
  client.socket.close();
});

it('acts for the viewer of the connection, or of the headers that came with the operation', async () => {
  server.viewers.set('bob', testViewer('bob'));
  const client = await connect(server.webSocketUrl, { authorization: 'Bearer alice' });
  const ask = (id: string, extensions?: object) =>
    client.say({ type: 'subscribe', id, payload: { query: '{ caller }', extensions } });
  ask('1');
  ask('2', { headers: { authorization: 'Bearer bob' } });
  await client.heard(({ type, id }) => type === 'complete' && id === '1');
  await client.heard(({ type, id }) => type === 'complete' && id === '2');
  expect(client.of('1')[0]?.payload).toEqual({ data: { caller: 'alice' } });
  expect(client.of('2')[0]?.payload).toEqual({ data: { caller: 'bob' } });
  client.socket.close();
});

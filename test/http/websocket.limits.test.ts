import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventStreamClient } from '../support/event-stream-client.js';
import { startLive, startLiveServer, testViewer, until } from '../support/live-server.js';
import { connect, entriesOf, followJournal, SocketClient } from '../support/socket-client.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

const live = startLive(String(process.env.REDIS_URL));
afterAll(() => live[Symbol.asyncDispose]());

type Server = Awaited<ReturnType<typeof startLiveServer>>;
const numbersOf = (client: SocketClient, id: string) => entriesOf(client, id).flatMap(({ n }) => n ?? []);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

/** The answer to a handshake: its status, and when to try again. */
function handshake(url: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; retryAfter?: string | undefined; client: SocketClient }>((resolve) => {
    const client = new SocketClient(url, ['graphql-transport-ws'], { headers });
    client.socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], client });
      response.resume();
    });
    client.socket.once('open', () => resolve({ status: 101, client }));
  });
}

async function signedIn(server: Server, ...names: string[]): Promise<void> {
  for (const name of names) server.viewers.set(name, testViewer(name));
}
const as = (name: string) => ({ authorization: `Bearer ${name}` });

describe('connections', () => {
  it('of one address are bound, sockets and event streams together, and free again when they leave', async () => {
    await using server = await startLiveServer(live, { admission: { perAddress: 2 } });
    const [first, second] = [await connect(server.webSocketUrl), await connect(server.webSocketUrl)];
    expect(await handshake(server.webSocketUrl)).toMatchObject({ status: 429, retryAfter: '1' });
    const query = `subscription { journal(id: "${randomUUID()}") { kind } }`;
    expect(await new EventStreamClient(server.httpUrl, { query }).opened).toBe(429);
    expect(server.told).toEqual(['WEBSOCKET refused: address_limit', 'SSE refused: address_limit']);
    first.socket.close();
    await until(() => server.sockets.openConnections === 1, 'one has left');
    const stream = new EventStreamClient(server.httpUrl, { query });
    expect(await stream.opened).toBe(200);
    expect((await handshake(server.webSocketUrl)).status).toBe(429);
    stream.close();
    await until(() => server.sse.openConnections === 0, 'the stream has left');
    expect((await handshake(server.webSocketUrl)).status).toBe(101);
    second.socket.close();
  });

  it('of one identity are bound, and those of others are not touched', async () => {
    await using server = await startLiveServer(live, { admission: { perIdentity: 2 } });
    await signedIn(server, 'alice', 'bob');
    const [first] = [await connect(server.webSocketUrl, as('alice')), await connect(server.webSocketUrl, as('alice'))];
    const third = await new SocketClient(server.webSocketUrl).opened();
    third.say({ type: 'connection_init', payload: as('alice') });
    // Clients try again after this code, with pauses: one of the others may have left by then.
    expect(await third.closed).toEqual({ code: 1013, reason: 'Too many connections' });
    const query = `subscription { journal(id: "${randomUUID()}") { kind } }`;
    expect(await new EventStreamClient(server.httpUrl, { query }, as('alice')).opened).toBe(429);
    expect(server.told).toEqual(['WEBSOCKET ended: identity_limit', 'SSE refused: identity_limit']);
    await connect(server.webSocketUrl, as('bob'));
    await connect(server.webSocketUrl);
    first?.socket.close();
    await until(() => server.sockets.openConnections === 3, 'one has left');
    await connect(server.webSocketUrl, as('alice'));
  });

  it('may not be opened faster than a rate, over which the address is told to wait', async () => {
    await using server = await startLiveServer(live, { admission: { openingBurst: 3, openingsPerSecond: 0.001 } });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await handshake(server.webSocketUrl)).status);
    expect(statuses).toEqual([101, 101, 101, 429, 429]);
    expect(server.told).toEqual(['WEBSOCKET refused: address_rate', 'WEBSOCKET refused: address_rate']);
  });

  it('of the whole process are bound', async () => {
    await using server = await startLiveServer(live, { webSocket: { connections: 1 } });
    expect((await handshake(server.webSocketUrl)).status).toBe(101);
    expect(await handshake(server.webSocketUrl)).toMatchObject({ status: 503, retryAfter: '1' });
    expect(server.told).toEqual(['WEBSOCKET refused: full']);
  });
});

describe('what is ended is counted', () => {
  it('a message of more than 64 KiB, also before anybody has said who they are', async () => {
    await using server = await startLiveServer(live);
    const client = await new SocketClient(server.webSocketUrl).opened();
    client.say('x'.repeat(64 * 1024 + 1));
    expect((await client.closed).code).toBe(1009);
    expect(server.told).toEqual(['WEBSOCKET ended: too_large']);
  });

  it('a flood, during which others are served', async () => {
    await using server = await startLiveServer(live, { webSocket: { messageBurst: 50 } });
    const other = await connect(server.webSocketUrl);
    const flooder = await connect(server.webSocketUrl);
    for (let n = 0; n < 5_000; n += 1) flooder.say({ type: 'pong' });
    other.say({ type: 'subscribe', id: '1', payload: { query: '{ hello }' } });
    await other.heard(({ type }) => type === 'complete');
    expect(await flooder.closed).toEqual({ code: 1008, reason: 'Too many messages' });
    expect(server.told).toEqual(['WEBSOCKET ended: flood']);
    other.socket.close();
  });

  it('silence before connection_init, and a second one', async () => {
    await using server = await startLiveServer(live, { webSocket: { initTimeoutMs: 50 } });
    expect((await (await new SocketClient(server.webSocketUrl).opened()).closed).code).toBe(4408);
    const twice = await connect(server.webSocketUrl);
    twice.say({ type: 'connection_init' });
    expect((await twice.closed).code).toBe(4429);
    expect(server.told).toEqual(['WEBSOCKET ended: init_timeout', 'WEBSOCKET ended: second_init']);
  });
});

it('cuts a client that has not read for too long, and it misses nothing when it comes back', async () => {
  await using server = await startLiveServer(live, { webSocket: { slowMs: 200, bufferedBytes: 16 * 1024 } });
  const journal = randomUUID();
  const client = await connect(server.webSocketUrl);
  followJournal(client, '1', journal);
  await client.heard(({ type }) => type === 'next');
  client.socket.pause();
  // More than the buffers of the network take.
  for (const n of upTo(50))
    client.say({ type: 'subscribe', id: `q${n}`, payload: { query: '{ long(length: 500000) }' } });
  for (const n of upTo(100)) await server.journals.add(journal, n);
  await until(() => server.told.includes('WEBSOCKET ended: slow_consumer'), 'it is cut');
  await until(() => live.hub.openSubscriptions === 0, 'what it held is free');
  client.socket.resume();
  // 1013 when it reads on in time to hear it, 1006 when it was cut off meanwhile; clients come back after both.
  expect([1006, 1013]).toContain((await client.closed).code);
  const before = numbersOf(client, '1');
  const again = await connect(server.webSocketUrl);
  followJournal(again, '1', journal, entriesOf(client, '1').at(-1)?.cursor ?? null);
  await server.journals.close(journal);
  await again.heard(({ type }) => type === 'complete');
  expect([...before, ...numbersOf(again, '1')]).toEqual([...server.journals.stored(journal)]);
});

describe('while it is asked whether somebody may still see', () => {
  it('nothing is shown, for as long as it cannot be said, and everything once it can', async () => {
    await using server = await startLiveServer(live);
    await signedIn(server, 'alice');
    const journal = randomUUID();
    const client = await connect(server.webSocketUrl, as('alice'));
    followJournal(client, '1', journal);
    await client.heard(({ type }) => type === 'next');
    server.away.is = true;
    server.watch.changed(() => true);
    for (const n of upTo(20)) await server.journals.add(journal, n);
    const bystander = await connect(server.webSocketUrl).catch(() => undefined);
    expect(bystander).toBeUndefined(); // nobody can be let in meanwhile, either
    expect(numbersOf(client, '1')).toEqual([]);
    server.away.is = false;
    await until(() => numbersOf(client, '1').length === 20, 'all have come');
    expect(numbersOf(client, '1')).toEqual(upTo(20));
    client.socket.close();
  });

  it('no event is lost or repeated, however often it is asked', async () => {
    await using server = await startLiveServer(live);
    await signedIn(server, 'alice');
    const journal = randomUUID();
    const client = await connect(server.webSocketUrl, as('alice'));
    followJournal(client, '1', journal);
    await client.heard(({ type }) => type === 'next');
    let isDone = false;
    let rights = 0;
    const asking = (async () => {
      while (!isDone) {
        rights += 1;
        // Every other time with other rights, so that it goes on in another group.
        server.viewers.set('alice', testViewer('alice', { role: rights % 4 < 2 ? 'ADMIN' : 'OPERATOR' }));
        server.watch.changed(() => true);
        await new Promise((resolve) => setTimeout(resolve, rights % 7));
      }
    })();
    for (const n of upTo(500)) await server.journals.add(journal, n);
    isDone = true;
    await asking;
    await server.journals.close(journal);
    await client.heard(({ type }) => type === 'complete');
    expect(rights).toBeGreaterThan(10);
    expect(numbersOf(client, '1')).toEqual(upTo(500));
    expect(entriesOf(client, '1').filter(({ kind }) => kind === 'SNAPSHOT')).toHaveLength(1);
  });
});

describe('a page of another origin', () => {
  let app: TestApp;
  let member: Member;
  beforeAll(async () => {
    app = await startTestApp({ hasWorker: false, environment: { ALLOWED_ORIGINS: 'https://desk.example' } });
    member = await app.newTenant();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['https://desk.example.evil.example', 403],
    ['http://desk.example', 403],
    ['https://desk.example', 101],
  ])('%s is answered with %i, whatever cookie the browser sends', async (origin, status) => {
    const url = `${app.url.replace('http', 'ws')}/graphql`;
    const answer = await handshake(url, { origin, cookie: `__Host-sw-access=${member.token}` });
    expect(answer.status).toBe(status);
    answer.client.socket.terminate();
  });

  it('is let in when it is the gateway’s own', async () => {
    const answer = await handshake(`${app.url.replace('http', 'ws')}/graphql`, { origin: app.url });
    expect(answer.status).toBe(101);
    answer.client.socket.terminate();
  });
});

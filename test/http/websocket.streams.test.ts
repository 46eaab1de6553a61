import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TENANT } from '../support/journals.js';
import { startLive, startLiveServer, testViewer, until } from '../support/live-server.js';
import { connect, entriesOf, followJournal, type JournalEntry, SocketClient } from '../support/socket-client.js';

const REDIS_URL = String(process.env.REDIS_URL);
const live = startLive(REDIS_URL, { retention: { maxLength: 20_000, ttlMs: 600_000 } });
let server: Awaited<ReturnType<typeof startLiveServer>>;
beforeAll(async () => {
  server = await startLiveServer(live);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await live[Symbol.asyncDispose]();
});

/** Follows a journal to its end over as many sockets as it takes, always going on behind the last item it has. */
async function followToEnd(
  urlOf: () => string,
  journal: string,
  options: { whileOpen?: (client: SocketClient) => void } = {},
): Promise<{ entries: JournalEntry[]; sockets: number; codes: number[] }> {
  const entries: JournalEntry[] = [];
  const codes: number[] = [];
  let sockets = 0;
  while (entries.at(-1)?.kind !== 'CLOSED') {
    sockets += 1;
    const client = new SocketClient(urlOf());
    client.socket.on('open', () => client.say({ type: 'connection_init' }));
    client.socket.on('message', (data) => {
      const { type } = JSON.parse(String(data)) as { type: string };
      if (type === 'connection_ack') followJournal(client, 'j', journal, entries.at(-1)?.cursor ?? null);
      if (type === 'complete') client.socket.close(1000);
    });
    options.whileOpen?.(client);
    codes.push((await client.closed).code);
    entries.push(...entriesOf(client, 'j'));
  }
  return { entries, sockets, codes };
}

const numbersOf = (entries: readonly JournalEntry[]) =>
  entries.filter(({ kind }) => kind === 'ADDED').map(({ n }) => n);
/** What a client knows: its snapshot, and what came behind it. */
const known = (client: SocketClient, id: string) => {
  const entries = entriesOf(client, id);
  return [...(entries[0]?.numbers ?? []), ...numbersOf(entries)];
};
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

it('delivers 10,000 events in order, none twice, to a client whose socket is killed 50 times', async () => {
  const journal = randomUUID();
  let kills = 0;
  let current: SocketClient | undefined;
  const following = followToEnd(() => server.webSocketUrl, journal, {
    whileOpen: (client) => {
      current = client;
    },
  });
  await until(() => current !== undefined && entriesOf(current, 'j').length > 0, 'the snapshot');
  for (let first = 0; first < 10_000; first += 20) {
    await server.journals.addMany(
      journal,
      upTo(20).map((n) => first + n),
    );
    if (first % 200 !== 100) continue;
    // Killed while events are under way, not in between.
    const { socket } = current as SocketClient;
    await until(() => socket.readyState !== SocketClient.CONNECTING, 'it is connected');
    socket.terminate();
    kills += 1;
    await until(() => current?.socket !== socket, 'it comes back');
  }
  await server.journals.close(journal);
  const { entries, sockets } = await following;
  expect(kills).toBe(50);
  expect(sockets).toBeGreaterThanOrEqual(50);
  expect(numbersOf(entries)).toEqual(upTo(10_000));
  expect(entries.map(({ kind }) => kind)).not.toContain('GAP');
});

it('frees topic and channel when the socket dies', async () => {
  const journal = randomUUID();
  const client = await connect(server.webSocketUrl);
  followJournal(client, '1', journal);
  await client.heard(({ type }) => type === 'next');
  expect(live.hub.openTopics).toBe(1);
  client.socket.terminate();
  await until(() => live.hub.openTopics === 0 && server.sockets.openConnections === 0, 'everything is free');
  const channel = live.log.keyOf(TENANT, server.journals.topic(journal));
  await until(async () => (await live.redis.pubsub('NUMSUB', channel))[1] === 0, 'nobody subscribed in Redis');
});

it('executes once for clients who ask alike, wherever each of them began', async () => {
  const journal = randomUUID();
  const first = await connect(server.webSocketUrl);
  followJournal(first, 'x', journal);
  await first.heard(({ type }) => type === 'next');
  await server.journals.add(journal, 0);
  await first.heard(({ payload }) => JSON.stringify(payload ?? '').includes('ADDED'));
  const cursor = entriesOf(first, 'x')[0]?.cursor ?? null;
  const others = await Promise.all(upTo(10).map(() => connect(server.webSocketUrl)));
  for (const [index, client] of others.entries()) followJournal(client, 'y', journal, index % 2 ? cursor : null);
  await until(() => others.every((client) => known(client, 'y').length === 1), 'all are there');
  const before = server.executions.events;
  for (let n = 1; n <= 50; n += 1) await server.journals.add(journal, n);
  await until(() => others.every((client) => known(client, 'y').length === 51), 'all have all');
  expect(server.executions.events - before).toBe(50);
  for (const client of [first, ...others]) client.socket.close();
});

it('keeps a client that does not read to a bounded buffer, and gives it everything once it reads', async () => {
  const journal = randomUUID();
  const client = await connect(server.webSocketUrl);
  followJournal(client, '1', journal);
  await client.heard(({ type }) => type === 'next');
  client.socket.pause();
  const before = process.memoryUsage().arrayBuffers;
  for (let first = 0; first < 15_000; first += 500) {
    await server.journals.addMany(
      journal,
      upTo(500).map((n) => first + n),
    );
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  client.socket.resume();
  await server.journals.close(journal);
  await client.heard(({ type }) => type === 'complete');
  expect(numbersOf(entriesOf(client, '1'))).toEqual(upTo(15_000));
});

it('ends what an expired token carried within a second, with 4403', async () => {
  const expiresAt = new Date(Date.now() + 700);
  server.viewers.set('short', testViewer('short', { expiresAt }));
  const client = await connect(server.webSocketUrl, { authorization: 'Bearer short' });
  followJournal(client, '1', randomUUID());
  expect(await client.closed).toEqual({ code: 4403, reason: 'Access token expired' });
  expect(Date.now() - expiresAt.getTime()).toBeLessThan(1_000);
  await until(() => live.hub.openTopics === 0, 'its topic is free');
});

it('ends the connections of somebody whose access was revoked, and of nobody else', async () => {
  server.viewers.set('carol', testViewer('carol'));
  server.viewers.set('dave', testViewer('dave'));
  const carol = await connect(server.webSocketUrl, { authorization: 'Bearer carol' });
  const dave = await connect(server.webSocketUrl, { authorization: 'Bearer dave' });
  server.viewers.delete('carol');
  server.watch.changed(({ label }) => label === 'carol');
  expect(await carol.closed).toEqual({ code: 4403, reason: 'The session has ended.' });
  expect(dave.isClosed).toBe(false);

  server.viewers.delete('dave');
  server.watch.unheard();
  expect((await dave.closed).code).toBe(4403);
});

it('cuts a client off that has stopped answering pings', async () => {
  await using quick = await startLiveServer(live, { webSocket: { keepAliveMs: 200 } });
  const client = await connect(quick.webSocketUrl);
  const silent = await new SocketClient(quick.webSocketUrl, undefined, { autoPong: false }).opened();
  silent.say({ type: 'connection_init' });
  expect((await silent.closed).code).toBe(1006);
  expect(client.isClosed).toBe(false);
});

it('drains within its window, and clients that resume elsewhere miss nothing', async () => {
  await using next = startLive(REDIS_URL, { prefix: live.prefix });
  await using successor = await startLiveServer(next, { journals: server.journals });
  const leaving = await startLiveServer(live, { journals: server.journals });
  const journal = randomUUID();
  let url = leaving.webSocketUrl;
  const clients = upTo(40).map(() => followToEnd(() => url, journal));
  await until(() => live.hub.openSubscriptions === 40, 'all are subscribed');
  let isDrained = false;
  const writing = (async () => {
    for (let n = 0; n < 400 || !isDrained; n += 1) await server.journals.add(journal, n);
    await server.journals.close(journal);
  })();
  url = successor.webSocketUrl;
  const startedAt = performance.now();
  await leaving.sockets.drain(400);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(leaving.sockets.openConnections).toBe(0);
  isDrained = true;
  await writing;
  const expected = [...server.journals.stored(journal)];
  for (const { entries, sockets, codes } of await Promise.all(clients)) {
    expect(codes[0]).toBe(1012);
    expect(sockets).toBe(2);
    expect(entries[0]?.kind).toBe('SNAPSHOT');
    expect([...(entries[0]?.numbers ?? []), ...numbersOf(entries)]).toEqual(expected);
  }
  await leaving[Symbol.asyncDispose]();
});

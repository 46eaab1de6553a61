import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect as connectTo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EventStreamClient } from '../support/event-stream-client.js';
import { TENANT } from '../support/journals.js';
import { startLive, startLiveServer, testViewer, until } from '../support/live-server.js';

const live = startLive(String(process.env.REDIS_URL));
let server: Awaited<ReturnType<typeof startLiveServer>>;
beforeAll(async () => {
  server = await startLiveServer(live, { sse: { keepAliveMs: 300 } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await live[Symbol.asyncDispose]();
});

interface ServerEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** An event stream as a client reads it. */
class Stream {
  readonly response: IncomingMessage;
  readonly events: ServerEvent[] = [];
  comments = 0;
  isEnded = false;
  #text = '';

  constructor(response: IncomingMessage) {
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => this.#take(chunk));
    response.on('error', () => {});
    response.on('close', () => {
      this.isEnded = true;
    });
  }

  #take(chunk: string): void {
    const blocks = (this.#text + chunk).split('\n\n');
    this.#text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (block.startsWith(':')) this.comments += 1;
      else this.events.push({ event: field('event') ?? '', id: field('id'), data: data ? JSON.parse(data) : null });
    }
  }

  get entries(): { kind: string; n: number | null; cursor: string; numbers: number[] | null }[] {
    return this.events
      .filter(({ event }) => event === 'next')
      .map(({ data }) => (data as { data: { journal: never } }).data.journal);
  }
}

async function open(query: string, options: { headers?: object; method?: string; variables?: object } = {}) {
  const { method = 'POST', variables = {} } = options;
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json', ...options.headers };
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const outgoing = request(method === 'GET' ? `${server.httpUrl}?${search}` : server.httpUrl, { method, headers });
  outgoing.end(method === 'GET' ? undefined : JSON.stringify({ query, variables }));
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return new Stream(response);
}

const JOURNAL =
  'subscription J($id: ID!, $after: String) { journal(id: $id, after: $after) { kind cursor n numbers } }';

it('streams a subscription with its cursors as ids, and completes it', async () => {
  const id = randomUUID();
  const stream = await open(JOURNAL, { variables: { id } });
  expect(stream.response.statusCode).toBe(200);
  expect(stream.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  await until(() => stream.events.length === 1, 'the snapshot');
  await server.journals.add(id, 1);
  await server.journals.close(id);
  await until(() => stream.isEnded, 'the end');
  expect(stream.events.map(({ event }) => event)).toEqual(['next', 'next', 'next', 'complete']);
  expect(stream.entries.map(({ kind }) => kind)).toEqual(['SNAPSHOT', 'ADDED', 'CLOSED']);
  expect(stream.events.slice(0, 3).map((event) => event.id)).toEqual(stream.entries.map(({ cursor }) => cursor));
});

it('goes on behind Last-Event-ID, with GET as a browser does', async () => {
  const id = randomUUID();
  const first = await open(JOURNAL, { variables: { id }, method: 'GET' });
  await until(() => first.events.length === 1, 'the snapshot');
  for (const n of [1, 2, 3]) await server.journals.add(id, n);
  await until(() => first.events.length === 4, 'three events');
  first.response.destroy();
  await server.journals.add(id, 4);
  const headers = { 'last-event-id': first.events[2]?.id };
  const second = await open(JOURNAL, { variables: { id }, method: 'GET', headers });
  await until(() => second.events.length === 2, 'the rest');
  expect(second.entries.map(({ n }) => n)).toEqual([3, 4]);
  second.response.destroy();
});

it('prefers the cursor of the operation to Last-Event-ID, and refuses one that is none', async () => {
  const id = randomUUID();
  for (const n of [1, 2, 3]) await server.journals.add(id, n);
  const cursors = await cursorsOf(id);
  const headers = { 'last-event-id': cursors[0] };
  const stream = await open(JOURNAL, { variables: { id, after: cursors[1] }, headers });
  await until(() => stream.events.length === 1, 'the third');
  expect(stream.entries[0]?.n).toBe(3);
  stream.response.destroy();

  const refused = await open(JOURNAL, { variables: { id }, headers: { 'last-event-id': 'x' } });
  await until(() => refused.isEnded, 'the refusal');
  expect(refused.events).toMatchObject([
    { event: 'next', data: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } },
    { event: 'complete' },
  ]);
});

it('frees everything when the client is gone', async () => {
  await until(() => live.hub.openSubscriptions === 0, 'nothing is left of the tests before');
  const stream = await open(JOURNAL, { variables: { id: randomUUID() } });
  await until(() => stream.events.length === 1, 'the snapshot');
  expect(live.hub.openTopics).toBe(1);
  stream.response.destroy();
  await until(() => live.hub.openTopics === 0 && server.sse.openConnections === 0, 'everything is free');
});

it('follows nothing for a client that left while its operation was looked at', async () => {
  await until(() => live.hub.openSubscriptions === 0, 'nothing is left of the tests before');
  const before = server.answered.streams;
  server.atGate.shut();
  const leaving = connectTo(server.port, '127.0.0.1');
  const body = JSON.stringify({ query: JOURNAL, variables: { id: randomUUID() } });
  leaving.write(`POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n`);
  leaving.write(`content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await until(() => server.atGate.waiting === 1, 'it is looked at');
  leaving.destroy();
  await until(async () => (await server.openSockets()) === 0, 'the server has seen it go');
  server.atGate.open();
  await until(() => server.answered.streams > before, 'its operation has been dealt with');
  expect([live.hub.openSubscriptions, live.hub.openTopics, server.sse.openConnections]).toEqual([0, 0, 0]);
});

it('hears of a revocation that was told while its operation was looked at', async () => {
  // Nobody is asked about a second time by the clock here.
  const other = await startLiveServer(live, { sse: { recheckMs: 3_600_000 } });
  other.viewers.set('dave', testViewer('dave'));
  other.atGate.shut();
  const stream = new EventStreamClient(
    other.httpUrl,
    { query: JOURNAL, variables: { id: randomUUID() } },
    { authorization: 'Bearer dave' },
  );
  await until(() => other.atGate.waiting === 1, 'it is looked at');
  other.viewers.delete('dave');
  other.watch.changed(({ label }) => label === 'dave');
  other.atGate.open();
  await stream.ended;
  expect(stream.results.at(-1)).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'SESSION_ENDED' } }],
  });
  await other[Symbol.asyncDispose]();
});

it('runs a query by the clock of a request', async () => {
  const stream = await open('{ patience }');
  await until(() => stream.isEnded, 'the answer');
  const [answer] = stream.events.map(({ data }) => data as { data: { patience: number } });
  expect(answer?.data.patience).toBeLessThanOrEqual(1_000);
});

it('gives a query or mutation one result, and errors the same way', async () => {
  for (const [query, data] of [
    ['{ hello }', { data: { hello: 'world' } }],
    ['mutation { touch(id: "m", n: 1) }', { data: { touch: true } }],
    ['{ nothing }', { errors: [{ message: expect.stringContaining('nothing') }] }],
    ['subscription { refused }', { errors: [{ extensions: { code: 'FORBIDDEN' } }] }],
  ] as const) {
    const stream = await open(query);
    await until(() => stream.isEnded, 'the answer');
    expect(stream.events).toMatchObject([{ event: 'next', data }, { event: 'complete' }]);
  }
});

it('refuses a mutation that comes with GET', async () => {
  const stream = await open('mutation { touch(id: "m", n: 1) }', { method: 'GET' });
  expect(stream.response.statusCode).toBe(405);
});

it('keeps a quiet stream alive with comments', async () => {
  const stream = await open(JOURNAL, { variables: { id: randomUUID() } });
  await until(() => stream.comments >= 1, 'a comment');
  stream.response.destroy();
});

it('lets a client that does not read wait in its stream', async () => {
  const id = randomUUID();
  const stream = await open(JOURNAL, { variables: { id } });
  await until(() => stream.events.length === 1, 'the snapshot');
  stream.response.pause();
  const before = process.memoryUsage().arrayBuffers;
  for (let first = 0; first < 9_000; first += 500) {
    await server.journals.addMany(
      id,
      Array.from({ length: 500 }, (_, n) => first + n),
    );
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  stream.response.resume();
  await server.journals.close(id);
  await until(() => stream.isEnded, 'the end');
  expect(stream.entries.filter(({ kind }) => kind === 'ADDED').map(({ n }) => n)).toEqual(server.journals.stored(id));
});

it('ends with a typed reason when the token expires, and when access is revoked', async () => {
  server.viewers.set('short', testViewer('short', { expiresAt: new Date(Date.now() + 400) }));
  server.viewers.set('carol', testViewer('carol'));
  const [short, carol] = await Promise.all(
    ['short', 'carol'].map((name) =>
      open(JOURNAL, { variables: { id: randomUUID() }, headers: { authorization: `Bearer ${name}` } }),
    ),
  );
  await until(() => short?.isEnded === true, 'the expiry');
  expect(short?.events.slice(-2)).toMatchObject([
    { data: { errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED' } }] } },
    { event: 'complete' },
  ]);
  expect(carol?.isEnded).toBe(false);
  server.viewers.delete('carol');
  server.watch.changed(({ label }) => label === 'carol');
  await until(() => carol?.isEnded === true, 'the revocation');
  expect(carol?.events.slice(-2)).toMatchObject([
    { data: { errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'SESSION_ENDED' } }] } },
    { event: 'complete' },
  ]);
});

it('drains without saying that the stream is complete', async () => {
  const id = randomUUID();
  const other = await startLiveServer(live, { journals: server.journals });
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
  const outgoing = request(other.httpUrl, { method: 'POST', headers });
  outgoing.end(JSON.stringify({ query: JOURNAL, variables: { id } }));
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const stream = new Stream(response);
  await until(() => stream.events.length === 1, 'the snapshot');
  await other.sse.drain(100);
  await until(() => stream.isEnded, 'the end of the connection');
  expect(stream.events.map(({ event }) => event)).toEqual(['next']);
  await other[Symbol.asyncDispose]();
});

/** Cursors of what a journal's stream holds. */
async function cursorsOf(id: string): Promise<string[]> {
  const read = await live.log.read(TENANT, server.journals.topic(id), null, 100);
  return read.kind === 'entries' ? read.entries.map(({ cursor }) => cursor) : [];
}

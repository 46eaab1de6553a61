import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startLive, startLiveServer, testViewer, until } from '../support/live-server.js';
import { postRaw, textAt } from '../support/raw-graphql.js';
import { connect, type SocketClient } from '../support/socket-client.js';
import { startTestApp } from '../support/test-app.js';

const live = startLive(String(process.env.REDIS_URL));
let server: Awaited<ReturnType<typeof startLiveServer>>;
const PEOPLE = Array.from({ length: 6 }, (_, n) => `person-${n}`);
beforeAll(async () => {
  server = await startLiveServer(live);
  for (const name of PEOPLE) server.viewers.set(name, testViewer(name));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await live[Symbol.asyncDispose]();
});

let clients: SocketClient[] = [];
beforeEach(() => {
  for (const { socket } of clients) socket.close();
  clients = [];
});

/** Everybody follows the journal with the same document and variables, and with the same rights. */
async function followAll(journal: string, selection: string): Promise<void> {
  clients = await Promise.all(PEOPLE.map((name) => connect(server.webSocketUrl, { authorization: `Bearer ${name}` })));
  const query = `subscription($id: ID!) { journal(id: $id) { kind n cursor ${selection} } }`;
  for (const client of clients)
    client.say({ type: 'subscribe', id: '1', payload: { query, variables: { id: journal } } });
  await until(() => clients.every((client) => client.of('1').length > 0), 'all have their snapshot');
}

interface Shown {
  readonly n: number | null;
  readonly seenBy?: string | null;
  readonly mayTouch?: boolean;
}
const shownTo = (client: SocketClient): Shown[] =>
  client.of('1').flatMap(({ payload }) => (payload as { data?: { journal: Shown } }).data?.journal ?? []);
const numbersOf = (client: SocketClient) => shownTo(client).flatMap(({ n }) => n ?? []);

it('shares what depends on rights alone, and nothing of what looks at who is asking', async () => {
  const shared = randomUUID();
  await followAll(shared, 'mayTouch');
  const before = server.executions.events;
  for (const n of [1, 2, 3]) await server.journals.add(shared, n);
  await until(() => clients.every((client) => numbersOf(client).length === 3), 'all have all');
  expect(server.executions.events - before).toBe(3);
});

it('finds out half way that a stream is personal, and gives everybody their own, once and in order', async () => {
  const journal = randomUUID();
  await followAll(journal, 'seenBy');
  const count = 40;
  const numbers = Array.from({ length: count }, (_, n) => n);
  for (const n of numbers.slice(0, 10)) await server.journals.add(journal, n);
  await server.journals.addMany(journal, numbers.slice(10));
  await until(() => clients.every((client) => numbersOf(client).length >= count), 'all have all');
  for (const [index, client] of clients.entries()) {
    expect(numbersOf(client)).toEqual(numbers);
    const names = shownTo(client).flatMap(({ n, seenBy }) => ((n ?? 0) >= 5 ? [seenBy] : []));
    expect(new Set(names)).toEqual(new Set([PEOPLE[index]]));
  }
});

it('keeps them apart from the first event on, once the document is known', async () => {
  const journal = randomUUID();
  for (const n of [6, 7, 8]) await server.journals.add(journal, n);
  await followAll(journal, 'seenBy');
  await server.journals.add(journal, 9);
  await until(() => clients.every((client) => numbersOf(client).includes(9)), 'all have it');
  for (const [index, client] of clients.entries()) {
    expect(shownTo(client).find(({ n }) => n === 9)?.seenBy).toBe(PEOPLE[index]);
  }
});

it('is not what the product’s own streams are: people of one role share them', async () => {
  await using app = await startTestApp();
  const owner = await app.newTenant();
  const team = [await app.newColleague(owner, 'OPERATOR'), await app.newColleague(owner, 'OPERATOR')];
  const opened = await postRaw(
    app.url,
    {
      query: `mutation { caseOpen(input: { projectId: "${owner.projectId}", subject: "It fails", body: "It fails again.",
        customer: { email: "a@b.test" } }) { case { id } job { id } userErrors { message } } }`,
    },
    { authorization: `Bearer ${owner.token}` },
  );
  const [caseId, jobId] = [textAt(opened, 'caseOpen.case.id'), textAt(opened, 'caseOpen.job.id')];
  const followed = [
    `subscription { tenantEvents { kind subject { id } actor { kind label } data } }`,
    `subscription { jobEvents(jobId: "${jobId}") { __typename ... on JobSnapshot { job { state availableTransitions requestedBy { label } log { nodes { message } } } } } }`,
    `subscription { caseEvents(caseId: "${caseId}") { __typename ... on CaseSnapshot { case { state availableTransitions messages { nodes { body } } replyDraft { state } } } } }`,
  ];
  const sockets = await Promise.all(
    team.map(({ token }) => connect(`${app.url.replace('http', 'ws')}/graphql`, { authorization: `Bearer ${token}` })),
  );
  for (const socket of sockets) {
    for (const [index, query] of followed.entries())
      socket.say({ type: 'subscribe', id: String(index), payload: { query } });
  }
  // The job runs to its end meanwhile; the tenant's stream tells of it, too.
  await until(
    () => sockets.every((socket) => ['0', '1', '2'].every((id) => socket.of(id).length > 1)),
    'all have events',
  );
  expect(sockets.flatMap(({ messages }) => messages.filter(({ type }) => type === 'error'))).toEqual([]);
  const metrics = await (await fetch(`http://127.0.0.1:${app.gateway.metricsPort}/metrics`)).text();
  expect(metrics).toContain('switchyard_live_stream_occurrences_total');
  expect(metrics).not.toContain('what="personal"');
  for (const { socket } of sockets) socket.close();
});

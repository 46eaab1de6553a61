import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { AccessTokens } from '../../src/auth/access-token.js';
import { until } from '../support/live-server.js';
import { postRaw, textAt } from '../support/raw-graphql.js';
import { connect } from '../support/socket-client.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

const EVENTS = 'subscription { tenantEvents { cursor kind } }';

let app: TestApp;
let ada: Member;
let bob: Member;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  [ada, bob] = [await app.newTenant(), await app.newTenant()];
});
afterAll(() => app[Symbol.asyncDispose]());

/** An access token of the same session that ends after so many seconds. */
async function tokenFor(
  { token }: Pick<Member, 'token'>,
  seconds: number,
): Promise<{ token: string; expiresAt: Date }> {
  const { sub, sid, tid } = decodeJwt<{ sid: string; tid: string }>(token);
  const tokens = new AccessTokens(app.config.ACCESS_TOKEN_SECRET, seconds / 60);
  return tokens.sign({ userId: String(sub), sessionId: sid, tenantId: tid });
}

const webSocketUrl = () => `${app.url.replace('http', 'ws')}/graphql`;
const happen = (key: string) =>
  postRaw(
    app.url,
    { query: `mutation { projectCreate(input: { key: "${key}", name: "n" }) { project { id } userErrors { code } } }` },
    { authorization: `Bearer ${ada.token}` },
  );

it('keeps the streams of the stock client when it pings with a fresh token', async () => {
  const short = await tokenFor(ada, 2);
  const pongs: unknown[] = [];
  const closings: unknown[] = [];
  let socket: WebSocket | undefined;
  let ackPayload: unknown;
  const client = app.connect(short, {
    on: {
      connected: (opened, payload) => {
        socket = opened as WebSocket;
        ackPayload = payload;
      },
      pong: (received, payload) => received && pongs.push(payload),
      closed: (event) => closings.push((event as CloseEvent).code),
    },
  });
  const kinds: unknown[] = [];
  const errors: unknown[] = [];
  client.subscribe(
    { query: EVENTS },
    { next: ({ data }) => kinds.push(data), error: (e) => errors.push(e), complete() {} },
  );
  await until(async () => {
    await happen(`a${kinds.length}${Date.now() % 100_000}`);
    return kinds.length > 0;
  }, 'events arrive');
  expect(ackPayload).toEqual({ accessTokenExpiresAt: short.expiresAt.toISOString() });

  const fresh = await tokenFor(ada, 600);
  socket?.send(JSON.stringify({ type: 'ping', payload: { accessToken: fresh.token } }));
  await until(() => pongs.length === 1, 'the answer');
  expect(pongs).toEqual([{ accessTokenExpiresAt: fresh.expiresAt.toISOString() }]);

  await until(() => Date.now() > short.expiresAt.getTime() + 6_000, 'the first token is over, leeway included');
  const before = kinds.length;
  await happen('behind');
  await until(() => kinds.length > before, 'the stream goes on');
  expect([errors, closings]).toEqual([[], []]);
  await client.dispose();
});

it('refuses a token of somebody else, of another tenant, or that does not hold, and keeps the old one', async () => {
  const client = await connect(webSocketUrl(), { authorization: `Bearer ${ada.token}` });
  const colleague = await app.newColleague(ada, 'ADMIN');
  const stale = await tokenFor(ada, -60);
  const key = await postRaw(
    app.url,
    { query: 'mutation { apiKeyCreate(input: { name: "k", scopes: [IDENTITY_READ] }) { secret } }' },
    { authorization: `Bearer ${ada.token}` },
  );
  const refusals: readonly [token: unknown, reason: string][] = [
    [bob.token, 'OTHER_IDENTITY'],
    [colleague.token, 'OTHER_IDENTITY'],
    [textAt(key, 'apiKeyCreate.secret'), 'OTHER_IDENTITY'],
    [stale.token, 'INVALID_TOKEN'],
    ['junk', 'INVALID_TOKEN'],
    [{ toString: 'x' }, 'INVALID_TOKEN'],
    [null, 'INVALID_TOKEN'],
  ];
  for (const [index, [accessToken]] of refusals.entries()) {
    client.say({ type: 'ping', payload: { accessToken } });
    await until(() => client.messages.filter(({ type }) => type === 'pong').length === index + 1, 'an answer');
  }
  const pongs = client.messages.filter(({ type }) => type === 'pong');
  expect(pongs).toMatchObject(
    refusals.map(([, reason]) => ({ payload: { error: { code: 'UNAUTHENTICATED', reason } } })),
  );
  expect(JSON.stringify(pongs)).not.toContain(bob.token);
  client.say({ type: 'subscribe', id: 'who', payload: { query: '{ viewer { user { email } } }' } });
  const { payload } = await client.heard(({ id }) => id === 'who');
  expect(payload).toMatchObject({ data: { viewer: { user: { email: ada.email } } } });
  client.socket.close();
});

it('refuses it on a socket of nobody, and before the connection is acknowledged', async () => {
  const anonymous = await connect(webSocketUrl());
  anonymous.say({ type: 'ping', payload: { accessToken: ada.token } });
  const { payload } = await anonymous.heard(({ type }) => type === 'pong');
  expect(payload).toMatchObject({ error: { reason: 'NOT_SIGNED_IN' } });
  anonymous.say({ type: 'subscribe', id: 'who', payload: { query: '{ viewer { role } }' } });
  const answer = await anonymous.heard(({ id }) => id === 'who');
  expect(JSON.stringify(answer)).toContain('UNAUTHENTICATED');
  anonymous.socket.close();
});

it('takes a fresh token on a socket that was opened by a cookie, whose own token then no longer counts', async () => {
  const short = await tokenFor(ada, 1);
  const socket = new WebSocket(webSocketUrl(), 'graphql-transport-ws', {
    headers: { cookie: `__Host-sw-access=${short.token}` },
  });
  const heard: { type: string; id?: string; payload?: unknown }[] = [];
  let closed: number | undefined;
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  socket.on('close', (code) => {
    closed = code;
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await until(() => heard.length === 1, 'the acknowledgement');
  const fresh = await tokenFor(ada, 600);
  socket.send(JSON.stringify({ type: 'ping', payload: { accessToken: fresh.token } }));
  await until(() => heard.length === 2, 'the answer');
  await until(() => Date.now() > short.expiresAt.getTime() + 1_000, 'the cookie is over');
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: '{ viewer { user { email } } }' } }));
  await until(() => heard.some(({ id }) => id === '1'), 'the answer');
  expect(JSON.stringify(heard.at(-2) ?? heard.at(-1))).toContain(ada.email);
  expect(closed).toBeUndefined();
  socket.close();
});

it('stays narrowed to the project that the connection named, and lets an operation name another', async () => {
  const made = await happen('second-project');
  const second = textAt(made, 'projectCreate.project.id');
  const client = await connect(webSocketUrl(), { authorization: `Bearer ${ada.token}`, projectId: ada.projectId });
  const open = `mutation { caseOpen(input: { projectId: "${second}", subject: "s", body: "b", customer: { email: "a@b.test" } }) { userErrors { code } } }`;
  await postRaw(app.url, { query: open }, { authorization: `Bearer ${ada.token}` });
  const cases = async (id: string, extensions?: object): Promise<unknown> => {
    client.say({ type: 'subscribe', id, payload: { query: '{ cases { totalCount } }', extensions } });
    const { payload } = await client.heard((message) => message.id === id);
    return (payload as { data?: { cases: { totalCount: number } } }).data?.cases.totalCount;
  };
  expect(await cases('before')).toBe(0);
  const fresh = await tokenFor(ada, 600);
  client.say({ type: 'ping', payload: { accessToken: fresh.token } });
  await client.heard(({ type }) => type === 'pong');
  expect(await cases('after')).toBe(0);
  expect(await cases('other', { headers: { 'X-Project-Id': second } })).toBe(1);
  const listed = await postRaw(
    app.url,
    { query: '{ liveConnections { nodes { project { id } } } }' },
    { authorization: `Bearer ${ada.token}` },
  );
  expect(listed.text).toContain(`{"project":{"id":"${ada.projectId}"}}`);
  client.socket.close();
});

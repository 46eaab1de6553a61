import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { cookieHeader, postRaw, textAt } from '../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

const WHO = '{ viewer { user { email } tenant { slug } role } }';

let app: TestApp;
let ada: Member;
let bob: Member;
let cookie: string;
let bobsCookie: string;
let key: string;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  [ada, bob] = [await app.newTenant(), await app.newTenant()];
  [cookie, bobsCookie] = [await signedIn(ada), await signedIn(bob)];
  const made = await postRaw(
    app.url,
    { query: 'mutation { apiKeyCreate(input: { name: "k", scopes: [IDENTITY_READ] }) { secret } }' },
    { authorization: `Bearer ${ada.token}` },
  );
  key = textAt(made, 'apiKeyCreate.secret');
});
afterAll(() => app[Symbol.asyncDispose]());

async function signedIn({ email, password }: Member): Promise<string> {
  const query = 'mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }';
  return cookieHeader((await postRaw(app.url, { query, variables: { input: { email, password } } })).cookies);
}

interface Presented {
  /** What a request, or the upgrade of a socket, brings along. */
  readonly headers?: Record<string, string>;
  /** What `connection_init` brings along. */
  readonly params?: Record<string, unknown>;
}

const overHttp = async ({ headers = {} }: Presented) => (await postRaw(app.url, { query: WHO }, headers)).text;

async function overEvents({ headers = {} }: Presented): Promise<string> {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query: WHO }),
  });
  return response.text();
}

function overSocket({ headers = {}, params = {} }: Presented): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: params })));
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data));
      if (type === 'connection_ack') {
        socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: WHO } }));
        return;
      }
      socket.terminate();
      resolve(JSON.stringify(payload));
    });
    socket.on('close', (code) => resolve(`closed ${code}`));
    socket.on('error', reject);
  });
}

/** The same question over each transport gets the same identity. */
async function identities(presented: Required<Presented>): Promise<string[]> {
  const answers = [
    await overHttp(presented),
    await overEvents(presented),
    await overSocket({ headers: presented.headers }),
    await overSocket({
      params: presented.params,
      headers: presented.headers.cookie ? { cookie: presented.headers.cookie } : {},
    }),
  ];
  return answers.map((answer) => {
    const { email, slug } = {
      email: /"email":"([^"]+)"/.exec(answer)?.[1],
      slug: /"slug":"([^"]+)"/.exec(answer)?.[1],
    };
    if (slug) return email === undefined ? `a key of ${slug}` : `${email}`;
    return answer.includes('UNAUTHENTICATED') ? 'nobody' : answer;
  });
}
const everywhere = (who: string) => [who, who, who, who];

describe('an identity is the same over HTTP, event streams and sockets', () => {
  it('by bearer token', async () => {
    const authorization = `Bearer ${ada.token}`;
    expect(await identities({ headers: { authorization }, params: { authorization } })).toEqual(everywhere(ada.email));
    expect(await identities({ headers: { authorization }, params: { Authorization: authorization } })).toEqual(
      everywhere(ada.email),
    );
  });

  it('by cookie', async () => {
    expect(await identities({ headers: { cookie }, params: {} })).toEqual(everywhere(ada.email));
  });

  it('by API key, in its own header or as a bearer', async () => {
    const who = everywhere(`a key of ${ada.tenantSlug}`);
    expect(await identities({ headers: { 'x-api-key': key }, params: { 'x-api-key': key } })).toEqual(who);
    expect(await identities({ headers: { 'x-api-key': key }, params: { apiKey: key } })).toEqual(who);
    const authorization = `Bearer ${key}`;
    expect(await identities({ headers: { authorization }, params: { authorization } })).toEqual(who);
  });

  it('by nothing', async () => {
    expect(await identities({ headers: {}, params: {} })).toEqual(everywhere('nobody'));
  });

  it('cookie first, then bearer, then key', async () => {
    const authorization = `Bearer ${ada.token}`;
    const first = { headers: { cookie: bobsCookie, authorization, 'x-api-key': key }, params: { authorization } };
    expect(await identities(first)).toEqual(everywhere(bob.email));
    const second = { authorization: `Bearer ${bob.token}`, 'x-api-key': key };
    expect(await identities({ headers: second, params: second })).toEqual(everywhere(bob.email));
  });

  it('by the next one when one does not hold', async () => {
    const stale = { cookie: '__Host-sw-access=stale', authorization: `Bearer ${ada.token}` };
    expect(await identities({ headers: stale, params: { authorization: stale.authorization } })).toEqual(
      everywhere(ada.email),
    );
  });

  it('never by a refresh token', async () => {
    const refresh = /__Host-sw-refresh=([^;]+)/.exec(cookie)?.[1] ?? '';
    expect(refresh).toMatch(/^swr_/);
    const ways: Record<string, string>[] = [
      { authorization: `Bearer ${refresh}` },
      { cookie: `__Host-sw-access=${refresh}` },
      { 'x-api-key': refresh },
    ];
    for (const headers of ways) {
      expect(await overHttp({ headers })).toContain('UNAUTHENTICATED');
    }
  });
});

describe('the end of a session', () => {
  it('ends the sockets and streams that it carried, within a second', async () => {
    const member = await app.newTenant();
    const authorization = `Bearer ${member.token}`;
    const client = app.connect(member, { lazy: false, onNonLazyError: () => {} });
    const closed = new Promise<number>((resolve) =>
      client.on('closed', (event) => resolve((event as { code: number }).code)),
    );
    await new Promise<void>((resolve) => client.on('connected', () => resolve()));
    const stream = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization },
      body: JSON.stringify({ query: 'subscription { tenantEvents { kind } }' }),
    });
    const start = performance.now();
    await postRaw(app.url, { query: 'mutation { signOut { userErrors { code } } }' }, { authorization });
    expect(await closed).toBe(4403);
    expect(await stream.text()).toContain('UNAUTHENTICATED');
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(await overHttp({ headers: { authorization } })).toContain('UNAUTHENTICATED');
    await client.dispose();
  });
});

import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessTokens } from '../../src/auth/access-token.js';
import { EventStreamClient } from '../support/event-stream-client.js';
import { cookieHeader, postRaw, textAt } from '../support/raw-graphql.js';
import { SocketClient } from '../support/socket-client.js';
import { type Member, startTestApp, type TestApp } from '../support/test-app.js';

/*
 * Every kind of operation, for every identity, over every transport: the answers must be the same. What a socket does
 * with an identity that does not hold (it says so once, with 4403) counts as the refusal that it is.
 */

interface Presented {
  readonly headers: Record<string, string>;
  /** What a socket's `connection_init` brings; its upgrade brings the cookie, as a browser's does. */
  readonly params: Record<string, unknown>;
}

interface Outcome {
  readonly data: unknown;
  readonly codes: readonly unknown[];
}

type Request = { readonly query: string; readonly variables?: Record<string, unknown> };
type Kind = 'query' | 'mutation' | 'subscription';
type Identity = (typeof IDENTITIES)[number];

const IDENTITIES = ['bearer', 'cookie', 'key', 'anonymous', 'expired', 'signed out', 'revoked key'] as const;
const HOLDING: readonly Identity[] = ['bearer', 'cookie', 'key'];
const TRANSPORTS = ['HTTP', 'WEBSOCKET', 'WEBSOCKET by headers', 'SSE'] as const;

let app: TestApp;
let owner: Member;
let jobId: string;
const presented = new Map<Identity, Presented>();
const bearer = (token: string): Presented => {
  const authorization = `Bearer ${token}`;
  return { headers: { authorization }, params: { authorization } };
};

beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  owner = await app.newTenant();
  const run = (query: string, token = owner.token) => postRaw(app.url, { query }, { authorization: `Bearer ${token}` });
  const opened =
    await run(`mutation { caseOpen(input: { projectId: "${owner.projectId}", subject: "subject", body: "body",
    customer: { email: "a@b.test" } }) { job { id } userErrors { message } } }`);
  jobId = textAt(opened, 'caseOpen.job.id');
  const newKey = () =>
    run(
      'mutation { apiKeyCreate(input: { name: "k", scopes: [IDENTITY_READ, OPERATIONS_READ, OPERATIONS_WRITE] }) { secret apiKey { id } } }',
    );
  const [key, revoked] = [await newKey(), await newKey()];
  await run(
    `mutation { apiKeyRevoke(input: { id: "${textAt(revoked, 'apiKeyCreate.apiKey.id')}" }) { userErrors { code } } }`,
  );
  const signedIn = await postRaw(app.url, {
    query: 'mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }',
    variables: { input: { email: owner.email, password: owner.password } },
  });
  const leaver = await app.newColleague(owner, 'OWNER');
  await run('mutation { signOut { userErrors { code } } }', leaver.token);
  const { sub, sid, tid } = decodeJwt<{ sid: string; tid: string }>(owner.token);
  const past = new AccessTokens(app.config.ACCESS_TOKEN_SECRET, -1);
  const expired = await past.sign({ userId: String(sub), sessionId: sid, tenantId: tid });
  presented.set('bearer', bearer(owner.token));
  presented.set('cookie', { headers: { cookie: cookieHeader(signedIn.cookies) }, params: {} });
  const secret = textAt(key, 'apiKeyCreate.secret');
  presented.set('key', { headers: { 'x-api-key': secret }, params: { 'x-api-key': secret } });
  presented.set('anonymous', { headers: {}, params: {} });
  presented.set('expired', bearer(expired.token));
  presented.set('signed out', bearer(leaver.token));
  presented.set('revoked key', bearer(textAt(revoked, 'apiKeyCreate.secret')));
});
afterAll(() => app[Symbol.asyncDispose]());

/** Something of each kind that is for those who are signed in, and something that is for everybody. */
const OPERATIONS: readonly { kind: Kind; what: string; isPublic?: boolean; request: () => Request }[] = [
  {
    kind: 'query',
    what: 'a query',
    request: () => ({ query: '{ viewer { role tenant { id slug } } projects { totalCount } }' }),
  },
  { kind: 'query', what: 'a query with a fault', request: () => ({ query: '{ nothing }' }), isPublic: true },
  { kind: 'query', what: 'a document that is none', request: () => ({ query: '{ viewer ' }), isPublic: true },
  {
    kind: 'query',
    what: 'a query with a variable of the wrong type',
    request: () => ({ query: 'query($id: ID!) { job(id: $id) { id } }', variables: { id: { no: 1 } } }),
    isPublic: true,
  },
  {
    kind: 'mutation',
    what: 'a mutation',
    request: () => ({
      query: 'mutation($id: ID!) { jobCancel(input: { id: $id }) { job { id } userErrors { code path } } }',
      variables: { id: Buffer.from(`Job:${randomUUID()}`).toString('base64') },
    }),
  },
  {
    kind: 'mutation',
    what: 'a mutation for everybody',
    isPublic: true,
    request: () => ({
      query:
        'mutation { signIn(input: { email: "nobody@x.test", password: "wrong wrong" }) { accessToken userErrors { code } } }',
    }),
  },
  {
    kind: 'subscription',
    what: 'a subscription',
    request: () => ({
      query: 'subscription($id: ID!) { jobEvents(jobId: $id) { __typename } }',
      variables: { id: jobId },
    }),
  },
  {
    kind: 'subscription',
    what: 'a subscription to what does not exist',
    request: () => ({
      query: 'subscription($id: ID!) { jobEvents(jobId: $id) { __typename } }',
      variables: { id: Buffer.from(`Job:${randomUUID()}`).toString('base64') },
    }),
  },
];

function outcome({ data, errors }: { data?: unknown; errors?: unknown }): Outcome {
  const list = (errors ?? []) as { extensions: { code: unknown } }[];
  return { data: data ?? null, codes: list.map(({ extensions }) => extensions.code) };
}

const overHttp = async (request: Request, { headers }: Presented) => outcome(await postRaw(app.url, request, headers));

async function overEvents(request: Request, { headers }: Presented): Promise<Outcome> {
  const stream = new EventStreamClient(`${app.url}/graphql`, request, headers);
  await stream.first;
  stream.close();
  return outcome(stream.results[0] ?? {});
}

async function overSocket(request: Request, headers: Record<string, string>, params: object): Promise<Outcome> {
  const client = await new SocketClient(`${app.url.replace('http', 'ws')}/graphql`, undefined, { headers }).opened();
  try {
    client.say({ type: 'connection_init', payload: params });
    await client.heard(({ type }) => type === 'connection_ack');
    client.say({ type: 'subscribe', id: '1', payload: request });
    const { type, payload } = await client.heard(({ id }) => id === '1');
    return outcome(type === 'error' ? { errors: payload } : (payload as object));
  } catch (error) {
    const { code } = await client.closed;
    if (code !== 4403) throw error;
    return { data: null, codes: ['UNAUTHENTICATED'] };
  } finally {
    client.socket.terminate();
  }
}

function over(transport: (typeof TRANSPORTS)[number], request: Request, who: Presented): Promise<Outcome> {
  const { cookie } = who.headers;
  if (transport === 'HTTP') return overHttp(request, who);
  if (transport === 'SSE') return overEvents(request, who);
  if (transport === 'WEBSOCKET by headers') return overSocket(request, who.headers, {});
  return overSocket(request, cookie ? { cookie } : {}, who.params);
}

describe.each(IDENTITIES)('as %s', (identity) => {
  it.each(OPERATIONS)('$what gets the same answer over every transport', async ({ kind, isPublic, request }) => {
    const who = presented.get(identity) as Presented;
    const asked = request();
    const answers = new Map<string, Outcome>();
    for (const transport of TRANSPORTS) {
      if (kind === 'subscription' && transport === 'HTTP') continue;
      // What is shown on connecting is not asked again with every operation.
      const isToldOnConnecting = transport === 'WEBSOCKET' && Object.keys(who.params).length > 0;
      if (isPublic && isToldOnConnecting && !HOLDING.includes(identity)) continue;
      answers.set(transport, await over(transport, asked, who));
    }
    const [first] = answers.values();
    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries([...answers.keys()].map((key) => [key, first])));
    if (!isPublic && !HOLDING.includes(identity)) expect(new Set(first?.codes)).toEqual(new Set(['UNAUTHENTICATED']));
    if (!isPublic && HOLDING.includes(identity)) expect(first?.codes).not.toContain('UNAUTHENTICATED');
  });
});

describe('what a transport cannot do it says', () => {
  it('no subscription over plain HTTP', async () => {
    const { status, text } = await postRaw(
      app.url,
      { query: 'subscription { tenantEvents { kind } }' },
      presented.get('bearer')?.headers,
    );
    expect([status, text]).toEqual([406, expect.stringContaining('text/event-stream')]);
  });

  it('cookies are set by HTTP and by an event stream, and a socket uses no refresh cookie up', async () => {
    const input = { email: owner.email, password: owner.password };
    const request = {
      query: 'mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }',
      variables: { input },
    };
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(request),
    });
    const cookie = cookieHeader(response.headers.getSetCookie());
    expect(await response.text()).toContain('accessToken');
    expect(cookie).toMatch(/__Host-sw-access=.+__Host-sw-refresh=/);
    const refresh = { query: 'mutation { tokenRefresh { accessToken userErrors { code } } }' };
    const bySocket = await overSocket(refresh, { cookie }, {});
    expect(JSON.stringify(bySocket.data)).toContain('INVALID_CREDENTIALS');
    const byHttp = await postRaw(app.url, refresh, { cookie });
    expect(byHttp.text).toContain('"userErrors":[]');
  });
});

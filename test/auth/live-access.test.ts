import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../src/gateway.js';
import { ACCESS_CHANNEL, AccessRevoked } from '../../src/modules/identity/access-revoked.js';
import { EventStreamClient } from '../support/event-stream-client.js';
import { until } from '../support/live-server.js';
import { postRaw, textAt } from '../support/raw-graphql.js';
import { connect, type SocketClient } from '../support/socket-client.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';

const EVENTS = 'subscription { tenantEvents { kind subject { id } } }';
const JOB = 'subscription($id: ID!) { jobEvents(jobId: $id) { __typename } }';

let app: TestApp;
/** Another process on the same database and Redis; clients are connected to this one. */
let other: Gateway;
let owner: Member;
beforeAll(async () => {
  // Nobody is looked at again by himself during these tests, except where a test is about that.
  app = await startTestApp({ hasWorker: false, environment: { ACCESS_RECHECK_SECONDS: '3600' } });
  other = await startGateway(app.config, pino({ level: 'silent' }));
  owner = await app.newTenant();
});
afterAll(async () => {
  await other.stop();
  await app[Symbol.asyncDispose]();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const mutate = (query: string, token: string, variables = {}) =>
  postRaw(app.url, { query: `mutation ${query}`, variables }, bearer(token));
const happen = () => {
  const key = `k${randomBytes(5).toString('hex')}`;
  return mutate(
    `{ projectCreate(input: { key: "${key}", name: "n" }) { project { id } userErrors { code } } }`,
    owner.token,
  );
};
/** What whoever changes access sends behind the commit. */
const tell = (access: Omit<AccessRevoked, 'tenantId'>) =>
  app.gateway.app.signals.publish(
    { name: ACCESS_CHANNEL, body: AccessRevoked },
    { tenantId: owner.tenantId, ...access },
  );

async function newKey(): Promise<{ id: string; secret: string }> {
  const made = await mutate(
    '{ apiKeyCreate(input: { name: "k", scopes: [OPERATIONS_READ] }) { secret apiKey { id } } }',
    owner.token,
  );
  return { id: textAt(made, 'apiKeyCreate.apiKey.id'), secret: textAt(made, 'apiKeyCreate.secret') };
}

interface Ending {
  readonly what: string;
  /** Who is connected, and how their access ends. */
  readonly prepare: () => Promise<{ token: string; end: () => Promise<unknown> }>;
  readonly reason: string;
}

const ENDINGS: readonly Ending[] = [
  {
    what: 'signing out',
    reason: 'SIGNED_OUT',
    prepare: async () => {
      const { token } = await app.newColleague(owner, 'OPERATOR');
      return { token, end: () => mutate('{ signOut { userErrors { code } } }', token) };
    },
  },
  {
    what: 'the end of the session elsewhere',
    reason: 'SESSION_ENDED',
    prepare: async () => {
      const { token, userId } = await app.newColleague(owner, 'OPERATOR');
      const end = async () => {
        const { rows } = await app.owner.query(
          `UPDATE "AuthSession" SET "endedAt" = now(), "endReason" = 'ENDED' WHERE "userId" = $1 RETURNING "id"`,
          [rowId(userId)],
        );
        await tell({ sessionId: rows[0].id });
      };
      return { token, end };
    },
  },
  {
    what: 'the end of the membership',
    reason: 'MEMBERSHIP_REVOKED',
    prepare: async () => {
      const { token, userId } = await app.newColleague(owner, 'OPERATOR');
      const end = async () => {
        await app.owner.query(`DELETE FROM "Membership" WHERE "userId" = $1`, [rowId(userId)]);
        await tell({ userId: rowId(userId) });
      };
      return { token, end };
    },
  },
  {
    what: 'disabling the account',
    reason: 'USER_DISABLED',
    prepare: async () => {
      const { token, userId } = await app.newColleague(owner, 'OPERATOR');
      const end = async () => {
        await app.owner.query(`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`, [rowId(userId)]);
        await tell({ userId: rowId(userId) });
      };
      return { token, end };
    },
  },
  {
    what: 'revoking the API key',
    reason: 'API_KEY_REVOKED',
    prepare: async () => {
      const { id, secret } = await newKey();
      const end = () =>
        mutate('($id: ID!) { apiKeyRevoke(input: { id: $id }) { userErrors { code } } }', owner.token, { id });
      return { token: secret, end };
    },
  },
];

const urlOfOther = () => `ws://127.0.0.1:${other.port}/graphql`;
const subscribe = (client: SocketClient, id: string, query: string, variables = {}) =>
  client.say({ type: 'subscribe', id, payload: { query, variables } });
const isNextOf = (id: string) => (message: { type: string; id?: string }) =>
  message.type === 'next' && message.id === id;

/** A socket on the other gateway that is known to get events. */
async function following(token: string): Promise<SocketClient> {
  const client = await connect(urlOfOther(), bearer(token));
  subscribe(client, 'events', EVENTS);
  await until(async () => {
    await happen();
    return client.of('events').length > 0;
  }, 'events arrive');
  return client;
}

describe('what is open on another gateway ends, with its reason, by', () => {
  it.each(ENDINGS)('$what', async ({ prepare, reason }) => {
    const { token, end } = await prepare();
    const socket = await following(token);
    const stream = new EventStreamClient(`http://127.0.0.1:${other.port}/graphql`, { query: EVENTS }, bearer(token));
    await stream.opened;
    await end();
    const closed = await socket.closed;
    expect(closed.code).toBe(4403);
    expect(socket.of('events').at(-1)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED', reason } }],
    });
    await stream.ended;
    expect(stream.results.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED', reason } }] });
    expect(stream.isComplete).toBe(true);
    const again = await postRaw(`http://127.0.0.1:${other.port}`, { query: '{ viewer { role } }' }, bearer(token));
    expect(again.text).toContain('UNAUTHENTICATED');
  });
});

describe('another role', () => {
  const demote = async (member: Member, role: string) => {
    await app.owner.query(`UPDATE "Membership" SET "role" = $2 WHERE "userId" = $1`, [rowId(member.userId), role]);
    await tell({ userId: rowId(member.userId) });
  };

  it('ends what it does not allow with FORBIDDEN, before the next event, and lets the rest go on', async () => {
    const member = await app.newColleague(owner, 'OPERATOR');
    const client = await following(member.token);
    const job = await newJob();
    subscribe(client, 'job', JOB, { id: job });
    await client.heard(isNextOf('job'));
    await demote(member, 'VIEWER');
    const seen = client.of('events').length;
    await happen();
    const { payload } = await client.heard(({ type, id }) => type === 'error' && id === 'events');
    expect(payload).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(client.of('events')).toHaveLength(seen + 1); // the error, and no event before it

    const cancelled = await mutate(
      '($id: ID!) { jobCancel(input: { id: $id }) { job { state } userErrors { code } } }',
      owner.token,
      { id: job },
    );
    expect(cancelled.text).toContain('CANCEL');
    const kinds = () =>
      client.of('job').map(({ payload }) => /"__typename":"(\w+)"/.exec(JSON.stringify(payload))?.[1]);
    await until(() => kinds().includes('JobStateChanged') || kinds().includes('JobFinished'), 'the job goes on');
    expect(kinds().filter((kind) => kind === 'JobSnapshot')).toHaveLength(1);
    expect(client.isClosed).toBe(false);
    client.socket.close();
  });

  it('gives more rights to what is asked from then on', async () => {
    const member = await app.newColleague(owner, 'EMPLOYEE');
    const client = await connect(urlOfOther(), bearer(member.token));
    subscribe(client, 'before', EVENTS);
    await client.heard(({ type, id }) => type === 'error' && id === 'before');
    await demote(member, 'OPERATOR');
    await until(async () => {
      const id = `after ${client.messages.length}`;
      subscribe(client, id, '{ queues { name } }');
      const { payload } = await client.heard((message) => message.id === id);
      return JSON.stringify(payload).includes('support.');
    }, 'queues are shown');
    client.socket.close();
  });

  async function newJob(): Promise<string> {
    const opened = await mutate(
      '($p: ID!) { caseOpen(input: { projectId: $p, subject: "subject", body: "a body", customer: { email: "a@b.test" } }) { job { id } userErrors { message } } }',
      owner.token,
      { p: owner.projectId },
    );
    return textAt(opened, 'caseOpen.job.id');
  }
});

describe('when nobody is told', () => {
  it('everybody is asked about once Redis is back, and every few seconds anyhow', async () => {
    await using quick = await gatewayWith({ ACCESS_RECHECK_SECONDS: '1' });
    const member = await app.newColleague(owner, 'OPERATOR');
    const looked = await connect(`ws://127.0.0.1:${quick.port}/graphql`, bearer(member.token));
    const unlooked = await following(member.token);
    await app.owner.query(`DELETE FROM "Membership" WHERE "userId" = $1`, [rowId(member.userId)]);
    expect((await looked.closed).code).toBe(4403);
    expect(unlooked.isClosed).toBe(false);
    // The connection that signals come over is lost, and with it whatever was said meanwhile.
    const { redis } = app.gateway.app;
    await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    expect((await unlooked.closed).code).toBe(4403);
    expect(unlooked.of('events').at(-1)).toMatchObject({ payload: [{ extensions: { reason: 'MEMBERSHIP_REVOKED' } }] });
  });

  async function gatewayWith(environment: Record<string, string>) {
    const seconds = Number(environment.ACCESS_RECHECK_SECONDS);
    const gateway = await startGateway({ ...app.config, ACCESS_RECHECK_SECONDS: seconds }, pino({ level: 'silent' }));
    return { port: gateway.port, [Symbol.asyncDispose]: () => gateway.stop() };
  }
});

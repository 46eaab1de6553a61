import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, postRaw, type RawAnswer, textAt } from '../../support/raw-graphql.js';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';

let app: TestApp;
let owner: Member;
let stranger: Member;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  [owner, stranger] = [await app.newTenant(), await app.newTenant()];
});
afterAll(() => app[Symbol.asyncDispose]());

const CHANNEL = `id kind name state version hookPath availableTransitions rotatedAt previousSecretEndsAt project { id }
  email { address senderName } chat { replyUrl } generic { signature signatureHeader timestampHeader }`;
type Name = 'channelCreate' | 'channelUpdate' | 'channelSecretRotate' | 'channelDisable' | 'channelEnable';

function ask(
  query: string,
  variables: Record<string, unknown>,
  { token }: Pick<Member, 'token'> = owner,
): Promise<RawAnswer> {
  return postRaw(app.url, { query, variables }, { authorization: `Bearer ${token}` });
}

function change(name: Name, input: object, member?: Pick<Member, 'token'>): Promise<RawAnswer> {
  const secret = /Create|Rotate/.test(name) ? 'secret' : '';
  const query = `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
    ${name}(input: $input) { channel { ${CHANNEL} } ${secret} userErrors { code path } } }`;
  return ask(query, { input }, member);
}

const payloadOf = (answer: RawAnswer, name: Name) =>
  (
    answer.data as Record<
      string,
      { channel: Record<string, unknown> | null; secret?: string | null; userErrors: unknown[] }
    >
  )[name];

async function newChannel(input: object = { kind: 'CHAT' }) {
  const answer = await change('channelCreate', { projectId: owner.projectId, name: 'channel', ...input });
  return { id: textAt(answer, 'channelCreate.channel.id'), payload: payloadOf(answer, 'channelCreate') };
}

describe('a channel', () => {
  it.each([
    [{ kind: 'API' }, { email: null, chat: null, generic: null, hookPath: null }],
    [
      { kind: 'EMAIL', email: { address: 'Help@Desk.Test', senderName: 'Desk' } },
      {
        email: { address: 'help@desk.test', senderName: 'Desk' },
        hookPath: expect.stringMatching(/^\/hooks\/ch_[\w-]{24}$/),
      },
    ],
    [{ kind: 'CHAT', chat: { replyUrl: 'https://chat.test/in' } }, { chat: { replyUrl: 'https://chat.test/in' } }],
    [{ kind: 'CHAT' }, { chat: { replyUrl: null } }],
    [
      { kind: 'GENERIC', generic: { signature: 'HMAC_SHA256', signatureHeader: 'X-Hub-Signature-256' } },
      { generic: { signature: 'HMAC_SHA256', signatureHeader: 'x-hub-signature-256', timestampHeader: null } },
    ],
  ])('is made of %j', async (input, expected) => {
    const { payload } = await newChannel(input);
    expect(payload?.userErrors).toEqual([]);
    expect(payload?.channel).toMatchObject({ kind: input.kind, state: 'ACTIVE', version: 1, ...expected });
    if (input.kind === 'API') expect(payload?.secret).toBeNull();
    else expect(payload?.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });

  it.each([
    ['an address that is none', { kind: 'EMAIL', email: { address: 'nobody' } }, ['input', 'email', 'address']],
    ['no address', { kind: 'EMAIL' }, ['input', 'email', 'address']],
    ['settings of another kind', { kind: 'API', chat: {} }, ['input', 'chat']],
    [
      'an address of another protocol',
      { kind: 'CHAT', chat: { replyUrl: 'file:///etc/passwd' } },
      ['input', 'chat', 'replyUrl'],
    ],
    [
      'a header that means something else',
      { kind: 'GENERIC', generic: { signatureHeader: 'Cookie' } },
      ['input', 'generic', 'signatureHeader'],
    ],
    ['a name of spaces', { kind: 'API', name: '  ' }, ['input', 'name']],
  ])('is refused with %s', async (_what, input, path) => {
    const answer = await change('channelCreate', { projectId: owner.projectId, name: 'channel', ...input });
    expect(payloadOf(answer, 'channelCreate')).toMatchObject({
      channel: null,
      userErrors: [{ code: 'INVALID_INPUT', path }],
    });
  });

  it('changes, and refuses who saw another version, with the channel as it is', async () => {
    const { id } = await newChannel();
    const renamed = await change('channelUpdate', {
      id,
      name: 'new',
      chat: { replyUrl: 'https://a.test/' },
      expectedVersion: 1,
    });
    expect(payloadOf(renamed, 'channelUpdate')?.channel).toMatchObject({
      name: 'new',
      version: 2,
      chat: { replyUrl: 'https://a.test/' },
    });
    const late = await change('channelUpdate', { id, name: 'late', expectedVersion: 1 });
    expect(payloadOf(late, 'channelUpdate')).toMatchObject({
      channel: { name: 'new' },
      userErrors: [{ code: 'CONFLICT' }],
    });
    const both = await Promise.all(['a', 'b'].map((name) => change('channelUpdate', { id, name, expectedVersion: 2 })));
    expect(both.map((answer) => payloadOf(answer, 'channelUpdate')?.userErrors.length).sort()).toEqual([0, 1]);
  });

  it('of kind API is named by cases that are opened over GraphQL, of its own project, while it is on', async () => {
    const { id } = await newChannel({ kind: 'API' });
    const open = async (channelId: string, projectId = owner.projectId) => {
      const query = `mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { channel { id } } userErrors { code path } } }`;
      const input = { projectId, channelId, subject: 's', body: 'b', customer: { email: 'a@c.test' } };
      return (await ask(query, { input })).data as { caseOpen: { case: object | null; userErrors: object[] } };
    };
    expect(await open(id)).toEqual({ caseOpen: { case: { channel: { id } }, userErrors: [] } });
    const refused = { case: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'channelId'] }] };
    const other = await app.newTenant();
    const foreign = await change('channelCreate', { projectId: other.projectId, kind: 'API', name: 'x' }, other);
    const elsewhere = Buffer.from('Project:00000000-0000-7000-8000-000000000000').toString('base64');
    const unknown = { case: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'projectId'] }] };
    expect(await open(id, elsewhere)).toEqual({ caseOpen: unknown });
    await change('channelDisable', { id });
    for (const none of [id, (await newChannel()).id, textAt(foreign, 'channelCreate.channel.id')]) {
      expect(await open(none)).toEqual({ caseOpen: refused });
    }
  });

  it('is switched off and on, each once', async () => {
    const { id } = await newChannel();
    const off = payloadOf(await change('channelDisable', { id }), 'channelDisable');
    expect(off?.channel).toMatchObject({
      state: 'DISABLED',
      availableTransitions: ['UPDATE', 'ROTATE_SECRET', 'ENABLE'],
    });
    const again = payloadOf(await change('channelDisable', { id }), 'channelDisable');
    expect(again?.userErrors).toEqual([{ code: 'INVALID_STATE', path: ['input', 'id'] }]);
    const on = payloadOf(await change('channelEnable', { id }), 'channelEnable');
    expect(on?.channel).toMatchObject({ state: 'ACTIVE', version: 3 });
  });

  it('gets a new secret, and says until when the old one works', async () => {
    const { id, payload } = await newChannel();
    const rotated = payloadOf(await change('channelSecretRotate', { id, overlapMinutes: 60 }), 'channelSecretRotate');
    expect(rotated?.secret).toMatch(/^whsec_/);
    expect(rotated?.secret).not.toBe(payload?.secret);
    const endsAt = new Date(rotated?.channel?.previousSecretEndsAt as string).getTime();
    expect(endsAt).toBeGreaterThan(Date.now() + 59 * 60_000);
    const atOnce = payloadOf(await change('channelSecretRotate', { id, overlapMinutes: 0 }), 'channelSecretRotate');
    expect(atOnce?.channel?.previousSecretEndsAt).toBeNull();
    const api = await newChannel({ kind: 'API' });
    const none = payloadOf(await change('channelSecretRotate', { id: api.id }), 'channelSecretRotate');
    expect(none?.userErrors).toEqual([{ code: 'INVALID_STATE', path: ['input', 'id'] }]);
  });

  it('keeps its secrets sealed: no table and no key of Redis shows them', async () => {
    const { id, payload } = await newChannel();
    const rotated = payloadOf(await change('channelSecretRotate', { id }), 'channelSecretRotate');
    const secrets = [payload?.secret ?? '', rotated?.secret ?? ''];
    const { rows: tables } = await app.owner.query(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const { rows } = await app.owner.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      expect([name, rows.filter(({ row }) => secrets.some((secret) => row.includes(secret)))]).toEqual([name, []]);
    }
    const { redis } = app.gateway.app;
    for (const key of await redis.keys('*')) {
      const dump = (await redis.dumpBuffer(key)) ?? Buffer.alloc(0);
      expect([key, secrets.some((secret) => dump.includes(secret))]).toEqual([key, false]);
    }
  });

  it('is nothing to another tenant, whatever it asks', async () => {
    const { id } = await newChannel();
    const unknown = Buffer.from('Channel:00000000-0000-7000-8000-000000000000').toString('base64');
    for (const name of ['channelUpdate', 'channelSecretRotate', 'channelDisable', 'channelEnable'] as const) {
      const [foreign, none] = [await change(name, { id }, stranger), await change(name, { id: unknown }, stranger)];
      expect(payloadOf(foreign, name)).toEqual(payloadOf(none, name));
      expect(payloadOf(foreign, name)?.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    }
    const read = await ask(
      'query($id: ID!) { channel(id: $id) { id } node(id: $id) { id } channels { totalCount } }',
      { id },
      stranger,
    );
    expect(read.data).toEqual({ channel: null, node: null, channels: { totalCount: 0 } });
    const projectId = owner.projectId;
    const elsewhere = await change('channelCreate', { projectId, kind: 'API', name: 'x' }, stranger);
    expect(payloadOf(elsewhere, 'channelCreate')?.userErrors).toEqual([
      { code: 'NOT_FOUND', path: ['input', 'projectId'] },
    ]);
  });

  it('is read by operators, changed by admins, and neither by others', async () => {
    const { id } = await newChannel();
    const operator = await app.newColleague(owner, 'OPERATOR');
    const employee = await app.newColleague(owner, 'EMPLOYEE');
    const read = 'query($id: ID!) { channel(id: $id) { availableTransitions } }';
    expect((await ask(read, { id }, operator)).data).toEqual({ channel: { availableTransitions: [] } });
    expect(codesOf(await change('channelDisable', { id }, operator))).toEqual(['FORBIDDEN']);
    expect(codesOf(await ask(read, { id }, employee))).toEqual(['FORBIDDEN']);
  });

  it('tells of every change in the log of its project, without a secret', async () => {
    const { id } = await newChannel();
    await change('channelUpdate', { id, name: 'other' });
    await change('channelSecretRotate', { id });
    await change('channelDisable', { id });
    await change('channelEnable', { id });
    const { rows } = await app.owner.query(
      `SELECT "kind", "projectId", "actorId" FROM "TenantEvent" WHERE "subjectId" = $1 ORDER BY "at"`,
      [rowId(id)],
    );
    const kinds = ['CREATED', 'UPDATED', 'SECRET_ROTATED', 'DISABLED', 'ENABLED'].map((what) => `CHANNEL_${what}`);
    const common = { projectId: rowId(owner.projectId), actorId: rowId(owner.userId) };
    expect(rows).toEqual(kinds.map((kind) => ({ kind, ...common })));
    const audit = await app.owner.query(`SELECT "action" FROM "AuditEntry" WHERE "subjectId" = $1`, [rowId(id)]);
    expect(audit.rows).toHaveLength(5);
  });
});

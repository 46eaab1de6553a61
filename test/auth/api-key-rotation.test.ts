import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codesOf, postRaw, type RawAnswer, textAt } from '../support/raw-graphql.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let owner: Member;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  owner = await app.newTenant();
});
afterAll(() => app[Symbol.asyncDispose]());

const KEY = 'id name scopes state version requestsPerMinute lastUsedAddress previousEndsAt availableTransitions';
const asMember = ({ token }: Pick<Member, 'token'>) => ({ authorization: `Bearer ${token}` });
const change = (name: string, input: object, member: Pick<Member, 'token'> = owner): Promise<RawAnswer> =>
  postRaw(
    app.url,
    {
      query: `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
        ${name}(input: $input) { apiKey { ${KEY} } ${/Create|Rotate/.test(name) ? 'secret' : ''} userErrors { code path } } }`,
      variables: { input },
    },
    asMember(member),
  );

async function newKey(input: object = {}, member: Pick<Member, 'token'> = owner) {
  const answer = await change('apiKeyCreate', { name: 'key', scopes: ['IDENTITY_READ'], ...input }, member);
  return { id: textAt(answer, 'apiKeyCreate.apiKey.id'), secret: textAt(answer, 'apiKeyCreate.secret') };
}
const ask = (secret: string, query = '{ viewer { role } }') => postRaw(app.url, { query }, { 'x-api-key': secret });
const errorsOf = (answer: RawAnswer, name: string) =>
  (answer.data as Record<string, { userErrors: { code: string; path: string[] }[] }>)[name]?.userErrors;

describe('rotating an API key', () => {
  it('gives a new secret to the same key, while the old one works until the overlap ends', async () => {
    const { id, secret } = await newKey();
    const rotated = await change('apiKeyRotate', { id, overlapMinutes: 1 });
    const fresh = textAt(rotated, 'apiKeyRotate.secret');
    expect(fresh).not.toBe(secret);
    expect(textAt(rotated, 'apiKeyRotate.apiKey.id')).toBe(id);
    for (const either of [fresh, secret]) expect(codesOf(await ask(either))).toEqual([]);

    // A minute goes by.
    await app.owner.query(`UPDATE "ApiKey" SET "previousEndsAt" = now() - interval '1 s' WHERE "id" = $1`, [rowId(id)]);
    await expect.poll(async () => codesOf(await ask(secret)), { timeout: 2_000 }).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await ask(fresh))).toEqual([]);
  });

  it('ends what the old secret connected when the overlap ends, and leaves what the new one did', async () => {
    const { id, secret } = await newKey({ scopes: ['OPERATIONS_READ'] });
    const rotated = await change('apiKeyRotate', { id, overlapMinutes: 1 });
    const fresh = textAt(rotated, 'apiKeyRotate.secret');
    const closed = { old: vi.fn(), fresh: vi.fn() };
    const opened = { old: vi.fn(), fresh: vi.fn() };
    const clients = (['old', 'fresh'] as const).map((which) => {
      const client = app.connect(null, {
        connectionParams: { 'x-api-key': which === 'old' ? secret : fresh },
        on: { closed: closed[which] },
      });
      const query = 'subscription { tenantEvents { kind } }';
      client.subscribe({ query }, { next: opened[which], error: () => {}, complete: () => {} });
      return client;
    });
    await vi.waitUntil(async () => {
      await newKey();
      return opened.old.mock.calls.length > 0 && opened.fresh.mock.calls.length > 0;
    });
    await app.owner.query(`UPDATE "ApiKey" SET "previousEndsAt" = now() WHERE "id" = $1`, [rowId(id)]);
    await change('apiKeyUpdate', { id, name: 'renamed' }); // tells the gateways to look again
    await vi.waitUntil(() => closed.old.mock.calls.length > 0, { timeout: 5_000 });
    expect(closed.old.mock.calls[0]?.[0]).toMatchObject({ code: 4403 });
    expect(closed.fresh).not.toHaveBeenCalled();
    for (const client of clients) await client.dispose();
  });

  it('without overlap ends the old secret at once', async () => {
    const { id, secret } = await newKey();
    expect(codesOf(await ask(secret))).toEqual([]);
    await change('apiKeyRotate', { id, overlapMinutes: 0 });
    expect(codesOf(await ask(secret))).toEqual(['UNAUTHENTICATED']);
  });

  it('twice ends the secret before the last but one', async () => {
    const { id, secret } = await newKey();
    const second = textAt(await change('apiKeyRotate', { id, overlapMinutes: 10 }), 'apiKeyRotate.secret');
    const third = textAt(await change('apiKeyRotate', { id, overlapMinutes: 10 }), 'apiKeyRotate.secret');
    expect(codesOf(await ask(secret))).toEqual(['UNAUTHENTICATED']);
    for (const either of [second, third]) expect(codesOf(await ask(either))).toEqual([]);
  });

  it('does not lengthen a key’s life, and revoking ends both secrets', async () => {
    const { id, secret } = await newKey({ expiresAt: new Date(Date.now() + 1_500).toISOString() });
    const fresh = textAt(await change('apiKeyRotate', { id, overlapMinutes: 60 }), 'apiKeyRotate.secret');
    for (const either of [secret, fresh]) {
      await expect.poll(async () => codesOf(await ask(either)), { timeout: 4_000 }).toEqual(['UNAUTHENTICATED']);
    }
    const other = await newKey();
    const next = textAt(await change('apiKeyRotate', { id: other.id, overlapMinutes: 60 }), 'apiKeyRotate.secret');
    await change('apiKeyRevoke', { id: other.id });
    for (const either of [other.secret, next]) expect(codesOf(await ask(either))).toEqual(['UNAUTHENTICATED']);
  });

  it('is refused for a key that has ended, is another’s, has another version, or overlaps too long', async () => {
    const { id } = await newKey();
    expect(errorsOf(await change('apiKeyRotate', { id, expectedVersion: 7 }), 'apiKeyRotate')).toEqual([
      { code: 'CONFLICT', path: ['input', 'expectedVersion'] },
    ]);
    const tooLong = await change('apiKeyRotate', { id, overlapMinutes: 10_081 });
    expect(errorsOf(tooLong, 'apiKeyRotate')).toMatchObject([{ code: 'INVALID_INPUT' }]);
    const stranger = await app.newTenant();
    expect(errorsOf(await change('apiKeyRotate', { id }, stranger), 'apiKeyRotate')).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    await change('apiKeyRevoke', { id });
    expect(errorsOf(await change('apiKeyRotate', { id }), 'apiKeyRotate')).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('by many at once gives one of them the secret that works, and tells the others', async () => {
    const { id } = await newKey();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => change('apiKeyRotate', { id, overlapMinutes: 0, expectedVersion: 1 })),
    );
    const won = answers.filter((answer) => errorsOf(answer, 'apiKeyRotate')?.length === 0);
    expect(won).toHaveLength(1);
    expect(codesOf(await ask(textAt(won[0] as RawAnswer, 'apiKeyRotate.secret')))).toEqual([]);
  });
});

describe('changing an API key', () => {
  it('acts at once, narrower and wider', async () => {
    const { id, secret } = await newKey({ scopes: ['IDENTITY_READ', 'SUPPORT_READ'] });
    const cases = '{ cases { totalCount } }';
    expect(codesOf(await ask(secret, cases))).toEqual([]);
    await change('apiKeyUpdate', { id, scopes: ['IDENTITY_READ'], name: 'narrow' });
    expect(codesOf(await ask(secret, cases))).toEqual(['FORBIDDEN']);
    const wider = await change('apiKeyUpdate', { id, scopes: ['SUPPORT_READ'], requestsPerMinute: 30 });
    expect(wider.data).toMatchObject({
      apiKeyUpdate: { apiKey: { name: 'narrow', scopes: ['SUPPORT_READ'], requestsPerMinute: 30, version: 3 } },
    });
    expect(codesOf(await ask(secret, cases))).toEqual([]);
    expect((await change('apiKeyUpdate', { id, requestsPerMinute: null })).data).toMatchObject({
      apiKeyUpdate: { apiKey: { requestsPerMinute: null } },
    });
  });

  it('gives no scope that its creator does not have any more', async () => {
    const admin = await app.newColleague(owner, 'ADMIN');
    const { id } = await newKey({}, admin);
    await app.owner.query(`UPDATE "Membership" SET "role" = 'VIEWER' WHERE "userId" = $1`, [rowId(admin.userId)]);
    const wider = await change('apiKeyUpdate', { id, scopes: ['SUPPORT_READ', 'SUPPORT_WRITE'] });
    expect(errorsOf(wider, 'apiKeyUpdate')).toEqual([{ code: 'INVALID_INPUT', path: ['input', 'scopes'] }]);
    expect(errorsOf(await change('apiKeyUpdate', { id, scopes: ['SUPPORT_READ'] }), 'apiKeyUpdate')).toEqual([]);
  });

  it('is refused with bad values, of another tenant, and when the key has ended', async () => {
    const { id } = await newKey();
    const bad = [{ name: ' ' }, { scopes: [] }, { requestsPerMinute: 0 }, { expiresAt: '2020-01-01T00:00:00Z' }];
    for (const input of bad) {
      expect(errorsOf(await change('apiKeyUpdate', { id, ...input }), 'apiKeyUpdate')).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', Object.keys(input)[0]] },
      ]);
    }
    const stranger = await app.newTenant();
    const foreign = await change('apiKeyUpdate', { id, name: 'mine' }, stranger);
    expect(errorsOf(foreign, 'apiKeyUpdate')).toMatchObject([{ code: 'NOT_FOUND' }]);
    await app.owner.query(`UPDATE "ApiKey" SET "expiresAt" = now() WHERE "id" = $1`, [rowId(id)]);
    const late = await change('apiKeyUpdate', { id, name: 'late' });
    expect(errorsOf(late, 'apiKeyUpdate')).toMatchObject([{ code: 'INVALID_STATE' }]);
  });
});

describe('an API key', () => {
  it('tells when and from where it was used, and what can be done with it', async () => {
    const { id, secret } = await newKey();
    await ask(secret);
    const query = `query($id: ID!) { node(id: $id) { ... on ApiKey { ${KEY} } } }`;
    const key = async () => (await postRaw(app.url, { query, variables: { id } }, asMember(owner))).data;
    expect(await key()).toMatchObject({
      node: {
        state: 'ACTIVE',
        lastUsedAddress: expect.stringContaining('127.0.0.1'),
        availableTransitions: ['UPDATE', 'ROTATE', 'REVOKE'],
      },
    });
    await app.owner.query(`UPDATE "ApiKey" SET "expiresAt" = now() WHERE "id" = $1`, [rowId(id)]);
    expect(await key()).toMatchObject({ node: { state: 'EXPIRED', availableTransitions: ['REVOKE'] } });
    await change('apiKeyRevoke', { id });
    expect(await key()).toMatchObject({ node: { state: 'REVOKED', availableTransitions: [] } });
  });

  it('leaves an event of each change, and no secret in any', async () => {
    const { id, secret } = await newKey();
    const fresh = textAt(await change('apiKeyRotate', { id, overlapMinutes: 5 }), 'apiKeyRotate.secret');
    await change('apiKeyUpdate', { id, name: 'x' });
    await change('apiKeyRevoke', { id });
    const { rows } = await app.owner.query(
      'SELECT "kind", "data", e::text AS text FROM "TenantEvent" e WHERE "subjectId" = $1 ORDER BY "at"',
      [rowId(id)],
    );
    expect(rows.map(({ kind }) => kind)).toEqual([
      'API_KEY_CREATED',
      'API_KEY_ROTATED',
      'API_KEY_UPDATED',
      'API_KEY_REVOKED',
    ]);
    const dump = await app.owner.query(`SELECT string_agg(k::text, '') AS text FROM "ApiKey" k`);
    const text = rows.map((row) => row.text).join('') + dump.rows[0].text;
    for (const each of [secret, fresh]) expect(text).not.toContain(each.slice(12));
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { cookieHeader, postRaw, textAt } from '../support/raw-graphql.js';
import { argumentsWith, documentFor, rootFields } from '../support/schema-walk.js';
import { type Member, rowId, startTestApp, type TestApp } from '../support/test-app.js';
import { globalId } from '../support/walk-app.js';

let app: TestApp;
let owner: Member;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false });
  owner = await app.newTenant();
});
afterAll(() => app[Symbol.asyncDispose]());

const as = (member: Pick<Member, 'token'>, requestId: string) => ({
  authorization: `Bearer ${member.token}`,
  'x-request-id': requestId,
  'user-agent': 'audit test',
});

interface Row {
  readonly action: string;
  readonly outcome: string;
  readonly codes: string[];
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorLabel: string;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly changes: { type: string; verb: string; before: object | null; after: object | null }[];
  readonly address: string;
  readonly userAgent: string;
}

async function entriesOf(requestId: string, tenantId = owner.tenantId): Promise<Row[]> {
  const { rows } = await app.owner.query<Row>(
    'SELECT * FROM "AuditEntry" WHERE "tenantId" = $1 AND "requestId" = $2 ORDER BY "at", "id"',
    [tenantId, requestId],
  );
  return rows;
}

/** Runs a document as a member under a request id of its own, and returns what the audit says of it. */
async function audited(member: Pick<Member, 'token'>, query: string, variables: Record<string, unknown> = {}) {
  const requestId = randomUUID();
  const answer = await postRaw(app.url, { query, variables }, as(member, requestId));
  return { answer, entries: await entriesOf(requestId) };
}

const CREATE =
  'mutation($input: ProjectCreateInput!) { projectCreate(input: $input) { project { id } userErrors { code } } }';

describe('an entry of the audit', () => {
  it('tells of a change: who, what, from where, before and after', async () => {
    const { answer, entries } = await audited(owner, CREATE, { input: { key: 'web', name: 'Web' } });
    const id = rowId(textAt(answer, 'projectCreate.project.id'));
    expect(entries).toMatchObject([
      {
        action: 'projectCreate',
        outcome: 'SUCCEEDED',
        codes: [],
        actorKind: 'USER',
        actorId: rowId(owner.userId),
        actorLabel: owner.email,
        subjectType: 'Project',
        subjectId: id,
        changes: [
          { type: 'Project', id, verb: 'INSERT', before: null, after: { key: 'web', name: 'Web', version: 1 } },
        ],
        userAgent: 'audit test',
      },
    ]);
    expect(entries[0]?.address).toMatch(/127\.0\.0\.1/);
  });

  it('shows only the fields that changed', async () => {
    const { rows } = await app.owner.query('SELECT "id" FROM "Schedule" WHERE "tenantId" = $1 LIMIT 1', [
      owner.tenantId,
    ]);
    const { entries } = await audited(
      owner,
      'mutation($input: ScheduleUpdateInput!) { scheduleUpdate(input: $input) { userErrors { code } } }',
      { input: { id: globalId('Schedule', rows[0].id), isPaused: true } },
    );
    const change = entries[0]?.changes[0];
    expect(change).toMatchObject({
      type: 'Schedule',
      verb: 'UPDATE',
      before: { isPaused: false },
      after: { isPaused: true },
    });
    expect(Object.keys(change?.after ?? {})).not.toContain('cron');
    expect(entries[0]).toMatchObject({ subjectType: 'Schedule', subjectId: rows[0].id });
  });

  it('tells of a mutation that was refused by user errors, and of nothing else', async () => {
    const { entries } = await audited(owner, CREATE, { input: { key: 'support', name: 'Taken' } });
    expect(entries).toMatchObject([
      { action: 'projectCreate', outcome: 'REFUSED', codes: ['ALREADY_EXISTS'], changes: [] },
    ]);
    const unknown = globalId('Job', randomUUID());
    const cancel = await audited(
      owner,
      'mutation($input: JobCancelInput!) { jobCancel(input: $input) { userErrors { code } } }',
      { input: { id: unknown } },
    );
    expect(cancel.entries).toMatchObject([
      { action: 'jobCancel', outcome: 'REFUSED', codes: ['NOT_FOUND'], subjectType: 'Job', subjectId: rowId(unknown) },
    ]);
  });

  it('tells of a mutation that failed, and that its transaction left nothing', async () => {
    await app.owner.query(
      `CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`,
    );
    await app.owner.query(
      `CREATE TRIGGER break AFTER INSERT ON "Project" FOR EACH ROW WHEN (NEW."key" = 'broken') EXECUTE FUNCTION break()`,
    );
    const { answer, entries } = await audited(owner, CREATE, { input: { key: 'broken', name: 'Broken' } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(entries).toMatchObject([{ action: 'projectCreate', outcome: 'FAILED', codes: ['INTERNAL'], changes: [] }]);
  });

  it('is written with the change or not at all', async () => {
    await app.owner.query(
      `CREATE FUNCTION deaf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'deaf'; END $$`,
    );
    await app.owner.query(
      `CREATE TRIGGER deaf BEFORE INSERT ON "AuditEntry" FOR EACH ROW WHEN (NEW."userAgent" = 'deaf') EXECUTE FUNCTION deaf()`,
    );
    const answer = await postRaw(
      app.url,
      { query: CREATE, variables: { input: { key: 'unheard', name: 'Unheard' } } },
      { ...as(owner, randomUUID()), 'user-agent': 'deaf' },
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    const { rowCount } = await app.owner.query(`SELECT FROM "Project" WHERE "key" = 'unheard'`);
    expect(rowCount).toBe(0);
  });

  it('tells of each of several mutations in one document', async () => {
    const { entries } = await audited(
      owner,
      'mutation { a: projectCreate(input: { key: "one", name: "1" }) { userErrors { code } } b: projectCreate(input: { key: "one", name: "2" }) { userErrors { code } } }',
    );
    expect(entries).toMatchObject([{ outcome: 'SUCCEEDED' }, { outcome: 'REFUSED' }]);
  });

  it('tells of a repeated request that changes nothing', async () => {
    const input = {
      projectId: owner.projectId,
      subject: 'Twice',
      body: 'The same',
      customer: { email: 'c@customer.test', name: 'C' },
      idempotencyKey: 'twice',
    };
    const open = 'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code } } }';
    const first = await audited(owner, open, { input });
    expect(first.entries).toMatchObject([{ action: 'caseOpen', outcome: 'SUCCEEDED', subjectType: 'Case' }]);
    expect(first.entries[0]?.changes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['Case', 'Job', 'Customer']),
    );
    const second = await audited(owner, open, { input });
    expect(second.entries).toMatchObject([{ action: 'caseOpen', outcome: 'SUCCEEDED', changes: [] }]);
  });
});

describe('every mutation of the schema', () => {
  const mutations = rootFields(schema, 'Mutation');

  it.each(mutations.map((field) => ({ name: field.name, field })))('is audited: $name', async ({ field }) => {
    const given = argumentsWith(field, [], undefined, (name, type, [wanted]) => {
      if (type === 'ID') return globalId(wanted ?? 'Project', randomUUID());
      return /[kK]ey$|[sS]lug$/.test(name) ? `k${randomUUID().slice(0, 8)}` : undefined;
    });
    const colleague = await app.newColleague(owner, 'OWNER'); // it may end its own sign-in
    const { answer, entries } = await audited(colleague, documentFor(schema, 'mutation', field, given, -1), given);
    expect(
      entries.map(({ action }) => action),
      answer.text,
    ).toContain(field.name);
    const denied = await audited(
      await app.newColleague(owner, 'VIEWER'),
      documentFor(schema, 'mutation', field, given, -1),
      given,
    );
    expect(
      denied.entries.map(({ action }) => action),
      denied.answer.text,
    ).toContain(field.name);
  });
});

describe('denied access', () => {
  it('is audited once a field, under its own name, wherever in the answer it was denied', async () => {
    const viewer = await app.newColleague(owner, 'VIEWER');
    const { entries } = await audited(
      viewer,
      'query { mine: apiKeys { totalCount } ...more } fragment more on Query { queues { name } viewer { role } }',
    );
    expect(entries.map(({ action, outcome, codes, actorLabel }) => [action, outcome, codes, actorLabel])).toEqual(
      expect.arrayContaining([['apiKeys', 'DENIED', ['FORBIDDEN'], viewer.email]]),
    );
    expect(entries.every(({ outcome }) => outcome === 'DENIED')).toBe(true);
  });

  it('is audited for a machine and for a subscription', async () => {
    const made = await postRaw(
      app.url,
      { query: 'mutation { apiKeyCreate(input: { name: "narrow", scopes: [IDENTITY_READ] }) { secret } }' },
      as(owner, randomUUID()),
    );
    const requestId = randomUUID();
    const secret = textAt(made, 'apiKeyCreate.secret');
    await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'x-api-key': secret,
        'x-request-id': requestId,
      },
      body: JSON.stringify({ query: 'subscription { tenantEvents { kind } }' }),
    }).then((response) => response.text());
    expect(await entriesOf(requestId)).toMatchObject([
      { action: 'tenantEvents', outcome: 'DENIED', actorKind: 'API_KEY', actorLabel: 'narrow' },
    ]);
  });
});

describe('sign-in', () => {
  const SIGN_IN =
    'mutation($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code message path } } }';
  const signIn = (email: string, password: string, requestId: string) =>
    postRaw(app.url, { query: SIGN_IN, variables: { input: { email, password } } }, { 'x-request-id': requestId });

  it('that fails is told to the tenant of the account, and the caller learns nothing', async () => {
    const [known, unknown] = [randomUUID(), randomUUID()];
    const wrong = await signIn(owner.email, 'not the password', known);
    const nobody = await signIn(`${randomUUID()}@tenant.test`, 'not the password', unknown);
    expect(wrong.data).toEqual(nobody.data);
    expect(await entriesOf(known)).toMatchObject([
      {
        action: 'signIn',
        outcome: 'DENIED',
        actorLabel: 'nobody',
        subjectType: 'User',
        subjectId: rowId(owner.userId),
      },
    ]);
    expect(await entriesOf(unknown)).toEqual([]);
  });

  it('that succeeds, its refresh, a stolen refresh token and the sign-out are told as the person’s', async () => {
    const requests = { in: randomUUID(), refresh: randomUUID(), again: randomUUID(), out: randomUUID() };
    const signedIn = await signIn(owner.email, owner.password, requests.in);
    expect(await entriesOf(requests.in)).toMatchObject([
      { action: 'signIn', outcome: 'SUCCEEDED', actorKind: 'USER', actorLabel: owner.email, subjectType: 'User' },
    ]);
    const cookie = cookieHeader(signedIn.cookies);
    const refresh = (requestId: string) =>
      postRaw(
        app.url,
        { query: 'mutation { tokenRefresh { userErrors { code } } }' },
        { cookie, 'x-request-id': requestId },
      );
    await refresh(requests.refresh);
    const refreshed = await entriesOf(requests.refresh);
    expect(refreshed).toMatchObject([{ action: 'tokenRefresh', outcome: 'SUCCEEDED', actorLabel: owner.email }]);
    await refresh(requests.again);
    expect(await entriesOf(requests.again)).toMatchObject([
      { action: 'refreshTokenReused', outcome: 'DENIED', actorLabel: owner.email, changes: [{ type: 'AuthSession' }] },
    ]);
    const token = textAt(await signIn(owner.email, owner.password, randomUUID()), 'signIn.accessToken');
    await postRaw(app.url, { query: 'mutation { signOut { userErrors { code } } }' }, as({ token }, requests.out));
    expect(await entriesOf(requests.out)).toMatchObject([
      {
        action: 'signOut',
        outcome: 'SUCCEEDED',
        changes: [{ type: 'AuthSession', after: { endReason: 'SIGNED_OUT' } }],
      },
    ]);
  });
});

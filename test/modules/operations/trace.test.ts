import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { postRaw } from '../../support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from '../../support/test-app.js';

const TRACE = `query($id: String!) { trace(requestId: $id) { requestId steps {
  number parent kind label outcome errorCode at endedAt actor { kind label } subject { __typename id } } } }`;

interface Step {
  readonly number: number;
  readonly parent: number | null;
  readonly kind: string;
  readonly label: string;
  readonly outcome: string | null;
  readonly at: string;
  readonly subject: { readonly __typename: string } | null;
}

let app: TestApp;
let owner: Member;
let operator: Member;
const requestId = randomUUID();
beforeAll(async () => {
  app = await startTestApp();
  owner = await app.newTenant();
  operator = await app.newColleague(owner, 'OPERATOR');
  const input = {
    projectId: owner.projectId,
    subject: 'It crashes',
    body: 'How do I reset it?',
    customer: { email: 'c@customer.test', name: 'C' },
  };
  const opened = await postRaw(
    app.url,
    {
      query:
        'mutation($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code message path } } }',
      variables: { input },
    },
    { authorization: `Bearer ${owner.token}`, 'x-request-id': requestId },
  );
  expect(opened.text).toContain('"userErrors":[]');
  await vi.waitUntil(async () => (await stepsAs(owner)).filter(isUnfinished).length === 0, {
    timeout: 40_000,
    interval: 300,
  });
});
afterAll(() => app[Symbol.asyncDispose]());

const isUnfinished = ({ kind, outcome }: Step) =>
  kind === 'JOB' && !/SUCCEEDED|DEAD|CANCELLED|FAILED/.test(outcome ?? '');

async function traceAs(member: Pick<Member, 'token'>, id = requestId) {
  const answer = await postRaw(
    app.url,
    { query: TRACE, variables: { id } },
    { authorization: `Bearer ${member.token}` },
  );
  expect(answer.errors, answer.text).toBeUndefined();
  return (answer.data as { trace: { requestId: string; steps: Step[] } | null }).trace;
}

async function stepsAs(member: Pick<Member, 'token'>): Promise<Step[]> {
  return (await traceAs(member))?.steps ?? [];
}

describe('a trace', () => {
  it('tells what a request did: its action, jobs with their parts, attempts and events, as a tree in time', async () => {
    const steps = await stepsAs(owner);
    const action = steps.find(({ kind }) => kind === 'ACTION');
    expect(action).toMatchObject({
      label: 'caseOpen',
      outcome: 'SUCCEEDED',
      parent: null,
      subject: { __typename: 'Case' },
    });
    const pipeline = steps.find(({ label }) => label === 'support.case-pipeline');
    expect(pipeline).toMatchObject({ kind: 'JOB', outcome: 'SUCCEEDED', parent: action?.number });
    const triage = steps.find(({ label }) => label === 'support.triage-case');
    expect(triage).toMatchObject({ kind: 'JOB', parent: pipeline?.number });
    expect(steps.filter(({ kind, parent }) => kind === 'ATTEMPT' && parent === triage?.number)).toMatchObject([
      { label: 'attempt 1', outcome: 'SUCCEEDED' },
    ]);
    const parts = steps.filter(({ kind, parent }) => kind === 'JOB' && parent === pipeline?.number);
    expect(parts.map(({ label }) => label)).toContain('support.match-known-issues');
    const [attempt] = steps.filter(({ kind, parent }) => kind === 'ATTEMPT' && parent === triage?.number);
    expect(steps.filter(({ kind, parent }) => kind === 'CALL' && parent === attempt?.number)).toMatchObject([
      { label: 'model TRIAGE offline offline', outcome: 'SUCCEEDED', subject: { __typename: 'LlmCall' } },
    ]);
    const events = steps.filter(({ kind }) => kind === 'EVENT').map(({ label }) => label);
    expect(events).toContain('CASE_OPENED');
    // What a job wrote long after the request was answered belongs to it, too.
    expect(events.length).toBeGreaterThan(1);
    expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).sort());
  });

  it('hands its request on to every job and every event that follows', async () => {
    const { rows } = await app.owner.query(
      `SELECT 'job' AS what, "kind", "requestId" FROM "Job" WHERE "tenantId" = $1 AND "requestedByLabel" NOT IN ('schedule', 'mail')
       UNION ALL SELECT 'event', "kind", "requestId" FROM "TenantEvent" WHERE "tenantId" = $1 AND "kind" LIKE 'CASE%'`,
      [owner.tenantId],
    );
    expect(rows.length).toBeGreaterThan(4);
    expect(rows.filter((row) => row.requestId !== requestId)).toEqual([]);
  });

  it('is shown to an operator, without what only others may see', async () => {
    const key = randomUUID();
    await postRaw(
      app.url,
      { query: 'mutation { apiKeyCreate(input: { name: "k", scopes: [IDENTITY_READ] }) { userErrors { code } } }' },
      { authorization: `Bearer ${owner.token}`, 'x-request-id': key },
    );
    expect((await traceAs(owner, key))?.steps[0]).toMatchObject({
      label: 'apiKeyCreate',
      subject: { __typename: 'ApiKey' },
    });
    expect((await traceAs(operator, key))?.steps[0]).toMatchObject({ label: 'apiKeyCreate', subject: null });
  });

  it('is nothing for a request that nobody made, and for one of another tenant', async () => {
    expect(await traceAs(owner, randomUUID())).toBeNull();
    expect(await traceAs(await app.newTenant())).toBeNull();
  });

  it('finds everything by an index', async () => {
    const { rows } = await app.owner.query<{ table: string }>(
      `SELECT tablename AS table FROM pg_indexes WHERE indexdef LIKE '%("tenantId", "requestId")' ORDER BY 1`,
    );
    expect(rows.map(({ table }) => table)).toEqual(['AuditEntry', 'Job', 'LlmCall', 'TenantEvent']);
    const ofJobs = await app.owner.query<{ table: string }>(
      `SELECT tablename AS table FROM pg_indexes WHERE tablename IN ('JobAttempt', 'OutgoingMail') AND indexdef LIKE '%("tenantId", "jobId"%' ORDER BY 1`,
    );
    expect(ofJobs.rows.map(({ table }) => table)).toEqual(['JobAttempt', 'OutgoingMail']);
  });
});

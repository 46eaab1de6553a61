import { type GraphQLError, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../src/graphql/schema.js';
import { membershipOf } from './modules/identity/people.js';
import { contractDocuments } from './support/contract-documents.js';
import { modelsThatFailOnce } from './support/failing-models.js';
import { cookieHeader, postRaw, type RawAnswer, textAt } from './support/raw-graphql.js';
import { type Member, startTestApp, type TestApp } from './support/test-app.js';

const DOCUMENTS = contractDocuments();

function faultsOf(text: string): string[] {
  return validate(schema, parse(text)).map(({ message }: GraphQLError) => message);
}

describe('the documents of the contract', () => {
  it.each(DOCUMENTS)('$file: $name validates', ({ text }) => {
    expect(faultsOf(text)).toEqual([]);
  });
});

describe('the clients of the contract', () => {
  let app: TestApp;
  let member: Member;
  beforeAll(async () => {
    app = await startTestApp({ overrides: { ports: { models: modelsThatFailOnce() } } });
    member = await app.newTenant();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  function textOf(name: string): string {
    const found = DOCUMENTS.find((document) => document.name === name);
    if (!found) throw new Error(`The contract has no ${name}`);
    return found.text;
  }

  /** Runs one of the documents; what it must not do is answer with errors. */
  async function run(name: string, variables: object = {}, headers?: Record<string, string>): Promise<RawAnswer> {
    const request = { query: textOf(name), variables: { ...variables } };
    const answer = await postRaw(app.url, request, headers ?? { authorization: `Bearer ${member.token}` });
    expect(answer.errors, answer.text).toBeUndefined();
    return answer;
  }

  /** Items of one of the subscriptions, until it completes or `isEnough`. */
  async function follow(name: string, variables: Record<string, unknown>, isEnough: (item: Item) => boolean) {
    const client = app.connect(member);
    const items: Item[] = [];
    try {
      for await (const { data, errors } of client.iterate({ query: textOf(name), variables })) {
        expect(errors).toBeUndefined();
        const item = Object.values(data as Record<string, Item>)[0] as Item;
        items.push(item);
        if (isEnough(item)) break;
      }
    } finally {
      await client.dispose();
    }
    return items;
  }
  interface Item {
    readonly __typename?: string;
    readonly cursor: string;
    readonly kind?: string;
    readonly at: string;
  }

  async function openCase(subject: string) {
    const customer = { email: 'cleo@customer.test', name: 'Cleo' };
    const input = { projectId: member.projectId, subject, body: 'How do I reset my password?', customer };
    const answer = await run('CaseOpen', { input });
    return { caseId: textAt(answer, 'caseOpen.case.id'), jobId: textAt(answer, 'caseOpen.job.id') };
  }

  /** The case, once it has come to a state. */
  async function caseIn(id: string, state: string): Promise<RawAnswer> {
    await expect.poll(async () => textAt(await run('Case', { id }), 'case.state'), { timeout: 30_000 }).toBe(state);
    return run('Case', { id });
  }

  it('sign up, sign in, refresh, look around, and sign out', async () => {
    const person = { email: 'ada@contract.test', password: 'correct horse battery', name: 'Ada' };
    const signUp = await run('SignUp', { input: { tenantName: 'Contract', tenantSlug: 'contract', ...person } }, {});
    expect(signUp.data).toMatchObject({
      signUp: {
        viewer: { user: { email: person.email }, tenant: { slug: 'contract' }, role: 'OWNER' },
        userErrors: [],
      },
    });
    const signIn = await run('SignIn', { input: { email: person.email, password: person.password } }, {});
    const cookie = cookieHeader(signIn.cookies);
    expect((await run('Viewer', {}, { cookie })).data).toMatchObject({
      viewer: {
        user: { name: 'Ada' },
        tenant: { name: 'Contract' },
        projects: { nodes: [{ key: 'support' }], totalCount: 1 },
      },
    });
    const refreshed = await run('TokenRefresh', {}, { cookie });
    expect(textAt(refreshed, 'tokenRefresh.accessToken')).not.toBe(textAt(signIn, 'signIn.accessToken'));
    const renewed = cookieHeader(refreshed.cookies);
    expect((await run('SignOut', {}, { cookie: renewed })).data).toEqual({ signOut: { userErrors: [] } });
    await expect
      .poll(async () => (await postRaw(app.url, { query: textOf('Viewer') }, { cookie: renewed })).errors)
      .toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('create a project and an API key, use the key, and revoke it', async () => {
    const project = await run('ProjectCreate', { input: { key: 'web', name: 'Web' } });
    expect(project.data).toMatchObject({ projectCreate: { project: { key: 'web', version: 1 }, userErrors: [] } });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await run('ApiKeyCreate', { input: { name: 'robot', scopes: ['IDENTITY_READ'], expiresAt } });
    expect(made.data).toMatchObject({
      apiKeyCreate: { apiKey: { name: 'robot', scopes: ['IDENTITY_READ'], state: 'ACTIVE', expiresAt } },
    });
    const headers = { 'x-api-key': textAt(made, 'apiKeyCreate.secret') };
    expect((await run('Viewer', {}, headers)).data).toMatchObject({ viewer: { user: null } });
    const revoked = await run('ApiKeyRevoke', { input: { id: textAt(made, 'apiKeyCreate.apiKey.id') } });
    expect(revoked.data).toMatchObject({ apiKeyRevoke: { apiKey: { state: 'REVOKED' }, userErrors: [] } });
    const refused = await postRaw(app.url, { query: textOf('Viewer') }, headers);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('give a member another role, and remove them', async () => {
    const colleague = await app.newColleague(member, 'VIEWER');
    const id = await membershipOf(app, colleague);
    const updated = await run('MembershipUpdate', { input: { id, role: 'OPERATOR' } });
    expect(updated.data).toEqual({
      membershipUpdate: { membership: { id, role: 'OPERATOR', version: 2 }, userErrors: [] },
    });
    const revoked = await run('MembershipRevoke', { input: { id } });
    expect(revoked.data).toEqual({ membershipRevoke: { membership: { id }, userErrors: [] } });
    const refused = await postRaw(app.url, { query: textOf('Viewer') }, { authorization: `Bearer ${colleague.token}` });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('invite somebody, who accepts without being signed in', async () => {
    const email = 'invited@contract.test';
    const invited = await run('InvitationCreate', { input: { email, role: 'OPERATOR' } });
    expect(invited.data).toMatchObject({
      invitationCreate: { invitation: { email, role: 'OPERATOR', state: 'PENDING' }, userErrors: [] },
    });
    const token = textAt(invited, 'invitationCreate.token');
    const input = { token, name: 'Ida Invited', password: 'correct horse battery' };
    const accepted = await run('InvitationAccept', { input }, {});
    expect(accepted.data).toMatchObject({
      invitationAccept: { viewer: { user: { email }, role: 'OPERATOR' }, userErrors: [] },
    });
    const bearer = { authorization: `Bearer ${textAt(accepted, 'invitationAccept.accessToken')}` };
    expect((await run('Viewer', {}, bearer)).data).toMatchObject({ viewer: { user: { name: 'Ida Invited' } } });
  });

  it('open a case, follow it to its reply, and decide on that', async () => {
    const article = { title: 'Reset your password', body: '# Reset\n\nChoose *Forgot password*. We send you a link.' };
    const written = await run('KbArticleCreate', { input: { projectId: member.projectId, ...article, publish: true } });
    await follow('JobEvents', { jobId: textAt(written, 'kbArticleCreate.job.id') }, () => false);
    const search = await run('KbSearch', { query: 'password link', first: 5, projectId: member.projectId });
    expect(search.data).toMatchObject({ kbSearch: { edges: [{ node: { title: article.title } }] } });

    const { caseId, jobId } = await openCase('I forgot my password');
    const ofJob = await follow('JobEvents', { jobId }, () => false);
    expect(ofJob[0]?.__typename).toBe('JobSnapshot');
    expect(ofJob.at(-1)).toMatchObject({ __typename: 'JobFinished', state: 'SUCCEEDED' });
    const again = await follow('JobEvents', { jobId, after: ofJob[0]?.cursor }, () => false);
    expect(again.map(({ cursor }) => cursor)).toEqual(ofJob.slice(1).map(({ cursor }) => cursor));
    const ofCase = await follow('CaseEvents', { caseId }, () => true);
    expect(ofCase[0]?.__typename).toBe('CaseSnapshot');

    const waiting = await caseIn(caseId, 'AWAITING_APPROVAL');
    expect(waiting.data).toMatchObject({
      case: {
        number: 1,
        customer: { email: 'cleo@customer.test' },
        triage: { decidedBy: 'MODEL' },
        matches: { edges: [{ node: { title: article.title } }] },
        pipeline: { state: 'SUCCEEDED' },
        messages: { nodes: [{ direction: 'INBOUND' }] },
      },
    });
    const id = textAt(waiting, 'case.replyDraft.id');
    const edited = await run('ReplyEdit', { input: { id, body: 'Choose *Forgot password*.' } });
    expect(edited.data).toMatchObject({
      replyEdit: { replyDraft: { body: 'Choose *Forgot password*.' }, userErrors: [] },
    });
    expect((await run('ReplyApprove', { input: { id } })).data).toMatchObject({
      replyApprove: { replyDraft: { state: 'SENT' }, case: { state: 'REPLIED' }, userErrors: [] },
    });
    const corrected = await run('CaseTriageCorrect', { input: { id: caseId, type: 'FEATURE', severity: 'HIGH' } });
    expect(corrected.data).toMatchObject({
      caseTriageCorrect: { case: { triage: { type: 'FEATURE', severity: 'HIGH', decidedBy: 'PERSON' } } },
    });
    const cases = await run('Cases', { first: 5, orderBy: { field: 'OPENED_AT', direction: 'DESC' } });
    expect(cases.data).toMatchObject({
      cases: { nodes: [{ id: caseId }], totalCount: 1, pageInfo: { hasNextPage: false } },
    });
  });

  it('reject a reply', async () => {
    const { caseId } = await openCase('Where is the password link?');
    const id = textAt(await caseIn(caseId, 'AWAITING_APPROVAL'), 'case.replyDraft.id');
    expect((await run('ReplyReject', { input: { id } })).data).toMatchObject({
      replyReject: { replyDraft: { state: 'REJECTED' }, userErrors: [] },
    });
  });

  it('try a failed step again, alone', async () => {
    const { caseId } = await openCase('My password link fails once');
    await expect
      .poll(async () => textAt(await run('Case', { id: caseId }), 'case.pipeline.state'), { timeout: 30_000 })
      .toBe('FAILED');
    const pipelineId = textAt(await run('Case', { id: caseId }), 'case.pipeline.id');
    const retried = await run('PipelineStepRetry', { input: { id: pipelineId } });
    expect(retried.data).toMatchObject({ pipelineStepRetry: { pipeline: { id: pipelineId }, userErrors: [] } });
    const done = await caseIn(caseId, 'AWAITING_APPROVAL');
    expect(done.data).toMatchObject({
      case: {
        pipeline: {
          steps: [{ attempts: 1 }, { attempts: 1 }, { kind: 'AUTO_REPLY', attempts: 2, state: 'SUCCEEDED' }],
        },
      },
    });
  });

  it('look at jobs, cancel them and try them again', async () => {
    const { caseId, jobId } = await openCase('Anything');
    await caseIn(caseId, 'AWAITING_APPROVAL');
    expect((await run('Job', { id: jobId })).data).toMatchObject({
      job: {
        id: jobId,
        state: 'SUCCEEDED',
        subject: { __typename: 'Case', id: caseId },
        requestedBy: { kind: 'USER' },
      },
    });
    expect((await run('NodeById', { id: jobId })).data).toEqual({ node: { __typename: 'Job', id: jobId } });
    const jobs = await run('Jobs', {
      first: 1,
      filter: { kind: { eq: 'support.case-pipeline' } },
      orderBy: { field: 'QUEUED_AT', direction: 'DESC' },
    });
    expect(jobs.data).toMatchObject({ jobs: { nodes: [{ id: jobId }], pageInfo: { hasNextPage: true } } });
    const log = await run('JobEventLog', { jobId, first: 2 });
    const next = await run('JobEventLog', { jobId, first: 2, after: textAt(log, 'jobEventLog.pageInfo.endCursor') });
    expect(textAt(next, 'jobEventLog.nodes.0.cursor')).not.toBe(textAt(log, 'jobEventLog.nodes.1.cursor'));
    for (const name of ['JobCancel', 'JobRetry']) {
      const answer = await run(name, { input: { id: jobId } });
      expect(answer.text).toMatch(/"code":"INVALID_STATE"/); // it has finished
    }
  });

  it('watch the tenant, its queues and its health', async () => {
    const events = follow('TenantEvents', { kinds: ['PROJECT_CREATED'] }, () => true);
    let created = 0;
    const timer = setInterval(() => void run('ProjectCreate', { input: { key: `p${created++}`, name: 'P' } }), 200);
    expect(await events).toMatchObject([
      { kind: 'PROJECT_CREATED', subject: { __typename: 'Project' }, actor: { kind: 'USER', label: member.email } },
    ]);
    clearInterval(timer);
    expect((await run('SystemHealth')).data).toMatchObject({ systemHealth: { state: 'UP' } });
    expect((await run('Queues')).text).toContain('support.triage-case');
  });
});

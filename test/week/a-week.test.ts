import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeModelServer } from '../support/fake-models/fake-model-server.js';
import { deliver, inboundEnds } from '../support/hook-sender.js';
import { MailServer } from '../support/mail-server.js';
import { headerOf, rawMail } from '../support/raw-mail.js';
import { rowId, startTestApp, type TestApp } from '../support/test-app.js';
import { zipOf } from '../support/zip.js';
import * as week from './documents.js';
import { HISTORY } from './history.js';
import { Watcher } from './watcher.js';

const DEMO = new URL('../../prisma/demo/', import.meta.url);
const OWNER = { email: 'olga@company.test', password: 'correct horse battery' };
const CUSTOMER = 'maria@customer.test';
/** What the paid model asks for a million tokens, in dollars. */
const PRICES = { inputPrice: '3', outputPrice: '15' };
let mails: MailServer;
let models: FakeModelServer;
let app: TestApp;
let watcher: Watcher;
/** What the company has made so far. */
let token: string;
let tenantId: string;
let projectId: string;
let channel: { id: string; path: string; secret: string };
let machine: { token: string };
let photoCase: string;
let exportCase: string;
let bugCase: string;

beforeAll(async () => {
  mails = await MailServer.start();
  models = await FakeModelServer.start('OPENAI', () => ({
    kind: 'answer',
    text: 'Please use the web page for now [1].',
  }));
  const environment = {
    SMTP_URL: mails.url,
    MAIL_FROM: 'Switchyard <desk@switchyard.test>',
    MAIL_SENDER_DOMAINS: 'company.test',
    OUTBOUND_PRIVATE_HOSTS: '127.0.0.1',
  };
  app = await startTestApp({ environment });
});
afterAll(async () => {
  await watcher?.[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
  await models[Symbol.asyncDispose]();
  await mails[Symbol.asyncDispose]();
});

const ask: TestApp['run'] = (_member, document, variables) => app.run({ token }, document, variables);
const owner = { token: '' };

/** Follows a job to its end. */
async function jobEnds(jobId: string | undefined): Promise<void> {
  for await (const { jobEvents } of app.follow({ token }, week.FollowJob, { jobId: jobId ?? '' })) {
    if (jobEvents.__typename === 'JobFinished')
      return expect(jobEvents).toMatchObject({ state: 'SUCCEEDED', error: null });
  }
  throw new Error('The stream ended before the job');
}

/** Follows a case until it is in a state, and tells what came until then. */
async function follow(caseId: string, state: string): Promise<string[]> {
  const seen: string[] = [];
  for await (const { caseEvents: item } of app.follow({ token }, week.FollowCase, { caseId })) {
    seen.push(item.__typename);
    if (item.__typename === 'CaseSnapshot' && item.case.state === state) return seen;
    if (item.__typename === 'CaseStateChanged' && item.to === state) return seen;
  }
  throw new Error('The stream ended');
}

async function read(id: string) {
  const { case: found } = await ask(owner, week.ReadCase, { id });
  if (!found) throw new Error('There is no such case');
  return found;
}

/** A machine of the company opens a case with its key. */
async function open(subject: string, body: string, email: string): Promise<string> {
  const input = { projectId, subject, body, customer: { email, name: 'Kim' }, idempotencyKey: randomUUID() };
  const { caseOpen } = await app.run(machine, week.OpenCase, { input });
  expect(caseOpen.userErrors).toEqual([]);
  return caseOpen.case?.id ?? '';
}

/** What waits for a person's word, and the case that each is about. */
async function inbox() {
  const { approvals } = await ask(owner, week.Inbox, {});
  return approvals.nodes.map(({ subject, ...approval }) => {
    return { ...approval, about: subject && 'case' in subject ? subject.case.id : null };
  });
}

async function approve(caseId: string): Promise<void> {
  const waiting = (await inbox()).find(({ about }) => about === caseId);
  const input = { id: waiting?.id ?? '', expectedVersion: waiting?.version };
  const { approvalApprove } = await ask(owner, week.Approve, { input });
  expect(approvalApprove).toMatchObject({ approval: { state: 'APPROVED', decidedBy: { label: OWNER.email } } });
}

/** A mail arrives at the company's provider, which posts it; returns the case it came to. */
async function mailArrives(headers: Record<string, string>, text: string): Promise<string> {
  const id = randomUUID();
  const raw = rawMail({ from: `Maria <${CUSTOMER}>`, to: 'support@company.test', ...headers }, text);
  const { status } = await deliver(app, channel, raw, { id }, { 'content-type': 'message/rfc822' });
  expect(status).toBe(202);
  const event = await inboundEnds(app, { token }, channel, id);
  return event.case?.id ?? '';
}

it('is told with the operations that it uses', async () => {
  const page = await readFile(new URL('../../docs/a-week.md', import.meta.url), 'utf8');
  const told = [...page.matchAll(/```graphql\n(.*?)```/gs)].flatMap(([, text = '']) => operationsOf(text));
  const used = Object.values(week).flatMap((document) => operationsOf(document.toString()));
  expect(told.sort()).toEqual(used.sort());
});

/** Each operation of a text, printed the same way however it was written. */
function operationsOf(text: string): string[] {
  return parse(text).definitions.map((definition) => print(definition));
}

describe('a week in the life of a company', () => {
  it('Monday: it signs up, brings its articles and its history, and connects a channel', async () => {
    const input = { ...OWNER, name: 'Olga', tenantName: 'Company', tenantSlug: 'company' };
    const { signUp } = await app.run(null, week.SignUp, { input });
    expect(signUp.userErrors).toEqual([]);
    token = signUp.accessToken ?? '';
    tenantId = rowId(signUp.viewer?.tenant.id ?? '');
    projectId = signUp.viewer?.projects.nodes[0]?.id ?? '';
    watcher = new Watcher(app, { token });

    const names = await readdir(DEMO);
    const files = names.map(async (name) => ({ name, text: await readFile(new URL(name, DEMO)) }));
    const archive = zipOf(await Promise.all(files)).toString('base64');
    const { kbArchiveImport } = await ask(owner, week.ImportArticles, { input: { projectId, archive } });
    await jobEnds(kbArchiveImport.job?.id);
    const { caseImport } = await ask(owner, week.ImportHistory, { input: { projectId, cases: HISTORY } });
    await jobEnds(caseImport.job?.id);
    expect((await watcher.event('TRIAGE_LEARNED')).details).toMatchObject({ __typename: 'TriageTrainingDetails' });
    // Fifteen cases of each type are few: the week goes on however sure of the next ones triage is.
    await app.owner.query(`UPDATE "Project" SET "triageThreshold" = 0.3 WHERE "id" = $1`, [rowId(projectId)]);

    const email = { address: 'support@company.test', senderName: 'Company' };
    const { channelCreate } = await ask(owner, week.CreateChannel, {
      input: { projectId, kind: 'EMAIL', name: 'Mail', email },
    });
    const { id = '', hookPath: path } = channelCreate.channel ?? {};
    channel = { id, path: path ?? '', secret: channelCreate.secret ?? '' };
    const key = { name: 'Web form', scopes: ['SUPPORT_READ' as const, 'SUPPORT_WRITE' as const] };
    const { apiKeyCreate } = await ask(owner, week.CreateApiKey, { input: key });
    machine = { token: apiKeyCreate.secret ?? '' };
  });

  it('Tuesday: cases come by mail and by the API; drafts are approved and corrected, and go out', async () => {
    const messageId = `<${randomUUID()}@customer.test>`;
    photoCase = await mailArrives(
      { subject: 'App crashes when I upload a photo', 'message-id': messageId },
      'It closes as soon as I pick a large photo. The log says out of memory.',
    );
    exportCase = await open(
      'How do I export a report as CSV?',
      'I need last month as a file with columns.',
      'kim@customer.test',
    );
    watcher.cut();
    const seen = await follow(photoCase, 'AWAITING_APPROVAL');
    expect(seen[0]).toBe('CaseSnapshot');
    await follow(exportCase, 'AWAITING_APPROVAL');
    const waiting = (await inbox()).map(({ kind, about }) => [kind, about]);
    expect(waiting.sort()).toEqual([photoCase, exportCase].map((id) => ['REPLY', id]).sort());

    const photo = await read(photoCase);
    expect(photo).toMatchObject({ triage: { type: 'BUG', decidedBy: 'MODEL' } });
    expect(photo.matches.edges[0]?.node.title).toBe('The app closes while a photo is uploaded');
    expect(photo.decisions.nodes.map(({ kind }) => kind)).toEqual(['TRIAGE', 'KNOWN_ISSUE_MATCH', 'REPLY']);
    await approve(photoCase);
    await follow(photoCase, 'REPLIED');
    const [answer] = await vi.waitUntil(() => (mails.to(CUSTOMER).length > 0 ? mails.to(CUSTOMER) : undefined), 20_000);
    expect(headerOf(answer?.raw ?? '', 'In-Reply-To')).toBe(messageId);
    expect(answer?.text).toContain('4.2');

    const draft = (await read(exportCase)).replyDraft;
    const body = 'Open Reports, choose the month and press Export. Kind regards, Olga';
    const edit = { id: draft?.id ?? '', body, expectedVersion: draft?.version };
    expect((await ask(owner, week.EditReply, { input: edit })).replyEdit.userErrors).toEqual([]);
    const late = await ask(owner, week.EditReply, { input: { ...edit, body: 'Too late' } });
    expect(late.replyEdit.userErrors).toMatchObject([{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }]);
    await approve(exportCase);
    await follow(exportCase, 'REPLIED');
    expect((await read(exportCase)).messages.nodes).toContainEqual({ direction: 'OUTBOUND', body });
  });

  it('Wednesday: the customer writes again, triage is put right, and a new bug becomes a change', async () => {
    const answered = headerOf(mails.to(CUSTOMER)[0]?.raw ?? '', 'Message-ID');
    const again = await mailArrives(
      {
        subject: 'Re: App crashes when I upload a photo',
        'message-id': `<${randomUUID()}@customer.test>`,
        'in-reply-to': answered,
      },
      'It still closes, also with 4.2.',
    );
    expect(again).toBe(photoCase);
    expect((await read(photoCase)).state).toBe('REOPENED');

    const learned = watcher.seen.filter(({ kind }) => kind === 'TRIAGE_LEARNED').length;
    const correction = { id: exportCase, type: 'FEATURE' as const, severity: 'LOW' as const };
    const { caseTriageCorrect } = await ask(owner, week.CorrectTriage, { input: correction });
    expect(caseTriageCorrect.case?.triage).toMatchObject({ type: 'FEATURE', decidedBy: 'PERSON' });
    await watcher.event('TRIAGE_LEARNED', learned);

    bugCase = await open(
      'Crash: wrong total on the invoice page',
      'Steps to reproduce:\n1. Open /billing/invoices\n2. Add a second tax rate\n\nExpected: the total has both.\nActual: TypeError in src/billing/totals.ts, function sumTaxes, and the app crashes.',
      'kim@customer.test',
    );
    watcher.cut();
    await follow(bugCase, 'CHANGE_PROPOSED');
    const { changeRequest } = await read(bugCase);
    expect(changeRequest?.affectedSurfaces.join(' ')).toContain('src/billing/totals.ts');
    await approve(bugCase);
    expect((await read(bugCase)).changeRequest?.state).toBe('ACCEPTED');
    expect((await watcher.event('CHANGE_ACCEPTED')).actor.label).toBe(OWNER.email);
  });

  it('Thursday: a paid model writes, its budget runs out and is raised, and what waited goes on', async () => {
    const { protocol, apiKey, baseUrl } = models.connection;
    const { modelProviderCreate } = await ask(owner, week.CreateProvider, {
      input: { name: 'Paid', protocol, apiKey, baseUrl },
    });
    const provider = { providerId: modelProviderCreate.modelProvider?.id ?? '', contextTokens: 8_000, ...PRICES };
    const { modelCreate } = await ask(owner, week.CreateModel, {
      input: { ...provider, name: 'paid-1', tier: 'STANDARD' },
    });
    const route = { purpose: 'REPLY' as const, tier: 'STANDARD' as const, modelIds: [modelCreate.model?.id ?? ''] };
    expect((await ask(owner, week.SetRoute, { input: route })).modelRouteSet.userErrors).toEqual([]);
    const budget = { projectId: null, period: 'MONTH' as const };
    await ask(owner, week.SetBudget, { input: { ...budget, amount: '0.0001' } });

    const first = await open(
      'Photo upload closes the app',
      'The app closes when I upload a photo: out of memory.',
      'lee@customer.test',
    );
    await follow(first, 'AWAITING_APPROVAL');
    expect((await read(first)).replyDraft).toMatchObject({ body: 'Please use the web page for now [1].' });
    expect((await watcher.event('BUDGET_EXHAUSTED')).details).toMatchObject({ __typename: 'BudgetStandDetails' });

    const second = await open(
      'How do I reset my password?',
      'I forgot my password and cannot sign in.',
      'ann@customer.test',
    );
    const waiting = async () => (await ask(owner, week.Waiting, {})).jobs.nodes;
    await vi.waitUntil(async () => (await waiting()).length === 1, { timeout: 30_000, interval: 100 });
    expect(await waiting()).toMatchObject([{ error: { code: 'BUDGET_EXHAUSTED' }, subject: { id: second } }]);
    expect(models.seen).toHaveLength(1);

    await ask(owner, week.SetBudget, { input: { ...budget, amount: '20' } });
    await watcher.event('BUDGET_RESTORED');
    await follow(second, 'AWAITING_APPROVAL');
    expect(models.seen).toHaveLength(2);
  });

  it('Friday: the operator looks at usage and quality, and nothing that happened was missed', async () => {
    const report = await ask(owner, week.Report, { projectId });
    expect(report.budgets.nodes).toMatchObject([{ state: 'OK', amount: { amount: '20.00000000' } }]);
    const paid = report.usage.find(({ cost }) => Number(cost.amount) > 0);
    expect(paid).toMatchObject({ calls: 2, cost: { amount: '0.00021600', currency: 'USD' } });
    expect(report.triageQuality).toMatchObject({ decided: 5, corrected: 1 });
    expect(report.triageQuality?.type.cells).toContainEqual({ machine: 'QUESTION', person: 'FEATURE', count: 1 });
    expect(report.cases.totalCount).toBe(HISTORY.length + 5);
    expect(report.systemHealth.state).not.toBe('DOWN');

    const { rows } = await app.owner.query<{ kind: string }>(
      'SELECT "kind" FROM "TenantEvent" WHERE "tenantId" = $1 ORDER BY "at", "id"',
      [tenantId],
    );
    const from = rows.findIndex(({ kind }) => kind === watcher.seen[0]?.kind);
    const count = rows.length - from;
    await vi.waitUntil(() => watcher.seen.length >= count, { timeout: 10_000 });
    expect(watcher.connections).toBe(3);
    expect(new Set(watcher.seen.map(({ cursor }) => cursor)).size).toBe(watcher.seen.length);
    expect(watcher.seen.map(({ kind }) => kind).sort()).toEqual(
      rows
        .slice(from)
        .map(({ kind }) => kind)
        .sort(),
    );
  });
});

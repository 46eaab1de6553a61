import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { graphql } from './gql/index.js';
import { startTestApp, type TestApp } from './support/test-app.js';

const ArticleCreate = graphql(`
  mutation E2eArticleCreate($input: KbArticleCreateInput!) {
    kbArticleCreate(input: $input) { kbArticle { id title } job { id } userErrors { code message path } }
  }
`);
const CaseOpen = graphql(`
  mutation E2eCaseOpen($input: CaseOpenInput!) {
    caseOpen(input: $input) { case { id number state } job { id } userErrors { code message path } }
  }
`);
const FollowJob = graphql(`
  subscription E2eFollowJob($jobId: ID!, $after: EventCursor) {
    jobEvents(jobId: $jobId, after: $after) {
      __typename
      ... on StreamItem { cursor }
      ... on JobProgressed { stage percent }
      ... on JobFinished { state error { code message } }
    }
  }
`);
const CaseNow = graphql(`
  query E2eCase($id: ID!) {
    case(id: $id) {
      state
      triage { type severity confidence reasoning decidedBy }
      matches(first: 5) { edges { score node { title } } }
      replyDraft { id state body citations { title } version }
      pipeline { state steps { kind state attempts } }
      messages(first: 20) { nodes { direction body } }
    }
  }
`);
const ReplyApprove = graphql(`
  mutation E2eReplyApprove($input: ReplyApproveInput!) {
    replyApprove(input: $input) { replyDraft { state } case { state } userErrors { code message path } }
  }
`);

const DEMO = new URL('../prisma/demo/', import.meta.url);
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app[Symbol.asyncDispose]());

/** Follows a job; the connection is cut after every item, and the next one resumes behind it. */
async function followWithCuts(member: Awaited<ReturnType<TestApp['newTenant']>>, jobId: string) {
  const items = [];
  let after: string | null = null;
  for (;;) {
    let socket: WebSocket | undefined;
    const client = app.connect(member, {
      webSocketImpl: class extends WebSocket {
        constructor(address: string | URL, protocols?: string | string[]) {
          super(address, protocols);
          socket = this;
        }
      },
    });
    const results = client.iterate({ query: FollowJob.toString(), variables: { jobId, after } });
    const { value } = await results.next();
    socket?.terminate();
    await results.return?.();
    if (!value?.data) throw new Error(`The subscription failed: ${JSON.stringify(value?.errors)}`);
    const { jobEvents } = value.data as {
      jobEvents: { __typename: string; cursor: string; stage?: string; state?: string };
    };
    items.push(jobEvents);
    after = jobEvents.cursor;
    if (jobEvents.__typename === 'JobFinished') return items;
  }
}

it('takes a case from its opening to the answer, watched over a connection that breaks after every event', async () => {
  const member = await app.newTenant();
  for (const name of await readdir(DEMO)) {
    const [heading = '', ...body] = (await readFile(new URL(name, DEMO), 'utf8')).split('\n');
    const input = { projectId: member.projectId, title: heading.slice(2), body: body.join('\n'), publish: true };
    const { kbArticleCreate } = await app.run(member, ArticleCreate, { input });
    expect(kbArticleCreate.userErrors).toEqual([]);
    await followWithCuts(member, kbArticleCreate.job?.id ?? '');
  }

  const { caseOpen } = await app.run(member, CaseOpen, {
    input: {
      projectId: member.projectId,
      subject: 'App crashes when I upload a photo',
      body: 'It closes as soon as I pick a large photo. The log says out of memory. Steps to reproduce: open a report, add a photo.',
      customer: { email: 'maria@customer.test', name: 'Maria' },
      idempotencyKey: null,
    },
  });
  expect(caseOpen.userErrors).toEqual([]);
  const caseId = caseOpen.case?.id ?? '';
  const items = await followWithCuts(member, caseOpen.job?.id ?? '');

  expect(items[0]?.__typename).toBe('JobSnapshot');
  expect(new Set(items.map(({ cursor }) => cursor)).size).toBe(items.length);
  const stages = [...new Set(items.flatMap(({ stage }) => stage ?? []))];
  expect(stages).toEqual(['TRIAGE', 'KNOWN_ISSUE_MATCH', 'AUTO_REPLY']);
  expect(items.at(-1)).toMatchObject({ __typename: 'JobFinished', state: 'SUCCEEDED', error: null });

  const { case: drafted } = await app.run(member, CaseNow, { id: caseId });
  expect(drafted).toMatchObject({
    state: 'AWAITING_APPROVAL',
    triage: { type: 'BUG', decidedBy: 'MODEL' },
    pipeline: { state: 'SUCCEEDED', steps: [{ state: 'SUCCEEDED' }, { state: 'SUCCEEDED' }, { state: 'SUCCEEDED' }] },
    replyDraft: { state: 'PENDING_APPROVAL' },
  });
  expect(drafted?.matches.edges[0]?.node.title).toBe('The app closes while a photo is uploaded');
  expect(drafted?.replyDraft?.citations.map(({ title }) => title)).toContain(
    'The app closes while a photo is uploaded',
  );
  expect(drafted?.replyDraft?.body).toContain('Update to version 4.2');

  const { replyApprove } = await app.run(member, ReplyApprove, {
    input: { id: drafted?.replyDraft?.id ?? '', expectedVersion: null },
  });
  expect(replyApprove.userErrors).toEqual([]);
  await expect
    .poll(async () => (await app.run(member, CaseNow, { id: caseId })).case, { timeout: 15_000 })
    .toMatchObject({
      state: 'REPLIED',
      replyDraft: { state: 'SENT' },
      messages: { nodes: [{ direction: 'INBOUND' }, { direction: 'OUTBOUND' }] },
    });
});

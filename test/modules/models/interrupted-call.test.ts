import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startWorker } from '../../../src/worker.js';
import type { TheCouncilQuery } from '../../gql/graphql.js';
import { graphql } from '../../gql/index.js';
import { startChild } from '../../support/child-process.js';
import { FakeModelServer } from '../../support/fake-models/fake-model-server.js';
import { routeToFake } from '../../support/fake-models/routed-fake.js';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Ask, type FakeMember, fakeMembers, isBallot, Read } from '../council/council-of-fakes.js';

const OpenCase = graphql(`
  mutation CaseToInterrupt($input: CaseOpenInput!) { caseOpen(input: $input) { case { id } userErrors { code } } }
`);
const Look = graphql(`
  query CaseInterrupted($id: ID!) {
    case(id: $id) { state pipeline { id steps { kind state error { code } job { state error { code } } } } }
    llmCalls { nodes { purpose state errorCode } }
  }
`);
const Retry = graphql(`
  mutation StepAfterInterruption($id: ID!) { pipelineStepRetry(input: { id: $id }) { job { id } userErrors { code } } }
`);

const RetryJob = graphql(`
  mutation CouncilAfterInterruption($id: ID!) { jobRetry(input: { id: $id }) { userErrors { code } } }
`);

const KEY = randomBytes(32).toString('base64');
const ENVIRONMENT = { OUTBOUND_PRIVATE_HOSTS: '127.0.0.1', ENCRYPTION_KEY: KEY };
const patience = { timeout: 60_000, interval: 100 };

let app: TestApp;
let owner: Member;
let fake: FakeModelServer;
let members: FakeMember[];
let caseId: string;
let councilId: string;
let worker: Awaited<ReturnType<typeof startWorker>>;
beforeAll(async () => {
  app = await startTestApp({ hasWorker: false, environment: ENVIRONMENT });
  owner = await app.newTenant();
  fake = await FakeModelServer.start('OPENAI', () => ({ kind: 'answer', text: 'A colleague will look into it.' }));
  await routeToFake(app, owner, fake, { purpose: 'REPLY', tier: 'STANDARD', outputPrice: '15' });
  members = await fakeMembers(app, owner, ['One.', 'Two.', 'Three.'], (text) => text.length);
  await loseWorker();
  worker = await startWorker(app.config, app.gateway.app.log);
});
afterAll(async () => {
  await worker.stop();
  for (const member of members) await member[Symbol.asyncDispose]();
  await fake[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

/** Has a worker of its own process draft a reply and hold a council, and kills it in the middle of both. */
async function loseWorker(): Promise<void> {
  fake.script({ kind: 'hang', text: 'A colleague will look.', afterPieces: 4 });
  members[2]?.fake.script({ kind: 'hang' });
  const { config } = app;
  const victim = startChild('worker', {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'test',
    DATABASE_URL: config.DATABASE_URL,
    REDIS_URL: config.REDIS_URL,
    REDIS_PREFIX: config.REDIS_PREFIX,
    ACCESS_TOKEN_SECRET: randomBytes(48).toString('base64'),
    JOB_LOCK_SECONDS: '3',
    JOB_STALLED_CHECK_SECONDS: '1',
    ...ENVIRONMENT,
  });
  try {
    const input = {
      projectId: owner.projectId,
      subject: 'How do I export?',
      body: 'Where is the button for the export?',
      customer: { email: 'kim@customer.test' },
    };
    const { caseOpen } = await app.run(owner, OpenCase, { input });
    caseId = caseOpen.case?.id ?? '';
    const seats = members.map(({ modelId }) => ({ modelId }));
    const { councilAsk } = await app.run(owner, Ask, { input: { question: 'Which one?', members: seats } });
    councilId = councilAsk.council?.id ?? '';
    const db = app.gateway.app.tenants.for(owner.tenantId);
    await vi.waitUntil(() => db.llmCall.count({ where: { purpose: 'REPLY', state: 'STREAMING' } }), patience);
    const isHanging = async () => (await council()).answers.length === 2 && members[2]?.fake.seen.length === 1;
    await vi.waitUntil(isHanging, patience);
  } finally {
    victim.process.kill('SIGKILL');
  }
}

type Council = NonNullable<Extract<TheCouncilQuery['node'], { state: unknown }>>;
const council = async () => (await app.run(owner, Read, { id: councilId })).node as Council;

it('a call whose worker was killed in mid-stream is not repeated before a person says so', async () => {
  const db = app.gateway.app.tenants.for(owner.tenantId);
  const step = async () =>
    (await app.run(owner, Look, { id: caseId })).case?.pipeline?.steps.find(({ kind }) => kind === 'AUTO_REPLY');
  await vi.waitUntil(async () => (await step())?.state === 'FAILED', patience);
  expect(await step()).toMatchObject({
    error: { code: 'INTERRUPTED' },
    job: { state: 'DEAD', error: { code: 'INTERRUPTED' } },
  });
  expect(fake.seen).toHaveLength(1);
  const seen = await app.run(owner, Look, { id: caseId });
  expect(seen.llmCalls.nodes).toContainEqual({ purpose: 'REPLY', state: 'FAILED', errorCode: 'INTERRUPTED' });

  const retried = await app.run(owner, Retry, { id: seen.case?.pipeline?.id ?? '' });
  expect(retried.pipelineStepRetry.userErrors).toEqual([]);
  await vi.waitUntil(async () => (await step())?.state === 'SUCCEEDED', patience);
  expect(fake.seen).toHaveLength(2);
  expect(await db.replyDraft.count({ where: { caseId: rowId(caseId), state: 'PENDING_APPROVAL' } })).toBe(1);
});

it('a council whose worker was killed asks nobody again who has answered, and the others when a person says so', async () => {
  await vi.waitUntil(async () => (await council()).state === 'FAILED', patience);
  const lost = await council();
  expect(lost).toMatchObject({ error: { code: 'INTERRUPTED' }, job: { state: 'DEAD' } });
  expect(lost.members.map(({ state }) => state)).toEqual(['ANSWERED', 'ANSWERED', 'WAITING']);
  const seen = () => members.map((member) => member.fake.seen.map(isBallot));
  expect(seen()).toEqual([[false], [false], [false]]);

  await app.run(owner, RetryJob, { id: lost.job?.id ?? '' });
  await vi.waitUntil(async () => (await council()).state === 'DECIDED', patience);
  expect(seen()).toEqual([
    [false, true],
    [false, true],
    [false, false, true],
  ]);
  expect((await council()).verdict?.answer.text).toBe('Three.');
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { TenantDb } from '../../../src/db/tenant.js';
import { Prisma } from '../../../src/generated/prisma/client.js';
import { defineJob, handleJob } from '../../../src/jobs/define-job.js';
import { type EndedAttempt, endCall, insertCall } from '../../../src/modules/models/llm-call.sql.js';
import { startJob } from '../../../src/modules/operations/job.service.js';
import { Rig, SOMEBODY } from '../../jobs/rig.js';

const Asking = defineJob({
  kind: 'test.asking',
  description: 'Asks a model.',
  payload: z.object({}),
  result: z.object({}),
  stages: ['asking'],
  retry: { attempts: 3, backoffMs: 20 },
  timeoutMs: 30_000,
  concurrency: 5,
  tenantWindow: 5,
});

let rig: Rig;
let db: TenantDb;
beforeAll(async () => {
  rig = await Rig.open([handleJob({ definition: Asking, run: async () => ({}) })]);
});
afterAll(() => rig[Symbol.asyncDispose]());

const ZERO = new Prisma.Decimal(0);

/** A job of a new tenant, in its second attempt, and a call that it is about to make. */
async function askingJob() {
  db = await rig.newTenant();
  const { id: jobId } = await startJob(db, Asking, {}, { requestedBy: SOMEBODY });
  await db.job.updateMany({ where: { id: jobId }, data: { state: 'ACTIVE', attempt: 2 } });
  const use = { purpose: 'TRIAGE', tier: 'FAST', projectId: null, subject: null, jobId, requestId: null } as const;
  const call = { id: randomUUID(), use, jobAttempt: 2, prompt: 'What is it?', reserved: ZERO };
  return { jobId, use, call };
}

const attempt = (state: EndedAttempt['state'], modelName: string, output: number): EndedAttempt => ({
  modelId: null,
  providerName: 'switchyard',
  modelName,
  state,
  reason: state === 'FAILED' ? 'TIMED_OUT' : null,
  tokens: { input: 10, cachedInput: 2, output },
  cost: new Prisma.Decimal('0.001'),
  startedAt: new Date(),
  finishedAt: new Date(),
});
const ATTEMPTS = [attempt('FAILED', 'one', 0), attempt('FAILED', 'one', 1), attempt('SUCCEEDED', 'two', 5)];

it('write a call, its attempts and the usage of the day once, however often it is ended', async () => {
  const { jobId, use, call } = await askingJob();
  const asking = { jobId, attempt: 2 };
  expect(await insertCall(db, call, asking)).toBe(true);
  expect(await db.llmCall.findFirst()).toMatchObject({ id: call.id, state: 'PENDING', jobId, jobAttempt: 2 });
  const outcome = { state: 'SUCCEEDED', errorCode: null, errorMessage: null, answer: 'A bug.' } as const;
  const ended = { id: call.id, use, ...outcome, attempts: ATTEMPTS };
  expect(await endCall(db, ended, asking)).toBe(true);
  expect(await endCall(db, { ...ended, answer: 'Another.' }, asking)).toBe(true); // nobody knew whether it was
  const stored = await db.llmCall.findFirstOrThrow({ include: { attempts: { orderBy: { number: 'asc' } } } });
  expect(stored).toMatchObject({
    ...outcome,
    providerName: 'switchyard',
    modelName: 'two',
    inputTokens: 30,
    cachedTokens: 6,
    outputTokens: 6,
    isCacheHit: true,
    finishedAt: expect.any(Date),
  });
  expect(stored.cost.toString()).toBe('0.003');
  expect(stored.attempts.map(({ number, modelName, state }) => [number, modelName, state])).toEqual([
    [1, 'one', 'FAILED'],
    [2, 'one', 'FAILED'],
    [3, 'two', 'SUCCEEDED'],
  ]);
  const usage = await db.usageBucket.findMany({ orderBy: { modelName: 'asc' } });
  expect(
    usage.map(({ modelName, calls, failures, outputTokens }) => [modelName, calls, failures, outputTokens]),
  ).toEqual([
    ['one', 2, 2, 1n],
    ['two', 1, 0, 5n],
  ]);
});

it('write nothing for an attempt that another one has overtaken', async () => {
  const { jobId, use, call } = await askingJob();
  expect(await insertCall(db, call, { jobId, attempt: 1 })).toBe(false);
  expect(await db.llmCall.count()).toBe(0);
  await insertCall(db, call, { jobId, attempt: 2 });
  const ended = { id: call.id, use, state: 'FAILED', errorCode: 'X', errorMessage: 'x', answer: null } as const;
  expect(await endCall(db, { ...ended, attempts: ATTEMPTS }, { jobId, attempt: 1 })).toBe(false);
  expect(await db.llmCall.findFirst()).toMatchObject({ state: 'PENDING', errorCode: null });
  expect([await db.llmCallAttempt.count(), await db.usageBucket.count()]).toEqual([0, 0]);
});

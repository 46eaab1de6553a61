import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { TenantDb } from '../../src/db/tenant.js';
import { transact } from '../../src/db/transaction.js';
import { defineJob, handleJob } from '../../src/jobs/define-job.js';
import { ProgressWriter } from '../../src/jobs/progress-writer.js';
import { storeReports } from '../../src/jobs/reports.sql.js';
import { endCoordinator, openCoordinator } from '../../src/modules/operations/coordinator.service.js';
import { startJob } from '../../src/modules/operations/job.service.js';
import { jobTopic, type StreamEvent } from '../../src/realtime/topic.js';
import { Rig, SOMEBODY, until } from './rig.js';

const Part = defineJob({
  kind: 'test.part',
  description: 'A part of a chain.',
  payload: z.object({}),
  result: z.object({}),
  stages: ['working'],
  retry: { attempts: 3, backoffMs: 20 },
  timeoutMs: 30_000,
  concurrency: 5,
  tenantWindow: 5,
});

let rig: Rig;
let db: TenantDb;
beforeAll(async () => {
  rig = await Rig.open([handleJob({ definition: Part, run: async () => ({}) })]);
  db = await rig.newTenant();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** A chain, and a part of it in its second attempt. */
async function chainWithPart() {
  const chain = await transact(db, (tx) =>
    openCoordinator(tx, { kind: 'test.chain', payload: {} }, { requestedBy: SOMEBODY }),
  );
  const part = await startJob(db, Part, {}, { requestedBy: SOMEBODY, parentId: chain.id });
  await db.job.updateMany({ where: { id: part.id }, data: { state: 'ACTIVE', attempt: 2 } });
  return { chainId: chain.id, partId: part.id };
}

const linesOf = (jobId: string) => db.jobLog.findMany({ where: { jobId }, orderBy: { id: 'asc' } });
const percentOf = async (id: string) => (await db.job.findFirstOrThrow({ where: { id } })).percent;
async function toldOf(jobId: string): Promise<StreamEvent[]> {
  const read = await rig.stream.read(db.$tenantId, jobTopic(jobId), null, 100);
  return read.kind === 'entries'
    ? read.entries.map(({ event }) => event).filter(({ type }) => type !== 'JobStateChanged')
    : [];
}

function writerOf(jobId: string, attempt = 2): ProgressWriter {
  const onError = (error: unknown) => expect.fail(String(error));
  return new ProgressWriter({ db, events: rig.stream, jobId, attempt, onError });
}

it('reach those who watch the job and those who watch its chain, every line once and in order', async () => {
  const { chainId, partId } = await chainWithPart();
  const writer = writerOf(partId);
  writer.chain({ jobId: chainId, percent: 10, stage: 'PART', message: 'first' });
  writer.chain({ jobId: chainId, percent: 20, stage: 'PART' });
  writer.log.info('own');
  await writer.progress({ stage: 'working', percent: 50, counters: { rows: 2 } });
  writer.chain({ jobId: chainId, percent: 30, stage: 'PART', message: 'second' });
  await writer.close();
  const line = (message: string) => ({ type: 'JobLogAppended', level: 'INFO', message });
  const progress = (percent: number, stage: string, message: string | null, counters: object | null = null) => ({
    type: 'JobProgressed',
    percent,
    stage,
    message,
    counters,
  });
  await until(async () => (await toldOf(chainId)).some(({ percent }) => percent === 30));
  const told = await toldOf(chainId);
  expect(told.filter(({ type }) => type === 'JobLogAppended')).toEqual([line('first'), line('second')]);
  expect(told.at(-1)).toEqual(progress(30, 'PART', 'second'));
  expect(await toldOf(partId)).toEqual([line('own'), progress(50, 'working', null, { rows: 2 })]);
  expect((await linesOf(chainId)).map(({ message, attempt }) => [message, attempt])).toEqual([
    ['first', 0],
    ['second', 0],
  ]);
  expect((await linesOf(partId)).map(({ message, attempt }) => [message, attempt])).toEqual([['own', 2]]);
  expect([await percentOf(chainId), await percentOf(partId)]).toEqual([30, 50]);
});

const reports = (chainId: string, partId: string, attempt: number, number: number) => {
  const progress = { type: 'JobProgressed', percent: 40, stage: 'PART', message: null, counters: null } as const;
  const at = new Date();
  const line = (which: string) => ({
    id: `01900000-0000-7000-8000-${which}${partId.slice(-11)}`,
    level: 'INFO' as const,
    message: `${which}${number}`,
    at,
  });
  return {
    jobId: partId,
    attempt,
    progress,
    lines: [line('a')],
    chain: { jobId: chainId, progress, lines: [line('b')] },
  };
};

it('are stored whatever they hold, also half a character', async () => {
  const { chainId, partId } = await chainWithPart();
  const writer = writerOf(partId);
  writer.log.info(`${'x'.repeat(3_999)}😀`); // cut in the middle of its last character
  writer.chain({ jobId: chainId, percent: 10, stage: 'PART', message: 'half: \ud83d' });
  await writer.close();
  expect((await linesOf(partId)).map(({ message }) => message)).toEqual([`${'x'.repeat(3_999)}�`]);
  expect((await linesOf(chainId)).map(({ message }) => message)).toEqual(['half: �']);
});

it('are stored again without telling a line twice, when nobody knows whether they were', async () => {
  const { chainId, partId } = await chainWithPart();
  const told = await storeReports(db, reports(chainId, partId, 2, 1));
  expect(told.map(({ body }) => body.type)).toEqual(['JobLogAppended', 'JobProgressed']);
  const again = await storeReports(db, reports(chainId, partId, 2, 1));
  expect(again.map(({ body }) => body.type)).toEqual(['JobProgressed']);
  expect(await linesOf(chainId)).toHaveLength(1);
  expect(await linesOf(partId)).toHaveLength(1);
});

it('of an attempt that another one has overtaken change nothing of the job nor of its chain', async () => {
  const { chainId, partId } = await chainWithPart();
  expect(await storeReports(db, reports(chainId, partId, 1, 1))).toEqual([]);
  expect([await percentOf(chainId), await percentOf(partId)]).toEqual([0, 0]);
  expect(await linesOf(chainId)).toEqual([]);
});

it('leave a chain alone that has ended', async () => {
  const { chainId, partId } = await chainWithPart();
  await transact(db, (tx) => endCoordinator(tx, chainId, { state: 'SUCCEEDED' }));
  expect(await storeReports(db, reports(chainId, partId, 2, 1))).toEqual([]);
  expect([await percentOf(chainId), await percentOf(partId)]).toEqual([100, 40]);
  expect(await linesOf(chainId)).toEqual([]);
  expect(await linesOf(partId)).toHaveLength(1);
});

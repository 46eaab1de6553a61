import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { transact } from '../../../src/db/transaction.js';
import { Conflict, InvalidInput } from '../../../src/errors.js';
import { defineJob, handleJob } from '../../../src/jobs/define-job.js';
import { JOB_DEFINITIONS } from '../../../src/jobs/definitions.js';
import { JOB_HANDLERS } from '../../../src/jobs/handlers.js';
import { jobRegistry } from '../../../src/jobs/registry.js';
import { startJob } from '../../../src/modules/operations/job.service.js';
import { JOB_TRANSITIONS } from '../../../src/modules/operations/job-states.js';
import { PruneHistory } from '../../../src/modules/operations/prune-history.job.js';
import { pruneHistory } from '../../../src/modules/operations/prune-history.worker.js';
import {
  changeSchedule,
  createDefaultSchedules,
  nextRun,
  nextRuns,
  putSchedule,
  runDueSchedules,
  runScheduleNow,
} from '../../../src/modules/operations/schedule.service.js';
import { Rig, SOMEBODY, until } from '../../jobs/rig.js';

const Tick = defineJob({
  kind: 'test.tick',
  description: 'Counts how often it ran.',
  payload: z.object({ name: z.string(), fails: z.boolean().default(false) }),
  result: z.null(),
  stages: ['working'],
  retry: { attempts: 1, backoffMs: 20 },
  timeoutMs: 20_000,
  concurrency: 5,
  tenantWindow: 5,
});
const tick = handleJob({
  definition: Tick,
  async run({ fails }) {
    if (fails) throw new Error('secret text of a driver');
    return null;
  },
  async apply(tx, _, { name }, { jobId }) {
    await tx.counter.create({ data: { tenantId: tx.$tenantId, name: `${name} ${jobId}`, value: 1 } });
  },
});

const asked = { requestedBy: SOMEBODY };
let rig: Rig;
beforeAll(async () => {
  rig = await Rig.open([tick, pruneHistory]);
  rig.startWorker();
  rig.startWorker();
});
afterAll(() => rig[Symbol.asyncDispose]());

describe('schedules', () => {
  it('fire once although two workers look, and move on to their next time', async () => {
    const db = await rig.newTenant();
    const payload = { name: 'tick', fails: false };
    const schedule = await transact(db, (tx) =>
      putSchedule(tx, Tick, { key: 'every-hour', payload, cron: '0 * * * *' }),
    );
    expect(schedule.nextRunAt.getTime()).toBeGreaterThan(Date.now());
    await rig.asOwner(`UPDATE "Schedule" SET "nextRunAt" = now() - interval '5 hours' WHERE "id" = $1`, [schedule.id]);

    await until(async () => (await db.schedule.findFirstOrThrow()).lastJobId !== null);
    const moved = await db.schedule.findFirstOrThrow();
    await rig.reach(db, moved.lastJobId ?? '', 'SUCCEEDED');

    expect(moved.nextRunAt.getTime()).toBeGreaterThan(Date.now());
    const jobs = await db.job.findMany();
    expect(jobs).toMatchObject([{ kind: 'test.tick', requestedByKind: 'SYSTEM', subjectType: 'Schedule' }]);
    expect(await db.counter.count()).toBe(1);
  });

  it('stay where the tenant has moved them when they are put again', async () => {
    const db = await rig.newTenant();
    const put = (name: string) =>
      transact(db, (tx) => putSchedule(tx, Tick, { key: 'put', payload: { name, fails: false }, cron: '0 3 * * *' }));
    const { id, version } = await put('old');
    await changeSchedule(db, id, { cron: '30 4 * * *', expectedVersion: version }, { actor: SOMEBODY });

    const again = await put('new');

    expect(again).toMatchObject({ id, cron: '30 4 * * *', payload: { name: 'new' }, version: version + 2 });
    const late = changeSchedule(db, id, { isPaused: true, expectedVersion: version + 1 }, { actor: SOMEBODY });
    await expect(late).rejects.toThrow('has changed since');
  });

  it('do not fire while paused', async () => {
    const db = await rig.newTenant();
    await transact(db, createDefaultSchedules);
    const { id, key } = await db.schedule.findFirstOrThrow();
    expect(key).toBe('operations.prune-history');
    const paused = await changeSchedule(db, id, { isPaused: true }, { actor: SOMEBODY });
    expect(paused.isPaused).toBe(true);
    await rig.asOwner(`UPDATE "Schedule" SET "nextRunAt" = now() - interval '1 hour' WHERE "id" = $1`, [id]);
    expect(await rig.finder.dueScheduleTenants()).not.toContain(db.$tenantId);
  });

  it('run once for an occurrence, however many workers look at the same moment', async () => {
    const db = await rig.newTenant();
    const payload = { name: 'race', fails: false };
    const { id } = await transact(db, (tx) => putSchedule(tx, Tick, { key: 'race', payload, cron: '0 0 1 1 *' }));
    await rig.asOwner(`UPDATE "Schedule" SET "nextRunAt" = now() - interval '1 minute' WHERE "id" = $1`, [id]);
    await Promise.all(Array.from({ length: 8 }, () => runDueSchedules(db, [Tick])));
    expect(await db.job.count({ where: { kind: Tick.kind } })).toBe(1);
  });

  it('run out of turn when asked, and join what has not ended', async () => {
    const db = await rig.newTenant();
    const payload = { name: 'now', fails: false };
    const schedule = await transact(db, (tx) => putSchedule(tx, Tick, { key: 'now', payload, cron: '0 0 1 1 *' }));
    await changeSchedule(db, schedule.id, { isPaused: true }, { actor: SOMEBODY });
    const ran = await runScheduleNow(db, schedule.id, [Tick], { actor: SOMEBODY });
    expect(ran.schedule).toMatchObject({ lastJobId: ran.job.id, isPaused: true });
    expect(ran.job).toMatchObject({ requestedByKind: 'USER', subjectType: 'Schedule', subjectId: schedule.id });
    await rig.reach(db, ran.job.id, 'SUCCEEDED');
    await expect(runScheduleNow(db, schedule.id, [], { actor: SOMEBODY })).rejects.toThrow('does not know how');
    const kinds = (await db.tenantEvent.findMany({ orderBy: { at: 'asc' } })).map(({ kind }) => kind);
    expect(kinds).toEqual(['SCHEDULE_UPDATED', 'SCHEDULE_RUN_NOW']);
  });

  it('change their time by any clock, and say what is wrong with one', async () => {
    const db = await rig.newTenant();
    const payload = { name: 'moved', fails: false };
    const { id } = await transact(db, (tx) => putSchedule(tx, Tick, { key: 'moved', payload, cron: '0 3 * * *' }));
    const by = { actor: SOMEBODY };
    const moved = await changeSchedule(db, id, { cron: '30 2 * * *', timeZone: 'Europe/Berlin' }, by);
    expect(moved).toMatchObject({ cron: '30 2 * * *', timeZone: 'Europe/Berlin', version: 2 });
    expect([0, 1]).toContain(moved.nextRunAt.getUTCHours());
    await expect(changeSchedule(db, id, { cron: '0 25 * * *' }, by)).rejects.toThrow('the hour cannot be read');
    await expect(changeSchedule(db, id, { cron: '* *' }, by)).rejects.toThrow('it has 2');
    await expect(changeSchedule(db, id, { timeZone: 'Mars/Base' }, by)).rejects.toThrow('not a time zone');
    await expect(changeSchedule(db, id, { isPaused: true, expectedVersion: 1 }, by)).rejects.toThrow('changed since');
    const summer = nextRuns('30 2 * * *', new Date('2026-03-28T12:00:00Z'), 'Europe/Berlin', 3);
    expect(summer.map((date) => date.toISOString().slice(0, 10))).toEqual(['2026-03-29', '2026-03-30', '2026-03-31']);
  });

  it('lose no change when several people change one at once', async () => {
    const db = await rig.newTenant();
    const payload = { name: 'shared', fails: false };
    const { id } = await transact(db, (tx) => putSchedule(tx, Tick, { key: 'shared', payload, cron: '0 3 * * *' }));
    const changes = [{ isPaused: true }, { cron: '30 4 * * *' }, { timeZone: 'Europe/Berlin' }, { isPaused: true }];
    const ends = await Promise.allSettled(changes.map((change) => changeSchedule(db, id, change, { actor: SOMEBODY })));
    const now = await db.schedule.findFirstOrThrow({ where: { id } });
    const made = changes.filter((_, index) => ends[index]?.status === 'fulfilled');
    expect(now).toMatchObject({ version: made.length + 1, ...Object.assign({}, ...made) });
    expect(await db.tenantEvent.count({ where: { kind: 'SCHEDULE_UPDATED' } })).toBe(made.length);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(Conflict);

    const { version } = now;
    const seen = changes.map((change) => ({ ...change, expectedVersion: version }));
    const raced = await Promise.allSettled(seen.map((change) => changeSchedule(db, id, change, { actor: SOMEBODY })));
    expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reason = raced.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))[0];
    expect(reason).toMatchObject({ current: { schedule: { id, version: version + 1 } } });
  });

  it('pass over one that cannot be run, and run the others', async () => {
    const db = await rig.newTenant();
    const payload = { name: 'fine', fails: false };
    await transact(db, (tx) => putSchedule(tx, Tick, { key: 'broken', payload, cron: '* * * * *' }));
    await transact(db, (tx) => putSchedule(tx, Tick, { key: 'fine', payload, cron: '* * * * *' }));
    await rig.asOwner(
      `UPDATE "Schedule" SET "payload" = CASE "key" WHEN 'broken' THEN '{"name":5}' ELSE "payload" END, "nextRunAt" = now() - interval '1 hour' WHERE "tenantId" = $1`,
      [db.$tenantId],
    );
    await until(async () => (await db.job.count()) === 1);
    expect((await db.schedule.findFirstOrThrow({ where: { key: 'broken' } })).lastJobId).toBeNull();
  });

  it('read five fields in UTC and refuse anything else', () => {
    expect(nextRun('17 3 * * *', new Date('2026-03-29T01:30:00Z'))).toEqual(new Date('2026-03-29T03:17:00Z'));
    expect(() => nextRun('* * * * * *', new Date())).toThrow(InvalidInput);
    expect(() => nextRun('nonsense', new Date())).toThrow(InvalidInput);
  });
});

describe('old history', () => {
  it('is forgotten, and what is young or still needed is kept', async () => {
    const db = await rig.newTenant();
    const [old, needed, young] = [
      await startJob(db, Tick, { name: 'old', fails: false }, asked),
      await startJob(db, Tick, { name: 'needed', fails: true }, asked),
      await startJob(db, Tick, { name: 'young', fails: false }, asked),
    ];
    await Promise.all([old, needed, young].map(({ id }) => rig.reach(db, id, 'SUCCEEDED', 'DEAD')));
    const ages = `UPDATE "Job" SET "finishedAt" = now() - interval '100 days' WHERE "id" = ANY($1)`;
    await rig.asOwner(ages, [[old.id, needed.id]]);
    await rig.asOwner(
      `INSERT INTO "JobThroughput" ("tenantId", "kind", "minute", "state", "count", "ranMs")
       SELECT $1, 'test.tick', date_trunc('minute', now()) - n * interval '1 hour', 'SUCCEEDED', 1, 1 FROM generate_series(1, 72) n`,
      [db.$tenantId],
    );
    const prune = await startJob(db, PruneHistory, PruneHistory.payload.parse({}), asked);
    expect(await rig.reach(db, prune.id, 'SUCCEEDED')).toMatchObject({
      result: { jobs: 1, throughputRows: 25 },
    });
    const counted = await db.jobThroughput.findMany({ where: { kind: 'test.tick' }, orderBy: { minute: 'asc' } });
    expect(counted[0]?.minute.getTime()).toBeGreaterThan(Date.now() - 2 * 86_400_000);
    expect(counted.length).toBeGreaterThanOrEqual(47);
    const kept = (await db.job.findMany()).map(({ id }) => id).sort();
    expect(kept).toEqual([needed.id, young.id, prune.id].sort());
    expect(await db.jobAttempt.count({ where: { jobId: old.id } })).toBe(0);
  });
});

describe('old mail', () => {
  it('is forgotten with the tokens it brought, unless a job is still to send it', async () => {
    const db = await rig.newTenant();
    const tenantId = db.$tenantId;
    const [done, waiting] = [
      await startJob(db, Tick, { name: 'done', fails: false }, asked),
      await startJob(
        db,
        Tick,
        { name: 'waiting', fails: false },
        { ...asked, runAt: new Date(Date.now() + 3_600_000) },
      ),
    ];
    await rig.reach(db, done.id, 'SUCCEEDED');
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    const mail = (subject: string, days: number, more: object) => ({
      ...{ tenantId, subject, recipient: 'a@b.test', template: 'PASSWORD_CHANGED', jobId: done.id },
      ...{ createdAt: daysAgo(days), ...more },
    });
    await db.outgoingMail.createMany({
      data: [
        mail('sent long ago', 40, { state: 'SENT', endedAt: daysAgo(40) }),
        mail('failed long ago', 40, { state: 'FAILED', endedAt: daysAgo(31) }),
        mail('cancelled long ago', 40, {}),
        mail('ended lately', 40, { state: 'FAILED', endedAt: daysAgo(2) }),
        mail('sent lately', 20, { state: 'SENT', endedAt: daysAgo(20) }),
        mail('still to be sent', 40, { jobId: waiting.id }),
      ],
    });
    const [gone, lately, holding] = [randomUUID(), randomUUID(), randomUUID()];
    const token = (hash: string, days: number) => ({
      ...({ tenantId, userId: randomUUID(), purpose: 'PASSWORD_RESET', email: 'a@b.test', hash } as const),
      expiresAt: daysAgo(days),
    });
    await db.oneTimeToken.createMany({ data: [token(gone, 8), token(lately, 6), token(holding, -1)] });
    const prune = await startJob(db, PruneHistory, PruneHistory.payload.parse({}), asked);
    const { result } = await rig.reach(db, prune.id, 'SUCCEEDED');
    const subjects = (await db.outgoingMail.findMany()).map(({ subject }) => subject).sort();
    expect(subjects).toEqual(['ended lately', 'sent lately', 'still to be sent']);
    expect((await db.oneTimeToken.findMany()).map(({ hash }) => hash).sort()).toEqual([lately, holding].sort());
    expect(result).toMatchObject({ mails: 3, tokens: 1 });
  });

  it('takes what models were asked after a month, and the account of it after a year', async () => {
    const db = await rig.newTenant();
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    const call = { tenantId: db.$tenantId, purpose: 'REPLY', tier: 'FAST', prompt: 'p', answer: 'a' } as const;
    await db.llmCall.createMany({ data: [1, 31, 401].map((days) => ({ ...call, startedAt: daysAgo(days) })) });
    const other = await rig.newTenant();
    await other.llmCall.create({ data: { ...call, tenantId: other.$tenantId, startedAt: daysAgo(401) } });
    const prune = await startJob(db, PruneHistory, PruneHistory.payload.parse({}), asked);
    const { result } = await rig.reach(db, prune.id, 'SUCCEEDED');
    expect(result).toMatchObject({ modelTexts: 1, modelCalls: 1 });
    const left = await db.llmCall.findMany({ orderBy: { startedAt: 'desc' } });
    expect(left.map(({ prompt, answer }) => [prompt, answer])).toEqual([
      ['p', 'a'],
      [null, null],
    ]);
    expect(await other.llmCall.count({ where: { prompt: 'p' } })).toBe(1);
  });
});

describe('the registry', () => {
  it('holds exactly one handler for each definition of the product', () => {
    expect(jobRegistry(JOB_HANDLERS, JOB_DEFINITIONS).handlers).toHaveLength(JOB_DEFINITIONS.length);
  });

  it('refuses a definition without a handler, with two, and a handler without a definition', () => {
    expect(() => jobRegistry([], [Tick])).toThrow('test.tick has no handler');
    expect(() => jobRegistry([tick, tick], [Tick])).toThrow('2 handlers');
    expect(() => jobRegistry([tick], [])).toThrow('not among the definitions');
  });
});

describe('the state machine', () => {
  it('leads from every state to an end', () => {
    const ends = ['SUCCEEDED', 'DEAD', 'CANCELLED'];
    const leads = (state: keyof typeof JOB_TRANSITIONS, seen: string[] = []): boolean =>
      ends.includes(state) ||
      (!seen.includes(state) && JOB_TRANSITIONS[state].some((next) => leads(next, [...seen, state])));
    for (const state of Object.keys(JOB_TRANSITIONS)) expect(leads(state as keyof typeof JOB_TRANSITIONS)).toBe(true);
  });
});

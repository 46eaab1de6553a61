import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TenantDb } from '../../../src/db/tenant.js';
import { transact } from '../../../src/db/transaction.js';
import { sendMail } from '../../../src/modules/mail/outgoing-mail.service.js';
import { SendMail } from '../../../src/modules/mail/send-mail.job.js';
import { replayDeadLetter } from '../../../src/modules/operations/dead-letter.service.js';
import { enqueueJob } from '../../../src/modules/operations/job.service.js';
import { MailServer } from '../../support/mail-server.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

let mails: MailServer;
let app: TestApp;
let db: TenantDb;
let to: string;
beforeAll(async () => {
  mails = await MailServer.start();
  app = await startTestApp({ environment: { SMTP_URL: mails.url, MAIL_FROM: 'Desk <desk@switchyard.test>' } });
});
beforeEach(async () => {
  db = app.gateway.app.tenants.for((await app.newTenant()).tenantId);
  to = `${randomUUID()}@mail.test`;
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await mails[Symbol.asyncDispose]();
});

const token = 'canary-of-the-mail-1234567890';
const mailOf = (values = { token, validForHours: 24 }) => ({ template: 'EMAIL_VERIFICATION' as const, to, values });
const rowOf = (mailId: string) => db.outgoingMail.findFirstOrThrow({ where: { id: mailId } });
const reaches = (mailId: string, state: string) =>
  vi.waitUntil(async () => (await rowOf(mailId)).state === state, { timeout: 20_000 });

describe('a mail', () => {
  it('is sent once, with its link, and then holds nothing any more', async () => {
    const { mailId, jobId } = await transact(db, (tx) => sendMail(tx, mailOf()));
    await reaches(mailId, 'SENT');
    expect(mails.to(to)).toHaveLength(1);
    const [mail] = mails.to(to);
    expect(mail).toMatchObject({ from: 'desk@switchyard.test', subject: 'Confirm your e-mail address' });
    expect(mail?.messageId).toBe(`<${mailId}@switchyard.test>`);
    expect(mail?.text).toContain(`http://localhost:0/verify-email#token=${token}`);
    expect(await rowOf(mailId)).toMatchObject({ sealedBody: null, jobId, errorCode: null, endedAt: expect.any(Date) });
  });

  it('is not sent when the transaction does not commit', async () => {
    const failing = transact(db, async (tx) => {
      await sendMail(tx, mailOf());
      throw new Error('never mind');
    });
    await expect(failing).rejects.toThrow('never mind');
    const later = await transact(db, (tx) => sendMail(tx, mailOf()));
    await reaches(later.mailId, 'SENT');
    expect(mails.to(to)).toHaveLength(1);
  });

  it('lies sealed in its row; its job knows the id and nothing else', async () => {
    mails.plan(to, 'REFUSE'); // so that the row keeps what it says
    const { mailId, jobId } = await transact(db, (tx) => sendMail(tx, mailOf()));
    await reaches(mailId, 'FAILED');
    const { rows: jobs } = await app.owner.query(`SELECT "payload" FROM "Job" WHERE "id" = $1`, [jobId]);
    expect(jobs).toEqual([{ payload: { mailId } }]);
    const { rows: tables } = await app.owner.query(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const { rows } = await app.owner.query(`SELECT t::text AS row FROM "${name}" t`);
      expect([name, rows.filter(({ row }) => row.includes(token))]).toEqual([name, []]);
    }
    const { redis } = app.gateway.app;
    for (const key of await redis.keys('*')) {
      expect([key, (await redis.dumpBuffer(key))?.includes(token) ?? false]).toEqual([key, false]);
    }
  });

  it('is not sent after its time', async () => {
    const { mailId } = await transact(db, (tx) => sendMail(tx, { ...mailOf(), expiresAt: new Date(Date.now() - 1) }));
    await reaches(mailId, 'FAILED');
    expect(await rowOf(mailId)).toMatchObject({ errorCode: 'EXPIRED', sealedBody: null });
    expect(mails.to(to)).toEqual([]);
  });

  it('is tried again, under the same Message-ID, when the server asks for later', async () => {
    mails.plan(to, 'LATER');
    const { mailId, jobId } = await transact(db, (tx) => sendMail(tx, mailOf()));
    await reaches(mailId, 'SENT');
    expect(mails.attempts(to)).toBe(2);
    expect(mails.to(to).map(({ messageId }) => messageId)).toEqual([`<${mailId}@switchyard.test>`]);
    const attempts = await db.jobAttempt.findMany({ where: { jobId }, orderBy: { number: 'asc' } });
    expect(attempts.map(({ state, errorCode }) => [state, errorCode])).toEqual([
      ['FAILED', 'SMTP_451'],
      ['SUCCEEDED', null],
    ]);
  });

  it('fails at once when the server refuses it, and can be sent by replaying its dead letter', async () => {
    mails.plan(to, 'REFUSE');
    const { mailId, jobId } = await transact(db, (tx) => sendMail(tx, mailOf()));
    await reaches(mailId, 'FAILED');
    expect(await rowOf(mailId)).toMatchObject({
      errorCode: 'SMTP_550',
      sealedBody: expect.stringMatching(/^sealed:1:/),
    });
    expect(await db.job.findFirstOrThrow({ where: { id: jobId } })).toMatchObject({ state: 'DEAD', attempt: 1 });
    const letter = await db.deadLetter.findFirstOrThrow({ where: { jobId } });
    await replayDeadLetter(db, letter.id, { actor: { kind: 'SYSTEM', id: null, label: 'test' }, requestId: 'test' });
    await reaches(mailId, 'SENT');
    expect(mails.to(to)).toHaveLength(1);
    expect(await rowOf(mailId)).toMatchObject({ errorCode: null, sealedBody: null });
  });

  it('of another tenant is not there for a job of this one', async () => {
    const other = app.gateway.app.tenants.for((await app.newTenant()).tenantId);
    mails.plan(to, 'REFUSE');
    const { mailId } = await transact(db, (tx) => sendMail(tx, mailOf()));
    await reaches(mailId, 'FAILED');
    const requestedBy = { kind: 'SYSTEM', id: null, label: 'test' } as const;
    const job = await transact(other, (tx) => enqueueJob(tx, SendMail, { mailId }, { requestedBy }));
    await vi.waitUntil(async () => (await other.job.findFirst({ where: { id: job.id } }))?.state === 'SUCCEEDED', {
      timeout: 20_000,
    });
    expect((await other.job.findFirst({ where: { id: job.id } }))?.result).toEqual({ outcome: 'GONE' });
    expect(mails.to(to)).toEqual([]);
    expect((await rowOf(mailId)).state).toBe('FAILED');
  });

  it('whose sealed content was copied into another row is not sent', async () => {
    mails.plan(to, 'REFUSE', 'REFUSE');
    const one = await transact(db, (tx) => sendMail(tx, mailOf()));
    const two = await transact(db, (tx) => sendMail(tx, mailOf({ token: 'the other', validForHours: 1 })));
    await reaches(one.mailId, 'FAILED');
    await reaches(two.mailId, 'FAILED');
    const { sealedBody } = await rowOf(one.mailId);
    await db.outgoingMail.updateMany({ where: { id: two.mailId }, data: { sealedBody } });
    const letter = await db.deadLetter.findFirstOrThrow({ where: { jobId: two.jobId } });
    await replayDeadLetter(db, letter.id, { actor: { kind: 'SYSTEM', id: null, label: 'test' }, requestId: 'test' });
    await vi.waitUntil(async () => (await rowOf(two.mailId)).errorCode === 'UNREADABLE', { timeout: 20_000 });
    expect(mails.to(to)).toEqual([]);
  });
});

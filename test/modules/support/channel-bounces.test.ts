import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deliver, inboundEnds, newChannel } from '../../support/hook-sender.js';
import { MailServer } from '../../support/mail-server.js';
import { headerOf, multipart, rawMail } from '../../support/raw-mail.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ARTICLES, Desk } from './desk.js';
import * as gql from './documents.js';

let mails: MailServer;
let app: TestApp;
beforeAll(async () => {
  mails = await MailServer.start();
  app = await startTestApp({ environment: { SMTP_URL: mails.url } });
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await mails[Symbol.asyncDispose]();
});

describe('a reply that comes back', () => {
  it('is not SENT any more, leaves its case to a person, and counts once; of another channel it is nothing', async () => {
    const desk = await Desk.open(app);
    await desk.write(ARTICLES.password);
    const place = { ...desk.member, projectId: desk.projectId };
    const settings = (address: string) => ({ kind: 'EMAIL', email: { address } });
    const [channel, other] = [
      await newChannel(app, place, settings('support@desk.test')),
      await newChannel(app, place, settings('other@desk.test')),
    ];
    const arrive = async (to: typeof channel, raw: string) => {
      const id = randomUUID();
      await deliver(app, to, raw, { id }, { 'content-type': 'message/rfc822' });
      return inboundEnds(app, desk.member, to, id);
    };
    const opened = await arrive(
      channel,
      rawMail({ from: 'gone@customer.test', subject: 'How do I reset my password?' }),
    );
    const waiting = await desk.caseIn(opened.case?.id ?? '', 'AWAITING_APPROVAL');
    await app.run(desk.member, gql.ReplyApprove, { input: { id: waiting.replyDraft?.id ?? '' } });
    const draftIs = async (state: string) => (await desk.case(waiting.id)).replyDraft?.state === state;
    await vi.waitUntil(() => draftIs('SENT'), { timeout: 20_000 });
    const messageId = headerOf(mails.to('gone@customer.test')[0]?.raw ?? '', 'Message-ID');
    const report = multipart(
      'report; report-type=delivery-status',
      { from: 'mailer-daemon@mx.test' },
      ['Content-Type: message/delivery-status', 'Action: failed\r\nStatus: 5.1.1'],
      ['Content-Type: text/rfc822-headers', `Message-ID: ${messageId}`],
    );
    await arrive(other, report);
    expect((await desk.case(waiting.id)).state).toBe('REPLIED');
    expect(await arrive(channel, report)).toMatchObject({ outcome: 'IGNORED', reason: 'BOUNCE' });
    expect(await desk.case(waiting.id)).toMatchObject({ state: 'NEEDS_HUMAN', replyDraft: { state: 'SEND_FAILED' } });
    await arrive(channel, report);
    const { rows } = await app.owner.query(`SELECT 1 FROM "TenantEvent" WHERE "kind" = 'REPLY_SEND_FAILED'`);
    expect(rows).toHaveLength(1);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deliver, type InboundRow, inboundEnds, newChannel, type TestChannel } from '../../support/hook-sender.js';
import { MailServer } from '../../support/mail-server.js';
import { postRaw } from '../../support/raw-graphql.js';
import { headerOf as header, multipart, rawMail } from '../../support/raw-mail.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { ARTICLES, Desk } from './desk.js';
import * as gql from './documents.js';

let mails: MailServer;
let app: TestApp;
let desk: Desk;
let channel: TestChannel;
let customer: string;
beforeAll(async () => {
  mails = await MailServer.start();
  const environment = {
    SMTP_URL: mails.url,
    MAIL_FROM: 'Switchyard <desk@switchyard.test>',
    MAIL_SENDER_DOMAINS: 'desk.test',
  };
  app = await startTestApp({ environment });
  desk = await Desk.open(app);
  await desk.write(ARTICLES.password);
  const email = { address: 'support@desk.test', senderName: 'Desk of Example' };
  channel = await newChannel(app, { ...desk.member, projectId: desk.projectId }, { kind: 'EMAIL', email });
});
beforeEach(() => {
  customer = `${randomUUID().slice(0, 8)}@customer.test`;
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await mails[Symbol.asyncDispose]();
});

const QUESTION = 'How do I reset my password?';
const mailOf = (headers: Record<string, string> = {}, text = 'I cannot sign in.') =>
  rawMail(
    { from: `Ada <${customer}>`, subject: QUESTION, 'message-id': `<${randomUUID()}@customer.test>`, ...headers },
    text,
  );

/** Posts a mail and waits for what follows. */
async function arrive(raw: string, id: string = randomUUID()): Promise<InboundRow> {
  const answer = await deliver(app, channel, raw, { id }, { 'content-type': 'message/rfc822' });
  expect(answer.status).toBe(202);
  return ended(id);
}

const ended = (id: string, state = 'PROCESSED') => inboundEnds(app, desk.member, channel, id, state);

/** A case that came by mail and whose draft waits for a person. */
async function drafted(messageId: string) {
  const { case: opened } = await arrive(mailOf({ 'message-id': `<${messageId}>` }));
  const waiting = await desk.caseIn(opened?.id ?? '', 'AWAITING_APPROVAL');
  return { caseId: waiting.id, number: waiting.number, draftId: waiting.replyDraft?.id ?? '' };
}

const approve = (id: string) => app.run(desk.member, gql.ReplyApprove, { input: { id } });
const draftOf = async (caseId: string) => (await desk.case(caseId)).replyDraft?.state;
const draftBecomes = (caseId: string, state: string) =>
  vi.waitUntil(async () => (await draftOf(caseId)) === state, { timeout: 20_000, interval: 100 });

describe('a mail to a channel', () => {
  it('opens a case for its customer, whose pipeline starts', async () => {
    const event = await arrive(mailOf());
    expect(event).toMatchObject({
      outcome: 'CASE_OPENED',
      case: { subject: QUESTION, customer: { email: customer, name: 'Ada' } },
    });
    const found = await desk.caseIn(event.case?.id ?? '', 'AWAITING_APPROVAL');
    expect(found.pipeline?.steps.map(({ state }) => state)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  });

  it('is from the same customer however their address is written, and by their newest name', async () => {
    await arrive(mailOf());
    const again = await arrive(mailOf({ from: `"Ada L." <${customer.toUpperCase()}>`, subject: 'Another matter' }));
    expect(again.case?.customer).toEqual({ email: customer, name: 'Ada L.' });
    const { rows } = await app.owner.query(`SELECT 1 FROM "Customer" WHERE lower("email") = $1`, [customer]);
    expect(rows).toHaveLength(1);
  });

  it('is added to its case by what it refers to', async () => {
    const [one, two] = [`${randomUUID()}@customer.test`, `${randomUUID()}@customer.test`];
    const opened = await arrive(mailOf({ 'message-id': `<${one}>` }));
    const second = await arrive(mailOf({ 'message-id': `<${two}>`, 'in-reply-to': `<${one}>` }, 'And another thing.'));
    const third = await arrive(mailOf({ references: `<${one}> <${two}>`, 'in-reply-to': `<${two}>` }, 'And one more.'));
    expect([second.outcome, third.outcome]).toEqual(['MESSAGE_ADDED', 'MESSAGE_ADDED']);
    expect(third.case?.id).toBe(opened.case?.id);
    const bodies = (await desk.case(opened.case?.id ?? '')).messages.nodes.map(({ body }) => body);
    expect(bodies).toEqual(['I cannot sign in.', 'And another thing.', 'And one more.']);
  });

  it('is one case with the answers to it, also when all of them come in at the same moment', async () => {
    const root = `${randomUUID()}@customer.test`;
    const ids = Array.from({ length: 4 }, () => randomUUID());
    await Promise.all(
      ids.map((id, index) => {
        const raw = mailOf(index === 0 ? { 'message-id': `<${root}>` } : { references: `<${root}>` }, `Mail ${index}`);
        return deliver(app, channel, raw, { id }, { 'content-type': 'message/rfc822' });
      }),
    );
    const events = await Promise.all(ids.map((id) => ended(id)));
    expect(new Set(events.map((event) => event?.case?.id)).size).toBe(1);
    expect(events.filter((event) => event?.outcome === 'CASE_OPENED')).toHaveLength(1);
  });

  it('is added by the number in its subject when the customer of that case has written it, and by nobody else', async () => {
    const { case: opened } = await arrive(mailOf());
    const subject = `AW: something [#${opened?.number}]`;
    expect((await arrive(mailOf({ subject }))).case?.id).toBe(opened?.id);
    const stranger = await arrive(mailOf({ subject, from: 'Eve <eve@elsewhere.test>' }));
    expect(stranger.outcome).toBe('CASE_OPENED');
    expect(stranger.case?.id).not.toBe(opened?.id);
  });

  it('is the same mail when it is posted again in another delivery', async () => {
    const raw = mailOf();
    const [first, second] = [await arrive(raw), await arrive(raw)];
    expect([second.outcome, second.case?.id]).toEqual(['DUPLICATE', first.case?.id]);
    expect(second.case?.messages.nodes).toHaveLength(1);
  });

  it('opens nothing and is answered by nothing when a machine has written it', async () => {
    const before = await app.owner.query(`SELECT 1 FROM "Case" WHERE "tenantId" = $1`, [desk.member.tenantId]);
    for (const [reason, headers] of [
      ['AUTO_REPLY', { 'auto-submitted': 'auto-replied' }],
      ['BULK', { precedence: 'bulk' }],
      ['BOUNCE', { 'return-path': '<>' }],
      ['OWN_MAIL', { from: 'support@desk.test' }],
    ] as const) {
      expect(await arrive(mailOf(headers))).toMatchObject({ outcome: 'IGNORED', reason, case: null });
    }
    const after = await app.owner.query(`SELECT 1 FROM "Case" WHERE "tenantId" = $1`, [desk.member.tenantId]);
    expect(after.rows).toHaveLength(before.rows.length);
  });

  it('that cannot be read is given up with a word for why, and kept for a replay', async () => {
    const id = randomUUID();
    await deliver(app, channel, mailOf({ from: 'nobody' }), { id }, { 'content-type': 'message/rfc822' });
    expect(await ended(id, 'DEAD')).toMatchObject({ reason: 'MAIL_WITHOUT_SENDER', outcome: null, case: null });
    const { rows } = await app.owner.query(
      `SELECT "body" IS NOT NULL AS kept FROM "InboundEvent" WHERE "deliveryId" = $1`,
      [id],
    );
    expect(rows).toEqual([{ kept: true }]);
  });

  it('tells what was attached, and keeps it until it can be taken over', async () => {
    const file =
      'Content-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment; filename=a.csv\r\nContent-Transfer-Encoding: base64';
    const id = randomUUID();
    const headers = { from: customer, 'message-id': `<${randomUUID()}@x.test>` };
    const event = await arrive(multipart('mixed', headers, ['Content-Type: text/plain', 'See.'], [file, 'YSxi']), id);
    const query = `query($id: ID!) { case(id: $id) { channel { kind } messages { nodes { delivery { state address attachments { name contentType bytes } } } } } }`;
    const answer = await postRaw(
      app.url,
      { query, variables: { id: event.case?.id } },
      { authorization: `Bearer ${desk.member.token}` },
    );
    const attachments = [{ name: 'a.csv', contentType: 'text/csv', bytes: 3 }];
    expect(answer.data).toEqual({
      case: {
        channel: { kind: 'EMAIL' },
        messages: { nodes: [{ delivery: { state: 'RECEIVED', address: customer, attachments } }] },
      },
    });
    const { rows } = await app.owner.query(
      `SELECT "body" IS NOT NULL AS kept FROM "InboundEvent" WHERE "deliveryId" = $1`,
      [id],
    );
    expect(rows).toEqual([{ kept: true }]);
  });

  it('is processed whole or not at all, and then once, when the database fails half way', async () => {
    await app.owner.query(
      `CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'half way'; END $$`,
    );
    await app.owner.query(
      `CREATE TRIGGER fail_once BEFORE INSERT ON "ChannelMessage" FOR EACH ROW EXECUTE FUNCTION fail_once()`,
    );
    const id = randomUUID();
    await deliver(app, channel, mailOf(), { id }, { 'content-type': 'message/rfc822' });
    expect(await ended(id, 'FAILED')).toMatchObject({ case: null, outcome: null });
    await app.owner.query('DROP TRIGGER fail_once ON "ChannelMessage"');
    const event = await ended(id);
    expect(event?.case?.messages.nodes).toHaveLength(1);
    const { rows } = await app.owner.query(
      `SELECT count(*)::int AS cases, max("number") AS last FROM "Case" WHERE "tenantId" = $1`,
      [desk.member.tenantId],
    );
    expect(rows[0]?.last).toBe(rows[0]?.cases); // no gap
  });
});

describe('the answer to a mail', () => {
  it('is sent once, in the thread of its case, and asks for answers where they find it', async () => {
    const messageId = `${randomUUID()}@customer.test`;
    const { caseId, number, draftId } = await drafted(messageId);
    const { replyApprove } = await approve(draftId);
    expect(replyApprove).toMatchObject({
      replyDraft: { state: 'APPROVED' },
      case: { state: 'REPLIED' },
      userErrors: [],
    });
    await draftBecomes(caseId, 'SENT');
    expect(mails.to(customer)).toHaveLength(1);
    const { from, subject, raw, text } = mails.to(customer)[0]!;
    expect([from, subject]).toEqual(['support@desk.test', `Re: ${QUESTION} [#${number}]`]);
    expect(text).toContain('Forgot password');
    expect(header(raw, 'In-Reply-To')).toBe(`<${messageId}>`);
    expect(header(raw, 'References')).toBe(`<${messageId}>`);
    expect(header(raw, 'From')).toBe('Desk of Example <support@desk.test>');
    expect(header(raw, 'Reply-To')).toMatch(/<support\+c[0-9a-f]{20}@desk\.test>$/);
    // The customer answers, from a program that keeps nothing but the address; then by the id of our mail.
    const to = header(raw, 'Reply-To').replace(/.*<|>$/g, '');
    const answer = await arrive(mailOf({ to, subject: 'thanks', from: `other-${customer}` }, 'Still does not work.'));
    expect(answer).toMatchObject({ outcome: 'MESSAGE_ADDED', case: { id: caseId, state: 'REOPENED' } });
    const byId = await arrive(mailOf({ 'in-reply-to': header(raw, 'Message-ID'), subject: 'x' }, 'Hello?'));
    expect([byId.outcome, byId.case?.id, mails.to(customer).length]).toEqual(['MESSAGE_ADDED', caseId, 1]);
  });

  it('reopens a case that was resolved; one that is closed is followed by a new one', async () => {
    const root = `${randomUUID()}@customer.test`;
    const { caseId } = await drafted(root);
    const query = (name: string) =>
      `mutation($id: ID!) { case${name}(input: { id: $id }) { case { state } userErrors { code } } }`;
    const move = (name: string) =>
      postRaw(
        app.url,
        { query: query(name), variables: { id: caseId } },
        { authorization: `Bearer ${desk.member.token}` },
      );
    const answer = () => arrive(mailOf({ references: `<${root}>` }));
    await approve((await desk.case(caseId)).replyDraft?.id ?? '');
    await draftBecomes(caseId, 'SENT');
    await move('Resolve');
    expect((await answer()).case).toMatchObject({ id: caseId, state: 'REOPENED' });
    await move('Resolve');
    await move('Close');
    const next = await answer();
    expect(next.outcome).toBe('CASE_OPENED');
    const after = await answer();
    expect([after.outcome, after.case?.id]).toEqual(['MESSAGE_ADDED', next.case?.id]);
  });

  it('that the server takes later is sent then, and once', async () => {
    mails.plan(customer, 'LATER');
    const { caseId, draftId } = await drafted(`${randomUUID()}@customer.test`);
    await approve(draftId);
    await draftBecomes(caseId, 'SENT');
    expect([mails.attempts(customer), mails.to(customer).length]).toEqual([2, 1]);
  });

  it('that the server refuses leaves the case to a person; a replay sends it after all', async () => {
    mails.plan(customer, 'REFUSE');
    const { caseId, draftId } = await drafted(`${randomUUID()}@customer.test`);
    await approve(draftId);
    await draftBecomes(caseId, 'SEND_FAILED');
    expect((await desk.case(caseId)).state).toBe('NEEDS_HUMAN');
    const query = `query($id: ID!) { case(id: $id) { messages { nodes { direction delivery { state errorCode } } } } }`;
    const { data } = await postRaw(
      app.url,
      { query, variables: { id: caseId } },
      { authorization: `Bearer ${desk.member.token}` },
    );
    expect((data as { case: { messages: { nodes: unknown[] } } }).case.messages.nodes.at(-1)).toEqual({
      direction: 'OUTBOUND',
      delivery: { state: 'FAILED', errorCode: 'SMTP_550' },
    });
    const { rows } = await app.owner.query<{ id: string }>(
      `SELECT d."id" FROM "DeadLetter" d JOIN "Job" j ON j."id" = d."jobId" WHERE j."subjectId" = $1 AND j."kind" = 'support.mail-reply'`,
      [rowId(caseId)],
    );
    const id = Buffer.from(`DeadLetter:${rows[0]?.id}`).toString('base64');
    const replay = 'mutation($id: ID!) { deadLetterReplay(input: { id: $id }) { userErrors { code } } }';
    await postRaw(app.url, { query: replay, variables: { id } }, { authorization: `Bearer ${desk.member.token}` });
    await draftBecomes(caseId, 'SENT');
    expect((await desk.case(caseId)).state).toBe('REPLIED');
    expect(mails.to(customer)).toHaveLength(1);
  });

  it('is not sent when the approval does not commit, and once when it is given twice', async () => {
    const { caseId, draftId } = await drafted(`${randomUUID()}@customer.test`);
    await app.owner.query(
      `CREATE FUNCTION refuse_reply() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'half way'; END $$`,
    );
    await app.owner.query(
      `CREATE TRIGGER refuse_reply BEFORE UPDATE ON "Case" FOR EACH ROW WHEN (NEW."state" = 'REPLIED') EXECUTE FUNCTION refuse_reply()`,
    );
    const failed = await app.request(desk.member, gql.ReplyApprove, { input: { id: draftId } });
    expect(failed.errors).toHaveLength(1);
    await app.owner.query('DROP TRIGGER refuse_reply ON "Case"');
    expect(await draftOf(caseId)).toBe('PENDING_APPROVAL');
    await Promise.all([approve(draftId), approve(draftId)]);
    await draftBecomes(caseId, 'SENT');
    expect(mails.to(customer)).toHaveLength(1);
  });
});

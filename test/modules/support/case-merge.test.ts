import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver, inboundEnds, message, newChannel, type TestChannel } from '../../support/hook-sender.js';
import { rawMail } from '../../support/raw-mail.js';
import { rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import * as gql from './documents.js';
import * as work from './work-documents.js';

let app: TestApp;
let desk: Desk;
let mail: TestChannel;
let chat: TestChannel;
beforeAll(async () => {
  app = await startTestApp();
  desk = await Desk.open(app, { triageThreshold: 1 });
  const place = { ...desk.member, projectId: desk.projectId };
  mail = await newChannel(app, place, { kind: 'EMAIL', email: { address: 'support@desk.test' } });
  chat = await newChannel(app, place, { kind: 'CHAT' });
});
afterAll(() => app[Symbol.asyncDispose]());

const merge = async (id: string, intoId: string, by = desk) =>
  (await app.run(by.member, work.CaseMerge, { input: { id, intoId } })).caseMerge;
const look = async (id: string) => (await app.run(desk.member, work.CaseMerged, { id })).case!;
const put = (caseId: string, state: string) =>
  app.owner.query(`UPDATE "Case" SET "state" = $2::"CaseState" WHERE "id" = $1`, [rowId(caseId), state]);
/** A case whose pipeline has stopped. */
async function newCase(body: string, email = 'cleo@customer.test'): Promise<string> {
  const { id } = (await desk.openCase('Broken', body, { email })).case;
  await desk.caseIn(id, 'NEEDS_HUMAN');
  return id;
}
/** Posts a mail and waits for what follows. */
async function mailed(from: string, text: string, headers: Record<string, string> = {}) {
  const id = randomUUID();
  const raw = rawMail({ from, subject: 'Mail', 'message-id': `<${id}@customer.test>`, ...headers }, text);
  await deliver(app, mail, raw, { id }, { 'content-type': 'message/rfc822' });
  const event = await inboundEnds(app, desk.member, mail, id);
  return { outcome: event.outcome, caseId: event.case?.id ?? '', messageId: `<${id}@customer.test>` };
}
async function said(conversation: string, text: string) {
  const id = randomUUID();
  await deliver(app, chat, message(text, { conversation, id }), { id });
  const event = await inboundEnds(app, desk.member, chat, id);
  return { outcome: event.outcome, caseId: event.case?.id ?? '' };
}

describe('a case that is merged into another', () => {
  it('is closed, its messages are there, and so is what is mailed to it later, by thread and by number', async () => {
    const email = `${randomUUID().slice(0, 8)}@customer.test`;
    const [first, second] = [await mailed(email, 'First.'), await mailed(email, 'Second.')];
    for (const { caseId } of [first, second]) await desk.caseIn(caseId, 'NEEDS_HUMAN');
    const { number } = await look(second.caseId);
    await put(first.caseId, 'RESOLVED');
    const merged = await merge(second.caseId, first.caseId);
    expect(merged).toMatchObject({
      case: { state: 'CLOSED', mergedInto: { id: first.caseId }, messages: { totalCount: 0 } },
      // What was said there is not answered here.
      into: { state: 'REOPENED', mergedCases: { nodes: [{ number }] } },
      userErrors: [],
    });
    const answer = await mailed(email, 'Third.', { references: second.messageId });
    const numbered = await mailed(email, 'Fourth.', { subject: `Re: [#${number}]` });
    expect([answer, numbered]).toMatchObject([{ caseId: first.caseId }, { caseId: first.caseId }]);
    const bodies = (await look(first.caseId)).messages.nodes.map(({ body }) => body);
    expect(bodies).toEqual(['First.', 'Second.', 'Third.', 'Fourth.']);
    expect((await look(second.caseId)).messages.nodes).toEqual([]);
  });

  it('has its running pipeline cancelled and its draft rejected', async () => {
    const held = await Desk.open(app, {}, desk.member);
    const [target, source] = [await held.openCase('One', 'One'), await held.openCase('Two', 'Two')];
    await held.caseIn(target.case.id, 'AWAITING_APPROVAL', 'NEEDS_HUMAN');
    await held.caseIn(source.case.id, 'AWAITING_APPROVAL', 'NEEDS_HUMAN');
    const draftId = randomUUID();
    await app.owner.query(
      `INSERT INTO "ReplyDraft" ("id", "tenantId", "caseId", "state") SELECT $1, "tenantId", "id", 'PENDING_APPROVAL' FROM "Case" WHERE "id" = $2`,
      [draftId, rowId(source.case.id)],
    );
    // As it is while its steps are at work.
    await app.owner.query(
      `WITH p AS (UPDATE "Pipeline" SET "state" = 'RUNNING' WHERE "caseId" = $1 RETURNING "jobId")
       UPDATE "Job" SET "state" = 'ACTIVE', "finishedAt" = NULL FROM p WHERE "Job"."id" = p."jobId"`,
      [rowId(source.case.id)],
    );
    const merged = await merge(source.case.id, target.case.id, held);
    expect(merged.userErrors).toEqual([]);
    expect(merged.case).toMatchObject({ state: 'CLOSED', replyDraft: { state: 'REJECTED' } });
    expect((await held.jobEnds(source.job.id)).state).toBe('CANCELLED');
  });

  it('goes no further in circles, also when both are merged into each other at once, and chains end at the last', async () => {
    const [a, b, c] = [await newCase('A'), await newCase('B'), await newCase('C')];
    const both = await Promise.all([merge(a, b), merge(b, a)]);
    expect(both.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(both.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['INVALID_STATE']);
    const [gone, kept] = both[0].userErrors.length === 0 ? [a, b] : [b, a];
    expect((await merge(kept, gone)).userErrors).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'intoId'] }]);
    expect((await merge(kept, kept)).userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'intoId'] }]);
    await merge(kept, c);
    expect(await look(gone)).toMatchObject({ state: 'CLOSED', mergedInto: { id: c } });
    const bodies = (await look(c)).messages.nodes.map(({ body }) => body);
    expect(bodies).toEqual(['A', 'B', 'C']);
    const { caseReopen } = await app.run(desk.member, gql.CaseReopen, { input: { id: gone } });
    expect(caseReopen.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('is of the same customer, the same project and the same tenant', async () => {
    const [id, other] = [await newCase('Mine'), await newCase('Theirs', 'other@customer.test')];
    const elsewhere = await Desk.open(app, { triageThreshold: 1 }, desk.member);
    const { case: apart } = await elsewhere.openCase('Apart', 'Apart');
    const stranger = await Desk.open(app, { triageThreshold: 1 });
    const { case: foreign } = await stranger.openCase('Foreign', 'Foreign');
    const refused = await Promise.all([other, apart.id, foreign.id].map((into) => merge(id, into)));
    expect(refused.map(({ userErrors }) => userErrors)).toMatchObject([
      [{ code: 'INVALID_INPUT', path: ['input', 'intoId'] }],
      [{ code: 'INVALID_INPUT', path: ['input', 'intoId'] }],
      [{ code: 'NOT_FOUND', path: ['input', 'intoId'] }],
    ]);
    expect((await merge(foreign.id, id)).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });
});

describe('customers', () => {
  it('that are one have their cases together, and so have later ones from either address', async () => {
    const [one, two] = [`${randomUUID()}@one.test`, `${randomUUID()}@two.test`];
    const [a, b] = [await newCase('A', one), (await mailed(two, 'B')).caseId];
    const [first, second] = [(await look(a)).customer, (await look(b)).customer];
    const input = { id: second.id, intoId: first.id };
    const { customerMerge } = await app.run(desk.member, work.CustomerMerge, { input });
    expect(customerMerge).toEqual({
      customer: { id: first.id, email: one, addresses: [one, two] },
      movedCases: 1,
      userErrors: [],
    });
    const later = await newCase('C', ` ${two.toUpperCase()} `.trim());
    expect((await look(later)).customer).toMatchObject({ id: first.id, cases: { totalCount: 3 } });
    // The number in a subject counts for whoever writes from an address of theirs.
    const { number } = await look(b);
    expect((await mailed(two, 'More', { subject: `[#${number}]` })).caseId).toBe(b);
    const back = await app.run(desk.member, work.CustomerMerge, { input: { id: first.id, intoId: second.id } });
    expect(back.customerMerge.userErrors).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'intoId'] }]);
    const stranger = await Desk.open(app, { triageThreshold: 1 });
    const theirs = (
      await app.run(stranger.member, work.CaseMerged, {
        id: (await stranger.openCase('S', 'S')).case.id,
      })
    ).case!.customer.id;
    const refused = await Promise.all(
      [
        { id: first.id, intoId: first.id },
        { id: first.id, intoId: theirs },
        { id: theirs, intoId: first.id },
      ].map((given) => app.run(desk.member, work.CustomerMerge, { input: given })),
    );
    expect(refused.map((answer) => answer.customerMerge.userErrors[0])).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'intoId'] },
      { code: 'NOT_FOUND', path: ['input', 'intoId'] },
      { code: 'NOT_FOUND', path: ['input', 'id'] },
    ]);
  });
});

describe('a customer who writes again', () => {
  it.each([
    ['mail', (thread: string, text: string) => mailed(`${thread}@customer.test`, text, { references: `<${thread}>` })],
    ['chat', said],
  ] as const)('by %s, reopens what was answered or resolved, and opens anew what was closed', async (_name, write) => {
    const thread = randomUUID();
    const { caseId } = await write(thread, 'Hello');
    await desk.caseIn(caseId, 'NEEDS_HUMAN');
    for (const state of ['REPLIED', 'RESOLVED']) {
      await put(caseId, state);
      expect(await write(thread, `After ${state}`)).toMatchObject({ outcome: 'MESSAGE_ADDED', caseId });
      expect((await look(caseId)).state).toBe('REOPENED');
    }
    await put(caseId, 'CLOSED');
    const anew = await write(thread, 'After all');
    expect(anew.outcome).toBe('CASE_OPENED');
    expect((await look(caseId)).state).toBe('CLOSED');
    expect((await write(thread, 'And more')).caseId).toBe(anew.caseId);
  });
});

it('numbers cases without gaps when openings die in the middle, by the API and by channels at once', async () => {
  await app.owner.query(`
    CREATE FUNCTION refuse_some() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW."body" LIKE 'DIE%' THEN RAISE EXCEPTION 'dies in the middle'; END IF; RETURN NEW; END $$;
    CREATE TRIGGER refuse_some BEFORE INSERT ON "CaseMessage" FOR EACH ROW EXECUTE FUNCTION refuse_some()`);
  const other = await Desk.open(app, { triageThreshold: 1 });
  const channel = await newChannel(app, { ...other.member, projectId: other.projectId }, { kind: 'CHAT' });
  const opened = await Promise.allSettled(
    Array.from({ length: 24 }, (_, index) =>
      index % 6 === 5
        ? deliver(app, channel, message(`Hello ${index}`), { id: `d${index}` })
        : other.openCase('S', index % 3 === 0 ? `DIE ${index}` : `Live ${index}`),
    ),
  );
  expect(opened.filter(({ status }) => status === 'rejected')).toHaveLength(8);
  for (const index of [5, 11, 17, 23]) await inboundEnds(app, other.member, channel, `d${index}`);
  await app.owner.query(`DROP TRIGGER refuse_some ON "CaseMessage"`);
  await other.openCase('S', 'The last');
  const { cases } = await app.run(other.member, work.CaseNumbers, {});
  expect(cases.nodes.map(({ number }) => number)).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
});

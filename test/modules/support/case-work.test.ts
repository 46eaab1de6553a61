import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemberRole } from '../../../src/generated/prisma/enums.js';
import type { SupportCaseAssignmentsSubscription } from '../../gql/graphql.js';
import { deliver, inboundEnds, newChannel } from '../../support/hook-sender.js';
import { multipart } from '../../support/raw-mail.js';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { Desk } from './desk.js';
import * as gql from './documents.js';
import * as work from './work-documents.js';

let app: TestApp;
let desk: Desk;
let operator: Member;
beforeAll(async () => {
  app = await startTestApp();
  desk = await Desk.open(app, { triageThreshold: 1 });
  operator = await app.newColleague(desk.member, MemberRole.OPERATOR);
});
afterAll(() => app[Symbol.asyncDispose]());

async function newCase(subject = 'It crashes'): Promise<string> {
  return (await desk.openCase(subject, 'Nothing works since the update, and data is lost.')).case.id;
}
const triaged = (id: string) => desk.caseIn(id, 'NEEDS_HUMAN');
const workOn = async (id: string) => (await app.run(desk.member, work.CaseWork, { id })).case!;
async function membershipOf({ email }: Pick<Member, 'email'>): Promise<string> {
  const { memberships } = await app.run(desk.member, work.Members, {});
  return memberships.nodes.find(({ user }) => user.email === email)?.id ?? '';
}
async function eventsOf(caseId: string): Promise<{ kind: string; data: unknown }[]> {
  const { rows } = await app.owner.query<{ kind: string; data: unknown }>(
    `SELECT "kind", "data" FROM "TenantEvent" WHERE "subjectId" = $1 AND "kind" ~ '^CASE_(ASS|UNASS|TAGS|PRIO|NOTE)' ORDER BY "at", "id"`,
    [rowId(caseId)],
  );
  return rows;
}

describe('a case', () => {
  it('is given to a member who works on it, and taken away; whoever watches is told', async () => {
    const id = await newCase();
    const before = await triaged(id);
    const membershipId = await membershipOf(operator);
    const watch = app.follow(desk.member, work.CaseWorkEvents, { caseId: id });
    expect((await watch.next()).value?.caseEvents.__typename).toBe('CaseSnapshot');
    const { caseAssign } = await app.run(desk.member, work.CaseAssign, {
      input: { id, membershipId, expectedVersion: before.version },
    });
    expect(caseAssign).toEqual({
      case: { version: before.version + 1, assignee: { id: membershipId } },
      userErrors: [],
    });
    expect((await watch.next()).value?.caseEvents).toMatchObject({ assignee: { id: membershipId } });
    // Once more changes nothing; an older version is refused and shown the present one.
    const again = await app.run(operator, work.CaseAssign, { input: { id, membershipId } });
    expect(again.caseAssign.case?.version).toBe(before.version + 1);
    const late = await app.run(desk.member, work.CaseUnassign, { input: { id, expectedVersion: before.version } });
    expect(late.caseUnassign).toMatchObject({
      case: { assignee: { id: membershipId } },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
    await app.run(operator, work.CaseUnassign, { input: { id } });
    expect((await watch.next()).value?.caseEvents).toMatchObject({ __typename: 'CaseAssigned', assignee: null });
    await watch.return(undefined);
    const kinds = (await eventsOf(id)).map(({ kind }) => kind).filter((kind) => kind.includes('ASSIGNED'));
    expect(kinds).toEqual(['CASE_ASSIGNED', 'CASE_UNASSIGNED']);
  });

  it('is given to nobody who does not work on cases, does not see its project, or is somebody else’s', async () => {
    const id = await newCase();
    const viewer = await membershipOf(await app.newColleague(desk.member, MemberRole.VIEWER));
    const stranger = await app.newTenant();
    const foreign = (await app.run(stranger, work.Members, {})).memberships.nodes[0]!.id;
    const assign = async (membershipId: string, caseId = id) =>
      (await app.run(desk.member, work.CaseAssign, { input: { id: caseId, membershipId } })).caseAssign.userErrors;
    expect(await assign(viewer)).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'membershipId'] }]);
    expect(await assign(foreign)).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'membershipId'] }]);
    const restricted = await Desk.open(app, { triageThreshold: 1 }, desk.member);
    await app.run(desk.member, work.ProjectRestrict, { input: { id: restricted.projectId, isRestricted: true } });
    const { case: hidden } = await restricted.openCase('Hidden', 'Only for a few.');
    expect(await assign(await membershipOf(operator), hidden.id)).toMatchObject([
      { code: 'INVALID_INPUT', message: 'They do not see the project of the case.', path: ['input', 'membershipId'] },
    ]);
    expect(await assign(await membershipOf(desk.member), hidden.id)).toEqual([]);
  });

  it('is nobody’s when its member leaves, and says so to whoever watches it or reads the log', async () => {
    const ids = [await newCase(), await newCase('It hangs')];
    const leaver = await app.newColleague(desk.member, MemberRole.ADMIN);
    const membershipId = await membershipOf(leaver);
    for (const id of ids) {
      await triaged(id);
      await app.run(desk.member, work.CaseAssign, { input: { id, membershipId } });
    }
    const [id = ''] = ids;
    const { version } = await workOn(id);
    const watch = app.follow(desk.member, work.CaseWorkEvents, { caseId: id });
    await watch.next();
    const log = app.follow(desk.member, work.CaseAssignments, {});
    // Until the subscription stands, nobody hears anything.
    const first = log.next();
    const other = await newCase('It blinks');
    const input = { id: other, membershipId: await membershipOf(operator) };
    const again = setInterval(() => {
      void app.run(desk.member, work.CaseAssign, { input });
      void app.run(desk.member, work.CaseUnassign, { input: { id: other } });
    }, 100);
    await first;
    clearInterval(again);
    const { membershipRevoke } = await app.run(desk.member, work.MembershipRevoke, { input: { id: membershipId } });
    expect(membershipRevoke.userErrors).toEqual([]);
    expect(await workOn(id)).toMatchObject({ assignee: null, version: version + 1 });
    expect((await watch.next()).value?.caseEvents).toMatchObject({ __typename: 'CaseAssigned', assignee: null });
    await watch.return(undefined);
    const told: (SupportCaseAssignmentsSubscription['tenantEvents'] | undefined)[] = [];
    while (told.length < ids.length) {
      const event = (await log.next()).value?.tenantEvents;
      if (event?.subject?.id !== other) told.push(event);
    }
    await log.return(undefined);
    expect(told.map((event) => event?.subject?.id).toSorted()).toEqual(ids.toSorted());
    for (const event of told) {
      expect(event).toMatchObject({
        kind: 'CASE_UNASSIGNED',
        actor: { kind: 'USER', label: desk.member.email },
        details: { from: null, fromLabel: leaver.email, to: null },
      });
      expect(event?.requestId).toBeTruthy();
    }
    for (const given of ids) {
      const events = (await eventsOf(given)).filter(({ kind }) => kind.includes('ASSIGNED'));
      expect(events.map(({ kind }) => kind)).toEqual(['CASE_ASSIGNED', 'CASE_UNASSIGNED']);
      expect(events.at(-1)?.data).toEqual({ from: rowId(membershipId), to: null, fromLabel: leaver.email });
    }
  });

  it('has tags in one spelling, and is found by them, by its assignee and by its priority', async () => {
    const other = await Desk.open(app, { triageThreshold: 1 });
    const number = async (filter: object) =>
      (await app.run(other.member, work.CaseNumbers, { filter })).cases.nodes.map((found) => found.number);
    const ids = [];
    for (const subject of ['One', 'Two', 'Three']) ids.push((await other.openCase(subject, 'Hello.')).case.id);
    for (const id of ids) await other.caseIn(id, 'NEEDS_HUMAN');
    const [one = '', two = ''] = ids;
    const run = other.member;
    const added = await app.run(run, work.CaseTagsAdd, { input: { id: one, tags: [' Sign  In ', 'ＵＩ', 'sign in'] } });
    expect(added.caseTagsAdd.case?.tags).toEqual(['sign in', 'ui']);
    await app.run(run, work.CaseTagsSet, { input: { id: two, tags: ['ui', 'billing'] } });
    const removed = await app.run(run, work.CaseTagsRemove, { input: { id: two, tags: ['BILLING', 'absent'] } });
    expect(removed.caseTagsRemove.case?.tags).toEqual(['ui']);
    expect(await number({ tags: { eq: 'UI ' } })).toEqual([1, 2]);
    expect(await number({ tags: { in: ['sign in', 'absent'] } })).toEqual([1]);
    expect(await number({ tags: { in: [] } })).toEqual([]);
    expect(await number({ tags: {} })).toEqual(await number({}));
    await app.run(run, work.CaseTagsSet, { input: { id: one, tags: [] } });
    expect(await number({ tags: { eq: 'ui' } })).toEqual([2]);
    await app.run(run, work.CaseTagsSet, { input: { id: one, tags: ['sign in', 'ui'] } });
    await app.run(run, work.CasePrioritySet, { input: { id: two, priority: 'URGENT' } });
    expect(await number({ priority: { eq: 'URGENT' } })).toEqual([2]);
    const own = (await app.run(run, work.Members, {})).memberships.nodes[0]!.id;
    await app.run(run, work.CaseAssign, { input: { id: two, membershipId: own } });
    expect(await number({ assigneeId: { eq: own } })).toEqual([2]);
    expect(await number({ isAssigned: false })).toEqual([1, 3]);
    expect(await number({ assigneeId: { eq: own }, isAssigned: false })).toEqual([]);
    const many = Array.from({ length: 20 }, (_, index) => `t${index}`);
    const refused = await Promise.all([
      app.run(run, work.CaseTagsAdd, { input: { id: one, tags: many } }),
      app.run(run, work.CaseTagsAdd, { input: { id: one, tags: ['fine', '  '] } }),
      app.run(run, work.CaseTagsAdd, { input: { id: one, tags: ['x'.repeat(51)] } }),
    ]);
    expect(refused.map(({ caseTagsAdd }) => caseTagsAdd.userErrors[0]?.path)).toEqual([
      ['input', 'tags'],
      ['input', 'tags', '1'],
      ['input', 'tags', '0'],
    ]);
  });

  it('is as urgent as it hurts, unless somebody said otherwise', async () => {
    const id = await newCase();
    await triaged(id);
    const correct = async (severity: 'LOW' | 'CRITICAL') => {
      await app.run(desk.member, gql.CaseTriageCorrect, { input: { id, type: 'BUG', severity } });
      const { priority, isPriorityFixed } = await workOn(id);
      return [priority, isPriorityFixed];
    };
    expect(await correct('CRITICAL')).toEqual(['URGENT', false]);
    await app.run(operator, work.CasePrioritySet, { input: { id, priority: 'HIGH' } });
    expect(await correct('LOW')).toEqual(['HIGH', true]);
    const { casePrioritySet } = await app.run(operator, work.CasePrioritySet, { input: { id } });
    expect(casePrioritySet.case).toMatchObject({ priority: 'LOW', isPriorityFixed: false });
    const told = (await eventsOf(id)).filter(({ kind }) => kind === 'CASE_PRIORITY_CHANGED');
    expect(told.slice(-3)).toMatchObject([
      { data: { to: 'URGENT', isFixed: false } },
      { data: { from: 'URGENT', to: 'HIGH', isFixed: true } },
      { data: { from: 'HIGH', to: null, isFixed: false } },
    ]);
  });
});

describe('a note', () => {
  const attachments = [{ name: 'trace.txt', contentType: 'text/plain', bytes: 12 }];

  it('stays in the house: no channel carries it, and nobody reads it who may not read cases', async () => {
    const channel = await newChannel(app, { ...desk.member, projectId: desk.projectId }, { kind: 'CHAT' });
    const delivery = randomUUID();
    const text = JSON.stringify({
      type: 'message.received',
      conversation: { id: delivery },
      message: { id: delivery, text: 'Hello' },
      customer: { email: 'ada@customer.test' },
    });
    await deliver(app, channel, text, { id: delivery });
    const id = (await inboundEnds(app, desk.member, channel, delivery)).case?.id ?? '';
    const input = { id, body: 'Is the customer on the old plan?', attachments, idempotencyKey: 'once' };
    const { caseNoteAdd } = await app.run(operator, work.CaseNoteAdd, { input });
    expect(caseNoteAdd.message).toMatchObject({
      direction: 'INTERNAL',
      author: { kind: 'USER', label: operator.email },
      attachments: [{ ...attachments[0], isStored: false }],
    });
    const again = await app.run(operator, work.CaseNoteAdd, { input });
    expect(again.caseNoteAdd.message?.id).toBe(caseNoteAdd.message?.id);
    expect((await workOn(id)).messages.nodes.map(({ direction }) => direction)).toEqual(['INBOUND', 'INTERNAL']);
    const { rows } = await app.owner.query(
      `SELECT "state"::text FROM "ChannelMessage" WHERE "messageId" = $1
       UNION ALL SELECT "kind" FROM "Job" WHERE "payload"::text LIKE '%old plan%' OR "kind" IN ('support.post-reply', 'support.mail-reply')
       UNION ALL SELECT "kind" FROM "TenantEvent" WHERE "data"::text LIKE '%old plan%'`,
      [rowId(caseNoteAdd.message?.id ?? '')],
    );
    expect(rows).toEqual([]);
    const reader = await app.newColleague(desk.member, MemberRole.VIEWER);
    const refused = await app.request(reader, work.CaseNoteAdd, { input });
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    // An employee sees what they opened; this is somebody else's, with its notes.
    const employee = await app.newColleague(desk.member, MemberRole.EMPLOYEE);
    expect(await app.run(employee, work.CaseWork, { id })).toEqual({ case: null });
  });

  it('names what is wrong with it', async () => {
    const id = await newCase();
    const add = async (input: object) =>
      (await app.run(desk.member, work.CaseNoteAdd, { input: { id, body: 'Note', ...input } })).caseNoteAdd.userErrors;
    expect(await add({ body: ' ' })).toMatchObject([{ path: ['input', 'body'] }]);
    expect(await add({ attachments: [{ name: 'a', contentType: 'image', bytes: -1 }] })).toMatchObject([
      { path: ['input', 'attachments', '0', 'contentType'] },
      { path: ['input', 'attachments', '0', 'bytes'] },
    ]);
    expect(await add({ attachments: Array.from({ length: 21 }, () => attachments[0]) })).toMatchObject([
      { path: ['input', 'attachments'] },
    ]);
  });

  it('has beside it what came with a mail: name, type and size', async () => {
    const address = `a-${randomUUID().slice(0, 8)}@desk.test`;
    const settings = { kind: 'EMAIL', email: { address } };
    const channel = await newChannel(app, { ...desk.member, projectId: desk.projectId }, settings);
    const raw = multipart(
      'mixed',
      { subject: 'With a picture', 'message-id': `<${randomUUID()}@customer.test>` },
      ['Content-Type: text/plain', 'See the picture.'],
      ['Content-Type: image/png\r\nContent-Disposition: attachment; filename="screen.png"', 'pixels'],
    );
    const delivery = randomUUID();
    await deliver(app, channel, raw, { id: delivery }, { 'content-type': 'message/rfc822' });
    const event = await inboundEnds(app, desk.member, channel, delivery);
    const [first] = (await workOn(event.case?.id ?? '')).messages.nodes;
    expect(first?.attachments).toEqual([{ name: 'screen.png', contentType: 'image/png', bytes: 7, isStored: false }]);
  });
});

it('is out of reach for another tenant', async () => {
  const id = await newCase();
  const stranger = await app.newTenant();
  const own = (await app.run(stranger, work.Members, {})).memberships.nodes[0]!.id;
  const answers = await Promise.all([
    app.run(stranger, work.CaseAssign, { input: { id, membershipId: own } }),
    app.run(stranger, work.CaseUnassign, { input: { id } }),
    app.run(stranger, work.CaseTagsAdd, { input: { id, tags: ['a'] } }),
    app.run(stranger, work.CaseTagsRemove, { input: { id, tags: ['a'] } }),
    app.run(stranger, work.CaseTagsSet, { input: { id, tags: ['a'] } }),
    app.run(stranger, work.CasePrioritySet, { input: { id, priority: 'LOW' } }),
    app.run(stranger, work.CaseNoteAdd, { input: { id, body: 'B' } }),
  ]);
  for (const answer of answers) {
    const [payload] = Object.values(answer) as { userErrors: unknown }[];
    expect(payload?.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  }
});

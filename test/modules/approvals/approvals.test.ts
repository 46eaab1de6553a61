import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExpireApproval } from '../../../src/modules/approvals/expire-approval.job.js';
import { startJob } from '../../../src/modules/operations/job.service.js';
import type { ApprovalFilter } from '../../gql/graphql.js';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { ChangeRequestAccept, ChangeRequestEdit } from '../support/change-documents.js';
import { SettingsUpdate } from '../support/decision-documents.js';
import { Desk, until } from '../support/desk.js';
import * as desks from '../support/documents.js';
import * as gql from './approval-documents.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app[Symbol.asyncDispose]());

const OLDEST_FIRST = { field: 'REQUESTED_AT', direction: 'ASC' } as const;
const QUESTION = ['Do you sell gift cards?', 'I want to buy one for my aunt.'] as const;
const BUG = ['Crash in app/export.py', 'The export crashes with an error since the update.'] as const;

/** A case that waits for a word, and what waits. */
async function waiting(desk: Desk, [subject, body]: readonly [string, string] = QUESTION) {
  const opened = await desk.openCase(subject, body);
  await desk.caseIn(opened.case.id, 'AWAITING_APPROVAL', 'CHANGE_PROPOSED');
  const { nodes } = await inbox(desk.member, { state: { eq: 'PENDING' } });
  const approval = nodes.find(({ title }) => title.includes(`#${opened.case.number}:`));
  if (!approval?.subject) throw new Error('Nothing waits');
  return { caseId: opened.case.id, number: opened.case.number, approval, subjectId: approval.subject.id };
}

async function inbox(member: Member, filter: ApprovalFilter | null = null) {
  return (await app.run(member, gql.Inbox, { filter, orderBy: OLDEST_FIRST })).approvals;
}

async function kindsOf(approvalId: string) {
  const { rows } = await app.owner.query<{ kind: string }>(
    `SELECT "kind" FROM "TenantEvent" WHERE "subjectId" = $1 ORDER BY "at"`,
    [rowId(approvalId)],
  );
  return rows.map(({ kind }) => kind);
}

describe('what waits for a person', () => {
  it('lies in one inbox, whatever it is, with why and who asks', async () => {
    const desk = await Desk.open(app);
    const reply = await waiting(desk);
    const change = await waiting(desk, BUG);
    expect(reply.approval).toMatchObject({
      kind: 'REPLY',
      state: 'PENDING',
      title: `Reply to #${reply.number}: ${QUESTION[0]}`,
      reason: expect.stringContaining('It cites no article.'),
      confidence: 0,
      version: 1,
      expiresAt: null,
      requestedBy: { kind: 'SYSTEM', label: 'case pipeline' },
      decidedBy: null,
      job: { kind: 'support.draft-reply' },
      project: { id: desk.projectId },
      availableTransitions: ['APPROVE', 'REJECT'],
      subject: { __typename: 'ReplyDraft', draftState: 'PENDING_APPROVAL', approval: { id: reply.approval.id } },
    });
    expect(change.approval).toMatchObject({ kind: 'CHANGE', subject: { __typename: 'ChangeRequest' } });
    expect((await inbox(desk.member)).nodes.map(({ id }) => id)).toEqual([reply.approval.id, change.approval.id]);
    const found = await inbox(desk.member, { kind: { eq: 'CHANGE' }, subjectId: { eq: change.subjectId } });
    expect(found).toMatchObject({ totalCount: 1, nodes: [{ id: change.approval.id }] });
    const viewer = await app.newColleague(desk.member, 'VIEWER');
    const refused = await app.request(viewer, gql.Inbox, { filter: null, orderBy: null });
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('is decided in the inbox or at the thing itself: there is one truth', async () => {
    const desk = await Desk.open(app);
    const [one, two, three] = [await waiting(desk), await waiting(desk), await waiting(desk, BUG)];
    const yes = { input: { id: one.approval.id, note: 'Fine.' } };
    expect(await app.run(desk.member, gql.ApprovalApprove, yes)).toEqual({
      approvalApprove: {
        approval: {
          id: one.approval.id,
          state: 'APPROVED',
          version: 2,
          note: 'Fine.',
          decidedBy: { label: desk.member.email },
          subject: { id: one.subjectId },
        },
        userErrors: [],
      },
    });
    expect(await desk.case(one.caseId)).toMatchObject({ state: 'REPLIED', replyDraft: { state: 'SENT' } });
    await app.run(desk.member, desks.ReplyReject, { input: { id: two.subjectId } });
    await app.run(desk.member, ChangeRequestAccept, { input: { id: three.subjectId } });
    const { nodes } = await inbox(desk.member);
    expect(nodes.map(({ state }) => state)).toEqual(['APPROVED', 'REJECTED', 'APPROVED']);
    expect(await kindsOf(two.approval.id)).toEqual(['APPROVAL_REQUESTED', 'APPROVAL_REJECTED']);
    const late = await app.run(desk.member, gql.ApprovalApprove, { input: { id: two.approval.id } });
    expect(late.approvalApprove).toMatchObject({
      approval: { id: two.approval.id, state: 'REJECTED' },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'id'] }],
    });
  });

  it('is decided by one of those who decide at the same moment; the others are shown what it is now', async () => {
    const desk = await Desk.open(app);
    const { approval, caseId, subjectId } = await waiting(desk);
    const colleague = await app.newColleague(desk.member, 'OPERATOR');
    const input = { id: approval.id };
    const [first, second, third] = await Promise.all([
      app.run(desk.member, gql.ApprovalApprove, { input }),
      app.run(colleague, gql.ApprovalReject, { input }),
      app.run(colleague, desks.ReplyApprove, { input: { id: subjectId } }),
    ]);
    const errors = [
      first.approvalApprove.userErrors,
      second.approvalReject.userErrors,
      third.replyApprove.userErrors,
    ].map((found) => found.map(({ code }) => code).join());
    expect(errors.filter((found) => found === '')).toHaveLength(1);
    const current = (await inbox(desk.member)).nodes[0];
    if (third.replyApprove.userErrors.length > 0) {
      expect(third.replyApprove.replyDraft?.state).toBe(current?.state === 'APPROVED' ? 'SENT' : 'REJECTED');
      expect(third.replyApprove.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    }
    for (const answer of [first.approvalApprove, second.approvalReject]) {
      expect(answer.approval?.state).toBe(current?.state); // of whoever won, and of whoever did not
      if (answer.userErrors.length > 0) expect(answer.userErrors).toMatchObject([{ code: 'CONFLICT' }]);
    }
    const { messages } = await desk.case(caseId);
    expect(messages.totalCount).toBe(current?.state === 'APPROVED' ? 2 : 1);
    expect(await kindsOf(approval.id)).toHaveLength(2);
  });

  it('that was edited has to be looked at again, and what was said at first is kept', async () => {
    const desk = await Desk.open(app);
    const { approval, subjectId, caseId } = await waiting(desk);
    await app.run(desk.member, desks.ReplyEdit, { input: { id: subjectId, body: 'We do.' } });
    const seen = { id: approval.id, expectedVersion: approval.version };
    const { approvalApprove } = await app.run(desk.member, gql.ApprovalApprove, { input: seen });
    expect(approvalApprove).toMatchObject({
      approval: { state: 'PENDING', version: 2 },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
    await app.run(desk.member, gql.ApprovalApprove, { input: { id: approval.id, expectedVersion: 2 } });
    const db = app.gateway.app.tenants.for(desk.member.tenantId);
    const draft = await db.replyDraft.findFirst({ where: { id: rowId(subjectId) } });
    expect(draft).toMatchObject({ state: 'SENT', body: 'We do.', originalBody: expect.stringContaining('Hello Cleo') });
    expect((await desk.case(caseId)).messages.nodes.at(-1)?.body).toBe('We do.');
  });

  it('of a change that was edited has to be looked at again, too', async () => {
    const desk = await Desk.open(app);
    const { approval, subjectId } = await waiting(desk, BUG);
    await app.run(desk.member, ChangeRequestEdit, { input: { id: subjectId, summary: 'Skip empty rows.' } });
    const seen = { id: approval.id, expectedVersion: approval.version };
    const { approvalApprove } = await app.run(desk.member, gql.ApprovalApprove, { input: seen });
    expect(approvalApprove).toMatchObject({
      approval: { state: 'PENDING', version: 2 },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'expectedVersion'] }],
    });
  });

  it('is told to those who watch the case', async () => {
    const desk = await Desk.open(app);
    const opened = await desk.openCase(...QUESTION);
    const seen: unknown[] = [];
    for await (const { caseEvents: item } of app.follow(desk.member, gql.FollowApprovals, { caseId: opened.case.id })) {
      if (item.__typename !== 'ApprovalChanged') continue;
      if (seen.push([item.state, item.version]) === 2) break;
      await app.run(desk.member, gql.ApprovalReject, { input: { id: item.approval?.id ?? '', note: 'No.' } });
    }
    expect(seen).toEqual([
      ['PENDING', 1],
      ['REJECTED', 2],
    ]);
    expect((await desk.case(opened.case.id)).state).toBe('NEEDS_HUMAN');
  });

  it('expires when the time of the project is up, and is somebody’s own', async () => {
    const desk = await Desk.open(app);
    const input = { projectId: desk.projectId, approvalHours: 1 };
    await app.run(desk.member, SettingsUpdate, { input });
    const { approval, caseId } = await waiting(desk);
    expect(Date.parse(String(approval.expiresAt))).toBeGreaterThan(Date.now() + 3_500_000);
    const expiry = await app.gateway.app.tenants
      .for(desk.member.tenantId)
      .job.findFirst({ where: { kind: 'approvals.expire-approval' } });
    expect(expiry).toMatchObject({ state: 'SCHEDULED', payload: { approvalId: rowId(approval.id) } });
    const past = `"expiresAt" = now() - interval '1 second'`;
    await app.owner.query(`UPDATE "Approval" SET ${past} WHERE "id" = $1`, [rowId(approval.id)]);
    const requestedBy = { kind: 'SYSTEM', id: null, label: 'test' } as const;
    await startJob(
      app.gateway.app.tenants.for(desk.member.tenantId),
      ExpireApproval,
      { approvalId: rowId(approval.id) },
      { requestedBy },
    );
    const ended = await until(
      () => desk.case(caseId),
      ({ state }) => state === 'NEEDS_HUMAN',
    );
    expect(ended.replyDraft?.state).toBe('SUPERSEDED');
    expect((await inbox(desk.member)).nodes[0]).toMatchObject({ state: 'EXPIRED', decidedBy: { label: 'clock' } });

    const other = await app.newTenant();
    for (const id of [approval.id, Buffer.from('Approval:00000000-0000-4000-8000-000000000000').toString('base64')]) {
      const { approvalApprove } = await app.run(other, gql.ApprovalApprove, { input: { id } });
      expect(approvalApprove).toEqual({ approval: null, userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }] });
    }
    const bad = await app.run(desk.member, gql.ApprovalReject, { input: { id: approval.id, note: ' ' } });
    expect(bad.approvalReject.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'note'] }]);
  });
});

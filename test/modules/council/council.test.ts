import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FollowTheCouncilSubscription, TheCouncilQuery } from '../../gql/graphql.js';
import { graphql } from '../../gql/index.js';
import { type Member, rowId, startTestApp, type TestApp } from '../../support/test-app.js';
import { globalId } from '../../support/walk-app.js';
import { Ask, Cancel, type FakeMember, Follow, fakeMembers, isBallot, List, Read } from './council-of-fakes.js';

const SetBudget = graphql(`
  mutation CouncilBudget($input: BudgetSetInput!) { budgetSet(input: $input) { userErrors { code } } }
`);
const Retry = graphql(`
  mutation CouncilRetry($id: ID!) { jobRetry(input: { id: $id }) { userErrors { code } } }
`);
const Write = graphql(`
  mutation CouncilArticle($input: KbArticleCreateInput!) { kbArticleCreate(input: $input) { kbArticle { id } userErrors { code } } }
`);
const Uses = graphql(`
  query CouncilUses { llmCalls { nodes { purpose state subject { id } } } usage(groupBy: PURPOSE) { key calls } }
`);

const ANSWERS = ['Restart the export queue.', 'Ask the vendor.', 'Do nothing.'];
const WORTH: Readonly<Record<string, number>> = {
  'Restart the export queue.': 9,
  'Ask the vendor.': 6,
  'Do nothing.': 2,
};
const judge = (text: string) => WORTH[text] ?? 0;
const patience = { timeout: 30_000, interval: 50 };

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ environment: { OUTBOUND_PRIVATE_HOSTS: '127.0.0.1' } });
});
afterAll(() => app[Symbol.asyncDispose]());

type Seen = NonNullable<Extract<TheCouncilQuery['node'], { state: unknown }>>;

describe('a council of models', () => {
  let owner: Member;
  let members: FakeMember[];
  beforeEach(async () => {
    owner = await app.newTenant();
    members = await fakeMembers(app, owner, ANSWERS, judge);
  });
  afterEach(async () => {
    for (const member of members) await member[Symbol.asyncDispose]();
  });

  const question = 'The export hangs. What do we do first?';
  const seats = () => members.map(({ modelId }) => ({ modelId }));
  async function ask(input: object = {}) {
    const { councilAsk } = await app.run(owner, Ask, { input: { question, members: seats(), ...input } });
    expect(councilAsk.userErrors).toEqual([]);
    return { id: councilAsk.council?.id ?? '', jobId: councilAsk.job?.id ?? '' };
  }
  const read = async (id: string) => (await app.run(owner, Read, { id })).node as Seen;
  const ends = (id: string, state: string) => vi.waitUntil(async () => (await read(id)).state === state, patience);
  const asked = (member: FakeMember | undefined) => member?.fake.seen.filter((request) => !isBallot(request)).length;

  it('answers, votes live, and decides for one answer with reasons', async () => {
    const { id } = await ask({ projectId: owner.projectId });
    const events: FollowTheCouncilSubscription['councilEvents'][] = [];
    for await (const { councilEvents } of app.follow(owner, Follow, { id })) events.push(councilEvents);
    const council = await read(id);
    expect(council).toMatchObject({
      state: 'DECIDED',
      quorum: 2,
      availableTransitions: [],
      error: null,
      verdict: {
        score: 9,
        rule: 'SCORE',
        answer: { text: ANSWERS[0], member: { label: 'P0 m' } },
        standings: [
          { score: 9, member: { label: 'P0 m' } },
          { score: 6, member: { label: 'P1 m' } },
          { score: 2, member: { label: 'P2 m' } },
        ],
      },
    });
    expect(council.verdict?.reasons.map(({ criterion }) => criterion)).toEqual([
      'relevance',
      'grounding',
      'completeness',
      'clarity',
    ]);
    expect(council.votes).toHaveLength(6);
    expect(council.votes.every(({ voter, answer }) => voter.label !== answer.member.label)).toBe(true);
    // Whatever was in the snapshot already did not come again behind it.
    const [snapshot] = events;
    if (snapshot?.__typename !== 'CouncilSnapshot') throw new Error('no snapshot');
    const count = (name: string) => events.filter(({ __typename }) => __typename === name).length;
    expect(snapshot.council.answers.length + count('CouncilAnswerGiven')).toBe(3);
    expect(snapshot.council.votes.length + count('CouncilVoteCast')).toBe(6);
    expect(events.at(-2)?.__typename).toBe('CouncilVerdictReached');
    expect(events.at(-1)).toMatchObject({ __typename: 'CouncilFinished', state: 'DECIDED' });
    // With a cursor: exactly what came behind it, and the end.
    const after = events.at(1)?.cursor ?? null;
    const later = [];
    for await (const { councilEvents } of app.follow(owner, Follow, { id, after })) later.push(councilEvents);
    expect(later).toEqual(events.slice(2));
    const { llmCalls, usage } = await app.run(owner, Uses, {});
    expect(llmCalls.nodes).toHaveLength(6);
    expect(llmCalls.nodes.every((call) => call.purpose === 'COUNCIL' && call.subject?.id === id)).toBe(true);
    expect(usage).toEqual([{ key: 'COUNCIL', calls: 6 }]);
    const told = await app.owner.query<{ kind: string; projectId: string }>(
      `SELECT "kind", "projectId" FROM "TenantEvent" WHERE "subjectId" = $1 ORDER BY "at"`,
      [rowId(id)],
    );
    expect(told.rows).toEqual(
      ['COUNCIL_ASKED', 'COUNCIL_VOTING', 'COUNCIL_DECIDED'].map((kind) => ({
        kind,
        projectId: rowId(owner.projectId),
      })),
    );
  });

  it('leaves out a member that fails, and names it', async () => {
    members[1]?.fake.script({ kind: 'status', status: 503 });
    const { id } = await ask();
    await ends(id, 'DECIDED');
    const council = await read(id);
    expect(council.members.map(({ state, error }) => [state, error?.code])).toEqual([
      ['VOTED', undefined],
      ['FAILED', 'MODEL_UNAVAILABLE'],
      ['VOTED', undefined],
    ]);
    expect(council.answers.map(({ text }) => text)).toEqual([ANSWERS[0], ANSWERS[2]]);
    expect(council.verdict?.answer.text).toBe(ANSWERS[0]);
  });

  it('fails without a quorum, and goes on from there when its job is tried again', async () => {
    members[0]?.fake.script({ kind: 'status', status: 503 });
    members[1]?.fake.script({ kind: 'status', status: 400 });
    const { id, jobId } = await ask();
    await ends(id, 'FAILED');
    const failed = await read(id);
    expect(failed).toMatchObject({ error: { code: 'NO_QUORUM' }, verdict: null, job: { state: 'DEAD' } });
    expect((await app.run(owner, Retry, { id: jobId })).jobRetry.userErrors).toEqual([]);
    await ends(id, 'DECIDED');
    expect(members.map(asked)).toEqual([2, 2, 1]);
    expect((await read(id)).error).toBeNull();
  });

  it('has a vote that does not fit mended once, and leaves the voter out when it still does not', async () => {
    const half = { kind: 'answer', text: '{"votes":[{"answer":"A","scores":[]}]}' } as const;
    const first = { kind: 'answer', text: JSON.stringify({ answer: ANSWERS[2] }) } as const;
    members[2]?.fake.script(first, half, half);
    members[1]?.fake.script({ kind: 'answer', text: '{"answer":""}' });
    const { id } = await ask();
    await ends(id, 'DECIDED');
    const council = await read(id);
    expect(council.members.map(({ state, error }) => [state, error?.code])).toEqual([
      ['VOTED', undefined],
      ['VOTED', undefined],
      ['FAILED', 'MODEL_ANSWER_INVALID'],
    ]);
    expect(asked(members[1])).toBe(2);
    // Its answer stands all the same.
    expect(council.verdict?.standings.map(({ member }) => member.label)).toEqual(['P0 m', 'P1 m', 'P2 m']);
    expect(JSON.stringify(members[2]?.fake.seen.at(-1)?.body)).toContain('Exactly one score for each of');
  });

  it('waits while the budget is used up, and asks nobody twice', async () => {
    // Each answer costs 5 tokens at 10 dollars a million: two of three can be paid for.
    const budget = { period: 'DAY' as const, amount: '0.0001' };
    await app.run(owner, SetBudget, { input: budget });
    const { id } = await ask();
    const db = app.gateway.app.tenants.for(owner.tenantId);
    const isWaiting = { state: 'RETRYING', errorCode: 'BUDGET_EXHAUSTED' } as const;
    const half = async () => (await db.job.count({ where: isWaiting })) === 1 && (await read(id)).answers.length === 2;
    await vi.waitUntil(half, patience);
    expect((await db.budget.findFirst())?.state).toBe('EXHAUSTED');
    expect((await read(id)).state).toBe('ASKING');
    await app.run(owner, SetBudget, { input: { ...budget, amount: '10' } });
    await ends(id, 'DECIDED');
    expect(members.map(asked)).toEqual([1, 1, 1]);
    expect(members.map(({ fake }) => fake.seen.length)).toEqual([2, 2, 2]);
  });

  it('hangs up on whoever is being asked when it is cancelled', async () => {
    members[0]?.fake.script({ kind: 'hang' });
    const { id } = await ask();
    await vi.waitUntil(
      async () => (await read(id)).answers.length === 2 && members[0]?.fake.seen.length === 1,
      patience,
    );
    const stale = await app.run(owner, Cancel, { input: { id, expectedVersion: 1 } });
    expect(stale.councilCancel).toMatchObject({ council: { id }, userErrors: [{ code: 'CONFLICT' }] });
    expect((await app.run(owner, Cancel, { input: { id } })).councilCancel.userErrors).toEqual([]);
    await vi.waitUntil(() => members[0]?.fake.abandoned === 1, patience);
    await ends(id, 'CANCELLED');
    expect((await read(id)).answers).toHaveLength(2);
    const again = await app.run(owner, Cancel, { input: { id } });
    expect(again.councilCancel.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('is asked once for a key, and refuses what it cannot do', async () => {
    const input = { question, members: seats(), idempotencyKey: 'once' };
    const [one, two] = await Promise.all([app.run(owner, Ask, { input }), app.run(owner, Ask, { input })]);
    expect(one.councilAsk.council?.id).toBe(two.councilAsk.council?.id);
    expect([one.councilAsk.deduplicated, two.councilAsk.deduplicated].sort()).toEqual([false, true]);
    const other = await app.run(owner, Ask, { input: { ...input, question: 'Another?' } });
    expect(other.councilAsk.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
    const [first] = seats();
    const wrong = [
      [{ members: [first, {}] }, ['input', 'members', '1']],
      [{ members: [first, { ...first, builtIn: 'BRIEF' }] }, ['input', 'members', '1']],
      [{ members: [first, first] }, ['input', 'members', '1']],
      [{ members: [] }, ['input', 'members']],
      [{ quorum: 3, members: seats().slice(0, 2) }, ['input', 'quorum']],
      [{ question: '  ' }, ['input', 'question']],
      [{ criteria: [{ name: 'a', description: 'b', weight: 0 }] }, ['input', 'criteria', '0', 'weight']],
    ] as const;
    for (const [change, path] of wrong) {
      const bad = { question, members: seats(), ...(change as object) };
      const { councilAsk } = await app.run(owner, Ask, { input: bad });
      expect(councilAsk.userErrors, JSON.stringify(change)).toEqual([{ code: 'INVALID_INPUT', path }]);
    }
    await ends(one.councilAsk.council?.id ?? '', 'DECIDED');
  });

  it('of another tenant, and models of another tenant, are like ones that do not exist', async () => {
    const { id } = await ask();
    await ends(id, 'DECIDED');
    const stranger = await app.newTenant();
    expect((await app.run(stranger, Read, { id })).node).toBeNull();
    expect((await app.run(stranger, List, {})).councils).toEqual({ nodes: [], totalCount: 0 });
    const answers = [];
    for (const councilId of [id, globalId('Council', randomUUID())]) {
      answers.push((await app.run(stranger, Cancel, { input: { id: councilId } })).councilCancel);
    }
    expect(answers[0]).toEqual(answers[1]);
    const taken = [];
    for (const modelId of [members[0]?.modelId ?? '', globalId('Model', randomUUID())]) {
      const input = { question, members: [{ modelId }, { builtIn: 'BRIEF' as const }] };
      taken.push((await app.run(stranger, Ask, { input })).councilAsk);
    }
    expect(taken[0]).toEqual(taken[1]);
    expect(taken[0]?.userErrors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'members', '0', 'modelId'] }]);
  });
});

describe('a council of the members of Switchyard', () => {
  it('answers from the text it is given, by default, and the same each time', async () => {
    const owner = await app.newTenant();
    const body = [
      'Invoices are sent on the first day of each month. They go to the billing address of the account.',
      'An invoice that was sent cannot be changed. A credit note takes it back, and a new invoice replaces it.',
      'Our office is closed on Sundays.',
    ].join('\n\n');
    const article = { projectId: owner.projectId, title: 'Invoices', body, publish: false };
    const { kbArticleCreate } = await app.run(owner, Write, { input: article });
    const input = {
      question: 'How can an invoice be changed after it was sent?',
      subjectId: kbArticleCreate.kbArticle?.id ?? '',
      criteria: [
        { name: 'relevance', description: 'It answers the question.', weight: 2 },
        { name: 'credit', description: 'It says what a credit note is for.', weight: 1 },
      ],
    };
    const verdicts = [];
    for (let time = 0; time < 2; time += 1) {
      const { councilAsk } = await app.run(owner, Ask, { input });
      expect(councilAsk.council?.members.map(({ builtIn }) => builtIn)).toEqual(['THOROUGH', 'BRIEF', 'CAUTIOUS']);
      const id = councilAsk.council?.id ?? '';
      for await (const _ of app.follow(owner, Follow, { id }));
      const { state, verdict, answers, subject } = (await app.run(owner, Read, { id })).node as Seen;
      expect([state, subject?.id]).toEqual(['DECIDED', input.subjectId]);
      expect(answers).toHaveLength(3);
      for (const { text } of answers) expect(text).not.toContain('Sundays');
      // Votes stand in the order in which they came.
      const ordered = answers.map(({ votes, ...answer }) => ({
        ...answer,
        votes: votes.map(({ total }) => total).sort(),
      }));
      verdicts.push({ verdict, answers: ordered });
    }
    expect(verdicts[0]).toEqual(verdicts[1]);
    expect(verdicts[0]?.verdict?.answer.text).toContain('cannot be changed');
    expect(verdicts[0]?.verdict?.reasons[1]?.reason).toMatch(/words of this criterion/);
  });

  it('says so when the text does not answer, and judges by what can be counted', async () => {
    const owner = await app.newTenant();
    const input = { question: 'Where is the harbour? Kim asked for the tide table of Bremen.', quorum: 3 };
    const { councilAsk } = await app.run(owner, Ask, { input });
    const id = councilAsk.council?.id ?? '';
    for await (const _ of app.follow(owner, Follow, { id }));
    const council = (await app.run(owner, Read, { id })).node as Seen;
    expect(council.state).toBe('DECIDED');
    expect(council.votes.flatMap(({ scores }) => scores).every(({ score }) => score >= 0 && score <= 10)).toBe(true);
  });
});

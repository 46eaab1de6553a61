import { afterEach, expect, it, vi } from 'vitest';
import { accessEnd } from '../../src/auth/access-end.js';
import type { PresentedCredentials } from '../../src/auth/identity-gate.js';
import type { Viewer } from '../../src/auth/viewer.js';
import { LiveIdentity } from '../../src/http/live-identity.js';
import { testViewer } from '../support/live-server.js';

afterEach(() => void vi.useRealTimers());

const PRESENTED: PresentedCredentials = { cookie: undefined, bearer: 'first', apiKey: undefined };
const FRESH: PresentedCredentials = { ...PRESENTED, bearer: 'second' };
const before = testViewer('ada');
const after = testViewer('ada', { role: 'VIEWER' });

/** An identity whose questions are answered when the test says so, and what was done to what it carries. */
function identityOf(viewer: Viewer) {
  const questions: { bearer: string | undefined; answer: (viewer: Viewer | null) => void; fail: () => void }[] = [];
  const source = {
    authenticate: ({ bearer }: PresentedCredentials) =>
      new Promise<Viewer | null>((answer, reject) =>
        questions.push({ bearer, answer, fail: () => reject(new Error('the database is away')) }),
      ),
    whyEnded: async () => accessEnd('SESSION_ENDED'),
  };
  const done: string[] = [];
  const identity = new LiveIdentity(source, PRESENTED, viewer);
  identity.carry({
    hold: () => done.push('held'),
    resume: () => done.push('resumed'),
    renew: ({ role }) => done.push(`renewed as ${role}`),
    expel: ({ reason }) => done.push(`expelled: ${reason}`),
  });
  return { identity, questions, done };
}

it('goes on only by what was read behind a change, not by a question that was under way', async () => {
  const { identity, questions, done } = identityOf(before);
  const recheck = identity.verify();
  identity.hold();
  questions[0]?.answer(before);
  const verified = identity.verify();
  questions[1]?.answer(after);
  expect([await recheck, await verified]).toEqual([undefined, undefined]);
  expect(done).toEqual(['held', 'renewed as VIEWER']);
});

it('asks anew for whoever waited for the question that a change overtook', async () => {
  const { identity, questions, done } = identityOf(before);
  let isSaid = false;
  const recheck = identity.verify().then(() => {
    isSaid = true;
  });
  identity.hold();
  questions[0]?.answer(before);
  await vi.waitFor(() => expect(questions).toHaveLength(2));
  expect([isSaid, done]).toEqual([false, ['held']]);
  questions[1]?.answer(after);
  await recheck;
  expect(done).toEqual(['held', 'renewed as VIEWER']);
});

it('takes a fresh token as what it is behind a change that came while it was looked at', async () => {
  const { identity, questions, done } = identityOf(before);
  const handedOver = identity.handOver(FRESH);
  identity.hold();
  questions[0]?.answer(before);
  await vi.waitFor(() => expect(questions).toHaveLength(2));
  expect([identity.isHeld, done]).toEqual([true, ['held']]);
  questions[1]?.answer(after);
  expect(await handedOver).toBeNull();
  expect(questions.map(({ bearer }) => bearer)).toEqual(['second', 'second']);
  expect(done).toEqual(['held', 'renewed as VIEWER']);
});

it('asks once in a while what cannot be said, however many ask meanwhile, and nothing once it is forgotten', async () => {
  vi.useFakeTimers();
  const { identity, questions, done } = identityOf(before);
  identity.hold();
  const failed = Array.from({ length: 5 }, () => identity.verify());
  for (const { fail } of questions) fail();
  expect(await Promise.all(failed)).toHaveLength(5);
  for (const asked of [6, 7, 8]) {
    await vi.advanceTimersByTimeAsync(1_000);
    expect(questions).toHaveLength(asked);
    questions.at(-1)?.fail();
    await vi.advanceTimersByTimeAsync(0);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  questions.at(-1)?.answer(before);
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toEqual(['held', 'resumed']);

  identity.hold();
  const last = identity.verify();
  questions.at(-1)?.fail();
  await last;
  identity.forget();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([questions.length, vi.getTimerCount()]).toEqual([10, 0]);
});

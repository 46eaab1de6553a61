import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidInput, InvalidState } from '../../errors.js';
import type { Case } from '../../generated/prisma/client.js';
import type { AnyJobDefinition } from '../../jobs/define-job.js';
import type { Cause } from '../operations/actor.js';
import { startJob } from '../operations/job.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { CaseDecision } from './case.service.js';
import { caseEvent } from './case-events.js';
import { takeTimedCases } from './case-timers.sql.js';
import { changeCase } from './case-work.service.js';
import type { SlaClock, WokenBy } from './case-work-events.js';
import { RunCaseTimers } from './run-case-timers.job.js';

/** Cases of one transaction: few enough that nobody waits long for its locks. */
const BATCH = 25;
const LONGEST_MS = 366 * 24 * 60 * 60_000;
const CLOCK: Cause = { actor: { kind: 'SYSTEM', id: null, label: 'clock' } };

/**
 * Enqueues the job that acts on what ran out, unless it is under way. What is due is read from the rows again and again
 * until it is acted on, so nothing is lost with a job.
 * @param definitions the kinds of jobs that this process works on
 */
export async function askForTimers(db: TenantDb, definitions: readonly AnyJobDefinition[]): Promise<void> {
  if (!definitions.some(({ kind }) => kind === RunCaseTimers.kind)) return;
  await startJob(db, RunCaseTimers, {}, { requestedBy: CLOCK.actor, dedupeKey: 'due' });
}

/** What a look at the timers found. */
export interface RanOut {
  readonly woken: number;
  readonly firstAnswers: number;
  readonly resolutions: number;
  /** Nothing more is due. */
  readonly isLast: boolean;
}

/** Acts on timers that ran out, of some cases, in the caller's transaction: after a crash none is acted on twice. */
export async function runTimers(tx: Transaction): Promise<RanOut> {
  const cases = await takeTimedCases(tx, BATCH);
  for (const row of cases) {
    if (row.lacksAnswer) await noteBreach(tx, row, 'FIRST_ANSWER', row.firstAnswerDueAt);
    if (row.lacksResolution) await noteBreach(tx, row, 'RESOLUTION', row.resolutionDueAt);
    if (row.wakes) await announceWoken(tx, row, 'TIME', CLOCK);
  }
  return {
    woken: cases.filter(({ wakes }) => wakes).length,
    firstAnswers: cases.filter(({ lacksAnswer }) => lacksAnswer).length,
    resolutions: cases.filter(({ lacksResolution }) => lacksResolution).length,
    isLast: cases.length < BATCH,
  };
}

async function noteBreach(tx: Transaction, row: Case, clock: SlaClock, due: Date | null): Promise<void> {
  const { id, version, priority } = row;
  const dueAt = due?.toISOString() ?? '';
  tx.$outbox(caseEvent(id, { type: 'CaseSlaBreached', clock, dueAt, version }));
  const data = { clock, dueAt, priority };
  await recordEvent(tx, { kind: 'CASE_SLA_BREACHED', subject: { type: 'Case', id }, ...CLOCK, data });
}

async function announceWoken(tx: Transaction, { id, version }: Case, by: WokenBy, cause: Cause): Promise<void> {
  tx.$outbox(caseEvent(id, { type: 'CaseWoken', by, version }));
  await recordEvent(tx, { kind: 'CASE_WOKEN', subject: { type: 'Case', id }, ...cause, data: { by } });
}

/**
 * Puts a case off. It is back when its time comes, when the customer writes, or when somebody wants it.
 * @throws NotFound, Conflict, InvalidState when the case is over, InvalidInput when the time is past or too far away
 */
export function snoozeCase(db: TenantDb, caseId: string, until: Date, decision: CaseDecision): Promise<Case> {
  return transact(db, (tx) => snoozeCaseIn(tx, caseId, until, decision));
}

/** `snoozeCase` as a part of the caller's transaction. */
export function snoozeCaseIn(tx: Transaction, caseId: string, until: Date, decision: CaseDecision): Promise<Case> {
  return changeCase(tx, caseId, decision, ({ state, snoozedUntil }) => {
    const path = ['input', 'until'];
    const ahead = until.getTime() - Date.now();
    if (Number.isNaN(ahead) || ahead <= 0) throw InvalidInput.at(path, 'This time is past.');
    if (ahead > LONGEST_MS) throw InvalidInput.at(path, 'A case is put off for a year at most.');
    if (state === 'RESOLVED' || state === 'CLOSED') {
      throw new InvalidState(`A case that is ${state} is not put off.`);
    }
    if (snoozedUntil?.getTime() === until.getTime()) return null;
    return {
      data: { snoozedUntil: until },
      kind: 'CASE_SNOOZED',
      facts: { until: until.toISOString() },
      event: ({ version }) => ({ type: 'CaseSnoozed', until: until.toISOString(), version }),
    };
  });
}

/**
 * Takes a case up again that was put off; one that was not stays as it is.
 * @throws NotFound, Conflict
 */
export function wakeCase(db: TenantDb, caseId: string, decision: CaseDecision): Promise<Case> {
  return transact(db, (tx) =>
    changeCase(tx, caseId, decision, ({ snoozedUntil }) =>
      snoozedUntil === null
        ? null
        : {
            data: { snoozedUntil: null },
            kind: 'CASE_WOKEN',
            facts: { by: 'PERSON' },
            event: ({ version }) => ({ type: 'CaseWoken', by: 'PERSON', version }),
          },
    ),
  );
}

/** The customer has written: a case that was put off is back at once. */
export async function wakeForCustomer(tx: Transaction, caseId: string, cause: Cause): Promise<void> {
  const [woken] = await tx.case.updateManyAndReturn({
    where: { id: caseId, snoozedUntil: { not: null } },
    data: { snoozedUntil: null, version: { increment: 1 }, updatedAt: new Date() },
  });
  if (woken) await announceWoken(tx, woken, 'CUSTOMER', cause);
}

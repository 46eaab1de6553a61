import { claimKey } from '../../db/idempotency.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { DomainError, InvalidInput } from '../../errors.js';
import type { BulkRun, Job, Prisma } from '../../generated/prisma/client.js';
import type { JobState } from '../../generated/prisma/enums.js';
import { BulkAction, type BulkTarget } from './bulk-action.job.js';
import { discardDeadLetterIn, replayDeadLetterIn } from './dead-letter.service.js';
import { countDeadLetters, type DeadLetterState, findDeadLetterMarks } from './dead-letter.sql.js';
import { enqueueJob } from './job.service.js';
import { cancelJobIn, type JobControl, retryJobIn } from './job-control.service.js';
import { countJobs, findJobMarks, type PageMark, type Span } from './job-page.sql.js';
import { statesBefore } from './job-states.js';
import { recordEvent } from './tenant-event.service.js';

/** Beyond this a dry run says "as many or more", and progress is a guess. */
export const BULK_COUNTED_AT_MOST = 10_000;
const SAMPLE = 10;
/** Items of one transaction: few enough that nobody waits long for its locks. */
const BATCH = 25;
const MOST_REFUSALS = 20;
const OPERATION = 'bulkAction';

/** Why some items were left as they were. */
export interface BulkRefusal {
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

export interface BulkPreview {
  /** How many match now; counting stops at `BULK_COUNTED_AT_MOST`. */
  readonly matched: number;
  /** Ids of the first few. */
  readonly sampleIds: readonly string[];
}

/**
 * What an action on everything that matches would meet now. Changes nothing.
 * @param before only what was there before this moment of the database's clock
 */
export async function previewBulkAction(
  db: TenantDb | Transaction,
  target: BulkTarget,
  before?: Date,
): Promise<BulkPreview> {
  const [matched, marks] = await Promise.all([count(db, target, before), page(db, target, before, undefined, SAMPLE)]);
  return { matched, sampleIds: marks.map(({ id }) => id) };
}

export interface BulkRequest extends JobControl {
  readonly target: BulkTarget;
  readonly idempotencyKey?: string | null | undefined;
}

/**
 * Starts an action on everything that matches and was there before now.
 * @returns the job that does it, null when nothing matches; for a key that came before, the job of then
 * @throws InvalidInput when the filter has no condition; IdempotencyMismatch
 */
export async function startBulkAction(
  db: TenantDb,
  { target, idempotencyKey, actor, requestId }: BulkRequest,
): Promise<{ readonly job: Job | null; readonly matched: number }> {
  if (!hasCondition(target)) {
    throw InvalidInput.at(['input', 'filter'], 'Give at least one condition.');
  }
  return transact(db, async (tx) => {
    const claimed = await claimKey(tx, { operation: OPERATION, key: idempotencyKey, request: target });
    if (claimed.isRepeated) {
      const run = await tx.bulkRun.findFirstOrThrow({ where: { id: claimed.id }, include: { job: true } });
      return { job: run.job, matched: run.matched };
    }
    const before = await presentOf(tx);
    const { matched } = await previewBulkAction(tx, target, before);
    if (matched === 0) {
      // Nothing was done under the key, so it may come again.
      if (idempotencyKey)
        await tx.idempotencyRecord.deleteMany({ where: { operation: OPERATION, key: idempotencyKey } });
      return { job: null, matched };
    }
    const payload = {
      target,
      before: before.toISOString(),
      actor: { ...actor },
      requestId: requestId ?? null,
      rights: tx.$rights.text,
    };
    const job = await enqueueJob(tx, BulkAction, payload, { requestedBy: actor, requestId });
    await tx.bulkRun.create({
      data: { id: claimed.id, tenantId: tx.$tenantId, jobId: job.id, action: target.action, matched },
    });
    const data = { action: target.action, matched };
    await recordEvent(tx, {
      kind: 'BULK_ACTION_STARTED',
      subject: { type: 'Job', id: job.id },
      actor,
      requestId,
      data,
    });
    return { job, matched };
  });
}

/** A project that the request is narrowed to does not count: it is no part of what was asked for. */
function hasCondition({ criteria }: BulkTarget): boolean {
  return Object.entries(criteria).some(([name, condition]) => name !== 'projectId' && condition !== undefined);
}

/** The moment at which all that the transaction enqueues is asked for: its own job is not "before" it. */
async function presentOf(tx: Transaction): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT now()::timestamptz(3) AS "now"`;
  if (!row) throw new Error('The database did not say what time it is');
  return row.now;
}

export interface BulkBatch {
  readonly run: BulkRun;
  readonly isLast: boolean;
}

/** Lets the rest of a job's transaction see only what whoever asked for it sees. */
export async function seeAs(tx: Transaction, rights: string): Promise<void> {
  await tx.$executeRaw`SELECT set_config('app.rights', ${rights}, true)`;
}

/**
 * Acts on the next few and writes down how far it has come, in the caller's transaction: after a crash nothing is done
 * twice and nothing is left out. What refuses is counted and passed over.
 */
export async function actOnBatch(
  tx: Transaction,
  jobId: string,
  target: BulkTarget,
  before: Date,
  control: JobControl,
): Promise<BulkBatch> {
  const run = await tx.bulkRun.findFirstOrThrow({ where: { jobId } });
  const behind = run.cursorAt && run.cursorId ? { at: run.cursorAt, id: run.cursorId } : undefined;
  const marks = await page(tx, target, before, behind, BATCH);
  const refusals = run.refusals as unknown as BulkRefusal[];
  let done = 0;
  for (const { id } of marks) {
    try {
      await ACTIONS[target.action](tx, id, control);
      done += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      addRefusal(refusals, error);
    }
  }
  const last = marks.at(-1) ?? behind;
  const updated = await tx.bulkRun.update({
    where: { id: run.id },
    data: {
      processed: run.processed + marks.length,
      done: run.done + done,
      skipped: run.skipped + marks.length - done,
      refusals: refusals as unknown as Prisma.InputJsonValue,
      ...(last ? { cursorAt: last.at, cursorId: last.id } : {}),
    },
  });
  return { run: updated, isLast: marks.length < BATCH };
}

const ACTIONS: Readonly<
  Record<BulkTarget['action'], (tx: Transaction, id: string, control: JobControl) => Promise<unknown>>
> = {
  RETRY: retryJobIn,
  CANCEL: cancelJobIn,
  REPLAY: replayDeadLetterIn,
  DISCARD: discardDeadLetterIn,
};

const RETRIED: readonly JobState[] = ['FAILED', 'DEAD'];
const CANCELLED: readonly JobState[] = statesBefore('CANCELLING');
const OPEN: readonly DeadLetterState[] = ['OPEN'];

/** Of the states that can be acted on, those that were asked for. */
function among<State>(possible: readonly State[], asked: readonly State[] | undefined): State[] {
  return possible.filter((state) => asked === undefined || asked.includes(state));
}

/** What of the target can be acted on at all, and was there before. */
function narrowed(target: BulkTarget, before: Date | undefined) {
  if (target.of === 'LETTERS') {
    const { createdAt, states, ...criteria } = target.criteria;
    return {
      of: 'LETTERS',
      criteria: { ...criteria, states: among(OPEN, states), createdAt: until(dates(createdAt), before) },
    } as const;
  }
  const { queuedAt, finishedAt, states, ...criteria } = target.criteria;
  const possible = target.action === 'RETRY' ? RETRIED : CANCELLED;
  return {
    of: 'JOBS',
    criteria: {
      ...criteria,
      states: among(possible, states),
      queuedAt: until(dates(queuedAt), before),
      finishedAt: finishedAt && dates(finishedAt),
    },
  } as const;
}

function count(db: TenantDb | Transaction, target: BulkTarget, before: Date | undefined): Promise<number> {
  const wanted = narrowed(target, before);
  return wanted.of === 'LETTERS'
    ? countDeadLetters(db, wanted.criteria, BULK_COUNTED_AT_MOST)
    : countJobs(db, wanted.criteria, BULK_COUNTED_AT_MOST);
}

function page(
  db: TenantDb | Transaction,
  target: BulkTarget,
  before: Date | undefined,
  behind: PageMark | undefined,
  size: number,
): Promise<PageMark[]> {
  const wanted = narrowed(target, before);
  return wanted.of === 'LETTERS'
    ? findDeadLetterMarks(db, wanted.criteria, { direction: 'asc', behind, size })
    : findJobMarks(db, wanted.criteria, { orderBy: 'queuedAt', direction: 'asc', behind, size });
}

function dates(span: { gte?: string | undefined; lt?: string | undefined } | undefined): Span {
  return { gte: span?.gte ? new Date(span.gte) : undefined, lt: span?.lt ? new Date(span.lt) : undefined };
}

function until(span: Span, before: Date | undefined): Span {
  if (!before) return span;
  return { ...span, lt: span.lt && span.lt < before ? span.lt : before };
}

/** Counts a refusal among those that were alike. */
export function addRefusal(refusals: BulkRefusal[], error: DomainError): void {
  const code = error.issues[0]?.code ?? 'INVALID_STATE';
  const index = refusals.findIndex((refusal) => refusal.code === code && refusal.message === error.message);
  const known = refusals[index];
  if (known) refusals[index] = { ...known, count: known.count + 1 };
  else if (refusals.length < MOST_REFUSALS) refusals.push({ code, message: error.message, count: 1 });
}

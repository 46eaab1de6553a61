import { claimKey } from '../../db/idempotency.js';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { DomainError, type DomainErrorCode, InvalidInput, InvalidState, NotFound } from '../../errors.js';
import type { BulkRun, Job, Prisma } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import {
  addRefusal,
  BULK_COUNTED_AT_MOST,
  type BulkBatch,
  type BulkPreview,
  type BulkRefusal,
  seeAs,
} from '../operations/bulk-action.service.js';
import { enqueueJob } from '../operations/job.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { BulkCases, type BulkCasesPayload, type CaseBulkAction } from './bulk-cases.job.js';
import { type CaseCriteria, caseWhere, hasCondition } from './case-criteria.js';
import { moveCaseOrThrow } from './case-move.service.js';
import { normalTags } from './case-tags.js';
import { snoozeCaseIn } from './case-timers.service.js';
import { assignCaseIn, setCasePriorityIn, tagCaseIn } from './case-work.service.js';

const SAMPLE = 10;
/** Cases of one transaction: few enough that nobody waits long for its locks. */
const BATCH = 25;
/** Cases that are done all or none: in one transaction, which holds all of them until its end. */
export const ALL_AT_ONCE = 100;
const MOST_FAILURES = 100;
const OPERATION = 'caseBulkAction';

/** Why one case was left as it was. */
export interface CaseFailure {
  readonly id: string;
  readonly code: DomainErrorCode;
  readonly message: string;
  readonly path: readonly string[];
}

export interface CaseBulkRequest extends Cause {
  readonly action: CaseBulkAction;
  /** The cases by their ids, or what a filter comes to. */
  readonly criteria: CaseCriteria;
  /** What follows from a case that refuses: the next, the end, or that nothing is done at all. */
  readonly errorPolicy: BulkCasesPayload['errorPolicy'];
  readonly idempotencyKey?: string | null | undefined;
}

/** What an action would meet now. Changes nothing. @throws InvalidInput, NotFound as `startCaseBulk` */
export async function previewCaseBulk(db: TenantDb, request: CaseBulkRequest): Promise<BulkPreview> {
  await checkRequest(db, request);
  const where = caseWhere(request.criteria);
  const [matched, rows] = await Promise.all([
    db.case.count({ where, take: BULK_COUNTED_AT_MOST }),
    db.case.findMany({ where, orderBy: ORDER, take: SAMPLE, select: { id: true } }),
  ]);
  checkSize(request, matched);
  return { matched, sampleIds: rows.map(({ id }) => id) };
}

/**
 * Starts an action on all cases that are named, or that match and were opened before now.
 * @returns the job that does it, null when nothing matches; for a key that came before, the job of then
 * @throws InvalidInput when it is not said which cases, or what with them, or they are too many to be done all or none;
 * NotFound when there is no such member; IdempotencyMismatch
 */
export async function startCaseBulk(
  db: TenantDb,
  request: CaseBulkRequest,
): Promise<{ readonly job: Job | null; readonly matched: number }> {
  const { action, criteria, errorPolicy, idempotencyKey: key, actor, requestId = null } = request;
  return transact(db, async (tx) => {
    const claimed = await claimKey(tx, { operation: OPERATION, key, request: { action, criteria, errorPolicy } });
    if (claimed.isRepeated) {
      const run = await tx.bulkRun.findFirstOrThrow({ where: { id: claimed.id }, include: { job: true } });
      return { job: run.job, matched: run.matched };
    }
    await checkRequest(tx, request);
    const where = caseWhere(criteria);
    const matched = criteria.ids?.length ?? (await tx.case.count({ where, take: BULK_COUNTED_AT_MOST }));
    if (matched === 0) {
      // Nothing was done under the key, so it may come again.
      if (key) await tx.idempotencyRecord.deleteMany({ where: { operation: OPERATION, key } });
      return { job: null, matched };
    }
    checkSize(request, matched);
    const [now] = await tx.$queryRaw<{ at: Date }[]>`SELECT now()::timestamptz(3) AS "at"`;
    const before = (now?.at ?? new Date()).toISOString();
    const told = { action, criteria, errorPolicy, before, actor: { ...actor }, requestId };
    const payload = { ...told, rights: tx.$rights.text };
    const job = await enqueueJob(tx, BulkCases, payload, { requestedBy: actor, requestId });
    const { kind } = action;
    await tx.bulkRun.create({
      data: { id: claimed.id, tenantId: tx.$tenantId, jobId: job.id, action: kind, matched },
    });
    const subject = { type: 'Job', id: job.id };
    const data = { action: kind, matched };
    await recordEvent(tx, { kind: 'BULK_ACTION_STARTED', subject, actor, requestId, data });
    return { job, matched };
  });
}

/** What is wrong with the request as a whole is said before anything is done. */
async function checkRequest(db: Pick<TenantDb, 'membership'>, { action, criteria }: CaseBulkRequest): Promise<void> {
  if (action.kind === 'ASSIGN' && action.membershipId !== null) {
    const found = await db.membership.findFirst({ where: { id: action.membershipId }, select: { id: true } });
    if (!found) throw new NotFound('The membership', ['input', 'membershipId']);
  }
  if (action.kind === 'TAG' || action.kind === 'UNTAG') normalTags(action.tags);
  if (action.kind === 'SNOOZE' && new Date(action.until) <= new Date()) {
    throw InvalidInput.at(['input', 'until'], 'This time is past.');
  }
  if (!hasCondition(criteria)) {
    throw InvalidInput.at(['input', 'filter'], 'Name cases in `ids`, or give at least one condition.');
  }
}

function checkSize({ errorPolicy }: CaseBulkRequest, matched: number): void {
  if (errorPolicy !== 'ALL_OR_NOTHING' || matched <= ALL_AT_ONCE) return;
  throw InvalidInput.at(
    ['input', 'errorPolicy'],
    `These are ${matched} cases; ${ALL_AT_ONCE} at most are done all or none.`,
  );
}

const ORDER = [{ openedAt: 'asc' }, { id: 'asc' }] as const satisfies Prisma.CaseOrderByWithRelationInput[];

/**
 * Acts on the next few and writes down how far it has come, in the caller's transaction: after a crash nothing is done
 * twice and nothing is left out. What refuses is noted and passed over, or is the end.
 */
export async function actOnCases(tx: Transaction, jobId: string, payload: BulkCasesPayload): Promise<BulkBatch> {
  const run = await tx.bulkRun.findFirstOrThrow({ where: { jobId } });
  // Its worker was lost between the end and saying so.
  if (run.isStopped) return { run, isLast: true };
  const marks = await nextCases(tx, run, payload);
  const refusals = run.refusals as unknown as BulkRefusal[];
  const failures = run.failures as unknown as CaseFailure[];
  const { action, actor, requestId, errorPolicy } = payload;
  let [done, skipped] = [0, 0];
  for (const { id } of marks) {
    try {
      await act(tx, id, action, { actor, requestId });
      done += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      skipped += 1;
      addRefusal(refusals, error);
      const [issue] = error.issues;
      const { code = 'INVALID_STATE', message = error.message, path = [] } = issue ?? {};
      if (failures.length < MOST_FAILURES) failures.push({ id, code, message, path });
      if (errorPolicy === 'STOP') break;
    }
  }
  const isStopped = errorPolicy !== 'CONTINUE' && skipped > 0;
  const last = marks[done + skipped - 1];
  const updated = await tx.bulkRun.update({
    where: { id: run.id },
    data: {
      processed: run.processed + done + skipped,
      done: run.done + done,
      skipped: run.skipped + skipped,
      refusals: refusals as unknown as Prisma.InputJsonValue,
      failures: failures as unknown as Prisma.InputJsonValue,
      isStopped,
      ...(last?.openedAt ? { cursorAt: last.openedAt, cursorId: last.id } : {}),
    },
  });
  return { run: updated, isLast: isStopped || marks.length < batchOf(payload) };
}

const batchOf = ({ errorPolicy }: BulkCasesPayload) => (errorPolicy === 'ALL_OR_NOTHING' ? ALL_AT_ONCE + 1 : BATCH);

/** Takes back what was done with the others, and tells what came of all. */
class Undone extends Error {
  override name = 'Undone';
  readonly run: BulkRun;

  constructor(run: BulkRun) {
    super('A case refused.');
    this.run = run;
  }
}

/** Acts on all or none: looks at each, so that all refusals are known, and takes everything back when there is one. */
export async function actOnAllOrNone(db: TenantDb, jobId: string, payload: BulkCasesPayload): Promise<BulkBatch> {
  try {
    return await transact(db, async (tx) => {
      await seeAs(tx, payload.rights);
      const batch = await actOnCases(tx, jobId, payload);
      const { isStopped, done, processed } = batch.run;
      if ((isStopped && done > 0) || processed > ALL_AT_ONCE) throw new Undone(batch.run);
      return { ...batch, isLast: true };
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    const { id, processed, skipped, failures, refusals: told } = error.run;
    const refusals = told as unknown as BulkRefusal[];
    if (processed > ALL_AT_ONCE) addRefusal(refusals, new InvalidState(`More than ${ALL_AT_ONCE} match by now.`));
    const data = {
      processed,
      done: 0,
      skipped,
      refusals: refusals as unknown as Prisma.InputJsonValue,
      failures: failures as Prisma.InputJsonValue,
      isStopped: true,
    };
    return transact(db, async (tx) => ({ run: await tx.bulkRun.update({ where: { id }, data }), isLast: true }));
  }
}

interface CaseMark {
  readonly id: string;
  readonly openedAt?: Date;
}

/** Those that were named, in their order, whether they are there or not; otherwise what matches, the oldest first. */
function nextCases(tx: Transaction, run: BulkRun, payload: BulkCasesPayload): Promise<CaseMark[]> {
  const { criteria, before } = payload;
  if (criteria.ids) {
    const named = criteria.ids.slice(run.processed, run.processed + batchOf(payload));
    return Promise.resolve(named.map((id) => ({ id })));
  }
  const { cursorAt: at, cursorId } = run;
  const behind: Prisma.CaseWhereInput =
    at && cursorId ? { OR: [{ openedAt: { gt: at } }, { openedAt: at, id: { gt: cursorId } }] } : {};
  return tx.case.findMany({
    where: { AND: [caseWhere(criteria), { openedAt: { lt: new Date(before) } }, behind] },
    orderBy: ORDER,
    take: batchOf(payload),
    select: { id: true, openedAt: true },
  });
}

function act(tx: Transaction, id: string, action: CaseBulkAction, cause: Cause): Promise<unknown> {
  switch (action.kind) {
    case 'ASSIGN':
      return assignCaseIn(tx, id, action.membershipId, cause);
    case 'CLOSE':
      return moveCaseOrThrow(tx, id, { to: 'CLOSED' }, cause);
    case 'PRIORITY':
      return setCasePriorityIn(tx, id, action.priority, cause);
    case 'SNOOZE':
      return snoozeCaseIn(tx, id, new Date(action.until), cause);
    case 'TAG':
      return tagCaseIn(tx, id, 'ADD', action.tags, cause);
    case 'UNTAG':
      return tagCaseIn(tx, id, 'REMOVE', action.tags, cause);
  }
}

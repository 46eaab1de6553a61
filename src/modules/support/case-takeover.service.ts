import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidInput, InvalidState, NotFound } from '../../errors.js';
import { checkVersion } from '../../expected-version.js';
import type { Case, Job } from '../../generated/prisma/client.js';
import type { CaseState, PipelineStepKind } from '../../generated/prisma/enums.js';
import { withPatience } from '../../jobs/failures.js';
import type { Cause } from '../operations/actor.js';
import { cancelJobIn } from '../operations/job-control.service.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { CaseDecision } from './case.service.js';
import { lockCase } from './case.sql.js';
import { moveCaseOrThrow, requireCase } from './case-move.service.js';
import { withdrawWaiting } from './case-withdraw.service.js';
import { assignCaseIn } from './case-work.service.js';
import { announceStep, startPipeline } from './pipeline.service.js';
import { movePipeline, skipStepsWithoutJob } from './pipeline.sql.js';
import { stateBefore } from './pipeline-step.service.js';
import { STEPS } from './pipeline-steps.js';
import { abandonDrafts } from './reply-send.service.js';

const PATIENCE_MS = 5_000;
/** Where those who restart a pipeline name the case. */
const CASE_ID = ['input', 'caseId'];

export interface TakenOverCase {
  readonly case: Case;
}

/**
 * A person takes a case out of the pipeline's hands, whatever that is doing: the pipeline is cancelled and a model that
 * is being asked is hung up on; what waits for a word is no matter any more; the case needs a person, and that is them.
 * @param membershipId - who takes it; whoever asks, by default
 * @throws NotFound, Conflict, InvalidState when the case is closed, InvalidInput when nobody is named or they may not
 */
export function takeOverCase(
  db: TenantDb,
  caseId: string,
  membershipId: string | null,
  decision: CaseDecision,
): Promise<TakenOverCase> {
  // Jobs are locked before cases, and what waits before its case; where a worker crosses that, one of the two is ended.
  return withPatience(PATIENCE_MS, () => transact(db, (tx) => takeOverIn(tx, caseId, membershipId, decision)));
}

async function takeOverIn(
  tx: Transaction,
  caseId: string,
  membershipId: string | null,
  { expectedVersion, ...cause }: CaseDecision,
): Promise<TakenOverCase> {
  await lockHands(tx, caseId);
  const seen = await requireCase(tx, caseId);
  checkVersion('case', { case: seen }, { expectedVersion });
  const assignee = membershipId === null ? await membershipOf(tx, cause) : await requireMembership(tx, membershipId);
  if (seen.state === 'CLOSED') throw new InvalidState('Nobody takes over a closed case.');
  const wasRunning = await stopPipeline(tx, caseId, cause);
  await withdrawWaiting(tx, caseId, 'SUPERSEDED', cause);
  await toPerson(tx, caseId, cause);
  const data = { from: seen.state, wasRunning };
  await recordEvent(tx, { kind: 'CASE_TAKEN_OVER', subject: { type: 'Case', id: caseId }, ...cause, data });
  return { case: await assignCaseIn(tx, caseId, assignee, cause) };
}

/** Of those who take a case over or give it back, one at a time: the next one sees what the first one did. */
async function lockHands(tx: Transaction, caseId: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`hands ${tx.$tenantId} ${caseId}`}, 0))::text`;
}

async function requireMembership(tx: Transaction, id: string): Promise<string> {
  const membership = await tx.membership.findFirst({ where: { id }, select: { id: true } });
  if (!membership) throw new NotFound('The membership', ['input', 'membershipId']);
  return membership.id;
}

async function membershipOf(tx: Transaction, { actor }: Cause): Promise<string> {
  const own = actor.kind === 'USER' && actor.id ? { userId: actor.id } : null;
  const membership = own && (await tx.membership.findFirst({ where: own, select: { id: true } }));
  if (membership) return membership.id;
  throw InvalidInput.at(['input', 'membershipId'], 'Say who takes it over: a machine does not.');
}

/** Cancels the pipeline that is at work, in one go: nothing that it still does has an effect. */
async function stopPipeline(tx: Transaction, caseId: string, cause: Cause): Promise<boolean> {
  const running = await tx.pipeline.findFirst({ where: { caseId, state: 'RUNNING' } });
  if (!running) return false;
  await cancelJobIn(tx, running.jobId, cause);
  await movePipeline(tx, running.id, ['RUNNING'], 'CANCELLED');
  for (const step of await skipStepsWithoutJob(tx, running.id)) announceStep(tx, caseId, { ...step, from: 'PENDING' });
  await abandonDrafts(tx, { caseId });
  return true;
}

async function toPerson(tx: Transaction, caseId: string, cause: Cause): Promise<Case> {
  const current = await requireCase(tx, caseId);
  if (current.state === 'NEEDS_HUMAN') return current;
  return moveCaseOrThrow(tx, caseId, { to: 'NEEDS_HUMAN' }, cause);
}

export interface RestartedCase extends TakenOverCase {
  /** The pipeline's job. */
  readonly job: Job;
}

/**
 * Lets the pipeline go through a case again from one of its steps on. What was decided before that step stays; what
 * waits for a word is no matter any more.
 * @param from - null: from triage where the case has none, else from looking for articles
 * @throws NotFound, Conflict, InvalidState when a pipeline is at work, the case is closed, or was not triaged yet
 */
export function restartPipeline(
  db: TenantDb,
  caseId: string,
  from: PipelineStepKind | null,
  decision: CaseDecision,
): Promise<RestartedCase> {
  return withPatience(PATIENCE_MS, () => transact(db, (tx) => restartIn(tx, caseId, from, decision)));
}

/** Gives a case that somebody took over back to the pipeline: it is nobody's again. Throws what `restartPipeline` does. */
export function handBackCase(
  db: TenantDb,
  caseId: string,
  from: PipelineStepKind | null,
  decision: CaseDecision,
): Promise<RestartedCase> {
  const { expectedVersion: _, ...cause } = decision;
  return withPatience(PATIENCE_MS, () =>
    transact(db, async (tx) => {
      const { state } = await requireCase(tx, caseId, CASE_ID);
      if (state !== 'NEEDS_HUMAN') throw new InvalidState(`A case that is ${state} is not given back.`, CASE_ID);
      const { job } = await restartIn(tx, caseId, from, decision);
      return { case: await assignCaseIn(tx, caseId, null, cause), job };
    }),
  );
}

async function restartIn(
  tx: Transaction,
  caseId: string,
  wanted: PipelineStepKind | null,
  { expectedVersion, ...cause }: CaseDecision,
): Promise<RestartedCase> {
  await lockHands(tx, caseId);
  await withdrawWaiting(tx, caseId, 'SUPERSEDED', cause);
  // From here on no pipeline begins or is taken up again: whoever does that moves the case.
  const seen = await lockCase(tx, caseId);
  if (!seen) throw new NotFound('The case', CASE_ID);
  checkVersion('case', { case: seen }, { expectedVersion });
  if (seen.state === 'CLOSED') throw new InvalidState('A closed case is done with.', CASE_ID);
  const running = await tx.pipeline.findFirst({ where: { caseId, state: 'RUNNING' }, select: { id: true } });
  if (running) throw new InvalidState('A pipeline is at work on the case; take it over first.', CASE_ID);
  const from = wanted ?? (seen.triagedAt ? 'KNOWN_ISSUE_MATCH' : 'TRIAGE');
  if (from !== 'TRIAGE' && !seen.triagedAt)
    throw new InvalidState('The case has not been triaged yet.', ['input', 'from']);
  await toPerson(tx, caseId, cause);
  const to: CaseState = await stateBefore(tx, from, caseId);
  const moved = await moveCaseOrThrow(tx, caseId, { to, from: ['NEEDS_HUMAN'] }, cause);
  const kinds = from === 'CHANGE_PREP' ? [from] : STEPS.slice(STEPS.indexOf(from));
  const { actor: requestedBy, requestId } = cause;
  return { case: moved, job: await startPipeline(tx, { caseId, kinds, requestedBy, requestId }) };
}

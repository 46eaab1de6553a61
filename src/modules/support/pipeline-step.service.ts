import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidState } from '../../errors.js';
import type { Case } from '../../generated/prisma/client.js';
import type { CaseState, PipelineStepKind } from '../../generated/prisma/enums.js';
import { type JobFailure, type JobRun, PermanentJobError } from '../../jobs/define-job.js';
import { endCoordinator, logCoordinator, reopenCoordinator } from '../operations/coordinator.service.js';
import { moveCase, moveCaseOrThrow, PIPELINE_ACTOR, requireCase } from './case-move.service.js';
import { AUTOMATED_STATES } from './case-states.js';
import { isMatch } from './match-score.js';
import { announceStep } from './pipeline.service.js';
import { movePipeline, moveStep, skipPendingSteps } from './pipeline.sql.js';
import { pipelinePercent, type StepPayload } from './pipeline-steps.js';
import { settingsOfCase } from './support-settings.service.js';

/** The states a case is in while a step of the kind runs. */
const STATES_OF_STEP: Readonly<Record<PipelineStepKind, readonly CaseState[]>> = {
  TRIAGE: ['TRIAGING'],
  KNOWN_ISSUE_MATCH: ['TRIAGED'],
  AUTO_REPLY: ['MATCHED', 'UNMATCHED'],
  CHANGE_PREP: ['CHANGE_PREP'],
};

const CAUSE = { actor: PIPELINE_ACTOR };

/** How a step's handler tells where it is: on its own stream and on the pipeline's. */
export interface StepReport<Stage extends string> {
  readonly stage: Stage;
  /** 0 to 100 of the step's own way. */
  readonly percent: number;
  /** A line for the log, too. */
  readonly message?: string;
}

/**
 * Marks a step as running and brings the case along. Every attempt goes through here first.
 * @throws PermanentJobError when the case or the pipeline has moved on without it
 */
export async function beginStep(
  run: Pick<JobRun, 'db' | 'jobId' | 'reportChain'>,
  kind: PipelineStepKind,
  payload: StepPayload,
): Promise<Case> {
  const { caseId, coordinatorId, stepId } = payload;
  const begun = await transact(run.db, async (tx) => {
    const step = await moveStep(tx, stepId, run.jobId, {
      from: ['PENDING', 'RUNNING', 'FAILED'],
      to: 'RUNNING',
      isAttempt: true,
    });
    if (!step) throw new PermanentJobError('STEP_SUPERSEDED', 'Another job does this step.');
    announceStep(tx, caseId, step);
    if (step.from === 'FAILED') await revivePipeline(tx, kind, payload);
    const found = (await bringAlong(tx, kind, caseId)) ?? (await requireCase(tx, caseId));
    if (!STATES_OF_STEP[kind].includes(found.state)) {
      throw new PermanentJobError('CASE_MOVED_ON', `The case is ${found.state} by now.`);
    }
    return found;
  });
  run.reportChain({ jobId: coordinatorId, percent: pipelinePercent(kind, 0), stage: kind });
  return begun;
}

/** Moves the case to where a step of the kind works on it; nothing where it is there already, or elsewhere. */
function bringAlong(tx: Transaction, kind: PipelineStepKind, caseId: string): Promise<Case | undefined> | undefined {
  if (kind === 'TRIAGE') return moveCase(tx, caseId, { to: 'TRIAGING', from: ['NEW'] }, CAUSE);
  if (kind === 'CHANGE_PREP') return moveCase(tx, caseId, { to: 'CHANGE_PREP', from: ['UNMATCHED'] }, CAUSE);
  return undefined;
}

/** Tells how far a step is to those who watch it and to those who watch the pipeline. */
export async function reportStep<Stage extends string>(
  run: JobRun<Stage>,
  kind: PipelineStepKind,
  { coordinatorId }: StepPayload,
  { stage, percent, message }: StepReport<Stage>,
): Promise<void> {
  run.reportChain({ jobId: coordinatorId, percent: pipelinePercent(kind, percent), stage: kind, message });
  if (message !== undefined) run.log.info(message);
  await run.progress({ stage, percent, ...(message === undefined ? {} : { message }) });
}

/** Marks a step as done, inside the transaction that has its effect. */
export async function finishStep(tx: Transaction, jobId: string, { caseId, stepId }: StepPayload): Promise<void> {
  const step = await moveStep(tx, stepId, jobId, { from: ['RUNNING'], to: 'SUCCEEDED' });
  if (!step) throw new PermanentJobError('STEP_SUPERSEDED', 'Another job does this step.');
  announceStep(tx, caseId, step);
}

/** A step that gave up takes its pipeline with it, and a person takes over the case. */
export async function giveUpStep(
  tx: Transaction,
  failure: JobFailure,
  { caseId, coordinatorId, pipelineId, stepId }: StepPayload,
  jobId: string,
): Promise<void> {
  const { code, message } = failure;
  const step = await moveStep(tx, stepId, jobId, {
    from: ['PENDING', 'RUNNING'],
    to: 'FAILED',
    error: { code, message },
  });
  if (!step) return;
  announceStep(tx, caseId, step);
  const { state: pipelineState } = await tx.pipeline.findFirstOrThrow({ where: { id: pipelineId } });
  // Where a person has taken over, the case is theirs by now, or in the hands of another pipeline.
  const isTakenOver = pipelineState === 'CANCELLED';
  if (!isTakenOver) await moveCase(tx, caseId, { to: 'NEEDS_HUMAN', from: AUTOMATED_STATES }, CAUSE);
  const words = failure.state === 'CANCELLED' ? 'was cancelled' : 'gave up';
  await logCoordinator(tx, coordinatorId, 'ERROR', `${step.kind} ${words}: ${message}`);
  const ended = await endCoordinator(tx, coordinatorId, { state: 'FAILED', code, message });
  const isCancelled = ended?.state === 'CANCELLED';
  await movePipeline(tx, pipelineId, ['RUNNING'], isCancelled ? 'CANCELLED' : 'FAILED');
  if (!isCancelled) return;
  for (const left of await skipPendingSteps(tx, pipelineId)) announceStep(tx, caseId, { ...left, from: 'PENDING' });
}

/**
 * Takes a failed pipeline up again at one of its steps, with the case where that step begins.
 * @throws InvalidState when the pipeline has not failed or the case has been taken care of
 */
export async function revivePipeline(tx: Transaction, kind: PipelineStepKind, ids: StepPayload): Promise<Case> {
  const reopened = await reopenCoordinator(tx, ids.coordinatorId);
  if (!reopened || !(await movePipeline(tx, ids.pipelineId, ['FAILED'], 'RUNNING'))) {
    throw new InvalidState('Only a step of a pipeline that failed can be tried again.');
  }
  await logCoordinator(tx, ids.coordinatorId, 'INFO', `${kind} is tried again`);
  const to = await stateBefore(tx, kind, ids.caseId);
  return moveCaseOrThrow(tx, ids.caseId, { to, from: ['NEEDS_HUMAN'] }, CAUSE);
}

/** Where a case is before a step begins, or where the step's beginning takes it. */
export async function stateBefore(tx: Transaction, kind: PipelineStepKind, caseId: string): Promise<CaseState> {
  if (kind === 'TRIAGE') return 'TRIAGING';
  if (kind === 'KNOWN_ISSUE_MATCH') return 'TRIAGED';
  if (kind === 'CHANGE_PREP') return 'UNMATCHED';
  const published = { caseId, article: { state: 'PUBLISHED' } } as const;
  const best = await tx.caseMatch.findFirst({ where: published, orderBy: { position: 'asc' } });
  const { matchThreshold } = await settingsOfCase(tx, caseId);
  return best && isMatch(best, matchThreshold) ? 'MATCHED' : 'UNMATCHED';
}

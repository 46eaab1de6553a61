import { v7 as newId } from 'uuid';
import type { Transaction } from '../../db/transaction.js';
import type { Job } from '../../generated/prisma/client.js';
import type { PipelineStepKind } from '../../generated/prisma/enums.js';
import type { Actor } from '../operations/actor.js';
import {
  endCoordinator,
  logCoordinator,
  openCoordinator,
  reportCoordinator,
} from '../operations/coordinator.service.js';
import { type EnqueueOptions, enqueueJob } from '../operations/job.service.js';
import { caseEvent } from './case-events.js';
import { DraftReply } from './draft-reply.job.js';
import { MatchKnownIssues } from './match-known-issues.job.js';
import { type MovedStep, movePipeline, skipPendingSteps } from './pipeline.sql.js';
import { CASE_PIPELINE_KIND, pipelinePercent, type StepPayload } from './pipeline-steps.js';
import { PrepareChange } from './prepare-change.job.js';
import { TriageCase } from './triage-case.job.js';

export interface PipelineRequest {
  readonly caseId: string;
  /** The steps, in order. */
  readonly kinds: readonly PipelineStepKind[];
  readonly requestedBy: Actor;
  readonly requestId?: string | null | undefined;
}

/** Starts a pipeline of some of the steps for a case that exists already. Returns the pipeline's job. */
export async function startPipeline(tx: Transaction, request: PipelineRequest): Promise<Job> {
  const { caseId, kinds, requestedBy, requestId } = request;
  const pipelineId = newId();
  const subject = { type: 'Case', id: caseId };
  const coordinator = await openCoordinator(
    tx,
    { kind: CASE_PIPELINE_KIND, payload: { caseId, pipelineId } },
    { subject, requestedBy, requestId },
  );
  const tenantId = tx.$tenantId;
  await tx.pipeline.create({ data: { id: pipelineId, tenantId, caseId, jobId: coordinator.id }, select: { id: true } });
  const steps = kinds.map((kind, position) => ({ id: newId(), tenantId, pipelineId, kind, position }));
  await tx.pipelineStep.createMany({ data: steps });
  await enqueueNextStep(tx, { caseId, pipelineId, coordinatorId: coordinator.id });
  return coordinator;
}

type PipelineIds = Omit<StepPayload, 'stepId'>;

/** Enqueues the first step that has not begun; false when there is none. */
async function enqueueNextStep(tx: Transaction, ids: PipelineIds): Promise<boolean> {
  const next = await tx.pipelineStep.findFirst({
    where: { pipelineId: ids.pipelineId, state: 'PENDING' },
    orderBy: { position: 'asc' },
    select: { id: true, kind: true, pipeline: { select: { job: { select: ASKED } } } },
  });
  if (!next) return false;
  await enqueueStepFor(tx, ids, next, next.pipeline.job);
  return true;
}

/** Who asked for a job. */
const ASKED = { requestedByKind: true, requestedById: true, requestedByLabel: true, requestId: true } as const;

interface NextStep {
  readonly id: string;
  readonly kind: PipelineStepKind;
}

/** Gives a step a job of its own, asked for by whoever asked for the pipeline. */
export async function enqueueStep(tx: Transaction, ids: PipelineIds, step: NextStep): Promise<Job> {
  const asked = await tx.job.findFirstOrThrow({ where: { id: ids.coordinatorId }, select: ASKED });
  return enqueueStepFor(tx, ids, step, asked);
}

async function enqueueStepFor(
  tx: Transaction,
  { caseId, pipelineId, coordinatorId }: PipelineIds,
  step: NextStep,
  asked: Pick<Job, keyof typeof ASKED>,
): Promise<Job> {
  const payload: StepPayload = { caseId, pipelineId, coordinatorId, stepId: step.id };
  const options = {
    subject: { type: 'Case', id: caseId },
    parentId: coordinatorId,
    requestedBy: { kind: asked.requestedByKind, id: asked.requestedById, label: asked.requestedByLabel },
    requestId: asked.requestId,
  };
  const job = await enqueueJobOf(tx, step.kind, payload, options);
  await tx.pipelineStep.updateMany({ where: { id: step.id }, data: { jobId: job.id } });
  return job;
}

function enqueueJobOf(
  tx: Transaction,
  kind: PipelineStepKind,
  payload: StepPayload,
  options: EnqueueOptions,
): Promise<Job> {
  switch (kind) {
    case 'TRIAGE':
      return enqueueJob(tx, TriageCase, payload, options);
    case 'KNOWN_ISSUE_MATCH':
      return enqueueJob(tx, MatchKnownIssues, payload, options);
    case 'AUTO_REPLY':
      return enqueueJob(tx, DraftReply, payload, options);
    case 'CHANGE_PREP':
      return enqueueJob(tx, PrepareChange, payload, options);
  }
}

/** Goes on behind a step that is done: with the next one, or to the end. */
export async function continuePipeline(tx: Transaction, kind: PipelineStepKind, ids: PipelineIds): Promise<void> {
  if (!(await enqueueNextStep(tx, ids))) return endPipeline(tx, ids);
  const percent = pipelinePercent(kind, 100);
  await reportCoordinator(tx, ids.coordinatorId, { percent, stage: kind, message: 'done' });
}

/** Puts another step in the place of those that have not begun; it is the pipeline's last. */
export async function takeInstead(
  tx: Transaction,
  kind: PipelineStepKind,
  ids: PipelineIds,
  reason: string,
): Promise<void> {
  const { pipelineId, caseId, coordinatorId } = ids;
  for (const step of await skipPendingSteps(tx, pipelineId)) announceStep(tx, caseId, { ...step, from: 'PENDING' });
  const position = await tx.pipelineStep.count({ where: { pipelineId } });
  await tx.pipelineStep.create({ data: { id: newId(), tenantId: tx.$tenantId, pipelineId, kind, position } });
  await logCoordinator(tx, coordinatorId, 'INFO', reason);
}

/** Ends a pipeline well; steps that have not begun are left out, for the reason that is logged. */
export async function completePipeline(tx: Transaction, ids: PipelineIds, reason?: string): Promise<void> {
  for (const step of await skipPendingSteps(tx, ids.pipelineId))
    announceStep(tx, ids.caseId, { ...step, from: 'PENDING' });
  if (reason) await logCoordinator(tx, ids.coordinatorId, 'INFO', reason);
  await endPipeline(tx, ids);
}

async function endPipeline(tx: Transaction, { pipelineId, coordinatorId }: PipelineIds): Promise<void> {
  await movePipeline(tx, pipelineId, ['RUNNING'], 'SUCCEEDED');
  await endCoordinator(tx, coordinatorId, { state: 'SUCCEEDED' });
}

/** Tells those who watch the case that a step has moved. */
export function announceStep(tx: Transaction, caseId: string, step: MovedStep): void {
  const { id: stepId, kind, from, state: to, errorCode } = step;
  if (from !== to) tx.$outbox(caseEvent(caseId, { type: 'PipelineStepChanged', stepId, kind, from, to, errorCode }));
}

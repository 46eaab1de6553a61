import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidState, NotFound } from '../../errors.js';
import type { Job, Pipeline, PipelineStep } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { retryJobIn } from '../operations/job-control.service.js';
import { announceStep, enqueueStep } from './pipeline.service.js';
import { moveStep } from './pipeline.sql.js';
import { revivePipeline } from './pipeline-step.service.js';

/** Names a step, or a pipeline: then the step of it that failed is meant. */
export type StepName = { readonly stepId: string } | { readonly pipelineId: string };

export interface RetriedStep {
  readonly pipeline: Pipeline;
  /** The step's job, which is queued again. */
  readonly job: Job;
}

/**
 * Tries a failed step again, alone: what was done before it stays as it is, and what follows it goes on afterwards.
 * @throws NotFound; InvalidState when the step has not failed or the case has been taken care of
 */
export function retryStep(db: TenantDb, name: StepName, cause: Cause): Promise<RetriedStep> {
  return transact(db, async (tx) => {
    const step = await findStep(tx, name);
    const { pipeline } = step;
    if (step.state !== 'FAILED') throw new InvalidState(`A step that is ${step.state} is not tried again.`);
    const ids = { caseId: pipeline.caseId, pipelineId: pipeline.id, coordinatorId: pipeline.jobId, stepId: step.id };
    const job = await requeue(tx, step, ids, cause);
    const moved = await moveStep(tx, step.id, job.id, { from: ['FAILED'], to: 'RUNNING' });
    if (!moved) throw new InvalidState('The step is being tried again already.');
    await revivePipeline(tx, step.kind, ids);
    announceStep(tx, pipeline.caseId, moved);
    return { pipeline: await tx.pipeline.findFirstOrThrow({ where: { id: pipeline.id } }), job };
  });
}

async function findStep(tx: Transaction, name: StepName): Promise<PipelineStep & { readonly pipeline: Pipeline }> {
  const path = ['input', 'id'];
  if ('stepId' in name) {
    const step = await tx.pipelineStep.findFirst({ where: { id: name.stepId }, include: { pipeline: true } });
    if (!step) throw new NotFound('The step', path);
    return step;
  }
  const pipeline = await tx.pipeline.findFirst({
    where: { id: name.pipelineId },
    include: { steps: { where: { state: 'FAILED' }, take: 1 } },
  });
  if (!pipeline) throw new NotFound('The pipeline', path);
  const { steps, ...row } = pipeline;
  if (!steps[0]) throw new InvalidState('No step of the pipeline has failed.');
  return { ...steps[0], pipeline: row };
}

/** The step's job starts again; one that was cancelled cannot, so another takes its place. */
async function requeue(
  tx: Transaction,
  step: PipelineStep,
  ids: Parameters<typeof enqueueStep>[1],
  cause: Cause,
): Promise<Job> {
  const job = step.jobId ? await tx.job.findFirst({ where: { id: step.jobId } }) : null;
  if (job && (job.state === 'DEAD' || job.state === 'FAILED')) return retryJobIn(tx, job.id, cause);
  return enqueueStep(tx, ids, step);
}

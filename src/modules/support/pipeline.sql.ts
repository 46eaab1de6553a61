import type { TenantTx } from '../../db/tenant.js';
import type { PipelineStep } from '../../generated/prisma/client.js';
import type { PipelineState, PipelineStepState } from '../../generated/prisma/enums.js';

/** A step after its move, and where it was. */
export type MovedStep = PipelineStep & { readonly from: PipelineStepState };

export interface StepMove {
  readonly from: readonly PipelineStepState[];
  readonly to: PipelineStepState;
  /** Another attempt begins. */
  readonly isAttempt?: boolean;
  readonly error?: { readonly code: string; readonly message: string } | null;
}

/** Moves the step that `jobId` does; nothing when the step belongs to another job or is in another state. */
export async function moveStep(
  tx: TenantTx,
  stepId: string,
  jobId: string,
  move: StepMove,
): Promise<MovedStep | undefined> {
  const hasEnded = move.to !== 'RUNNING';
  const [moved] = await tx.$queryRaw<MovedStep[]>`
    WITH old AS (SELECT "id", "state" FROM "PipelineStep" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${stepId}::uuid FOR UPDATE)
    UPDATE "PipelineStep" s SET "state" = ${move.to}::"PipelineStepState",
      "attempts" = s."attempts" + ${move.isAttempt ? 1 : 0}::int,
      "startedAt" = CASE WHEN ${move.isAttempt ?? false}::boolean THEN now() ELSE s."startedAt" END,
      "finishedAt" = CASE WHEN ${hasEnded}::boolean THEN now() END,
      "errorCode" = ${move.error?.code ?? null}, "errorMessage" = ${move.error?.message ?? null}
    FROM old
    WHERE s."tenantId" = ${tx.$tenantId}::uuid AND s."id" = old."id" AND s."jobId" = ${jobId}::uuid
      AND s."state" = ANY(${[...move.from]}::"PipelineStepState"[])
    RETURNING s.*, old."state" AS "from"`;
  return moved;
}

/** Skips what has not begun. */
export function skipPendingSteps(tx: TenantTx, pipelineId: string): Promise<PipelineStep[]> {
  return tx.$queryRaw<PipelineStep[]>`
    UPDATE "PipelineStep" SET "state" = 'SKIPPED', "finishedAt" = now()
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND "pipelineId" = ${pipelineId}::uuid AND "state" = 'PENDING' RETURNING *`;
}

/** Skips what has not begun and has no job that would. */
export function skipStepsWithoutJob(tx: TenantTx, pipelineId: string): Promise<PipelineStep[]> {
  return tx.$queryRaw<PipelineStep[]>`
    UPDATE "PipelineStep" SET "state" = 'SKIPPED', "finishedAt" = now()
    WHERE "tenantId" = ${tx.$tenantId}::uuid AND "pipelineId" = ${pipelineId}::uuid AND "state" = 'PENDING'
      AND "jobId" IS NULL RETURNING *`;
}

/** Whether the pipeline was in one of the states `from` and is in `to` now. */
export async function movePipeline(
  tx: TenantTx,
  pipelineId: string,
  from: readonly PipelineState[],
  to: PipelineState,
): Promise<boolean> {
  const { count } = await tx.pipeline.updateMany({
    where: { id: pipelineId, state: { in: [...from] } },
    data: { state: to },
  });
  return count === 1;
}

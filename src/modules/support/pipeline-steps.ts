import { z } from 'zod';
import type { PipelineStepKind } from '../../generated/prisma/enums.js';

/** Kind of the job that stands for a whole pipeline. No worker runs it; its steps move it along. */
export const CASE_PIPELINE_KIND = 'support.case-pipeline';

/** Payload of every step's job: which step it is, of what. */
export const StepPayload = z.object({
  caseId: z.uuid(),
  pipelineId: z.uuid(),
  stepId: z.uuid(),
  /** The pipeline's own job. */
  coordinatorId: z.uuid(),
});
export type StepPayload = z.infer<typeof StepPayload>;

/**
 * The chain as a pipeline begins. Where a bug turns out to be one that nobody knew, its AUTO_REPLY is left out and
 * CHANGE_PREP takes its place.
 */
export const STEPS = ['TRIAGE', 'KNOWN_ISSUE_MATCH', 'AUTO_REPLY'] as const satisfies readonly PipelineStepKind[];

/** How far each step takes the pipeline: percent where it begins and where it ends. */
const SPANS: Readonly<Record<PipelineStepKind, { readonly from: number; readonly to: number }>> = {
  TRIAGE: { from: 0, to: 30 },
  KNOWN_ISSUE_MATCH: { from: 30, to: 60 },
  AUTO_REPLY: { from: 60, to: 100 },
  CHANGE_PREP: { from: 60, to: 100 },
};

/** Where the pipeline stands when a step has come to `percent` of its own way. */
export function pipelinePercent(kind: PipelineStepKind, percent: number): number {
  const { from, to } = SPANS[kind];
  return from + ((to - from) * percent) / 100;
}

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

/** The chain, and how far each step takes the pipeline (percent where it begins and where it ends). */
export const STEPS = [
  { kind: 'TRIAGE', from: 0, to: 30 },
  { kind: 'KNOWN_ISSUE_MATCH', from: 30, to: 60 },
  { kind: 'AUTO_REPLY', from: 60, to: 100 },
] as const satisfies readonly { kind: PipelineStepKind; from: number; to: number }[];

/** Where the pipeline stands when a step has come to `percent` of its own way. */
export function pipelinePercent(kind: PipelineStepKind, percent: number): number {
  const step = STEPS.find((candidate) => candidate.kind === kind);
  return step ? step.from + ((step.to - step.from) * percent) / 100 : percent;
}

import { v7 as newId } from 'uuid';
import type { Transaction } from '../../db/transaction.js';
import type { CaseDecisionKind } from '../../generated/prisma/enums.js';
import { caseEvent } from './case-events.js';
import type { StepPayload } from './pipeline-steps.js';

const MAX_REASONS = 12;
const MAX_REASON_CHARS = 1_000;

export interface NewCaseDecision {
  readonly kind: CaseDecisionKind;
  /** For example BUG, UNMATCHED, SEND. */
  readonly outcome: string;
  /** 0 to 1. */
  readonly confidence: number | null;
  /** What the project asks for. */
  readonly threshold?: number | null | undefined;
  readonly reasons: readonly string[];
}

/** Writes down what a step decided by itself and why, with the model that its job asked, and tells who watches. */
export async function recordDecision(
  tx: Transaction,
  jobId: string,
  { caseId, stepId }: StepPayload,
  { kind, outcome, confidence, threshold = null, reasons }: NewCaseDecision,
): Promise<void> {
  const id = newId();
  const kept = reasons.slice(0, MAX_REASONS).map((reason) => reason.slice(0, MAX_REASON_CHARS));
  await tx.$executeRaw`
    INSERT INTO "CaseDecision" ("id", "tenantId", "caseId", "stepId", "kind", "outcome", "confidence", "threshold", "reasons",
      "at", "model")
    SELECT ${id}::uuid, ${tx.$tenantId}::uuid, ${caseId}::uuid, ${stepId}::uuid, ${kind}::"CaseDecisionKind", ${outcome},
      ${confidence}::float8, ${threshold}::float8, ${kept}::text[], clock_timestamp(), (
        SELECT CASE WHEN l."providerName" = l."modelName" THEN l."modelName" ELSE l."providerName" || '/' || l."modelName" END
        FROM "LlmCall" l
        WHERE l."tenantId" = ${tx.$tenantId}::uuid AND l."jobId" = ${jobId}::uuid AND l."state" = 'SUCCEEDED'
        ORDER BY l."id" DESC LIMIT 1
      )`;
  tx.$outbox(caseEvent(caseId, { type: 'CaseDecided', decisionId: id, kind, outcome, confidence }));
}

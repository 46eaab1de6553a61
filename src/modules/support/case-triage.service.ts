import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidState, NotFound } from '../../errors.js';
import { checkVersion } from '../../expected-version.js';
import type { Case, Job } from '../../generated/prisma/client.js';
import type { CaseSeverity, CaseType } from '../../generated/prisma/enums.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { CaseDecision } from './case.service.js';
import { lockCase, setTriage, triageColumns } from './case.sql.js';
import { recordDecision } from './case-decision.service.js';
import { caseEvent } from './case-events.js';
import { moveCase, PIPELINE_ACTOR } from './case-move.service.js';
import { announcePriority } from './case-work.service.js';
import { completePipeline, continuePipeline, startPipeline } from './pipeline.service.js';
import { finishStep } from './pipeline-step.service.js';
import type { StepPayload } from './pipeline-steps.js';
import { requestTraining } from './triage-learning.service.js';

export interface Verdict {
  readonly type: CaseType;
  readonly severity: CaseSeverity;
  readonly confidence: number;
  readonly reasoning: string;
  /** The version of the project's own model that said so; null for another. */
  readonly modelId: string | null;
}

const CAUSE: Cause = { actor: PIPELINE_ACTOR };

/**
 * The effect of the triage step: writes the verdict, unless a person has decided, and lets the pipeline go on; when the
 * verdict is less sure than the project asks for, a person is asked and the rest is left out.
 */
export async function applyVerdict(tx: Transaction, jobId: string, step: StepPayload, verdict: Verdict): Promise<void> {
  const { caseId } = step;
  await finishStep(tx, jobId, step);
  const before = await requireLockedCase(tx, caseId);
  const { triageDecidedBy, projectId } = before;
  const project = await tx.project.findFirstOrThrow({ where: { id: projectId }, select: { triageThreshold: true } });
  const isDecided = triageDecidedBy === 'PERSON';
  const isSure = isDecided || verdict.confidence >= project.triageThreshold;
  const set = isDecided ? undefined : triageColumns({ ...verdict, decidedBy: 'MODEL' });
  if (!isDecided) await announceTriage(tx, caseId, { ...verdict, decidedBy: 'MODEL' }, CAUSE);
  const moved = await moveCase(tx, caseId, { to: isSure ? 'TRIAGED' : 'NEEDS_HUMAN', from: ['TRIAGING'], set }, CAUSE);
  if (moved) await announcePriority(tx, before, moved, CAUSE);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const { triageThreshold: threshold } = project;
  const unsure = `Triage is ${percent(verdict.confidence)} sure, the project asks for ${percent(threshold)}: a person decides`;
  const reasons = [verdict.reasoning, ...(isDecided ? ['A person has decided already.'] : isSure ? [] : [unsure])];
  const { type: outcome, confidence } = verdict;
  await recordDecision(tx, jobId, step, { kind: 'TRIAGE', outcome, confidence, threshold, reasons });
  if (isSure) return continuePipeline(tx, 'TRIAGE', step);
  await completePipeline(tx, step, unsure);
}

export interface Correction {
  readonly type: CaseType;
  readonly severity: CaseSeverity;
}

export interface CorrectedCase {
  readonly case: Case;
  /** The pipeline that goes on with the case; null when none had been waiting for a person's word. */
  readonly job: Job | null;
}

/**
 * A person decides what a case is. Later triage of the project learns from it. A case that waited for this, because
 * triage was not sure, goes on through the rest of the pipeline.
 * @throws NotFound, Conflict, InvalidState when the case is closed
 */
export function correctTriage(
  db: TenantDb,
  caseId: string,
  { type, severity }: Correction,
  { expectedVersion, ...cause }: CaseDecision,
): Promise<CorrectedCase> {
  return transact(db, async (tx) => {
    const current = await requireLockedCase(tx, caseId);
    checkVersion('case', { case: current }, { expectedVersion });
    if (current.state === 'CLOSED') throw new InvalidState('A closed case is not triaged again.');
    const reasoning = `Decided by ${cause.actor.label}.`;
    const columns = triageColumns({ type, severity, confidence: 1, reasoning, decidedBy: 'PERSON' });
    const waits = current.state === 'NEEDS_HUMAN' && (await stoppedAtTriage(tx, caseId));
    const moved = waits && (await moveCase(tx, caseId, { to: 'TRIAGED', from: ['NEEDS_HUMAN'], set: columns }, cause));
    const corrected = moved || (await setTriage(tx, caseId, columns)) || current;
    await announceTriage(tx, caseId, { type, severity, confidence: 1, decidedBy: 'PERSON' }, cause);
    await announcePriority(tx, current, corrected, cause);
    await requestTraining(tx, current.projectId, cause);
    const rest = { caseId, kinds: ['KNOWN_ISSUE_MATCH', 'AUTO_REPLY'] as const };
    const { actor: requestedBy, requestId } = cause;
    return { case: corrected, job: moved ? await startPipeline(tx, { ...rest, requestedBy, requestId }) : null };
  });
}

/** The case under lock: a person and the pipeline may decide at the same moment. */
async function requireLockedCase(tx: Transaction, caseId: string): Promise<Case> {
  const found = await lockCase(tx, caseId);
  if (!found) throw new NotFound('The case', ['input', 'id']);
  return found;
}

/** Whether the newest pipeline ended because triage was not sure: what follows triage was left out. */
async function stoppedAtTriage(tx: Transaction, caseId: string): Promise<boolean> {
  const newest = await tx.pipeline.findFirst({
    where: { caseId },
    orderBy: { id: 'desc' },
    include: { steps: { select: { kind: true, state: true } } },
  });
  const match = newest?.steps.find(({ kind }) => kind === 'KNOWN_ISSUE_MATCH');
  return newest?.state === 'SUCCEEDED' && match?.state === 'SKIPPED';
}

async function announceTriage(
  tx: Transaction,
  caseId: string,
  triage: Correction & { readonly confidence: number; readonly decidedBy: 'MODEL' | 'PERSON' },
  { actor, requestId }: Cause,
): Promise<void> {
  const { type: caseType, severity, confidence, decidedBy } = triage;
  tx.$outbox(caseEvent(caseId, { type: 'CaseTriaged', caseType, severity, confidence, decidedBy }));
  await recordEvent(tx, {
    kind: 'CASE_TRIAGED',
    subject: { type: 'Case', id: caseId },
    actor,
    requestId,
    data: { type: caseType, severity, confidence, decidedBy },
  });
}

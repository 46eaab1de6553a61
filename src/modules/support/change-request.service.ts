import { v7 as newId } from 'uuid';
import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { Conflict, InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import { type Case, type ChangeRequest, Prisma } from '../../generated/prisma/client.js';
import type { RiskLevel } from '../../generated/prisma/enums.js';
import type { ChangeProposal } from '../../ports.js';
import type { ApprovalEnd, Settlement } from '../approvals/approval.service.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import type { EventData } from '../operations/tenant-event-data.js';
import type { CaseDecision } from './case.service.js';
import { askAboutCase, settleOfCase, touchOfCase } from './case-approval.service.js';
import { recordDecision } from './case-decision.service.js';
import { caseEvent } from './case-events.js';
import { moveCaseOrThrow, PIPELINE_ACTOR, requireCase } from './case-move.service.js';
import { continuePipeline } from './pipeline.service.js';
import { finishStep } from './pipeline-step.service.js';
import type { StepPayload } from './pipeline-steps.js';

const CAUSE: Cause = { actor: PIPELINE_ACTOR };

/** The effect of the change step: the proposal waits for a person. */
export async function applyChange(
  tx: Transaction,
  jobId: string,
  step: StepPayload,
  proposal: ChangeProposal,
): Promise<void> {
  const { caseId } = step;
  await finishStep(tx, jobId, step);
  const { affectedSurfaces, testIdeas, reasons, ...columns } = proposal;
  const lists = { affectedSurfaces: [...affectedSurfaces], testIdeas: [...testIdeas], reasons: [...reasons] };
  const change = await tx.changeRequest.create({
    data: { id: newId(), tenantId: tx.$tenantId, caseId, state: 'PROPOSED', ...columns, ...lists },
  });
  const { confidence, riskLevel } = proposal;
  await recordDecision(tx, jobId, step, {
    kind: 'CHANGE_PREP',
    outcome: 'PROPOSED',
    confidence,
    reasons: [`Risk: ${proposal.riskReason}`, ...reasons],
  });
  await announceChange(tx, change, 'CHANGE_PROPOSED', CAUSE, { caseId, confidence, riskLevel });
  const ask = { kind: 'CHANGE', subject: { type: 'ChangeRequest', id: change.id }, confidence, jobId } as const;
  await askAboutCase(
    tx,
    caseId,
    { ...ask, reason: `Nothing is changed without a person. ${proposal.riskReason}` },
    CAUSE,
  );
  await moveCaseOrThrow(tx, caseId, { to: 'CHANGE_PROPOSED', from: ['CHANGE_PREP'] }, CAUSE);
  await continuePipeline(tx, 'CHANGE_PREP', step);
}

export interface DecidedChange {
  readonly changeRequest: ChangeRequest;
  readonly case: Case;
}

/**
 * A person wants the change. The case stays CHANGE_PROPOSED until it is resolved.
 * @throws NotFound, Conflict with the current change request, also when it is decided on already
 */
export function acceptChange(db: TenantDb, id: string, decision: CaseDecision): Promise<DecidedChange> {
  return transact(db, (tx) => acceptChangeIn(tx, id, decision));
}

/** `acceptChange` as a part of the caller's transaction. */
export async function acceptChangeIn(
  tx: Transaction,
  id: string,
  { expectedVersion, ...settlement }: Settlement & ExpectedVersion,
): Promise<DecidedChange> {
  const { caseId } = await lockProposedChange(tx, id, { expectedVersion });
  const changeRequest = await updateChange(tx, id, { state: 'ACCEPTED', decidedAt: new Date() });
  await settleOfCase(tx, caseId, { type: 'ChangeRequest', id }, 'APPROVED', settlement);
  await announceChange(tx, changeRequest, 'CHANGE_ACCEPTED', settlement, { caseId });
  return { changeRequest, case: await requireCase(tx, caseId) };
}

/**
 * A person does not want the change; the case needs a person.
 * @throws NotFound, Conflict with the current change request, also when it is decided on already
 */
export function rejectChange(db: TenantDb, id: string, decision: CaseDecision): Promise<DecidedChange> {
  return transact(db, (tx) => endChange(tx, id, 'REJECTED', decision));
}

/** A change is not made, since it was refused or nobody decided in time; the case needs a person. */
export async function endChange(
  tx: Transaction,
  id: string,
  end: Exclude<ApprovalEnd, 'APPROVED'>,
  settlement: Settlement & ExpectedVersion,
): Promise<DecidedChange> {
  const changeRequest = await withdrawChange(tx, id, end, settlement);
  const { actor, requestId } = settlement;
  const move = { to: 'NEEDS_HUMAN', from: ['CHANGE_PROPOSED'] } as const;
  return { changeRequest, case: await moveCaseOrThrow(tx, changeRequest.caseId, move, { actor, requestId }) };
}

/** A proposed change ends unmade; its case stays where it is. */
export async function withdrawChange(
  tx: Transaction,
  id: string,
  end: Exclude<ApprovalEnd, 'APPROVED'>,
  { expectedVersion, ...settlement }: Settlement & ExpectedVersion,
): Promise<ChangeRequest> {
  const { caseId } = await lockProposedChange(tx, id, { expectedVersion });
  const state = end === 'REJECTED' ? 'REJECTED' : 'SUPERSEDED';
  const changeRequest = await updateChange(tx, id, { state, decidedAt: new Date() });
  await settleOfCase(tx, caseId, { type: 'ChangeRequest', id }, end, settlement);
  const kind = end === 'REJECTED' ? 'CHANGE_REJECTED' : 'CHANGE_SUPERSEDED';
  await announceChange(tx, changeRequest, kind, settlement, { caseId });
  return changeRequest;
}

/** What is left out stays. */
export interface ChangeEdit {
  readonly summary?: string | null | undefined;
  readonly affectedSurfaces?: readonly string[] | null | undefined;
  readonly riskLevel?: RiskLevel | null | undefined;
  readonly riskReason?: string | null | undefined;
  readonly testIdeas?: readonly string[] | null | undefined;
}

/**
 * A person puts a proposal right before it is decided on. What it said at first is kept.
 * @throws NotFound, Conflict with the current change request, also when it is decided on already
 */
export function editChange(
  db: TenantDb,
  id: string,
  edit: ChangeEdit,
  { expectedVersion, ...cause }: CaseDecision,
): Promise<ChangeRequest> {
  return transact(db, async (tx) => {
    const before = await lockProposedChange(tx, id, { expectedVersion });
    const { summary, affectedSurfaces, riskLevel, riskReason, testIdeas, original } = before;
    const said = { summary, affectedSurfaces, riskLevel, riskReason, testIdeas };
    const edited = await updateChange(tx, id, {
      summary: edit.summary ?? summary,
      affectedSurfaces: [...(edit.affectedSurfaces ?? affectedSurfaces)],
      riskLevel: edit.riskLevel ?? riskLevel,
      riskReason: edit.riskReason ?? riskReason,
      testIdeas: [...(edit.testIdeas ?? testIdeas)],
      ...(original === null ? { original: said } : {}),
    });
    await touchOfCase(tx, edited.caseId, { type: 'ChangeRequest', id });
    await announceChange(tx, edited, 'CHANGE_EDITED', cause, { caseId: edited.caseId });
    return edited;
  });
}

/** The change request under lock, if it waits for a decision. */
async function lockProposedChange(tx: Transaction, id: string, decision: ExpectedVersion): Promise<ChangeRequest> {
  const [change] = await tx.$queryRaw<ChangeRequest[]>(
    Prisma.sql`SELECT * FROM "ChangeRequest" WHERE "tenantId" = ${tx.$tenantId}::uuid AND "id" = ${id}::uuid FOR UPDATE`,
  );
  if (!change) throw new NotFound('The change request', ['input', 'id']);
  checkVersion('change request', { changeRequest: change }, decision);
  if (change.state === 'PROPOSED') return change;
  if (change.state === 'PREPARING') throw new InvalidState('A change request is not decided on while it is prepared.');
  const current = { changeRequest: change, case: await requireCase(tx, change.caseId) };
  throw new Conflict(`It is ${change.state} already.`, current, ['input', 'id']);
}

async function updateChange(tx: Transaction, id: string, data: Prisma.ChangeRequestUpdateManyMutationInput) {
  await tx.changeRequest.updateMany({ where: { id }, data: { ...data, version: { increment: 1 } } });
  return tx.changeRequest.findFirstOrThrow({ where: { id } });
}

/** Tells those who watch the case, and the tenant's log. */
type ChangeKind = `CHANGE_${'PROPOSED' | 'EDITED' | 'ACCEPTED' | 'REJECTED'}` | 'CHANGE_SUPERSEDED';

async function announceChange<const Kind extends ChangeKind>(
  tx: Transaction,
  { id, caseId, state, version }: ChangeRequest,
  kind: Kind,
  { actor, requestId }: Cause,
  data: EventData<Kind>,
): Promise<void> {
  tx.$outbox(caseEvent(caseId, { type: 'ChangeRequestChanged', changeRequestId: id, state, version }));
  const { projectId } = await tx.case.findFirstOrThrow({ where: { id: caseId }, select: { projectId: true } });
  const subject = { type: 'ChangeRequest', id };
  await recordEvent(tx, { kind, subject, actor, requestId, projectId, data });
}

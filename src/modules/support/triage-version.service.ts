import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { InvalidState, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { Job, TriageModel } from '../../generated/prisma/client.js';
import type { TriageTrainingOutcome } from '../../generated/prisma/enums.js';
import { TemporaryJobError } from '../../jobs/define-job.js';
import { requireProject } from '../identity/project.service.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { type HeldOutFigures, TrainTriage } from './train-triage.job.js';
import { requestTraining } from './triage-learning.service.js';
import { isWorse } from './triage-measure.js';

const TRAINING_ACTOR = { kind: 'SYSTEM', id: null, label: 'triage training' } as const;

/** A version without what it has learned, which only the worker reads. */
export type TriageVersion = Omit<TriageModel, 'weights'>;

export type VersionDecision = Cause & ExpectedVersion;

interface Trained {
  readonly samples: number;
  readonly comparedWithId: string | null;
  readonly before: HeldOutFigures | null;
  readonly after: HeldOutFigures | null;
}

const ACTIVATED_BY_ITSELF: ReadonlySet<TriageTrainingOutcome> = new Set(['NOT_WORSE', 'NOT_MEASURED']);

/**
 * The effect of a training: the new version is put in use when it is not worse than what is in use, else it stays a
 * candidate for a person to judge.
 * @throws TemporaryJobError when another version was put in use while this one was measured: it is measured again
 */
export async function judgeVersion(
  tx: Transaction,
  projectId: string,
  id: string,
  attempt: number,
  trained: Trained,
): Promise<{ readonly outcome: TriageTrainingOutcome; readonly number: number }> {
  await lockVersions(tx, projectId);
  const version = await tx.triageModel.findFirst({ where: { id, state: 'TRAINING' }, omit: { weights: true } });
  if (!version) throw new TemporaryJobError('VERSION_GONE', 'What was trained is gone; it is trained again.');
  const active = await activeOf(tx, projectId);
  const isOvertaken = (active?.id ?? null) !== trained.comparedWithId;
  if (isOvertaken && attempt < TrainTriage.retry.attempts) {
    throw new TemporaryJobError('VERSION_OVERTAKEN', 'Another version was put in use meanwhile; it is measured again.');
  }
  const outcome = isOvertaken ? 'OVERTAKEN' : outcomeOf(active, trained);
  const isUsed = ACTIVATED_BY_ITSELF.has(outcome) && !(outcome === 'NOT_MEASURED' && wasMeasured(active));
  if (isUsed) await retire(tx, active);
  await tx.triageModel.updateMany({
    where: { id },
    data: { outcome, state: isUsed ? 'ACTIVE' : 'CANDIDATE', ...(isUsed ? usedBy(TRAINING_ACTOR.label) : {}) },
  });
  const { number } = version;
  const cause = { actor: TRAINING_ACTOR };
  await recordEvent(tx, {
    kind: 'TRIAGE_LEARNED',
    subject: { type: 'Project', id: projectId },
    data: {
      samples: trained.samples,
      version: version.contentVersion,
      number,
      outcome,
      macroF1Before: trained.before?.macroF1 ?? null,
      macroF1After: trained.after?.macroF1 ?? null,
    },
    ...cause,
  });
  if (isUsed) await recordActivation(tx, version, active, cause);
  return { outcome, number };
}

function outcomeOf(active: TriageVersion | null, { before, after }: Trained): TriageTrainingOutcome {
  if (active?.isHeld) return 'HELD';
  if (!before || !after) return 'NOT_MEASURED';
  return isWorse(before, after) ? 'WORSE' : 'NOT_WORSE';
}

/** A version that was measured, or chosen by a person, does not make room for one that nobody knows anything about. */
function wasMeasured(active: TriageVersion | null): boolean {
  return active !== null && (active.heldOutCount > 0 || active.activatedBy !== TRAINING_ACTOR.label);
}

/** Trains a project's triage on what is confirmed by now; joins a training that waits. @throws NotFound */
export function trainNow(db: TenantDb, projectId: string, cause: Cause): Promise<Job> {
  return transact(db, async (tx) => {
    await requireProject(tx, projectId);
    return requestTraining(tx, projectId, cause);
  });
}

/**
 * A person puts a candidate, or an earlier version, in use: the next case of every worker is triaged by it.
 * @param hold keep it until a person chooses again; by default so for an earlier version
 * @throws NotFound, Conflict with the version as it is, InvalidState when it is in use already or still being trained
 */
export function activateVersion(
  db: TenantDb,
  id: string,
  hold: boolean | null | undefined,
  decision: VersionDecision,
): Promise<TriageVersion> {
  return transact(db, async (tx) => {
    const version = await requireVersion(tx, id, decision);
    const { state, projectId } = version;
    if (state !== 'CANDIDATE' && state !== 'RETIRED')
      throw new InvalidState(`A version that is ${state} is not put in use.`);
    const active = await activeOf(tx, projectId);
    await retire(tx, active);
    const used = { state: 'ACTIVE', isHeld: hold ?? state === 'RETIRED', ...usedBy(decision.actor.label) } as const;
    await tx.triageModel.updateMany({ where: { id }, data: { ...used, version: { increment: 1 } } });
    await recordActivation(tx, version, active, decision);
    return tx.triageModel.findFirstOrThrow({ where: { id }, omit: { weights: true } });
  });
}

/**
 * A person takes a version out of use: the general model triages until another is put in use.
 * @throws NotFound, Conflict with the version as it is, InvalidState when it is not in use
 */
export function retireVersion(db: TenantDb, id: string, decision: VersionDecision): Promise<TriageVersion> {
  return transact(db, async (tx) => {
    const version = await requireVersion(tx, id, decision);
    if (version.state !== 'ACTIVE') throw new InvalidState(`A version that is ${version.state} is not in use.`);
    await retire(tx, version);
    await recordRetirement(tx, version, decision);
    return tx.triageModel.findFirstOrThrow({ where: { id }, omit: { weights: true } });
  });
}

/**
 * Takes a version out of use that is no longer read, where the general model stands in already, and trains the project
 * anew. Without effect when another version is in use by now.
 */
export function replaceOutdated(db: TenantDb, projectId: string, id: string): Promise<void> {
  return transact(db, async (tx) => {
    await lockVersions(tx, projectId);
    const active = await activeOf(tx, projectId);
    if (active?.id !== id) return;
    await retire(tx, active);
    await recordRetirement(tx, active, { actor: TRAINING_ACTOR });
    await requestTraining(tx, projectId, { actor: TRAINING_ACTOR });
  });
}

async function requireVersion(tx: Transaction, id: string, decision: VersionDecision): Promise<TriageVersion> {
  const seen = await tx.triageModel.findFirst({ where: { id }, select: { projectId: true } });
  if (!seen) throw new NotFound('The version', ['input', 'id']);
  await requireProject(tx, seen.projectId, ['input', 'id']);
  await lockVersions(tx, seen.projectId);
  const version = await tx.triageModel.findFirst({ where: { id }, omit: { weights: true } });
  if (!version) throw new NotFound('The version', ['input', 'id']);
  checkVersion('version', { triageModel: version }, decision);
  return version;
}

/** Whoever changes which version of a project is in use waits here for whoever does so already. */
async function lockVersions(tx: Transaction, projectId: string): Promise<void> {
  await tx.$executeRaw`SELECT support_lock_triage_models(${projectId}::uuid)`;
}

function activeOf(tx: Transaction, projectId: string): Promise<TriageVersion | null> {
  return tx.triageModel.findFirst({ where: { projectId, state: 'ACTIVE' }, omit: { weights: true } });
}

async function retire(tx: Transaction, active: TriageVersion | null): Promise<void> {
  if (!active) return;
  const data = { state: 'RETIRED', isHeld: false, retiredAt: new Date(), version: { increment: 1 } } as const;
  await tx.triageModel.updateMany({ where: { id: active.id, state: 'ACTIVE' }, data });
}

function usedBy(label: string) {
  return { activatedAt: new Date(), activatedBy: label, retiredAt: null };
}

function numbered({ id, number }: TriageVersion) {
  return { modelId: id, number };
}

async function recordRetirement(tx: Transaction, version: TriageVersion, { actor, requestId }: Cause): Promise<void> {
  const subject = { type: 'Project', id: version.projectId };
  await recordEvent(tx, { kind: 'TRIAGE_MODEL_RETIRED', subject, actor, requestId, data: numbered(version) });
}

async function recordActivation(
  tx: Transaction,
  version: TriageVersion,
  before: TriageVersion | null,
  { actor, requestId }: Cause,
): Promise<void> {
  await recordEvent(tx, {
    kind: 'TRIAGE_MODEL_ACTIVATED',
    subject: { type: 'Project', id: version.projectId },
    actor,
    requestId,
    data: { ...numbered(version), insteadOf: before?.number ?? null },
  });
}

import type { TenantDb } from '../../db/tenant.js';
import { type ModelProvider, OutdatedTriageModel, type TriageModel } from '../../ports.js';

/** Loaded models take about a megabyte each. */
const MAX_MODELS = 64;

/** A version of a project's triage that the provider can read. */
export interface LoadedTriageModel {
  readonly id: string;
  /** Its number in the project. */
  readonly number: number;
  readonly model: TriageModel;
}

/** A version in use that an earlier Switchyard has trained, and this one cannot read any more. */
export interface OutdatedVersion {
  readonly outdatedId: string;
}

/** Models by the id of their row, which never changes its content; kept as long as their provider lives. */
const LOADED = new WeakMap<ModelProvider, Map<string, LoadedTriageModel>>();

/**
 * The version of a project's triage that is in use; null when it has none that the provider can read. The general model
 * then stands in. Which one it is is asked each time, so that a version put in use is met by the next case of every
 * process; its weights are read once a process.
 */
export async function loadTriageModel(
  db: TenantDb,
  models: ModelProvider,
  projectId: string,
): Promise<LoadedTriageModel | OutdatedVersion | null> {
  const active = await db.triageModel.findFirst({ where: { projectId, state: 'ACTIVE' }, select: { id: true } });
  return active && readVersion(db, models, active.id);
}

/** One version by id; null when it is gone, or the provider cannot read it. */
export async function loadVersion(db: TenantDb, models: ModelProvider, id: string): Promise<LoadedTriageModel | null> {
  const version = await readVersion(db, models, id);
  return version && 'model' in version ? version : null;
}

async function readVersion(
  db: TenantDb,
  models: ModelProvider,
  id: string,
): Promise<LoadedTriageModel | OutdatedVersion | null> {
  const loaded = LOADED.get(models) ?? new Map<string, LoadedTriageModel>();
  LOADED.set(models, loaded);
  const known = loaded.get(id);
  if (known) {
    loaded.delete(id);
    loaded.set(id, known);
    return known;
  }
  const row = await db.triageModel.findFirst({ where: { id }, select: { id: true, number: true, weights: true } });
  const model = row && readModel(models, row.weights);
  if (!model) return null;
  if (model === 'OUTDATED') return { outdatedId: id };
  const version = { id, number: row.number, model };
  loaded.set(id, version);
  if (loaded.size > MAX_MODELS) loaded.delete(loaded.keys().next().value as string);
  return version;
}

/** A model of another provider, or of a later Switchyard that runs beside this one, is of no use here. */
function readModel(models: ModelProvider, weights: Uint8Array): TriageModel | 'OUTDATED' | null {
  try {
    return models.loadTriage(weights);
  } catch (error) {
    if (error instanceof OutdatedTriageModel) return 'OUTDATED';
    if (error instanceof TypeError) return null;
    throw error;
  }
}

import type { TenantDb } from '../../db/tenant.js';
import type { ModelProvider, TriageModel } from '../../ports.js';

/** Loaded models take about a megabyte each. */
const MAX_MODELS = 64;

/** Models by the id of their row, which never changes its content; kept as long as their provider lives. */
const LOADED = new WeakMap<ModelProvider, Map<string, TriageModel>>();

/**
 * The newest model of a project; null when it has none that the provider can read, which then is the general one.
 * Reads the weights only once a process.
 */
export async function loadTriageModel(
  db: TenantDb,
  models: ModelProvider,
  projectId: string,
): Promise<TriageModel | null> {
  const newest = await db.triageModel.findFirst({
    where: { projectId },
    orderBy: { trainedAt: 'desc' },
    select: { id: true },
  });
  if (!newest) return null;
  const loaded = LOADED.get(models) ?? new Map<string, TriageModel>();
  LOADED.set(models, loaded);
  const known = loaded.get(newest.id);
  if (known) {
    loaded.delete(newest.id);
    loaded.set(newest.id, known);
    return known;
  }
  const row = await db.triageModel.findFirst({ where: { id: newest.id }, select: { weights: true } });
  const model = row && readModel(models, row.weights);
  if (!model) return null;
  loaded.set(newest.id, model);
  if (loaded.size > MAX_MODELS) loaded.delete(loaded.keys().next().value as string);
  return model;
}

/** A model of another provider, or one trained on another general model, is of no use any more. */
function readModel(models: ModelProvider, weights: Uint8Array): TriageModel | null {
  try {
    return models.loadTriage(weights);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

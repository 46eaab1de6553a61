import type { TenantDb } from '../../db/tenant.js';
import { type Transaction, transact } from '../../db/transaction.js';
import { AlreadyExists, Conflict, InvalidInput, NotFound } from '../../errors.js';
import { checkVersion, type ExpectedVersion } from '../../expected-version.js';
import type { Model, ModelRoute } from '../../generated/prisma/client.js';
import type { ModelPurpose, ModelTier } from '../../generated/prisma/enums.js';
import { withPatience } from '../../jobs/failures.js';
import type { Cause } from '../operations/actor.js';
import { recordEvent } from '../operations/tenant-event.service.js';
import { wakeWaiting } from './budget.service.js';
import { embedAnew, lockEmbeddingRoute } from './embedding-route.service.js';

const PATIENCE_MS = 5_000;

/** US dollars for a million tokens, as decimal text. */
export interface ModelPrices {
  readonly inputPrice?: string | null | undefined;
  readonly cachedInputPrice?: string | null | undefined;
  readonly outputPrice?: string | null | undefined;
}

export interface NewModel extends ModelPrices {
  readonly providerId: string;
  readonly name: string;
  readonly tier: ModelTier;
  readonly contextTokens: number;
}

/**
 * Makes a model of a provider known.
 * @throws NotFound when the tenant has no such provider, AlreadyExists when it has the model already
 */
export function createModel(db: TenantDb, input: NewModel, cause: Cause): Promise<Model> {
  const { providerId, name, tier, contextTokens } = input;
  return transact(db, async (tx) => {
    const provider = await tx.modelProvider.findFirst({ where: { id: providerId }, select: { id: true } });
    if (!provider) throw new NotFound('The model provider', ['input', 'providerId']);
    const taken = await tx.model.findFirst({ where: { providerId, name }, select: { id: true } });
    if (taken) throw new AlreadyExists('The provider has a model of this name.', ['input', 'name']);
    const model = await tx.model.create({
      data: { tenantId: tx.$tenantId, providerId, name, tier, contextTokens, ...pricesOf(input) },
    });
    await recordEvent(tx, { kind: 'MODEL_CREATED', subject: { type: 'Model', id: model.id }, ...cause });
    return model;
  });
}

export interface ModelChange extends ModelPrices, ExpectedVersion {
  readonly isDisabled?: boolean | null | undefined;
}

/** Changes prices, or switches a model off or on. @throws NotFound, Conflict with the model as it is */
export function updateModel(db: TenantDb, id: string, change: ModelChange, cause: Cause): Promise<Model> {
  return transact(db, async (tx) => {
    const current = await tx.model.findFirst({ where: { id } });
    if (!current) throw new NotFound('The model', ['input', 'id']);
    const { isDisabled, expectedVersion } = change;
    checkVersion('model', { model: current }, { expectedVersion });
    const disabledAt = isDisabled ? (current.disabledAt ?? new Date()) : null;
    const [changed] = await tx.model.updateManyAndReturn({
      where: { id, version: current.version },
      data: {
        ...pricesOf(change),
        ...(typeof isDisabled === 'boolean' ? { disabledAt } : {}),
        version: current.version + 1,
      },
    });
    if (!changed) {
      throw new Conflict('The model has changed since.', { model: await tx.model.findFirst({ where: { id } }) });
    }
    await recordEvent(tx, { kind: 'MODEL_UPDATED', subject: { type: 'Model', id }, ...cause });
    await wakeWaiting(tx, null);
    return changed;
  });
}

export interface NewRoute {
  readonly purpose: ModelPurpose;
  readonly tier: ModelTier;
  /** The preferred model first; empty: back to the models that come with Switchyard. */
  readonly modelIds: readonly string[];
  readonly timeoutMs?: number | null | undefined;
  readonly hedgeAfterMs?: number | null | undefined;
}

/**
 * Says which models serve a purpose at a tier, in place of what was said before.
 * @returns the route; null when the purpose is back to its default
 * @throws NotFound when a model is not the tenant's, InvalidInput when one is named twice
 */
export function setModelRoute(db: TenantDb, input: NewRoute, cause: Cause): Promise<ModelRoute | null> {
  // A job that embeds everything again may be ending, which crosses this; PostgreSQL then ends one of the two.
  return withPatience(PATIENCE_MS, () => transact(db, (tx) => setRouteIn(tx, input, cause)));
}

async function setRouteIn(tx: Transaction, input: NewRoute, cause: Cause): Promise<ModelRoute | null> {
  const { purpose, tier, modelIds, timeoutMs, hedgeAfterMs = null } = input;
  const isOfEmbeddings = purpose === 'EMBEDDING' && tier === 'EMBEDDING';
  if (isOfEmbeddings) await lockEmbeddingRoute(tx);
  else await lockRoute(tx, purpose, tier);
  if (new Set(modelIds).size < modelIds.length) {
    throw InvalidInput.at(['input', 'modelIds'], 'A model stands in a route once.');
  }
  const known = await tx.model.findMany({ where: { id: { in: [...modelIds] } }, select: { id: true } });
  if (known.length < modelIds.length) throw new NotFound('A model of the route', ['input', 'modelIds']);
  await tx.modelRoute.deleteMany({ where: { purpose, tier } });
  const data = { purpose, tier, models: [...modelIds] };
  await recordEvent(tx, { kind: 'MODEL_ROUTE_SET', subject: null, ...cause, data });
  if (isOfEmbeddings) await embedAnew(tx, cause);
  // What waits for a budget may cost less now, or nothing.
  await wakeWaiting(tx, null);
  if (modelIds.length === 0) return null;
  const route = await tx.modelRoute.create({
    data: { tenantId: tx.$tenantId, purpose, tier, hedgeAfterMs, ...(timeoutMs ? { timeoutMs } : {}) },
  });
  await tx.modelRouteTarget.createMany({
    data: modelIds.map((modelId, position) => ({ tenantId: tx.$tenantId, routeId: route.id, position, modelId })),
  });
  return route;
}

/** Of those who set the same route at the same moment, one after the other. */
async function lockRoute(tx: Transaction, purpose: ModelPurpose, tier: ModelTier): Promise<void> {
  const key = `model-route ${tx.$tenantId} ${purpose} ${tier}`;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`;
}

function pricesOf({ inputPrice, cachedInputPrice, outputPrice }: ModelPrices) {
  return {
    ...(inputPrice ? { inputPrice } : {}),
    ...(cachedInputPrice ? { cachedInputPrice } : {}),
    ...(outputPrice ? { outputPrice } : {}),
  };
}

import type { TenantDb, TenantTx } from '../../db/tenant.js';
import type { Transaction } from '../../db/transaction.js';
import type { Job } from '../../generated/prisma/client.js';
import type { Cause } from '../operations/actor.js';
import { enqueueJob } from '../operations/job.service.js';
import { EMBED_ANEW_KEY, EmbedAnew } from './embed-anew.job.js';
import { type Route, routeOfModel } from './model-route.service.js';

const EMBEDDING = { purpose: 'EMBEDDING', tier: 'EMBEDDING' } as const;

/** The model that embeds for a tenant. */
export interface EmbeddingRoute {
  /** Names the space of its vectors. */
  readonly space: string;
  /** Without a candidate when the model is switched off. */
  readonly route: Route;
}

/**
 * What embeds for a tenant: the preferred model of its route, and no other, because vectors of different models cannot
 * be compared. Null: the models that come with Switchyard.
 */
export async function embeddingRouteOf(db: TenantDb): Promise<EmbeddingRoute | null> {
  const chosen = await preferred(db);
  if (!chosen) return null;
  const { timeoutMs } = chosen;
  return { space: chosen.space, route: { ...(await routeOfModel(db, chosen.modelId)), timeoutMs } };
}

/** The name of the space in which the tenant's vectors are to lie; null for that of Switchyard's own model. */
export async function embeddingSpaceOf(tx: TenantTx): Promise<string | null> {
  return (await preferred(tx))?.space ?? null;
}

/** Has everything embedded again whose vectors lie in another space than those of the route. */
export async function embedAnew(tx: Transaction, { actor, requestId }: Cause): Promise<Job> {
  return enqueueJob(tx, EmbedAnew, {}, { requestedBy: actor, requestId, dedupeKey: EMBED_ANEW_KEY });
}

/**
 * Keeps a change of the route and the end of a job that embeds apart: either the job sees the change, or whoever
 * changes the route sees that the job has ended.
 */
export async function lockEmbeddingRoute(tx: TenantTx): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`embedding-route ${tx.$tenantId}`}, 0))::text`;
}

async function preferred(db: Pick<TenantTx, 'modelRoute'>) {
  const route = await db.modelRoute.findFirst({
    where: EMBEDDING,
    include: {
      targets: { orderBy: { position: 'asc' }, take: 1, include: { model: { include: { provider: true } } } },
    },
  });
  const model = route?.targets[0]?.model;
  if (!route || !model || model.provider.protocol === 'OFFLINE') return null;
  return { modelId: model.id, timeoutMs: route.timeoutMs, space: `${model.name}#${model.id}` };
}

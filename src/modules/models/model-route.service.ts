import type { TenantDb } from '../../db/tenant.js';
import { type Model, type ModelProvider, Prisma } from '../../generated/prisma/client.js';
import type { ModelPurpose, ModelTier } from '../../generated/prisma/enums.js';
import type { ModelConnection } from '../../ports.js';
import type { Prices } from './price.js';

/** A model that may be asked, in the order of its route. */
export interface Candidate {
  /** Null for the models that come with Switchyard. */
  readonly modelId: string | null;
  readonly providerName: string;
  readonly modelName: string;
  /** Null for the models that come with Switchyard: they are not reached over a network. */
  readonly connection: ModelConnection | null;
  readonly prices: Prices;
}

export interface Route {
  readonly candidates: readonly Candidate[];
  readonly timeoutMs: number;
  readonly hedgeAfterMs: number | null;
}

/** US dollars. */
export const FREE = new Prisma.Decimal(0);

/** What serves a purpose for which a tenant has made no route: the models that come with Switchyard. */
export const OFFLINE: Candidate = {
  modelId: null,
  providerName: 'offline',
  modelName: 'offline',
  connection: null,
  prices: { inputPrice: FREE, cachedInputPrice: FREE, outputPrice: FREE },
};
export const DEFAULT_ROUTE: Route = { candidates: [OFFLINE], timeoutMs: 60_000, hedgeAfterMs: null };

/**
 * The models that serve a purpose at a tier, the preferred one first. Models and providers that are switched off are
 * left out; a route of which nothing is left is one that cannot be served, not the default.
 */
export async function routeFor(db: TenantDb, purpose: ModelPurpose, tier: ModelTier): Promise<Route> {
  const route = await db.modelRoute.findFirst({
    where: { purpose, tier },
    include: { targets: { orderBy: { position: 'asc' }, include: { model: { include: { provider: true } } } } },
  });
  if (!route) return DEFAULT_ROUTE;
  const candidates = route.targets.flatMap(({ model }) => candidateOf(db, model));
  return { candidates, timeoutMs: route.timeoutMs, hedgeAfterMs: route.hedgeAfterMs };
}

/** One model by itself, with nobody to take over; without candidates when it is switched off. */
export async function routeOfModel(db: TenantDb, modelId: string): Promise<Route> {
  const model = await db.model.findFirst({ where: { id: modelId }, include: { provider: true } });
  return { ...DEFAULT_ROUTE, candidates: model ? candidateOf(db, model) : [] };
}

/** Whether nothing that it names costs anything. */
export function isFreeRoute({ candidates }: Pick<Route, 'candidates'>): boolean {
  return candidates.every(({ prices: { inputPrice, cachedInputPrice, outputPrice } }) =>
    [inputPrice, cachedInputPrice, outputPrice].every((price) => price.isZero()),
  );
}

function candidateOf(db: TenantDb, model: Model & { readonly provider: ModelProvider }): Candidate[] {
  const { provider } = model;
  if (model.disabledAt || provider.disabledAt) return [];
  if (provider.protocol === 'OFFLINE') return [{ ...OFFLINE, modelId: model.id }];
  const apiKey = provider.sealedKey ? db.$vault.open('ModelProvider.sealedKey', provider.id, provider.sealedKey) : '';
  const connection = { protocol: provider.protocol, apiKey, baseUrl: provider.baseUrl, model: model.name };
  return [{ modelId: model.id, providerName: provider.name, modelName: model.name, connection, prices: model }];
}

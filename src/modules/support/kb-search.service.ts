import type { TenantDb } from '../../db/tenant.js';
import type { Embedder } from './embedding.js';
import { type FoundArticle, searchArticles } from './kb-search.sql.js';

export interface KnowledgeSearch {
  readonly query: string;
  readonly projectId?: string | null | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** Published articles that fit a question, best first. */
export async function searchKnowledgeBase(
  db: TenantDb,
  models: Embedder,
  { query, ...rest }: KnowledgeSearch,
  signal?: AbortSignal,
): Promise<FoundArticle[]> {
  const [embedding = new Float32Array()] = await models.embed([query], { signal });
  return searchArticles(db, { title: query, body: '', embedding, embeddingModel: models.embeddingModel, ...rest });
}

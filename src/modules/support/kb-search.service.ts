import type { TenantDb } from '../../db/tenant.js';
import type { Embedder } from './embedding.js';
import { type ArticleFilter, type FoundArticle, MARK, markArticles, searchArticles } from './kb-search.sql.js';

export interface KnowledgeSearch {
  readonly query: string;
  readonly filter?: ArticleFilter | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** Articles that fit a question, best first. */
export async function searchKnowledgeBase(
  db: TenantDb,
  models: Embedder,
  { query, ...rest }: KnowledgeSearch,
  signal?: AbortSignal,
): Promise<FoundArticle[]> {
  const [embedding = new Float32Array()] = await models.embed([query], { signal });
  return searchArticles(db, { title: query, body: '', embedding, embeddingModel: models.embeddingModel, ...rest });
}

/** A stretch of text, and whether it is a word that was looked for. */
export interface HighlightPart {
  readonly text: string;
  readonly isMatch: boolean;
}

export interface Highlight {
  /** The headings it stands under; empty when it stands under none. */
  readonly heading: string;
  readonly parts: readonly HighlightPart[];
}

/** Where articles say what was looked for, by their ids. */
export async function highlightsOf(
  db: TenantDb,
  query: string,
  articleIds: readonly string[],
): Promise<ReadonlyMap<string, Highlight>> {
  const marked = await markArticles(db, query, articleIds);
  return new Map(marked.map(({ articleId, heading, text }) => [articleId, { heading, parts: partsOf(text) }]));
}

/** A marked text, cut into what was looked for and the rest. */
export function partsOf(marked: string): HighlightPart[] {
  const pieces = marked.split(new RegExp(`[${MARK.start}${MARK.end}]`));
  return pieces.map((text, index) => ({ text, isMatch: index % 2 === 1 })).filter(({ text }) => text !== '');
}

import type { TenantDb } from '../../db/tenant.js';
import { JobPostponed } from '../../jobs/define-job.js';
import { type CaseText, ModelCallFailed } from '../../ports.js';
import type { ModelUse } from '../models/model-use.js';
import { type Embedder, type EmbeddingAccess, embedTitled, searchEmbedder } from './embedding.js';
import {
  type ArticleFilter,
  type ArticleQuery,
  type FoundArticle,
  MARK,
  markArticles,
  searchArticles,
} from './kb-search.sql.js';

export interface KnowledgeSearch {
  readonly query: string;
  readonly filter?: ArticleFilter | undefined;
  readonly offset: number;
  readonly limit: number;
}

/**
 * Articles that fit a question, best first. When the tenant's model of embeddings does not answer, or nothing may be
 * spent, words and what is left of Switchyard's own vectors have to do.
 */
export async function searchKnowledgeBase(
  access: EmbeddingAccess,
  about: Pick<ModelUse, 'projectId' | 'requestId'>,
  { query, ...rest }: KnowledgeSearch,
): Promise<FoundArticle[]> {
  const use = { ...about, subject: null, jobId: null };
  const spaces = await searchSpaces(access, use, query).catch((error: unknown) => {
    if (error instanceof ModelCallFailed || error instanceof JobPostponed) return ownSpace(access, query);
    throw error;
  });
  return searchArticles(access.db, { title: query, body: '', ...spaces, ...rest });
}

/**
 * A text as a vector of the space in which articles are embedded, and of Switchyard's own where that is another:
 * articles that are not embedded again yet are compared there.
 * @throws ModelCallFailed, BudgetExhausted
 */
export async function searchSpaces(
  access: EmbeddingAccess,
  use: Omit<ModelUse, 'purpose' | 'tier'>,
  text: string | CaseText,
): Promise<Pick<ArticleQuery, 'embedding' | 'embeddingModel' | 'also'>> {
  const embedder = await searchEmbedder(access, use);
  const own = await ownSpace(access, text);
  if (embedder.embeddingModel === own.embeddingModel) return own;
  return {
    embedding: await vectorOf(embedder, text, access.signal),
    embeddingModel: embedder.embeddingModel,
    also: own,
  };
}

async function ownSpace({ ports, signal }: EmbeddingAccess, text: string | CaseText) {
  const { models } = ports;
  return { embedding: await vectorOf(models, text, signal), embeddingModel: models.embeddingModel };
}

async function vectorOf(models: Embedder, text: string | CaseText, signal?: AbortSignal): Promise<Float32Array> {
  if (typeof text !== 'string') return embedTitled(models, text, signal);
  const [vector = new Float32Array()] = await models.embed([text], { signal });
  return vector;
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

import type { TenantDb } from '../../db/tenant.js';
import { LEXICAL_SHARE } from './match-score.js';

export interface ArticleQuery {
  /** What is looked for, as text. */
  readonly text: string;
  /** The same as a vector of length one, and the space it lies in. */
  readonly embedding: Float32Array;
  readonly embeddingModel: string;
  /** Only articles of this project. */
  readonly projectId?: string | null | undefined;
  readonly offset?: number;
  readonly limit: number;
}

/** An article as it was found. All scores are between 0 and 1. */
export interface FoundArticle {
  readonly articleId: string;
  readonly title: string;
  readonly score: number;
  readonly lexicalScore: number;
  readonly semanticScore: number;
}

/** Words of a query that count; the rest of a long text says little more and costs much. */
const MAX_LEXEMES = 120;

/**
 * Published articles by words and by meaning, best first.
 * - lexical: cover density of the query's lexemes joined by OR (`ts_rank_cd`, title weighs 1, body 0.4), divided by
 *   1 + log(length) of the article, then r / (r + 0.5)
 * - semantic: the dot product with the article's embedding, when it lies in the same space; below 0 counts as 0
 * - score = LEXICAL_SHARE × lexical + (1 − LEXICAL_SHARE) × semantic
 */
export function searchArticles(db: TenantDb, query: ArticleQuery): Promise<FoundArticle[]> {
  const vector = Array.from(query.embedding);
  return db.$queryRaw<FoundArticle[]>`
    WITH words AS MATERIALIZED (
      SELECT COALESCE(string_agg(quote_literal(w.lexeme), ' | '), '')::tsquery AS query FROM (
        SELECT lexeme FROM unnest(to_tsvector('english', ${query.text})) ORDER BY cardinality(positions) DESC, positions[1] LIMIT ${MAX_LEXEMES}::int
      ) w
    ), scored AS (
      SELECT a."id", a."title",
        COALESCE(ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', a."search", words.query, 1)::float8, 0) AS words,
        CASE WHEN a."embeddingModel" = ${query.embeddingModel}
          THEN GREATEST(0, COALESCE(vector_dot(a."embedding", ${vector}::real[]), 0)) ELSE 0 END AS meaning
      FROM "KbArticle" a, words
      WHERE a."tenantId" = ${db.$tenantId}::uuid AND a."state" = 'PUBLISHED'
        AND (${query.projectId ?? null}::uuid IS NULL OR a."projectId" = ${query.projectId ?? null}::uuid)
    ), fused AS (
      SELECT "id", "title", words / (words + 0.5) AS lexical, LEAST(1, meaning) AS semantic FROM scored
    )
    SELECT "id"::text AS "articleId", "title", lexical AS "lexicalScore", semantic AS "semanticScore",
      ${LEXICAL_SHARE}::float8 * lexical + (1 - ${LEXICAL_SHARE}::float8) * semantic AS "score"
    FROM fused WHERE lexical > 0 OR semantic > 0
    ORDER BY "score" DESC, "id" LIMIT ${query.limit}::int OFFSET ${query.offset ?? 0}::int`;
}

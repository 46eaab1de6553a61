import type { TenantDb } from '../../db/tenant.js';
import { LEXICAL_SHARE } from './match-score.js';

export interface ArticleQuery {
  /** What is looked for; the words of the title count most. */
  readonly title: string;
  readonly body: string;
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

/** Words of a query that count, those of its title first; the rest of a long text says little more and costs much. */
const MAX_WORDS = 64;
/** What a word of the query's body counts against one of its title. */
const BODY_WORD = 0.35;
/** What finding a word in an article's body counts against finding it in the title. */
const BODY_HIT = 0.7;

/**
 * Published articles by words and by meaning, best first.
 * - lexical: the share of the query's words that the article has, each word weighed by its rarity among the articles,
 *   ln(1 + n / (1 + articles with the word)), by BODY_WORD when it is not in the query's title, and by BODY_HIT when
 *   it is not in the article's title
 * - semantic: the dot product with the article's embedding, when it lies in the same space; below 0 counts as 0
 * - score = LEXICAL_SHARE × lexical + (1 − LEXICAL_SHARE) × semantic
 */
export function searchArticles(db: TenantDb, query: ArticleQuery): Promise<FoundArticle[]> {
  const vector = Array.from(query.embedding);
  return db.$queryRaw<FoundArticle[]>`
    WITH words AS MATERIALIZED (
      SELECT lexeme, CASE WHEN 'A' = ANY(weights) THEN 1 ELSE ${BODY_WORD}::float8 END AS worth
      FROM unnest(setweight(to_tsvector('english', ${query.title}), 'A') || to_tsvector('english', ${query.body}))
      ORDER BY 'A' = ANY(weights) DESC, cardinality(positions) DESC, positions[1] LIMIT ${MAX_WORDS}::int
    ), articles AS MATERIALIZED (
      SELECT a."id", a."title", a."search",
        CASE WHEN a."embeddingModel" = ${query.embeddingModel}
          THEN LEAST(1, GREATEST(0, COALESCE(vector_dot(a."embedding", ${vector}::real[]), 0))) ELSE 0 END AS semantic
      FROM "KbArticle" a
      WHERE a."tenantId" = ${db.$tenantId}::uuid AND a."state" = 'PUBLISHED'
        AND (${query.projectId ?? null}::uuid IS NULL OR a."projectId" = ${query.projectId ?? null}::uuid)
    ), hits AS MATERIALIZED (
      SELECT a."id", w.lexeme, CASE WHEN 'A' = ANY(t.weights) THEN 1 ELSE ${BODY_HIT}::float8 END AS hit
      FROM articles a CROSS JOIN LATERAL unnest(a."search") AS t JOIN words w ON w.lexeme = t.lexeme
    ), weighed AS MATERIALIZED (
      SELECT w.lexeme, w.worth * ln(1 + (SELECT count(*) FROM articles)::float8 / (1 + count(h."id"))) AS weight
      FROM words w LEFT JOIN hits h USING (lexeme) GROUP BY w.lexeme, w.worth
    ), covered AS (
      SELECT h."id", sum(h.hit * w.weight) / (SELECT sum(weight) FROM weighed) AS lexical
      FROM hits h JOIN weighed w USING (lexeme) GROUP BY h."id"
    ), fused AS (
      SELECT a."id", a."title", a.semantic, COALESCE(c.lexical, 0) AS lexical FROM articles a LEFT JOIN covered c USING ("id")
    )
    SELECT "id"::text AS "articleId", "title", lexical AS "lexicalScore", semantic AS "semanticScore",
      ${LEXICAL_SHARE}::float8 * lexical + (1 - ${LEXICAL_SHARE}::float8) * semantic AS "score"
    FROM fused WHERE lexical > 0 OR semantic > 0
    ORDER BY "score" DESC, "id" LIMIT ${query.limit}::int OFFSET ${query.offset ?? 0}::int`;
}

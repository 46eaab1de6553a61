import type { TenantDb } from '../../db/tenant.js';
import type { KbArticleState } from '../../generated/prisma/enums.js';

export interface ArticleQuery {
  /** What is looked for; the words of the title count most. */
  readonly title: string;
  readonly body: string;
  /** The same as a vector of length one, and the space it lies in. */
  readonly embedding: Float32Array;
  readonly embeddingModel: string;
  /** The same in another space, for articles whose vectors lie there. */
  readonly also?: { readonly embedding: Float32Array; readonly embeddingModel: string } | undefined;
  readonly filter?: ArticleFilter | undefined;
  readonly offset?: number;
  readonly limit: number;
}

/** Which articles; those that are published by default. */
export interface ArticleFilter {
  /** Only of these projects. */
  readonly projectIds?: readonly string[] | null | undefined;
  /** Only in these states. */
  readonly states?: readonly KbArticleState[] | null | undefined;
  /** Only with one of these tags. */
  readonly tags?: readonly string[] | null | undefined;
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
/** Articles that are compared in full, of the best by words and of the nearest by meaning, at least. */
const CANDIDATES = 200;

/**
 * Articles by words and by meaning, best first.
 * - lexical: the share of the query's words that the article has, each word weighed by its rarity among the articles,
 *   ln(1 + n / (1 + articles with the word)), by BODY_WORD when it is not in the query's title, and by BODY_HIT when
 *   it is not in the article's title
 * - semantic: the dot product with the nearest of the article's chunks, when they lie in the same space; below 0
 *   counts as 0
 * - score = the project's share of words × lexical + the rest × semantic
 * Candidates are the best by words and the nearest by meaning; both scores of each are computed in full, so that they
 * do not depend on how the nearest were found (`kb_search_path`).
 */
export function searchArticles(db: TenantDb, query: ArticleQuery): Promise<FoundArticle[]> {
  const { limit, offset = 0, filter = {} } = query;
  const vector = Array.from(query.embedding);
  const also = Array.from(query.also?.embedding ?? []);
  const alsoModel = query.also?.embeddingModel ?? '';
  const projects = filter.projectIds ? [...filter.projectIds] : null;
  const states = filter.states ? [...filter.states] : ['PUBLISHED'];
  const tags = filter.tags ? [...filter.tags] : null;
  const candidates = Math.max(CANDIDATES, 2 * (offset + limit));
  return db.$queryRaw<FoundArticle[]>`
    WITH words AS MATERIALIZED (
      SELECT lexeme, CASE WHEN 'A' = ANY(weights) THEN 1 ELSE ${BODY_WORD}::float8 END AS worth
      FROM unnest(setweight(to_tsvector('english', ${query.title}), 'A') || to_tsvector('english', ${query.body}))
      ORDER BY 'A' = ANY(weights) DESC, cardinality(positions) DESC, positions[1] LIMIT ${MAX_WORDS}::int
    ), total AS MATERIALIZED (
      SELECT count(*)::float8 AS n FROM "KbArticle" a
      WHERE a."tenantId" = ${db.$tenantId}::uuid AND a."state"::text = ANY (${states}::text[])
        AND (${projects}::uuid[] IS NULL OR a."projectId" = ANY (${projects}::uuid[]))
        AND (${tags}::text[] IS NULL OR a."tags" && ${tags}::text[])
    ), hits AS MATERIALIZED (
      SELECT h."articleId" AS "id", h."word" AS lexeme, CASE WHEN h."isInTitle" THEN 1 ELSE ${BODY_HIT}::float8 END AS hit
      FROM kb_words_found((SELECT array_agg(lexeme) FROM words), ${projects}::uuid[], ${states}::text[], ${tags}::text[]) h
    ), counted AS MATERIALIZED (
      SELECT lexeme, count(*) AS articles FROM hits GROUP BY lexeme
    ), weighed AS MATERIALIZED (
      SELECT w.lexeme, w.worth * ln(1 + (SELECT n FROM total) / (1 + COALESCE(c.articles, 0))) AS weight
      FROM words w LEFT JOIN counted c USING (lexeme)
    ), covered AS MATERIALIZED (
      SELECT h."id", sum(h.hit * w.weight) / (SELECT NULLIF(sum(weight), 0) FROM weighed) AS lexical
      FROM hits h JOIN weighed w USING (lexeme) GROUP BY h."id"
    ), nearest AS MATERIALIZED (
      SELECT "articleId" AS "id", max("semantic") AS "semantic" FROM (
        SELECT * FROM kb_nearest(${vector}::real[], ${query.embeddingModel}, ${candidates}::int, ${projects}::uuid[], ${states}::text[], ${tags}::text[])
        UNION ALL
        SELECT * FROM kb_nearest(${also}::real[], ${alsoModel}, ${candidates}::int, ${projects}::uuid[], ${states}::text[], ${tags}::text[])
      ) near GROUP BY "articleId"
    ), ranked AS MATERIALIZED (
      -- A full join is never made by looping over one side: however wrong the guess of its size, it stays quick.
      SELECT "id", c.lexical, n."semantic", row_number() OVER (ORDER BY c.lexical DESC NULLS LAST, "id") AS place
      FROM covered c FULL JOIN nearest n USING ("id")
    ), best AS MATERIALIZED (
      SELECT "id", COALESCE(lexical, 0) AS lexical, "semantic" FROM ranked WHERE "semantic" IS NOT NULL OR place <= ${candidates}::int
    ), others AS MATERIALIZED (
      SELECT "articleId" AS "id", max("semantic") AS "semantic" FROM (
        SELECT * FROM kb_semantics(${vector}::real[], ${query.embeddingModel}, (SELECT array_agg("id") FROM best WHERE "semantic" IS NULL))
        UNION ALL
        SELECT * FROM kb_semantics(${also}::real[], ${alsoModel}, (SELECT array_agg("id") FROM best WHERE "semantic" IS NULL))
      ) others GROUP BY "articleId"
    ), meant AS MATERIALIZED (
      SELECT "id", b.lexical, LEAST(1, GREATEST(0, COALESCE(b."semantic", o."semantic", 0))) AS semantic
      FROM best b FULL JOIN others o USING ("id")
    ), fused AS MATERIALIZED (
      SELECT a."id", a."title", p."lexicalShare" AS share, m.lexical, m.semantic
      FROM meant m JOIN "KbArticle" a ON a."tenantId" = ${db.$tenantId}::uuid AND a."id" = m."id"
        JOIN "Project" p ON p."tenantId" = ${db.$tenantId}::uuid AND p."id" = a."projectId"
    )
    SELECT "id"::text AS "articleId", "title", lexical AS "lexicalScore", semantic AS "semanticScore",
      share * lexical + (1 - share) * semantic AS "score"
    FROM fused WHERE lexical > 0 OR semantic > 0
    ORDER BY "score" DESC, "id" LIMIT ${limit}::int OFFSET ${offset}::int`;
}

/** What surrounds a word that was found; no text holds these characters, which mean nothing to anybody. */
export const MARK = { start: '\uE000', end: '\uE001' } as const;
/** Chunks of an article among which the one that shows best why it was found is looked for. */
const MAX_LOOKED_AT = 40;
const HEADLINE = `StartSel=${MARK.start}, StopSel=${MARK.end}, MaxFragments=2, MinWords=8, MaxWords=30, FragmentDelimiter=" … "`;

export interface MarkedText {
  readonly articleId: string;
  readonly heading: string;
  /** With the words that were looked for between MARK.start and MARK.end. */
  readonly text: string;
}

/** Of each article the part that has most of the query's words, cut to what surrounds them. */
export function markArticles(db: TenantDb, query: string, articleIds: readonly string[]): Promise<MarkedText[]> {
  return db.$queryRaw<MarkedText[]>`
    WITH looked AS MATERIALIZED (
      SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery AS words FROM unnest(to_tsvector('english', ${query}))
    ), parts AS (
      SELECT c."articleId", c."heading", c."text", c."position" FROM "KbChunk" c
      WHERE c."tenantId" = ${db.$tenantId}::uuid AND c."articleId" = ANY (${[...articleIds]}::uuid[]) AND c."position" < ${MAX_LOOKED_AT}::int
      UNION ALL
      SELECT a."id", '', left(a."body", 4000), 0 FROM "KbArticle" a
      WHERE a."tenantId" = ${db.$tenantId}::uuid AND a."id" = ANY (${[...articleIds]}::uuid[])
        AND NOT EXISTS (SELECT FROM "KbChunk" c WHERE c."tenantId" = a."tenantId" AND c."articleId" = a."id")
    ), chosen AS (
      SELECT DISTINCT ON (p."articleId") p."articleId", p."heading", translate(p."text", ${MARK.start + MARK.end}, '') AS "text"
      FROM parts p CROSS JOIN looked l
      ORDER BY p."articleId", COALESCE(ts_rank_cd(to_tsvector('english', p."heading" || ' ' || p."text"), l.words), 0) DESC, p."position"
    )
    SELECT c."articleId"::text, c."heading", CASE WHEN l.words IS NULL THEN left(c."text", 240)
      ELSE ts_headline('english', c."text", l.words, ${HEADLINE}) END AS "text"
    FROM chosen c CROSS JOIN looked l`;
}

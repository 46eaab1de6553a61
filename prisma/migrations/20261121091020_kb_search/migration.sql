-- Search by words and by meaning at the size of ten thousand articles, with pgvector where the server has it.

-- What words count in a search of the project's articles; meaning counts the rest.
ALTER TABLE "Project" ADD COLUMN "lexicalShare" DOUBLE PRECISION NOT NULL DEFAULT 0.5
  CONSTRAINT "Project_lexicalShare_check" CHECK ("lexicalShare" BETWEEN 0 AND 1);

-- ---------------------------------------------------------------------------------------------
-- Words. Lists of lexemes rather than the search text itself: their index answers without looking at the rows.
-- ---------------------------------------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX "KbArticle_words_idx" ON "KbArticle" USING gin ("tenantId", tsvector_to_array("search"));
CREATE INDEX "KbArticle_title_words_idx" ON "KbArticle" USING gin ("tenantId", tsvector_to_array(ts_filter("search", '{a}')));

-- Which of the tenant's articles have which words, in the title or anywhere. It runs as the owner, because row security
-- keeps these conditions from an index; it tells ids of the present tenant's visible projects alone, which a search
-- then looks up under row security.
CREATE FUNCTION kb_word_hits(words text[]) RETURNS TABLE ("articleId" uuid, "word" text, "isInTitle" boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT h."id", w.word, bool_or(h."isInTitle")
    FROM unnest(words) AS w(word) CROSS JOIN LATERAL (
      SELECT a."id", false AS "isInTitle" FROM "KbArticle" a
      WHERE a."tenantId" = current_tenant() AND tsvector_to_array(a."search") @> ARRAY[w.word] AND project_is_visible(a."projectId")
      UNION ALL
      SELECT a."id", true FROM "KbArticle" a
      WHERE a."tenantId" = current_tenant() AND tsvector_to_array(ts_filter(a."search", '{a}')) @> ARRAY[w.word] AND project_is_visible(a."projectId")
    ) h GROUP BY h."id", w.word
  $$;
REVOKE ALL ON FUNCTION kb_word_hits(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kb_word_hits(text[]) TO switchyard_app;

-- ---------------------------------------------------------------------------------------------
-- Meaning. `kb_search_path` decides, for vectors of one length: INDEX where pgvector is installed and has an index for
-- them, EXACT otherwise. Both compare the same vectors, and a search computes the scores it shows in one way.
-- ---------------------------------------------------------------------------------------------

CREATE FUNCTION kb_search_path(dimensions int) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp
  AS $$ SELECT CASE WHEN EXISTS (SELECT FROM pg_extension WHERE extname = 'vector')
      AND to_regclass(format('%I', 'KbChunk_vector_' || dimensions || '_idx')) IS NOT NULL THEN 'INDEX' ELSE 'EXACT' END $$;

-- Makes the index for vectors of a length, where pgvector is installed; for the owner, after it was installed or with
-- a new model. It says what a search will do.
CREATE FUNCTION kb_vector_setup(dimensions int) RETURNS text
  LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'vector') AND dimensions BETWEEN 1 AND 2000 THEN
    EXECUTE format('CREATE INDEX IF NOT EXISTS %1$I ON "KbChunk" USING hnsw (("embedding"::vector(%2$s)) vector_ip_ops) WHERE cardinality("embedding") = %2$s',
      'KbChunk_vector_' || dimensions || '_idx', dimensions);
  END IF;
  RETURN kb_search_path(dimensions);
END $$;
REVOKE ALL ON FUNCTION kb_vector_setup(int) FROM PUBLIC;

-- The articles whose chunks lie nearest to a vector of length one, with the chunk and the dot product, at most `wanted`.
-- A null filter lets everything through.
CREATE FUNCTION kb_nearest(query real[], model text, wanted int, projects uuid[], states text[], tags text[])
  RETURNS TABLE ("articleId" uuid, "chunkId" uuid, "semantic" double precision)
  LANGUAGE plpgsql AS $$
DECLARE
  dimensions int := cardinality(query);
BEGIN
  IF kb_search_path(dimensions) = 'EXACT' THEN
    RETURN QUERY
      SELECT b."articleId", b."id", b.dot FROM (
        SELECT DISTINCT ON (c."articleId") c."articleId", c."id", vector_dot(c."embedding", query) AS dot
        FROM "KbChunk" c JOIN "KbArticle" a ON a."tenantId" = c."tenantId" AND a."id" = c."articleId"
        WHERE c."tenantId" = current_tenant() AND c."embeddingModel" = model AND cardinality(c."embedding") = dimensions
          AND (projects IS NULL OR a."projectId" = ANY (projects)) AND a."state"::text = ANY (states) AND (kb_nearest.tags IS NULL OR a."tags" && kb_nearest.tags)
        ORDER BY c."articleId", dot DESC, c."id"
      ) b WHERE b.dot > 0 ORDER BY b.dot DESC, b."articleId" LIMIT wanted;
    RETURN;
  END IF;
  -- From 0.8 on, an index scan goes on until enough rows have passed the filters.
  IF current_setting('hnsw.iterative_scan', true) IS NOT NULL THEN PERFORM set_config('hnsw.iterative_scan', 'strict_order', true); END IF;
  PERFORM set_config('hnsw.ef_search', least(1000, greatest(100, 2 * wanted))::text, true);
  RETURN QUERY EXECUTE format($sql$
    SELECT b."articleId", b."id", b.dot FROM (
      SELECT DISTINCT ON (n."articleId") n.* FROM (
        SELECT c."articleId", c."id", -((c."embedding"::vector(%1$s)) <#> $1::vector(%1$s)) AS dot
        FROM "KbChunk" c JOIN "KbArticle" a ON a."tenantId" = c."tenantId" AND a."id" = c."articleId"
        WHERE c."tenantId" = current_tenant() AND c."embeddingModel" = $2 AND cardinality(c."embedding") = %1$s
          AND ($4 IS NULL OR a."projectId" = ANY ($4)) AND a."state"::text = ANY ($5) AND ($6 IS NULL OR a."tags" && $6)
        ORDER BY (c."embedding"::vector(%1$s)) <#> $1::vector(%1$s) LIMIT 4 * $3
      ) n ORDER BY n."articleId", n.dot DESC, n."id"
    ) b WHERE b.dot > 0 ORDER BY b.dot DESC, b."articleId" LIMIT $3 $sql$, dimensions)
    USING query, model, wanted, projects, states, tags;
END $$;

SELECT kb_vector_setup(384);

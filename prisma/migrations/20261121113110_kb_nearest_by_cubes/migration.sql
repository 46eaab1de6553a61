-- The vectors that are there already: apart from the trigger, whose making keeps writers of chunks out until it commits.
INSERT INTO "KbVector" ("chunkId", "tenantId", "articleId", "embeddingModel", "dimensions", "square", "parts")
SELECT "id", "tenantId", "articleId", "embeddingModel", cardinality("embedding"), vector_dot("embedding", "embedding"), vector_parts("embedding")
FROM "KbChunk" WHERE "embeddingModel" IS NOT NULL AND cardinality("embedding") > 0 AND kb_search_path(cardinality("embedding")) = 'EXACT'
ON CONFLICT DO NOTHING;

-- Makes the index for vectors of a length, where pgvector is installed, and otherwise the copies that are compared without
-- it; for the owner, after pgvector was installed or taken away, or with a new model. It says what a search will do.
CREATE OR REPLACE FUNCTION kb_vector_setup(dimensions int) RETURNS text
  LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'vector') AND dimensions BETWEEN 1 AND 2000 THEN
    EXECUTE format('CREATE INDEX IF NOT EXISTS %1$I ON "KbChunk" USING hnsw (("embedding"::vector(%2$s)) vector_ip_ops) WHERE cardinality("embedding") = %2$s',
      'KbChunk_vector_' || dimensions || '_idx', dimensions);
  END IF;
  IF kb_search_path(dimensions) = 'INDEX' THEN
    DELETE FROM "KbVector" v WHERE v."dimensions" = kb_vector_setup.dimensions;
  ELSE
    INSERT INTO "KbVector" ("chunkId", "tenantId", "articleId", "embeddingModel", "dimensions", "square", "parts")
    SELECT c."id", c."tenantId", c."articleId", c."embeddingModel", kb_vector_setup.dimensions, vector_dot(c."embedding", c."embedding"), vector_parts(c."embedding")
    FROM "KbChunk" c WHERE c."embeddingModel" IS NOT NULL AND cardinality(c."embedding") = kb_vector_setup.dimensions
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN kb_search_path(dimensions);
END $$;
REVOKE ALL ON FUNCTION kb_vector_setup(int) FROM PUBLIC;

-- What the distances of the parts of a vector to those of another come to, as text of SQL: the dot product of both.
CREATE FUNCTION kb_dot_sql(dimensions int) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
  AS $$ SELECT format('(v."square" + $2 - (%s)) / 2', string_agg(format('(v."parts"[%1$s] <-> $1[%1$s]) ^ 2', n), ' + '))
        FROM generate_series(1, (dimensions + 95) / 96) AS n $$;

-- The articles whose chunks lie nearest to a vector of length one, with the chunk and the dot product, at most `wanted`.
-- A null filter lets everything through. Both ways are planned for the values at hand.
CREATE OR REPLACE FUNCTION kb_nearest(query real[], model text, wanted int, projects uuid[], states text[], tags text[])
  RETURNS TABLE ("articleId" uuid, "chunkId" uuid, "semantic" double precision)
  LANGUAGE plpgsql AS $$
DECLARE
  dimensions int := cardinality(query);
BEGIN
  IF COALESCE(dimensions, 0) = 0 THEN RETURN; END IF;
  IF kb_search_path(dimensions) = 'EXACT' THEN
    RETURN QUERY EXECUTE format($sql$
      WITH allowed AS MATERIALIZED (
        SELECT a."id" FROM "KbArticle" a
        WHERE a."tenantId" = $3 AND ($6 IS NULL OR a."projectId" = ANY ($6)) AND a."state"::text = ANY ($7) AND ($8 IS NULL OR a."tags" && $8)
      ), rated AS MATERIALIZED (
        SELECT v."articleId", v."chunkId", %1$s AS dot FROM "KbVector" v
        WHERE v."tenantId" = $3 AND v."embeddingModel" = $4 AND v."dimensions" = %2$s
      ), best AS MATERIALIZED (
        SELECT r."articleId", max(r.dot) AS dot FROM rated r WHERE r.dot > 0 AND r."articleId" IN (SELECT "id" FROM allowed)
        GROUP BY r."articleId" ORDER BY 2 DESC, 1 LIMIT $5
      )
      SELECT DISTINCT ON (b.dot, b."articleId") b."articleId", r."chunkId", b.dot FROM best b JOIN rated r ON r."articleId" = b."articleId" AND r.dot = b.dot
      ORDER BY b.dot DESC, b."articleId", r."chunkId" $sql$, kb_dot_sql(dimensions), dimensions)
      USING vector_parts(query), vector_dot(query, query), current_tenant(), model, wanted, projects, states, tags;
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

-- How near some articles are to a vector of length one: the dot product with the nearest of each one's chunks.
CREATE FUNCTION kb_semantics(query real[], model text, articles uuid[]) RETURNS TABLE ("articleId" uuid, "semantic" double precision)
  LANGUAGE plpgsql AS $$
DECLARE
  dimensions int := cardinality(query);
BEGIN
  IF COALESCE(dimensions, 0) = 0 OR COALESCE(cardinality(articles), 0) = 0 THEN RETURN; END IF;
  IF kb_search_path(dimensions) = 'EXACT' THEN
    RETURN QUERY EXECUTE format($sql$
      SELECT v."articleId", max(%1$s) FROM unnest($5) AS wanted("id") JOIN "KbVector" v ON v."articleId" = wanted."id"
      WHERE v."tenantId" = $3 AND v."embeddingModel" = $4 AND v."dimensions" = %2$s GROUP BY v."articleId" $sql$, kb_dot_sql(dimensions), dimensions)
      USING vector_parts(query), vector_dot(query, query), current_tenant(), model, articles;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT c."articleId", max(vector_dot(c."embedding", query)) FROM unnest(articles) AS wanted("id") JOIN "KbChunk" c ON c."articleId" = wanted."id"
    WHERE c."tenantId" = current_tenant() AND c."embeddingModel" = model AND cardinality(c."embedding") = dimensions GROUP BY c."articleId";
END $$;

-- `kb_word_hits`, of the articles that a filter lets through, so that nothing has to be joined to find them.
CREATE FUNCTION kb_words_found(words text[], projects uuid[], states text[], tags text[]) RETURNS TABLE ("articleId" uuid, "word" text, "isInTitle" boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT h."id", w.word, bool_or(h."isInTitle")
    FROM unnest(words) AS w(word) CROSS JOIN LATERAL (
      SELECT a."id", false AS "isInTitle" FROM "KbArticle" a
      WHERE a."tenantId" = current_tenant() AND tsvector_to_array(a."search") @> ARRAY[w.word] AND a."state"::text = ANY (states)
        AND (projects IS NULL OR a."projectId" = ANY (projects)) AND (kb_words_found.tags IS NULL OR a."tags" && kb_words_found.tags)
        AND ((SELECT projects_are_open()) IS NOT NULL OR project_is_visible(a."projectId"))
      UNION ALL
      SELECT a."id", true FROM "KbArticle" a
      WHERE a."tenantId" = current_tenant() AND tsvector_to_array(ts_filter(a."search", '{a}')) @> ARRAY[w.word] AND a."state"::text = ANY (states)
        AND (projects IS NULL OR a."projectId" = ANY (projects)) AND (kb_words_found.tags IS NULL OR a."tags" && kb_words_found.tags)
        AND ((SELECT projects_are_open()) IS NOT NULL OR project_is_visible(a."projectId"))
    ) h GROUP BY h."id", w.word
  $$;
REVOKE ALL ON FUNCTION kb_words_found(text[], uuid[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kb_words_found(text[], uuid[], text[], text[]) TO switchyard_app;

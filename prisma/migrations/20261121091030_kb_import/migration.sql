-- An archive of articles while it is imported: how far the job is stands beside what is left to do.
CREATE TABLE "KbImport" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "jobId" UUID,
    "archive" BYTEA NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "empty" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "KbImport_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "KbImport_tenantId_id_key" ON "KbImport"("tenantId", "id");
CREATE INDEX "KbImport_tenantId_projectId_idx" ON "KbImport"("tenantId", "projectId");
ALTER TABLE "KbImport" ADD CONSTRAINT "KbImport_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
SELECT protect_tenant_table('"KbImport"');
SELECT protect_project_table('"KbImport"');
-- The job that imports it is noted; its bytes are not.
DROP TRIGGER IF EXISTS audit_changes ON "KbImport";

-- As before, but the exact path is written out for the vector: one product for each number that is not zero, which is
-- several times faster than taking both vectors apart for every chunk, and gives the same sums.
CREATE OR REPLACE FUNCTION kb_nearest(query real[], model text, wanted int, projects uuid[], states text[], tags text[])
  RETURNS TABLE ("articleId" uuid, "chunkId" uuid, "semantic" double precision)
  LANGUAGE plpgsql AS $$
DECLARE
  dimensions int := cardinality(query);
  source text := $sql$
    FROM "KbChunk" c JOIN "KbArticle" a ON a."tenantId" = c."tenantId" AND a."id" = c."articleId"
    WHERE c."tenantId" = current_tenant() AND c."embeddingModel" = $2 AND cardinality(c."embedding") = cardinality($1)
      AND ($4 IS NULL OR a."projectId" = ANY ($4)) AND a."state"::text = ANY ($5) AND ($6 IS NULL OR a."tags" && $6) $sql$;
  dot text;
BEGIN
  IF kb_search_path(dimensions) = 'EXACT' THEN
    SELECT string_agg(format('c."embedding"[%s]*%L::float8', place, value), '+' ORDER BY place) INTO dot
      FROM unnest(query) WITH ORDINALITY AS e(value, place) WHERE value <> 0;
    IF dot IS NULL THEN RETURN; END IF;
    -- Compiling so long a sum takes longer than running it.
    PERFORM set_config('jit', 'off', true);
    RETURN QUERY EXECUTE 'SELECT b."articleId", b."id", b.dot FROM (SELECT DISTINCT ON (n."articleId") n.* FROM (SELECT c."articleId", c."id", '
      || dot || ' AS dot' || source || ' OFFSET 0) n WHERE n.dot > 0 ORDER BY n."articleId", n.dot DESC, n."id") b ORDER BY b.dot DESC, b."articleId" LIMIT $3'
      USING query, model, wanted, projects, states, tags;
    RETURN;
  END IF;
  -- From 0.8 on, an index scan goes on until enough rows have passed the filters.
  IF current_setting('hnsw.iterative_scan', true) IS NOT NULL THEN PERFORM set_config('hnsw.iterative_scan', 'strict_order', true); END IF;
  PERFORM set_config('hnsw.ef_search', least(1000, greatest(100, 2 * wanted))::text, true);
  RETURN QUERY EXECUTE format('SELECT b."articleId", b."id", b.dot FROM (SELECT DISTINCT ON (n."articleId") n.* FROM (SELECT c."articleId", c."id", '
    '-((c."embedding"::vector(%1$s)) <#> $1::vector(%1$s)) AS dot %2$s AND cardinality(c."embedding") = %1$s '
    'ORDER BY (c."embedding"::vector(%1$s)) <#> $1::vector(%1$s) LIMIT 4 * $3) n ORDER BY n."articleId", n.dot DESC, n."id") b '
    'WHERE b.dot > 0 ORDER BY b.dot DESC, b."articleId" LIMIT $3', dimensions, source)
    USING query, model, wanted, projects, states, tags;
END $$;

-- Cases whose subjects have words much like those that were looked for: for words that nobody has written like this.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- Loads the library, which the setting of the function below belongs to.
SELECT show_trgm('');
CREATE INDEX "Case_subject_trigrams_idx" ON "Case" USING gin ("tenantId", "subject" gin_trgm_ops);

-- It runs as the owner, because row security keeps this condition from an index; it tells ids of the present tenant's
-- visible projects alone, which a search then looks up under row security. The score is the mean over the words, 0 to 1.
-- The planner takes comparing for cheap, and would compare every subject: it is left the bitmaps of an index only.
CREATE FUNCTION case_similar_subjects(words text[], at_most int) RETURNS TABLE ("caseId" uuid, "score" double precision)
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp
  SET pg_trgm.word_similarity_threshold = 0.5 SET enable_seqscan = off SET enable_indexscan = off
  AS $$
    SELECT c."id", sum(word_similarity(w.word, c."subject"))::float8 / cardinality(words)
    FROM unnest(words) AS w(word) JOIN "Case" c ON c."tenantId" = current_tenant() AND c."subject" %> w.word
    WHERE (SELECT project_scope_is_open()) OR project_is_visible(c."projectId")
    GROUP BY c."id" ORDER BY 2 DESC, c."id" DESC LIMIT at_most
  $$;
REVOKE ALL ON FUNCTION case_similar_subjects(text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_similar_subjects(text[], int) TO switchyard_app;

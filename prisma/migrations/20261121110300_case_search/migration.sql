-- Search over cases by the words of their subjects and messages, notes included. Lists of lexemes rather than texts for
-- searching: their indexes answer without looking at the rows, and no column has to be kept.
CREATE INDEX "Case_words_idx" ON "Case" USING gin ("tenantId", tsvector_to_array(to_tsvector('english'::regconfig, "subject")));
CREATE INDEX "CaseMessage_words_idx" ON "CaseMessage" USING gin ("tenantId", tsvector_to_array(to_tsvector('english'::regconfig, left("body", 50000))));

-- Which of the tenant's cases have which words, in the subject or in a message. It runs as the owner, because row security
-- keeps these conditions from an index; it tells ids of the present tenant's visible projects alone, which a search then
-- looks up under row security.
CREATE FUNCTION case_word_hits(words text[]) RETURNS TABLE ("caseId" uuid, "word" text, "isInSubject" boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT h."id", w.word, bool_or(h."isInSubject")
    FROM unnest(words) AS w(word) CROSS JOIN LATERAL (
      SELECT c."id", true AS "isInSubject" FROM "Case" c
      WHERE c."tenantId" = current_tenant() AND tsvector_to_array(to_tsvector('english'::regconfig, c."subject")) @> ARRAY[w.word]
      UNION ALL
      SELECT m."caseId", false FROM "CaseMessage" m
      WHERE m."tenantId" = current_tenant() AND tsvector_to_array(to_tsvector('english'::regconfig, left(m."body", 50000))) @> ARRAY[w.word]
    ) h
    WHERE (SELECT project_scope_is_open()) OR EXISTS (
      SELECT FROM "Case" c WHERE c."tenantId" = current_tenant() AND c."id" = h."id" AND project_is_visible(c."projectId"))
    GROUP BY h."id", w.word
  $$;
REVOKE ALL ON FUNCTION case_word_hits(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_word_hits(text[]) TO switchyard_app;

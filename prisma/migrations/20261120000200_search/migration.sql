-- Hybrid search over articles: full text kept by a trigger, embeddings compared by a plain SQL function.
-- The text is stored rather than computed by an index expression: under row security a non-leakproof
-- operator cannot drive an index, so the tenant's rows are read and must be cheap to test.

CREATE FUNCTION kb_article_search() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  NEW."search" := setweight(to_tsvector('english', NEW."title"), 'A') || setweight(to_tsvector('english', left(NEW."body", 200000)), 'B');
  RETURN NEW;
END $$;

CREATE TRIGGER kb_article_search BEFORE INSERT OR UPDATE OF "title", "body" ON "KbArticle"
  FOR EACH ROW EXECUTE FUNCTION kb_article_search();

-- Dot product; the cosine similarity when both sides have length one. Null when the lengths differ.
CREATE FUNCTION vector_dot(a real[], b real[]) RETURNS double precision
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN cardinality(a) = cardinality(b) THEN (SELECT sum(x::double precision * y) FROM unnest(a, b) AS pair(x, y)) END;

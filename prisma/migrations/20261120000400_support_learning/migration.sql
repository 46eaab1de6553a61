-- Which embedding space an article's vector lies in: vectors of two spaces must not be compared.
ALTER TABLE "KbArticle" ADD COLUMN "embeddingModel" TEXT;

-- What triage learns from: a project's confirmed cases, newest first.
CREATE INDEX "Case_confirmed_idx" ON "Case" ("tenantId", "projectId", "triagedAt") WHERE "triageDecidedBy" = 'PERSON';

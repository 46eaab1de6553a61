-- Articles are embedded in pieces, each by itself, so that a change of an article embeds only what it changed.

CREATE TABLE "KbChunk" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "heading" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "embedding" REAL[] NOT NULL DEFAULT ARRAY[]::REAL[],
    "embeddingModel" TEXT,

    CONSTRAINT "KbChunk_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "KbChunk_tenantId_id_key" ON "KbChunk"("tenantId", "id");
CREATE INDEX "KbChunk_tenantId_articleId_position_idx" ON "KbChunk"("tenantId", "articleId", "position");
ALTER TABLE "KbChunk" ADD CONSTRAINT "KbChunk_tenantId_articleId_fkey" FOREIGN KEY ("tenantId", "articleId") REFERENCES "KbArticle"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT protect_tenant_table('"KbChunk"');
SELECT protect_project_table('"KbChunk"', '"KbArticle"', 'articleId');
-- Chunks are written by jobs alone, and follow from the articles; what a job writes is not noted.
DROP TRIGGER IF EXISTS audit_changes ON "KbChunk";
-- A search reads every vector and next to no text: the text goes out of line first.
ALTER TABLE "KbChunk" ALTER COLUMN "embedding" SET STORAGE MAIN, ALTER COLUMN "text" SET STORAGE EXTERNAL;

-- What was embedded as a whole is one chunk until its article is embedded again, which the empty hash asks for.
INSERT INTO "KbChunk" ("id", "tenantId", "articleId", "position", "heading", "text", "hash", "embedding", "embeddingModel")
SELECT gen_random_uuid(), "tenantId", "id", 0, '', left("body", 2000), '', "embedding", "embeddingModel"
FROM "KbArticle" WHERE cardinality("embedding") > 0 AND "embeddingState" = 'FRESH';

-- Articles have tags and a history: one row for every change of an article, with all it said then.

CREATE TYPE "KbArticleChange" AS ENUM ('CREATED', 'EDITED', 'PUBLISHED', 'ARCHIVED', 'RESTORED', 'IMPORTED');

ALTER TABLE "KbArticle" ADD COLUMN "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[], ADD COLUMN "publishedAt" TIMESTAMPTZ(3);

CREATE TABLE "KbArticleVersion" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "change" "KbArticleChange" NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "state" "KbArticleState" NOT NULL,
    "actorKind" "ActorKind" NOT NULL,
    "actorId" UUID,
    "actorLabel" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KbArticleVersion_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "KbArticleVersion_tenantId_id_key" ON "KbArticleVersion"("tenantId", "id");
CREATE UNIQUE INDEX "KbArticleVersion_tenantId_articleId_number_key" ON "KbArticleVersion"("tenantId", "articleId", "number");
ALTER TABLE "KbArticleVersion" ADD CONSTRAINT "KbArticleVersion_tenantId_articleId_fkey" FOREIGN KEY ("tenantId", "articleId") REFERENCES "KbArticle"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT protect_tenant_table('"KbArticleVersion"', 'SELECT, INSERT');
SELECT protect_project_table('"KbArticleVersion"', '"KbArticle"', 'articleId');

-- Articles with a tag, without reading the bodies of the others.
CREATE INDEX "KbArticle_tenantId_projectId_state_idx" ON "KbArticle"("tenantId", "projectId", "state");

-- What articles say today is where their history begins. A gateway of the last version writes none: whoever changes
-- such an article afterwards writes down first what it finds.
INSERT INTO "KbArticleVersion" ("id", "tenantId", "articleId", "number", "change", "title", "body", "state", "actorKind", "actorLabel", "createdAt")
SELECT gen_random_uuid(), "tenantId", "id", "version", CASE WHEN "sourceKey" IS NULL THEN 'CREATED' ELSE 'IMPORTED' END::"KbArticleChange",
  "title", "body", "state", 'SYSTEM', 'history', "updatedAt" FROM "KbArticle";
UPDATE "KbArticle" SET "publishedAt" = "createdAt" WHERE "state" = 'PUBLISHED';

-- Articles that are missing: groups of cases for which nothing was found, until a person decides on each.
CREATE TYPE "KbSuggestionState" AS ENUM ('OPEN', 'ACCEPTED', 'DISMISSED');

CREATE TABLE "KbSuggestion" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "state" "KbSuggestionState" NOT NULL DEFAULT 'OPEN',
    "title" TEXT NOT NULL,
    "caseCount" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "articleId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "KbSuggestion_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "KbSuggestion_tenantId_id_key" ON "KbSuggestion"("tenantId", "id");
CREATE INDEX "KbSuggestion_tenantId_projectId_state_idx" ON "KbSuggestion"("tenantId", "projectId", "state");
ALTER TABLE "KbSuggestion" ADD CONSTRAINT "KbSuggestion_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "KbSuggestion" ADD CONSTRAINT "KbSuggestion_tenantId_articleId_fkey" FOREIGN KEY ("tenantId", "articleId") REFERENCES "KbArticle"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

CREATE TABLE "KbSuggestionCase" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "suggestionId" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "similarity" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "KbSuggestionCase_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "KbSuggestionCase_tenantId_id_key" ON "KbSuggestionCase"("tenantId", "id");
CREATE UNIQUE INDEX "KbSuggestionCase_tenantId_suggestionId_caseId_key" ON "KbSuggestionCase"("tenantId", "suggestionId", "caseId");
CREATE INDEX "KbSuggestionCase_tenantId_caseId_idx" ON "KbSuggestionCase"("tenantId", "caseId");
ALTER TABLE "KbSuggestionCase" ADD CONSTRAINT "KbSuggestionCase_tenantId_suggestionId_fkey" FOREIGN KEY ("tenantId", "suggestionId") REFERENCES "KbSuggestion"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "KbSuggestionCase" ADD CONSTRAINT "KbSuggestionCase_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table('"KbSuggestion"');
SELECT protect_tenant_table('"KbSuggestionCase"');
SELECT protect_project_table('"KbSuggestion"');
SELECT protect_project_table('"KbSuggestionCase"', '"KbSuggestion"', 'suggestionId');

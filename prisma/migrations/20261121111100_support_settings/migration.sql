-- What a project lets its pipeline do by itself, and why the pipeline did what it did.
ALTER TABLE "Project"
  ADD COLUMN "matchThreshold" DOUBLE PRECISION NOT NULL DEFAULT 0.25,
  ADD COLUMN "sendThreshold" DOUBLE PRECISION NOT NULL DEFAULT 0.4,
  ADD COLUMN "preparesChanges" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "approvalHours" INTEGER;

CREATE TYPE "CaseDecisionKind" AS ENUM ('TRIAGE', 'KNOWN_ISSUE_MATCH', 'REPLY', 'CHANGE_PREP');
CREATE TABLE "CaseDecision" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "caseId" UUID NOT NULL,
    "stepId" UUID,
    "kind" "CaseDecisionKind" NOT NULL,
    "outcome" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION,
    "threshold" DOUBLE PRECISION,
    "reasons" TEXT[] NOT NULL,
    "model" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CaseDecision_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "CaseDecision_tenantId_id_key" ON "CaseDecision"("tenantId", "id");
CREATE INDEX "CaseDecision_tenantId_caseId_id_idx" ON "CaseDecision"("tenantId", "caseId", "id");
ALTER TABLE "CaseDecision" ADD CONSTRAINT "CaseDecision_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "Case"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "CaseDecision" ADD CONSTRAINT "CaseDecision_tenantId_stepId_fkey" FOREIGN KEY ("tenantId", "stepId") REFERENCES "PipelineStep"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
SELECT protect_tenant_table('"CaseDecision"', 'SELECT, INSERT');
SELECT protect_project_table('"CaseDecision"', '"Case"', 'caseId');
CREATE POLICY own_rows ON "CaseDecision" AS RESTRICTIVE FOR SELECT
  USING ((SELECT owners_are_open()) IS NOT NULL OR sees_case("caseId"));

-- How sure a draft is, which step wrote it, and what it said before a person edited it.
ALTER TABLE "ReplyDraft"
  ADD COLUMN "stepId" UUID,
  ADD COLUMN "confidence" DOUBLE PRECISION,
  ADD COLUMN "originalBody" TEXT,
  ADD COLUMN "editedAt" TIMESTAMPTZ(3);
ALTER TABLE "ReplyDraft" ADD CONSTRAINT "ReplyDraft_tenantId_stepId_fkey" FOREIGN KEY ("tenantId", "stepId") REFERENCES "PipelineStep"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

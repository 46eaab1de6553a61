-- One inbox for everything that waits for a person's word.
CREATE TYPE "ApprovalKind" AS ENUM ('REPLY', 'CHANGE');
CREATE TYPE "ApprovalState" AS ENUM ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'SUPERSEDED');
CREATE TABLE "Approval" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "kind" "ApprovalKind" NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION,
    "state" "ApprovalState" NOT NULL DEFAULT 'PENDING',
    "version" INTEGER NOT NULL DEFAULT 1,
    "jobId" UUID,
    "requestedByKind" "ActorKind" NOT NULL,
    "requestedById" UUID,
    "requestedByLabel" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "decidedByKind" "ActorKind",
    "decidedById" UUID,
    "decidedByLabel" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "Approval_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Approval_tenantId_id_key" ON "Approval"("tenantId", "id");
CREATE INDEX "Approval_tenantId_state_requestedAt_idx" ON "Approval"("tenantId", "state", "requestedAt");
CREATE INDEX "Approval_tenantId_requestedAt_id_idx" ON "Approval"("tenantId", "requestedAt", "id");
CREATE INDEX "Approval_tenantId_subjectId_idx" ON "Approval"("tenantId", "subjectId");
-- Nothing waits twice.
CREATE UNIQUE INDEX "Approval_pending_idx" ON "Approval"("tenantId", "subjectType", "subjectId") WHERE "state" = 'PENDING';
ALTER TABLE "Approval" ADD CONSTRAINT "Approval_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Approval" ADD CONSTRAINT "Approval_tenantId_jobId_fkey" FOREIGN KEY ("tenantId", "jobId") REFERENCES "Job"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What waits already.
INSERT INTO "Approval" ("id", "tenantId", "projectId", "kind", "subjectType", "subjectId", "title", "reason", "requestedByKind", "requestedByLabel", "requestedAt")
SELECT gen_random_uuid(), d."tenantId", c."projectId", 'REPLY', 'ReplyDraft', d."id", left('Reply to #' || c."number" || ': ' || c."subject", 300),
  'It was drafted before there were approvals.', 'SYSTEM', 'case pipeline', d."createdAt"
FROM "ReplyDraft" d JOIN "Case" c ON c."tenantId" = d."tenantId" AND c."id" = d."caseId" WHERE d."state" = 'PENDING_APPROVAL';
INSERT INTO "Approval" ("id", "tenantId", "projectId", "kind", "subjectType", "subjectId", "title", "reason", "requestedByKind", "requestedByLabel", "requestedAt")
SELECT gen_random_uuid(), r."tenantId", c."projectId", 'CHANGE', 'ChangeRequest', r."id", left('Change for #' || c."number" || ': ' || c."subject", 300),
  'It was proposed before there were approvals.', 'SYSTEM', 'case pipeline', r."createdAt"
FROM "ChangeRequest" r JOIN "Case" c ON c."tenantId" = r."tenantId" AND c."id" = r."caseId" WHERE r."state" = 'PROPOSED';

SELECT protect_tenant_table('"Approval"', 'SELECT, INSERT, UPDATE');
SELECT protect_project_table('"Approval"');
-- Who sees only their own decides on nothing.
CREATE POLICY own_rows ON "Approval" AS RESTRICTIVE FOR SELECT USING ((SELECT owners_are_open()) IS NOT NULL);

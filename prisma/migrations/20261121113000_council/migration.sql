-- Councils: several models answer a question and vote on each other's answers.
CREATE TYPE "CouncilState" AS ENUM ('ASKING', 'VOTING', 'DECIDED', 'FAILED', 'CANCELLED');
CREATE TYPE "CouncilMemberState" AS ENUM ('WAITING', 'ANSWERED', 'VOTED', 'FAILED');
CREATE TYPE "CouncilRule" AS ENUM ('SCORE', 'HEAVIEST_CRITERION', 'FIRST_PLACES', 'SEAT');
CREATE TYPE "CouncilBuiltIn" AS ENUM ('BRIEF', 'THOROUGH', 'CAUTIOUS');

CREATE TABLE "Council" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID,
    "question" TEXT NOT NULL,
    "subjectType" TEXT,
    "subjectId" UUID,
    "material" TEXT,
    "criteria" JSONB NOT NULL,
    "quorum" INTEGER NOT NULL,
    "state" "CouncilState" NOT NULL DEFAULT 'ASKING',
    "version" INTEGER NOT NULL DEFAULT 1,
    "jobId" UUID,
    "winnerId" UUID,
    "verdictScore" DOUBLE PRECISION,
    "verdictRule" "CouncilRule",
    "verdictReasons" JSONB,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "requestedByKind" "ActorKind" NOT NULL,
    "requestedById" UUID,
    "requestedByLabel" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Council_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Council_quorum" CHECK ("quorum" >= 2),
    CONSTRAINT "Council_verdict" CHECK (("state" = 'DECIDED') = ("winnerId" IS NOT NULL))
);
CREATE UNIQUE INDEX "Council_tenantId_id_key" ON "Council"("tenantId", "id");
CREATE UNIQUE INDEX "Council_tenantId_jobId_key" ON "Council"("tenantId", "jobId");
CREATE INDEX "Council_tenantId_createdAt_id_idx" ON "Council"("tenantId", "createdAt", "id");
ALTER TABLE "Council" ADD CONSTRAINT "Council_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Council" ADD CONSTRAINT "Council_tenantId_jobId_fkey" FOREIGN KEY ("tenantId", "jobId") REFERENCES "Job"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

CREATE TABLE "CouncilMember" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "councilId" UUID NOT NULL,
    "seat" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "modelId" UUID,
    "routePurpose" "ModelPurpose",
    "routeTier" "ModelTier",
    "builtIn" "CouncilBuiltIn",
    "state" "CouncilMemberState" NOT NULL DEFAULT 'WAITING',
    "answer" TEXT,
    "answeredAt" TIMESTAMPTZ(3),
    "votedAt" TIMESTAMPTZ(3),
    "score" DOUBLE PRECISION,
    "errorCode" TEXT,
    "errorMessage" TEXT,

    CONSTRAINT "CouncilMember_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "CouncilMember_who" CHECK (num_nonnulls("modelId", "routePurpose", "builtIn") = 1 AND ("routePurpose" IS NULL) = ("routeTier" IS NULL))
);
CREATE UNIQUE INDEX "CouncilMember_tenantId_id_key" ON "CouncilMember"("tenantId", "id");
CREATE UNIQUE INDEX "CouncilMember_tenantId_councilId_seat_key" ON "CouncilMember"("tenantId", "councilId", "seat");
ALTER TABLE "CouncilMember" ADD CONSTRAINT "CouncilMember_tenantId_councilId_fkey" FOREIGN KEY ("tenantId", "councilId") REFERENCES "Council"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "CouncilMember" ADD CONSTRAINT "CouncilMember_tenantId_modelId_fkey" FOREIGN KEY ("tenantId", "modelId") REFERENCES "Model"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE "Council" ADD CONSTRAINT "Council_tenantId_winnerId_fkey" FOREIGN KEY ("tenantId", "winnerId") REFERENCES "CouncilMember"("tenantId", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

CREATE TABLE "CouncilVote" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "councilId" UUID NOT NULL,
    "voterId" UUID NOT NULL,
    "memberId" UUID NOT NULL,
    "scores" JSONB NOT NULL,
    "total" DOUBLE PRECISION NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CouncilVote_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "CouncilVote_not_own" CHECK ("voterId" <> "memberId"),
    CONSTRAINT "CouncilVote_total" CHECK ("total" BETWEEN 0 AND 10)
);
CREATE UNIQUE INDEX "CouncilVote_tenantId_id_key" ON "CouncilVote"("tenantId", "id");
CREATE UNIQUE INDEX "CouncilVote_tenantId_voterId_memberId_key" ON "CouncilVote"("tenantId", "voterId", "memberId");
CREATE INDEX "CouncilVote_tenantId_councilId_id_idx" ON "CouncilVote"("tenantId", "councilId", "id");
ALTER TABLE "CouncilVote" ADD CONSTRAINT "CouncilVote_tenantId_councilId_fkey" FOREIGN KEY ("tenantId", "councilId") REFERENCES "Council"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "CouncilVote" ADD CONSTRAINT "CouncilVote_tenantId_voterId_fkey" FOREIGN KEY ("tenantId", "voterId") REFERENCES "CouncilMember"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "CouncilVote" ADD CONSTRAINT "CouncilVote_tenantId_memberId_fkey" FOREIGN KEY ("tenantId", "memberId") REFERENCES "CouncilMember"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

SELECT protect_tenant_table('"Council"', 'SELECT, INSERT, UPDATE');
SELECT protect_tenant_table('"CouncilMember"', 'SELECT, INSERT, UPDATE');
SELECT protect_tenant_table('"CouncilVote"', 'SELECT, INSERT');
SELECT protect_project_table('"Council"');
SELECT protect_project_table(format('%I', name)::regclass, '"Council"', 'councilId') FROM unnest(ARRAY['CouncilMember', 'CouncilVote']) AS name;

-- Events and jobs about a council belong to its project. Triggers fire in the order of their names: these come before
-- `job_project` and `tenant_event_project`, which leave alone what has a project.
CREATE FUNCTION about_council_project() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW."projectId" := (SELECT "projectId" FROM "Council" WHERE "tenantId" = NEW."tenantId" AND "id" = NEW."subjectId");
  RETURN NEW;
END $$;
CREATE TRIGGER about_council_project BEFORE INSERT ON "TenantEvent" FOR EACH ROW
  WHEN (NEW."projectId" IS NULL AND NEW."subjectType" = 'Council') EXECUTE FUNCTION about_council_project();
CREATE TRIGGER about_council_project BEFORE INSERT ON "Job" FOR EACH ROW
  WHEN (NEW."projectId" IS NULL AND NEW."subjectType" = 'Council') EXECUTE FUNCTION about_council_project();

-- What a model said stays beside what a person said later, so that the two can be compared.
ALTER TABLE "Case"
  ADD COLUMN "machineType" "CaseType",
  ADD COLUMN "machineSeverity" "CaseSeverity",
  ADD COLUMN "machineConfidence" DOUBLE PRECISION,
  ADD COLUMN "machineReasoning" TEXT,
  ADD COLUMN "machineTriagedAt" TIMESTAMPTZ(3),
  ADD COLUMN "machineModelId" UUID;

UPDATE "Case" SET "machineType" = "type", "machineSeverity" = "severity", "machineConfidence" = "triageConfidence",
  "machineReasoning" = "triageReasoning", "machineTriagedAt" = "triagedAt"
WHERE "triageDecidedBy" = 'MODEL';

CREATE INDEX "Case_tenantId_projectId_machineTriagedAt_idx" ON "Case"("tenantId", "projectId", "machineTriagedAt");
CREATE INDEX "Case_tenantId_projectId_triageDecidedBy_triagedAt_idx" ON "Case"("tenantId", "projectId", "triageDecidedBy", "triagedAt");

-- Versions of what a project's triage has learned.
CREATE TYPE "TriageModelState" AS ENUM ('TRAINING', 'CANDIDATE', 'ACTIVE', 'RETIRED');
CREATE TYPE "TriageTrainingOutcome" AS ENUM ('NOT_WORSE', 'WORSE', 'NOT_MEASURED', 'HELD', 'OVERTAKEN');

ALTER TABLE "TriageModel"
  ADD COLUMN "number" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "state" "TriageModelState" NOT NULL DEFAULT 'CANDIDATE',
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "contentVersion" TEXT,
  ADD COLUMN "knownUntil" TIMESTAMPTZ(3),
  ADD COLUMN "heldOutCount" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "before" JSONB,
  ADD COLUMN "after" JSONB,
  ADD COLUMN "comparedWithId" UUID,
  ADD COLUMN "outcome" "TriageTrainingOutcome",
  ADD COLUMN "activatedAt" TIMESTAMPTZ(3),
  ADD COLUMN "activatedBy" TEXT,
  ADD COLUMN "isHeld" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "retiredAt" TIMESTAMPTZ(3);

-- Until now the newest was in use.
UPDATE "TriageModel" m SET "number" = o."place", "knownUntil" = m."trainedAt", "outcome" = 'NOT_MEASURED',
  "state" = CASE WHEN o."isNewest" THEN 'ACTIVE' ELSE 'RETIRED' END::"TriageModelState",
  "activatedAt" = m."trainedAt", "activatedBy" = 'triage training', "retiredAt" = CASE WHEN o."isNewest" THEN NULL ELSE now() END
FROM (SELECT "id", row_number() OVER (PARTITION BY "tenantId", "projectId" ORDER BY "trainedAt", "id")::int AS "place",
        row_number() OVER (PARTITION BY "tenantId", "projectId" ORDER BY "trainedAt" DESC, "id" DESC) = 1 AS "isNewest"
      FROM "TriageModel") o
WHERE o."id" = m."id";

CREATE UNIQUE INDEX "TriageModel_tenantId_projectId_number_key" ON "TriageModel"("tenantId", "projectId", "number");
-- At most one is in use, whatever two trainings and a person do at the same moment.
CREATE UNIQUE INDEX "TriageModel_active_idx" ON "TriageModel"("tenantId", "projectId") WHERE "state" = 'ACTIVE';

-- Who changes which version is in use, or adds one, does so one at a time in a project.
CREATE FUNCTION support_lock_triage_models(project uuid) RETURNS void
  LANGUAGE sql AS $$ SELECT pg_advisory_xact_lock(hashtextextended('triage-models ' || project::text, 0)) $$;

CREATE FUNCTION support_number_triage_model() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."number" = 0 THEN
    PERFORM support_lock_triage_models(NEW."projectId");
    SELECT COALESCE(max("number"), 0) + 1 INTO NEW."number" FROM "TriageModel"
    WHERE "tenantId" = NEW."tenantId" AND "projectId" = NEW."projectId";
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "number_of_version" BEFORE INSERT ON "TriageModel" FOR EACH ROW EXECUTE FUNCTION support_number_triage_model();

-- Workers of the last release, which run beside new ones for a moment, delete what is older than an hour.
CREATE FUNCTION support_keep_active_triage_model() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER "keep_active" BEFORE DELETE ON "TriageModel" FOR EACH ROW WHEN (OLD."state" = 'ACTIVE')
  EXECUTE FUNCTION support_keep_active_triage_model();

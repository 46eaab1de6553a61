-- What is promised to customers (first answer, resolution), and cases that are put off until later.
CREATE TABLE "SlaTarget" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "priority" "CasePriority" NOT NULL,
    "firstAnswerMinutes" INTEGER CHECK ("firstAnswerMinutes" > 0),
    "resolutionMinutes" INTEGER CHECK ("resolutionMinutes" > 0),

    CONSTRAINT "SlaTarget_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "SlaTarget_tenantId_id_key" ON "SlaTarget"("tenantId", "id");
CREATE UNIQUE INDEX "SlaTarget_tenantId_projectId_priority_key" ON "SlaTarget"("tenantId", "projectId", "priority");
ALTER TABLE "SlaTarget" ADD CONSTRAINT "SlaTarget_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT protect_tenant_table('"SlaTarget"');
SELECT protect_project_table('"SlaTarget"');

ALTER TABLE "Case"
  ADD COLUMN "slaStartedAt" TIMESTAMPTZ(3),
  ADD COLUMN "slaPausedAt" TIMESTAMPTZ(3),
  ADD COLUMN "slaPausedSeconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
  ADD COLUMN "firstAnswerDueAt" TIMESTAMPTZ(3),
  ADD COLUMN "firstAnsweredAt" TIMESTAMPTZ(3),
  ADD COLUMN "firstAnswerBreachedAt" TIMESTAMPTZ(3),
  ADD COLUMN "resolutionDueAt" TIMESTAMPTZ(3),
  ADD COLUMN "resolvedAt" TIMESTAMPTZ(3),
  ADD COLUMN "resolutionBreachedAt" TIMESTAMPTZ(3),
  ADD COLUMN "snoozedUntil" TIMESTAMPTZ(3),
  ADD COLUMN "timerAt" TIMESTAMPTZ(3);
CREATE INDEX "Case_timer_idx" ON "Case" ("timerAt", "tenantId") WHERE "timerAt" IS NOT NULL;
CREATE INDEX "Case_snoozed_idx" ON "Case" ("tenantId", "snoozedUntil") WHERE "snoozedUntil" IS NOT NULL;
CREATE INDEX "Case_sla_breached_idx" ON "Case" ("tenantId", "openedAt", "id") WHERE "firstAnswerBreachedAt" IS NOT NULL OR "resolutionBreachedAt" IS NOT NULL;

-- When each clock runs out, and nobody has noted it yet; null: never, as things are.
CREATE FUNCTION case_first_answer_timer(c "Case") RETURNS timestamptz LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN c."firstAnswerBreachedAt" IS NULL AND (COALESCE(c."firstAnsweredAt", c."resolvedAt") IS NULL
    OR COALESCE(c."firstAnsweredAt", c."resolvedAt") > c."firstAnswerDueAt") THEN c."firstAnswerDueAt" END;
CREATE FUNCTION case_resolution_timer(c "Case") RETURNS timestamptz LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN c."resolutionBreachedAt" IS NULL AND (c."slaPausedAt" IS NULL OR c."slaPausedAt" > c."resolutionDueAt")
    AND (c."resolvedAt" IS NULL OR c."resolvedAt" > c."resolutionDueAt") THEN c."resolutionDueAt" END;

-- The clocks follow what happens to the case. In the database, so that nobody who moves a case can forget them, a
-- gateway of the last version included. It fires after "case_priority", by its name.
CREATE FUNCTION case_timers() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  was_over boolean := TG_OP = 'INSERT' OR OLD."state" IN ('RESOLVED', 'CLOSED');
  is_over boolean := NEW."state" IN ('RESOLVED', 'CLOSED');
  begins boolean := was_over AND NOT is_over;
  paused double precision;
  target record;
BEGIN
  IF begins THEN -- at its opening, and anew when it is reopened
    NEW."slaStartedAt" := now();
    NEW."slaPausedAt" := NULL;
    NEW."slaPausedSeconds" := 0;
    NEW."firstAnsweredAt" := NULL;
    NEW."firstAnswerBreachedAt" := NULL;
    NEW."resolvedAt" := NULL;
    NEW."resolutionBreachedAt" := NULL;
  ELSIF is_over THEN
    NEW."resolvedAt" := COALESCE(NEW."resolvedAt", now());
    NEW."snoozedUntil" := NULL;
  END IF;

  IF begins OR (TG_OP = 'UPDATE' AND NOT is_over AND NEW."priority" <> OLD."priority") THEN
    SELECT "firstAnswerMinutes" AS answer, "resolutionMinutes" AS resolution INTO target
      FROM "SlaTarget" WHERE "tenantId" = NEW."tenantId" AND "projectId" = NEW."projectId" AND "priority" = NEW."priority";
    IF NEW."firstAnsweredAt" IS NULL AND NEW."firstAnswerBreachedAt" IS NULL THEN
      NEW."firstAnswerDueAt" := NEW."slaStartedAt" + make_interval(mins => target.answer);
    END IF;
    IF NEW."resolutionBreachedAt" IS NULL THEN
      NEW."resolutionDueAt" := NEW."slaStartedAt" + make_interval(mins => target.resolution, secs => NEW."slaPausedSeconds");
    END IF;
  END IF;

  -- The customer has the word, or it was put off: the clock of the resolution stands still.
  IF NOT is_over AND (NEW."state" = 'REPLIED' OR NEW."snoozedUntil" IS NOT NULL) THEN
    NEW."slaPausedAt" := COALESCE(NEW."slaPausedAt", now());
  ELSIF NEW."slaPausedAt" IS NOT NULL THEN
    paused := EXTRACT(EPOCH FROM now() - NEW."slaPausedAt");
    IF NEW."resolutionDueAt" >= NEW."slaPausedAt" THEN
      NEW."resolutionDueAt" := NEW."resolutionDueAt" + make_interval(secs => paused);
    END IF;
    NEW."slaPausedSeconds" := NEW."slaPausedSeconds" + paused;
    NEW."slaPausedAt" := NULL;
  END IF;
  NEW."timerAt" := LEAST(case_first_answer_timer(NEW), case_resolution_timer(NEW), NEW."snoozedUntil");
  RETURN NEW;
END $$;
CREATE TRIGGER case_timers BEFORE INSERT OR UPDATE OF "state", "severity", "priority", "isPriorityFixed", "firstAnsweredAt",
  "firstAnswerBreachedAt", "resolutionBreachedAt", "snoozedUntil" ON "Case" FOR EACH ROW EXECUTE FUNCTION case_timers();

-- The first answer is the first reply that was sent; one that came back was none.
CREATE FUNCTION reply_is_first_answer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW."state" = 'SENT' THEN
    UPDATE "Case" SET "firstAnsweredAt" = now() WHERE "tenantId" = NEW."tenantId" AND "id" = NEW."caseId" AND "firstAnsweredAt" IS NULL;
  ELSE
    UPDATE "Case" c SET "firstAnsweredAt" = NULL WHERE c."tenantId" = NEW."tenantId" AND c."id" = NEW."caseId" AND NOT EXISTS (
      SELECT FROM "ReplyDraft" d WHERE d."tenantId" = NEW."tenantId" AND d."caseId" = NEW."caseId" AND d."state" = 'SENT' AND d."decidedAt" >= c."slaStartedAt");
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER reply_is_first_answer AFTER UPDATE OF "state" ON "ReplyDraft" FOR EACH ROW
  WHEN (OLD."state" <> NEW."state" AND (NEW."state" = 'SENT' OR OLD."state" = 'SENT')) EXECUTE FUNCTION reply_is_first_answer();
CREATE TRIGGER reply_is_first_answer_at_once AFTER INSERT ON "ReplyDraft" FOR EACH ROW
  WHEN (NEW."state" = 'SENT') EXECUTE FUNCTION reply_is_first_answer();

-- Which tenants have timers that ran out.
CREATE FUNCTION support_due_timer_tenants() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT DISTINCT "tenantId" FROM "Case" WHERE "timerAt" <= now() $$;
REVOKE ALL ON FUNCTION support_due_timer_tenants() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION support_due_timer_tenants() TO switchyard_app;

-- A trigger needs nobody's right to call it.
REVOKE ALL ON FUNCTION membership_leaves_cases() FROM PUBLIC;

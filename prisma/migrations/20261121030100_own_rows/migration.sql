-- Who may see which rows of a tenant. `app.rights` is JSON, set beside the tenant for somebody who is bound by a rule
-- (src/auth/policies.ts); empty for everybody else, and for gateways that do not know of it yet.

-- Whether rows are kept from whoever asks.
CREATE FUNCTION rows_are_limited() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN NULLIF(current_setting('app.rights', true), '') IS NOT NULL;

-- The ids whose things are seen; null: everybody's.
CREATE FUNCTION current_owners() RETURNS uuid[]
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN r.rights ? 'owners' THEN ARRAY(SELECT jsonb_array_elements_text(r.rights -> 'owners')::uuid) END
        FROM (SELECT NULLIF(current_setting('app.rights', true), '')::jsonb AS rights) r $$;

-- Who opened a case, and whose a job is: a person or an API key. Null: nobody's, as of what was imported or scheduled.
ALTER TABLE "Case" ADD COLUMN "openedById" UUID;
ALTER TABLE "Job" ADD COLUMN "ownerId" UUID;

UPDATE "Case" c SET "openedById" = e."actorId"
FROM "TenantEvent" e
WHERE e."tenantId" = c."tenantId" AND e."subjectId" = c."id" AND e."kind" = 'CASE_OPENED' AND e."actorId" IS NOT NULL;

UPDATE "Job" j SET "ownerId" = COALESCE(
  (SELECT c."openedById" FROM "Case" c WHERE j."subjectType" = 'Case' AND c."tenantId" = j."tenantId" AND c."id" = j."subjectId"),
  j."requestedById")
WHERE j."requestedById" IS NOT NULL OR j."subjectType" = 'Case';

CREATE INDEX "Case_opened_by_idx" ON "Case" ("tenantId", "openedById", "openedAt", "id") WHERE "openedById" IS NOT NULL;
CREATE INDEX "Job_owner_idx" ON "Job" ("tenantId", "ownerId", "queuedAt", "id") WHERE "ownerId" IS NOT NULL;

-- A job about a case belongs to whoever opened the case, whoever asked for it; any other to whoever asked for it.
CREATE FUNCTION job_gets_owner() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."subjectType" = 'Case' THEN
    NEW."ownerId" := (SELECT c."openedById" FROM "Case" c WHERE c."tenantId" = NEW."tenantId" AND c."id" = NEW."subjectId");
  END IF;
  NEW."ownerId" := COALESCE(NEW."ownerId", NEW."requestedById");
  RETURN NEW;
END $$;
CREATE TRIGGER job_gets_owner BEFORE INSERT ON "Job" FOR EACH ROW WHEN (NEW."ownerId" IS NULL) EXECUTE FUNCTION job_gets_owner();

-- What hangs on something is seen by whoever sees that: row security holds inside these functions.
CREATE FUNCTION sees_case(wanted uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT FROM "Case" WHERE "tenantId" = current_tenant() AND "id" = wanted) $$;
CREATE FUNCTION sees_customer(wanted uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT FROM "Case" WHERE "tenantId" = current_tenant() AND "customerId" = wanted) $$;
CREATE FUNCTION sees_pipeline(wanted uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT FROM "Pipeline" WHERE "tenantId" = current_tenant() AND "id" = wanted) $$;
CREATE FUNCTION sees_draft(wanted uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT FROM "ReplyDraft" WHERE "tenantId" = current_tenant() AND "id" = wanted) $$;
CREATE FUNCTION sees_job(wanted uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT FROM "Job" WHERE "tenantId" = current_tenant() AND "id" = wanted) $$;

-- Restrictive: on top of the tenant's own policy, never in place of it. For reading, and so for every change that looks
-- at a row first. The sub-selects are worked out once a statement, not once a row.
CREATE POLICY own_rows ON "Case" AS RESTRICTIVE FOR SELECT
  USING ((SELECT current_owners()) IS NULL OR "openedById" = ANY ((SELECT current_owners())::uuid[]));
CREATE POLICY own_rows ON "Job" AS RESTRICTIVE FOR SELECT
  USING ((SELECT current_owners()) IS NULL OR "ownerId" = ANY ((SELECT current_owners())::uuid[]));

CREATE POLICY own_rows ON "Customer" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_customer("id"));
CREATE POLICY own_rows ON "CaseMessage" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_case("caseId"));
CREATE POLICY own_rows ON "CaseMatch" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_case("caseId"));
CREATE POLICY own_rows ON "Pipeline" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_case("caseId"));
CREATE POLICY own_rows ON "PipelineStep" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_pipeline("pipelineId"));
CREATE POLICY own_rows ON "ReplyDraft" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_case("caseId"));
CREATE POLICY own_rows ON "ReplyCitation" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_draft("draftId"));
CREATE POLICY own_rows ON "ChangeRequest" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_case("caseId"));
CREATE POLICY own_rows ON "JobAttempt" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_job("jobId"));
CREATE POLICY own_rows ON "JobLog" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_job("jobId"));
CREATE POLICY own_rows ON "DeadLetter" AS RESTRICTIVE FOR SELECT
  USING (NOT (SELECT rows_are_limited()) OR sees_job("jobId"));

-- The planner took the rules about rows for a filter that lets next to nothing through, and so read, and sorted, all of
-- a tenant's cases for a page of twenty: it expects one row in 200 where something IS NULL, and half of them where a
-- truth is unknown. Nearly everybody is bound by no rule. It expects 199 of 200 where something IS NOT NULL, so that is
-- how the rules ask now whether they are open: an open one is true, any other null.

CREATE FUNCTION owners_are_open() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN current_owners() IS NULL THEN true END;
CREATE FUNCTION rows_are_open() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN NOT rows_are_limited() THEN true END;
-- What project_scope_is_open() says, which gateways of the last version and older policies may still ask.
CREATE FUNCTION projects_are_open() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN project_scope_is_open() THEN true END;

ALTER POLICY own_rows ON "Case" USING ((SELECT owners_are_open()) IS NOT NULL OR "openedById" = ANY ((SELECT current_owners())::uuid[]));
ALTER POLICY own_rows ON "Job" USING ((SELECT owners_are_open()) IS NOT NULL OR "ownerId" = ANY ((SELECT current_owners())::uuid[]));
ALTER POLICY own_rows ON "Customer" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_customer("id"));
ALTER POLICY own_rows ON "CaseMessage" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_case("caseId"));
ALTER POLICY own_rows ON "CaseMatch" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_case("caseId"));
ALTER POLICY own_rows ON "Pipeline" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_case("caseId"));
ALTER POLICY own_rows ON "PipelineStep" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_pipeline("pipelineId"));
ALTER POLICY own_rows ON "ReplyDraft" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_case("caseId"));
ALTER POLICY own_rows ON "ReplyCitation" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_draft("draftId"));
ALTER POLICY own_rows ON "ChangeRequest" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_case("caseId"));
ALTER POLICY own_rows ON "JobAttempt" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_job("jobId"));
ALTER POLICY own_rows ON "JobLog" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_job("jobId"));
ALTER POLICY own_rows ON "DeadLetter" USING ((SELECT rows_are_open()) IS NOT NULL OR sees_job("jobId"));

-- As before, but for the question and for being done again where it is already.
CREATE OR REPLACE FUNCTION protect_project_table(target regclass, parent regclass DEFAULT NULL, key text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  visible text := CASE WHEN parent IS NULL THEN 'project_is_visible("projectId")'
    ELSE format('EXISTS (SELECT FROM %s p WHERE p."tenantId" = %s."tenantId" AND p."id" = %s.%I)', parent, target, target, key) END;
BEGIN
  EXECUTE format('DROP POLICY IF EXISTS project_scope ON %s', target);
  EXECUTE format('CREATE POLICY project_scope ON %s AS RESTRICTIVE FOR SELECT USING ((SELECT projects_are_open()) IS NOT NULL OR %s)', target, visible);
END $$;

SELECT protect_project_table(format('%I', name)::regclass) FROM unnest(ARRAY['Case', 'KbArticle', 'TriageModel', 'Job', 'TenantEvent']) AS name;
SELECT protect_project_table(format('%I', name)::regclass, '"Case"', 'caseId')
FROM unnest(ARRAY['CaseMessage', 'CaseMatch', 'Pipeline', 'ReplyDraft', 'ChangeRequest']) AS name;
SELECT protect_project_table('"PipelineStep"', '"Pipeline"', 'pipelineId');
SELECT protect_project_table('"ReplyCitation"', '"ReplyDraft"', 'draftId');
SELECT protect_project_table(format('%I', name)::regclass, '"Job"', 'jobId') FROM unnest(ARRAY['JobAttempt', 'JobLog', 'DeadLetter']) AS name;
ALTER POLICY project_scope ON "Project" USING ((SELECT projects_are_open()) IS NOT NULL OR NOT project_is_hidden("id"));
ALTER POLICY project_scope ON "ProjectMember" USING ((SELECT projects_are_open()) IS NOT NULL OR NOT project_is_hidden("projectId"));

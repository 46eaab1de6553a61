-- Projects: members, archive, and who may see what belongs to one.

ALTER TABLE "Project" ADD COLUMN "isRestricted" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "archivedAt" TIMESTAMPTZ(3);

CREATE TABLE "ProjectMember" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "membershipId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProjectMember_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ProjectMember_tenantId_id_key" ON "ProjectMember"("tenantId", "id");
CREATE UNIQUE INDEX "ProjectMember_tenantId_projectId_membershipId_key" ON "ProjectMember"("tenantId", "projectId", "membershipId");
CREATE INDEX "ProjectMember_tenantId_membershipId_idx" ON "ProjectMember"("tenantId", "membershipId");
ALTER TABLE "ProjectMember" ADD CONSTRAINT "ProjectMember_tenantId_projectId_fkey" FOREIGN KEY ("tenantId", "projectId") REFERENCES "Project"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ProjectMember" ADD CONSTRAINT "ProjectMember_tenantId_membershipId_fkey" FOREIGN KEY ("tenantId", "membershipId") REFERENCES "Membership"("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT protect_tenant_table('"ProjectMember"', 'SELECT, INSERT, DELETE');

-- Jobs and events belong to the project of what they are about.
ALTER TABLE "Job" ADD COLUMN "projectId" UUID;
ALTER TABLE "TenantEvent" ADD COLUMN "projectId" UUID;
CREATE INDEX "Job_tenantId_projectId_queuedAt_idx" ON "Job"("tenantId", "projectId", "queuedAt");

CREATE FUNCTION project_of(wanted_tenant uuid, wanted_type text, wanted uuid) RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp
  AS $$ SELECT CASE wanted_type
    WHEN 'Project' THEN wanted
    WHEN 'Case' THEN (SELECT "projectId" FROM "Case" WHERE "tenantId" = wanted_tenant AND "id" = wanted)
    WHEN 'KbArticle' THEN (SELECT "projectId" FROM "KbArticle" WHERE "tenantId" = wanted_tenant AND "id" = wanted)
    WHEN 'ReplyDraft' THEN (SELECT c."projectId" FROM "ReplyDraft" d JOIN "Case" c ON c."tenantId" = d."tenantId" AND c."id" = d."caseId"
                            WHERE d."tenantId" = wanted_tenant AND d."id" = wanted)
    WHEN 'Pipeline' THEN (SELECT c."projectId" FROM "Pipeline" p JOIN "Case" c ON c."tenantId" = p."tenantId" AND c."id" = p."caseId"
                          WHERE p."tenantId" = wanted_tenant AND p."id" = wanted)
    WHEN 'Job' THEN (SELECT "projectId" FROM "Job" WHERE "tenantId" = wanted_tenant AND "id" = wanted)
  END $$;

UPDATE "Job" SET "projectId" = project_of("tenantId", "subjectType", "subjectId") WHERE "subjectId" IS NOT NULL;
UPDATE "TenantEvent" SET "projectId" = project_of("tenantId", "subjectType", "subjectId") WHERE "subjectId" IS NOT NULL;

-- In the database, so that nobody who writes a job or an event can forget it, a gateway of the last version included.
CREATE FUNCTION job_project() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW."projectId" := COALESCE(project_of(NEW."tenantId", NEW."subjectType", NEW."subjectId"), project_of(NEW."tenantId", 'Job', NEW."parentId"));
  RETURN NEW;
END $$;
CREATE TRIGGER job_project BEFORE INSERT ON "Job" FOR EACH ROW
  WHEN (NEW."projectId" IS NULL AND (NEW."subjectId" IS NOT NULL OR NEW."parentId" IS NOT NULL)) EXECUTE FUNCTION job_project();

CREATE FUNCTION tenant_event_project() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW."projectId" := project_of(NEW."tenantId", NEW."subjectType", NEW."subjectId");
  RETURN NEW;
END $$;
CREATE TRIGGER tenant_event_project BEFORE INSERT ON "TenantEvent" FOR EACH ROW
  WHEN (NEW."projectId" IS NULL AND NEW."subjectId" IS NOT NULL) EXECUTE FUNCTION tenant_event_project();

-- ---------------------------------------------------------------------------------------------
-- The one rule of projects. `app.rights`, JSON set beside the tenant, may hold
--   hiddenProjects: ids of projects whose things are not there for whoever asks, and
--   project: the one project to which the request is narrowed, in a list.
-- Without either the scope is open, and the policies cost one look at it a query.
-- ---------------------------------------------------------------------------------------------

CREATE FUNCTION project_scope_is_open() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN NOT COALESCE(NULLIF(current_setting('app.rights', true), '')::jsonb ?| ARRAY['hiddenProjects', 'project'], false);

CREATE FUNCTION project_is_hidden(project uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN COALESCE(NULLIF(current_setting('app.rights', true), '')::jsonb -> 'hiddenProjects' ? project::text, false);

-- The project to which the request is narrowed; null when it is not.
CREATE FUNCTION current_project() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (NULLIF(current_setting('app.rights', true), '')::jsonb -> 'project' ->> 0)::uuid;

-- Things of no project are everybody's.
CREATE FUNCTION project_is_visible(project uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN project IS NULL OR (NOT project_is_hidden(project) AND project = COALESCE(current_project(), project));

-- The one way to put a table under the rule. A table with a "projectId" is judged by it; any other by the row it hangs
-- on: `key` is its column, `parent` the table. For reading, and so for every change that looks at a row first; what is
-- added goes through services, which ask for the project.
CREATE FUNCTION protect_project_table(target regclass, parent regclass DEFAULT NULL, key text DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql AS $$
DECLARE
  visible text := CASE WHEN parent IS NULL THEN 'project_is_visible("projectId")'
    ELSE format('EXISTS (SELECT FROM %s p WHERE p."tenantId" = %s."tenantId" AND p."id" = %s.%I)', parent, target, target, key) END;
BEGIN
  EXECUTE format('CREATE POLICY project_scope ON %s AS RESTRICTIVE FOR SELECT USING ((SELECT project_scope_is_open()) OR %s)', target, visible);
END $$;
REVOKE ALL ON FUNCTION protect_project_table(regclass, regclass, text) FROM PUBLIC;

SELECT protect_project_table(format('%I', name)::regclass) FROM unnest(ARRAY['Case', 'KbArticle', 'TriageModel', 'Job', 'TenantEvent']) AS name;
SELECT protect_project_table(format('%I', name)::regclass, '"Case"', 'caseId')
FROM unnest(ARRAY['CaseMessage', 'CaseMatch', 'Pipeline', 'ReplyDraft', 'ChangeRequest']) AS name;
SELECT protect_project_table('"PipelineStep"', '"Pipeline"', 'pipelineId');
SELECT protect_project_table('"ReplyCitation"', '"ReplyDraft"', 'draftId');
SELECT protect_project_table(format('%I', name)::regclass, '"Job"', 'jobId') FROM unnest(ARRAY['JobAttempt', 'JobLog', 'DeadLetter']) AS name;

-- Projects themselves: hidden ones are not there; being narrowed to one does not hide the list one chooses from.
CREATE POLICY project_scope ON "Project" AS RESTRICTIVE FOR SELECT USING ((SELECT project_scope_is_open()) OR NOT project_is_hidden("id"));
CREATE POLICY project_scope ON "ProjectMember" AS RESTRICTIVE FOR SELECT USING ((SELECT project_scope_is_open()) OR NOT project_is_hidden("projectId"));

-- Who is shut out of which projects: a restricted one is there for its members, and for those who run the tenant.
CREATE FUNCTION hidden_projects_of(wanted_tenant uuid, wanted_member uuid) RETURNS uuid[]
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp
  AS $$ SELECT COALESCE(array_agg(p."id" ORDER BY p."id"), '{}')
        FROM "Membership" m JOIN "Project" p ON p."tenantId" = m."tenantId" AND p."isRestricted"
        WHERE m."tenantId" = wanted_tenant AND m."id" = wanted_member AND m."role" NOT IN ('OWNER', 'ADMIN')
          AND NOT EXISTS (SELECT FROM "ProjectMember" pm
                          WHERE pm."tenantId" = wanted_tenant AND pm."projectId" = p."id" AND pm."membershipId" = m."id") $$;

-- Tenancy in the database: who the application is, and what it may see.
-- The application role owns nothing and cannot bypass row security; without a tenant set it reads zero rows.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'switchyard_app') THEN
    CREATE ROLE switchyard_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO switchyard_app;

-- The tenant of the current transaction; null when none is set.
CREATE FUNCTION current_tenant() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN NULLIF(current_setting('app.tenant_id', true), '')::uuid;

-- The one way to make a table a tenant table. `privileges` lets a log be append-only.
CREATE FUNCTION protect_tenant_table(target regclass, privileges text DEFAULT 'SELECT, INSERT, UPDATE, DELETE') RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant_isolation ON %s USING ("tenantId" = current_tenant()) WITH CHECK ("tenantId" = current_tenant())', target);
  EXECUTE format('REVOKE ALL ON %s FROM switchyard_app', target);
  EXECUTE format('GRANT %s ON %s TO switchyard_app', privileges, target);
END $$;
REVOKE ALL ON FUNCTION protect_tenant_table(regclass, text) FROM PUBLIC;

SELECT protect_tenant_table(format('%I', name)::regclass)
FROM unnest(ARRAY[
  'Membership', 'Project', 'AuthSession', 'RefreshToken', 'ApiKey', 'IdempotencyRecord',
  'Job', 'JobAttempt', 'JobLog', 'DeadLetter', 'OutboxEntry', 'Schedule',
  'Customer', 'Counter', 'Case', 'CaseMessage', 'CaseMatch', 'Pipeline', 'PipelineStep',
  'ReplyDraft', 'ReplyCitation', 'KbArticle', 'ChangeRequest', 'TriageModel'
]) AS name;
SELECT protect_tenant_table('"TenantEvent"', 'SELECT, INSERT');
GRANT USAGE ON SEQUENCE "OutboxEntry_id_seq" TO switchyard_app;

-- A tenant sees itself.
ALTER TABLE "Tenant" ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON "Tenant" USING ("id" = current_tenant()) WITH CHECK ("id" = current_tenant());
GRANT SELECT, UPDATE ON "Tenant" TO switchyard_app;

-- People are global; a tenant sees its own members. Password hashes are out of the application's reach.
ALTER TABLE "UserCredential" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;
CREATE POLICY members_only ON "User" FOR SELECT
  USING (EXISTS (SELECT FROM "Membership" m WHERE m."userId" = "User"."id" AND m."tenantId" = current_tenant()));
GRANT SELECT ON "User" TO switchyard_app;

-- Work that waits, found without walking other tenants' finished rows.
CREATE INDEX "Job_in_flight_idx" ON "Job" ("tenantId", "kind") WHERE "handedOverAt" IS NOT NULL AND "finishedAt" IS NULL;
CREATE UNIQUE INDEX "Job_dedupe_idx" ON "Job" ("tenantId", "kind", "dedupeKey") WHERE "dedupeKey" IS NOT NULL AND "finishedAt" IS NULL;
CREATE INDEX "Job_unfinished_idx" ON "Job" ("heartbeatAt") WHERE "handedOverAt" IS NOT NULL AND "finishedAt" IS NULL;

-- ---------------------------------------------------------------------------------------------
-- What must be known before the tenant is: narrow functions that run as the owner.
-- ---------------------------------------------------------------------------------------------

-- Sign-in: the credential of one address.
CREATE FUNCTION identity_credential(wanted_email text)
  RETURNS TABLE ("userId" uuid, "email" text, "name" text, "passwordHash" text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT u."id", u."email", u."name", c."passwordHash" FROM "User" u JOIN "UserCredential" c ON c."userId" = u."id"
        WHERE u."email" = wanted_email AND u."disabledAt" IS NULL $$;

-- Sign-in: where a person is a member.
CREATE FUNCTION identity_memberships(wanted_user uuid)
  RETURNS TABLE ("tenantId" uuid, "slug" text, "role" "MemberRole")
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT t."id", t."slug", m."role" FROM "Membership" m JOIN "Tenant" t ON t."id" = m."tenantId"
        WHERE m."userId" = wanted_user ORDER BY m."createdAt" $$;

-- Token refresh: which session a refresh token belongs to.
CREATE FUNCTION identity_refresh_token(wanted_hash text)
  RETURNS TABLE ("tokenId" uuid, "tenantId" uuid, "sessionId" uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT "id", "tenantId", "sessionId" FROM "RefreshToken" WHERE "hash" = wanted_hash $$;

-- API keys: which tenant a key belongs to.
CREATE FUNCTION identity_api_key(wanted_hash text)
  RETURNS TABLE ("apiKeyId" uuid, "tenantId" uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT "id", "tenantId" FROM "ApiKey" WHERE "hash" = wanted_hash $$;

-- Sign-up: tenant, owner and membership appear together or not at all.
CREATE FUNCTION identity_sign_up(
  new_tenant uuid, new_slug text, new_tenant_name text,
  new_user uuid, new_email text, new_name text, new_password_hash text, new_membership uuid
) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    INSERT INTO "Tenant" ("id", "slug", "name") VALUES (new_tenant, new_slug, new_tenant_name);
    INSERT INTO "User" ("id", "email", "name") VALUES (new_user, new_email, new_name);
    INSERT INTO "UserCredential" ("userId", "passwordHash") VALUES (new_user, new_password_hash);
    INSERT INTO "Membership" ("id", "tenantId", "userId", "role") VALUES (new_membership, new_tenant, new_user, 'OWNER');
  $$;

-- Relay, recovery and schedules: only *which* tenants have work; the work is done in each tenant's own scope.
CREATE FUNCTION operations_outbox_tenants(older_than interval) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH RECURSIVE tenants AS (
      (SELECT "tenantId" FROM "OutboxEntry" ORDER BY "tenantId" LIMIT 1)
      UNION ALL
      SELECT (SELECT o."tenantId" FROM "OutboxEntry" o WHERE o."tenantId" > t."tenantId" ORDER BY o."tenantId" LIMIT 1)
      FROM tenants t WHERE t."tenantId" IS NOT NULL
    )
    SELECT "tenantId" FROM tenants t
    WHERE "tenantId" IS NOT NULL
      AND EXISTS (SELECT FROM "OutboxEntry" o WHERE o."tenantId" = t."tenantId" AND o."createdAt" <= now() - older_than)
  $$;

CREATE FUNCTION operations_silent_job_tenants(silent_for interval) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT DISTINCT "tenantId" FROM "Job"
        WHERE "handedOverAt" IS NOT NULL AND "finishedAt" IS NULL
          AND COALESCE("heartbeatAt", "handedOverAt") <= now() - silent_for $$;

CREATE FUNCTION operations_due_schedule_tenants() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT DISTINCT "tenantId" FROM "Schedule" WHERE NOT "isPaused" AND "nextRunAt" <= now() $$;

-- Metrics: unfinished jobs by kind and state, over all tenants, without naming them.
CREATE FUNCTION operations_job_counts() RETURNS TABLE ("kind" text, "state" "JobState", "count" bigint, "oldestSeconds" double precision)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT "kind", "state", count(*), EXTRACT(EPOCH FROM now() - min("queuedAt")) FROM "Job" WHERE "finishedAt" IS NULL GROUP BY 1, 2 $$;

CREATE INDEX "Job_open_idx" ON "Job" ("kind", "state", "queuedAt") WHERE "finishedAt" IS NULL;

REVOKE ALL ON FUNCTION identity_credential(text), identity_memberships(uuid), identity_refresh_token(text), identity_api_key(text),
  identity_sign_up(uuid, text, text, uuid, text, text, text, uuid), operations_outbox_tenants(interval),
  operations_silent_job_tenants(interval), operations_due_schedule_tenants(), operations_job_counts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_credential(text), identity_memberships(uuid), identity_refresh_token(text), identity_api_key(text),
  identity_sign_up(uuid, text, text, uuid, text, text, text, uuid), operations_outbox_tenants(interval),
  operations_silent_job_tenants(interval), operations_due_schedule_tenants(), operations_job_counts() TO switchyard_app;

-- Readiness compares what is applied with what the code expects.
DO $$
BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    GRANT SELECT ON "_prisma_migrations" TO switchyard_app;
  END IF;
END $$;

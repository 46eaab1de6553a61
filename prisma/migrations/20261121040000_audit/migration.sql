-- The audit: who did, or tried to do, what. An entry is written in the transaction of the change it tells of; what the
-- change was is seen by the database itself, so that no statement can forget to tell.

CREATE TYPE "AuditOutcome" AS ENUM ('SUCCEEDED', 'REFUSED', 'FAILED', 'DENIED');

CREATE TABLE "AuditEntry" (
  "id" UUID NOT NULL,
  "tenantId" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "actorKind" "ActorKind" NOT NULL,
  "actorId" UUID,
  "actorLabel" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "subjectType" TEXT,
  "subjectId" UUID,
  "outcome" "AuditOutcome" NOT NULL,
  "codes" TEXT[],
  "changes" JSONB NOT NULL DEFAULT '[]',
  "changeCount" INTEGER NOT NULL DEFAULT 0,
  "address" TEXT,
  "userAgent" TEXT,
  "requestId" TEXT,
  CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "AuditEntry_tenantId_id_key" ON "AuditEntry" ("tenantId", "id");
CREATE INDEX "AuditEntry_tenantId_at_id_idx" ON "AuditEntry" ("tenantId", "at", "id");
CREATE INDEX "AuditEntry_tenantId_action_at_idx" ON "AuditEntry" ("tenantId", "action", "at");
CREATE INDEX "AuditEntry_tenantId_actorId_at_idx" ON "AuditEntry" ("tenantId", "actorId", "at");
CREATE INDEX "AuditEntry_tenantId_subjectId_at_idx" ON "AuditEntry" ("tenantId", "subjectId", "at");
CREATE INDEX "AuditEntry_tenantId_outcome_at_idx" ON "AuditEntry" ("tenantId", "outcome", "at");
CREATE INDEX "AuditEntry_tenantId_requestId_idx" ON "AuditEntry" ("tenantId", "requestId");

-- ---------------------------------------------------------------------------------------------
-- What changed. While `app.audit` is on, each changed row is noted in the settings of the transaction;
-- whoever writes the entry takes the notes from there.
-- ---------------------------------------------------------------------------------------------

-- The one place that decides what of a value may be seen: secrets by the name of their column or by their form.
CREATE FUNCTION audit_value(name text, value jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN value IS NULL OR jsonb_typeof(value) = 'null' THEN 'null'::jsonb
    WHEN name ~* '(hash|secret|password|token|cipher|sealed|encrypted|envelope|private|credential|signature|nonce|cookie)'
      OR name IN ('payload', 'result', 'counters') THEN '"(hidden)"'::jsonb
    WHEN value::text ~ '(sw_[A-Za-z0-9]{8}_|sw[a-z]{1,2}_[A-Za-z0-9_-]{20}|sealed:[0-9]|eyJ[A-Za-z0-9_-]+\.|\$argon2|-----BEGIN|\\\\x[0-9a-f]{8})'
      THEN '"(hidden)"'::jsonb
    WHEN length(value::text) > 300 THEN to_jsonb(format('(%s characters)', length(value::text)))
    ELSE value
  END;

CREATE FUNCTION audit_row_change() RETURNS trigger
  LANGUAGE plpgsql AS $$
DECLARE
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
  noted text := NULLIF(current_setting('app.audit_changes', true), '');
  counted int := COALESCE(NULLIF(current_setting('app.audit_count', true), ''), '0')::int;
  before_values jsonb;
  after_values jsonb;
BEGIN
  IF TG_OP = 'UPDATE' AND old_row = new_row THEN RETURN NULL; END IF;
  PERFORM set_config('app.audit_count', (counted + 1)::text, true);
  IF counted >= 50 THEN RETURN NULL; END IF;
  SELECT jsonb_object_agg(f.key, audit_value(f.key, old_row -> f.key)) FILTER (WHERE COALESCE(old_row -> f.key, 'null') <> 'null' OR TG_OP = 'UPDATE'),
         jsonb_object_agg(f.key, audit_value(f.key, new_row -> f.key)) FILTER (WHERE COALESCE(new_row -> f.key, 'null') <> 'null' OR TG_OP = 'UPDATE')
    INTO before_values, after_values
    FROM jsonb_each(COALESCE(new_row, old_row)) AS f(key, value)
    WHERE f.key NOT IN ('id', 'tenantId') AND (old_row -> f.key) IS DISTINCT FROM (new_row -> f.key);
  PERFORM set_config('app.audit_changes', concat_ws(',', noted, jsonb_build_object(
    'type', TG_TABLE_NAME, 'id', COALESCE(new_row ->> 'id', old_row ->> 'id', new_row ->> 'userId'), 'verb', TG_OP,
    'before', CASE WHEN TG_OP <> 'INSERT' THEN before_values END, 'after', CASE WHEN TG_OP <> 'DELETE' THEN after_values END)::text), true);
  RETURN NULL;
END $$;

CREATE FUNCTION audit_noted_changes() RETURNS jsonb
  LANGUAGE sql STABLE
  RETURN (concat('[', current_setting('app.audit_changes', true), ']'))::jsonb;

CREATE FUNCTION audit_noted_count() RETURNS int
  LANGUAGE sql STABLE
  RETURN COALESCE(NULLIF(current_setting('app.audit_count', true), ''), '0')::int;

-- Appends an entry with what the transaction has changed so far; when nothing is said of its subject, it is the first row
-- that changed, or rather one after whose type the action is named.
CREATE FUNCTION audit_append(entry_id uuid, actor_kind text, actor_id uuid, actor_label text, action text, subject_type text,
  subject_id uuid, outcome text, codes text[], from_address text, from_agent text, request text, only_if_changed boolean) RETURNS boolean
  LANGUAGE plpgsql AS $$
DECLARE
  noted jsonb;
BEGIN
  IF only_if_changed AND audit_noted_count() = 0 THEN RETURN false; END IF;
  noted := audit_noted_changes();
  IF subject_id IS NULL THEN
    SELECT c.value ->> 'type', (c.value ->> 'id')::uuid INTO subject_type, subject_id
      FROM jsonb_array_elements(noted) WITH ORDINALITY AS c(value, place) WHERE c.value ->> 'id' IS NOT NULL
      ORDER BY starts_with(lower(action), lower(c.value ->> 'type')) DESC, c.place LIMIT 1;
  END IF;
  INSERT INTO "AuditEntry" ("id", "tenantId", "actorKind", "actorId", "actorLabel", "action", "subjectType", "subjectId", "outcome",
    "codes", "changes", "changeCount", "address", "userAgent", "requestId")
  VALUES (entry_id, current_tenant(), actor_kind::"ActorKind", actor_id, actor_label, action, subject_type, subject_id,
    outcome::"AuditOutcome", codes, noted, audit_noted_count(), from_address, from_agent, request);
  RETURN true;
END $$;

-- Tables whose rows are machinery: what they hold follows from a change elsewhere, or is a log itself.
CREATE FUNCTION audit_exempt_tables() RETURNS text[]
  LANGUAGE sql IMMUTABLE
  RETURN ARRAY['AuditEntry', 'TenantEvent', 'OutboxEntry', 'IdempotencyRecord', 'Counter', 'JobLog', 'JobAttempt', 'RefreshToken'];

CREATE FUNCTION audit_table(target regclass) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = target AND tgname = 'audit_changes') THEN RETURN; END IF;
  IF (SELECT relname = ANY (audit_exempt_tables()) FROM pg_class WHERE oid = target) THEN RETURN; END IF;
  EXECUTE format(
    'CREATE TRIGGER audit_changes AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW WHEN (current_setting(''app.audit'', true) = ''on'') EXECUTE FUNCTION audit_row_change()',
    target);
END $$;

-- A tenant table is an audited table from now on.
CREATE OR REPLACE FUNCTION protect_tenant_table(target regclass, privileges text DEFAULT 'SELECT, INSERT, UPDATE, DELETE') RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant_isolation ON %s USING ("tenantId" = current_tenant()) WITH CHECK ("tenantId" = current_tenant())', target);
  EXECUTE format('REVOKE ALL ON %s FROM switchyard_app', target);
  EXECUTE format('GRANT %s ON %s TO switchyard_app', privileges, target);
  PERFORM audit_table(target);
END $$;

SELECT protect_tenant_table('"AuditEntry"', 'SELECT, INSERT');
SELECT audit_table(c.oid::regclass) FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenantId' AND NOT a.attisdropped);
SELECT audit_table('"Tenant"');
SELECT audit_table('"User"');
SELECT audit_table('"UserCredential"');

REVOKE ALL ON FUNCTION audit_table(regclass), audit_row_change(), audit_noted_changes(), audit_noted_count(), audit_value(text, jsonb),
  audit_exempt_tables(), audit_append(uuid, text, uuid, text, text, text, uuid, text, text[], text, text, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(uuid, text, uuid, text, text, text, uuid, text, text[], text, text, text, boolean), audit_noted_changes(), audit_noted_count(), audit_value(text, jsonb) TO switchyard_app;

-- ---------------------------------------------------------------------------------------------
-- What the application role may not do itself.
-- ---------------------------------------------------------------------------------------------

-- A failed sign-in is told to the tenants of the account, if there is one. The caller is told nothing: the same statement
-- runs for an address that nobody has, and no flush to the disk tells the one from the other.
CREATE FUNCTION identity_sign_in_failed(wanted_email text, wanted_slug text, from_address text, from_agent text, request text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO "AuditEntry" ("id", "tenantId", "actorKind", "actorId", "actorLabel", "action", "subjectType", "subjectId",
      "outcome", "codes", "address", "userAgent", "requestId")
    SELECT gen_random_uuid(), m."tenantId", 'SYSTEM', NULL, 'nobody', 'signIn', 'User', u."id",
      'DENIED', ARRAY['INVALID_CREDENTIALS'], from_address, from_agent, request
    FROM "User" u JOIN "Membership" m ON m."userId" = u."id" JOIN "Tenant" t ON t."id" = m."tenantId"
    WHERE u."email" = wanted_email AND (wanted_slug IS NULL OR t."slug" = wanted_slug);
  END $$;

-- Retention. Logs are append-only for the application; what is older than asked, and never younger than the floor, goes
-- in batches, within the tenant of the caller.
CREATE FUNCTION operations_prune_audit(keep_days int) RETURNS int
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH gone AS (
      DELETE FROM "AuditEntry" WHERE "tenantId" = current_tenant() AND "id" IN (
        SELECT "id" FROM "AuditEntry" WHERE "tenantId" = current_tenant()
          AND "at" < now() - make_interval(days => GREATEST(keep_days, 90)) ORDER BY "at" LIMIT 1000)
      RETURNING 1)
    SELECT count(*)::int FROM gone
  $$;

CREATE FUNCTION operations_prune_events(keep_days int) RETURNS int
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH gone AS (
      DELETE FROM "TenantEvent" WHERE "tenantId" = current_tenant() AND "id" IN (
        SELECT "id" FROM "TenantEvent" WHERE "tenantId" = current_tenant()
          AND "at" < now() - make_interval(days => GREATEST(keep_days, 30)) ORDER BY "at" LIMIT 1000)
      RETURNING 1)
    SELECT count(*)::int FROM gone
  $$;

REVOKE ALL ON FUNCTION identity_sign_in_failed(text, text, text, text, text), operations_prune_audit(int), operations_prune_events(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_sign_in_failed(text, text, text, text, text), operations_prune_audit(int), operations_prune_events(int) TO switchyard_app;

-- A request is followed by its id: its jobs, its events.
CREATE INDEX IF NOT EXISTS "Job_tenantId_requestId_idx" ON "Job" ("tenantId", "requestId");
CREATE INDEX IF NOT EXISTS "TenantEvent_tenantId_requestId_idx" ON "TenantEvent" ("tenantId", "requestId");

-- An entry is as old as its transaction: what was asked for stands before what followed from it.
ALTER TABLE "AuditEntry" ALTER COLUMN "at" SET DEFAULT CURRENT_TIMESTAMP;

-- Ids of subjects are UUIDs; machinery counts by other ids.
CREATE OR REPLACE FUNCTION audit_append(entry_id uuid, actor_kind text, actor_id uuid, actor_label text, action text, subject_type text,
  subject_id uuid, outcome text, codes text[], from_address text, from_agent text, request text, only_if_changed boolean) RETURNS boolean
  LANGUAGE plpgsql AS $$
DECLARE
  noted jsonb;
BEGIN
  IF only_if_changed AND audit_noted_count() = 0 THEN RETURN false; END IF;
  noted := audit_noted_changes();
  IF subject_id IS NULL THEN
    SELECT c.value ->> 'type', CASE WHEN c.value ->> 'id' ~ '^[0-9a-f-]{36}$' THEN (c.value ->> 'id')::uuid END INTO subject_type, subject_id
      FROM jsonb_array_elements(noted) WITH ORDINALITY AS c(value, place) WHERE c.value ->> 'id' ~ '^[0-9a-f-]{36}$'
      ORDER BY starts_with(lower(action), lower(c.value ->> 'type')) DESC, c.place LIMIT 1;
  END IF;
  INSERT INTO "AuditEntry" ("id", "tenantId", "actorKind", "actorId", "actorLabel", "action", "subjectType", "subjectId", "outcome",
    "codes", "changes", "changeCount", "address", "userAgent", "requestId")
  VALUES (entry_id, current_tenant(), actor_kind::"ActorKind", actor_id, actor_label, action, subject_type, subject_id,
    outcome::"AuditOutcome", codes, noted, audit_noted_count(), from_address, from_agent, request);
  RETURN true;
END $$;

CREATE OR REPLACE FUNCTION audit_exempt_tables() RETURNS text[]
  LANGUAGE sql IMMUTABLE
  RETURN ARRAY['AuditEntry', 'TenantEvent', 'OutboxEntry', 'IdempotencyRecord', 'Counter', 'JobLog', 'JobAttempt', 'RefreshToken',
    'JobDelta', 'JobTally', 'JobThroughput'];

-- Where these were made before they were exempt.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['JobDelta', 'JobTally', 'JobThroughput'] LOOP
    IF to_regclass(format('%I', name)) IS NOT NULL THEN EXECUTE format('DROP TRIGGER IF EXISTS audit_changes ON %I', name); END IF;
  END LOOP;
END $$;

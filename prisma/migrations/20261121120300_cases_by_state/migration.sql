-- Lists of cases by state that row security can serve from an index, as those of jobs: comparing an enum is not leakproof,
-- so under a policy `state = …` is never an index condition; text is. What was indexed by enums was of no use to anybody.
ALTER TABLE "Case" ADD COLUMN "stateText" TEXT GENERATED ALWAYS AS (CASE "state"
  WHEN 'NEW' THEN 'NEW' WHEN 'TRIAGING' THEN 'TRIAGING' WHEN 'TRIAGED' THEN 'TRIAGED' WHEN 'MATCHED' THEN 'MATCHED'
  WHEN 'UNMATCHED' THEN 'UNMATCHED' WHEN 'REPLY_DRAFTED' THEN 'REPLY_DRAFTED' WHEN 'AWAITING_APPROVAL' THEN 'AWAITING_APPROVAL'
  WHEN 'REPLIED' THEN 'REPLIED' WHEN 'RESOLVED' THEN 'RESOLVED' WHEN 'CLOSED' THEN 'CLOSED' WHEN 'CHANGE_PREP' THEN 'CHANGE_PREP'
  WHEN 'CHANGE_PROPOSED' THEN 'CHANGE_PROPOSED' WHEN 'NEEDS_HUMAN' THEN 'NEEDS_HUMAN' WHEN 'REOPENED' THEN 'REOPENED' END) STORED;
DROP INDEX "Case_tenantId_state_openedAt_idx";
DROP INDEX "Case_tenantId_priority_openedAt_idx";
CREATE INDEX "Case_tenantId_stateText_openedAt_id_idx" ON "Case" ("tenantId", "stateText", "openedAt", "id");

-- The audit says of a state what it is, once.
CREATE OR REPLACE FUNCTION audit_row_change() RETURNS trigger
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
    WHERE f.key NOT IN ('id', 'tenantId', 'stateText') AND (old_row -> f.key) IS DISTINCT FROM (new_row -> f.key);
  PERFORM set_config('app.audit_changes', concat_ws(',', noted, jsonb_build_object(
    'type', TG_TABLE_NAME, 'id', COALESCE(new_row ->> 'id', old_row ->> 'id', new_row ->> 'userId'), 'verb', TG_OP,
    'before', CASE WHEN TG_OP <> 'INSERT' THEN before_values END, 'after', CASE WHEN TG_OP <> 'DELETE' THEN after_values END)::text), true);
  RETURN NULL;
END $$;

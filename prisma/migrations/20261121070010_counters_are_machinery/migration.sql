-- What counts jobs is machinery: it follows from changes of jobs, which the audit notes.
CREATE OR REPLACE FUNCTION audit_exempt_tables() RETURNS text[]
  LANGUAGE sql IMMUTABLE
  RETURN ARRAY['AuditEntry', 'TenantEvent', 'OutboxEntry', 'IdempotencyRecord', 'Counter', 'JobLog', 'JobAttempt', 'RefreshToken',
    'JobDelta', 'JobTally', 'JobThroughput'];

DROP TRIGGER IF EXISTS audit_changes ON "JobDelta";
DROP TRIGGER IF EXISTS audit_changes ON "JobTally";
DROP TRIGGER IF EXISTS audit_changes ON "JobThroughput";
